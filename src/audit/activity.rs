//! What else a user or a session did, counted while an export passes by: a login that is followed by
//! work in a mailbox or a site is another story than one that is not.
//!
//! Not its job: keeping records. Only counts are kept, by a 64-bit fingerprint of whoever acted, for at
//! most [`MOST_ACTORS`] of them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use super::record::AuditRecord;

/// About 24 bytes each.
const MOST_ACTORS: usize = 200_000;

/// Counts by actor.
pub(super) struct Activity {
    hasher: RandomState,
    counts: HashMap<u64, u64>,
    /// Records of mailboxes, sites and other workloads.
    pub(super) of_workloads: u64,
}

impl Activity {
    pub(super) fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            counts: HashMap::new(),
            of_workloads: 0,
        }
    }

    /// Counts a record, unless it is a sign-in or of the directory itself.
    pub(super) fn add(&mut self, record: &AuditRecord) {
        if !record.is_work() || record.workload.is_none() {
            return;
        }
        self.of_workloads += 1;
        for actor in self.actors(record) {
            if self.counts.len() < MOST_ACTORS || self.counts.contains_key(&actor) {
                *self.counts.entry(actor).or_default() += 1;
            }
        }
    }

    /// Fingerprints of everything that says who acted: names, object ids, sessions.
    pub(super) fn actors(&self, record: &AuditRecord) -> Vec<u64> {
        // `Unknown` and its like stand for everybody.
        let users = record
            .users
            .iter()
            .map(|user| user.value)
            .filter(|user| user.contains('@'));
        let sessions = record.sessions.iter().map(|session| session.value);
        let names = users.chain(sessions).map(lower);
        // A guest acts under the own name before the invitation, and under another one after it.
        let before = record
            .users
            .iter()
            .filter_map(|user| name_at_home(user.value));
        let before = before.map(|name| self.hasher.hash_one(name.as_str()));
        let names = names.map(|name| self.hasher.hash_one(name)).chain(before);
        let ids = record.object_ids.iter();
        let ids = ids.map(|id| self.hasher.hash_one(id.value));
        let mut actors: Vec<u64> = names.chain(ids).collect();
        actors.sort_unstable();
        actors.dedup();
        actors
    }

    /// How many records of workloads name one of these; nothing where they may be among the actors who
    /// were too many to be counted.
    pub(super) fn of(&self, actors: &[u64]) -> Option<u64> {
        let counts = actors.iter().filter_map(|actor| self.counts.get(actor));
        let none = (self.counts.len() < MOST_ACTORS).then_some(0);
        counts.copied().max().or(none)
    }
}

/// `ada@contoso.com` behind `ada_contoso.com#EXT#@fabrikam.com` and `urn:spo:guest#ada@contoso.com`.
fn name_at_home(user: &str) -> Option<String> {
    let lower = user.to_lowercase();
    if let Some(mail) = lower.strip_prefix("urn:spo:guest#") {
        return Some(mail.to_owned());
    }
    let (name, _) = lower.split_once("#ext#")?;
    let (local, domain) = name.rsplit_once('_')?;
    Some(format!("{local}@{domain}"))
}

/// Without a copy where there is nothing to change.
fn lower(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::record::Field;

    fn work(user: &str) -> AuditRecord<'_> {
        AuditRecord {
            operation: "FileAccessed",
            workload: Some("SharePoint"),
            users: vec![Field {
                name: "UserId",
                value: user,
            }],
            ..AuditRecord::default()
        }
    }

    #[test]
    fn beyond_the_actors_that_are_counted_nothing_is_claimed() {
        let mut activity = Activity::new();
        let record = work("kim@tailspin.example");
        let kim = activity.actors(&record);
        assert_eq!(activity.of(&kim), Some(0));
        for number in 0..MOST_ACTORS {
            activity.add(&work(&format!("{number}@tailspin.example")));
        }
        activity.add(&record);
        assert_eq!(activity.of(&kim), None);
        let first = activity.actors(&work("0@tailspin.example"));
        assert_eq!(activity.of(&first), Some(1));
    }
}
