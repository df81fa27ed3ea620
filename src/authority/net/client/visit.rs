//! One document being asked for: the request, the one retry, redirects, and the answer read within
//! its bounds.
//!
//! Not its job: what is shared by requests (`net/client.rs`).

use std::io::Read as _;
use std::time::{Duration, Instant};

use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use reqwest::blocking::Response;
use url::Url;

use super::{Net, in_seconds, now};
use crate::authority::endpoint::{Endpoint, Wants};
use crate::authority::net::fault::{Cause, NetFault, host_of};
use crate::authority::net::{Fetched, cause, content};
use crate::authority::transport::{Origin, Request};

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

/// One document being asked for: redirects and the retry included.
pub(super) struct Visit<'a> {
    net: &'a Net,
    deadline: Instant,
    /// What was left until then when the last request began.
    left: Duration,
    validators: &'a HeaderMap,
    wants: Wants,
    requests: &'a mut Vec<Request>,
    notes: Vec<String>,
}

impl<'a> Visit<'a> {
    pub(super) fn new(
        net: &'a Net,
        endpoint: &Endpoint,
        validators: &'a HeaderMap,
        deadline: Instant,
        requests: &'a mut Vec<Request>,
    ) -> Self {
        Self {
            net,
            deadline,
            left: Duration::ZERO,
            validators,
            wants: endpoint.wants(),
            requests,
            notes: Vec::new(),
        }
    }

    pub(super) fn fetch(&mut self, start: Url) -> Result<Fetched, NetFault> {
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
        self.left = left;
        let around = self.net.around(url.scheme() == "https", left);
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
        read.map_err(|error| cause::of_body(&error, &self.net.around(is_https, self.left)))?;
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
