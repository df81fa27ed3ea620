//! HAR: what a browser or a proxy recorded ([HAR 1.2](http://www.softwareishard.com/blog/har-12-spec/)),
//! each entry a request and its response.
//!
//! Not its job: other JSON (`response.rs`). Of an address only host and path are told, because
//! queries hold secrets. A browser sends one token with many calls: the first place is its place,
//! the others are told beside it.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::found::{Found, Removed, Shape};
use super::opening::base64_decoded;
use super::recogniser::Limits;
use super::{cookie, header, named, redirect, response, text};

/// The tokens in a recording.
pub(super) fn read(text: &str, limits: &Limits) -> Option<Vec<Found>> {
    // Cheaper than reading a document that is none.
    if !text.trim_start().starts_with('{') || !text.contains("\"entries\"") {
        return None;
    }
    let har: Har = serde_json::from_str(text).ok()?;
    let mut all = Once::default();
    for (index, raw) in har.log.entries.iter().enumerate() {
        for found in entry(index, raw.get(), limits) {
            all.add(found.of_response(index + 1).inside(&[Removed::Har]));
        }
    }
    (!all.found.is_empty()).then_some(all.found)
}

#[derive(Deserialize)]
struct Har<'a> {
    #[serde(borrow)]
    log: Log<'a>,
}

#[derive(Deserialize)]
struct Log<'a> {
    /// Read one by one, so that one that is broken spoils no other.
    #[serde(borrow)]
    entries: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(default)]
    request: Message,
    #[serde(default)]
    response: Message,
    /// As Chrome records them.
    #[serde(default, rename = "_webSocketMessages")]
    web_socket_messages: Vec<Body>,
}

/// A request or a response.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Message {
    method: String,
    url: String,
    headers: Vec<Pair>,
    cookies: Vec<Pair>,
    post_data: Option<Body>,
    #[serde(rename = "redirectURL")]
    redirect: Option<String>,
    content: Option<Body>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Pair {
    name: String,
    value: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Body {
    mime_type: Option<String>,
    encoding: Option<String>,
    #[serde(alias = "data")]
    text: Option<String>,
    params: Vec<Pair>,
}

/// A part of an entry that can hold tokens.
struct Part {
    name: &'static str,
    read: fn(&Entry, &Limits) -> Vec<Found>,
}

/// In the order of a call. What browsers record twice (cookies, redirects) is found once.
const PARTS: [Part; 10] = [
    Part {
        name: "request",
        read: |entry, limits| redirect::parameters(&entry.request.url, limits),
    },
    Part {
        name: "request",
        read: |entry, limits| headers(&entry.request.headers, limits),
    },
    Part {
        name: "request",
        read: |entry, limits| cookies(&entry.request.cookies, limits),
    },
    Part {
        name: "request body",
        read: |entry, limits| body(entry.request.post_data.as_ref(), limits),
    },
    Part {
        name: "request body",
        read: |entry, limits| form(entry.request.post_data.as_ref(), limits),
    },
    Part {
        name: "response",
        read: |entry, limits| headers(&entry.response.headers, limits),
    },
    Part {
        name: "response",
        read: |entry, limits| cookies(&entry.response.cookies, limits),
    },
    Part {
        name: "response redirect",
        read: |entry, limits| {
            let address = entry.response.redirect.as_deref();
            redirect::parameters(address.unwrap_or_default(), limits)
        },
    },
    Part {
        name: "response body",
        read: |entry, limits| body(entry.response.content.as_ref(), limits),
    },
    Part {
        name: "web socket message",
        read: |entry, limits| {
            let messages = entry.web_socket_messages.iter();
            messages
                .flat_map(|message| body(Some(message), limits))
                .collect()
        },
    },
];

fn entry(index: usize, raw: &str, limits: &Limits) -> Vec<Found> {
    let pointer = format!("/log/entries/{index}");
    let Ok(entry) = serde_json::from_str::<Entry>(raw) else {
        return of_another_make(raw, limits)
            .into_iter()
            .filter(is_token)
            .map(|found| {
                let place = format!("{pointer}{}", found.place);
                found.at(place)
            })
            .collect();
    };
    let call = call(&entry.request);
    let mut all = Vec::new();
    for part in &PARTS {
        for found in (part.read)(&entry, limits).into_iter().filter(is_token) {
            let place = format!("{pointer} ({call}) {} {}", part.name, found.place);
            all.push(found.at(place.trim_end()));
        }
    }
    all
}

/// An entry that is not as the format wants it: read as any JSON, or, where a string holds half of a
/// character (`\ud83d`, which JavaScript writes), as any text, whose lines are nobody's.
fn of_another_make(raw: &str, limits: &Limits) -> Vec<Found> {
    response::document(raw, limits).unwrap_or_else(|| {
        let found = text::scan(raw, limits).into_iter();
        found.filter(is_token).map(|found| found.at("")).collect()
    })
}

/// A code is spent in the very next call, and a session's cookie is no token.
fn is_token(found: &Found) -> bool {
    let is_session = found
        .place
        .to_ascii_lowercase()
        .contains(named::SESSION_COOKIE);
    found.shape != Shape::AuthorizationCode && !(is_session && found.shape == Shape::Opaque)
}

/// Longer paths say nothing that a person could recognise.
const LONGEST_PATH: usize = 120;

/// Method, host and path.
fn call(request: &Message) -> String {
    let address = match url::Url::parse(&request.url) {
        Ok(url) => format!("{}{}", url.host_str().unwrap_or_default(), url.path()),
        Err(_) => "…".to_owned(),
    };
    let address = if address.len() <= LONGEST_PATH && !text::holds_token(&address) {
        address
    } else {
        let (host, _) = address.split_once('/').unwrap_or((&address, ""));
        format!("{host}/…")
    };
    let method: String = request.method.chars().take(10).collect();
    format!("{method} {address}").trim_start().to_owned()
}

fn headers(pairs: &[Pair], limits: &Limits) -> Vec<Found> {
    let read = |pair: &Pair| {
        let value = pair.value.as_deref().unwrap_or_default();
        header::read(&pair.name, value, limits)
    };
    pairs.iter().flat_map(read).collect()
}

fn cookies(pairs: &[Pair], limits: &Limits) -> Vec<Found> {
    let read = |pair: &Pair| {
        let value = pair.value.as_deref().unwrap_or_default();
        cookie::pair(&pair.name, value, limits)
    };
    pairs.iter().flat_map(read).collect()
}

fn form(body: Option<&Body>, limits: &Limits) -> Vec<Found> {
    let pairs = body.map(|body| body.params.as_slice()).unwrap_or_default();
    let read = |pair: &Pair| {
        let value = pair.value.as_deref().unwrap_or_default();
        redirect::parameter(&pair.name, value, "form", Removed::FormBody, limits)
    };
    pairs.iter().flat_map(read).collect()
}

/// What a body of pictures, sounds or machine code holds is no token.
const MEDIA: [&str; 5] = ["image/", "audio/", "video/", "font/", "application/wasm"];

fn body(body: Option<&Body>, limits: &Limits) -> Vec<Found> {
    let Some((body, text)) = body.and_then(|body| Some((body, body.text.as_deref()?))) else {
        return Vec::new();
    };
    let mime_type = body.mime_type.as_deref().unwrap_or_default();
    if MEDIA.iter().any(|media| mime_type.starts_with(media)) {
        return Vec::new();
    }
    let is_encoded = body
        .encoding
        .as_deref()
        .is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
    let reading = if is_encoded {
        super::read(&base64_decoded(text), limits)
    } else {
        super::read(text.as_bytes(), limits)
    };
    // Scripts of a sign-in page speak of errors that nobody got.
    let is_a_page = !matches!(reading.form, Some("json" | "redirect"));
    let found = reading.found.into_iter();
    found
        .filter(|found| !(is_a_page && found.shape == Shape::StsError))
        .collect()
}

/// Candidates, each text once, with all its places.
#[derive(Default)]
struct Once {
    found: Vec<Found>,
    seen: HashMap<String, usize>,
}

impl Once {
    fn add(&mut self, found: Found) {
        if found.text.expose().is_empty() {
            return self.found.push(found);
        }
        match self.seen.entry(found.text.expose().to_owned()) {
            Slot::Vacant(slot) => {
                slot.insert(self.found.len());
                self.found.push(found);
            }
            Slot::Occupied(slot) => {
                let first = &mut self.found[*slot.get()];
                // A name says more than a header that only repeats the token.
                if first.member.is_none() && found.member.is_some() {
                    first.member = found.member;
                    first.shape = found.shape;
                    first.response = found.response;
                }
                first.also.push(found.place);
            }
        }
    }
}

#[cfg(test)]
mod tests;
