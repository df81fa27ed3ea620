//! Lines joined to the rows of a CSV file: a quoted cell may hold line feeds.
//!
//! Also finds where a row was cut. An open quote would otherwise swallow the rows after it; but
//! inside a quoted cell a quote is doubled or closes the cell, so a lone quote followed by anything
//! else on a later line proves that a fresh row has begun there.
//!
//! Not its job: cells (`container.rs`).

use std::io::BufRead;

use super::error::RowError;
use super::lines::{LARGEST_ROW, Line, Lines};

/// A row as it stands in the file.
pub(super) struct RawRow {
    /// Line at which it begins, from 1.
    pub line: u64,
    pub bytes: Vec<u8>,
}

pub(super) struct RawRows<R> {
    lines: Lines<R>,
    delimiter: u8,
    /// A line that was read to see that the row before it had been cut.
    pending: Option<Line>,
}

impl<R: BufRead> RawRows<R> {
    pub(super) fn new(source: R, delimiter: u8) -> Self {
        Self {
            lines: Lines::new(source),
            delimiter,
            pending: None,
        }
    }

    fn next_line(&mut self) -> Result<Option<Line>, RowError> {
        if let Some(line) = self.pending.take() {
            return Ok(Some(line));
        }
        self.lines.next_line().map_err(|source| RowError::Read {
            line: self.lines.read(),
            source,
        })
    }

    fn next_row(&mut self) -> Result<Option<RawRow>, RowError> {
        let Some(first) = self.next_line()? else {
            return Ok(None);
        };
        let start = first.number;
        if first.too_long {
            return Err(too_long(start));
        }
        let mut quoting = Quoting::default();
        // A lone quote within the first line is only careless quoting: nothing was swallowed.
        quoting.read(&first.bytes, self.delimiter);
        let mut bytes = first.bytes;
        while quoting.is_open() {
            let Some(line) = self.next_line()? else {
                return Err(RowError::unreadable(
                    start,
                    "the export ends in the middle of a quoted cell",
                ));
            };
            if line.too_long || bytes.len() + line.bytes.len() > LARGEST_ROW {
                return Err(too_long(start));
            }
            if quoting.read(&line.bytes, self.delimiter) == Quotes::Broken {
                self.pending = Some(line);
                return Err(RowError::unreadable(
                    start,
                    "the row is cut: another row begins before its quoted cell ends",
                ));
            }
            bytes.extend_from_slice(&line.bytes);
        }
        Ok(Some(RawRow { line: start, bytes }))
    }
}

impl<R: BufRead> Iterator for RawRows<R> {
    type Item = Result<RawRow, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row().transpose()
    }
}

fn too_long(line: u64) -> RowError {
    RowError::unreadable(line, "the row is larger than 16 MiB and was passed over")
}

/// Where in a row the reader stands (RFC 4180, section 2).
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Quoting {
    #[default]
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside a quoted cell: it was the first of two, or it closes the cell.
    QuoteInQuoted,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Sound,
    Broken,
}

impl Quoting {
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
    use super::*;

    fn rows(text: &str) -> Vec<Result<(u64, String), u64>> {
        RawRows::new(text.as_bytes(), b',')
            .map(|row| match row {
                Ok(row) => Ok((row.line, String::from_utf8(row.bytes).unwrap())),
                Err(RowError::Unreadable(problem)) => Err(problem.line),
                Err(RowError::Read { source, .. }) => panic!("{source}"),
            })
            .collect()
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
        let text = format!("\"{}", "x\n".repeat(LARGEST_ROW / 2 + 2));
        let first = rows(&text).into_iter().next();
        assert_eq!(first, Some(Err(1)));
    }
}
