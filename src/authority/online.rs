//! The network with the cache in front of it: one way to get documents.
//!
//! Not its job: the bounds of a request (`authority/net.rs`), or the files (`authority/cache.rs`).

use http::HeaderMap;

use crate::entra::metadata::Discovery;
use crate::jose::jwks::KeySet;
use crate::time::Timestamp;

use super::cache::{Cache, Entry};
use super::endpoint::{Endpoint, Wants};
use super::net::Net;
use super::net::fault::{Cause, NetFault};
use super::transport::{Answer, Ask, Fault, Origin, Request, Transport};

/// Documents of issuers, from the cache or from themselves.
#[derive(Debug)]
pub struct Online {
    /// Nobody where `--offline` was said.
    pub net: Option<Net>,
    /// Nothing where the system has no folder for it.
    pub cache: Option<Cache>,
    /// Ask even where the cache has a fresh answer.
    pub refresh: bool,
    pub now: Timestamp,
}

impl Transport for Online {
    fn fetch(
        &self,
        endpoint: &Endpoint,
        ask: Ask,
        requests: &mut Vec<Request>,
    ) -> Result<Vec<Answer>, Fault> {
        let url = endpoint.url().as_str();
        let kept = self.cache.as_ref().and_then(|cache| cache.load(url));
        let insists = self.refresh || ask == Ask::PastCache;
        if let Some(entry) = &kept
            && (self.net.is_none() || (entry.is_fresh(self.now) && !insists))
            && ask == Ask::Usual
        {
            let answer = self.kept_answer(entry, None);
            requests.push(answer.request());
            return Ok(vec![answer]);
        }
        let Some(net) = &self.net else {
            return Err(Fault::Offline(url.to_owned()));
        };
        let answer = match self.ask(net, endpoint, kept.as_ref().filter(|_| !insists), requests) {
            Ok(answer) => answer,
            Err(fault) => match kept.filter(|_| !fault.cause.is_an_answer() && ask == Ask::Usual) {
                Some(entry) => {
                    let answer = self.kept_answer(&entry, Some(&fault));
                    requests.push(answer.request());
                    answer
                }
                None => return Err(fault.into()),
            },
        };
        Ok(vec![answer])
    }
}

impl Online {
    /// Asks, conditionally where something is kept, and keeps what comes.
    fn ask(
        &self,
        net: &Net,
        endpoint: &Endpoint,
        kept: Option<&Entry>,
        requests: &mut Vec<Request>,
    ) -> Result<Answer, NetFault> {
        let url = endpoint.url().as_str();
        let validators = kept
            .map(|entry| entry.validators(self.now))
            .unwrap_or_default();
        let mut fetched = net.get(endpoint, &validators, requests)?;
        if fetched.status == 304 {
            match kept.and_then(|entry| entry.confirmed(&fetched.headers, self.now)) {
                Some(entry) => {
                    self.keep(&entry);
                    return Ok(Answer {
                        origin: Origin::Network,
                        status: Some(304),
                        ..self.kept_answer(&entry, None)
                    });
                }
                // The answer fits nothing that was asked: ask plainly.
                None => fetched = net.get(endpoint, &HeaderMap::new(), requests)?,
            }
        }
        check(endpoint.wants(), &fetched.body)
            .map_err(|what| NetFault::new(endpoint.url(), Cause::NoDocument(what)))?;
        if let Ok(text) = std::str::from_utf8(&fetched.body) {
            let entry = Entry::new(url, fetched.status, &fetched.headers, text, self.now);
            self.keep(&entry);
        }
        Ok(Answer {
            url: url.to_owned(),
            body: fetched.body,
            origin: Origin::Network,
            at: Some(self.now),
            status: Some(fetched.status),
            notes: fetched.notes,
        })
    }

    /// A cache that cannot be written costs the next run a request, and nothing else.
    fn keep(&self, entry: &Entry) {
        if let Some(cache) = &self.cache {
            let _ = cache.store(entry);
        }
    }

    fn kept_answer(&self, entry: &Entry, fault: Option<&NetFault>) -> Answer {
        let since = entry
            .fetched()
            .map(|time| time.to_string())
            .unwrap_or_default();
        let note = match fault {
            Some(fault) => Some(format!(
                "{} was taken from the cache as of {since}, because the network failed: {fault}",
                entry.url
            )),
            None if !entry.is_fresh(self.now) => Some(format!(
                "{} was taken from the cache as of {since}, which is older than usual",
                entry.url
            )),
            None => None,
        };
        Answer {
            url: entry.url.clone(),
            body: entry.body().to_owned(),
            origin: Origin::Cache,
            at: entry.fetched(),
            status: None,
            notes: note.into_iter().collect(),
        }
    }
}

/// Only what can be read is an answer, and is kept: a mistake of an hour must not last a day.
fn check(wants: Wants, body: &[u8]) -> Result<(), String> {
    match wants {
        Wants::Discovery => Discovery::parse(body)
            .map(|_| ())
            .map_err(|bad| format!("discovery document: {bad}")),
        Wants::Keys => KeySet::parse(body)
            .map(|_| ())
            .map_err(|bad| format!("key set: {bad}")),
    }
}
