//! How an export is laid out, told by its content and never by its name, and its rows, each with the
//! text of one record.
//!
//! A new layout is one [`Container`] in a file of `container/` and one line in [`CONTAINERS`].
//!
//! Not its job: what the text means (`envelope.rs`, `dialects/`). A row that cannot be read is
//! handed up as a problem with its line; none is dropped.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::encoding::{self, Source};
use super::error::{ExportError, RowError};
use super::extent::Extent;
use super::head::{self, Head};
use super::looks::Beginning;
use super::names::Name;
use super::packed;
use super::search::sieve::{Place as FilePlace, Sieve};
use super::search::sift::Layout;
use super::search::{Plan, Told};

mod documents;
mod json_lines;
mod sifted;
mod table;

/// One row of an export. It is refilled for every row, so that its buffers are allocated once.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// Line at which it begins, from 1.
    pub line: u64,
    /// What should be one JSON document; empty where `columns` tell the record.
    pub json: String,
    /// `json` stood in a cell of a table.
    pub is_cell: bool,
    /// The known columns of a table that has one for every member of a record.
    pub columns: Vec<(Name, String)>,
    /// Bytes that are no UTF-8 were replaced by U+FFFD.
    pub damaged: bool,
    /// `ResultIndex` and `ResultCount`, where the row has them.
    pub place: Option<Place>,
}

/// A row's number in its search, and how many rows that search found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub index: i64,
    pub count: i64,
}

/// The rows of an export, one after the other.
pub(super) trait Rows {
    /// Refills `row`; false at the end of the export.
    ///
    /// # Errors
    /// [`RowError::Unreadable`] for this row, after which the next one may be asked for;
    /// [`RowError::Read`] when nothing can follow.
    fn next_row(&mut self, row: &mut Row) -> Result<bool, RowError>;
}

/// A way to lay out records in a text.
struct Container {
    /// Whether the first 64 KiB look like it.
    recognise: fn(&str) -> bool,
    rows: fn(Head) -> Box<dyn Rows>,
    /// The same without the rows that a search passes over.
    sifted: fn(Head, Search) -> Box<dyn Rows>,
}

/// A search in one export.
pub(super) struct Search {
    pub plan: Plan,
    pub told: Arc<Told>,
    /// The file that is searched, if it is one whose parts can be read at their place.
    pub file: Option<Arc<Extent>>,
    /// Bytes that were read.
    pub read: Arc<AtomicU64>,
}

/// Asked in this order. The table comes last: every text is a table of sorts.
const CONTAINERS: &[Container] = &[json_lines::JSON_LINES, documents::DOCUMENTS, table::TABLE];

const BLOCK: usize = 256 * 1024;

/// The rows of an export, and its beginning, for the case that nothing is recognised. In a search, only
/// rows that may belong to a token.
///
/// # Errors
/// [`ExportError::Empty`], [`ExportError::Binary`], [`ExportError::Read`] when not even the first
/// byte came.
pub(super) fn open(
    source: Source,
    search: Option<Search>,
) -> Result<(Box<dyn Rows>, Beginning), ExportError> {
    let head = head::look(encoding::utf8(packed::unpacked(source)))?;
    let beginning = Beginning(head.bytes.clone());
    let text = String::from_utf8_lossy(&head.bytes);
    let known = CONTAINERS
        .iter()
        .find(|container| (container.recognise)(text.trim_start_matches('\u{feff}')));
    drop(text);
    match (known, search) {
        (Some(container), None) => Ok(((container.rows)(head), beginning)),
        (Some(container), Some(search)) => Ok(((container.sifted)(head, search), beginning)),
        (None, _) => Err(beginning.unrecognised()),
    }
}

/// The rows within a row that wraps a list of them, such as a page of an answer on a line of its own.
pub(super) fn within(row: &Row) -> Option<Box<dyn Rows>> {
    documents::within(&row.json)
}

/// The rows of a text that is cut by lines, as `rows` reads them, without those that are passed over.
fn sift(
    head: Head,
    search: Search,
    layout: Layout,
    rows: fn(Head) -> Box<dyn Rows>,
) -> Box<dyn Rows> {
    let Search {
        plan,
        told,
        file,
        read,
    } = search;
    let place = file.and_then(|file| {
        let start = head.starts_in(&file)?;
        Some(FilePlace { file, start, read })
    });
    let sieve = Sieve::new(head.text, place, layout, plan, told);
    let origins = sieve.origins();
    let head = Head {
        bytes: head.bytes,
        text: Box::new(sieve),
    };
    let rows = rows(head);
    Box::new(sifted::Sifted { rows, origins })
}

impl Row {
    fn begin(&mut self, line: u64) {
        self.line = line;
        self.json.clear();
        self.is_cell = false;
        self.columns.clear();
        self.damaged = false;
        self.place = None;
    }

    fn set_json(&mut self, bytes: &[u8]) {
        self.json.clear();
        self.damaged |= push_text(bytes, &mut self.json);
    }
}

/// Appends bytes as text, without the blanks and marks around them; true if letters were replaced.
fn push_text(bytes: &[u8], text: &mut String) -> bool {
    let plain = |text: &str| text.trim_ascii().len() == text.len() && !text.starts_with('\u{feff}');
    match std::str::from_utf8(bytes) {
        Ok(whole) if plain(whole) => text.push_str(whole),
        Ok(whole) => text.push_str(without_mark(whole.trim()).trim()),
        Err(_) => {
            let replaced = String::from_utf8_lossy(bytes);
            text.push_str(without_mark(replaced.trim()).trim());
            return true;
        }
    }
    false
}

fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests;
