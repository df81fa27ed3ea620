//! How an export is laid out, told by its content and never by its name, and its rows, each with the
//! JSON text of one record: the one door to `csv`.
//!
//! A new layout is one [`Container`] and one line in [`CONTAINERS`].
//!
//! Not its job: what the JSON means (`envelope.rs`, `dialects/`). A row that cannot be read is
//! handed up as a problem with its line; none is dropped.

use std::borrow::Cow;
use std::io::BufReader;

use csv::ByteRecord;

use super::encoding::{self, Source};
use super::error::{ExportError, RowError};
use super::head::{self, Head};
use super::lines::Lines;
use super::rows::{RawRow, RawRows};

/// One row of an export.
pub(super) struct Row {
    /// Line at which it begins, from 1.
    pub line: u64,
    /// What should be one JSON document.
    pub json: String,
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

pub(super) type Rows = Box<dyn Iterator<Item = Result<Row, RowError>>>;

/// A way to lay out records in a text.
struct Container {
    /// Whether the first 64 KiB look like it.
    recognise: fn(&[u8]) -> bool,
    rows: fn(Head) -> Rows,
}

/// Asked in this order.
const CONTAINERS: &[Container] = &[JSON_LINES, CSV];

const BLOCK: usize = 256 * 1024;

/// The rows of an export, and the names seen at its beginning, for the case that nothing is
/// recognised.
///
/// # Errors
/// [`ExportError::Empty`], [`ExportError::Binary`], [`ExportError::Unrecognised`] for a layout that
/// is not known, [`ExportError::Read`] when not even the first byte came.
pub(super) fn open(source: Source) -> Result<(Rows, Vec<String>), ExportError> {
    let head = head::look(encoding::utf8(source))?;
    let keys = head::keys(&head.bytes);
    match CONTAINERS
        .iter()
        .find(|container| (container.recognise)(&head.bytes))
    {
        Some(container) => Ok(((container.rows)(head), keys)),
        None => Err(ExportError::Unrecognised { keys }),
    }
}

/// One JSON object a line: bare records, or wrappers around them.
const JSON_LINES: Container = Container {
    recognise: |head| {
        let text = String::from_utf8_lossy(head);
        let object = head::first_line(&text).strip_prefix('{');
        object.is_some_and(|rest| rest.trim_start().starts_with('"'))
    },
    rows: |head| {
        Box::new(JsonLines(Lines::new(BufReader::with_capacity(
            BLOCK, head.text,
        ))))
    },
};

struct JsonLines<R>(Lines<R>);

impl<R: std::io::BufRead> Iterator for JsonLines<R> {
    type Item = Result<Row, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = match self.0.next_line() {
                Ok(line) => line?,
                Err(source) => {
                    let line = self.0.read();
                    return Some(Err(RowError::Read { line, source }));
                }
            };
            if line.too_long {
                let why = "the line is larger than 16 MiB and was passed over";
                return Some(Err(RowError::unreadable(line.number, why)));
            }
            if !is_blank(&line.bytes) {
                return Some(Ok(Row::new(line.number, &line.bytes)));
            }
        }
    }
}

/// Any delimited table with a column of records. Last in the list: every text is a table of sorts.
const CSV: Container = Container {
    recognise: |head| {
        let text = String::from_utf8_lossy(head);
        !head::first_line(&text).starts_with(['{', '['])
    },
    rows: |head| {
        let delimiter = delimiter(head::first_line(&String::from_utf8_lossy(&head.bytes)));
        let text = BufReader::with_capacity(BLOCK, head.text);
        Box::new(CsvRows::new(RawRows::new(text, delimiter), delimiter))
    },
};

/// Excel and `-UseCulture` write `;` where the comma is the decimal sign. The header decides.
fn delimiter(header: &str) -> u8 {
    let count = |sign: u8| header.bytes().filter(|&byte| byte == sign).count();
    // On a tie, as in a single column, the last one stands: the comma.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|&sign| count(sign))
        .unwrap_or(b',')
}

struct CsvRows<R> {
    rows: RawRows<R>,
    parser: csv::ReaderBuilder,
    header: Option<ByteRecord>,
    columns: Columns,
}

/// Where the header puts what we look for.
#[derive(Default)]
struct Columns {
    record: Option<usize>,
    index: Option<usize>,
    count: Option<usize>,
}

impl<R: std::io::BufRead> CsvRows<R> {
    fn new(rows: RawRows<R>, delimiter: u8) -> Self {
        let mut parser = csv::ReaderBuilder::new();
        parser
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            // `rows` has cut the rows already: a lone carriage return must not cut again.
            .terminator(csv::Terminator::Any(b'\n'))
            .buffer_capacity(16 * 1024);
        Self {
            rows,
            parser,
            header: None,
            columns: Columns::default(),
        }
    }

    /// The row's cells; `None` where it is blank, a remark of PowerShell or a header.
    fn cells(&mut self, raw: &RawRow) -> Result<Option<ByteRecord>, RowError> {
        let bytes = without_line_end(&raw.bytes);
        if is_blank(bytes) || bytes.starts_with(b"#TYPE") {
            return Ok(None);
        }
        let mut cells = ByteRecord::new();
        self.parser
            .from_reader(bytes)
            .read_byte_record(&mut cells)
            .map_err(|_| RowError::unreadable(raw.line, "the row is no CSV"))?;
        if self.is_header(&cells) {
            self.columns = Columns::of(&cells);
            self.header = Some(cells);
            return Ok(None);
        }
        Ok(Some(cells))
    }

    /// The first row, unless it holds a record already, and every repetition: merged files carry one
    /// header a part, not always the same.
    fn is_header(&self, cells: &ByteRecord) -> bool {
        match &self.header {
            _ if cells.iter().any(is_object) => false,
            None => true,
            Some(header) => cells == header || Columns::of(cells).record.is_some(),
        }
    }

    fn row(&self, line: u64, cells: &ByteRecord) -> Result<Row, RowError> {
        let cell = match self.columns.record {
            Some(column) => cells.get(column).ok_or("the row ends before its AuditData"),
            None => cells
                .iter()
                .find(|cell| is_record(cell))
                .ok_or("no cell of the row holds an audit record"),
        };
        let cell = cell.map_err(|why| RowError::unreadable(line, why))?;
        if is_blank(cell) {
            return Err(RowError::unreadable(line, "AuditData is empty"));
        }
        Ok(Row {
            place: self.columns.place(cells),
            ..Row::new(line, cell)
        })
    }
}

impl<R: std::io::BufRead> Iterator for CsvRows<R> {
    type Item = Result<Row, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let raw = match self.rows.next()? {
                Ok(raw) => raw,
                Err(error) => return Some(Err(error)),
            };
            match self.cells(&raw) {
                Ok(Some(cells)) => return Some(self.row(raw.line, &cells)),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl Columns {
    fn of(header: &ByteRecord) -> Self {
        let find = |name: &str| {
            header
                .iter()
                .position(|cell| plain_name(cell).eq_ignore_ascii_case(name))
        };
        Self {
            record: find("AuditData"),
            index: find("ResultIndex"),
            count: find("ResultCount"),
        }
    }

    fn place(&self, cells: &ByteRecord) -> Option<Place> {
        let number = |column: Option<usize>| -> Option<i64> {
            std::str::from_utf8(cells.get(column?)?)
                .ok()?
                .trim()
                .parse()
                .ok()
        };
        Some(Place {
            index: number(self.index)?,
            count: number(self.count)?,
        })
    }
}

impl Row {
    fn new(line: u64, bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        Self {
            line,
            damaged: matches!(text, Cow::Owned(_)),
            json: without_mark(text.trim()).trim().to_owned(),
            place: None,
        }
    }
}

/// A column's name. Where files with a byte order mark were joined, the mark stands before the
/// quotes of the first name, which are then part of it.
fn plain_name(cell: &[u8]) -> Cow<'_, str> {
    match String::from_utf8_lossy(cell) {
        Cow::Borrowed(name) => Cow::Borrowed(without_mark(name.trim()).trim_matches('"').trim()),
        name => name,
    }
}

fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

fn without_line_end(row: &[u8]) -> &[u8] {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    row.strip_suffix(b"\r").unwrap_or(row)
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

fn is_object(cell: &[u8]) -> bool {
    cell.trim_ascii_start().starts_with(b"{")
}

/// Whether a cell of a table without an `AuditData` column is worth parsing.
fn is_record(cell: &[u8]) -> bool {
    let holds = |name: &[u8]| cell.windows(name.len()).any(|part| part == name);
    is_object(cell) && holds(b"\"CreationTime\"") && holds(b"\"Operation\"")
}

#[cfg(test)]
mod tests;
