//! Exports without any token: which entries were made by accounts of other tenants, why each is
//! probably there, and which of one's own entries puzzle people.
//!
//! Not its job: resolving a tenant's name (`authority`), or choosing words for the verdict.

use std::collections::HashMap;

use uuid::Uuid;

use super::activity::Activity;
use super::explanations::{self, ELSEWHERE, FAILED, GUESSING, SERVICE_ADDRESS, TWO_PLACES};
use super::group::Groups;
use super::history::{History, Whereabouts};
use super::reader::{self, At, Reading};
use super::record::AuditRecord;
use super::standing::{self, Side};
use super::tracer::Tracer;
use super::{Audit, Explained, Export, ExportSummary, Group, Options};
use crate::finding::{Confidence, Severity};
use crate::trace::TokenKeys;

/// So many different names from one address, all failing, are no forgotten password.
const MANY_NAMES: usize = 5;

/// So many failures before a success are no forgotten password either.
const MANY_FAILURES: u64 = 20;

/// Names whose success is looked for, of one address.
const MOST_ATTEMPTS: usize = 200;

/// Of one's own entries fewer are kept: their groups tell them.
const MOST_NOTED: usize = 2_000;

/// Tenants that are counted; a log names a handful.
const MOST_ORGANIZATIONS: usize = 100_000;

/// What the exports hold.
#[derive(Debug)]
pub struct Survey {
    /// With `matches` of the tokens that were searched for.
    pub audit: Audit,
    pub majority: Option<Majority>,
    /// Some record names a tenant that the person named as theirs.
    pub names_own: bool,
    /// Records of Exchange, SharePoint and other workloads: where follow-up activity would show.
    pub of_workloads: u64,
}

/// The tenant whose log it is by most of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Majority {
    pub tenant: Uuid,
    pub records: u64,
    /// The records say whose log it is. Else it is only the tenant that most of them happened in: a sign-in
    /// log tells the tenant that was visited, which need not be the one that keeps the log.
    pub is_told: bool,
}

/// Reads every record, and searches for the tokens on the way. `own` are the tenants that the person
/// named as theirs. An export that cannot be read never fails the others.
#[must_use]
pub fn survey(
    exports: Vec<Export>,
    own: &[Uuid],
    tokens: &[TokenKeys],
    options: &Options,
) -> Survey {
    let mut seen = Seen::new(own.to_vec(), options.max_entries);
    let mut tracer = Tracer::new(tokens, own, options.max_entries);
    let reading = reader::read(exports, options, &mut |record, at| {
        let is_match = tracer.look(record, at);
        // Counted once, whatever another of its id says.
        !at.is_again && seen.look(record, at) || is_match
    });
    let mut survey = seen.into_survey(reading);
    let traced = tracer.into_audit();
    survey.audit.matches = traced.matches;
    survey.audit.matches_left_out = traced.matches_left_out;
    survey
}

/// What was seen so far.
struct Seen {
    own: Vec<Uuid>,
    names_own: bool,
    max_entries: usize,
    foreign: Groups,
    noted: Groups,
    /// Who acted in the groups of foreign entries.
    actors: HashMap<usize, Vec<u64>>,
    /// Records of workloads among the entries of a group themselves.
    own_work: HashMap<usize, u64>,
    /// The group of Microsoft's own services, once there is one.
    services: Option<usize>,
    /// Whose password was tried from where, by group.
    attempts: HashMap<usize, Vec<(u64, u64)>>,
    /// Where somebody was when a service called for them, by group.
    service_calls: HashMap<usize, (u64, u64)>,
    organizations: HashMap<Uuid, u64>,
    activity: Activity,
    history: History,
}

impl Seen {
    fn new(own: Vec<Uuid>, max_entries: usize) -> Self {
        Self {
            own,
            names_own: false,
            max_entries,
            foreign: Groups::default(),
            noted: Groups::default(),
            actors: HashMap::new(),
            own_work: HashMap::new(),
            services: None,
            attempts: HashMap::new(),
            service_calls: HashMap::new(),
            organizations: HashMap::new(),
            activity: Activity::new(),
            history: History::new(),
        }
    }

    /// Whether the record was told, as foreign or as worth noting.
    fn look(&mut self, record: &AuditRecord, at: At) -> bool {
        self.count_tenants(record);
        let side = standing::side(record, &self.own);
        if side != Side::Foreign {
            self.activity.add(record, at, None);
        }
        if side == Side::Service
            && let Some(group) = self.services
        {
            self.noted.count(group, record.time);
            return true;
        }
        let explained = Explained::choose(record, side, at);
        if side == Side::Foreign {
            let group = explained.map(|explained| self.add_foreign(record, explained));
            self.activity.add(record, at, group);
            return true;
        }
        let is_service = explained
            .as_ref()
            .is_some_and(|explained| *explained.explanation == SERVICE_ADDRESS);
        if !is_service {
            self.history.learn(record);
        }
        match explained.or_else(|| self.moved(record, at)) {
            Some(explained) => self.note(record, side, explained),
            None => false,
        }
    }

    fn count_tenants(&mut self, record: &AuditRecord) {
        if let Some(organization) = record.organization
            && (self.organizations.len() < MOST_ORGANIZATIONS
                || self.organizations.contains_key(&organization))
        {
            *self.organizations.entry(organization).or_default() += 1;
        }
        let named = [record.log_tenant, record.organization, record.actor_home()];
        self.names_own |= named.iter().flatten().any(|id| self.own.contains(id));
    }

    /// Of equals the smaller id: the answer must not depend on the order in a map.
    fn majority(&self, exports: &[ExportSummary]) -> Option<Majority> {
        let mut told: HashMap<Uuid, u64> = HashMap::new();
        for (tenant, count) in exports.iter().flat_map(|it| &it.contents.logs) {
            *told.entry(*tenant).or_default() += count;
        }
        let is_told = !told.is_empty();
        let counts = if is_told { &told } else { &self.organizations };
        counts
            .iter()
            .map(|(&tenant, &records)| Majority {
                tenant,
                records,
                is_told,
            })
            .max_by_key(|it| (it.records, std::cmp::Reverse(it.tenant)))
    }

    fn add_foreign(&mut self, record: &AuditRecord, explained: Explained) -> usize {
        let group = self.foreign.add(explained, self.max_entries);
        if Activity::is_counted(record) {
            *self.own_work.entry(group).or_default() += 1;
        }
        // One user's group may span sessions: all of them count.
        let actors = self.actors.entry(group).or_default();
        for actor in self.activity.actors(record) {
            if actors.len() < MOST_ACTORS && !actors.contains(&actor) {
                actors.push(actor);
            }
        }
        group
    }

    fn note(&mut self, record: &AuditRecord, side: Side, explained: Explained) -> bool {
        let is_service = *explained.explanation == SERVICE_ADDRESS;
        let most = self.max_entries.min(MOST_NOTED);
        let is_attempt = *explained.explanation == FAILED;
        let group = self.noted.add(explained, most);
        if is_attempt && let Some(question) = self.history.question(record) {
            let attempts = self.attempts.entry(group).or_default();
            if attempts.len() < MOST_ATTEMPTS && !attempts.contains(&question) {
                attempts.push(question);
            }
        }
        if side == Side::Service {
            self.services = Some(group);
        }
        if is_service && let Some(question) = self.history.question(record) {
            self.service_calls.entry(group).or_insert(question);
        }
        true
    }

    /// A session that shows up elsewhere.
    fn moved(&mut self, record: &AuditRecord, at: At) -> Option<Explained> {
        let before = self.history.moved_from(record)?;
        let evidence = explanations::moved(record, before)?;
        Some(Explained::new(record, &TWO_PLACES, evidence, at))
    }

    fn into_survey(mut self, reading: Reading) -> Survey {
        let majority = self.majority(&reading.exports);
        self.weigh_foreign();
        if self.own.is_empty() {
            self.own.extend(majority.map(|it| it.tenant));
            self.names_own = majority.is_some();
        }
        self.weigh_noted();
        let Groups {
            groups,
            entries: foreign,
            not_kept,
            merged,
            ..
        } = self.foreign;
        Survey {
            audit: Audit {
                exports: reading.exports,
                incomplete: reading.incomplete,
                foreign,
                groups,
                noted: self.noted.entries,
                noted_groups: self.noted.groups,
                not_kept: not_kept + self.noted.not_kept,
                merged: merged + self.noted.merged,
                ..Audit::default()
            },
            majority,
            names_own: self.names_own,
            of_workloads: self.activity.of_workloads,
        }
    }

    fn weigh_foreign(&mut self) {
        let has_work = self.activity.of_workloads > 0;
        for (index, group) in self.foreign.groups.iter_mut().enumerate() {
            let actors = self.actors.get(&index).map_or(&[][..], Vec::as_slice);
            group.names_nobody = actors.is_empty();
            let itself = self.own_work.get(&index).copied().unwrap_or_default();
            if has_work && !actors.is_empty() {
                group.followed = self.activity.after(actors, group.first, index, itself);
            }
            group.weigh();
        }
    }

    /// What only shows when everything was read.
    fn weigh_noted(&mut self) {
        self.move_own_users();
        for (index, group) in self.noted.groups.iter_mut().enumerate() {
            if *group.explanation != FAILED {
                continue;
            }
            let attempts = self.attempts.get(&index).map_or(&[][..], Vec::as_slice);
            let is_here =
                |question: &&(u64, u64)| self.history.answer(**question) == Whereabouts::Here;
            group.succeeded = attempts.iter().filter(is_here).count();
            let is_guessed = group.succeeded > 0 && group.count >= MANY_FAILURES;
            if group.users >= MANY_NAMES || is_guessed {
                group.becomes(&GUESSING);
                if group.succeeded > 0 {
                    group.severity = Severity::High;
                }
            }
        }
        for (index, question) in &self.service_calls {
            let group = &mut self.noted.groups[*index];
            group.confidence = match self.history.answer(*question) {
                Whereabouts::Elsewhere => Confidence::High,
                // Nothing to compare with.
                Whereabouts::Unknown | Whereabouts::Here => Confidence::Low,
            };
        }
        // Somebody at their usual address puzzles nobody.
        let is_usual = |index: usize| {
            let question = self.service_calls.get(&index);
            question.is_some_and(|question| self.history.answer(*question) == Whereabouts::Here)
        };
        self.noted.split(|index, _| is_usual(index));
        for entry in &mut self.noted.entries {
            entry.explanation = self.noted.groups[entry.group].explanation;
        }
    }

    /// A sign-in log of Graph does not say whose it is. Once it is known, one's own people who went
    /// elsewhere are no longer foreign.
    fn move_own_users(&mut self) {
        let is_own = |_: usize, group: &Group| {
            let is_own = |id: Option<Uuid>| id.is_some_and(|id| self.own.contains(&id));
            is_own(group.actor_tenant) && group.organization != group.actor_tenant
        };
        let (mut groups, entries) = self.foreign.split(is_own);
        for group in &mut groups {
            group.becomes(&ELSEWHERE);
        }
        self.noted.append(groups, entries);
    }
}

/// Fingerprints of who acted that are kept for one group.
const MOST_ACTORS: usize = 64;

#[cfg(test)]
mod tests;
