//! The numbered answers about a token: what it is, proof, tenant, person, client, power, time.

use crate::entra::cloud::Cloud;
use crate::entra::expectation::Expectation;
use crate::entra::issuer::IssuerKind;
use crate::entra::lifetime::State;
use crate::entra::subject::PrincipalKind;
use crate::facts::both_names;

use crate::jose::proof::{Status, Via};
use crate::report::model::{ERROR_READING, Report, TokenReport};
use crate::time::span_in_words;

use super::chain::{Hold, is_cut, reach};
use super::line::{Line, Tone};
use super::power::Power;

/// What is asked of every token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Question {
    WhatItIs,
    Proof,
    WhatItSays,
    WhoseTenant,
    Who,
    Client,
    Power,
    WhereWhen,
}

/// A question and its answer, a line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct Fact {
    pub question: Question,
    pub lines: Vec<Line>,
}

impl Question {
    /// Its number on the screen, and its words.
    pub(in crate::report) fn label(self) -> (u8, &'static str) {
        match self {
            Self::WhatItIs => (1, "What it is"),
            Self::Proof => (2, "Proof"),
            Self::WhatItSays => (3, "What it says"),
            Self::WhoseTenant => (3, "Whose tenant"),
            Self::Who => (4, "Who"),
            Self::Client => (5, "Client"),
            Self::Power => (6, "Power"),
            Self::WhereWhen => (7, "Where, when"),
        }
    }
}

/// The answers to the questions 1 to 7, as far as the token can be read.
pub(in crate::report) fn facts(report: &Report, token: &TokenReport) -> Vec<Fact> {
    let fact = |question, lines| Fact { question, lines };
    let proof = Line::plain(proof(token)).toned(proof_tone(token));
    let remarks = token.proof.remarks.iter();
    let remarks = remarks.map(|remark| Line::plain(format!("Note: {remark}.")));
    let reading = token.notes.iter().filter(|note| note.code == ERROR_READING);
    let reading: Vec<Line> = reading
        .map(|note| Line::plain(note.text.as_str()))
        .collect();
    let mut facts = vec![
        fact(
            Question::WhatItIs,
            vec![Line::plain(what_it_is(report, token))],
        ),
        fact(
            Question::Proof,
            std::iter::once(proof).chain(remarks).collect(),
        ),
    ];
    if !reading.is_empty() {
        facts.push(fact(Question::WhatItSays, reading));
    }
    if token.profile.issuer.is_some() {
        let tenant = whose_tenant(&report.expectation, token);
        let when = where_and_when(token).into_iter();
        facts.extend([
            fact(Question::WhoseTenant, vec![Line::prose(tenant)]),
            fact(Question::Who, vec![Line::plain(who(token))]),
            fact(Question::Client, vec![Line::plain(client(token))]),
            fact(Question::Power, Power::of(token).lines()),
            fact(Question::WhereWhen, when.map(Line::plain).collect()),
        ]);
    }
    facts
}

fn what_it_is(report: &Report, token: &TokenReport) -> String {
    let profile = &token.profile;
    let mut text = profile.kind.words().to_owned();
    let version = token
        .token
        .claims
        .as_ref()
        .and_then(|claims| claims.text("ver"));
    if let Some(version) = version.filter(|version| ["1.0", "2.0"].contains(version)) {
        text.push_str(&format!(" v{version}"));
    }
    if token.token.claims.is_none() {
        return text;
    }
    let lifetime = &profile.lifetime;
    let (start, end) = (lifetime.not_before.time(), lifetime.expires_at.time());
    text.push_str(&match (lifetime.state, end, start) {
        (State::Valid, Some(end), _) => format!(
            "; valid {} more",
            span_in_words(end.seconds_since(report.at))
        ),
        (State::Expired, Some(end), _) => format!(
            "; EXPIRED {} ago",
            span_in_words(report.at.seconds_since(end))
        ),
        (State::NotYetValid, _, Some(start)) => {
            format!(
                "; NOT YET VALID for {}",
                span_in_words(start.seconds_since(report.at))
            )
        }
        (State::NoExpiry, ..) if token.token.is_payload_cut() => {
            "; its expiry is not among what is left".into()
        }
        (State::NoExpiry, ..) => "; no expiry".into(),
        _ => "; its dates cannot be read".into(),
    });
    if let Some(seconds) = lifetime.seconds() {
        text.push_str(&format!(" (lives {})", span_in_words(seconds)));
    }
    text
}

fn proof(token: &TokenReport) -> String {
    let proof = &token.proof;
    let algorithm = token.token.header.text("alg").unwrap_or("no alg");
    let key = proof
        .key
        .as_ref()
        .map(|key| key.name().to_owned())
        .unwrap_or_default();
    match (proof.status, proof.via) {
        (Status::Valid, Some(via)) => {
            let how = match via {
                Via::Plain => "",
                Via::NonceTransform => " after the nonce transform (undocumented)",
            };
            format!("signature VALID ({algorithm}){how}; {}", chain(token, &key))
        }
        (Status::Invalid | Status::Unsigned, _) if is_cut(token) => {
            "CUT OFF: a part of the token is missing; nothing below is proven".into()
        }
        (Status::Invalid, _) => format!(
            "signature INVALID ({algorithm}): {}; nothing below is proven",
            proof.reason
        ),
        (Status::Unsigned, _) => format!("UNSIGNED: {}; nothing below is proven", proof.reason),
        _ => {
            let reasons: Vec<&str> = std::iter::once(&*proof.reason)
                .chain(token.key_problems.iter().map(String::as_str))
                .collect();
            let reasons = reasons.join("; ");
            if token.token.claims.is_none() {
                return format!("NOT VERIFIED: {reasons}");
            }
            format!("NOT VERIFIED: {reasons}; all below is as claimed")
        }
    }
}

pub(in crate::report) fn proof_tone(token: &TokenReport) -> Tone {
    match token.proof.status {
        Status::Valid => Tone::Good,
        Status::Invalid | Status::Unsigned => Tone::Bad,
        _ => Tone::Warn,
    }
}

/// How far the chain from the key to the tenant holds.
fn chain(token: &TokenReport, key: &str) -> String {
    let reach = reach(token);
    let names_issuer = token
        .proof
        .key
        .as_ref()
        .is_some_and(|key| key.issuer.is_some());
    let to_issuer = match (names_issuer, reach.to_issuer) {
        (_, Hold::Broken) => " -x-> issuer",
        (true, _) => " -> issuer",
        (false, _) => " (names no issuer: that link is not checkable), issuer",
    };
    let to_tid = match (token.profile.tid.is_some(), reach.to_tid) {
        (_, Hold::Broken) => " -x-> tid",
        (true, _) => " -> tid",
        (false, _) => "",
    };
    format!("key {}{to_issuer}{to_tid}", crate::text::clipped(key, 8))
}

fn whose_tenant(asked: &Expectation, token: &TokenReport) -> String {
    let profile = &token.profile;
    let Some(issuer) = &profile.issuer else {
        return "no issuer".into();
    };
    let mut parts = Vec::new();
    match (issuer.tenant, issuer.kind) {
        (Some(tenant), _) if asked.expects(tenant) => parts.push("the expected tenant".into()),
        (Some(tenant), _) => parts.push(match tenant.known() {
            Some(known) => format!("{tenant}: {}", known.name),
            None => format!("{tenant} is none of Microsoft's own and no known placeholder; its name is not public"),
        }),
        (None, IssuerKind::Entra | IssuerKind::Msa) => parts.push("the issuer names no tenant".into()),
        (None, IssuerKind::Adfs) => parts.push("an AD FS server".into()),
        (None, _) => parts.push(format!("not an Entra tenant: {}", crate::text::clipped(&issuer.raw, 120))),
    }
    match (token.cloud(), issuer.clouds.as_slice()) {
        (Some(cloud), _) => parts.push(format!("{} cloud", cloud.id())),
        (None, []) => {}
        (None, clouds) => {
            let names: Vec<_> = clouds.iter().copied().map(Cloud::id).collect();
            parts.push(format!(
                "{} cloud: this spelling does not tell",
                names.join(" or ")
            ));
        }
    }
    if token.metadata_read {
        parts.push("its metadata was read".into());
    }
    parts.join("; ")
}

fn who(token: &TokenReport) -> String {
    let subject = &token.profile.subject;
    let mut text = subject
        .display
        .as_ref()
        .map_or_else(String::new, |name| format!("{name} (display only), "));
    text.push_str(match subject.kind {
        PrincipalKind::Member => "a member of the issuing tenant",
        PrincipalKind::Guest => "a guest in the issuing tenant",
        PrincipalKind::Partner => "a partner's administrator in the issuing tenant",
        PrincipalKind::App => "an application acting for itself",
        PrincipalKind::ManagedIdentity => "a managed identity",
        PrincipalKind::Personal => "a personal account",
        PrincipalKind::Unknown => "guest, partner or nobody in the issuing tenant: not told",
    });
    if let Some(oid) = &subject.oid {
        text.push_str(&format!(", oid {oid}"));
    }
    if let Some(idp) = &subject.foreign_idp {
        text.push_str(&format!(", signed in through {idp}"));
    }
    text
}

fn client(token: &TokenReport) -> String {
    let Some(client) = &token.profile.client else {
        return "not named".into();
    };
    let name = match client.known {
        Some(app) if !app.other_name.is_empty() => both_names(app.name, app.other_name),
        _ => client.name().map_or_else(
            || "no public list knows it".to_owned(),
            |(name, source)| {
                if client.known.is_some() {
                    name.to_owned()
                } else {
                    format!("{name} ({source})")
                }
            },
        ),
    };
    let proof = client
        .authentication
        .map_or_else(String::new, |how| format!("; {}", how.words()));
    format!("{} {name}{proof}", client.id)
}

fn where_and_when(token: &TokenReport) -> Vec<String> {
    let claims = token.token.claims.as_ref();
    let text = |name: &str| claims.and_then(|claims| claims.text(name));
    let issued = token.profile.lifetime.issued_at.time();
    let issued = issued.map_or_else(
        || "no time of issue".to_owned(),
        |time| format!("issued {time}"),
    );
    let address = text("ipaddr").map_or_else(
        || ", no address in it".to_owned(),
        |address| format!(" to {address}"),
    );
    let mut lines = vec![format!("{issued}{address}")];
    if let Some(id) = token.profile.request_id() {
        lines.push(format!("request id {id} (uti)"));
    }
    if let Some(session) = text("sid") {
        lines.push(format!("session    {session} (sid)"));
    }
    lines
}
