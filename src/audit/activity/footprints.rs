//! When and where somebody worked: a count for everybody, and places for as many as fit.
//!
//! Not its job: who somebody is (`activity.rs`).

use std::borrow::Cow;
use std::collections::HashMap;

use uuid::Uuid;

use super::FollowUp;
use crate::audit::reader::At;
use crate::audit::record::AuditRecord;
use crate::text::clipped;
use crate::time::Timestamp;

/// Places that are remembered, of about 60 bytes each.
const MOST_PLACES: usize = 100_000;

/// Of those, of one actor.
const MOST_OF_ONE: u32 = 32;

/// Names of exports and operations that are remembered.
const MOST_NAMES: usize = 4_096;

/// Characters of an operation's name that are remembered: a real one has a few dozen, a made-up one may
/// be as long as a record.
const LONGEST_NAME: usize = 200;

const NONE: u32 = u32::MAX;

/// What one actor did.
pub(super) struct Steps {
    count: u64,
    /// Those of them without a time that can be read.
    timeless: u64,
    /// Seconds since 1970, of those with a time.
    first: i64,
    last: i64,
    /// The place that was remembered last.
    newest: u32,
    remembered: u32,
}

impl Default for Steps {
    fn default() -> Self {
        Self {
            count: 0,
            timeless: 0,
            first: i64::MAX,
            last: i64::MIN,
            newest: NONE,
            remembered: 0,
        }
    }
}

/// Steps outside of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    pub after: u64,
    /// `after` is only what is sure.
    pub is_least: bool,
    /// Before or after it: one of the two has no time.
    pub unordered: u64,
}

struct Place {
    time: Option<i64>,
    line: u64,
    id: Uuid,
    operation: u32,
    input: u32,
    group: u32,
    /// The one before it of the same actor.
    before: u32,
    is_failure: bool,
}

/// Places of all actors.
#[derive(Default)]
pub(super) struct Footprints {
    places: Vec<Place>,
    names: Vec<String>,
    known: HashMap<String, u32>,
}

impl Footprints {
    pub(super) fn add(
        &mut self,
        steps: &mut Steps,
        record: &AuditRecord,
        at: At,
        group: Option<usize>,
    ) {
        let time = record.time.map(Timestamp::seconds);
        steps.count += 1;
        match time {
            Some(time) => {
                steps.first = steps.first.min(time);
                steps.last = steps.last.max(time);
            }
            None => steps.timeless += 1,
        }
        if steps.remembered == MOST_OF_ONE || self.places.len() == MOST_PLACES {
            return;
        }
        let place = Place {
            time,
            line: at.line,
            id: record.id.and_then(|id| id.parse().ok()).unwrap_or_default(),
            operation: self.name(&cut(record.operation)),
            input: self.name(at.input),
            group: group.map_or(NONE, |group| u32::try_from(group).unwrap_or(NONE)),
            before: steps.newest,
            is_failure: record.is_failure,
        };
        steps.newest = u32::try_from(self.places.len()).unwrap_or(NONE);
        steps.remembered += 1;
        self.places.push(place);
    }

    /// How many steps were taken from then on outside of a group that has so many itself.
    pub(super) fn count(
        &self,
        steps: &Steps,
        since: Option<Timestamp>,
        group: usize,
        of_group: u64,
    ) -> Counted {
        let Some(since) = since.map(Timestamp::seconds) else {
            return Counted {
                unordered: steps.count.saturating_sub(of_group),
                ..Counted::default()
            };
        };
        // Which of them are the group's own is known of those that are remembered.
        let remembered = || self.remembered(steps, group);
        let is_whole = u64::from(steps.remembered) == steps.count;
        let unordered = match steps.timeless {
            0 => 0,
            _ if is_whole => remembered().filter(|place| place.time.is_none()).count() as u64,
            timeless => timeless.saturating_sub(of_group),
        };
        let counted = |after, is_least| Counted {
            after,
            is_least,
            unordered,
        };
        if steps.timeless == 0 && steps.first >= since {
            return counted(steps.count.saturating_sub(of_group), false);
        }
        if steps.last < since {
            return counted(0, false);
        }
        let is_after = |place: &&Place| place.time.is_some_and(|time| time >= since);
        let after = remembered().filter(is_after).count() as u64;
        if is_whole {
            return counted(after, false);
        }
        // The last one came after it, if it is not the group's own.
        counted(after.max(u64::from(of_group == 0)), true)
    }

    /// Those of them that are remembered, and those of which nobody knows.
    pub(super) fn after(
        &self,
        steps: &Steps,
        since: Option<Timestamp>,
        group: usize,
    ) -> impl Iterator<Item = FollowUp> {
        let since = since.map(Timestamp::seconds);
        let is_before =
            move |place: &&Place| place.time.zip(since).is_some_and(|(it, since)| it < since);
        let name = |index: u32| self.names.get(index as usize).cloned().unwrap_or_default();
        self.remembered(steps, group)
            .filter(move |place| !is_before(place))
            .map(move |place| FollowUp {
                time: place.time.and_then(Timestamp::from_seconds),
                input: name(place.input),
                line: place.line,
                operation: name(place.operation),
                is_failure: place.is_failure,
                id: (!place.id.is_nil()).then(|| place.id.to_string()),
            })
    }

    /// Outside of the group.
    fn remembered(&self, steps: &Steps, group: usize) -> impl Iterator<Item = &Place> {
        let group = u32::try_from(group).unwrap_or(NONE);
        let at = |index: u32| self.places.get(index as usize);
        let all = std::iter::successors(at(steps.newest), move |place| at(place.before));
        all.filter(move |place| place.group != group)
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        if self.names.len() == MOST_NAMES {
            return NONE;
        }
        let index = u32::try_from(self.names.len()).unwrap_or(NONE);
        self.names.push(name.to_owned());
        self.known.insert(name.to_owned(), index);
        index
    }
}

/// A name as far as it is remembered.
fn cut(name: &str) -> Cow<'_, str> {
    if name.len() <= LONGEST_NAME {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(clipped(name, LONGEST_NAME))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_name_without_end_the_beginning_is_kept() {
        let mut footprints = Footprints::default();
        let mut steps = Steps::default();
        let long = "ä".repeat(1024 * 1024);
        let record = AuditRecord {
            operation: &long,
            ..AuditRecord::default()
        };
        let at = At {
            input: "x",
            line: 1,
            dialect: "x",
            is_again: false,
        };
        footprints.add(&mut steps, &record, at, None);
        let kept: usize = footprints
            .names
            .iter()
            .map(|name| name.chars().count())
            .sum();
        assert_eq!(kept, LONGEST_NAME + 1 + "x".len());
        let told = footprints.after(&steps, None, 0).next().unwrap();
        assert!(told.operation.starts_with("ää") && told.operation.ends_with('…'));
    }
}
