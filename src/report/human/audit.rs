//! What the audit exports say: the records of a token, and how complete the exports are.

use crate::facts;
use crate::report::model::Report;
use crate::trace::{Entry, Key, Strength, Trace};

use super::layout::LABEL;
use crate::screen::Screen;

/// More records than this are in the JSON report.
const MOST_RECORDS: usize = 5;

/// Question 8: the records of this token.
pub(super) fn what_happened(screen: &mut Screen, report: &Report, token: usize) {
    let Some(audit) = &report.audit else {
        return;
    };
    let traces: Vec<&Trace> = audit
        .matches
        .iter()
        .filter(|trace| trace.token == token)
        .collect();
    let all: u64 = audit.exports.iter().map(|export| export.records).sum();
    if traces.is_empty() {
        let text = format!(
            "no record of this token among {all}. Not found is not proof: exports are cut, logs are kept for a \
             limited time, and some workloads do not record the token's id"
        );
        screen.labelled("8 What happened", LABEL, &text);
        return;
    }
    let same_token = traces
        .iter()
        .filter(|trace| trace.strength == Strength::Token)
        .count();
    let count = if traces.len() == 1 {
        "1 record".to_owned()
    } else {
        format!("{} records", traces.len())
    };
    let whose = if same_token == traces.len() {
        "of this very token".to_owned()
    } else {
        format!("{same_token} of this very token")
    };
    let summary = format!("{count} among {all}, {whose}");
    screen.labelled("8 What happened", LABEL, &summary);
    for trace in traces.iter().take(MOST_RECORDS) {
        record(screen, trace);
    }
    if traces.len() > MOST_RECORDS {
        screen.labelled(
            "",
            LABEL,
            &format!("and {} more", traces.len() - MOST_RECORDS),
        );
    }
    let signs_in = traces
        .iter()
        .all(|trace| trace.entry.record_type == Some(STS_LOGON));
    if signs_in {
        screen.labelled(
            "",
            LABEL,
            "A login entry means \"identity checked\", not \"got in\".",
        );
    }
    for foreign in audit
        .foreign
        .iter()
        .filter(|foreign| traces.iter().any(|trace| trace.entry == foreign.entry))
    {
        let text = format!(
            "Known as: {} ({})",
            foreign.explanation.title, foreign.explanation.id
        );
        screen.labelled("", LABEL, &text);
    }
}

/// `AzureActiveDirectoryStsLogon` of the Office 365 Management Activity API schema.
const STS_LOGON: u32 = 15;

fn record(screen: &mut Screen, trace: &Trace) {
    let entry = &trace.entry;
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
    screen.labelled(
        "",
        LABEL,
        &format!("{time} {} ({workload}{kind}{error})", entry.operation),
    );
    screen.labelled(
        "",
        LABEL + 2,
        &format!("{} line {}", entry.input, entry.line),
    );
    if let Some(tenants) = tenants(entry) {
        screen.prose("", LABEL + 2, &tenants);
    }
    if let Some(user) = &entry.user {
        let from = entry
            .address
            .as_ref()
            .map_or_else(String::new, |address| format!(" from {address}"));
        screen.labelled("", LABEL + 2, &format!("as {user}{from}"));
    }
    let client = entry.client.as_deref().map(named).unwrap_or_default();
    let resource = entry.resource.as_deref().map(named).unwrap_or_default();
    if !client.is_empty() || !resource.is_empty() {
        screen.labelled("", LABEL + 2, &format!("{client} -> {resource}"));
    }
    screen.labelled("", LABEL + 2, &format!("agrees: {}", words(&trace.agree)));
    for contradiction in &trace.contradict {
        let text = format!(
            "DIFFERS: {} {} in the record, {} in the token",
            contradiction.field, contradiction.record, contradiction.token
        );
        screen.labelled("", LABEL + 2, &text);
    }
}

fn tenants(entry: &Entry) -> Option<String> {
    let (actor, organization) = (entry.actor_tenant?, entry.organization?);
    Some(if actor == organization {
        format!("in the log of {organization}, by an account of that tenant")
    } else {
        format!("in the log of {organization}, by an account of {actor}")
    })
}

fn named(id: &str) -> String {
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

/// How complete each export is, where anything about it is worth knowing.
pub(super) fn exports(screen: &mut Screen, report: &Report) {
    let Some(audit) = &report.audit else {
        return;
    };
    screen.heading("AUDIT EXPORTS");
    for export in &audit.exports {
        let mut parts = vec![format!("{} records", export.records)];
        if let Some(duplicates @ 1..) = export.duplicates {
            parts.push(format!("{duplicates} duplicates"));
        }
        if export.unreadable > 0 {
            parts.push(format!("{} unreadable rows", export.unreadable));
        }
        if export.salvaged > 0 {
            parts.push(format!("{} read only in part", export.salvaged));
        }
        if let Some(why) = &export.truncated {
            parts.push(format!("probably cut off: {why}"));
        }
        if let Some(error) = &export.error {
            parts.push(format!("not read: {error}"));
        }
        screen.labelled("  -", 4, &format!("{}: {}", export.input, parts.join(", ")));
    }
}
