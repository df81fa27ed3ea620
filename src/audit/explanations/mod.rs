//! Why is this entry here: the explanations that are known, and the choice among them.
//!
//! Not its job: deciding which entries are foreign (`standing.rs`).

use super::explanation::{About, Explanation};
use super::record::{AuditRecord, is_placeholder};
use super::standing::Side;
use crate::finding::Evidence;
use crate::trace::Entry;

mod applications;
mod evidence;
mod exchange_powershell;
mod pass_through;
mod sign_ins;
mod sources;
mod unexplained;
mod visitors;

pub(super) use applications::{DATACENTER, SERVICE_ADDRESS, SYNCHRONIZATION};
pub(super) use evidence::moved;
pub(super) use sign_ins::{ELSEWHERE, FAILED, GUESSING, TWO_PLACES};

/// The most particular first: the first whose discriminators are there is chosen.
pub const EXPLANATIONS: &[Explanation] = &[
    visitors::MICROSOFT_SUPPORT,
    visitors::PARTNER,
    visitors::DIRECT_CONNECT,
    applications::SYNCHRONIZATION,
    visitors::TEAMS_CHAT,
    visitors::GUEST,
    applications::MULTI_TENANT,
    sign_ins::FOREIGN_DEVICE_CODE,
    exchange_powershell::WRONG_TENANT,
    pass_through::SHAREPOINT,
    pass_through::APP_PANEL,
    pass_through::AZURE,
    pass_through::SAML_METHOD,
    pass_through::SIGN_IN,
    pass_through::FAILED,
    unexplained::FOREIGN_ACTOR,
    // Of one's own accounts, and of nobody's.
    applications::DATACENTER,
    sign_ins::ACTOR_TOKEN,
    applications::CHANGED_SETTINGS,
    applications::SERVICE_ADDRESS,
    applications::VENDOR,
    sign_ins::DEVICE_CODE,
    sign_ins::FAILED,
    sign_ins::GUESSING,
    sign_ins::TWO_PLACES,
    sign_ins::ELSEWHERE,
];

/// The explanation of foreign entries with this id.
pub(super) fn foreign(id: &str) -> Option<&'static Explanation> {
    let mut all = EXPLANATIONS.iter();
    all.find(|it| it.about == About::Foreign && it.id == id.trim())
}

/// The best explanation of an entry, with what speaks for it. A foreign entry always has one: the last
/// of them fits everything. Of one's own entries only those that puzzle people have.
pub(super) fn choose(
    record: &AuditRecord,
    side: Side,
) -> Option<(&'static Explanation, Vec<Evidence>)> {
    match side {
        Side::Elsewhere => return Some((&ELSEWHERE, (ELSEWHERE.evidence)(record))),
        // Of so many entries a first one proves nothing.
        Side::Service => return Some((&DATACENTER, Vec::new())),
        Side::Foreign | Side::Own => {}
    }
    if side == Side::Foreign
        && let Some(told) = record.explained.and_then(foreign)
    {
        let mut evidence = evidence::of(record);
        let why = "the engine's query";
        evidence.push(Evidence::seen("row.Why", told.id, why));
        return Some((told, evidence));
    }
    let is_asked = |explanation: &&Explanation| {
        (explanation.about == About::Foreign) == (side == Side::Foreign)
    };
    EXPLANATIONS
        .iter()
        .filter(is_asked)
        .find_map(|explanation| {
            let fits = explanation.condition.holds(record, None);
            fits.then(|| (explanation, (explanation.evidence)(record)))
        })
}

/// The next steps with what the entry and its evidence tell filled in; the result is as untrusted as they
/// are.
pub(super) fn next_steps(
    explanation: &Explanation,
    entry: &Entry,
    evidence: &[Evidence],
) -> Vec<String> {
    let known = |value: Option<String>, otherwise: &str| value.unwrap_or_else(|| otherwise.into());
    let tenant = known(
        entry.actor_tenant.map(|id| id.to_string()),
        "the actor's tenant",
    );
    let own = known(entry.organization.map(|id| id.to_string()), "this tenant");
    let time = known(
        entry.time.map(|time| time.to_string()),
        "the time of the entry",
    );
    let error = entry.error.as_deref().map(str::trim);
    let error = error.filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    let error = known(error.map(|it| format!("AADSTS{it}")), "AADSTS<number>");
    let named = entry.user.clone().filter(|user| !is_placeholder(user));
    let by_id = || {
        let id = evidence::id_of_nobody(evidence)?;
        Some(format!(
            "whoever has the object id {id} (the entry gives no name)"
        ))
    };
    let user = known(
        named.or_else(by_id),
        "whoever it was (the entry names nobody)",
    );
    // The user's name goes in last: it is free text and must not be expanded in its turn.
    let filled = |step: &&str| {
        step.replace("{actor_tenant}", &tenant)
            .replace("{organization}", &own)
            .replace("{time}", &time)
            .replace("{error}", &error)
            .replace("{user}", &user)
    };
    explanation.next_steps.iter().map(filled).collect()
}

#[cfg(test)]
mod tests;
