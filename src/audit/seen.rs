//! Which record ids have been met, over all exports: paging, merging and the log itself repeat
//! records, byte for byte.
//!
//! Not its job: ids in order, or back from a fingerprint.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use uuid::Uuid;

use super::record::Log;

/// How many different ids are remembered. Each takes at most 21 bytes, and a little more while its
/// shard grows.
pub(super) const MOST_IDS: usize = 50_000_000;

/// The ids are spread over so many tables: one that grows holds its old and its new place for a
/// moment, and that should not double the memory of all.
const SHARDS: usize = 64;

/// 64-bit fingerprints, keyed at random so that no export can be made to collide.
/// At 5 million ids the chance that any two share one is below one in a million.
pub(super) struct SeenIds {
    shards: Vec<HashSet<u64, BuildHasherDefault<Itself>>>,
    keys: RandomState,
    count: usize,
    most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sighting {
    First,
    Again,
    /// Not among the ids that are remembered, but no more are.
    Untold,
}

impl SeenIds {
    pub(super) fn new(most: usize) -> Self {
        Self {
            shards: vec![HashSet::default(); SHARDS],
            keys: RandomState::new(),
            count: 0,
            most,
        }
    }

    pub(super) fn meet(&mut self, log: Log, id: &str) -> Sighting {
        let fingerprint = self.fingerprint(log, id);
        let is_full = self.count >= self.most;
        let shard = self.shard(fingerprint);
        if is_full {
            return if shard.contains(&fingerprint) {
                Sighting::Again
            } else {
                Sighting::Untold
            };
        }
        if shard.insert(fingerprint) {
            self.count += 1;
            Sighting::First
        } else {
            Sighting::Again
        }
    }

    /// Remembers an id beyond the limit. For records that matched: they are few, and none may be
    /// told twice.
    pub(super) fn keep(&mut self, log: Log, id: &str) {
        let fingerprint = self.fingerprint(log, id);
        self.shard(fingerprint).insert(fingerprint);
    }

    /// Whether an id was met or kept.
    pub(super) fn knows(&mut self, log: Log, id: &str) -> bool {
        let fingerprint = self.fingerprint(log, id);
        self.shard(fingerprint).contains(&fingerprint)
    }

    fn shard(&mut self, fingerprint: u64) -> &mut HashSet<u64, BuildHasherDefault<Itself>> {
        // The tables use the upper and lower bits themselves.
        let shard = (fingerprint >> 32) as usize % SHARDS;
        &mut self.shards[shard]
    }

    /// A GUID is one id in whatever case it is written; everything else is taken as it stands.
    fn fingerprint(&self, log: Log, id: &str) -> u64 {
        match Uuid::try_parse(id) {
            Ok(guid) => self.keys.hash_one((log, guid)),
            Err(_) => self.keys.hash_one((log, id)),
        }
    }
}

/// A fingerprint is a hash already.
#[derive(Default)]
struct Itself(u64);

impl Hasher for Itself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_case_of_a_guid_does_not_matter() {
        let mut ids = SeenIds::new(MOST_IDS);
        assert_eq!(
            ids.meet(Log::UnifiedAudit, "6F1D2C3B-4A59-4E68-9B7A-0C1D2E3F4A00"),
            Sighting::First
        );
        assert_eq!(
            ids.meet(Log::UnifiedAudit, "6f1d2c3b-4a59-4e68-9b7a-0c1d2e3f4a00"),
            Sighting::Again
        );
        assert_eq!(ids.meet(Log::UnifiedAudit, "a"), Sighting::First);
        assert_eq!(ids.meet(Log::UnifiedAudit, "A"), Sighting::First);
    }

    #[test]
    fn ids_of_different_logs_are_different_ids() {
        let mut ids = SeenIds::new(MOST_IDS);
        assert_eq!(ids.meet(Log::UnifiedAudit, "a"), Sighting::First);
        assert_eq!(ids.meet(Log::SignIn, "a"), Sighting::First);
    }

    #[test]
    fn a_full_memory_still_knows_what_it_holds() {
        let mut ids = SeenIds::new(1);
        assert_eq!(ids.meet(Log::UnifiedAudit, "a"), Sighting::First);
        assert_eq!(ids.meet(Log::UnifiedAudit, "b"), Sighting::Untold);
        assert_eq!(ids.meet(Log::UnifiedAudit, "a"), Sighting::Again);
        ids.keep(Log::UnifiedAudit, "b");
        assert_eq!(ids.meet(Log::UnifiedAudit, "b"), Sighting::Again);
    }
}
