//! A group of entries in the `audit` block of `jwtenant/1`.
//!
//! Not its job: single entries (`../audit.rs`).

use std::borrow::Cow;

use serde::Serialize;

use super::{AppV1, app};
use crate::audit::Group;
use crate::facts;
use crate::finding::{Confidence, Evidence, Severity};
use crate::time::Timestamp;

#[derive(Serialize)]
pub(super) struct GroupV1<'a> {
    count: u64,
    actor_tenant: Option<String>,
    user: Option<&'a str>,
    client: AppV1<'a>,
    resource: AppV1<'a>,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    explanation: &'static str,
    severity: Severity,
    confidence: Confidence,
    /// Of the first entry; then the first records that followed.
    evidence: Vec<Cow<'a, Evidence>>,
    alternatives: &'a [&'static str],
    sample_id: Option<&'a str>,
    followed: Option<u64>,
    /// Of the first entry.
    address: Option<&'a str>,
    operations: Vec<OperationV1<'a>>,
    /// The number of the sign-in service, where it makes the group, and what it means.
    error: Option<ErrorV1<'a>>,
}

#[derive(Serialize)]
struct ErrorV1<'a> {
    number: &'a str,
    name: Option<&'static str>,
    meaning: Option<&'static str>,
}

#[derive(Serialize)]
struct OperationV1<'a> {
    operation: &'a str,
    count: u64,
    /// It gives power or carries data out.
    grave: bool,
    /// The log says that it failed; false also where a log says nothing of it.
    failed: bool,
}

pub(super) fn group(group: &Group) -> GroupV1<'_> {
    GroupV1 {
        count: group.count,
        actor_tenant: group.actor_tenant.map(|tenant| tenant.to_string()),
        user: group.user.as_deref(),
        client: app(group.client.as_deref()),
        resource: app(group.resource.as_deref()),
        first: group.first,
        last: group.last,
        explanation: group.explanation.id,
        severity: group.severity,
        confidence: group.confidence,
        evidence: evidence(group),
        alternatives: group.explanation.look_alikes,
        sample_id: group.sample_id.as_deref(),
        followed: group.followed.count,
        address: group.address.as_deref(),
        operations: group
            .operations
            .iter()
            .map(|it| OperationV1 {
                operation: &it.name,
                count: it.count,
                grave: it.is_grave,
                failed: it.is_failure,
            })
            .collect(),
        error: group.error.as_deref().map(|number| {
            let known = facts::aadsts::code(number.trim());
            ErrorV1 {
                number,
                name: known.map(|it| it.name).filter(|name| !name.is_empty()),
                meaning: known.map(|it| it.meaning),
            }
        }),
    }
}

fn evidence(group: &Group) -> Vec<Cow<'_, Evidence>> {
    let after = group.followed.records.iter().map(|told| {
        let why = "a record of a workload by the same user or session, from the first entry on";
        Cow::Owned(Evidence::seen("audit.followed", told.to_string(), why))
    });
    let own = group.evidence.iter().map(Cow::Borrowed);
    own.chain(after).collect()
}
