//! The wing that asks: which tenant is this domain, and with which keys does this issuer sign?
//!
//! Not its job: believing the token. It is told an issuer that was taken apart into cloud and tenant,
//! or one that the user allowed, and asks only what `authority/endpoint.rs` can build from that.

pub mod cache;
pub mod endpoint;
mod issuing;
mod known;
pub mod net;
pub mod online;
pub mod snapshot;
pub mod survey;
mod tenant;
pub mod transport;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use crate::entra::cloud::Cloud;
use crate::entra::metadata::{BadDiscovery, Discovery};

use self::endpoint::Endpoint;
pub use self::issuing::{Further, Question};
use self::known::Known;
pub use self::transport::Request;
use self::transport::{Answer, Ask, Fault, Origin, Transport};

/// Answers questions about tenants and keys, shared by all threads. Each document is fetched once; other
/// threads wait for it.
pub struct Authority {
    transports: Vec<Box<dyn Transport + Send + Sync>>,
    /// The cloud to ask first (`--cloud`).
    cloud: Option<Cloud>,
    asked: Mutex<Asked>,
    issuers: Mutex<HashMap<String, Arc<Known>>>,
}

type Documents = Result<Vec<Answer>, Fault>;

/// What came, or will come, from each address.
type Slots = HashMap<String, Arc<OnceLock<Documents>>>;

/// Tokens by the million can name tenants by the million; nobody wants to ask for all of them.
const MOST_DOCUMENTS: usize = 4096;

#[derive(Default)]
struct Asked {
    documents: Slots,
    /// Answers of addresses that were asked past the cache.
    past_cache: Slots,
    /// In the order in which they were made.
    requests: Vec<Request>,
    /// The same by the address that was wanted.
    requests_for: HashMap<String, Vec<Request>>,
    /// In the order in which they were met, each once.
    faults: Vec<Fault>,
}

/// A discovery document that could not be had or read.
#[derive(Debug, thiserror::Error)]
enum DiscoveryError {
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("{url}: {bad}")]
    Bad { url: String, bad: BadDiscovery },
    #[error("{url} names no tenant, but the issuer {issuer:?}")]
    NoTenant { url: String, issuer: String },
}

impl Authority {
    /// An authority that asks these transports in their order.
    #[must_use]
    pub fn new(transports: Vec<Box<dyn Transport + Send + Sync>>, cloud: Option<Cloud>) -> Self {
        Self {
            transports,
            cloud,
            asked: Mutex::default(),
            issuers: Mutex::default(),
        }
    }

    /// Every document that was asked for so far, in that order.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.asked
            .lock()
            .map(|asked| asked.requests.clone())
            .unwrap_or_default()
    }

    /// What was asked for the sake of these addresses, each request once.
    #[must_use]
    pub fn requests_for<'a>(&self, urls: impl IntoIterator<Item = &'a String>) -> Vec<Request> {
        let mut requests: Vec<Request> = Vec::new();
        if let Ok(asked) = self.asked.lock() {
            for request in urls
                .into_iter()
                .filter_map(|url| asked.requests_for.get(url))
                .flatten()
            {
                if !requests.contains(request) {
                    requests.push(request.clone());
                }
            }
        }
        requests
    }

    /// Everything that kept a document away so far.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.asked
            .lock()
            .map(|asked| asked.faults.clone())
            .unwrap_or_default()
    }

    /// Every document that was had so far, by address.
    #[must_use]
    pub fn answers(&self) -> Vec<Answer> {
        let Ok(asked) = self.asked.lock() else {
            return Vec::new();
        };
        let mut answers: Vec<_> = asked
            .documents
            .values()
            .filter_map(|documents| documents.get())
            .flatten()
            .flatten()
            .cloned()
            .collect();
        answers.sort_by(|a, b| a.url.cmp(&b.url));
        answers
    }

    fn discovery(&self, endpoint: &Endpoint) -> Result<(Discovery, Answer), DiscoveryError> {
        let mut answers = self.documents(endpoint)?;
        if answers.is_empty() {
            return Err(Fault::NoWay.into());
        }
        let answer = answers.swap_remove(0);
        match Discovery::parse(&answer.body) {
            Ok(discovery) => Ok((discovery, answer)),
            Err(bad) => Err(DiscoveryError::Bad {
                url: answer.url,
                bad,
            }),
        }
    }

    /// Asks each transport in turn, once for the life of this authority.
    fn documents(&self, endpoint: &Endpoint) -> Documents {
        let url = endpoint.url().as_str();
        let slot = match self.asked.lock() {
            Ok(mut asked) => slot_of(&mut asked.documents, url)?,
            Err(_) => Arc::default(),
        };
        slot.get_or_init(|| self.ask(endpoint, Ask::Usual)).clone()
    }

    /// Asks the issuer itself, once for each address, unless its own answer is what is known already.
    fn documents_past_cache(&self, endpoint: &Endpoint) -> Option<Documents> {
        let url = endpoint.url().as_str();
        let slot = {
            let mut asked = self.asked.lock().ok()?;
            let is_its_own = |answer: &Answer| answer.origin == Origin::Network;
            let known = asked.documents.get(url).and_then(|known| known.get());
            if matches!(known, Some(Ok(answers)) if answers.iter().any(is_its_own)) {
                return None;
            }
            match slot_of(&mut asked.past_cache, url) {
                Ok(slot) => slot,
                Err(fault) => return Some(Err(fault)),
            }
        };
        let documents = slot.get_or_init(|| self.ask(endpoint, Ask::PastCache));
        Some(documents.clone())
    }

    fn ask(&self, endpoint: &Endpoint, ask: Ask) -> Documents {
        let mut requests = Vec::new();
        let mut documents = Err(Fault::NoWay);
        for transport in &self.transports {
            documents = transport.fetch(endpoint, ask, &mut requests);
            if documents.is_ok() {
                break;
            }
        }
        self.note_for(endpoint.url().as_str(), requests);
        if let Err(fault) = &documents
            && ask == Ask::Usual
            && let Ok(mut asked) = self.asked.lock()
            && !asked.faults.contains(fault)
        {
            asked.faults.push(fault.clone());
        }
        documents
    }

    /// Each request on the network is evidence of its own; a file that serves many tokens is named once.
    fn note_for(&self, url: &str, requests: Vec<Request>) {
        if let Ok(mut asked) = self.asked.lock() {
            let of_url = asked.requests_for.entry(url.to_owned()).or_default();
            for request in &requests {
                if !of_url.contains(request) {
                    of_url.push(request.clone());
                }
            }
            for request in requests {
                if request.origin == Origin::Network || !asked.requests.contains(&request) {
                    asked.requests.push(request);
                }
            }
        }
    }
}

/// Where the answer of this address goes, unless there are too many already.
fn slot_of(slots: &mut Slots, url: &str) -> Result<Arc<OnceLock<Documents>>, Fault> {
    if slots.len() >= MOST_DOCUMENTS && !slots.contains_key(url) {
        return Err(Fault::TooMany {
            url: url.to_owned(),
            most: MOST_DOCUMENTS,
        });
    }
    Ok(Arc::clone(slots.entry(url.to_owned()).or_default()))
}

#[cfg(test)]
mod tests;
