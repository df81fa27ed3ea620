//! Which record ids have been met, over all exports: paging, merging and the log itself repeat
//! records, byte for byte.
//!
//! Not its job: ids in order, or back from a fingerprint.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use uuid::Uuid;

/// How many different ids are remembered; 5 million take about 80 MB.
pub(super) const MOST_IDS: usize = 5_000_000;

/// 64-bit fingerprints, keyed at random so that no export can be made to collide.
/// At 5 million ids the chance that any two share one is below one in a million.
pub(super) struct SeenIds {
    fingerprints: HashSet<u64>,
    keys: RandomState,
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
            fingerprints: HashSet::new(),
            keys: RandomState::new(),
            most,
        }
    }

    pub(super) fn meet(&mut self, id: &str) -> Sighting {
        let fingerprint = self.fingerprint(id);
        if self.fingerprints.contains(&fingerprint) {
            return Sighting::Again;
        }
        if self.fingerprints.len() >= self.most {
            return Sighting::Untold;
        }
        self.fingerprints.insert(fingerprint);
        Sighting::First
    }

    /// Remembers an id beyond the limit. For records that matched: they are few, and none may be
    /// told twice.
    pub(super) fn keep(&mut self, id: &str) {
        let fingerprint = self.fingerprint(id);
        self.fingerprints.insert(fingerprint);
    }

    /// A GUID is one id in whatever case it is written; everything else is taken as it stands.
    fn fingerprint(&self, id: &str) -> u64 {
        match Uuid::try_parse(id) {
            Ok(guid) => self.keys.hash_one(guid),
            Err(_) => self.keys.hash_one(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_case_of_a_guid_does_not_matter() {
        let mut ids = SeenIds::new(MOST_IDS);
        assert_eq!(
            ids.meet("6F1D2C3B-4A59-4E68-9B7A-0C1D2E3F4A00"),
            Sighting::First
        );
        assert_eq!(
            ids.meet("6f1d2c3b-4a59-4e68-9b7a-0c1d2e3f4a00"),
            Sighting::Again
        );
        assert_eq!(ids.meet("a"), Sighting::First);
        assert_eq!(ids.meet("A"), Sighting::First);
    }

    #[test]
    fn a_full_memory_still_knows_what_it_holds() {
        let mut ids = SeenIds::new(1);
        assert_eq!(ids.meet("a"), Sighting::First);
        assert_eq!(ids.meet("b"), Sighting::Untold);
        assert_eq!(ids.meet("a"), Sighting::Again);
        ids.keep("b");
        assert_eq!(ids.meet("b"), Sighting::Again);
    }
}
