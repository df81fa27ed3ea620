//! The wing that tells: one report, in every form that people and programs ask for.
//!
//! Not its job: deciding anything. A format is one file and one line in [`FORMATS`].

pub mod decode;
mod format;
pub mod human;
pub mod json;
pub mod metadata;
pub mod model;
pub mod summary;

pub use self::format::{Format, Many, Style};

/// Every format, the default first.
pub const FORMATS: &[Format] = &[
    Format {
        name: "human",
        help: "For people, at a terminal",
        write: human::write,
        many: Many::Summary(human::many),
    },
    Format {
        name: "json",
        help: "One JSON document, schema jwtenant/1",
        write: json::write,
        many: Many::Together,
    },
    Format {
        name: "jsonl",
        help: "The same on one line for each token, in their order",
        write: json::write_line,
        many: Many::Lines(json::append_line),
    },
];

/// The format of this name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
