//! One record of a token in words.

use crate::facts;
use crate::trace::{Entry, Key, Strength, Trace};

use super::line::{Line, Tone};

/// What a report tells of one matched record. Raw and untrusted.
pub(in crate::report) struct Record {
    /// Time, operation, workload.
    pub head: String,
    pub lines: Vec<Line>,
}

impl Record {
    pub(super) fn of(trace: &Trace) -> Self {
        Self {
            head: head(&trace.entry),
            lines: lines(trace),
        }
    }
}

fn head(entry: &Entry) -> String {
    let time = entry
        .time
        .map_or_else(|| "no time".to_owned(), |time| time.to_string());
    let workload = entry.workload.as_deref().unwrap_or("workload unknown");
    let kind = entry
        .record_type
        .map_or_else(String::new, |kind| format!(", record type {kind}"));
    let error = match entry.error.as_deref() {
        None => String::new(),
        Some("0") => ", no error".into(),
        Some(error) => format!(", error {error}"),
    };
    format!("{time} {} ({workload}{kind}{error})", entry.operation)
}

fn lines(trace: &Trace) -> Vec<Line> {
    let entry = &trace.entry;
    let mut lines = vec![Line::plain(format!("{} line {}", entry.input, entry.line))];
    lines.extend(tenants(entry).map(Line::prose));
    if let Some(user) = &entry.user {
        let from = entry
            .address
            .as_ref()
            .map_or_else(String::new, |address| format!(" from {address}"));
        lines.push(Line::plain(format!("as {user}{from}")));
    }
    let client = entry.client.as_deref().map(named).unwrap_or_default();
    let resource = entry.resource.as_deref().map(named).unwrap_or_default();
    if !client.is_empty() || !resource.is_empty() {
        lines.push(Line::plain(format!("{client} -> {resource}")));
    }
    lines.push(Line::plain(format!("agrees: {}", words(&trace.agree))));
    lines.extend(trace.contradict.iter().map(|contradiction| {
        let text = format!(
            "DIFFERS: {} {} in the record, {} in the token",
            contradiction.field, contradiction.record, contradiction.token
        );
        Line::plain(text).toned(Tone::Warn)
    }));
    lines
}

fn tenants(entry: &Entry) -> Option<String> {
    let (actor, organization) = (entry.actor_tenant?, entry.organization?);
    Some(if actor == organization {
        format!("in the log of {organization}, by an account of that tenant")
    } else {
        format!("in the log of {organization}, by an account of {actor}")
    })
}

/// How a record belongs to a token.
pub(in crate::report) fn tie(strength: Strength) -> &'static str {
    match strength {
        Strength::Token => "of this very token",
        Strength::Session => "of its session",
        Strength::Context => "by person, client and time",
        Strength::Tenant => "where only the tenants fit",
    }
}

/// The name of an application, else its id.
pub(super) fn named(id: &str) -> String {
    id.parse()
        .ok()
        .and_then(facts::app)
        .map_or_else(|| id.to_owned(), |app| app.name.to_owned())
}

fn words(keys: &[Key]) -> String {
    keys.iter()
        .map(|key| key.word().replace('_', " "))
        .collect::<Vec<_>>()
        .join(", ")
}
