//! How documents are got: a trait, so that files, a cache and the network are each only one more way.
//!
//! Not its job: knowing what a document says, or which documents exist (`authority/endpoint.rs`).

use serde::Serialize;

use crate::time::Timestamp;

use super::endpoint::Endpoint;
use super::net::fault::NetFault;

/// A way to get documents.
pub trait Transport {
    /// The documents behind an endpoint: one, except where a folder holds several key sets for it.
    /// Everything that was asked on the way is added to `requests`, also where it failed.
    ///
    /// # Errors
    /// [`Fault`] says why there is none; the next transport is then asked.
    fn fetch(
        &self,
        endpoint: &Endpoint,
        ask: Ask,
        requests: &mut Vec<Request>,
    ) -> Result<Vec<Answer>, Fault>;

    /// Key sets that were handed over for every token, whoever issued it.
    fn loose_keys(&self) -> Vec<Answer> {
        Vec::new()
    }
}

/// How fresh an answer has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Whatever is at hand and not too old.
    Usual,
    /// From the issuer itself: what is at hand lacks something.
    PastCache,
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
    /// What a reader should know of how it came, each a sentence without a full stop.
    pub notes: Vec<String>,
}

/// A document that was asked for: evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub url: String,
    pub origin: Origin,
    pub at: Option<Timestamp>,
    /// The HTTP status; none where no answer came, or where nobody was asked.
    pub status: Option<u16>,
}

impl Request {
    /// Whether somebody was asked and said nothing: evidence of the question only.
    #[must_use]
    pub fn got_no_answer(&self) -> bool {
        self.origin == Origin::Network && self.status.is_none()
    }
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

impl Answer {
    /// This answer as evidence.
    #[must_use]
    pub fn request(&self) -> Request {
        Request {
            url: self.url.clone(),
            origin: self.origin,
            at: self.at,
            status: self.status,
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
    #[error("{0} is not in the cache, and nobody was asked (--offline)")]
    Offline(String),
    #[error("{url} was not asked, because {most} other addresses were already")]
    TooMany { url: String, most: usize },
    #[error(transparent)]
    Net(#[from] NetFault),
}

impl Fault {
    /// What a person can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::NoWay | Self::TooMany { .. } => None,
            Self::NotInSnapshot(_) => Some(
                "with --metadata only the files are asked; --refresh asks the network for what they lack",
            ),
            Self::Offline(_) => Some(
                "run once without --offline, or give saved metadata with --metadata (jwtenant metadata TENANT --save DIR)",
            ),
            Self::Net(fault) => fault.help(),
        }
    }
}
