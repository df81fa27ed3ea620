//! The fast search for tokens: rows that hold no key of any token are passed over without being parsed.
//!
//! A row is only proposed here; the typed reading of it decides, as for every other row. What is
//! searched is the raw text, for keys that are spelled alike in plain JSON, in quoted cells and in JSON
//! within JSON ([`searcher`]). Rows are cut exactly ([`sift`]), by one thread or, in a file, by several
//! ([`workers`]).
//!
//! The beginning of every export is read in full, so that a small one is described completely, and a
//! text that is no export is told as such.
//!
//! Not its job: what a row means, or whether it belongs to a token.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

pub(super) mod searcher;
pub(super) mod sieve;
pub(super) mod sift;
mod workers;

use searcher::Searcher;

use super::options::Searching;
use crate::trace::TokenKeys;

/// More do not help: the memory is busy.
const MOST_THREADS: usize = 8;

/// What is searched for, and how.
#[derive(Clone)]
pub(super) struct Plan {
    pub searcher: Arc<Searcher>,
    pub sizes: Searching,
    pub threads: usize,
}

impl Plan {
    /// `None` where a token has a key that cannot be searched for.
    pub(super) fn new(tokens: &[TokenKeys], sizes: Searching) -> Option<Self> {
        Some(Self {
            searcher: Arc::new(Searcher::new(tokens)?),
            sizes: Searching {
                block: sizes.block.max(1),
                ..sizes
            },
            threads: sizes.threads.unwrap_or_else(cores).max(1),
        })
    }
}

fn cores() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    cores.min(MOST_THREADS)
}

/// What the search of one export and its reader tell each other.
#[derive(Default)]
pub(super) struct Told {
    /// The reader found a record: it is an export.
    pub recognised: AtomicBool,
    passed: AtomicU64,
}

impl Told {
    /// Rows that were passed over, so far.
    pub(super) fn passed(&self) -> u64 {
        self.passed.load(Ordering::Relaxed)
    }

    pub(super) fn pass(&self, rows: u64) {
        self.passed.fetch_add(rows, Ordering::Relaxed);
    }

    /// Whether rows may be passed over after so many bytes.
    pub(super) fn may_pass(&self, bytes: u64, plan: &Plan) -> bool {
        bytes >= plan.sizes.in_full && self.recognised.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests;
