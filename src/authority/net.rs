//! The network: documents over HTTPS, within fixed bounds of time, size and number of requests.
//!
//! Built without the feature `network` there is none, and whoever asks is told so: verifying with
//! documents from files and from the cache works all the same.
//!
//! Not its job: which addresses may be asked (`authority/endpoint.rs`), and keeping answers
//! (`authority/cache.rs`).

#[cfg(not(feature = "network"))]
mod absent;
#[cfg(feature = "network")]
mod cause;
#[cfg(feature = "network")]
mod client;
#[cfg(feature = "network")]
mod content;
pub mod fault;
#[cfg(feature = "network")]
mod roots;

use std::path::PathBuf;
use std::time::Duration;

use http::HeaderMap;

use crate::time::Timestamp;

#[cfg(not(feature = "network"))]
pub use self::absent::Net;
#[cfg(feature = "network")]
pub use self::client::Net;

/// Everything that the network needs to be told.
#[derive(Clone, Debug)]
pub struct NetOptions {
    /// For everything that is asked about one issuer. Of it, 5/12 but at most 5 s are for connecting,
    /// and 10/12 but at most 10 s for one document.
    pub timeout: Duration,
    pub roots: Roots,
    /// Host and port of the proxy of HTTPS_PROXY, for messages. The proxy itself is left to `reqwest`,
    /// which knows NO_PROXY and the settings of each system.
    pub proxy: Option<String>,
    /// The clock's reading when the program began: when documents were fetched.
    pub now: Timestamp,
}

/// Files and folders of certificates.
#[derive(Clone, Debug, Default)]
pub struct Roots {
    /// SSL_CERT_FILE and SSL_CERT_DIR: trusted instead of the system's store, as OpenSSL does it.
    pub instead: Vec<PathBuf>,
    /// `--ca-cert`: trusted as well.
    pub added: Vec<PathBuf>,
}

/// An answer of the network.
#[derive(Debug)]
pub struct Fetched {
    /// 200 to 299, or 304 with nothing in it.
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// What a reader should know of how it came.
    pub notes: Vec<String>,
}
