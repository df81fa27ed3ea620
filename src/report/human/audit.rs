//! What the audit exports say: the records of a token, and how complete the exports are.

use crate::audit::{Audit, ExportError};
use crate::entra::tenant::TenantId;
use crate::facts;
use crate::report::model::Report;
use crate::time::Timestamp;
use crate::trace::{Entry, Key, Strength, TokenKeys, Trace};

use super::absence;
use super::layout::{LABEL, place};
use crate::screen::Screen;

/// More records than this are in the JSON report.
const MOST_RECORDS: usize = 5;

/// More problems of an export than this are in the JSON report, which tells the first twenty.
const MOST_PROBLEMS: usize = 3;

/// Question 8: the records of this token.
pub(super) fn what_happened(screen: &mut Screen, report: &Report, token: usize) {
    if let Some(audit) = &report.audit {
        let judged = &report.tokens[token];
        let keys = judged.profile.keys(&judged.token);
        records(screen, audit, "8 What happened", token, &keys, report.at);
    }
}

/// The tokens that were only searched for, each with its records.
pub(super) fn searched(screen: &mut Screen, report: &Report, audit: &Audit) {
    for (index, token) in report.searched.iter().enumerate() {
        let number = match report.searched.len() {
            1 => String::new(),
            _ => format!(" {}", index + 1),
        };
        screen.heading(&format!("TOKEN{number}  decoded, not verified"));
        screen.labelled("  from", LABEL, &place(&token.source));
        let profile = &token.profile;
        let tenant = |id: Option<TenantId>| {
            id.map_or_else(|| "no tenant that it names".to_owned(), |id| id.to_string())
        };
        screen.labelled("  issued by", LABEL, &tenant(profile.issuing_tenant()));
        let user = profile.subject.display.as_deref().unwrap_or("not named");
        screen.labelled("  to", LABEL, user);
        screen.labelled("  of tenant", LABEL, &tenant(profile.subject.home));
        if let Some(client) = token.keys.client {
            screen.labelled("  client", LABEL, &named(&client.to_string()));
        }
        if let (Some(from), Some(to)) = (token.keys.issued_at, token.keys.expires_at) {
            screen.labelled("  lived", LABEL, &format!("from {from} to {to}"));
        }
        records(screen, audit, "  in the log", index, &token.keys, report.at);
    }
}

fn records(
    screen: &mut Screen,
    audit: &Audit,
    label: &str,
    token: usize,
    keys: &TokenKeys,
    now: Timestamp,
) {
    let traces: Vec<&Trace> = audit
        .matches
        .iter()
        .filter(|trace| trace.token == token)
        .collect();
    let searched = absence::contents(audit);
    if traces.is_empty() {
        let text = format!("no record of this token among {searched}");
        screen.prose(label, LABEL, &text);
        for limit in absence::limits(audit, keys, now) {
            screen.prose("", LABEL, &limit);
        }
        return;
    }
    let summary = format!("{} among {searched}", counted(&traces));
    screen.prose(label, LABEL, &summary);
    if traces
        .iter()
        .all(|trace| trace.strength == Strength::Tenant)
    {
        let only = "Only the tenants fit: somebody of the token's home was there while the token lived. Nothing names \
                    the token, its session or its person, so these entries need not be its own.";
        screen.prose("", LABEL, only);
    }
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
    if audit.matches_left_out > 0 {
        let text = format!(
            "and {} that were counted, but not kept (--max-entries)",
            audit.matches_left_out
        );
        screen.labelled("", LABEL, &text);
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

/// `3 records: 1 of this very token, 2 of its session`.
fn counted(traces: &[&Trace]) -> String {
    let kinds = [
        (Strength::Token, "of this very token"),
        (Strength::Session, "of its session"),
        (Strength::Context, "by person, client and time"),
        (Strength::Tenant, "where only the tenants fit"),
    ];
    let counts: Vec<(usize, &str)> = kinds
        .into_iter()
        .map(|(strength, words)| {
            let found = traces.iter().filter(|trace| trace.strength == strength);
            (found.count(), words)
        })
        .filter(|(count, _)| *count > 0)
        .collect();
    let all = match traces.len() {
        1 => "1 record".to_owned(),
        all => format!("{all} records"),
    };
    if let [(_, words)] = counts.as_slice() {
        return format!("{all} {words}");
    }
    let parts = counts
        .iter()
        .map(|(count, words)| format!("{count} {words}"));
    format!("{all}: {}", parts.collect::<Vec<_>>().join(", "))
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
        let mut parts = vec![amount(export.records, "record", "records")];
        if let Some(duplicates @ 1..) = export.duplicates {
            parts.push(amount(duplicates, "duplicate", "duplicates"));
        }
        if export.passed_over > 0 {
            let passed = export.passed_over;
            parts.push(format!(
                "{passed} of them without an id of a token, not parsed"
            ));
        }
        match export.unreadable {
            0 => {}
            1 => parts.push("1 unreadable row".into()),
            rows => parts.push(format!("{rows} unreadable rows")),
        }
        if export.salvaged > 0 {
            parts.push(format!("{} read only in part", export.salvaged));
        }
        if let Some(why) = &export.truncated {
            parts.push(format!("probably cut off: {why}"));
        }
        match &export.error {
            None => {}
            Some(error @ ExportError::Stopped) => parts.push(format!("INCOMPLETE: {error}")),
            Some(error) => parts.push(format!("not read: {error}")),
        }
        screen.labelled("  -", 4, &format!("{}: {}", export.input, parts.join(", ")));
        for problem in export.problems.iter().take(MOST_PROBLEMS) {
            let text = match problem.line {
                0 => problem.why.clone(),
                line => format!("line {line}: {}", problem.why),
            };
            screen.labelled("", 4, &text);
        }
    }
}

fn amount(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
