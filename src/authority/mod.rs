//! The wing that asks: which tenant is this domain, and with which keys does this issuer sign?
//!
//! Not its job: believing the token. It is told an issuer that was taken apart into cloud and tenant,
//! or one that the user allowed, and asks only what `authority/endpoint.rs` can build from that.

pub mod cache;
pub mod endpoint;
mod issuing;
pub mod net;
pub mod online;
pub mod snapshot;
pub mod survey;
mod tenant;
pub mod transport;

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use crate::entra::cloud::Cloud;
use crate::entra::metadata::{BadDiscovery, Discovery};

use self::endpoint::Endpoint;
pub use self::issuing::{Further, Question};
pub use self::transport::Request;
use self::transport::{Answer, Ask, Fault, Origin, Transport};

/// Somebody who can be asked about tenants and keys. Every document is asked for once.
pub struct Authority {
    ways: Vec<Box<dyn Transport + Send + Sync>>,
    /// The cloud to ask first (`--cloud`).
    cloud: Option<Cloud>,
    asked: Mutex<Asked>,
}

type Documents = Result<Vec<Answer>, Fault>;

#[derive(Default)]
struct Asked {
    documents: HashMap<String, Documents>,
    /// Addresses that were asked past the cache.
    past_cache: HashSet<String>,
    requests: Vec<Request>,
    /// In the order in which they were met, each once.
    faults: Vec<Fault>,
}

/// A discovery document that could not be had or read.
#[derive(Debug, thiserror::Error)]
enum Miss {
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("{url}: {bad}")]
    Bad { url: String, bad: BadDiscovery },
    #[error("{url} names no tenant, but the issuer {issuer:?}")]
    NoTenant { url: String, issuer: String },
}

impl Authority {
    /// An authority that tries these ways in their order.
    #[must_use]
    pub fn new(ways: Vec<Box<dyn Transport + Send + Sync>>, cloud: Option<Cloud>) -> Self {
        Self {
            ways,
            cloud,
            asked: Mutex::default(),
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
            .flatten()
            .flatten()
            .cloned()
            .collect();
        answers.sort_by(|a, b| a.url.cmp(&b.url));
        answers
    }

    fn discovery(&self, endpoint: &Endpoint) -> Result<(Discovery, Answer), Miss> {
        let mut answers = self.documents(endpoint)?;
        if answers.is_empty() {
            return Err(Fault::NoWay.into());
        }
        let answer = answers.swap_remove(0);
        match Discovery::parse(&answer.body) {
            Ok(discovery) => Ok((discovery, answer)),
            Err(bad) => Err(Miss::Bad {
                url: answer.url,
                bad,
            }),
        }
    }

    /// Asks each way in turn, once for the life of this authority.
    fn documents(&self, endpoint: &Endpoint) -> Documents {
        let url = endpoint.url().as_str();
        let known = self
            .asked
            .lock()
            .ok()
            .and_then(|asked| asked.documents.get(url).cloned());
        known.unwrap_or_else(|| {
            let documents = self.ask(endpoint, Ask::Usual);
            if let Ok(mut asked) = self.asked.lock() {
                asked.documents.insert(url.to_owned(), documents.clone());
            }
            documents
        })
    }

    /// Asks the issuer itself, once for each address, unless its own answer is what is known already.
    fn documents_past_cache(&self, endpoint: &Endpoint) -> Option<Documents> {
        let url = endpoint.url().as_str();
        {
            let mut asked = self.asked.lock().ok()?;
            let is_its_own = |answer: &Answer| answer.origin == Origin::Network;
            let known = asked.documents.get(url);
            if matches!(known, Some(Ok(answers)) if answers.iter().any(is_its_own))
                || !asked.past_cache.insert(url.to_owned())
            {
                return None;
            }
        }
        let documents = self.ask(endpoint, Ask::PastCache);
        if documents.is_ok()
            && let Ok(mut asked) = self.asked.lock()
        {
            asked.documents.insert(url.to_owned(), documents.clone());
        }
        Some(documents)
    }

    fn ask(&self, endpoint: &Endpoint, ask: Ask) -> Documents {
        let mut requests = Vec::new();
        let mut documents = Err(Fault::NoWay);
        for way in &self.ways {
            documents = way.fetch(endpoint, ask, &mut requests);
            if documents.is_ok() {
                break;
            }
        }
        self.note(requests);
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
    fn note(&self, requests: Vec<Request>) {
        if let Ok(mut asked) = self.asked.lock() {
            for request in requests {
                if request.origin == Origin::Network || !asked.requests.contains(&request) {
                    asked.requests.push(request);
                }
            }
        }
    }
}
