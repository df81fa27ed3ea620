//! Lines joined to the rows of a CSV file: a quoted cell may hold line feeds.
//!
//! Also finds where a row was cut. An open quote would otherwise swallow the rows after it; but
//! inside a quoted cell a quote is doubled or closes the cell, so a lone quote followed by anything
//! else on a later line proves that a fresh row has begun there.
//!
//! Not its job: cells (`cells.rs`).

use std::io::BufRead;

use super::error::RowError;
use super::lines::{Line, Lines};

pub(super) const UNCLOSED: &str = "the export ends in the middle of a quoted cell";
pub(super) const BROKEN: &str = "the row is cut: another row begins before its quoted cell ends";
pub(super) const TOO_LONG: &str = "the row is larger than 4 MiB and was passed over";
/// The same of a line.
pub(super) const LINE_TOO_LONG: &str = "the line is larger than 4 MiB and was passed over";
/// The same of an object in a document.
pub(super) const OBJECT_TOO_LONG: &str =
    "an object larger than 4 MiB, or never closed; its lines were passed over";

pub(super) struct RawRows<R> {
    lines: Lines<R>,
    delimiter: u8,
    /// A line that was read to see that the row before it had been cut.
    pending: Option<(Line, Vec<u8>)>,
}

impl<R: BufRead> RawRows<R> {
    pub(super) fn new(source: R, delimiter: u8) -> Self {
        Self {
            lines: Lines::new(source),
            delimiter,
            pending: None,
        }
    }

    /// Replaces what `row` holds by the next row; tells the line at which it begins, from 1, and
    /// `None` at the end.
    pub(super) fn next_row(&mut self, row: &mut Vec<u8>) -> Result<Option<u64>, RowError> {
        row.clear();
        let Some(first) = self.next_line(row)? else {
            return Ok(None);
        };
        let start = first.number;
        if first.too_long {
            return Err(too_long(start));
        }
        let mut quoting = Quoting::default();
        let mut line_end = quoting.end_of(row, self.delimiter, true);
        while line_end == LineEnd::Within {
            let end = row.len();
            let Some(line) = self.next_line(row)? else {
                return Err(RowError::unreadable(start, UNCLOSED));
            };
            if line.too_long {
                return Err(too_long(start));
            }
            line_end = quoting.end_of(&row[end..], self.delimiter, false);
            if line_end == LineEnd::Broken {
                self.pending = Some((line, row.split_off(end)));
                return Err(RowError::unreadable(start, BROKEN));
            }
        }
        Ok(Some(start))
    }

    fn next_line(&mut self, row: &mut Vec<u8>) -> Result<Option<Line>, RowError> {
        if let Some((line, bytes)) = self.pending.take() {
            row.extend_from_slice(&bytes);
            return Ok(Some(line));
        }
        let line = self.lines.next_line(row);
        line.map_err(|source| RowError::Read {
            line: self.lines.read(),
            source,
        })
    }
}

fn is_odd_number_of_quotes(row: &[u8]) -> bool {
    memchr::memchr_iter(b'"', row).count() % 2 == 1
}

fn too_long(line: u64) -> RowError {
    RowError::unreadable(line, TOO_LONG)
}

/// Where in a row the reader stands (RFC 4180, section 2).
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Quoting {
    #[default]
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside a quoted cell: it was the first of two, or it closes the cell.
    QuoteInQuoted,
}

/// What the end of a line is to its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnd {
    EndsRow,
    /// It stands in a quoted cell.
    Within,
    /// The line is of another row: the one before it was cut.
    Broken,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Sound,
    Broken,
}

impl Quoting {
    /// Reads a line of a row.
    pub(super) fn end_of(&mut self, line: &[u8], delimiter: u8, is_first: bool) -> LineEnd {
        // Inside a quoted cell a quote is doubled: an even number of them leaves none open.
        if is_first && !is_odd_number_of_quotes(line) {
            return LineEnd::EndsRow;
        }
        // A lone quote within the first line is only careless quoting: nothing was swallowed.
        match self.read(line, delimiter) {
            Quotes::Broken if !is_first => LineEnd::Broken,
            _ if self.is_open() => LineEnd::Within,
            _ => LineEnd::EndsRow,
        }
    }

    fn is_open(self) -> bool {
        self == Self::Quoted
    }

    fn read(&mut self, line: &[u8], delimiter: u8) -> Quotes {
        let mut quotes = Quotes::Sound;
        for &byte in line {
            *self = match (*self, byte) {
                (Self::Quoted, b'"') => Self::QuoteInQuoted,
                (Self::CellStart | Self::QuoteInQuoted, b'"') | (Self::Quoted, _) => Self::Quoted,
                (_, byte) if byte == delimiter => Self::CellStart,
                (Self::QuoteInQuoted, byte) if !matches!(byte, b'\r' | b'\n') => {
                    quotes = Quotes::Broken;
                    Self::Plain
                }
                _ => Self::Plain,
            };
        }
        quotes
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::LARGEST_ROW;
    use super::*;

    #[test]
    fn the_cap_is_told_as_it_is() {
        let cap = format!(" {} MiB", LARGEST_ROW >> 20);
        for why in [TOO_LONG, LINE_TOO_LONG, OBJECT_TOO_LONG] {
            assert!(why.contains(&cap), "{why}");
        }
        assert_eq!(LARGEST_ROW % (1 << 20), 0);
    }

    fn rows(text: &str) -> Vec<Result<(u64, String), u64>> {
        let mut rows = RawRows::new(text.as_bytes(), b',');
        let mut row = Vec::new();
        let mut told = Vec::new();
        loop {
            told.push(match rows.next_row(&mut row) {
                Ok(None) => return told,
                Ok(Some(line)) => Ok((line, String::from_utf8(row.clone()).unwrap())),
                Err(RowError::Unreadable(problem)) => Err(problem.line),
                Err(other) => panic!("{other:?}"),
            });
        }
    }

    #[test]
    fn a_quoted_cell_may_span_lines() {
        let text = "a,\"x\n\"\"y\"\"\r\n\",b\nc,d\n";
        assert_eq!(
            rows(text),
            [
                Ok((1, "a,\"x\n\"\"y\"\"\r\n\",b\n".into())),
                Ok((4, "c,d\n".into()))
            ]
        );
    }

    #[test]
    fn a_cut_row_does_not_swallow_the_next_one() {
        for next in ["\"k\",\"{\"\"a\"\":1}\"\n", "k,\"{\"\"a\"\":1}\"\n"] {
            let text = format!("\"k\",\"{{\"\"a\"\":\n{next}");
            assert_eq!(rows(&text), [Err(1), Ok((2, next.to_owned()))]);
        }
    }

    #[test]
    fn an_open_quote_at_the_end_is_said() {
        assert_eq!(rows("a,b\nc,\"d\ne"), [Ok((1, "a,b\n".into())), Err(2)]);
    }

    #[test]
    fn careless_quoting_within_a_line_harms_only_itself() {
        let text = "a,\"b\"c\",d\ne,f\n";
        assert_eq!(
            rows(text),
            [Ok((1, "a,\"b\"c\",d\n".into())), Ok((2, "e,f\n".into()))]
        );
    }

    #[test]
    fn a_quote_that_never_closes_is_bounded() {
        use crate::audit::lines::LARGEST_ROW;
        let text = format!("\"{}", "x\n".repeat(LARGEST_ROW / 2 + 2));
        let first = rows(&text).into_iter().next();
        assert_eq!(first, Some(Err(1)));
    }
}
