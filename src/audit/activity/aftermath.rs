//! What came after an event, as it is told.
//!
//! Not its job: finding it (`activity.rs`).

use std::fmt;

use crate::time::Timestamp;

/// A record of a workload by somebody whose other entry is being explained.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FollowUp {
    pub time: Option<Timestamp>,
    pub input: String,
    /// From 1.
    pub line: u64,
    /// Raw and untrusted, as `input` is.
    pub operation: String,
    /// The log says that it failed.
    pub is_failure: bool,
    pub id: Option<String>,
}

impl fmt::Display for FollowUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            time,
            input,
            line,
            operation,
            is_failure,
            id,
        } = self;
        match time {
            Some(time) => write!(f, "{time} ")?,
            None => write!(f, "(no time) ")?,
        }
        let failed = if *is_failure { " (failed)" } else { "" };
        write!(f, "{}{failed}, line {line} of {input}", operation.trim())?;
        id.as_ref().map_or(Ok(()), |id| write!(f, ", id {id}"))
    }
}

/// What came after an event, by the same users or sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aftermath {
    /// Nothing where it cannot be told.
    pub count: Option<u64>,
    /// There may be more: not every time is known any more.
    pub is_least: bool,
    /// Records that came before or after it: a time is missing, or written in a way that was not read.
    pub unordered: u64,
    /// The first few of those that are remembered.
    pub records: Vec<FollowUp>,
}
