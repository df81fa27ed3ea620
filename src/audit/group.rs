//! Foreign entries as groups: the same actor, user, client and resource for the same reason are told
//! once, however often they stand in the log.
//!
//! Not its job: explaining an entry (`audit/explanations.rs`).

use std::collections::HashMap;

use uuid::Uuid;

use crate::finding::{Confidence, Evidence, Severity};
use crate::time::Timestamp;
use crate::trace::Entry;

use super::Foreign;

/// Entries that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub count: u64,
    pub actor_tenant: Option<Uuid>,
    /// As the first entry writes it; letter case makes no difference.
    pub user: Option<String>,
    pub client: Option<String>,
    pub resource: Option<String>,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    pub explanation: &'static str,
    pub severity: Severity,
    pub confidence: Confidence,
    /// Of the first entry.
    pub evidence: Vec<Evidence>,
    pub alternatives: &'static [&'static str],
    /// Id of the first entry, to look it up by.
    pub sample_id: Option<String>,
    /// Whether the explanation holds only while nothing followed.
    pub came_to_nothing: bool,
    /// Records of mailboxes, sites and other workloads by the same user or session; `None` where the
    /// exports hold no such records at all, so that nothing can be said.
    pub followed: Option<u64>,
}

impl Group {
    fn of(entry: &Foreign) -> Self {
        Self {
            count: 0,
            actor_tenant: entry.entry.actor_tenant,
            user: entry.entry.user.clone(),
            client: entry.entry.client.clone(),
            resource: entry.entry.resource.clone(),
            first: None,
            last: None,
            explanation: entry.explanation,
            severity: entry.severity,
            confidence: entry.confidence,
            evidence: entry.evidence.clone(),
            alternatives: entry.alternatives,
            sample_id: entry.entry.id.clone(),
            came_to_nothing: entry.came_to_nothing,
            followed: None,
        }
    }

    /// Lets what followed speak: activity contradicts a login that came to nothing, and its absence,
    /// where it would show, supports it.
    pub(super) fn weigh(&mut self) {
        match self.followed {
            Some(1..) if self.came_to_nothing => {
                self.severity = Severity::Medium;
                self.confidence = Confidence::Medium;
            }
            Some(0) if self.came_to_nothing && self.confidence == Confidence::Medium => {
                self.confidence = Confidence::High;
            }
            _ => {}
        }
    }

    fn add(&mut self, time: Option<Timestamp>) {
        self.count += 1;
        self.first = self.first.into_iter().chain(time).min();
        self.last = self.last.into_iter().chain(time).max();
    }
}

/// Puts every entry into a group and tells it which. Groups are in the order of their first entries.
pub(super) fn group(entries: &mut [Foreign]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for entry in entries {
        let lower = |text: &Option<String>| text.as_deref().map(str::to_lowercase);
        let Entry {
            actor_tenant,
            user,
            client,
            resource,
            ..
        } = &entry.entry;
        let alike = (
            entry.explanation,
            *actor_tenant,
            lower(user),
            lower(client),
            lower(resource),
        );
        let index = *known.entry(alike).or_insert_with(|| {
            groups.push(Group::of(entry));
            groups.len() - 1
        });
        groups[index].add(entry.entry.time);
        entry.group = index;
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(user: &str, time: &str) -> Foreign {
        Foreign {
            entry: Entry {
                user: Some(user.into()),
                time: Timestamp::parse(time).ok(),
                id: Some(format!("{user} {time}")),
                ..Entry::default()
            },
            group: 0,
            explanation: "pass-through-sign-in",
            came_to_nothing: true,
            severity: Severity::Low,
            confidence: Confidence::Low,
            title: "",
            why: "",
            what_would_change_it: "",
            evidence: Vec::new(),
            alternatives: &[],
            next_steps: Vec::new(),
            sources: &[],
        }
    }

    #[test]
    fn alike_entries_are_one_group_whatever_their_case_and_order() {
        let mut entries = [
            entry("Pat@a.example", "2026-11-20T12:00:00Z"),
            entry("sam@a.example", "2026-11-20T12:00:00Z"),
            entry("pat@a.example", "2026-11-20T11:00:00Z"),
        ];
        let groups = group(&mut entries);
        assert_eq!(entries.map(|entry| entry.group), [0, 1, 0]);
        assert_eq!(
            groups.iter().map(|group| group.count).collect::<Vec<_>>(),
            [2, 1]
        );
        assert!(groups[0].first < groups[0].last);
        assert_eq!(
            groups[0].sample_id.as_deref(),
            Some("Pat@a.example 2026-11-20T12:00:00Z")
        );
    }
}
