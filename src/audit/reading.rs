//! Exports read record by record: counted, duplicates left out, bounds on the time applied.
//!
//! Not its job: what a record means to anybody; each one is shown to a visitor.

use super::container::{self, Row};
use super::error::RowError;
use super::record::AuditRecord;
use super::seen::{self, SeenIds, Sighting};
use super::summary::{Completeness, ExportSummary};
use super::{Export, ExportError, Options, Problem, envelope};

/// A text without an `AuditData` column or key whose first rows, so many of them, hold no record is
/// no export; the rest of it is not read.
const PATIENCE: u64 = 1_000;

/// Looks at one record: the record, its line, the export's name. `true`: its id must be remembered.
pub(super) type Visitor<'a> = dyn FnMut(&AuditRecord, u64, &str) -> bool + 'a;

/// What is remembered from one export to the next.
pub(super) struct Reading<'a> {
    options: &'a Options,
    ids: SeenIds,
}

impl<'a> Reading<'a> {
    pub(super) fn new(options: &'a Options) -> Self {
        Self {
            options,
            ids: SeenIds::new(seen::MOST_IDS),
        }
    }

    pub(super) fn read(&mut self, export: Export, visit: &mut Visitor) -> ExportSummary {
        let mut summary = ExportSummary::new(export.name);
        match container::open(export.source) {
            Ok((rows, keys)) => self.read_rows(rows, keys, &mut summary, visit),
            Err(error) => summary.error = Some(error),
        }
        summary
    }

    fn read_rows(
        &mut self,
        rows: container::Rows,
        keys: Vec<String>,
        summary: &mut ExportSummary,
        visit: &mut Visitor,
    ) {
        let mut completeness = Completeness::default();
        let has_column = keys.iter().any(|key| key.eq_ignore_ascii_case("AuditData"));
        for row in rows {
            match row {
                Ok(row) => self.read_row(&row, &mut completeness, summary, visit),
                Err(RowError::Unreadable(problem)) => summary.lose(problem),
                Err(RowError::Read { line, source }) => {
                    summary.error = Some(ExportError::Read { line, source });
                    break;
                }
            }
            if !has_column && summary.records == 0 && summary.unreadable >= PATIENCE {
                break;
            }
        }
        if summary.records == 0 && summary.error.is_none() {
            summary.error = Some(if has_column {
                ExportError::NoRecord
            } else {
                ExportError::Unrecognised { keys }
            });
        }
        summary.truncated = completeness.verdict(summary.records + summary.unreadable);
    }

    fn read_row(
        &mut self,
        row: &Row,
        completeness: &mut Completeness,
        summary: &mut ExportSummary,
        visit: &mut Visitor,
    ) {
        let unwrapped = match envelope::unwrap(&row.json) {
            Ok(unwrapped) => unwrapped,
            Err(why) => {
                let line = row.line;
                return summary.lose(Problem { line, why });
            }
        };
        summary.dialect.get_or_insert(unwrapped.dialect.id);
        summary.records += 1;
        if let Some(place) = row.place.or(unwrapped.place) {
            completeness.add(place);
        }
        if row.damaged {
            let line = row.line;
            let why = "bytes that are no UTF-8 were replaced; the record was read".into();
            summary.note(Problem { line, why });
        }
        let record = (unwrapped.dialect.read)(&unwrapped.record);
        if self.is_new(&record, row.line, summary)
            && self.is_asked(&record)
            && visit(&record, row.line, &summary.input)
            && let Some(id) = record.id
        {
            self.ids.keep(id);
        }
    }

    /// Counts a duplicate. A record without an id is always new.
    fn is_new(&mut self, record: &AuditRecord, line: u64, summary: &mut ExportSummary) -> bool {
        match record.id.map(|id| self.ids.meet(id)) {
            None | Some(Sighting::First) => true,
            Some(Sighting::Again) => {
                summary.duplicates = summary.duplicates.map(|count| count + 1);
                false
            }
            Some(Sighting::Untold) => {
                if summary.duplicates.take().is_some() {
                    let most = seen::MOST_IDS;
                    let why = format!(
                        "more than {most} different ids: duplicates are no longer counted from here"
                    );
                    summary.note(Problem { line, why });
                }
                true
            }
        }
    }

    fn is_asked(&self, record: &AuditRecord) -> bool {
        let Options { since, until } = *self.options;
        record.time.is_none_or(|time| {
            since.is_none_or(|since| since <= time) && until.is_none_or(|until| time <= until)
        })
    }
}
