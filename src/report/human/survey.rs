//! The screen of `audit`: foreign entries as groups, each with its explanation; then what is one's own
//! and puzzles people all the same.
//!
//! Not its job: the records of one token (`human/audit.rs`).

use uuid::Uuid;

use crate::audit::explanation::{Explanation, Grouping};
use crate::audit::{Audit, Group};
use crate::facts;
use crate::finding::Severity;
use crate::report::model::Report;
use crate::screen::Screen;

use super::audit::searched;

/// More groups than this are in the JSON report.
const MOST_GROUPS: usize = 20;
const MOST_NOTED: usize = 10;

/// Where the text of a group begins.
const LABEL: usize = 14;

pub(super) fn survey(screen: &mut Screen, report: &Report, audit: &Audit) {
    own(screen, report);
    searched(screen, report, audit);
    let mut told = Vec::new();
    write_groups(screen, &audit.groups, "GROUP", MOST_GROUPS, &mut told);
    if !audit.noted_groups.is_empty() {
        screen.heading("NOT FOREIGN, BUT WORTH KNOWING");
        write_groups(screen, &audit.noted_groups, "NOTE", MOST_NOTED, &mut told);
    }
}

/// The weightiest first, then as they stand in the log.
fn write_groups(
    screen: &mut Screen,
    groups: &[Group],
    word: &str,
    most: usize,
    told: &mut Vec<&'static str>,
) {
    let mut sorted: Vec<&Group> = groups.iter().collect();
    sorted.sort_by_key(|group| std::cmp::Reverse(group.severity));
    for (group, number) in sorted.iter().take(most).zip(1..) {
        write_group(screen, &format!("{word} {number}"), group);
        // One explanation is told in full where it stands first.
        if !told.contains(&group.explanation.id) {
            told.push(group.explanation.id);
            explanation(screen, group);
        }
    }
    if sorted.len() > most {
        let text = format!("AND {} MORE", sorted.len() - most);
        screen.heading(&text);
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

fn write_group(screen: &mut Screen, head: &str, group: &Group) {
    let entries = if group.count == 1 {
        "1 entry".to_owned()
    } else {
        format!("{} entries", group.count)
    };
    screen.heading(&format!("{head}  {entries}, {}", group.explanation.id));
    let mut line = |label: &str, text: &str| screen.labelled(&format!("  {label}"), LABEL, text);
    match group.explanation.grouping {
        Grouping::Kind => {}
        Grouping::Address => {
            line("from", group.address.as_deref().unwrap_or("no address"));
            line("users", &names(group.users));
            if group.succeeded > 0 {
                let text = format!(
                    "{} OF THEM got past the password from this address: look at them",
                    group.succeeded
                );
                line("succeeded", &text);
            }
        }
        Grouping::Actor | Grouping::Session => {
            line("user", group.user.as_deref().unwrap_or("not named"));
            line("of tenant", &tenant(group.actor_tenant));
            if group.explanation.id == "own-user-elsewhere" {
                line("in tenant", &tenant(group.organization));
            }
            line("with", &named(group.client.as_deref()));
            line("for", &named(group.resource.as_deref()));
            line("from", group.address.as_deref().unwrap_or("no address"));
        }
    }
    if !group.operations.is_empty() {
        line("did", &did(group));
    }
    line("when", &when(group));
    if let Some(id) = &group.sample_id {
        line("record", id);
    }
    if group.explanation.why_not_foreign().is_none() {
        line("after it", &followed(group));
    }
}

/// What was done, the gravest first.
fn did(group: &Group) -> String {
    let told = group.operations.iter().map(|operation| {
        let name = operation.name.trim();
        let mark = if operation.is_grave {
            " (LOOK AT IT)"
        } else {
            ""
        };
        format!("{name} {}{mark}", operation.count)
    });
    told.collect::<Vec<_>>().join(", ")
}

fn names(users: usize) -> String {
    match users {
        1 => "1 name, or none that exists".to_owned(),
        100.. => "100 different names or more".to_owned(),
        _ => format!("{users} different names"),
    }
}

fn tenant(id: Option<Uuid>) -> String {
    let Some(id) = id else {
        return "not named".to_owned();
    };
    let known = facts::tenant(id).map(|known| format!("{} ({id})", known.name));
    known.unwrap_or_else(|| id.to_string())
}

fn when(group: &Group) -> String {
    match (group.first, group.last) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(first), _) => first.to_string(),
        _ => "no time".to_owned(),
    }
}

/// What else the exports show of the same user or session.
fn followed(group: &Group) -> String {
    let is_expected = !group.explanation.came_to_nothing;
    match group.followed {
        None if group.names_nobody => {
            "not to be told: the entries name no user, object id or session to look for".into()
        }
        None => "not to be told: the exports hold no record of a mailbox, a site or another workload".into(),
        Some(0) => "nothing else by this user or session in the mailboxes, sites and workloads of these exports".into(),
        Some(count) if is_expected => format!("{count} of the records of workloads are by the same user or session"),
        Some(1) => "1 RECORD by the same user or session in a workload: look at it".into(),
        Some(count) => format!("{count} RECORDS by the same user or session in workloads: look at them"),
    }
}

fn explanation(screen: &mut Screen, group: &Group) {
    let Explanation {
        title,
        why,
        what_would_change_it,
        ..
    } = group.explanation;
    let weight = format!(
        "{}, confidence {}",
        group.severity.word(),
        group.confidence.word()
    );
    screen.labelled("  why", LABEL, &format!("{title} ({weight})"));
    screen.labelled("", LABEL, why);
    if let Some(why_not) = group.explanation.why_not_foreign() {
        screen.labelled("  not foreign", LABEL, why_not);
    }
    // Of services of Microsoft's own the first entry proves nothing.
    let is_counted = group.explanation.grouping == Grouping::Kind;
    for evidence in group.evidence.iter().filter(|_| !is_counted) {
        let observed = evidence.observed.as_deref().unwrap_or("absent");
        let against = evidence
            .expected
            .as_deref()
            .map_or_else(String::new, |expected| format!(", not {expected}"));
        screen.labelled("", LABEL, &format!("+ {} {observed}{against}", evidence.at));
    }
    if group.severity == Severity::Info && is_counted {
        return;
    }
    screen.labelled("  unless", LABEL, what_would_change_it);
    for (step, number) in group.next_steps().iter().zip(1..) {
        let label = if number == 1 { "  do" } else { "" };
        screen.labelled(label, LABEL, &format!("{number}. {step}"));
    }
}

fn named(id: Option<&str>) -> String {
    let Some(id) = id else {
        return "not named".into();
    };
    let app = id.parse().ok().and_then(facts::app);
    app.map_or_else(|| id.to_owned(), |app| format!("{} ({id})", app.name))
}
