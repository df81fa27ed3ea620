//! Rules about what the audit records of this very token say, where exports were given.

use crate::finding::{Confidence, Evidence, Severity};
use crate::trace::{Key, Strength, Trace};

use super::rule::{Case, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[AUDIT_CONTRADICTION, USED_FROM_ELSEWHERE];

const LINKABLE: &str = "https://learn.microsoft.com/entra/identity/authentication/how-to-authentication-track-linkable-identifiers";

/// Values that differ between the token and records that name this very token.
fn contradictions(case: &Case, concerns: impl Fn(Key) -> bool) -> Vec<Evidence> {
    let same_token = case
        .traces
        .iter()
        .filter(|trace| trace.strength == Strength::Token);
    same_token
        .flat_map(|trace| contradictions_of(trace, &concerns))
        .collect()
}

fn contradictions_of(trace: &Trace, concerns: &impl Fn(Key) -> bool) -> Vec<Evidence> {
    let place = format!("{} line {}", trace.entry.input, trace.entry.line);
    let differing = trace
        .contradict
        .iter()
        .filter(|contradiction| concerns(contradiction.key));
    differing
        .map(|contradiction| {
            Evidence::seen(
                format!("audit.{}", contradiction.field),
                &contradiction.record,
                place.clone(),
            )
            .against(&contradiction.token)
        })
        .collect()
}

/// The outcome where there is nothing to compare.
fn without_traces(case: &Case) -> Option<Outcome> {
    case.traces
        .is_empty()
        .then(|| Outcome::not_applicable("no audit record of this token was given"))
}

const AUDIT_CONTRADICTION: Rule = Rule {
    id: "audit-contradiction",
    catalogue: &["G20"],
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "the audit record of this token says something else than the token",
    why: "A record names this very token by its uti or request id, and yet differs from it in what should be equal. \
          Token and log are shown side by side, not merged.",
    remedy: &[
        "Get the record again from the log itself: exports are edited and merged.",
        "If it still differs, treat both as evidence and find out which of them was changed.",
    ],
    alternatives: &[(
        "edited-sample",
        "A token or an export that was anonymised by hand differs in the same way.",
    )],
    explains: &[],
    errors: &[],
    see: &[LINKABLE],
    check: |case| {
        without_traces(case).unwrap_or_else(|| {
            Outcome::found_if_any(contradictions(case, |key| {
                key != Key::Address && key != Key::User
            }))
        })
    },
};

const USED_FROM_ELSEWHERE: Rule = Rule {
    id: "used-from-elsewhere",
    catalogue: &["G11"],
    severity: Severity::Medium,
    confidence: Confidence::Low,
    weight: Weight::Story,
    title: "the same token, used from another address than it was issued to",
    why: "A record of this very token shows another client address than the token. Mobile networks, VPNs, proxies and \
          Microsoft's own services change addresses too, so this alone proves nothing.",
    remedy: &[
        "Ask {user} about both addresses, and compare device and user agent in the sign-in log.",
        "If they cannot be explained, revoke the sessions of {user}.",
    ],
    alternatives: &[(
        "audit-contradiction",
        "If more than the address differs, the record may belong to something else.",
    )],
    explains: &[],
    errors: &[],
    see: &[LINKABLE],
    check: |case| {
        without_traces(case).unwrap_or_else(|| {
            Outcome::found_if_any(contradictions(case, |key| key == Key::Address))
        })
    },
};
