//! What a format is: a name and a way to write a report.
//!
//! Not its job: the formats themselves, or their list (`report/mod.rs`).

use super::model::Report;
use super::summary::Summary;

/// How a report is written.
pub struct Format {
    /// The word of `--format`.
    pub name: &'static str,
    pub help: &'static str,
    /// Endings of files that are written so unless `--format` says otherwise.
    pub endings: &'static [&'static str],
    pub write: fn(&Report, &Style) -> String,
    pub many: Many,
}

/// How many tokens are written.
#[derive(Clone, Copy)]
pub enum Many {
    /// In one report, which is held in memory.
    Together,
    /// A report for each, behind what is there already.
    Lines(fn(&Report, &mut Vec<u8>)),
    /// More than a few screens full are counted instead.
    Summary(fn(&Summary, &Style) -> String),
}

/// What the terminal allows, and how much is to be told.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub colour: bool,
    /// Columns.
    pub width: usize,
    /// Whether every claim is told with its meaning (`--explain-claims`).
    pub explain_claims: bool,
    /// Whether stand-ins are in the place of what identifies (`--redact`).
    pub is_redacted: bool,
}
