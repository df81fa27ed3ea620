//! Exports as normalised records, one JSON object a line: what a lake takes in without mapping work, and
//! what the queries of `hunt` read.
//!
//! Records stream: one is in memory at a time. Every column is a text, a missing one is empty. Beside the
//! columns of the record stand where it comes from (`source`, `input`, `line`) and what is made of it
//! (`explanation` of a foreign one, `strength` of its tie to a token).
//!
//! Not its job: what the columns mean (`column.rs`).

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use uuid::Uuid;

use super::column::{COLUMNS, Column};
use super::correlate::Index;
use super::reader::{self, At};
use super::record::AuditRecord;
use super::standing::{self, Side};
use super::{Export, ExportSummary, Options, explanations};
use crate::trace::TokenKeys;

/// Members that are no columns, and behind which column they stand.
const BEHIND: Column = Column::Workload;

/// What writing came to.
#[derive(Debug)]
pub struct Written {
    /// One for each export, in their order.
    pub exports: Vec<ExportSummary>,
    pub records: u64,
    /// Cancelled before the end.
    pub incomplete: bool,
}

/// Writes every record of the exports once, in their order.
///
/// # Errors
/// What the writer says; nothing is written after it.
pub fn write(
    exports: Vec<Export>,
    own: &[Uuid],
    tokens: &[TokenKeys],
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<Written> {
    let index = Index::new(tokens);
    let stop = AtomicBool::new(false);
    // What cannot be written need not be read.
    let stop = options.cancel.unwrap_or(&stop);
    let options = &Options {
        cancel: Some(stop),
        ..*options
    };
    let mut failure = None;
    let mut records = 0;
    let reading = reader::read(exports, options, &mut |record, at| {
        if at.is_again || failure.is_some() {
            return false;
        }
        let line = line(record, own, &index, at);
        match out.write_all(line.as_bytes()) {
            Ok(()) => records += 1,
            Err(error) => {
                failure = Some(error);
                stop.store(true, Ordering::Relaxed);
            }
        }
        false
    });
    match failure {
        Some(error) => Err(error),
        None => Ok(Written {
            exports: reading.exports,
            records,
            incomplete: reading.incomplete,
        }),
    }
}

fn line(record: &AuditRecord, own: &[Uuid], index: &Index, at: At) -> String {
    let explanation = match standing::side(record, own) {
        Side::Foreign => explanations::choose(record, Side::Foreign).map(|(it, _)| it.id),
        _ => None,
    };
    let strength = index.of(record).iter().map(|tie| tie.strength).min();
    let mut line = Line::new();
    for (column, name, ..) in COLUMNS {
        line.member(name, &column.text(record));
        if *column == BEHIND {
            line.member("source", at.dialect);
            line.member("input", at.input);
            line.member("line", &at.line.to_string());
            line.member("explanation", explanation.unwrap_or_default());
            line.member("strength", strength.map_or("", |it| it.word()));
        }
    }
    line.end()
}

/// A JSON object of texts.
struct Line(String);

impl Line {
    fn new() -> Self {
        Self(String::with_capacity(1024))
    }

    fn member(&mut self, name: &str, value: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        // A text is always JSON.
        let value = serde_json::to_string(value).unwrap_or_default();
        self.0.push_str(&format!("\"{name}\":{value}"));
    }

    fn end(mut self) -> String {
        self.0.push_str("}\n");
        self.0
    }
}
