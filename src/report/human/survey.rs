//! The screen of `audit`: foreign entries as groups, each with its explanation.
//!
//! Not its job: the records of one token (`human/audit.rs`).

use crate::audit::{Audit, Foreign, Group};
use crate::facts;
use crate::report::model::Report;
use crate::screen::Screen;

/// More groups than this are in the JSON report.
const MOST_GROUPS: usize = 20;

pub(super) fn survey(screen: &mut Screen, report: &Report, audit: &Audit) {
    own(screen, report);
    let mut told: Vec<&str> = Vec::new();
    for (index, group) in audit.groups.iter().enumerate().take(MOST_GROUPS) {
        let sample = audit.foreign.iter().find(|entry| entry.group == index);
        write_group(screen, index, group);
        // One explanation is told in full where it stands first.
        if let Some(sample) = sample.filter(|_| !told.contains(&group.explanation)) {
            told.push(group.explanation);
            explanation(screen, sample);
        }
    }
    if audit.groups.len() > MOST_GROUPS {
        screen.heading(&format!(
            "AND {} MORE GROUPS",
            audit.groups.len() - MOST_GROUPS
        ));
        screen.labelled("", 2, "They are in the JSON report (--json).");
    }
}

fn own(screen: &mut Screen, report: &Report) {
    screen.blank();
    for tenant in &report.expectation.tenants {
        let id = tenant
            .tenant
            .map_or_else(|| "not resolved".to_owned(), |id| id.to_string());
        let from = match tenant.from {
            Some("majority") => " (by most of the records; --tenant names it)".to_owned(),
            _ if tenant.given != id => format!(" {}", tenant.given),
            _ => String::new(),
        };
        screen.labelled("own tenant", 12, &format!("{id}{from}"));
    }
}

fn write_group(screen: &mut Screen, index: usize, group: &Group) {
    let entries = if group.count == 1 {
        "1 entry".to_owned()
    } else {
        format!("{} entries", group.count)
    };
    screen.heading(&format!(
        "GROUP {}  {entries}, {}",
        index + 1,
        group.explanation
    ));
    let mut line = |label: &str, text: &str| screen.labelled(&format!("  {label}"), 14, text);
    line("user", group.user.as_deref().unwrap_or("not named"));
    let tenant = group
        .actor_tenant
        .map_or_else(|| "not named".to_owned(), |tenant| tenant.to_string());
    line("of tenant", &tenant);
    line("with", &named(group.client.as_deref()));
    line("for", &named(group.resource.as_deref()));
    let when = match (group.first, group.last) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(first), _) => first.to_string(),
        _ => "no time".to_owned(),
    };
    line("when", &when);
    if let Some(id) = &group.sample_id {
        line("record", id);
    }
    line("after it", &followed(group));
}

/// What else the exports show of the same user or session.
fn followed(group: &Group) -> String {
    match group.followed {
        None => "not to be told: the exports hold no record of a mailbox, a site or another workload".into(),
        Some(0) => "nothing else by this user or session in the mailboxes, sites and workloads of these exports".into(),
        Some(1) => "1 RECORD by the same user or session in a workload: look at it".into(),
        Some(count) => format!("{count} RECORDS by the same user or session in workloads: look at them"),
    }
}

fn explanation(screen: &mut Screen, entry: &Foreign) {
    let weight = format!(
        "{}, confidence {}",
        entry.severity.word(),
        entry.confidence.word()
    );
    screen.labelled("  why", 14, &format!("{} ({weight})", entry.title));
    screen.labelled("", 14, entry.why);
    for evidence in &entry.evidence {
        let observed = evidence.observed.as_deref().unwrap_or("absent");
        screen.labelled(
            "",
            14,
            &format!("+ {} {observed} ({})", evidence.at, evidence.source),
        );
    }
    screen.labelled("  unless", 14, entry.what_would_change_it);
    for (index, step) in entry.next_steps.iter().enumerate() {
        screen.labelled(
            if index == 0 { "  do" } else { "" },
            14,
            &format!("{}. {step}", index + 1),
        );
    }
}

fn named(id: Option<&str>) -> String {
    let Some(id) = id else {
        return "not named".into();
    };
    let app = id.parse().ok().and_then(facts::app);
    app.map_or_else(|| id.to_owned(), |app| format!("{} ({id})", app.name))
}
