//! Traces tokens through audit exports, and says why entries of other tenants are there.
//!
//! An export passes through in this order: `encoding` (any text as UTF-8), `head` (what is it),
//! `container` with `lines` and `rows` (rows with their line), `envelope` (the record in its
//! wrapper), `dialects` (a normalised [`record::AuditRecord`]), `correlate` and `compare` (which
//! token, what agrees), `explanations` (why a foreign entry is there). One record is in memory at a
//! time; what stays are matches and fingerprints of ids, both bounded.
//!
//! Not its job: opening files, reading tokens, judging them, or showing anything.

use crate::finding::{Confidence, Evidence, Severity};
use crate::trace::{Entry, Trace};

mod activity;
mod address;
mod cells;
mod compare;
mod container;
mod context;
mod correlate;
pub mod dialect;
pub mod dialects;
mod encoding;
mod envelope;
mod error;
pub mod explanation;
pub mod explanations;
mod fields;
mod group;
mod head;
mod lines;
pub mod members;
mod names;
mod options;
mod reader;
pub mod record;
mod rows;
mod seen;
mod summary;
pub mod survey;
mod tracer;

pub use error::{ExportError, Problem};
pub use group::Group;
pub use options::{Options, Progress};
pub use summary::ExportSummary;
pub use tracer::trace;

use record::AuditRecord;

/// An export that somebody else has opened.
pub struct Export {
    /// As the user gave it; stands in every entry.
    pub name: String,
    /// Read once, from its beginning, to its end.
    pub source: Box<dyn std::io::Read + Send>,
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
    /// Matched records whose actor is from another tenant, in the order of the exports.
    pub foreign: Vec<Foreign>,
    /// The same records, alike ones together.
    pub groups: Vec<Group>,
    /// Reading was cancelled: there may be more.
    pub incomplete: bool,
}

/// A record whose actor is from another tenant, with the best explanation of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    pub entry: Entry,
    /// Index of its group in [`Audit::groups`].
    pub group: usize,
    /// Id of the explanation.
    pub explanation: &'static str,
    /// Whether the explanation holds only while nothing followed.
    pub came_to_nothing: bool,
    pub severity: Severity,
    pub confidence: Confidence,
    pub title: &'static str,
    pub why: &'static str,
    pub what_would_change_it: &'static str,
    /// Raw and untrusted.
    pub evidence: Vec<Evidence>,
    /// Ids of explanations whose entries look alike.
    pub alternatives: &'static [&'static str],
    /// What to do, with ids and names of the entry filled in; raw and untrusted.
    pub next_steps: Vec<String>,
    pub sources: &'static [&'static str],
}

impl Foreign {
    fn new(record: &AuditRecord, entry: &Entry) -> Self {
        let (explanation, evidence) = explanations::choose(record);
        Self {
            entry: entry.clone(),
            group: 0,
            explanation: explanation.id,
            came_to_nothing: explanation.came_to_nothing,
            severity: explanation.severity,
            confidence: explanation.confidence,
            title: explanation.title,
            why: explanation.why,
            what_would_change_it: explanation.what_would_change_it,
            evidence,
            alternatives: explanation.look_alikes,
            next_steps: explanations::next_steps(explanation, entry),
            sources: explanation.sources,
        }
    }
}

#[cfg(test)]
mod tests;
