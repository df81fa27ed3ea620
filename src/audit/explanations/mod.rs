//! Why is this foreign entry here: the explanations that are known, and the choice among them.
//!
//! Not its job: deciding which entries are foreign (`trace::Entry::is_foreign`).

use super::explanation::Explanation;
use super::record::AuditRecord;
use crate::finding::Evidence;
use crate::trace::Entry;

mod evidence;
mod exchange_powershell;
mod pass_through;
mod unexplained;

/// The most particular first: the first whose discriminators are there is chosen.
pub const EXPLANATIONS: &[Explanation] = &[
    exchange_powershell::WRONG_TENANT,
    pass_through::SHAREPOINT,
    pass_through::SIGN_IN,
    unexplained::FOREIGN_ACTOR,
];

/// The best explanation of a foreign entry, with what speaks for it. The last of the list fits
/// everything, so there always is one.
pub(super) fn choose(record: &AuditRecord) -> (&'static Explanation, Vec<Evidence>) {
    const LAST_RESORT: &Explanation = &unexplained::FOREIGN_ACTOR;
    EXPLANATIONS
        .iter()
        .find_map(|explanation| {
            let evidence = (explanation.discriminators)(record)?;
            Some((explanation, evidence))
        })
        .unwrap_or((LAST_RESORT, Vec::new()))
}

/// The next steps with what the entry tells filled in; the result is as untrusted as the entry.
pub(super) fn next_steps(explanation: &Explanation, entry: &Entry) -> Vec<String> {
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
    let user = known(entry.user.clone(), "the user of the entry");
    // The user's name goes in last: it is free text and must not be expanded in its turn.
    let filled = |step: &&str| {
        step.replace("{actor_tenant}", &tenant)
            .replace("{organization}", &own)
            .replace("{time}", &time)
            .replace("{user}", &user)
    };
    explanation.next_steps.iter().map(filled).collect()
}

#[cfg(test)]
mod tests;
