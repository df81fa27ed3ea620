//! What was read of one export: counts, problems, and signs that the export itself is cut off.
//!
//! Not its job: what the records say.

use std::collections::BTreeMap;

use super::container::Place;
use super::contents::Contents;
use super::error::{ExportError, Problem};
use super::extent::{Extent, Shortened};
use crate::text::grouped;

/// What is wrong with a row that holds no record to begin with.
pub(super) const EMPTY: &str = "AuditData is empty";

/// How many problems are told in full; the rest are only counted.
const MOST_PROBLEMS: usize = 20;

/// What was read of one export.
#[derive(Debug, Default)]
pub struct ExportSummary {
    /// The export's name as the user gave it, or as it was found.
    pub input: String,
    /// The person named it; it was not found in a folder or in an archive.
    pub is_named: bool,
    /// Id of the dialect that its records are written in (the first one, where they differ).
    pub dialect: Option<&'static str>,
    /// Records that were read, duplicates and those out of the asked time included.
    pub records: u64,
    /// Records whose id was met before, in this export or an earlier one; `None` where so many
    /// different ids were met that they could no longer all be remembered.
    pub duplicates: Option<u64>,
    /// Rows that hold no key of the tokens that are searched for: they are among `records`, but were not
    /// parsed, so nothing else here speaks of them.
    pub passed_over: u64,
    /// Records of which only the beginning is there, because Excel cut them; they are among
    /// `records`.
    pub salvaged: u64,
    /// Rows that hold no readable record.
    pub unreadable: u64,
    /// Those of them whose `AuditData` is empty: nothing was in them to be lost.
    pub empty: u64,
    /// Records out of the asked time: read, and left out of everything else.
    pub out_of_time: u64,
    /// Records without a time that can be read: no bound on the time leaves them out.
    pub timeless: u64,
    /// What kinds of records there are, and of which time.
    pub contents: Contents,
    /// Why the export is probably not the whole answer to its search.
    pub truncated: Option<String>,
    /// The first twenty, in the order of the file.
    pub problems: Vec<Problem>,
    /// Why nothing, or nothing more, could be read.
    pub error: Option<ExportError>,
}

impl ExportSummary {
    pub(super) fn new(input: String, is_named: bool) -> Self {
        Self {
            input,
            is_named,
            duplicates: Some(0),
            ..Self::default()
        }
    }

    /// Rows in which something was, and was not read.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.unreadable - self.empty
    }

    /// Whether it only lies beside the exports: found in a folder or an archive, and nothing in it looks like
    /// a record.
    #[must_use]
    pub fn is_beside(&self) -> bool {
        let is_none = match &self.error {
            Some(ExportError::Binary) => true,
            Some(ExportError::Unrecognised { is_near, .. }) => !is_near,
            _ => false,
        };
        is_none && !self.is_named
    }

    /// Rows that were counted, but not parsed: whether they repeat each other is not known.
    pub(super) fn pass(&mut self, rows: u64) {
        self.passed_over += rows;
        self.records += rows;
        if rows > 0 {
            self.duplicates = None;
        }
    }

    /// A row that is lost.
    pub(super) fn lose(&mut self, problem: Problem) {
        self.unreadable += 1;
        self.empty += u64::from(problem.why == EMPTY);
        self.note(problem);
    }

    /// Whether reading ended because the file became shorter.
    pub(super) fn shortened(&self) -> Option<Shortened> {
        match &self.error {
            Some(ExportError::Read { source, .. }) => Shortened::in_error(source),
            _ => None,
        }
    }

    /// A log that is still written to: what came after the beginning is not missed by anybody who knows
    /// of it, and half a record at the old end is no broken one.
    pub(super) fn tell_growth(&mut self, file: &Extent, last_lost: Option<u64>) {
        let Some((more, length)) = file.growth().zip(file.length().ok()) else {
            return;
        };
        let half = match (file.ends_a_line(), last_lost) {
            (true, _) => "",
            (false, None) => "; its last row may have been half written by then",
            (false, Some(line)) => {
                self.excuse(line);
                "; its last row was half written by then"
            }
        };
        let (more, length) = (grouped(more), grouped(length));
        let why = format!(
            "the file grew by {more} bytes while it was read; what came after its first {length} bytes was not read{half}"
        );
        self.problems.insert(0, Problem { line: 0, why });
        self.problems.truncate(MOST_PROBLEMS);
    }

    /// Says of a lost row that it was still being written.
    fn excuse(&mut self, line: u64) {
        if let Some(problem) = self.problems.iter_mut().rfind(|it| it.line == line) {
            problem.why = "the record was still being written when the file was opened".into();
        }
    }

    /// A problem that cost no record.
    pub(super) fn note(&mut self, problem: Problem) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        }
    }
}

/// Collects `ResultIndex` and `ResultCount` to tell whether rows are missing.
#[derive(Default)]
pub(super) struct Completeness {
    /// Highest index for each count: a merged file holds several searches.
    searches: BTreeMap<i64, i64>,
}

/// `Search-UnifiedAuditLog` returns at most so many rows a session
/// (<https://learn.microsoft.com/en-us/powershell/module/exchangepowershell/search-unifiedauditlog>);
/// the portal exports as many at most.
const MOST_ROWS: i64 = 50_000;

/// Row counts at which a command or the portal stops: `ResultSize` at its largest, and the above.
const ROUND_COUNTS: [u64; 2] = [5_000, MOST_ROWS.cast_unsigned()];

/// Searches that are kept apart in one export.
const MOST_SEARCHES: usize = 1_000;

fn at_most() -> String {
    let rows = grouped(MOST_ROWS.cast_unsigned());
    format!("its search found {rows} rows, the most that one search returns")
}

impl Completeness {
    pub(super) fn add(&mut self, place: Place) {
        // A search that timed out answers with index -1 and count 0.
        if place.index < 1 || place.count < 1 {
            return;
        }
        if let Some(highest) = self.searches.get_mut(&place.count) {
            *highest = place.index.max(*highest);
        } else if self.searches.len() < MOST_SEARCHES {
            self.searches.insert(place.count, place.index);
        }
    }

    /// The clearest sign, as a sentence without a full stop.
    pub(super) fn verdict(&self, rows: u64) -> Option<String> {
        if self.searches.contains_key(&MOST_ROWS) {
            return Some(at_most());
        }
        if let Some((count, highest)) = self.searches.iter().find(|(count, at)| at < count) {
            return Some(format!(
                "its search found {count} rows, but the highest ResultIndex here is {highest}"
            ));
        }
        self.verdict_in_part(rows)
    }

    /// The same where not every row was read, so that the highest index is not known.
    pub(super) fn verdict_in_part(&self, rows: u64) -> Option<String> {
        if self.searches.contains_key(&MOST_ROWS) {
            return Some(at_most());
        }
        let round = ROUND_COUNTS.iter().find(|&&count| count == rows)?;
        Some(format!(
            "it holds exactly {} rows, where an export is cut off",
            grouped(*round)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(places: &[(i64, i64)], rows: u64) -> Option<String> {
        let mut completeness = Completeness::default();
        for &(index, count) in places {
            completeness.add(Place { index, count });
        }
        completeness.verdict(rows)
    }

    #[test]
    fn a_complete_search_is_not_suspected() {
        assert_eq!(verdict(&[(1, 2), (2, 2)], 2), None);
        assert_eq!(verdict(&[(2, 2), (3, 3), (1, 3), (-1, 0)], 6), None);
        assert_eq!(verdict(&[], 4_999), None);
    }

    #[test]
    fn each_sign_is_told() {
        assert!(verdict(&[(50_000, 50_000)], 9).unwrap().contains("50,000"));
        assert!(
            verdict(&[(5, 72)], 1)
                .unwrap()
                .contains("ResultIndex here is 5")
        );
        for rows in ROUND_COUNTS {
            assert!(verdict(&[], rows).unwrap().contains("exactly"));
        }
    }

    #[test]
    fn problems_are_few_but_all_are_counted() {
        let mut summary = ExportSummary::new("x".into(), true);
        for line in 0..50 {
            let why = String::new();
            summary.lose(Problem { line, why });
        }
        assert_eq!((summary.unreadable, summary.problems.len()), (50, 20));
    }
}
