//! The wing that tells: one report, in every form that people and programs ask for.
//!
//! Not its job: deciding anything. A format is one file and one line in [`FORMATS`].

pub mod decode;
mod format;
pub mod html;
pub mod human;
pub mod json;
pub mod markdown;
mod markup;
pub mod metadata;
pub mod model;
pub mod summary;
mod words;

pub use self::format::{Format, Many, Style};

/// Every format, the default first.
pub const FORMATS: &[Format] = &[
    Format {
        name: "human",
        help: "For people, at a terminal",
        endings: &["txt"],
        write: human::write,
        many: Many::Summary(human::many),
    },
    Format {
        name: "json",
        help: "One JSON document, schema jwtenant/1",
        endings: &["json"],
        write: json::write,
        many: Many::Together,
    },
    Format {
        name: "jsonl",
        help: "The same on one line for each token, in their order",
        endings: &["jsonl", "ndjson"],
        write: json::write_line,
        many: Many::Lines(json::append_line),
    },
    Format {
        name: "markdown",
        help: "For a ticket or a comment, details folded",
        endings: &["md", "markdown"],
        write: markdown::write,
        many: Many::Summary(markdown::many),
    },
    Format {
        name: "html",
        help: "A page for a browser or a printer, complete in one file",
        endings: &["html", "htm"],
        write: html::write,
        many: Many::Summary(html::many),
    },
];

/// Of `audit` alone, and no report: records stream from its reader, normalised, one a line
/// (`audit::records`). It stands beside the list, because there is nothing to write it from.
pub const RECORDS: &Format = &Format {
    name: "records",
    help: "Of audit only: every record, normalised, one a line",
    endings: &[],
    write: |_, _| String::new(),
    many: Many::Together,
};

/// The format of this name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format that a file's ending asks for.
#[must_use]
pub fn format_of_ending(ending: &str) -> Option<&'static Format> {
    let is_its = |format: &&Format| {
        let mut endings = format.endings.iter();
        endings.any(|known| known.eq_ignore_ascii_case(ending))
    };
    FORMATS.iter().find(is_its)
}
