//! How many records there are when: counts in steps of equal length, never more than a picture can show,
//! however long the log is.
//!
//! Not its job: which records are counted (`contents.rs`), or drawing (`report`).

use std::collections::BTreeMap;

use crate::time::Timestamp;

/// Steps that a course of time is cut into at most; a day in quarters of an hour.
const MOST_STEPS: i64 = 96;

/// Counts by time. The steps begin at a minute's length and double whenever there are too many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Density {
    /// Seconds of a step.
    step: i64,
    /// By number of the step since 1970.
    counts: BTreeMap<i64, u64>,
}

impl Default for Density {
    fn default() -> Self {
        Self {
            step: 60,
            counts: BTreeMap::new(),
        }
    }
}

impl Density {
    /// Counts one more.
    pub(super) fn add(&mut self, time: Timestamp) {
        *self
            .counts
            .entry(time.seconds().div_euclid(self.step))
            .or_default() += 1;
        self.shorten();
    }

    /// Adds other counts.
    pub fn absorb(&mut self, other: &Self) {
        let mut other = other.clone();
        self.coarsen_to(other.step);
        other.coarsen_to(self.step);
        for (at, count) in other.counts {
            *self.counts.entry(at).or_default() += count;
        }
        self.shorten();
    }

    /// The same in steps of at least this many seconds.
    pub fn coarsen_to(&mut self, step: i64) {
        while self.step < step {
            self.step *= 2;
            let fine = std::mem::take(&mut self.counts);
            for (at, count) in fine {
                *self.counts.entry(at.div_euclid(2)).or_default() += count;
            }
        }
    }

    /// Seconds of a step.
    #[must_use]
    pub fn step(&self) -> i64 {
        self.step
    }

    /// When each step begins, in seconds since 1970, and how many fall into it; steps without any are left out.
    pub fn steps(&self) -> impl Iterator<Item = (i64, u64)> {
        self.counts
            .iter()
            .map(|(at, count)| (at * self.step, *count))
    }

    /// How many there are in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    fn shorten(&mut self) {
        let is_too_long = |counts: &BTreeMap<i64, u64>| {
            let ends = counts.first_key_value().zip(counts.last_key_value());
            ends.is_some_and(|((first, _), (last, _))| last - first >= MOST_STEPS)
        };
        while is_too_long(&self.counts) {
            self.coarsen_to(self.step * 2);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds).unwrap()
    }

    #[test]
    fn steps_double_until_they_are_few() {
        let mut density = Density::default();
        density.add(at(1_000_000));
        density.add(at(1_000_019));
        assert_eq!(density.steps().collect::<Vec<_>>(), [(999_960, 2)]);
        for day in 0..1_000 {
            density.add(at(1_000_000 + day * 86_400));
        }
        assert!(density.steps().count() <= 96);
        assert_eq!(density.total(), 1_002);
    }

    #[test]
    fn what_was_counted_apart_is_as_if_counted_together() {
        let times: Vec<i64> = (0..500).map(|n| 1_700_000_000 + n * n * 7).collect();
        let mut whole = Density::default();
        let [mut left, mut right] = [Density::default(), Density::default()];
        for (number, time) in times.iter().enumerate() {
            whole.add(at(*time));
            let half = if number < 40 { &mut left } else { &mut right };
            half.add(at(*time));
        }
        left.absorb(&right);
        assert_eq!(left, whole);
    }
}
