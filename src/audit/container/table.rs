//! Any delimited table: with a column of records, or with a column for every member.
//!
//! Not its job: cutting rows (`rows.rs`) and cells (`cells.rs`).

use std::io::{BufRead, BufReader};
use std::sync::Arc;

use memchr::{memchr, memmem};

use super::{BLOCK, Container, Place, Row, Rows, is_blank, push_text, without_mark};
use crate::audit::cells::{self, Cells};
use crate::audit::error::RowError;
use crate::audit::head::{self, Head};
use crate::audit::names::{Name, RECORD_COLUMNS};
use crate::audit::rows::RawRows;
use crate::audit::search::sift::Layout;
use crate::audit::summary::EMPTY;

pub(super) const TABLE: Container = Container {
    recognise: |head| !head::first_line(head).starts_with(['{', '[']),
    rows,
    sifted: |head, search| {
        let delimiter = delimiter_of(&head);
        let first = first_header(&head.bytes, delimiter);
        let is_header = move |row: &[u8]| {
            first.as_deref() == Some(without_line_end(row)) || is_header(row, delimiter)
        };
        let layout = Layout::Table {
            delimiter,
            is_header: Arc::new(is_header),
        };
        super::sift(head, search, layout, rows)
    },
};

/// The row that the reader takes for the header, whether or not its titles are known: where files were
/// merged, it is repeated.
fn first_header(start: &[u8], delimiter: u8) -> Option<Vec<u8>> {
    let mut rows = RawRows::new(start, delimiter);
    let mut row = Vec::new();
    loop {
        match rows.next_row(&mut row) {
            Ok(Some(_)) if is_remark(without_line_end(&row)) => {}
            Ok(Some(_)) => break,
            Ok(None) | Err(RowError::Read { .. } | RowError::Paused) => return None,
            Err(RowError::Unreadable(_)) => {}
        }
    }
    let header = without_line_end(&row);
    may_head(header, delimiter).then(|| header.to_vec())
}

/// Whether the first row of a table is its header: it is, unless it holds a record already.
fn may_head(row: &[u8], delimiter: u8) -> bool {
    !holds_object(row, delimiter)
}

/// A blank line, or what PowerShell writes before a table.
fn is_remark(row: &[u8]) -> bool {
    is_blank(row) || row.starts_with(b"#TYPE")
}

fn rows(head: Head) -> Box<dyn Rows> {
    let delimiter = delimiter_of(&head);
    let text = BufReader::with_capacity(BLOCK, head.text);
    Box::new(Table {
        rows: RawRows::new(text, delimiter),
        delimiter,
        header: None,
        columns: Columns::default(),
        raw: Vec::new(),
        cell: Vec::new(),
    })
}

fn delimiter_of(head: &Head) -> u8 {
    delimiter(head::first_line(&String::from_utf8_lossy(&head.bytes)))
}

/// A table of members is one only with so many columns that are known.
const FEWEST_COLUMNS: usize = 4;

/// Excel and `-UseCulture` write `;` where the comma is the decimal sign. The header decides.
fn delimiter(header: &str) -> u8 {
    let count = |sign: u8| header.bytes().filter(|&byte| byte == sign).count();
    // On a tie, as in a single column, the last one stands: the comma.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|&sign| count(sign))
        .unwrap_or(b',')
}

struct Table<R> {
    rows: RawRows<R>,
    delimiter: u8,
    header: Option<Vec<u8>>,
    columns: Columns,
    raw: Vec<u8>,
    cell: Vec<u8>,
}

/// Where the header puts what we look for.
#[derive(Default)]
struct Columns {
    record: Option<usize>,
    index: Option<usize>,
    count: Option<usize>,
    /// What each column is, where the table has one for every member.
    members: Vec<Option<Name>>,
}

impl<R: BufRead> Rows for Table<R> {
    fn next_row(&mut self, row: &mut Row) -> Result<bool, RowError> {
        let mut raw = std::mem::take(&mut self.raw);
        let found = loop {
            match self.rows.next_row(&mut raw) {
                Ok(Some(line)) if !self.is_no_row(&raw) => {
                    row.begin(line);
                    break self.fill(row, without_line_end(&raw)).map(|()| true);
                }
                Ok(Some(_)) => {}
                Ok(None) => break Ok(false),
                Err(error) => break Err(error),
            }
        };
        self.raw = raw;
        found
    }
}

impl<R: BufRead> Table<R> {
    /// A blank line, a remark of PowerShell, or a header: the first row, unless it holds a record
    /// already, and every repetition. Merged files carry one header a part, not always the same.
    fn is_no_row(&mut self, raw: &[u8]) -> bool {
        let bytes = without_line_end(raw);
        if is_remark(bytes) {
            return true;
        }
        let is_repetition = match &self.header {
            None => may_head(bytes, self.delimiter),
            Some(header) => bytes == header || is_header(bytes, self.delimiter),
        };
        if is_repetition {
            self.columns = Columns::of(&cells::texts(bytes, self.delimiter));
            self.header = Some(bytes.to_vec());
        } else if self.header.is_none() {
            // A table without titles: what holds no record further down is no header, but a broken row.
            self.header = Some(Vec::new());
        }
        is_repetition
    }

    fn fill(&mut self, row: &mut Row, bytes: &[u8]) -> Result<(), RowError> {
        if self.columns.record.is_none() && self.columns.is_useful() {
            return self.fill_members(row, bytes);
        }
        row.is_cell = true;
        match self.columns.record {
            Some(column) => self.fill_record(row, bytes, column),
            None => self.find_record(row, bytes),
        }
    }

    fn fill_record(&mut self, row: &mut Row, bytes: &[u8], column: usize) -> Result<(), RowError> {
        let mut cells = Cells::new(bytes, self.delimiter);
        let (mut index, mut count, mut at) = (None, None, 0);
        let mut is_there = false;
        loop {
            let is_number = Some(at) == self.columns.index || Some(at) == self.columns.count;
            let is_more = if at == column || is_number {
                cells.next_into(&mut self.cell)
            } else {
                cells.skip()
            };
            if !is_more {
                break;
            }
            if at == column {
                is_there = true;
                row.set_json(&self.cell);
            } else if is_number {
                let number = number(&self.cell);
                if Some(at) == self.columns.index {
                    index = number;
                } else {
                    count = number;
                }
            }
            at += 1;
        }
        row.place = index
            .zip(count)
            .map(|(index, count)| Place { index, count });
        let why = match is_there {
            false => "the row ends before its AuditData",
            true if row.json.is_empty() => EMPTY,
            true => return Ok(()),
        };
        Err(RowError::unreadable(row.line, why))
    }

    fn find_record(&mut self, row: &mut Row, bytes: &[u8]) -> Result<(), RowError> {
        let mut cells = Cells::new(bytes, self.delimiter);
        while cells.next_into(&mut self.cell) {
            if is_record(&self.cell) {
                row.set_json(&self.cell);
                return Ok(());
            }
            if let Some(record) = record_in_row(&self.cell) {
                row.set_json(&record);
                return Ok(());
            }
        }
        let why = "no cell of the row holds an audit record";
        Err(RowError::unreadable(row.line, why))
    }

    fn fill_members(&mut self, row: &mut Row, bytes: &[u8]) -> Result<(), RowError> {
        let mut cells = Cells::new(bytes, self.delimiter);
        let mut found = 0;
        for name in &self.columns.members {
            if !cells.next_into(&mut self.cell) {
                break;
            }
            found += 1;
            if let Some(name) = name {
                let mut text = String::new();
                row.damaged |= push_text(&self.cell, &mut text);
                row.columns.push((*name, text));
            }
        }
        if found < self.columns.members.len() {
            let why = "the row is cut: it has fewer cells than the header";
            return Err(RowError::unreadable(row.line, why));
        }
        Ok(())
    }
}

impl Columns {
    fn of(titles: &[String]) -> Self {
        let titles: Vec<&str> = titles.iter().map(|title| plain_title(title)).collect();
        let find = |name: &str| {
            titles
                .iter()
                .position(|title| title.eq_ignore_ascii_case(name))
        };
        Self {
            record: RECORD_COLUMNS.iter().find_map(|name| find(name)),
            index: find("ResultIndex"),
            count: find("ResultCount"),
            members: Name::of_columns(&titles),
        }
    }

    fn is_useful(&self) -> bool {
        self.record.is_some() || self.members.iter().flatten().count() >= FEWEST_COLUMNS
    }
}

/// Where files with a byte order mark were joined, the mark stands before the quotes of the first
/// title, which are then part of it.
fn plain_title(title: &str) -> &str {
    without_mark(title.trim()).trim_matches('"').trim()
}

fn number(cell: &[u8]) -> Option<i64> {
    std::str::from_utf8(cell).ok()?.trim().parse().ok()
}

fn without_line_end(row: &[u8]) -> &[u8] {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    row.strip_suffix(b"\r").unwrap_or(row)
}

/// Whether any cell is a JSON object, and the row so no header.
fn holds_object(row: &[u8], delimiter: u8) -> bool {
    let mut cells = Cells::new(row, delimiter);
    let mut cell = Vec::new();
    while cells.next_into(&mut cell) {
        if cell.trim_ascii_start().starts_with(b"{") {
            return true;
        }
    }
    false
}

/// Whether a row is the header of another part.
fn is_header(row: &[u8], delimiter: u8) -> bool {
    let row = without_line_end(row);
    may_be_header(row) && Columns::of(&cells::texts(row, delimiter)).is_useful()
}

/// Whether a row is short enough for a header; those with a record are longer and hold a brace.
fn may_be_header(row: &[u8]) -> bool {
    const LONGEST: usize = 4 * 1024;
    row.len() < LONGEST && memchr(b'{', row).is_none()
}

/// The record in a cell that is a row itself: Splunk keeps the line it was fed, as `_raw`.
fn record_in_row(cell: &[u8]) -> Option<Vec<u8>> {
    memmem::find(cell, b"\"\"CreationTime\"\"")?;
    let mut cells = Cells::new(cell, b',');
    let mut inner = Vec::new();
    while cells.next_into(&mut inner) {
        if is_record(&inner) {
            return Some(inner);
        }
    }
    None
}

/// Whether a cell of a table without a column of records is worth parsing.
fn is_record(cell: &[u8]) -> bool {
    let holds = |name: &str| memmem::find(cell, name.as_bytes()).is_some();
    cell.trim_ascii_start().starts_with(b"{") && holds("\"CreationTime\"") && holds("\"Operation\"")
}
