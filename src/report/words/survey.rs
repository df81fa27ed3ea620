//! What an audit log holds: foreign entries as groups, each with its explanation; then what is one's own
//! and puzzles people all the same.
//!
//! Not its job: the records of one token (`happened.rs`).

use uuid::Uuid;

use crate::audit::explanation::{Explanation, Grouping};
use crate::audit::{Audit, Group};
use crate::entra::tenant::TenantId;
use crate::facts;
use crate::finding::Severity;
use crate::report::model::Report;

use super::names::short_name;

/// More groups than this are in the JSON report.
const MOST_GROUPS: usize = 20;
const MOST_NOTED: usize = 10;

/// The groups, as far as they are told. Raw and untrusted.
pub(in crate::report) struct Survey<'a> {
    pub own: Vec<String>,
    pub foreign: Groups<'a>,
    pub noted: Groups<'a>,
}

/// The weightiest first, then as they stand in the log.
pub(in crate::report) struct Groups<'a> {
    pub told: Vec<GroupWords<'a>>,
    /// How many more there are.
    pub more: usize,
}

/// Entries that are alike.
pub(in crate::report) struct GroupWords<'a> {
    pub group: &'a Group,
    /// `3 entries`.
    pub entries: String,
    /// Whose accounts they are by, in short.
    pub tenant: String,
    pub rows: Vec<(&'static str, String)>,
    /// Only of the first group with this explanation.
    pub explanation: Option<ExplanationWords>,
}

/// Why entries are there, and what to do.
pub(in crate::report) struct ExplanationWords {
    /// Title, severity and confidence.
    pub title: String,
    pub why: &'static str,
    pub why_not_foreign: Option<&'static str>,
    pub evidence: Vec<String>,
    pub unless: Option<&'static str>,
    pub steps: Vec<String>,
}

/// Everything about an audit log without a token.
pub(in crate::report) fn survey<'a>(report: &Report, audit: &'a Audit) -> Survey<'a> {
    let mut told = Vec::new();
    Survey {
        own: own(report),
        foreign: groups(report, &audit.groups, MOST_GROUPS, &mut told),
        noted: groups(report, &audit.noted_groups, MOST_NOTED, &mut told),
    }
}

fn groups<'a>(
    report: &Report,
    groups: &'a [Group],
    most: usize,
    told: &mut Vec<&'static str>,
) -> Groups<'a> {
    let mut sorted: Vec<&Group> = groups.iter().collect();
    sorted.sort_by_key(|group| std::cmp::Reverse(group.severity));
    let more = sorted.len().saturating_sub(most);
    sorted.truncate(most);
    let words = sorted.into_iter().map(|group| {
        // One explanation is told in full where it stands first.
        let is_new = !told.contains(&group.explanation.id);
        told.push(group.explanation.id);
        GroupWords {
            group,
            entries: match group.count {
                1 => "1 entry".to_owned(),
                count => format!("{count} entries"),
            },
            tenant: actor_tenant(report, group),
            rows: rows(group),
            explanation: is_new.then(|| ExplanationWords::of(group)),
        }
    });
    Groups {
        told: words.collect(),
        more,
    }
}

fn own(report: &Report) -> Vec<String> {
    let tenants = report.expectation.tenants.iter().map(|tenant| {
        let id = tenant
            .tenant
            .map_or_else(|| "not resolved".to_owned(), |id| id.to_string());
        let from = match tenant.from {
            Some("majority") => " (by most of the records; --tenant names it)".to_owned(),
            _ if tenant.given != id => format!(" {}", tenant.given),
            _ => String::new(),
        };
        format!("{id}{from}")
    });
    tenants.collect()
}

fn rows(group: &Group) -> Vec<(&'static str, String)> {
    let address = || group.address.as_deref().unwrap_or("no address").to_owned();
    let mut rows = Vec::new();
    match group.explanation.grouping {
        Grouping::Kind => {}
        Grouping::Address => {
            rows.push(("from", address()));
            rows.push(("users", names(group.users)));
            if group.succeeded > 0 {
                let text = format!(
                    "{} OF THEM got past the password from this address: look at them",
                    group.succeeded
                );
                rows.push(("succeeded", text));
            }
        }
        Grouping::Actor | Grouping::Session => {
            let user = group.user.as_deref().unwrap_or("not named");
            rows.push(("user", user.to_owned()));
            rows.push(("of tenant", tenant(group.actor_tenant)));
            if group.explanation.id == "own-user-elsewhere" {
                rows.push(("in tenant", tenant(group.organization)));
            }
            rows.push(("with", named(group.client.as_deref())));
            rows.push(("for", named(group.resource.as_deref())));
            rows.push(("from", address()));
        }
    }
    if !group.operations.is_empty() {
        rows.push(("did", did(group)));
    }
    rows.push(("when", when(group)));
    if let Some(id) = &group.sample_id {
        rows.push(("record", id.clone()));
    }
    if group.explanation.why_not_foreign().is_none() {
        rows.push(("after it", followed(group)));
    }
    rows
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

/// The name by which it is known here, or the beginning of its id.
fn actor_tenant(report: &Report, group: &Group) -> String {
    let Some(id) = group.actor_tenant else {
        return "not named".to_owned();
    };
    let start = || format!("{:.8}…", id.to_string());
    short_name(report, TenantId(id)).unwrap_or_else(start)
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

impl ExplanationWords {
    fn of(group: &Group) -> Self {
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
        // Of services of Microsoft's own the first entry proves nothing.
        let is_counted = group.explanation.grouping == Grouping::Kind;
        let evidence = group
            .evidence
            .iter()
            .filter(|_| !is_counted)
            .map(|evidence| {
                let observed = evidence.observed.as_deref().unwrap_or("absent");
                let against = evidence
                    .expected
                    .as_deref()
                    .map_or_else(String::new, |expected| format!(", not {expected}"));
                format!("{} {observed}{against}", evidence.at)
            });
        let is_harmless = group.severity == Severity::Info && is_counted;
        Self {
            title: format!("{title} ({weight})"),
            why,
            why_not_foreign: group.explanation.why_not_foreign(),
            evidence: evidence.collect(),
            unless: (!is_harmless).then_some(what_would_change_it),
            steps: match is_harmless {
                true => Vec::new(),
                false => group.next_steps(),
            },
        }
    }
}

fn named(id: Option<&str>) -> String {
    let Some(id) = id else {
        return "not named".into();
    };
    let app = id.parse().ok().and_then(facts::app);
    app.map_or_else(|| id.to_owned(), |app| format!("{} ({id})", app.name))
}
