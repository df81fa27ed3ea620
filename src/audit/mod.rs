//! Traces tokens through audit exports, and says why entries of other tenants are there.
//!
//! An export passes through in this order: `packed` (gzip and zip), `encoding` (any text as UTF-8), `head` (what is it),
//! `container` with `lines` and `rows` (rows with their line), `envelope` (the record in its
//! wrapper), `dialects` (a normalised [`record::AuditRecord`]), `correlate` and `compare` (which
//! token, what agrees), `explanations` (why a foreign entry is there). One record is in memory at a
//! time; what stays are matches and fingerprints of ids, both bounded.
//!
//! Not its job: opening files, reading tokens, judging them, or showing anything.

use std::sync::Arc;

use crate::finding::Evidence;
use crate::trace::{Entry, Trace};

mod activity;
mod address;
mod cells;
pub mod column;
mod compare;
pub mod condition;
mod container;
mod contents;
mod correlate;
mod counted;
mod density;
pub mod dialect;
pub mod dialects;
mod encoding;
mod envelope;
mod error;
pub mod explanation;
pub mod explanations;
pub mod extent;
mod fields;
mod group;
mod head;
mod history;
pub mod ladder;
mod lines;
mod looks;
pub mod members;
mod names;
mod operations;
mod options;
pub mod packed;
mod reader;
pub mod record;
pub mod records;
mod rows;
mod search;
mod seen;
pub mod standing;
mod summary;
pub mod survey;
mod tracer;
mod wrappers;

pub use activity::{Aftermath, FollowUp};
pub use contents::{Contents, Lane};
pub use density::Density;
pub use error::{ExportError, Looks, Problem};
pub use group::{Group, MOST_GROUPS, Operation};
pub use options::{Options, Progress, Searching};
pub use summary::ExportSummary;
pub use tracer::trace;

use explanation::Explanation;
use extent::Extent;
use reader::At;
use record::AuditRecord;
use standing::Side;

/// An export that somebody else has opened.
pub struct Export {
    /// As the user gave it; stands in every entry.
    pub name: String,
    /// Read once, from its beginning, to its end.
    pub source: Box<dyn std::io::Read + Send>,
    /// The same file, from its beginning, where the source is a regular one: several threads can then
    /// search it, each reading at its own place.
    pub file: Option<Arc<Extent>>,
    /// The person named it; it was not found in a folder or in an archive.
    pub is_named: bool,
}

impl Export {
    /// Something that is read once, such as a pipe, and that the person named.
    #[must_use]
    pub fn stream(name: impl Into<String>, source: impl std::io::Read + Send + 'static) -> Self {
        Self {
            name: name.into(),
            source: Box::new(source),
            file: None,
            is_named: true,
        }
    }

    /// A regular file.
    #[must_use]
    pub fn of(name: String, file: Arc<Extent>) -> Self {
        Self {
            name,
            source: file.source(),
            file: Some(file),
            is_named: true,
        }
    }
}

/// What the exports say about the tokens.
#[derive(Debug, Default)]
pub struct Audit {
    /// One for each export, in their order.
    pub exports: Vec<ExportSummary>,
    /// Strongest first, then by time, then in the order of the exports.
    pub matches: Vec<Trace>,
    /// How many matches beyond [`Options::max_entries`] of a strength were counted and let go.
    pub matches_left_out: u64,
    /// Records whose actor is from another tenant, in the order of the exports: with tokens the matched
    /// ones, without all of them; at most [`Options::max_entries`].
    pub foreign: Vec<Explained>,
    /// The same records, alike ones together; complete.
    pub groups: Vec<Group>,
    /// Records of one's own, and of nobody's, that puzzle people. Nothing where tokens are traced.
    pub noted: Vec<Explained>,
    /// The same records, alike ones together; complete.
    pub noted_groups: Vec<Group>,
    /// Records that are in a group, but not in `foreign` or `noted`, because they were too many.
    pub not_kept: u64,
    /// Records in groups of their explanation as a whole, because there were too many groups.
    pub merged: u64,
    /// Reading was cancelled: there may be more.
    pub incomplete: bool,
}

/// A record with the explanation that fits it best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    pub entry: Entry,
    /// Index of its group in [`Audit::groups`] or [`Audit::noted_groups`].
    pub group: usize,
    pub explanation: &'static Explanation,
    /// Raw and untrusted.
    pub evidence: Vec<Evidence>,
    /// It gives somebody power or carries data out.
    pub is_grave: bool,
    /// The log says that it failed: nothing was done.
    pub is_failure: bool,
    /// The session in which it was made.
    session: Option<String>,
}

impl Explained {
    fn new(
        record: &AuditRecord,
        explanation: &'static Explanation,
        mut evidence: Vec<Evidence>,
        at: At,
    ) -> Self {
        for seen in &mut evidence {
            for text in [&mut seen.observed, &mut seen.expected]
                .into_iter()
                .flatten()
            {
                *text = record::kept(text);
            }
        }
        Self {
            entry: record.entry(at.input, at.line),
            group: 0,
            explanation,
            evidence,
            is_grave: operations::is_grave(record, *explanation == explanations::SYNCHRONIZATION),
            is_failure: record.is_failure,
            session: record.sessions.first().map(|it| record::kept(it.value)),
        }
    }

    fn is_elsewhere(&self) -> bool {
        *self.explanation == explanations::ELSEWHERE
    }

    /// Nothing where an entry of one's own puzzles nobody.
    fn choose(record: &AuditRecord, side: Side, at: At) -> Option<Self> {
        let (explanation, evidence) = explanations::choose(record, side)?;
        Some(Self::new(record, explanation, evidence, at))
    }
}

#[cfg(test)]
mod tests;
