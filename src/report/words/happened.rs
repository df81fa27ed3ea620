//! What the audit exports say of a token: its records, or what it means that there are none.
//!
//! Not its job: one record (`records.rs`), or how complete the exports are (`exports.rs`).

use std::collections::HashSet;

use crate::audit::Audit;
use crate::audit::explanation::Explanation;
use crate::report::model::Report;
use crate::time::Timestamp;
use crate::trace::{Entry, Strength, TokenKeys, Trace};

use super::absence;
use super::records::{Record, tie};

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
    remarks.extend(known_as(audit, traces));
    remarks
}

/// What the records are otherwise explained by, each explanation once.
fn known_as(audit: &Audit, traces: &[&Trace]) -> Vec<String> {
    // One line can hold a whole array of records.
    fn place(entry: &Entry) -> (&str, u64, Option<&str>) {
        (&entry.input, entry.line, entry.id.as_deref())
    }
    let matched: HashSet<_> = traces.iter().map(|trace| place(&trace.entry)).collect();
    let mut told: Vec<&str> = Vec::new();
    let mut remarks = Vec::new();
    for foreign in &audit.foreign {
        let Explanation { id, title, .. } = *foreign.explanation;
        if !told.contains(&id) && matched.contains(&place(&foreign.entry)) {
            told.push(id);
            remarks.push(format!("Known as: {title} ({id})"));
        }
    }
    remarks
}

/// `3 records: 1 of this very token, 2 of its session`.
fn counted(traces: &[&Trace]) -> String {
    let kinds = [
        Strength::Token,
        Strength::Session,
        Strength::Context,
        Strength::Tenant,
    ];
    let counts: Vec<(usize, &str)> = kinds
        .into_iter()
        .map(|strength| {
            let found = traces.iter().filter(|trace| trace.strength == strength);
            (found.count(), tie(strength))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Export, Options, trace};

    #[test]
    fn each_explanation_is_told_once() {
        let request = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
        let record = |number: usize| {
            format!(
                r#"{{"CreationTime":"2026-11-20T12:0{number}:00","Id":"{number}","IntraSystemId":"{request}","Operation":"UserLoggedIn","OrganizationId":"8e2f60d1-47ab-4f39-b6c5-91d03c7ea254","RecordType":15,"Workload":"AzureActiveDirectory","UserId":"user@fabrikam.example","ActorContextId":"3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618","TargetContextId":"8e2f60d1-47ab-4f39-b6c5-91d03c7ea254","ApplicationId":"a0c73c16-a7e3-4564-9a95-2bdf47383716"}}"#
            )
        };
        let records: Vec<String> = (0..9).map(record).collect();
        let records = std::io::Cursor::new(records.join("\n").into_bytes());
        let export = Export::stream("x", records);
        let keys = TokenKeys {
            request_id: request.parse().ok(),
            ..TokenKeys::default()
        };
        let audit = trace(
            vec![export],
            std::slice::from_ref(&keys),
            &Options::default(),
        );
        assert_eq!((audit.matches.len(), audit.foreign.len()), (9, 9));
        let now = Timestamp::parse("2026-11-20T13:00:00Z").unwrap();
        let remarks = happened(&audit, 0, &keys, now).remarks;
        let known = remarks.iter().filter(|it| it.starts_with("Known as"));
        assert_eq!(known.count(), 1, "{remarks:?}");
    }
}
