//! Who asks the network: one client, its limits, and what was learned of hosts. With the files beside it
//! the one door to `reqwest`, and the only place below floor 6 that measures time.
//!
//! The client, its thread and the certificate store exist from the first request on: a run that asks
//! nobody pays for none of them.
//!
//! Not its job: a single request (`visit.rs`).

mod visit;

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use http::HeaderMap;
use reqwest::blocking::Client;
use reqwest::redirect::Policy;

use super::cause::{self, Circumstances};
use super::fault::{Cause, NetFault, host_of};
use super::{Fetched, NetOptions};
use crate::authority::endpoint::Endpoint;
use crate::authority::transport::Request;

use self::visit::Visit;

const USER_AGENT: &str = concat!("jwtenant/", env!("CARGO_PKG_VERSION"));

/// The network, and what was learned of its hosts.
#[derive(Debug)]
pub struct Net {
    options: NetOptions,
    client: OnceLock<Result<Client, Cause>>,
    learned: Mutex<Learned>,
}

#[derive(Debug, Default)]
struct Learned {
    /// Time that was spent on each issuer.
    spent: HashMap<String, Duration>,
    /// Hosts that need not be tried again.
    given_up: HashMap<String, NetFault>,
}

impl Net {
    #[must_use]
    pub fn new(options: NetOptions) -> Self {
        Self {
            options,
            client: OnceLock::new(),
            learned: Mutex::default(),
        }
    }

    /// Asks for a document. `validators` are the headers of a conditional request, or none.
    ///
    /// # Errors
    /// [`NetFault`] for everything but an answer that can be a document.
    pub fn get(
        &self,
        endpoint: &Endpoint,
        validators: &HeaderMap,
        requests: &mut Vec<Request>,
    ) -> Result<Fetched, NetFault> {
        let host = host_of(endpoint.url());
        if let Some(fault) = self.given_up(&host) {
            return Err(fault);
        }
        let began = now();
        let deadline = began + self.time_left(endpoint.subject());
        let mut visit = Visit::new(self, endpoint, validators, deadline, requests);
        let result = visit.fetch(endpoint.url().clone());
        self.learn(endpoint.subject(), began.elapsed(), result.as_ref().err());
        result
    }

    fn given_up(&self, host: &str) -> Option<NetFault> {
        let learned = self.learned.lock().ok()?;
        learned.given_up.get(host).cloned()
    }

    fn time_left(&self, subject: &str) -> Duration {
        let spent = self
            .learned
            .lock()
            .ok()
            .and_then(|learned| learned.spent.get(subject).copied())
            .unwrap_or_default();
        self.options.timeout.saturating_sub(spent)
    }

    fn learn(&self, subject: &str, spent: Duration, fault: Option<&NetFault>) {
        let Ok(mut learned) = self.learned.lock() else {
            return;
        };
        *learned.spent.entry(subject.to_owned()).or_default() += spent;
        if let Some(fault) = fault.filter(|fault| fault.cause.is_of_the_way()) {
            learned.given_up.insert(fault.host.clone(), fault.clone());
        }
    }

    fn client(&self) -> Result<&Client, Cause> {
        self.client
            .get_or_init(|| self.build())
            .as_ref()
            .map_err(Clone::clone)
    }

    fn build(&self) -> Result<Client, Cause> {
        let builder = Client::builder()
            .user_agent(USER_AGENT)
            .referer(false)
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(self.connect_timeout())
            .http1_only();
        let builder = self.options.roots.apply(builder)?;
        let around = self.around(true, self.options.timeout);
        builder
            .build()
            .map_err(|error| cause::of_request(&error, &around))
    }

    fn connect_timeout(&self) -> Duration {
        (self.options.timeout * 5 / 12).min(Duration::from_secs(5))
    }

    fn document_timeout(&self) -> Duration {
        (self.options.timeout * 10 / 12).min(Duration::from_secs(10))
    }

    /// `left` is what was left of the issuer's time when the request began.
    fn around(&self, is_https: bool, left: Duration) -> Circumstances<'_> {
        Circumstances {
            is_https,
            proxy: self.options.proxy.as_deref().filter(|_| is_https),
            connect: in_seconds(self.connect_timeout()),
            document: in_seconds(self.document_timeout()),
            issuer: in_seconds(self.options.timeout),
            cuts_connecting: left < self.connect_timeout(),
            cuts_document: left < self.document_timeout(),
        }
    }
}

/// At least one, rounded.
fn in_seconds(time: Duration) -> u64 {
    (time.as_secs_f64().round() as u64).max(1)
}

#[allow(
    clippy::disallowed_methods,
    reason = "the network's own time limits are measured here and nowhere else; no verdict depends on them"
)]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests;
