//! What the audit exports say of a token: its records, or what it means that there are none.
//!
//! Not its job: one record (`records.rs`), or how complete the exports are (`exports.rs`).

use crate::audit::Audit;
use crate::report::model::Report;
use crate::time::Timestamp;
use crate::trace::{Strength, TokenKeys, Trace};

use super::absence;
use super::records::Record;

/// More records than this are in the JSON report.
const MOST_RECORDS: usize = 5;

/// What the exports say of one token. Sentences, raw and untrusted.
pub(in crate::report) struct Happened {
    pub summary: String,
    /// What follows from the summary, and what does not.
    pub limits: Vec<String>,
    /// The strongest of them.
    pub records: Vec<Record>,
    /// What is to be known of all of them.
    pub remarks: Vec<String>,
}

/// Question 8: the records of this token; nothing where no export was given.
pub(in crate::report) fn of_token(report: &Report, token: usize) -> Option<Happened> {
    let audit = report.audit.as_ref()?;
    let judged = &report.tokens[token];
    let keys = judged.profile.keys(&judged.token);
    Some(happened(audit, token, &keys, report.at))
}

/// The records of the token with this number.
pub(super) fn happened(audit: &Audit, token: usize, keys: &TokenKeys, now: Timestamp) -> Happened {
    let traces: Vec<&Trace> = audit
        .matches
        .iter()
        .filter(|trace| trace.token == token)
        .collect();
    let searched = absence::contents(audit);
    if traces.is_empty() && absence::is_all_left_out(audit) {
        return Happened {
            summary: format!("not looked for among {searched}"),
            limits: Vec::new(),
            records: Vec::new(),
            remarks: Vec::new(),
        };
    }
    if traces.is_empty() {
        return Happened {
            summary: format!("no record of this token among {searched}"),
            limits: absence::limits(audit, keys, now),
            records: Vec::new(),
            remarks: Vec::new(),
        };
    }
    let mut limits = Vec::new();
    if traces
        .iter()
        .all(|trace| trace.strength == Strength::Tenant)
    {
        let only = "Only the tenants fit: somebody of the token's home was there while the token lived. Nothing names \
                    the token, its session or its person, so these entries need not be its own.";
        limits.push(only.to_owned());
    }
    let told = traces.iter().take(MOST_RECORDS).copied();
    Happened {
        summary: format!("{} among {searched}", counted(&traces)),
        limits,
        records: told.map(Record::of).collect(),
        remarks: remarks(audit, &traces),
    }
}

fn remarks(audit: &Audit, traces: &[&Trace]) -> Vec<String> {
    let mut remarks = Vec::new();
    if traces.len() > MOST_RECORDS {
        remarks.push(format!("and {} more", traces.len() - MOST_RECORDS));
    }
    if audit.matches_left_out > 0 {
        remarks.push(format!(
            "and {} that were counted, but not kept (--max-entries)",
            audit.matches_left_out
        ));
    }
    let signs_in = traces
        .iter()
        .all(|trace| trace.entry.record_type == Some(STS_LOGON));
    if signs_in {
        remarks.push("A login entry means \"identity checked\", not \"got in\".".to_owned());
    }
    let known = audit
        .foreign
        .iter()
        .filter(|foreign| traces.iter().any(|trace| trace.entry == foreign.entry));
    remarks.extend(known.map(|foreign| {
        format!(
            "Known as: {} ({})",
            foreign.explanation.title, foreign.explanation.id
        )
    }));
    remarks
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
