//! Many tokens in words: one verdict, and counts instead of a report for each.
//!
//! Not its job: counting (`report/summary.rs`).

use crate::entra::tenant::TenantId;
use crate::facts;
use crate::report::summary::{Counts, Family, MOST_RELATIVES, Summary};
use crate::rules::verdict::Verdict;
use crate::text::grouped;

use super::headline::mark;
use super::line::Tone;
use super::place::place;

/// Rows of each list.
const MOST_ROWS: usize = 20;

/// What many tokens come to. Raw and untrusted.
pub(in crate::report) struct ManyWords {
    pub verdict: Option<Verdict>,
    pub verdicts: Vec<VerdictRow>,
    /// Verdicts that are only counted.
    pub more_verdicts: Vec<String>,
    pub lists: Vec<List>,
    pub together: Vec<String>,
    pub not_checked: Vec<String>,
}

/// A verdict and how many tokens ended so.
pub(in crate::report) struct VerdictRow {
    pub count: String,
    pub word: &'static str,
    pub tone: Tone,
    pub title: String,
    pub first: String,
}

/// Counts of one kind of thing.
pub(in crate::report) struct List {
    pub title: &'static str,
    pub rows: Vec<(String, String)>,
    /// What is only counted.
    pub more: Vec<String>,
}

/// Where each token's own report is to be had.
pub(in crate::report) const EACH: &str = "Each token's own report: --format jsonl (one line a token), --json (one document), or name fewer tokens.";

impl ManyWords {
    pub(in crate::report) fn of(summary: &Summary) -> Self {
        let tenants = list("Tenants", &summary.tenants, |tenant| {
            (tenant.clone(), tenant_name(summary, tenant))
        });
        let clients = list("Clients", &summary.clients, |(id, name)| {
            (id.clone(), name.clone())
        });
        Self {
            verdict: verdict(summary),
            verdicts: verdicts(summary),
            more_verdicts: more(&summary.verdicts, "verdicts"),
            lists: [tenants, clients].into_iter().flatten().collect(),
            together: together(summary),
            not_checked: not_checked(summary),
        }
    }
}

fn verdict(summary: &Summary) -> Option<Verdict> {
    let mut worst = summary.verdict()?.clone();
    if summary.tokens == 1 {
        return Some(worst);
    }
    let decides = if summary.deciding < summary.tokens {
        "access tokens decide before those beside them, and of these the worst"
    } else {
        "the worst decides"
    };
    worst.summary = format!(
        "{} tokens, {decides}. {}",
        grouped(summary.tokens),
        worst.summary
    );
    Some(worst)
}

/// The gravest first.
fn verdicts(summary: &Summary) -> Vec<VerdictRow> {
    let mut kinds = summary.verdicts.by_frequency();
    kinds.sort_by_key(|(kind, _)| std::cmp::Reverse((kind.ending.weight(), kind.severity)));
    let rows = kinds.into_iter().take(MOST_ROWS).map(|(kind, count)| {
        let (word, tone) = mark(kind.ending, kind.severity, false);
        VerdictRow {
            count: grouped(count.tokens),
            word,
            tone,
            title: kind.title.clone(),
            first: format!("first: {}", place(&count.first)),
        }
    });
    rows.collect()
}

fn list<K: Ord + Clone>(
    title: &'static str,
    counts: &Counts<K>,
    told: impl Fn(&K) -> (String, Option<String>),
) -> Option<List> {
    if counts.is_empty() {
        return None;
    }
    let kinds = counts.by_frequency().into_iter().take(MOST_ROWS);
    let rows = kinds.map(|(kind, count)| {
        let (id, name) = told(kind);
        let text = match name {
            Some(name) => format!("{id}, {name}"),
            None => id,
        };
        (grouped(count.tokens), text)
    });
    Some(List {
        title,
        rows: rows.collect(),
        more: more(counts, &title.to_lowercase()),
    })
}

fn more<K: Ord + Clone>(counts: &Counts<K>, what: &str) -> Vec<String> {
    let mut more = Vec::new();
    let hidden = counts.len().saturating_sub(MOST_ROWS);
    if hidden > 0 {
        more.push(format!("and {} more {what}", grouped(hidden as u64)));
    }
    if counts.others > 0 {
        let others = grouped(counts.others);
        more.push(format!("and {others} tokens of {what} that are not listed"));
    }
    more
}

fn together(summary: &Summary) -> Vec<String> {
    let families = summary.families();
    if families.is_empty() {
        return Vec::new();
    }
    let mut together: Vec<String> = families.iter().map(family).collect();
    if summary.tokens > MOST_RELATIVES as u64 {
        together.push(format!(
            "only the first {} tokens were compared with each other",
            grouped(MOST_RELATIVES as u64)
        ));
    }
    together
}

fn family(family: &Family) -> String {
    let numbers: Vec<String> = family
        .first
        .iter()
        .take(5)
        .map(|token| (token + 1).to_string())
        .collect();
    let more = if family.first.len() > 5 { ", …" } else { "" };
    let of = match family.groups {
        1 => String::new(),
        groups => format!("{} groups, the first of them ", grouped(groups as u64)),
    };
    format!("{of}tokens {}{more}: {}", numbers.join(", "), family.text)
}

fn not_checked(summary: &Summary) -> Vec<String> {
    let told = summary.left_out().iter().take(MOST_ROWS);
    let mut items: Vec<String> = told
        .map(|item| format!("{}: {}", item.what, item.why))
        .collect();
    let hidden = summary.left_out().len().saturating_sub(MOST_ROWS) as u64;
    let beyond = hidden + summary.left_out_beyond();
    if beyond > 0 {
        items.push(format!("{} more were left out", grouped(beyond)));
    }
    for (what, why) in [
        (
            "revocation",
            "a token does not show whether its session was revoked",
        ),
        ("audit log", "no export was given (--audit)"),
    ] {
        items.push(format!("{what}: {why}"));
    }
    items
}

/// Whether it was expected, else what is publicly known of it.
fn tenant_name(summary: &Summary, tenant: &str) -> Option<String> {
    let mut expected = summary.expectation()?.tenants.iter();
    let is_it = |id: TenantId| id.to_string() == tenant;
    if let Some(expected) = expected.find(|expected| expected.tenant.is_some_and(is_it)) {
        return Some(if expected.given == tenant {
            "expected".to_owned()
        } else {
            format!("expected ({})", expected.given)
        });
    }
    let known = facts::tenant(uuid::Uuid::parse_str(tenant).ok()?)?;
    Some(known.name.to_owned())
}
