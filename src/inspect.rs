//! The story: tokens come in, are read, are asked about, are traced, are judged, and leave as a
//! report. The only place where the four wings meet.
//!
//! Not its job: files, terminals, options, the clock, or any wording beyond what was left open.

mod candidate;
mod overall;
mod survey;

pub use self::survey::survey;

use crate::audit::{self, Audit, Export};
use crate::authority::{Authority, Further, Question};
use crate::entra::client::Client;
use crate::entra::cloud::Cloud;
use crate::entra::expectation::Expectation;
use crate::entra::family;
use crate::entra::issuer::Issuer;
use crate::entra::kind::Kind;
use crate::entra::metadata::{Discovery, Issuing};
use crate::entra::profile::Profile;
use crate::explain;
use crate::input::{self, Member};
use crate::jose::claims::Claims;
use crate::jose::json::Json;
use crate::jose::proof::{self, Proof, Status};
use crate::jose::token::{Note, Token};
use crate::report::model::{ERROR_READING, Report, TokenReport};
use crate::rules::rule::Case;
use crate::rules::verdict;
use crate::time::Timestamp;

use self::candidate::Candidate;
use self::overall::{leave_open, overall, with_exports};

/// Something that may hold tokens, already read into memory.
pub struct Input {
    /// As the user gave it.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Answers: whose token is this, can that be proven, is it the tenant that was expected, and if not,
/// why, and what did it do?
///
/// Domains among the expected tenants are resolved by `authority` first. `now` is the moment at which
/// lifetimes are judged; `bounds` limit, watch and stop the reading of the exports.
pub fn inspect(
    inputs: &[Input],
    options: &input::Options,
    expectation: &Expectation,
    authority: &Authority,
    exports: Vec<Export>,
    bounds: &audit::Options,
    now: Timestamp,
) -> Report {
    let mut expectation = expectation.clone();
    let mut not_checked = Vec::new();
    let candidates = candidate::read(inputs, options, &mut not_checked);
    if !candidates.is_empty() {
        authority.resolve(&mut expectation, &clouds(&candidates));
    }
    let asked: Vec<Asked> = candidates
        .into_iter()
        .map(|candidate| ask(candidate, &expectation, authority, now))
        .collect();
    let audit = trace(&asked, exports, bounds);
    let tokens: Vec<TokenReport> = asked
        .into_iter()
        .enumerate()
        .map(|(index, asked)| judge(asked, index, audit.as_ref(), now))
        .collect();
    leave_open(&tokens, audit.as_ref(), &mut not_checked);
    Report {
        at: now,
        verdict: with_exports(overall(&tokens, &not_checked), audit.as_ref()),
        expectation,
        together: family::compare(
            tokens
                .iter()
                .map(|token| (&token.profile, token.token.claims.as_ref())),
        ),
        tokens,
        searched: Vec::new(),
        audit,
        requests: authority.requests(),
        not_checked,
    }
}

/// A candidate with everything that was asked about it.
struct Asked {
    candidate: Candidate,
    expectation: Expectation,
    profile: Profile,
    proof: Proof,
    issuing: Issuing,
}

fn ask(
    candidate: Candidate,
    expectation: &Expectation,
    authority: &Authority,
    now: Timestamp,
) -> Asked {
    let mut expectation = expectation.clone();
    if matches!(
        candidate.member,
        Some(Member::IdToken | Member::RefreshToken)
    ) {
        // Beside an access token, these are not asked what only it can answer.
        expectation.audiences.clear();
        expectation.clients.clear();
        expectation.scopes.clear();
        expectation.roles.clear();
    }
    let no_claims = Claims(Json::Null);
    let claims = candidate.token.claims.as_ref().unwrap_or(&no_claims);
    let mut profile = Profile::read(claims, &expectation, now);
    profile.kind = candidate.kind.unwrap_or(profile.kind);
    if candidate.member == Some(Member::IdToken) && candidate.kind.is_none() {
        profile.kind = Kind::IdToken;
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
) -> (Proof, Issuing) {
    if let Some(proof) = proof::without_keys(token) {
        return (proof, Issuing::default());
    }
    if expectation.no_signature {
        let proof = Proof::without_key(Status::NotChecked, "proof was not asked (--no-signature)");
        return (proof, Issuing::default());
    }
    let question = Question {
        issuer: profile.issuer.as_ref(),
        allowed: &expectation.issuers,
        client: profile.client.as_ref().and_then(Client::app_id),
    };
    let mut issuing = authority.issuing(&question);
    if issuing.keys.keys.is_empty() {
        let why = issuing
            .problems
            .last()
            .map_or("no keys were at hand", String::as_str);
        return (Proof::without_key(Status::NotChecked, why), issuing);
    }
    let mut proof = proof::prove(token, &issuing.keys);
    for step in Further::ALL {
        if proof.status == Status::NoKey && authority.look_further(step, &question, &mut issuing) {
            proof = proof::prove(token, &issuing.keys);
        }
    }
    (proof, issuing)
}

/// The clouds that the tokens name, each once: a domain may be another tenant there.
fn clouds(candidates: &[Candidate]) -> Vec<Cloud> {
    let mut clouds = Vec::new();
    for candidate in candidates {
        let issuer = candidate
            .token
            .claims
            .as_ref()
            .and_then(|claims| claims.text("iss"))
            .map(Issuer::read);
        if let Some(cloud) = issuer.and_then(|issuer| issuer.cloud())
            && !clouds.contains(&cloud)
        {
            clouds.push(cloud);
        }
    }
    clouds
}

fn trace(asked: &[Asked], exports: Vec<Export>, bounds: &audit::Options) -> Option<Audit> {
    if exports.is_empty() {
        return None;
    }
    let keys: Vec<_> = asked
        .iter()
        .map(|asked| asked.profile.keys(&asked.candidate.token))
        .collect();
    Some(audit::trace(exports, &keys, bounds))
}

fn judge(asked: Asked, index: usize, audit: Option<&Audit>, now: Timestamp) -> TokenReport {
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
            .into_iter()
            .filter(|problem| *problem != proof.reason)
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
