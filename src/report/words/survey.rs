//! What an audit log holds: foreign entries as groups, each with its explanation; then what is one's own
//! and puzzles people all the same.
//!
//! Not its job: the records of one token (`happened.rs`).

use uuid::Uuid;

use crate::audit::explanation::{Explanation, Grouping};
use crate::audit::{Audit, Group, Operation};
use crate::entra::tenant::TenantId;
use crate::facts;
use crate::finding::Severity;
use crate::report::model::Report;

use super::blocks::{Block, Named, blocks};
use super::followed::followed;
use super::names::short_name;

/// More groups than this are in the JSON report.
const MOST_GROUPS: usize = 20;
const MOST_NOTED: usize = 10;

/// Kinds of operations that are named; of graver ones a single group may have as many.
const MOST_DONE: usize = 24;

/// The groups, as far as they are told. Raw and untrusted.
pub(in crate::report) struct Survey {
    pub own: Vec<String>,
    pub foreign: Groups,
    pub noted: Groups,
}

/// The weightiest first, then as they stand in the log.
pub(in crate::report) struct Groups {
    pub told: Vec<GroupWords>,
    /// How many more there are.
    pub more: usize,
}

/// Entries that are alike, of one user, or of several users of one tenant with the same client.
pub(in crate::report) struct GroupWords {
    pub group: Group,
    /// `3 entries`, `3 entries of 2 users`.
    pub entries: String,
    /// Whose accounts they are by, in short.
    pub tenant: String,
    pub users: String,
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
pub(in crate::report) fn survey(report: &Report, audit: &Audit) -> Survey {
    let mut told = Vec::new();
    Survey {
        own: own(report),
        foreign: groups(report, &audit.groups, MOST_GROUPS, &mut told),
        noted: groups(report, &audit.noted_groups, MOST_NOTED, &mut told),
    }
}

fn groups(report: &Report, groups: &[Group], most: usize, told: &mut Vec<&'static str>) -> Groups {
    let mut sorted: Vec<&Group> = groups.iter().collect();
    sorted.sort_by_key(|group| std::cmp::Reverse(group.severity));
    let mut all = blocks(sorted.into_iter());
    let more = all.len().saturating_sub(most);
    all.truncate(most);
    let words = all.into_iter().map(|block| {
        let group = &block.group;
        // One explanation is told in full where it stands first.
        let is_new = !told.contains(&group.explanation.id);
        told.push(group.explanation.id);
        let entries = match group.count {
            1 => "1 entry".to_owned(),
            count => format!("{count} entries"),
        };
        GroupWords {
            entries: match block.users.count() {
                0 | 1 => entries,
                users => format!("{entries} of {users} users"),
            },
            tenant: actor_tenant(report, group),
            users: users(&block),
            rows: rows(&block),
            explanation: is_new.then(|| ExplanationWords::of(&block)),
            group: block.group,
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

fn users(block: &Block) -> String {
    listed(&block.users, |user| user.to_owned(), "not named")
}

/// The first names, and how many more there are.
fn listed(named: &Named, word: impl Fn(&str) -> String, none: &str) -> String {
    if named.first.is_empty() {
        return none.to_owned();
    }
    let words: Vec<String> = named.first.iter().map(|name| word(name)).collect();
    let more = match named.count() - named.first.len() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!("{}{more}", words.join(", "))
}

fn rows(block: &Block) -> Vec<(&'static str, String)> {
    let group = &block.group;
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
        Grouping::Actor | Grouping::Answer | Grouping::Session => {
            let label = if block.users.count() > 1 {
                "users"
            } else {
                "user"
            };
            rows.push((label, users(block)));
            rows.push(("of tenant", tenant(group.actor_tenant)));
            if group.explanation.id == "own-user-elsewhere" {
                rows.push(("in tenant", tenant(group.organization)));
            }
            rows.push(("with", named(group.client.as_deref())));
            let resources = listed(&block.resources, |id| named(Some(id)), "not named");
            rows.push(("for", resources));
            let addresses = listed(&block.addresses, |it| it.to_owned(), "no address");
            rows.push(("from", addresses));
            rows.extend(group.error.as_deref().map(|error| ("error", answer(error))));
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
        let text = followed(group);
        rows.push((
            "after it",
            match block.users.count() {
                0 | 1 => text,
                _ => text.replace("this user or session", "these users or their sessions"),
            },
        ));
        let told = group.followed.records.iter().zip(["first", "then", "then"]);
        rows.extend(told.map(|(record, label)| (label, record.to_string())));
    }
    rows
}

/// What was done, the gravest first.
pub(super) fn did(group: &Group) -> String {
    let told = group.operations.iter().take(MOST_DONE).map(|operation| {
        let name = operation.name.trim();
        let mark = match operation {
            Operation { is_grave: true, .. } => " (LOOK AT IT)",
            Operation {
                is_failure: true, ..
            } => " (failed)",
            _ => "",
        };
        format!("{name} {}{mark}", operation.count)
    });
    let told = told.collect::<Vec<_>>().join(", ");
    match group.operations.len().saturating_sub(MOST_DONE) {
        0 => told,
        1 => format!("{told}, and 1 more kind"),
        more => format!("{told}, and {more} more kinds"),
    }
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

/// A number of the sign-in service, and what is known of it.
fn answer(error: &str) -> String {
    match facts::aadsts::code(error.trim()) {
        Some(code) if code.name.is_empty() => format!("AADSTS{}: {}", code.code, code.meaning),
        Some(code) => format!("AADSTS{} ({}): {}", code.code, code.name, code.meaning),
        // The portal's word for a result without a number.
        None if !error.trim().bytes().all(|byte| byte.is_ascii_digit()) => error.to_owned(),
        None => format!("{error}, a number that is not known here"),
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

impl ExplanationWords {
    fn of(block: &Block) -> Self {
        let group = &block.group;
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
                false => steps(block),
            },
        }
    }
}

/// What to do, for all of its users.
fn steps(block: &Block) -> Vec<String> {
    if block.users.count() < 2 {
        return block.group.next_steps();
    }
    let mut of_all = block.group.clone();
    of_all.user = Some("each of these users".to_owned());
    of_all.next_steps()
}

fn named(id: Option<&str>) -> String {
    let Some(id) = id else {
        return "not named".into();
    };
    let app = id.parse().ok().and_then(facts::app);
    app.map_or_else(|| id.to_owned(), |app| format!("{} ({id})", app.name))
}
