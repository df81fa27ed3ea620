//! The wing that tells: one report, in every form that people and programs ask for.
//!
//! Not its job: deciding anything. A format is one file and one line in [`FORMATS`].

pub mod decode;
mod format;
pub mod human;
pub mod json;
pub mod metadata;
pub mod model;

pub use self::format::{Format, Style};

/// Every format, the default first.
pub const FORMATS: &[Format] = &[
    Format {
        name: "human",
        help: "For people, at a terminal",
        write: human::write,
    },
    Format {
        name: "json",
        help: "One JSON document, schema jwtenant/1",
        write: json::write,
    },
    Format {
        name: "jsonl",
        help: "The same on one line",
        write: json::write_line,
    },
];

/// The format of this name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
