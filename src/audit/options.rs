//! What is asked of the audit wing beside its exports: bounds, and how to watch or stop long work.
//!
//! Not its job: parsing arguments.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::time::Timestamp;

/// How far reading has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of all exports, as they came from their sources.
    pub bytes: u64,
    pub records: u64,
    /// Records that matched a token, or have a foreign actor.
    pub matches: u64,
}

/// How exports are searched for tokens. It changes how long that takes, and not what is found, unless a log
/// writes letters or digits of an id as `\\u` escapes, which none is known to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Searching {
    /// Bytes at the beginning of each export that are read in full, so that a small one is described
    /// completely, and a text that is no export is told as such.
    pub in_full: u64,
    /// Bytes that are read at once; at least one.
    pub block: usize,
    /// Threads that search one file; without a number as many as there are cores.
    pub threads: Option<usize>,
}

impl Default for Searching {
    fn default() -> Self {
        Self {
            in_full: 4 * 1024 * 1024,
            block: 256 * 1024,
            threads: None,
        }
    }
}

/// Bounds and hooks. The time bounds are inclusive; a record without a readable time is never left
/// out.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
    /// Matches of one strength, and foreign entries, that are kept one by one; beyond them matches are
    /// counted, and of foreign entries only the groups grow.
    pub max_entries: usize,
    /// Parse every row when tokens are traced, also those that hold no key of any of them.
    pub exhaustive: bool,
    pub searching: Searching,
    /// Called every few thousand records, and at the end of each export.
    pub progress: Option<&'a dyn Fn(Progress)>,
    /// Once true, reading ends and what was found is returned as incomplete.
    pub cancel: Option<&'a AtomicBool>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            since: None,
            until: None,
            max_entries: 10_000,
            exhaustive: false,
            searching: Searching::default(),
            progress: None,
            cancel: None,
        }
    }
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("since", &self.since)
            .field("until", &self.until)
            .field("max_entries", &self.max_entries)
            .field("exhaustive", &self.exhaustive)
            .finish_non_exhaustive()
    }
}

impl Options<'_> {
    pub(super) fn is_asked(&self, time: Option<Timestamp>) -> bool {
        time.is_none_or(|time| {
            self.since.is_none_or(|since| since <= time)
                && self.until.is_none_or(|until| time <= until)
        })
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel
            .is_some_and(|cancel| cancel.load(Ordering::Relaxed))
    }
}
