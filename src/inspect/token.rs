//! One token: what is asked about it, and what is said of it.
//!
//! Not its job: where it came from, and how many there are.

use std::borrow::Cow;
use std::sync::Arc;

use crate::audit::Audit;
use crate::authority::{Authority, Further, Question};
use crate::entra::client::Client;
use crate::entra::expectation::Expectation;
use crate::entra::kind::Kind;
use crate::entra::metadata::{Discovery, Issuing};
use crate::entra::profile::Profile;
use crate::explain;
use crate::input::Member;
use crate::jose::claims::Claims;
use crate::jose::json::Json;
use crate::jose::proof::{self, Proof, Status};
use crate::jose::token::{Note, Token};
use crate::report::model::{ERROR_READING, TokenReport};
use crate::rules::rule::Case;
use crate::rules::verdict;
use crate::time::Timestamp;

use super::candidate::Candidate;

/// What is expected of a token.
#[derive(Clone)]
pub(super) struct Expected {
    pub(super) all: Arc<Expectation>,
    /// Beside an access token, other tokens are not asked what only it can answer.
    beside: Arc<Expectation>,
}

impl Expected {
    pub(super) fn new(expectation: Expectation) -> Self {
        let mut beside = expectation.clone();
        beside.audiences.clear();
        beside.clients.clear();
        beside.scopes.clear();
        beside.roles.clear();
        Self {
            all: Arc::new(expectation),
            beside: Arc::new(beside),
        }
    }
}

/// A candidate with everything that was asked about it.
pub(super) struct Asked {
    pub(super) candidate: Candidate,
    expectation: Arc<Expectation>,
    pub(super) profile: Profile,
    proof: Proof,
    pub(super) issuing: Arc<Issuing>,
}

/// Reads the claims, and asks for keys and proof.
pub(super) fn ask(
    candidate: Candidate,
    expected: &Expected,
    authority: &Authority,
    now: Timestamp,
) -> Asked {
    let is_beside = matches!(
        candidate.member,
        Some(Member::IdToken | Member::RefreshToken)
    );
    let expectation = Arc::clone(if is_beside {
        &expected.beside
    } else {
        &expected.all
    });
    let no_claims = Claims(Json::Null);
    let claims = candidate.token.claims.as_ref().unwrap_or(&no_claims);
    let mut profile = Profile::read(claims, &expectation, now);
    profile.kind = candidate.kind.unwrap_or(profile.kind);
    if candidate.member == Some(Member::IdToken) && candidate.kind.is_none() {
        profile.kind = Kind::IdToken;
    }
    if candidate.token.is_payload_cut() {
        profile.subject = profile.subject.of_a_part(claims);
    }
    let (proof, issuing) = prove(&candidate.token, &profile, &expectation, authority);
    Asked {
        expectation,
        profile,
        proof,
        issuing,
        candidate,
    }
}

/// Whose keys, and does the signature hold? Nobody is asked where no key could help.
fn prove(
    token: &Token,
    profile: &Profile,
    expectation: &Expectation,
    authority: &Authority,
) -> (Proof, Arc<Issuing>) {
    if let Some(proof) = proof::without_keys(token) {
        return (proof, Arc::default());
    }
    if !expectation.asks_proof() {
        let proof = Proof::without_key(Status::NotChecked, "proof was not asked (--no-signature)");
        return (proof, Arc::default());
    }
    let question = Question {
        issuer: profile.issuer.as_ref(),
        allowed: &expectation.issuers,
        client: profile.client.as_ref().and_then(Client::app_id),
    };
    let mut issuing = authority.issuing(&question);
    if issuing.keys.keys.is_empty() {
        let why = issuing.problems.last().cloned();
        let why = why.map_or(Cow::Borrowed("no keys were at hand"), Cow::Owned);
        return (Proof::without_key(Status::NotChecked, why), issuing);
    }
    let mut proof = proof::prove(token, &issuing.keys);
    for step in Further::ALL {
        if proof.status == Status::NoKey
            && let Some(further) = authority.look_further(step, &question, &issuing)
        {
            issuing = further;
            proof = proof::prove(token, &issuing.keys);
        }
    }
    (proof, issuing)
}

/// Judges it, with its traces in the exports.
pub(super) fn judge(
    asked: Asked,
    index: usize,
    audit: Option<&Audit>,
    now: Timestamp,
) -> TokenReport {
    let Asked {
        candidate,
        expectation,
        profile,
        proof,
        issuing,
    } = asked;
    let no_claims = Claims(Json::Null);
    let traces: Vec<_> = audit
        .iter()
        .flat_map(|audit| {
            audit
                .matches
                .iter()
                .filter(|trace| trace.token == index)
                .cloned()
        })
        .collect();
    let judgement = verdict::judge(&Case {
        token: &candidate.token,
        claims: candidate.token.claims.as_ref().unwrap_or(&no_claims),
        profile: &profile,
        proof: &proof,
        issuing: &issuing,
        expectation: &expectation,
        traces: &traces,
        at: now,
    });
    let mut notes = candidate.token.notes.clone();
    notes.extend(
        candidate
            .error_text
            .iter()
            .flat_map(|text| reading_of(text)),
    );
    notes.extend(
        proof
            .remarks
            .iter()
            .map(|remark| Note::new("key-remark", format!("{remark}."))),
    );
    notes.extend(
        issuing
            .notes
            .iter()
            .map(|note| Note::new("metadata-remark", format!("{note}."))),
    );
    TokenReport {
        source: candidate.source,
        notes,
        verdict: judgement.verdict,
        findings: judgement.findings,
        checks: judgement.checks,
        key_problems: issuing
            .problems
            .iter()
            .filter(|problem| **problem != proof.reason)
            .cloned()
            .collect(),
        metadata_read: issuing.discovery.is_some(),
        metadata_cloud: issuing.discovery.as_ref().and_then(Discovery::cloud),
        decides: candidate.decides,
        token: candidate.token,
        profile,
        proof,
    }
}

/// What an error of the sign-in service says and names, line by line.
fn reading_of(text: &str) -> Vec<Note> {
    let meanings = explain::explain(&[text.to_owned()]).meanings;
    let mut notes = Vec::new();
    for meaning in meanings {
        notes.push(Note::new(ERROR_READING, meaning.title));
        // Where the meaning comes from is for those who look the code up.
        let is_said = |line: &explain::Line| !["area", "basis"].contains(&line.label);
        let lines = meaning
            .text
            .into_iter()
            .filter(is_said)
            .map(|line| match line.label {
                "" => line.text,
                label => format!("{label}: {}", line.text),
            });
        let names = meaning.names.into_iter().map(|named| {
            let meaning = if named.meaning.is_empty() {
                String::new()
            } else {
                format!(": {}", named.meaning)
            };
            format!("{} {}{meaning}", named.role, named.value)
        });
        notes.extend(
            names
                .chain(lines)
                .map(|line| Note::new(ERROR_READING, line)),
        );
    }
    notes
}
