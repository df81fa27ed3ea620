//! Entries as groups: the same actor, user, client and resource for the same reason are told once,
//! however often they stand in the log.
//!
//! Groups are always complete; of the entries only so many are kept (`max_entries`).
//!
//! Not its job: explaining an entry (`explanations/`).

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::explanation::{About, Explanation, Grouping};
use super::{Aftermath, Explained, explanations};
use crate::finding::{Confidence, Evidence, Severity};
use crate::time::Timestamp;
use crate::trace::Entry;

/// More groups than a person or a script looks at; entries beyond them are only counted.
pub const MOST_GROUPS: usize = 20_000;

/// Names that a group counts apart; more are "that many or more".
const MOST_NAMES: usize = 100;

/// Entries that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub count: u64,
    /// The tenant whose log it is; of one's own users elsewhere the one where they were.
    pub organization: Option<Uuid>,
    pub actor_tenant: Option<Uuid>,
    /// As the first entry writes it; letter case makes no difference.
    pub user: Option<String>,
    /// Different users, where the group is not one user's; at most a hundred are told apart.
    pub users: usize,
    /// Users among them who got past the password from the same address, in other entries.
    pub succeeded: usize,
    pub client: Option<String>,
    pub resource: Option<String>,
    /// The sign-in service's number, where it makes the group.
    pub error: Option<String>,
    /// Of the first entry.
    pub address: Option<String>,
    /// What was done and how often, the gravest first; at most a dozen kinds are told apart.
    pub operations: Vec<Operation>,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    pub explanation: &'static Explanation,
    pub severity: Severity,
    pub confidence: Confidence,
    /// Of the first entry.
    pub evidence: Vec<Evidence>,
    /// Id of the first entry, to look it up by.
    pub sample_id: Option<String>,
    /// Records of mailboxes, sites and other workloads by the same user or session, from its first entry
    /// on; no count where nothing can be said: the exports hold no such records at all, the group names
    /// nobody, or there are too many to know when each was.
    pub followed: Aftermath,
    /// No entry of it names a user, an object id or a session to follow.
    pub names_nobody: bool,
}

/// A kind of thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// As the log writes it; raw and untrusted.
    pub name: String,
    pub count: u64,
    /// It gives power or carries data out.
    pub is_grave: bool,
    /// The log says that it failed, so it is never grave.
    pub is_failure: bool,
}

/// Kinds of operations that a group tells apart.
const MOST_OPERATIONS: usize = 12;

impl Group {
    fn of(explained: &Explained) -> Self {
        let Explained {
            entry, explanation, ..
        } = explained;
        Self {
            count: 0,
            organization: match explained.is_elsewhere() && entry.organization == entry.actor_tenant
            {
                true => entry.target_tenant,
                false => entry.organization,
            },
            actor_tenant: entry.actor_tenant,
            user: entry.user.clone(),
            users: 0,
            succeeded: 0,
            client: entry.client.clone(),
            resource: entry.resource.clone(),
            error: (explanation.grouping == Grouping::Answer)
                .then(|| entry.error.clone())
                .flatten(),
            address: entry.address.clone(),
            operations: Vec::new(),
            first: None,
            last: None,
            explanation,
            severity: explanation.severity,
            confidence: explanation.confidence,
            evidence: explained.evidence.clone(),
            sample_id: entry.id.clone(),
            followed: Aftermath::default(),
            names_nobody: false,
        }
    }

    /// What to do, with ids and names of the group filled in; raw and untrusted.
    #[must_use]
    pub fn next_steps(&self) -> Vec<String> {
        explanations::next_steps(
            self.explanation,
            &Entry {
                organization: self.organization,
                actor_tenant: self.actor_tenant,
                user: self.user.clone(),
                error: self.error.clone(),
                time: self.first,
                ..Entry::default()
            },
            &self.evidence,
        )
    }

    /// Lets what followed speak: activity contradicts a login that came to nothing, and its absence,
    /// where it would show, supports it.
    pub(super) fn weigh(&mut self) {
        let came_to_nothing = self.explanation.came_to_nothing;
        match self.followed.count {
            Some(1..) if came_to_nothing => {
                self.severity = self.severity.max(Severity::Medium);
                self.confidence = Confidence::Medium;
            }
            Some(0) if came_to_nothing && self.confidence == Confidence::Medium => {
                self.confidence = Confidence::High;
            }
            _ => {}
        }
    }

    /// Gives the group another explanation than its entries had one by one.
    pub(super) fn becomes(&mut self, explanation: &'static Explanation) {
        self.explanation = explanation;
        self.severity = explanation.severity;
        self.confidence = explanation.confidence;
    }

    fn add_operation(&mut self, explained: &Explained) {
        let name = &explained.entry.operation;
        let is_grave = explained.is_grave;
        let is_room = self.operations.len() < MOST_OPERATIONS;
        let is_failure = explained.is_failure;
        let is_same = |known: &&mut Operation| {
            known.name == *name && known.is_grave == is_grave && known.is_failure == is_failure
        };
        match self.operations.iter_mut().find(is_same) {
            Some(known) => known.count += 1,
            // A grave one always finds its place.
            None if is_room || is_grave => self.operations.push(Operation {
                name: name.clone(),
                count: 1,
                is_grave,
                is_failure,
            }),
            None => {}
        }
        self.operations.sort_by_key(|known| !known.is_grave);
        // Names are the export's; nobody makes up so many of those that are grave.
        self.operations.truncate(2 * MOST_OPERATIONS);
        if is_grave && self.explanation.about == About::Foreign {
            self.severity = self.severity.max(Severity::Medium);
        }
    }

    fn add(&mut self, time: Option<Timestamp>) {
        self.count += 1;
        self.first = self.first.into_iter().chain(time).min();
        self.last = self.last.into_iter().chain(time).max();
    }
}

/// What makes an entry one with others.
#[derive(PartialEq, Eq, Hash)]
struct Alike {
    explanation: &'static str,
    actor_tenant: Option<Uuid>,
    texts: [Option<String>; 3],
    error: Option<String>,
    is_rest: bool,
    is_grave: bool,
}

impl Alike {
    fn of(explained: &Explained) -> Self {
        let entry = &explained.entry;
        let lower = |text: &Option<String>| text.as_deref().map(str::to_lowercase);
        let (actor_tenant, texts) = match explained.explanation.grouping {
            Grouping::Actor | Grouping::Answer => {
                let Entry {
                    user,
                    client,
                    resource,
                    ..
                } = entry;
                (entry.actor_tenant, [user, client, resource].map(lower))
            }
            Grouping::Address => (None, [lower(&entry.address), None, None]),
            Grouping::Session => (None, [lower(&explained.session), None, None]),
            Grouping::Kind => (None, [None, None, None]),
        };
        let is_by_answer = explained.explanation.grouping == Grouping::Answer;
        Self {
            explanation: explained.explanation.id,
            actor_tenant,
            texts,
            error: is_by_answer.then(|| entry.error.clone()).flatten(),
            is_rest: false,
            is_grave: false,
        }
    }

    fn of_the_rest(explained: &Explained) -> Self {
        Self {
            explanation: explained.explanation.id,
            actor_tenant: None,
            texts: [None, None, None],
            error: None,
            is_rest: true,
            is_grave: explained.is_grave,
        }
    }
}

/// Entries that came so far, in groups.
#[derive(Default)]
pub(super) struct Groups {
    pub groups: Vec<Group>,
    /// The first of them, in the order of the exports.
    pub entries: Vec<Explained>,
    /// Entries that are in a group but not kept.
    pub not_kept: u64,
    /// Entries that are told together with others of their explanation, because there were too many
    /// groups.
    pub merged: u64,
    known: HashMap<Alike, usize>,
    names: HashMap<usize, HashSet<String>>,
}

impl Groups {
    /// Puts an entry into its group, and tells which; keeps it while there are less than `most`.
    pub(super) fn add(&mut self, mut explained: Explained, most: usize) -> usize {
        let alike = Alike::of(&explained);
        // Beyond so many groups, entries of one explanation and one weight are told together.
        let alike = if self.groups.len() >= MOST_GROUPS && !self.known.contains_key(&alike) {
            self.merged += 1;
            Alike::of_the_rest(&explained)
        } else {
            alike
        };
        let is_rest = alike.is_rest;
        let index = *self.known.entry(alike).or_insert_with(|| {
            self.groups.push(Group::of(&explained));
            self.groups.len() - 1
        });
        let group = &mut self.groups[index];
        if is_rest {
            (group.user, group.client, group.resource, group.actor_tenant) =
                (None, None, None, None);
            group.error = None;
        }
        group.add(explained.entry.time);
        if explained.explanation.grouping != Grouping::Kind {
            group.add_operation(&explained);
        }
        if explained.explanation.grouping == Grouping::Address {
            self.count_name(index, &explained);
        }
        if explained.explanation.grouping == Grouping::Kind {
            return index;
        }
        if self.entries.len() >= most {
            self.not_kept += 1;
            return index;
        }
        explained.group = index;
        self.entries.push(explained);
        index
    }

    /// Counts an entry of a group that keeps none, without looking at it closely.
    pub(super) fn count(&mut self, index: usize, time: Option<Timestamp>) {
        self.groups[index].add(time);
    }

    /// A user without a name counts as one of its own: that is how the log writes names that do not
    /// exist.
    fn count_name(&mut self, index: usize, explained: &Explained) {
        let entry = &explained.entry;
        let name = entry.user.as_deref().filter(|name| name.contains('@'));
        let name = name.map_or_else(|| format!("line {}", entry.line), str::to_lowercase);
        let names = self.names.entry(index).or_default();
        if names.len() < MOST_NAMES {
            names.insert(name);
        }
        self.groups[index].users = names.len();
    }

    /// Takes the groups out that `is_taken` wants, with their entries.
    pub(super) fn split(
        &mut self,
        is_taken: impl Fn(usize, &Group) -> bool,
    ) -> (Vec<Group>, Vec<Explained>) {
        // For each old index: whether it is taken, and its new index there.
        let mut places = Vec::new();
        let (mut kept, mut taken) = (Vec::new(), Vec::new());
        for (index, group) in std::mem::take(&mut self.groups).into_iter().enumerate() {
            let is_out = is_taken(index, &group);
            let there = if is_out { &mut taken } else { &mut kept };
            places.push((is_out, there.len()));
            there.push(group);
        }
        self.groups = kept;
        let (mut stay, mut leave) = (Vec::new(), Vec::new());
        for mut entry in std::mem::take(&mut self.entries) {
            let (is_out, place) = places[entry.group];
            entry.group = place;
            if is_out { &mut leave } else { &mut stay }.push(entry);
        }
        self.entries = stay;
        (taken, leave)
    }

    /// Adds groups of another list, with their entries.
    pub(super) fn append(&mut self, groups: Vec<Group>, entries: Vec<Explained>) {
        let offset = self.groups.len();
        self.groups.extend(groups);
        self.entries.extend(entries.into_iter().map(|mut entry| {
            entry.group += offset;
            entry
        }));
    }
}

#[cfg(test)]
mod tests;
