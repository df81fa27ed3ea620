//! How documents are got: a trait, so that files, a cache and the network are each only one more way.
//!
//! Not its job: knowing what a document says, or which documents exist (`authority/endpoint.rs`).

use serde::Serialize;

use crate::time::Timestamp;

use super::endpoint::Endpoint;

/// A way to get documents.
pub trait Transport {
    /// The documents behind an endpoint: one, except where a folder holds several key sets for it.
    ///
    /// # Errors
    /// [`Fault`] says why there is none; the next way is then tried.
    fn fetch(&self, endpoint: &Endpoint) -> Result<Vec<Answer>, Fault>;

    /// Key sets that were handed over for every token, whoever issued it.
    fn loose_keys(&self) -> Vec<Answer> {
        Vec::new()
    }
}

/// One document and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The address it stands for, or the file it was read from where no address is known.
    pub url: String,
    pub body: Vec<u8>,
    pub origin: Origin,
    /// When it was fetched, where that is known.
    pub at: Option<Timestamp>,
    pub status: Option<u16>,
}

/// Where a document came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    Network,
    Cache,
    Snapshot,
}

impl Origin {
    /// The word in JSON and on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Cache => "cache",
            Self::Snapshot => "snapshot",
        }
    }
}

/// Why a document could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("no metadata was given (--metadata)")]
    NoWay,
    #[error("no document of the snapshot answers for {0}")]
    NotInSnapshot(String),
}
