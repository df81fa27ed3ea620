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
    /// An image, a program, a database, ..
    #[error("the export is binary data, not text")]
    Binary,
    /// An archive that came where only its own text can be read: through a pipe, or in another one.
    #[error(
        "it is a zip archive that came through a pipe or in another archive: save it as a file of its own, or unpack it"
    )]
    Archive,
    /// Text, but no audit records in a layout that is known; given up after a thousand rows.
    #[error("no audit record was recognised in it; {}", Seen(.keys, *.looks))]
    Unrecognised {
        /// Column names or JSON keys at its beginning, at most twelve, short, raw.
        keys: Vec<String>,
        looks: Looks,
        /// Some of the keys are those of audit records: it may be an export all the same.
        is_near: bool,
    },
    /// An export of a search that found nothing, or one whose records were all lost.
    #[error("it has an AuditData column, but no readable record")]
    NoRecord,
    /// Reading was cancelled; the records up to here count.
    #[error("reading was stopped before its end")]
    Stopped,
    /// The records up to here were read and count.
    #[error("{}", Broken(*.line, .source))]
    Read {
        /// The last line that was read in full.
        line: u64,
        #[source]
        source: io::Error,
    },
}

/// The kind and size of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// A token, or a text with one in it.
    Token,
    /// No size where it is more than was looked at.
    Json {
        bytes: Option<usize>,
    },
    Text {
        bytes: Option<usize>,
    },
}

impl fmt::Display for Looks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, bytes) = match self {
            Self::Token => {
                let what = "it holds a token, or what looks like one: `jwtenant check` reads it";
                return f.write_str(what);
            }
            Self::Json { bytes } => ("JSON", bytes),
            Self::Text { bytes } => ("text", bytes),
        };
        match bytes {
            Some(bytes) => write!(f, "it is {kind} of {bytes} bytes"),
            None => write!(f, "it is {kind} of 64 KiB or more"),
        }
    }
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

/// Where reading ended, and what the system says to it.
struct Broken<'a>(u64, &'a io::Error);

impl fmt::Display for Broken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(line, source) = self;
        match line {
            0 => write!(f, "it cannot be read")?,
            _ => write!(f, "reading stopped after line {line}")?,
        }
        write!(f, ": {}", Terminal(&source.to_string()))
    }
}

/// The names that were seen instead, made safe to show; where there is none, what was.
struct Seen<'a>(&'a [String], Looks);

impl fmt::Display for Seen<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(keys, looks) = self;
        if keys.is_empty() || *looks == Looks::Token {
            return looks.fmt(f);
        }
        for (i, key) in keys.iter().enumerate() {
            let lead = if i == 0 { "it has: " } else { ", " };
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
            looks: Looks::Text { bytes: None },
            is_near: false,
        };
        assert_eq!(
            error.to_string(),
            "no audit record was recognised in it; it has: Date (UTC), <U+001B>[2J"
        );
    }
}
