//! The `audit` block of `jwtenant/1`.

use serde::Serialize;

use crate::audit::{Audit, Explained, ExportSummary, Group};
use crate::facts;
use crate::finding::{Confidence, Evidence, Severity};
use crate::time::Timestamp;
use crate::trace::{Entry, Key, Strength, Trace};

mod group;

use group::{GroupV1, group};

#[derive(Serialize)]
pub struct AuditV1<'a> {
    exports: Vec<ExportV1<'a>>,
    matches: Vec<MatchV1<'a>>,
    foreign: Vec<ForeignV1<'a>>,
    groups: Vec<GroupV1<'a>>,
    noted: Vec<NotedV1<'a>>,
    /// As `groups`, of what is noted.
    noted_groups: Vec<NotedGroupV1<'a>>,
    /// Reading was stopped before the end of the exports.
    incomplete: bool,
    /// Matches beyond `--max-entries`.
    matches_left_out: u64,
}

#[derive(Serialize)]
struct ExportV1<'a> {
    input: &'a str,
    dialect: Option<&'static str>,
    records: u64,
    duplicates: Option<u64>,
    unreadable: u64,
    truncated: Option<&'a str>,
    problems: Vec<ProblemV1<'a>>,
    /// Why nothing could be read.
    error: Option<String>,
    /// Records of which only a part could be read.
    salvaged: u64,
    /// What it could have shown: of which services, and of which time.
    workloads: Vec<WorkloadV1<'a>>,
    record_types: Vec<RecordTypeV1>,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    /// Of `records`, those that hold no id of a token and were not parsed (without `--exhaustive`): the
    /// members above do not speak of them.
    not_parsed: u64,
    /// Of the records that were parsed, those out of the asked time (`--since`, `--until`), and those without a
    /// time that can be read, which no bound leaves out.
    out_of_time: u64,
    timeless: u64,
}

#[derive(Serialize)]
struct WorkloadV1<'a> {
    name: &'a str,
    records: u64,
}

#[derive(Serialize)]
struct RecordTypeV1 {
    number: u32,
    records: u64,
}

#[derive(Serialize)]
struct ProblemV1<'a> {
    line: u64,
    why: &'a str,
}

#[derive(Serialize)]
struct MatchV1<'a> {
    token: usize,
    input: &'a str,
    line: u64,
    id: Option<&'a str>,
    time: Option<Timestamp>,
    operation: &'a str,
    strength: Strength,
    agree: &'a [Key],
    absent: &'a [Key],
    contradict: Vec<Key>,
    explanation: Option<&'static str>,
}

#[derive(Serialize)]
struct ForeignV1<'a> {
    id: Option<&'a str>,
    input: &'a str,
    line: u64,
    time: Option<Timestamp>,
    operation: &'a str,
    actor_tenant: Option<String>,
    user: Option<&'a str>,
    client: AppV1<'a>,
    resource: AppV1<'a>,
    group: usize,
    explanation: &'static str,
    severity: Severity,
    confidence: Confidence,
    evidence: &'a [Evidence],
    alternatives: &'a [&'static str],
    address: Option<&'a str>,
}

#[derive(Serialize)]
struct NotedV1<'a> {
    #[serde(flatten)]
    entry: ForeignV1<'a>,
    why_not_foreign: &'static str,
}

#[derive(Serialize)]
struct NotedGroupV1<'a> {
    #[serde(flatten)]
    group: GroupV1<'a>,
    /// Different users, where the group is not one user's.
    users: usize,
    /// Users who got past the password from the same address.
    succeeded: usize,
    why_not_foreign: &'static str,
}

/// An application that a record names.
#[derive(Serialize)]
struct AppV1<'a> {
    id: Option<&'a str>,
    name: Option<&'static str>,
}

pub(super) fn audit(audit: &Audit) -> AuditV1<'_> {
    AuditV1 {
        exports: audit.exports.iter().map(export).collect(),
        matches: audit.matches.iter().map(matched).collect(),
        foreign: audit
            .foreign
            .iter()
            .map(|entry| foreign(entry, &audit.groups))
            .collect(),
        groups: audit.groups.iter().map(group).collect(),
        noted: audit
            .noted
            .iter()
            .map(|entry| noted(entry, &audit.noted_groups))
            .collect(),
        noted_groups: audit.noted_groups.iter().map(noted_group).collect(),
        incomplete: audit.incomplete,
        matches_left_out: audit.matches_left_out,
    }
}

fn noted<'a>(noted: &'a Explained, groups: &[Group]) -> NotedV1<'a> {
    NotedV1 {
        entry: foreign(noted, groups),
        why_not_foreign: noted.explanation.why_not_foreign().unwrap_or_default(),
    }
}

fn noted_group(noted: &Group) -> NotedGroupV1<'_> {
    NotedGroupV1 {
        group: group(noted),
        users: noted.users,
        succeeded: noted.succeeded,
        why_not_foreign: noted.explanation.why_not_foreign().unwrap_or_default(),
    }
}

fn export(export: &ExportSummary) -> ExportV1<'_> {
    let contents = &export.contents;
    ExportV1 {
        input: &export.input,
        dialect: export.dialect,
        records: export.records,
        duplicates: export.duplicates,
        unreadable: export.unreadable,
        truncated: export.truncated.as_deref(),
        problems: export
            .problems
            .iter()
            .map(|problem| ProblemV1 {
                line: problem.line,
                why: &problem.why,
            })
            .collect(),
        error: export.error.as_ref().map(ToString::to_string),
        salvaged: export.salvaged,
        workloads: contents
            .workloads
            .iter()
            .map(|(name, records)| WorkloadV1 {
                name,
                records: *records,
            })
            .collect(),
        record_types: contents
            .record_types
            .iter()
            .map(|&(number, records)| RecordTypeV1 { number, records })
            .collect(),
        first: contents.first,
        last: contents.last,
        not_parsed: export.passed_over,
        out_of_time: export.out_of_time,
        timeless: export.timeless,
    }
}

fn matched(trace: &Trace) -> MatchV1<'_> {
    let Entry {
        input,
        line,
        id,
        time,
        operation,
        ..
    } = &trace.entry;
    MatchV1 {
        token: trace.token,
        input,
        line: *line,
        id: id.as_deref(),
        time: *time,
        operation,
        strength: trace.strength,
        agree: &trace.agree,
        absent: &trace.absent,
        contradict: trace
            .contradict
            .iter()
            .map(|contradiction| contradiction.key)
            .collect(),
        explanation: trace.explanation,
    }
}

/// An entry weighs what its group weighs: what followed, and what else was done, counts.
fn foreign<'a>(foreign: &'a Explained, groups: &[Group]) -> ForeignV1<'a> {
    let group = groups.get(foreign.group);
    let Entry {
        input,
        line,
        id,
        time,
        operation,
        actor_tenant,
        user,
        client,
        resource,
        ..
    } = &foreign.entry;
    ForeignV1 {
        id: id.as_deref(),
        input,
        line: *line,
        time: *time,
        operation,
        actor_tenant: actor_tenant.map(|tenant| tenant.to_string()),
        user: user.as_deref(),
        client: app(client.as_deref()),
        resource: app(resource.as_deref()),
        group: foreign.group,
        explanation: foreign.explanation.id,
        severity: group.map_or(foreign.explanation.severity, |group| group.severity),
        confidence: group.map_or(foreign.explanation.confidence, |group| group.confidence),
        evidence: &foreign.evidence,
        alternatives: foreign.explanation.look_alikes,
        address: foreign.entry.address.as_deref(),
    }
}

fn app(id: Option<&str>) -> AppV1<'_> {
    let name = id
        .and_then(|id| id.parse().ok())
        .and_then(facts::app)
        .map(|app| app.name);
    AppV1 { id, name }
}
