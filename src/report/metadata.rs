//! What `metadata` prints: what an issuer publishes of itself, for people and as JSON (schema
//! `jwtenant-metadata/1`; field order is part of the contract, members may be added, never changed).
//!
//! Not its job: asking (`authority/survey.rs`).

use std::fmt::Write as _;

use serde::Serialize;

use crate::authority::Request;
use crate::authority::survey::{Document, Survey};
use crate::jose::certificate::Certificate;
use crate::jose::jwks::Key;
use crate::screen::Screen;
use crate::text::json_document;
use crate::time::Timestamp;

/// Where values begin: behind the longest name of an endpoint.
const LABEL: usize = 23;

/// One indented JSON document.
#[must_use]
pub fn json(survey: &Survey, now: Timestamp) -> String {
    let issuing = &survey.issuing;
    let first = survey.documents.first().map(|document| &document.discovery);
    let v1 = MetadataV1 {
        schema: "jwtenant-metadata/1",
        version: env!("CARGO_PKG_VERSION"),
        at: now,
        given: &survey.given,
        tenant: survey.tenant.map(|tenant| tenant.to_string()),
        cloud: survey.cloud.map(|cloud| cloud.id()),
        region: first.and_then(|discovery| discovery.region.as_deref()),
        sub_region: first.and_then(|discovery| discovery.sub_region.as_deref()),
        documents: survey.documents.iter().map(DocumentV1::of).collect(),
        keys: issuing.keys.keys.iter().map(|key| KeyV1::of(key)).collect(),
        problems: &issuing.problems,
        notes: &issuing.notes,
        requests: survey.requests.iter().map(RequestV1::of).collect(),
    };
    json_document(&v1)
}

/// Lines for people, at most `width` columns wide where no address or id is wider.
#[must_use]
pub fn human(survey: &Survey, width: usize) -> String {
    let mut screen = Screen::new(width, false);
    screen.labelled("asked about", LABEL, &survey.given);
    if let Some(tenant) = survey.tenant {
        screen.labelled("tenant", LABEL, &tenant.to_string());
    }
    if let Some(cloud) = survey.cloud {
        let text = format!("{} ({})", cloud.name(), cloud.id());
        screen.labelled("cloud", LABEL, &text);
    }
    let first = survey.documents.first().map(|document| &document.discovery);
    if let Some(region) = first.and_then(|discovery| discovery.region.as_deref()) {
        let sub_region = first.and_then(|discovery| discovery.sub_region.as_deref());
        let parts: Vec<&str> = [Some(region), sub_region].into_iter().flatten().collect();
        screen.labelled("region", LABEL, &parts.join(", "));
    }
    for document in &survey.documents {
        tell_document(&mut screen, document);
    }
    for key in &survey.issuing.keys.keys {
        tell_key(&mut screen, key);
    }
    for request in &survey.requests {
        let label = if request.got_no_answer() {
            "asked"
        } else {
            "read"
        };
        screen.address(label, LABEL, &request.url, &origin(request));
    }
    for note in &survey.issuing.notes {
        screen.labelled("note", LABEL, note);
    }
    for problem in &survey.issuing.problems {
        screen.labelled("problem", LABEL, problem);
    }
    screen.finish()
}

fn tell_document(screen: &mut Screen, document: &Document) {
    let version = document.version.map_or(String::new(), |version| {
        format!(" v{}", version.word().trim_end_matches(".0"))
    });
    let discovery = &document.discovery;
    screen.address(&format!("issuer{version}"), LABEL, &discovery.issuer, "");
    if let Some(second) = &discovery.access_token_issuer {
        screen.address("  access", LABEL, second, "");
    }
    screen.address("  keys", LABEL, &discovery.jwks_uri, "");
    for (name, address) in &discovery.endpoints {
        let name = name.trim_end_matches("_endpoint").replace('_', " ");
        screen.address(&format!("  {name}"), LABEL, address, "");
    }
}

fn tell_key(screen: &mut Screen, key: &Key) {
    let mut parts = vec![key.name().to_owned()];
    if let Some(certificate) = Certificate::of(key) {
        let day = |time: Option<Timestamp>| {
            time.map_or_else(
                || "?".to_owned(),
                |time| time.to_string().chars().take(10).collect(),
            )
        };
        parts.push(format!(
            "valid {} to {}",
            day(certificate.not_before),
            day(certificate.not_after)
        ));
    }
    if let Err(why) = &key.material {
        parts.push(format!("not usable: {why}"));
    }
    screen.labelled("key", LABEL, &parts.join(", "));
    if let Some(issuer) = &key.issuer {
        screen.address("  for", LABEL, issuer, "");
    }
}

/// From where, with which status and when.
fn origin(request: &Request) -> String {
    let mut text = format!("({}", request.origin.word());
    if let Some(status) = request.status {
        let _ = write!(text, ", status {status}");
    }
    if request.got_no_answer() {
        text.push_str(", no answer");
    }
    if let Some(at) = request.at {
        let _ = write!(text, ", {at}");
    }
    text.push(')');
    text
}

#[derive(Serialize)]
struct MetadataV1<'a> {
    schema: &'static str,
    version: &'static str,
    at: Timestamp,
    given: &'a str,
    tenant: Option<String>,
    cloud: Option<&'static str>,
    region: Option<&'a str>,
    sub_region: Option<&'a str>,
    documents: Vec<DocumentV1<'a>>,
    keys: Vec<KeyV1<'a>>,
    problems: &'a [String],
    notes: &'a [String],
    requests: Vec<RequestV1<'a>>,
}

#[derive(Serialize)]
struct DocumentV1<'a> {
    version: Option<&'static str>,
    issuer: &'a str,
    access_token_issuer: Option<&'a str>,
    jwks_uri: &'a str,
    endpoints: Vec<EndpointV1<'a>>,
    url: &'a str,
    from: &'static str,
}

#[derive(Serialize)]
struct EndpointV1<'a> {
    name: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct KeyV1<'a> {
    kid: Option<&'a str>,
    issuer: Option<&'a str>,
    cloud_instance_name: Option<&'a str>,
    thumbprint: Option<String>,
    subject: Option<String>,
    not_before: Option<Timestamp>,
    not_after: Option<Timestamp>,
    usable: bool,
    reason: Option<String>,
}

#[derive(Serialize)]
struct RequestV1<'a> {
    url: &'a str,
    from: &'static str,
    at: Option<Timestamp>,
    status: Option<u16>,
}

impl<'a> DocumentV1<'a> {
    fn of(document: &'a Document) -> Self {
        let discovery = &document.discovery;
        let endpoint = |(name, url): &'a (String, String)| EndpointV1 { name, url };
        Self {
            version: document.version.map(|version| version.word()),
            issuer: &discovery.issuer,
            access_token_issuer: discovery.access_token_issuer.as_deref(),
            jwks_uri: &discovery.jwks_uri,
            endpoints: discovery.endpoints.iter().map(endpoint).collect(),
            url: &document.url,
            from: document.origin.word(),
        }
    }
}

impl<'a> KeyV1<'a> {
    fn of(key: &'a Key) -> Self {
        let certificate = Certificate::of(key);
        let certificate = certificate.as_ref();
        Self {
            kid: key.id.as_deref(),
            issuer: key.issuer.as_deref(),
            cloud_instance_name: key.cloud_instance.as_deref(),
            thumbprint: certificate.map(|certificate| certificate.thumbprint.clone()),
            subject: certificate.and_then(|certificate| certificate.common_name.clone()),
            not_before: certificate.and_then(|certificate| certificate.not_before),
            not_after: certificate.and_then(|certificate| certificate.not_after),
            usable: key.material.is_ok(),
            reason: key.material.as_ref().err().map(ToString::to_string),
        }
    }
}

impl<'a> RequestV1<'a> {
    fn of(request: &'a Request) -> Self {
        Self {
            url: &request.url,
            from: request.origin.word(),
            at: request.at,
            status: request.status,
        }
    }
}
