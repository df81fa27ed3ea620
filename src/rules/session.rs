//! Rules about what the audit records of this very token, and of its session, say, where exports were
//! given.
//!
//! Not its job: records that only fit by person and time, or by tenants: what differs there proves
//! nothing.

use crate::entra::client::Client;
use crate::entra::service;
use crate::finding::{Confidence, Evidence, Severity};
use crate::trace::{Key, Strength, Trace};

use super::rule::{Case, Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    AUDIT_CONTRADICTION,
    SERVICE_ADDRESS,
    USED_FROM_ELSEWHERE,
    SESSION_ELSEWHERE,
];

const LINKABLE: &str = "https://learn.microsoft.com/entra/identity/authentication/how-to-authentication-track-linkable-identifiers";
const SCHEMA: &str = "https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema";

/// What may change without anybody having changed the record: the place, and the name that is shown.
const PASSING: [Key; 3] = [Key::Address, Key::Device, Key::User];

/// Where somebody is.
const PLACE: [Key; 2] = [Key::Address, Key::Device];

/// Values that differ between the token and records of this tie.
fn contradictions(
    case: &Case,
    strength: Strength,
    concerns: impl Fn(&Trace, Key) -> bool,
) -> Vec<Evidence> {
    let tied = case.traces.iter();
    let tied = tied.filter(|trace| trace.strength == strength);
    tied.flat_map(|trace| contradictions_of(trace, |key| concerns(trace, key)))
        .collect()
}

fn contradictions_of(trace: &Trace, concerns: impl Fn(Key) -> bool) -> Vec<Evidence> {
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

/// A session can fill an export: each value is told once, by the first record that has it.
fn distinct(evidence: Vec<Evidence>) -> Vec<Evidence> {
    const MOST: usize = 10;
    let mut told: Vec<Evidence> = Vec::new();
    for one in evidence {
        let is_told = told
            .iter()
            .any(|other| (&other.at, &other.observed) == (&one.at, &one.observed));
        if !is_told && told.len() < MOST {
            told.push(one);
        }
    }
    told
}

/// The outcome where there is nothing to compare.
fn without_traces(case: &Case, strengths: &[Strength]) -> Option<Outcome> {
    let mut traces = case.traces.iter();
    if traces.any(|trace| strengths.contains(&trace.strength)) {
        return None;
    }
    Some(Outcome::not_applicable(if strengths.len() > 1 {
        "no audit record names this token or its session"
    } else if strengths == [Strength::Session] {
        "no audit record names this session without the token"
    } else {
        "no audit record names this token"
    }))
}

const AUDIT_CONTRADICTION: Rule = Rule {
    id: "audit-contradiction",
    catalogue: &["G20"],
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "the audit record of this token says something else than the token",
    why: "A record names this very token, or its session, and yet differs in what should be equal. Token and log are \
          shown side by side, not merged.",
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
        if let Some(outcome) = without_traces(case, &[Strength::Token, Strength::Session]) {
            return outcome;
        }
        let concerns = |_: &Trace, key| !PASSING.contains(&key);
        let of_token = contradictions(case, Strength::Token, concerns);
        let of_session = contradictions(case, Strength::Session, concerns);
        if of_token.is_empty() && !of_session.is_empty() {
            return Found::by(distinct(of_session))
                .confidence(Confidence::Low)
                .into();
        }
        Outcome::found_if_any(distinct([of_token, of_session].concat()))
    },
};

const SERVICE_ADDRESS: Rule = Rule {
    id: "service-address",
    catalogue: &["G11"],
    severity: Severity::Info,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "another address: a Microsoft service called on the user's behalf",
    why: "The service communications and management activity interfaces are reached by way of a Microsoft service, and \
          the log shows the address of that service, often in the United States, instead of the caller's.",
    remedy: &[
        "Nothing, if {user} uses an admin centre, its app, or a script that reads service health or audit data.",
    ],
    alternatives: &[(
        "used-from-elsewhere",
        "The same address in records of other clients would be another place, not the service.",
    )],
    explains: &["used-from-elsewhere", "session-elsewhere"],
    errors: &[],
    see: &[SCHEMA],
    check: |case| {
        if let Some(outcome) = without_traces(case, &[Strength::Token, Strength::Session]) {
            return outcome;
        }
        let of = |strength| contradictions(case, strength, |_, key| PLACE.contains(&key));
        let all = [of(Strength::Token), of(Strength::Session)].concat();
        let by_service = |trace: &Trace, key| is_by_service(case, trace, key);
        let explained = [
            contradictions(case, Strength::Token, by_service),
            contradictions(case, Strength::Session, by_service),
        ]
        .concat();
        // Whatever it does not account for stays a finding of its own, with its severity.
        Outcome::found_if_any(if explained.len() == all.len() {
            distinct(explained)
        } else {
            Vec::new()
        })
    },
};

/// Whether an address differs because a service called in the person's place.
fn is_by_service(case: &Case, trace: &Trace, key: Key) -> bool {
    let named = [&trace.entry.client, &trace.entry.resource];
    let in_record = named
        .into_iter()
        .flatten()
        .filter_map(|app| app.parse().ok());
    let profile = case.profile;
    let client = profile.client.as_ref().and_then(Client::app_id);
    let resources = profile
        .audiences
        .iter()
        .filter_map(|audience| audience.app_id);
    let mut apps = in_record.chain(client).chain(resources);
    key == Key::Address && apps.any(service::acts_for_people)
}

const USED_FROM_ELSEWHERE: Rule = Rule {
    id: "used-from-elsewhere",
    catalogue: &["G11"],
    severity: Severity::Medium,
    confidence: Confidence::Low,
    weight: Weight::Story,
    title: "the same token, used from another place than it was issued to",
    why: "A record of this very token shows another client address or another device than the token. Mobile networks, \
          VPNs, proxies, a change between IPv4 and IPv6 and Microsoft's own services change addresses too, so an address \
          alone proves nothing.",
    remedy: &[
        "Ask {user} about both places, and compare device and user agent in the sign-in log.",
        "If they cannot be explained, revoke the sessions of {user}.",
    ],
    alternatives: &[
        (
            "service-address",
            "A record of a Microsoft service that calls for people shows the service's address.",
        ),
        (
            "audit-contradiction",
            "If more than the place differs, the record may belong to something else.",
        ),
    ],
    explains: &[],
    errors: &[],
    see: &[LINKABLE],
    check: |case| {
        without_traces(case, &[Strength::Token]).unwrap_or_else(|| elsewhere(case, Strength::Token))
    },
};

const SESSION_ELSEWHERE: Rule = Rule {
    id: "session-elsewhere",
    catalogue: &["G11"],
    severity: Severity::Low,
    confidence: Confidence::Low,
    weight: Weight::Detail,
    title: "the token's session shows in another place as well",
    why: "Records of the same session show another client address or another device than the token. A session lives for \
          days and moves with its laptop or phone, so another address is common; another device is not.",
    remedy: &[
        "Compare device, user agent and times of the session's records: two places at once are not one person.",
        "If they cannot be explained, revoke the sessions of {user}.",
    ],
    alternatives: &[(
        "used-from-elsewhere",
        "A record that names this very token would say more than one of its session.",
    )],
    explains: &[],
    errors: &[],
    see: &[LINKABLE],
    check: |case| {
        without_traces(case, &[Strength::Session])
            .unwrap_or_else(|| elsewhere(case, Strength::Session))
    },
};

/// Other places; where a service accounts for some of them, the rest.
fn elsewhere(case: &Case, strength: Strength) -> Outcome {
    let all = contradictions(case, strength, |_, key| PLACE.contains(&key));
    let rest = contradictions(case, strength, |trace, key| {
        PLACE.contains(&key) && !is_by_service(case, trace, key)
    });
    Outcome::found_if_any(distinct(if rest.is_empty() { all } else { rest }))
}
