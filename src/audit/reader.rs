//! Reads exports from end to end: every record once, every loss counted.
//!
//! What is common to tracing tokens (`tracer.rs`) and to surveying foreign entries (`survey.rs`).
//!
//! Not its job: what a record means to either.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::container::{self, Row, Rows};
use super::counted::Counted;
use super::envelope::{self, Wrapping};
use super::error::{ExportError, Problem, RowError};
use super::looks::Beginning;
use super::members::Members;
use super::options::{Options, Progress};
use super::record::AuditRecord;
use super::search::{Plan, Told};
use super::seen::{self, SeenIds, Sighting};
use super::summary::{Completeness, ExportSummary};
use super::{Export, dialect::Dialect};
use crate::text::grouped;

/// A text without an `AuditData` column or key whose first rows, so many of them, hold no record is
/// no export; the rest of it is not read.
pub(super) const PATIENCE: u64 = 1_000;

/// Progress is told after so many rows.
const TELL_EVERY: u64 = 8_192;

/// Where a record stands.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub input: &'a str,
    pub line: u64,
    /// The id of the record's dialect.
    pub dialect: &'static str,
    /// A record of the same id was met before. It need not say the same: Excel may have cut that one.
    pub is_again: bool,
}

/// Takes a record; true where it was worth telling, so that its id is remembered whatever happens.
pub(super) type Take<'t> = dyn FnMut(&AuditRecord, At) -> bool + 't;

pub(super) struct Reading {
    pub exports: Vec<ExportSummary>,
    /// Cancelled before the end.
    pub incomplete: bool,
}

/// Reads the exports one after the other. An export that cannot be read never fails the others: its
/// summary says what happened.
pub(super) fn read(exports: Vec<Export>, options: &Options, take: &mut Take) -> Reading {
    search(exports, options, None, take)
}

/// The same, but with a plan only of rows that may belong to a token; the others are counted.
pub(super) fn search(
    exports: Vec<Export>,
    options: &Options,
    plan: Option<&Plan>,
    take: &mut Take,
) -> Reading {
    let mut reader = Reader {
        options,
        plan,
        ids: SeenIds::new(seen::MOST_IDS),
        bytes: Arc::default(),
        progress: Progress::default(),
        take,
    };
    let mut summaries = Vec::new();
    for export in exports {
        if options.is_cancelled() {
            summaries.push(ExportSummary {
                error: Some(ExportError::Stopped),
                ..ExportSummary::new(export.name, export.is_named)
            });
            continue;
        }
        summaries.push(reader.read(export));
        reader.tell();
    }
    Reading {
        exports: summaries,
        incomplete: options.is_cancelled(),
    }
}

struct Reader<'a, 't> {
    options: &'a Options<'a>,
    plan: Option<&'a Plan>,
    ids: SeenIds,
    bytes: Arc<AtomicU64>,
    progress: Progress,
    take: &'a mut Take<'t>,
}

/// What is known of the export that is being read.
struct State {
    summary: ExportSummary,
    completeness: Completeness,
    told: Arc<Told>,
    /// The line of the last row, if that could not be read.
    last_lost: Option<u64>,
}

impl State {
    fn lose(&mut self, problem: Problem) {
        self.last_lost = Some(problem.line);
        self.summary.lose(problem);
    }
}

impl Reader<'_, '_> {
    fn read(&mut self, export: Export) -> ExportSummary {
        let mut state = State {
            summary: ExportSummary::new(export.name, export.is_named),
            completeness: Completeness::default(),
            told: Arc::default(),
            last_lost: None,
        };
        let file = export.file.clone();
        let search = self.plan.map(|plan| container::Search {
            plan: plan.clone(),
            told: Arc::clone(&state.told),
            file: export.file,
            read: Arc::clone(&self.bytes),
        });
        let source = Counted {
            source: export.source,
            bytes: Arc::clone(&self.bytes),
        };
        match container::open(Box::new(source), search) {
            Ok((mut rows, beginning)) => self.read_rows(&mut *rows, &beginning, &mut state),
            Err(_) if self.options.is_cancelled() => {
                state.summary.error = Some(ExportError::Stopped);
            }
            Err(error) => state.summary.error = Some(error),
        }
        let mut summary = state.summary;
        summary.pass(state.told.passed());
        let rows = summary.records + summary.unreadable;
        summary.truncated = match (summary.shortened(), summary.passed_over) {
            (Some(shortened), _) => Some(shortened.to_string()),
            (None, 0) => state.completeness.verdict(rows),
            (None, _) => state.completeness.verdict_in_part(rows),
        };
        // What was read before the file became shorter is told like any export that is cut off.
        if summary.records > 0 && summary.shortened().is_some() {
            summary.error = None;
        }
        if let Some(file) = file {
            summary.tell_growth(&file, state.last_lost);
        }
        if summary.timeless > 0 {
            let records = match summary.timeless {
                1 => "1 record has".to_owned(),
                count => format!("{} records have", grouped(count)),
            };
            let why = format!(
                "{records} no time, or one in a culture's own spelling that was not guessed; export times as \
                 2026-11-20T12:10:00Z (ISO 8601)"
            );
            summary.note(Problem { line: 0, why });
        }
        summary
    }

    fn read_rows(&mut self, rows: &mut dyn Rows, beginning: &Beginning, state: &mut State) {
        let has_column = beginning.has_record_column();
        let mut row = Row::default();
        for number in 1.. {
            let found = rows.next_row(&mut row);
            if self.options.is_cancelled() {
                state.summary.error = Some(ExportError::Stopped);
                return;
            }
            match found {
                Ok(true) => {
                    state.last_lost = None;
                    self.read_row(&row, state);
                }
                Ok(false) => break,
                Err(RowError::Unreadable(problem)) => state.lose(problem),
                Err(RowError::Paused) => {
                    self.tell();
                }
                Err(RowError::Read { line, source }) => {
                    state.summary.error = Some(ExportError::Read { line, source });
                    break;
                }
            }
            if number % TELL_EVERY == 0 {
                self.tell();
            }
            let summary = &state.summary;
            if !has_column && summary.records == 0 && summary.unreadable >= PATIENCE {
                break;
            }
        }
        let summary = &mut state.summary;
        if summary.records == 0 && summary.error.is_none() {
            summary.error = Some(if has_column {
                ExportError::NoRecord
            } else {
                beginning.unrecognised()
            });
        }
    }

    fn read_row(&mut self, row: &Row, state: &mut State) {
        let Err(problem) = self.open(row, state) else {
            return;
        };
        match container::within(row) {
            Some(rows) => self.read_rows_within(rows, row.line, state),
            None => state.lose(problem),
        }
    }

    fn open(&mut self, row: &Row, state: &mut State) -> Result<(), Problem> {
        let opened = envelope::open(row, &mut |members, dialect, wrapping| {
            self.read_record(members, dialect, wrapping, row, state);
        });
        opened.map_err(|why| Problem {
            line: row.line,
            why: why.into_owned(),
        })
    }

    /// The rows of a page that stands on a line of its own.
    fn read_rows_within(&mut self, mut rows: Box<dyn Rows>, line: u64, state: &mut State) {
        let mut row = Row::default();
        loop {
            match rows.next_row(&mut row) {
                // Pages within pages were taken apart already.
                Ok(true) => {
                    row.line = line;
                    if let Err(problem) = self.open(&row, state) {
                        state.lose(problem);
                    }
                }
                Err(RowError::Unreadable(problem)) => state.lose(Problem { line, ..problem }),
                // What is in memory neither ends early nor pauses.
                Ok(false) | Err(RowError::Read { .. } | RowError::Paused) => return,
            }
        }
    }

    fn read_record(
        &mut self,
        members: &Members,
        dialect: &'static Dialect,
        wrapping: Wrapping,
        row: &Row,
        state: &mut State,
    ) {
        let line = row.line;
        let summary = &mut state.summary;
        summary.dialect.get_or_insert(dialect.id);
        summary.records += 1;
        state.told.recognised.store(true, Ordering::Relaxed);
        self.progress.records += 1;
        if let Some(place) = row.place.or(wrapping.place) {
            state.completeness.add(place);
        }
        if wrapping.salvaged {
            summary.salvaged += 1;
            let why =
                "Excel cut the record at 32,767 characters; what stands before was read".into();
            summary.note(Problem { line, why });
        }
        if row.damaged {
            let why = "bytes that are no UTF-8 were replaced; the record was read".into();
            summary.note(Problem { line, why });
        }
        let mut record = (dialect.read)(members);
        record.log_tenant = record.log_tenant.or(wrapping.log_tenant);
        record.organization = record.organization.or(wrapping.log_tenant);
        summary.timeless += u64::from(record.time.is_none());
        if !self.options.is_asked(record.time) {
            summary.out_of_time += 1;
            return;
        }
        summary.contents.add(&record);
        let is_again = self.is_again(&record, line, summary);
        let at = At {
            input: &summary.input,
            line,
            dialect: dialect.id,
            is_again,
        };
        if (self.take)(&record, at) {
            self.progress.matches += 1;
            if let Some(id) = record.id {
                self.ids.keep(record.log, id);
            }
        }
    }

    /// Counts a duplicate. A record without an id is always new.
    fn is_again(&mut self, record: &AuditRecord, line: u64, summary: &mut ExportSummary) -> bool {
        match record.id.map(|id| self.ids.meet(record.log, id)) {
            None | Some(Sighting::First) => false,
            Some(Sighting::Again) => {
                summary.duplicates = summary.duplicates.map(|count| count + 1);
                true
            }
            Some(Sighting::Untold) => {
                if summary.duplicates.take().is_some() {
                    let most = seen::MOST_IDS;
                    let why = format!(
                        "more than {most} different ids: duplicates are no longer counted from here"
                    );
                    summary.note(Problem { line, why });
                }
                false
            }
        }
    }

    fn tell(&mut self) {
        self.progress.bytes = self.bytes.load(Ordering::Relaxed);
        if let Some(tell) = self.options.progress {
            tell(self.progress);
        }
    }
}
