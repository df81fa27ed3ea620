//! What can be wrong with an export: with the whole of it ([`ExportError`]) or with one place in it
//! ([`Problem`]).
//!
//! Not its job: judging tokens or entries. Nothing here is a finding.

use std::fmt;
use std::io;

use crate::text::Terminal;

/// A place of an export that could not be read as a record, or only with a concession.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line of the export at which the row begins, from 1; 0 where no line is meant.
    pub line: u64,
    /// One sentence without a full stop; holds nothing that stood in the export.
    pub why: String,
}

/// Why an export, or the rest of it, could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the export is empty")]
    Empty,
    /// A packed file, a workbook, an image, or UTF-16 without a byte order mark.
    #[error("the export is binary data, not text")]
    Binary,
    /// Text, but no audit records in a layout that is known; given up after a thousand rows.
    #[error("no audit record was recognised in it{}", Seen(.keys))]
    Unrecognised {
        /// Column names or JSON keys at its beginning, at most twelve, each clipped, raw.
        keys: Vec<String>,
    },
    /// An export of a search that found nothing, or one whose records were all lost.
    #[error("it has an AuditData column, but no readable record")]
    NoRecord,
    /// Reading was cancelled; the records up to here count.
    #[error("reading was stopped before its end")]
    Stopped,
    /// The records up to here were read and count.
    #[error("reading stopped after line {line}")]
    Read {
        /// The last line that was read in full.
        line: u64,
        #[source]
        source: io::Error,
    },
}

/// What a reader of rows hands up instead of a row.
#[derive(Debug)]
pub(super) enum RowError {
    /// This row is lost, the next one may be fine.
    Unreadable(Problem),
    /// Nothing can follow.
    Read { line: u64, source: io::Error },
    /// Nothing for a while, in a search that passes rows over: look around, and ask again.
    Paused,
}

impl RowError {
    pub(super) fn unreadable(line: u64, why: impl Into<String>) -> Self {
        Self::Unreadable(Problem {
            line,
            why: why.into(),
        })
    }
}

/// The names that were seen instead, made safe to show.
struct Seen<'a>(&'a [String]);

impl fmt::Display for Seen<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, key) in self.0.iter().enumerate() {
            let lead = if i == 0 { "; it has: " } else { ", " };
            write!(f, "{lead}{}", Terminal(key))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_that_were_seen_cannot_drive_a_terminal() {
        let error = ExportError::Unrecognised {
            keys: vec!["Date (UTC)".into(), "\u{1b}[2J".into()],
        };
        assert_eq!(
            error.to_string(),
            "no audit record was recognised in it; it has: Date (UTC), <U+001B>[2J"
        );
    }

    #[test]
    fn without_names_the_sentence_still_stands() {
        let error = ExportError::Unrecognised { keys: vec![] };
        assert_eq!(error.to_string(), "no audit record was recognised in it");
    }
}
