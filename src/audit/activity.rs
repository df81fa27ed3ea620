//! What else a user or a session did, counted while an export passes by: a login that is followed by
//! work in a mailbox or a site is another story than one that is not.
//!
//! Not its job: keeping records. Only counts, times and places are kept, by a 64-bit fingerprint of
//! whoever acted, for at most [`MOST_ACTORS`] of them (`activity/footprints.rs`).

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

mod aftermath;
mod footprints;

pub use aftermath::{Aftermath, FollowUp};

use footprints::{Footprints, Steps};

use super::reader::At;
use super::record::AuditRecord;
use crate::time::Timestamp;

/// About 50 bytes each.
const MOST_ACTORS: usize = 200_000;

/// Records after an event that are told one by one.
const MOST_TOLD: usize = 3;

/// Counts by actor.
pub(super) struct Activity {
    hasher: RandomState,
    steps: HashMap<u64, Steps>,
    footprints: Footprints,
    /// Records of mailboxes, sites and other workloads.
    pub(super) of_workloads: u64,
}

impl Activity {
    pub(super) fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            steps: HashMap::new(),
            footprints: Footprints::default(),
            of_workloads: 0,
        }
    }

    /// Whether a record shows that somebody did something in a workload.
    pub(super) fn is_counted(record: &AuditRecord) -> bool {
        record.is_work() && record.workload.is_some()
    }

    /// Counts a record, unless it is a sign-in or of the directory itself. `group` is the one that the
    /// record itself is in.
    pub(super) fn add(&mut self, record: &AuditRecord, at: At, group: Option<usize>) {
        if !Self::is_counted(record) {
            return;
        }
        self.of_workloads += 1;
        for actor in self.actors(record) {
            if self.steps.len() < MOST_ACTORS || self.steps.contains_key(&actor) {
                let steps = self.steps.entry(actor).or_default();
                self.footprints.add(steps, record, at, group);
            }
        }
    }

    /// Fingerprints of everything that says who acted: names, object ids, sessions.
    pub(super) fn actors(&self, record: &AuditRecord) -> Vec<u64> {
        // `Unknown` and its like stand for everybody, as `app@sharepoint` does.
        let users = record
            .users
            .iter()
            .map(|user| user.value)
            .filter(|user| is_a_name(user));
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

    /// What these actors did from `since` on, the first time of the group, in records that are not in the
    /// group itself, of which so many are records of workloads. Nothing is counted where they may be among
    /// the actors who were too many to be remembered.
    pub(super) fn after(
        &self,
        actors: &[u64],
        since: Option<Timestamp>,
        group: usize,
        of_group: u64,
    ) -> Aftermath {
        let known = actors.iter().filter_map(|actor| self.steps.get(actor));
        let mut aftermath = Aftermath::default();
        if self.steps.len() < MOST_ACTORS {
            aftermath.count = Some(0);
        }
        for steps in known {
            let counted = self.footprints.count(steps, since, group, of_group);
            aftermath.count = aftermath.count.max(Some(counted.after));
            aftermath.is_least |= counted.is_least;
            aftermath.unordered = aftermath.unordered.max(counted.unordered);
            let told = self.footprints.after(steps, since, group);
            aftermath.records.extend(told);
        }
        // That none is remembered, or none is known to be later, does not mean that there was none.
        if (aftermath.is_least || aftermath.unordered > 0) && aftermath.count == Some(0) {
            aftermath.count = None;
        }
        let is_timeless = |told: &FollowUp| told.time.is_none();
        aftermath
            .records
            .sort_by_cached_key(|told| (is_timeless(told), told.clone()));
        aftermath.records.dedup();
        aftermath.records.truncate(MOST_TOLD);
        aftermath
    }
}

/// Whether it is the name of one person, a guest's within the inviting tenant included.
fn is_a_name(user: &str) -> bool {
    user.rsplit_once('@')
        .is_some_and(|(_, domain)| domain.contains('.'))
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

    fn timed(user: &str) -> AuditRecord<'_> {
        AuditRecord {
            time: at(100),
            ..work(user)
        }
    }

    const AT: At = At {
        input: "x",
        line: 7,
        dialect: "x",
        is_again: false,
    };

    #[test]
    fn beyond_the_actors_that_are_counted_nothing_is_claimed() {
        let mut activity = Activity::new();
        let record = work("kim@tailspin.example");
        let kim = activity.actors(&record);
        let start = Timestamp::from_seconds(0);
        let count = |activity: &Activity, actors: &[u64]| activity.after(actors, start, 0, 0).count;
        assert_eq!(count(&activity, &kim), Some(0));
        for number in 0..MOST_ACTORS {
            let user = format!("{number}@tailspin.example");
            activity.add(&timed(&user), AT, None);
        }
        activity.add(&timed("kim@tailspin.example"), AT, None);
        assert_eq!(count(&activity, &kim), None);
        let first = activity.actors(&work("0@tailspin.example"));
        assert_eq!(count(&activity, &first), Some(1));
    }

    /// Of a record without a time, or beside a group without one, nobody can say that it came later.
    #[test]
    fn what_has_no_time_is_not_after_anything() {
        let mut activity = Activity::new();
        let kim = activity.actors(&work("kim@tailspin.example"));
        activity.add(&work("kim@tailspin.example"), AT, None);
        let timeless = activity.after(&kim, at(50), 0, 0);
        assert_eq!((timeless.count, timeless.unordered), (None, 1));
        assert_eq!(timeless.records.len(), 1);
        activity.add(&timed("kim@tailspin.example"), AT, None);
        let after = |since| {
            let it = activity.after(&kim, since, 0, 0);
            (it.count, it.unordered)
        };
        assert_eq!(after(at(50)), (Some(1), 1));
        assert_eq!(after(at(150)), (None, 1));
        assert_eq!(after(None), (None, 2));
        // The group's own are not told.
        let mut own = Activity::new();
        own.add(&work("kim@tailspin.example"), AT, Some(3));
        let kim = own.actors(&work("kim@tailspin.example"));
        let itself = own.after(&kim, None, 3, 1);
        assert_eq!((itself.count, itself.unordered), (Some(0), 0));
    }

    #[test]
    fn a_service_is_nobody() {
        let activity = Activity::new();
        let count = |user| activity.actors(&work(user)).len();
        assert_eq!(count("app@sharepoint"), 0);
        assert_eq!(
            (count("kim@x.example"), count("a_b.c#EXT#@x.example")),
            (1, 2)
        );
    }

    fn at(seconds: i64) -> Option<Timestamp> {
        Timestamp::from_seconds(seconds)
    }

    /// Work at every second from 100 on.
    fn busy(count: i64) -> (Activity, Vec<u64>) {
        let mut activity = Activity::new();
        for number in 0..count {
            let record = AuditRecord {
                time: at(100 + number),
                ..work("kim@tailspin.example")
            };
            activity.add(
                &record,
                At {
                    line: number as u64,
                    ..AT
                },
                None,
            );
        }
        let kim = activity.actors(&work("kim@tailspin.example"));
        (activity, kim)
    }

    #[test]
    fn what_came_before_is_not_after_it() {
        let (activity, kim) = busy(10);
        let after = |since| activity.after(&kim, at(since), 0, 0);
        assert_eq!(after(50).count, Some(10));
        assert_eq!(after(107).count, Some(3));
        assert_eq!(after(110).count, Some(0));
        assert!(after(110).records.is_empty());
        let told: Vec<_> = after(104).records.iter().map(|it| it.line).collect();
        assert_eq!(told, [4, 5, 6]);
    }

    #[test]
    fn of_too_many_only_what_is_sure_is_counted() {
        let (activity, kim) = busy(1_000);
        let after = |since| activity.after(&kim, at(since), 0, 0);
        let whole = after(100);
        assert_eq!((whole.count, whole.is_least), (Some(1_000), false));
        let some = after(110);
        assert!(some.is_least && some.count > Some(0) && some.count < Some(990));
        // The last one is known to have come after it.
        assert_eq!((after(1_050).count, after(1_050).is_least), (Some(1), true));
        assert_eq!(
            (after(1_100).count, after(1_100).is_least),
            (Some(0), false)
        );
    }

    #[test]
    fn records_of_the_group_itself_did_not_follow_it() {
        let mut activity = Activity::new();
        let record = AuditRecord {
            time: at(5),
            ..work("kim@tailspin.example")
        };
        activity.add(&record, AT, Some(3));
        let kim = activity.actors(&record);
        let itself = activity.after(&kim, at(5), 3, 1);
        assert_eq!((itself.count, itself.records.len()), (Some(0), 0));
        let other = activity.after(&kim, at(5), 2, 0);
        assert_eq!((other.count, other.records.len()), (Some(1), 1));
    }
}
