//! Every text of what the exports say: what it is.
//!
//! Not its job: tokens (`walk.rs`).

use std::io;

use crate::audit::{Aftermath, FollowUp, Operation};
use crate::audit::{Audit, Contents, Explained, ExportError, ExportSummary, Group, Lane, Problem};
use crate::trace::{Contradiction, Entry, Key, Trace};

use super::hand::Hand;

pub(super) fn audit(hand: &Hand, audit: &mut Audit) {
    let Audit {
        exports,
        matches,
        matches_left_out: _,
        foreign,
        groups,
        noted,
        noted_groups,
        not_kept: _,
        merged: _,
        incomplete: _,
    } = audit;
    exports.iter_mut().for_each(|it| export(hand, it));
    matches.iter_mut().for_each(|it| matched(hand, it));
    let explained = foreign.iter_mut().chain(noted);
    explained.for_each(|it| self::explained(hand, it));
    let groups = groups.iter_mut().chain(noted_groups);
    groups.for_each(|it| group(hand, it));
}

fn export(hand: &Hand, export: &mut ExportSummary) {
    let ExportSummary {
        input,
        dialect: _,
        records: _,
        duplicates: _,
        passed_over: _,
        salvaged: _,
        unreadable: _,
        empty: _,
        out_of_time: _,
        timeless: _,
        is_named: _,
        contents,
        truncated,
        problems,
        error,
    } = export;
    hand.input(input);
    let Contents {
        of_unknown_owner: _,
        workloads,
        record_types: _,
        sign_ins: _,
        work: _,
        first: _,
        last: _,
        lanes,
        logs,
    } = contents;
    hand.ids(logs.iter_mut().map(|(tenant, _)| tenant));
    hand.values("workload", workloads.iter_mut().map(|(name, _)| name));
    for Lane {
        workload,
        is_foreign: _,
        density: _,
    } in lanes
    {
        hand.value("workload", workload);
    }
    hand.sentences(truncated);
    for Problem { line: _, why } in problems {
        hand.sentence(why);
    }
    match error {
        None
        | Some(
            ExportError::Empty | ExportError::Binary | ExportError::Archive | ExportError::NoRecord,
        ) => {}
        Some(ExportError::Stopped) => {}
        Some(ExportError::Unrecognised { keys, .. }) => {
            keys.iter_mut().for_each(|it| hand.name(it))
        }
        Some(ExportError::Read { line: _, source }) => {
            let mut text = source.to_string();
            hand.sentence(&mut text);
            *source = io::Error::new(source.kind(), text);
        }
    }
}

fn matched(hand: &Hand, trace: &mut Trace) {
    let Trace {
        token: _,
        entry: told,
        strength: _,
        agree: _,
        absent: _,
        contradict,
        explanation: _,
    } = trace;
    entry(hand, told);
    for Contradiction {
        key,
        token,
        record,
        field: _,
    } in contradict
    {
        // Seconds, as a number.
        if *key != Key::IssuedAt {
            hand.values(key.word(), [token, record]);
        }
    }
}

/// Its session is its own and never shown.
fn explained(hand: &Hand, explained: &mut Explained) {
    let Explained {
        entry: told,
        group: _,
        explanation: _,
        evidence,
        is_grave: _,
        is_failure: _,
        ..
    } = explained;
    entry(hand, told);
    evidence.iter_mut().for_each(|it| hand.evidence(it));
}

fn entry(hand: &Hand, entry: &mut Entry) {
    let Entry {
        input,
        line: _,
        id,
        time: _,
        operation,
        workload,
        record_type: _,
        organization,
        actor_tenant,
        target_tenant,
        user,
        client,
        resource,
        address,
        error,
    } = entry;
    hand.input(input);
    hand.values("Id", id);
    hand.value("Operation", operation);
    hand.values("Workload", workload);
    hand.ids(
        [organization, actor_tenant, target_tenant]
            .into_iter()
            .flatten(),
    );
    hand.values("UserId", user);
    hand.values("ApplicationId", client.iter_mut().chain(resource));
    hand.values("ClientIP", address);
    hand.values("ErrorNumber", error);
}

fn group(hand: &Hand, group: &mut Group) {
    let Group {
        count: _,
        organization,
        actor_tenant,
        user,
        users: _,
        succeeded: _,
        client,
        resource,
        error,
        address,
        operations,
        first: _,
        last: _,
        explanation: _,
        severity: _,
        confidence: _,
        evidence,
        sample_id,
        followed:
            Aftermath {
                count: _,
                is_least: _,
                unordered: _,
                records,
            },
        names_nobody: _,
    } = group;
    hand.ids([organization, actor_tenant].into_iter().flatten());
    hand.values("UserId", user);
    hand.values("ApplicationId", client.iter_mut().chain(resource));
    hand.values("ClientIP", address);
    for Operation {
        name,
        count: _,
        is_grave: _,
        is_failure: _,
    } in operations
    {
        hand.value("Operation", name);
    }
    for FollowUp {
        time: _,
        input,
        line: _,
        operation,
        is_failure: _,
        id,
    } in records
    {
        hand.input(input);
        hand.value("Operation", operation);
        hand.values("Id", id);
    }
    evidence.iter_mut().for_each(|it| hand.evidence(it));
    hand.values("Id", sample_id);
    hand.values("ErrorNumber", error);
}
