//! The network: documents over HTTPS, within fixed bounds of time, size and number of requests. The
//! one door to `reqwest`, and the only place below floor 6 that measures time.
//!
//! Not its job: which addresses may be asked (`authority/endpoint.rs`), and keeping answers
//! (`authority/cache.rs`). The client, its thread and the certificate store exist from the first
//! request on: a run that asks nobody pays for none of them.

mod cause;
mod content;
pub mod fault;
mod roots;

use std::collections::HashMap;
use std::io::Read as _;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use reqwest::blocking::{Client, Response};
use reqwest::redirect::Policy;
use url::Url;

use crate::time::Timestamp;

use self::cause::Circumstances;
use self::fault::{Cause, NetFault, host_of};
pub use self::roots::Roots;
use super::endpoint::{Endpoint, Wants};
use super::transport::{Origin, Request};

/// Redirects that are followed, all within one origin.
const REDIRECTS: usize = 3;
/// A tenant's discovery document has about 2 KB.
const LARGEST_DISCOVERY: u64 = 1 << 20;
/// A set of 1,000 keys with certificates has 1.4 MB.
const LARGEST_KEYS: u64 = 5 << 20;
/// Longer error documents are not read to their end.
const LARGEST_REFUSAL: u64 = 64 << 10;
/// The pause before the one retry.
const PAUSE: Duration = Duration::from_millis(250);
/// The longest `Retry-After` that is waited for.
const PATIENCE: u64 = 2;
const USER_AGENT: &str = concat!("jwtenant/", env!("CARGO_PKG_VERSION"));

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
        let mut visit = Visit {
            net: self,
            deadline: began + self.time_left(endpoint.subject()),
            validators,
            wants: endpoint.wants(),
            requests,
            notes: Vec::new(),
        };
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
        let around = self.around(true);
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

    fn around(&self, is_https: bool) -> Circumstances<'_> {
        Circumstances {
            is_https,
            proxy: self.options.proxy.as_deref().filter(|_| is_https),
            connect: in_seconds(self.connect_timeout()),
            document: in_seconds(self.document_timeout()),
        }
    }
}

/// One document being asked for: redirects and the retry included.
struct Visit<'a> {
    net: &'a Net,
    deadline: Instant,
    validators: &'a HeaderMap,
    wants: Wants,
    requests: &'a mut Vec<Request>,
    notes: Vec<String>,
}

impl Visit<'_> {
    fn fetch(&mut self, start: Url) -> Result<Fetched, NetFault> {
        let mut url = start;
        for _ in 0..=REDIRECTS {
            let response = self
                .ask_twice(&url)
                .map_err(|cause| NetFault::new(&url, cause))?;
            let status = response.status().as_u16();
            if !matches!(status, 301 | 302 | 303 | 307 | 308) {
                return self
                    .read(response)
                    .map_err(|cause| NetFault::new(&url, cause));
            }
            let target =
                same_origin(&url, &response).map_err(|cause| NetFault::new(&url, cause))?;
            self.notes.push(format!("{url} redirected to {target}"));
            url = target;
        }
        Err(NetFault::new(&url, Cause::RedirectLoop))
    }

    /// Once more after a failure that tends to pass, and after a short wait that the host asks for.
    fn ask_twice(&mut self, url: &Url) -> Result<Response, Cause> {
        let pause = match self.ask(url) {
            Ok(response) => match response.status().as_u16() {
                500..=599 => PAUSE,
                429 => match retry_after(&response).and_then(|value| value.parse().ok()) {
                    Some(seconds) if seconds <= PATIENCE => Duration::from_secs(seconds),
                    _ => return Ok(response),
                },
                _ => return Ok(response),
            },
            Err(cause) if cause.passes() => PAUSE,
            Err(cause) => return Err(cause),
        };
        std::thread::sleep(pause);
        self.ask(url)
    }

    fn ask(&mut self, url: &Url) -> Result<Response, Cause> {
        let client = self.net.client()?;
        let left = self.deadline.saturating_duration_since(now());
        if left.is_zero() {
            return Err(Cause::OutOfTime(in_seconds(self.net.options.timeout)));
        }
        let sent = client
            .get(url.clone())
            .header(ACCEPT, "application/json")
            .headers(self.validators.clone())
            .timeout(left.min(self.net.document_timeout()))
            .send();
        self.requests.push(Request {
            url: url.to_string(),
            origin: Origin::Network,
            at: Some(self.net.options.now),
            status: sent
                .as_ref()
                .ok()
                .map(|response| response.status().as_u16()),
        });
        let around = self.net.around(url.scheme() == "https");
        sent.map_err(|error| cause::of_request(&error, &around))
    }

    fn read(&mut self, response: Response) -> Result<Fetched, Cause> {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let limit = match (status, self.wants) {
            (200..=299 | 304, Wants::Discovery) => LARGEST_DISCOVERY,
            (200..=299 | 304, Wants::Keys) => LARGEST_KEYS,
            _ => LARGEST_REFUSAL,
        };
        let is_https = response.url().scheme() == "https";
        let mut body = Vec::new();
        let read = response.take(limit + 1).read_to_end(&mut body);
        if !(200..=299).contains(&status) && status != 304 {
            // What came of an error document is enough.
            let wait = headers
                .get(RETRY_AFTER)
                .and_then(|value| value.to_str().ok());
            return Err(content::refusal(status, wait, &body));
        }
        read.map_err(|error| cause::of_body(&error, &self.net.around(is_https)))?;
        if body.len() as u64 > limit {
            return Err(Cause::TooLarge(limit));
        }
        if status != 304 {
            content::check(status, &body)?;
            self.notes.extend(unusual_type(&headers));
        }
        Ok(Fetched {
            status,
            headers,
            body,
            notes: std::mem::take(&mut self.notes),
        })
    }
}

/// Where a redirect leads, if that is the same scheme, host and port: everything else is another
/// authority, and nobody allowed that one.
fn same_origin(from: &Url, response: &Response) -> Result<Url, Cause> {
    let location = response.headers().get(LOCATION);
    let Some(location) = location.and_then(|value| value.to_str().ok()) else {
        return Err(Cause::Status(response.status().as_u16()));
    };
    let refused = |to: &str, why| {
        Err(Cause::RedirectRefused {
            to: crate::text::clipped(to, 200),
            why,
        })
    };
    let Ok(target) = from.join(location) else {
        return refused(location, "it is no URL");
    };
    if target.scheme() != from.scheme() {
        refused(target.as_str(), "it leaves https")
    } else if target.origin() != from.origin() {
        refused(target.as_str(), "it is another host")
    } else if !target.username().is_empty() || target.password().is_some() {
        refused(&host_of(&target), "it carries a user name or password")
    } else {
        Ok(target)
    }
}

fn retry_after(response: &Response) -> Option<&str> {
    response.headers().get(RETRY_AFTER)?.to_str().ok()
}

fn unusual_type(headers: &HeaderMap) -> Option<String> {
    let named = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    (!named.to_ascii_lowercase().contains("json")).then(|| {
        format!(
            "the answer is JSON, but calls itself {}",
            crate::text::clipped(named, 60)
        )
    })
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
