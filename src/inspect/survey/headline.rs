//! What the entries of other tenants come to, in a sentence.
//!
//! Not its job: how it ends, which the severity of the groups decides.

use crate::audit::Group;
use crate::finding::Severity;
use crate::text::amount;

/// The title, and what it is about.
pub(super) fn headline(groups: &[Group], records: u64) -> (String, String) {
    let entries: u64 = groups.iter().map(|group| group.count).sum();
    if entries == 0 {
        let summary = match records {
            1 => "The one record names no actor of another tenant.".to_owned(),
            _ => format!("None of the {records} records names an actor of another tenant."),
        };
        return ("no entry of another tenant's account".into(), summary);
    }
    let unexplained: u64 = groups
        .iter()
        .filter(|group| group.explanation.id == "foreign-actor-unexplained")
        .map(|group| group.count)
        .sum();
    let subject = match entries {
        1 => "one entry of another tenant's account".to_owned(),
        _ => format!("{entries} entries of other tenants' accounts"),
    };
    let is_grave = |group: &&Group| group.operations.iter().any(|done| done.is_grave);
    if let Some(group) = groups.iter().find(is_grave) {
        let operation = group.operations.first().map_or("", |done| done.name.trim());
        let acts = match entries {
            1 => "an act to look at",
            _ => "with acts among them to look at",
        };
        let summary = format!(
            "{operation}, for example: it gives somebody power or carries data out. Guests, partners and applications may \
             do so by right; look who did it, and to whom."
        );
        return (format!("{subject}, {acts}"), summary);
    }
    let followed = groups
        .iter()
        .filter(|group| group.explanation.came_to_nothing && group.followed.count > Some(0))
        .count();
    if followed > 0 {
        let summary = "The same users or sessions left records in mailboxes, sites or other workloads: that is more than a \
                       login that came to nothing. Guests and partners do so by right; look who they are.";
        return (
            format!("{subject}, and activity after it"),
            summary.to_owned(),
        );
    }
    let title = match (entries, unexplained) {
        (1, 0) => format!("{subject}, explained"),
        (_, 0) => format!("{subject}, all explained"),
        (1, _) => format!("{subject}, without a known story"),
        _ => format!("{subject}, {unexplained} without a known story"),
    };
    let names = if entries == 1 { "names" } else { "name" };
    let summary = format!(
        "{entries} of {records} records {names} an actor whose tenant is not the one whose log this is. A login entry means \
         \"identity checked\", not \"got in\"."
    );
    (title, summary)
}

/// A pointer to what is not foreign but worth knowing; the weighty part by name.
pub(super) fn noted(groups: &[Group]) -> String {
    let entries = |group: &Group| {
        format!(
            "{} ({})",
            group.explanation.id,
            amount(group.count, "entry", "entries")
        )
    };
    let weighty: Vec<String> = groups
        .iter()
        .filter(|group| group.severity >= Severity::Medium)
        .map(entries)
        .collect();
    match (weighty.as_slice(), groups.len()) {
        ([], 0) => String::new(),
        ([], _) => " What else puzzles people in such a log is noted below.".into(),
        (weighty, _) => format!(" Not foreign, but look at it: {}.", weighty.join(", ")),
    }
}
