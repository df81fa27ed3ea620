//! What kinds of records an export holds, and of which time: what it could have shown.
//!
//! Not its job: what the records say. The names come from the export and are untrusted; they are
//! clipped and few.

use uuid::Uuid;

use super::density::Density;
use super::record::{AuditRecord, Log};
use crate::text::clipped;
use crate::time::Timestamp;

/// Workloads that are told apart; Microsoft's schema has about thirty.
const MOST_WORKLOADS: usize = 40;
const LONGEST_NAME: usize = 40;

/// Tenants that are told apart: a merged file holds few.
const MOST_LOGS: usize = 100;

/// Record types that are told apart; the schema has about three hundred.
const MOST_TYPES: usize = 500;

/// When a workload's records were made, apart for actors of other tenants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// As the export writes it, raw; empty where records name none.
    pub workload: String,
    /// The record names the actor's tenant and its own, and they differ.
    pub is_foreign: bool,
    pub density: Density,
}

/// Counts of every record of the asked time, those that were met before included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Names as the export writes them, raw; in the order in which they were met. Beyond forty they
    /// are not told apart any more.
    pub workloads: Vec<(String, u64)>,
    /// `RecordType` of the unified audit log, in the order in which they were met.
    pub record_types: Vec<(u32, u64)>,
    /// Entries of the sign-in service, where a token's issue would show.
    pub sign_ins: u64,
    /// Entries of mailboxes, sites and other services, where a token's use would show.
    pub work: u64,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    /// The tenants whose log it is, as the records say themselves; in the order in which they were met.
    pub logs: Vec<(Uuid, u64)>,
    /// Rows of Azure's activity log that do not say whose subscription they are about.
    pub of_unknown_owner: u64,
    /// The same workloads over time, in the order in which they were met.
    pub lanes: Vec<Lane>,
}

impl Contents {
    pub(super) fn add(&mut self, record: &AuditRecord) {
        if record.is_sign_in() {
            self.sign_ins += 1;
        } else if record.is_work() {
            self.work += 1;
        }
        if let Some(workload) = record.workload {
            let is_same = |known: &String| {
                known == workload
                    || workload.len() > LONGEST_NAME && *known == clipped(workload, LONGEST_NAME)
            };
            count(&mut self.workloads, MOST_WORKLOADS, is_same, || {
                clipped(workload, LONGEST_NAME)
            });
        }
        if let Some(kind) = record.record_type {
            count(
                &mut self.record_types,
                MOST_TYPES,
                |known| *known == kind,
                || kind,
            );
        }
        if record.log == Log::AzureActivity && record.log_tenant.is_none() {
            self.of_unknown_owner += 1;
        }
        if let Some(tenant) = record.log_tenant {
            let is_same = |known: &Uuid| *known == tenant;
            count(&mut self.logs, MOST_LOGS, is_same, || tenant);
        }
        if let Some(time) = record.time {
            self.first = Some(self.first.map_or(time, |first| first.min(time)));
            self.last = Some(self.last.map_or(time, |last| last.max(time)));
            self.lane(record).density.add(time);
        }
    }

    /// The lane of a record's workload; records of workloads beyond those that are told apart have one in
    /// common.
    fn lane(&mut self, record: &AuditRecord) -> &mut Lane {
        let tenants = record.actor_tenant.zip(record.organization);
        let is_foreign = tenants.is_some_and(|(actor, log)| actor != log);
        let name = record.workload.unwrap_or_default();
        let is_its = |lane: &Lane, name: &str| {
            lane.is_foreign == is_foreign
                && (lane.workload == name
                    || name.len() > LONGEST_NAME && lane.workload == clipped(name, LONGEST_NAME))
        };
        let known = self.lanes.iter().position(|lane| is_its(lane, name));
        let is_full = self.lanes.len() >= 2 * MOST_WORKLOADS;
        let other = || self.lanes.iter().position(|lane| is_its(lane, ""));
        let at = known.or_else(|| is_full.then(other).flatten());
        let at = at.unwrap_or_else(|| {
            let name = if is_full { "" } else { name };
            self.lanes.push(Lane {
                workload: clipped(name, LONGEST_NAME),
                is_foreign,
                density: Density::default(),
            });
            self.lanes.len() - 1
        });
        &mut self.lanes[at]
    }

    /// Adds the counts of another export.
    pub fn absorb(&mut self, other: &Self) {
        sum(&mut self.workloads, &other.workloads);
        sum(&mut self.record_types, &other.record_types);
        sum(&mut self.logs, &other.logs);
        for lane in &other.lanes {
            let is_same = |known: &&mut Lane| {
                known.workload == lane.workload && known.is_foreign == lane.is_foreign
            };
            match self.lanes.iter_mut().find(is_same) {
                Some(known) => known.density.absorb(&lane.density),
                None => self.lanes.push(lane.clone()),
            }
        }
        self.of_unknown_owner += other.of_unknown_owner;
        self.sign_ins += other.sign_ins;
        self.work += other.work;
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = [self.last, other.last].into_iter().flatten().max();
    }
}

fn sum<T: Clone + PartialEq>(counts: &mut Vec<(T, u64)>, others: &[(T, u64)]) {
    for (name, count) in others {
        match counts.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum += count,
            None => counts.push((name.clone(), *count)),
        }
    }
}

fn count<T>(
    counts: &mut Vec<(T, u64)>,
    most: usize,
    is_same: impl Fn(&T) -> bool,
    name: impl Fn() -> T,
) {
    if let Some((_, count)) = counts.iter_mut().find(|(known, _)| is_same(known)) {
        *count += 1;
    } else if counts.len() < most {
        counts.push((name(), 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_times_are_counted_within_bounds() {
        let mut contents = Contents::default();
        for number in 0..1_000 {
            let workload = format!("{number}{}", "x".repeat(number));
            let time = Timestamp::from_seconds(1_000_000 - number as i64).unwrap();
            contents.add(&AuditRecord {
                workload: Some(&workload),
                record_type: Some(15),
                time: Some(time),
                ..AuditRecord::default()
            });
        }
        assert_eq!(contents.workloads.len(), MOST_WORKLOADS);
        let longest = contents
            .workloads
            .iter()
            .map(|(name, _)| name.chars().count());
        assert_eq!(longest.max(), Some(LONGEST_NAME + 1));
        assert!(contents.lanes.len() <= 2 * MOST_WORKLOADS + 2);
        let placed = contents.lanes.iter().map(|lane| lane.density.total());
        assert_eq!(placed.sum::<u64>(), 1_000);
        assert_eq!(contents.record_types, [(15, 1_000)]);
        assert_eq!((contents.sign_ins, contents.work), (1_000, 0));
        assert_eq!(
            contents
                .last
                .unwrap()
                .seconds_since(contents.first.unwrap()),
            999
        );
    }
}
