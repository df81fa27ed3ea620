//! A block of text cut into its rows exactly, those without a key counted and passed over.
//!
//! JSON lines end at line feeds, which JSON writes otherwise inside of strings. The rows of a table end
//! at line feeds outside of quoted cells, as `rows.rs` reads them.
//!
//! Not its job: reading blocks (`sieve.rs`, `workers.rs`), or JSON documents that span lines
//! (`container/documents.rs`).

use std::sync::Arc;

use memchr::{memchr, memchr_iter, memrchr};

use super::searcher::Searcher;
use crate::audit::lines::{LARGEST_ROW, feeds};
use crate::audit::rows::{self, LineEnd};

/// Where the rows of a text end.
#[derive(Clone)]
pub(in crate::audit) enum Layout {
    Lines,
    Table {
        delimiter: u8,
        /// Rows that tell how others are read, though they hold no key: headers.
        is_header: IsHeader,
    },
}

pub(in crate::audit) type IsHeader = Arc<dyn Fn(&[u8]) -> bool + Send + Sync>;

/// What came of a block. Lines are counted from 0, in the text that was sifted.
#[derive(Default)]
pub(in crate::audit) struct Batch {
    /// The rows that were proposed, one after the other.
    pub text: Vec<u8>,
    /// Where parts of `text` begin: its own line, and the line they were found at.
    pub parts: Vec<(u64, u64)>,
    /// Lines of `text`.
    pub kept: u64,
    /// Lines of what was sifted.
    pub lines: u64,
    /// Rows that were passed over.
    pub passed: u64,
    /// Rows that cannot be read, at their line.
    pub lost: Vec<(u64, &'static str)>,
}

/// Sifts the whole rows at the beginning of a text; tells how many bytes they are. With `is_end` the
/// last row may lack its line feed. Without a searcher every row is proposed.
pub(in crate::audit) fn sift(
    layout: &Layout,
    searcher: Option<&Searcher>,
    text: &[u8],
    is_end: bool,
    batch: &mut Batch,
) -> usize {
    let end = match memrchr(b'\n', text) {
        _ if is_end => text.len(),
        Some(feed) => feed + 1,
        None => return 0,
    };
    match (layout, searcher) {
        (Layout::Lines, None) => {
            batch.keep(&text[..end]);
            end
        }
        (Layout::Lines, Some(searcher)) => {
            sift_lines(searcher, &text[..end], batch);
            end
        }
        (
            Layout::Table {
                delimiter,
                is_header,
            },
            searcher,
        ) => {
            let table = Table {
                delimiter: *delimiter,
                is_header,
                searcher,
                text: &text[..end],
                is_end,
            };
            table.sift(batch)
        }
    }
}

fn sift_lines(searcher: &Searcher, text: &[u8], batch: &mut Batch) {
    let mut at = 0;
    while let Some(hit) = searcher.find(text, at) {
        let start = memrchr(b'\n', &text[at..hit.at]).map_or(at, |feed| at + feed + 1);
        let end = memchr(b'\n', &text[hit.at..]).map_or(text.len(), |feed| hit.at + feed + 1);
        batch.pass_lines(&text[at..start]);
        let row = &text[start..end];
        if hit.is_key || searcher.proposes(row) {
            batch.keep(row);
        } else {
            batch.pass_lines(row);
        }
        at = end;
    }
    batch.pass_lines(&text[at..]);
}

/// A part of a table that begins with a row and ends with a line.
struct Table<'a> {
    delimiter: u8,
    is_header: &'a IsHeader,
    searcher: Option<&'a Searcher>,
    text: &'a [u8],
    is_end: bool,
}

/// A row that was cut.
enum Cut {
    Whole {
        end: usize,
        lines: u64,
    },
    /// It cannot be read; the next row begins at `next`.
    Lost {
        next: usize,
        why: &'static str,
    },
    /// It ends after the text.
    Open,
}

impl Table<'_> {
    fn sift(&self, batch: &mut Batch) -> usize {
        let mut start = 0;
        let mut hit = self.find(0);
        while start < self.text.len() {
            match self.cut(start) {
                Cut::Open => break,
                Cut::Lost { next, why } => {
                    batch.lost.push((batch.lines, why));
                    batch.lines += feeds(&self.text[start..next]);
                    start = next;
                }
                Cut::Whole { end, lines } => {
                    let row = &self.text[start..end];
                    if hit < start {
                        hit = self.find(start);
                    }
                    let is_proposed = match self.searcher {
                        None => true,
                        Some(searcher) => {
                            hit < end && searcher.proposes(row) || (self.is_header)(row)
                        }
                    };
                    if is_proposed {
                        batch.keep(row);
                    } else {
                        batch.pass_row(row, lines);
                    }
                    start = end;
                }
            }
        }
        start
    }

    fn find(&self, from: usize) -> usize {
        let hit = self.searcher.and_then(|it| it.find(self.text, from));
        hit.map_or(usize::MAX, |hit| hit.at)
    }

    fn cut(&self, start: usize) -> Cut {
        let mut quoting = rows::Quoting::default();
        let mut from = start;
        let mut lines = 0;
        loop {
            let Some(feed) = memchr(b'\n', &self.text[from..]) else {
                return self.cut_at_end(start, from, quoting);
            };
            let end = from + feed + 1;
            lines += 1;
            if end - start > LARGEST_ROW {
                let why = rows::TOO_LONG;
                return Cut::Lost { next: end, why };
            }
            match quoting.end_of(&self.text[from..end], self.delimiter, from == start) {
                LineEnd::EndsRow => return Cut::Whole { end, lines },
                LineEnd::Within => from = end,
                LineEnd::Broken => {
                    let why = rows::BROKEN;
                    return Cut::Lost { next: from, why };
                }
            }
        }
    }

    /// The last line has no line feed, or there is none.
    fn cut_at_end(&self, start: usize, from: usize, mut quoting: rows::Quoting) -> Cut {
        let end = self.text.len();
        if !self.is_end {
            return Cut::Open;
        }
        let is_first = from == start;
        if from == end {
            let why = rows::UNCLOSED;
            return Cut::Lost { next: end, why };
        }
        match quoting.end_of(&self.text[from..], self.delimiter, is_first) {
            LineEnd::EndsRow => Cut::Whole {
                end,
                lines: feeds(&self.text[start..end]) + 1,
            },
            LineEnd::Within => Cut::Lost {
                next: end,
                why: rows::UNCLOSED,
            },
            LineEnd::Broken => Cut::Lost {
                next: from,
                why: rows::BROKEN,
            },
        }
    }
}

impl Batch {
    fn keep(&mut self, rows: &[u8]) {
        self.parts.push((self.kept, self.lines));
        self.text.extend_from_slice(rows);
        let mut lines = feeds(rows);
        if !rows.ends_with(b"\n") {
            self.text.push(b'\n');
            lines += 1;
        }
        self.kept += lines;
        self.lines += lines;
    }

    fn pass_row(&mut self, row: &[u8], lines: u64) {
        let is_remark = row.starts_with(b"#TYPE");
        self.passed += u64::from(!is_remark && !is_blank(row));
        self.lines += lines;
    }

    fn pass_lines(&mut self, text: &[u8]) {
        let mut start = 0;
        for feed in memchr_iter(b'\n', text) {
            self.pass_or_keep(&text[start..=feed]);
            start = feed + 1;
        }
        if start < text.len() {
            self.pass_or_keep(&text[start..]);
        }
    }

    /// How many rows there are in a page, only reading it tells.
    fn pass_or_keep(&mut self, line: &[u8]) {
        match line {
            [b'{', b'"', b'v' | b'r' | b'@', ..] if begins_page(line) => self.keep(line),
            _ => self.pass_line(line),
        }
    }

    fn pass_line(&mut self, line: &[u8]) {
        self.lines += 1;
        self.passed += u64::from(!is_blank(line));
    }
}

/// Whether a line begins as Graph and Event Hub write a list of records.
fn begins_page(line: &[u8]) -> bool {
    const OPENINGS: [&[u8]; 3] = [b"{\"records\"", b"{\"value\"", b"{\"@odata."];
    OPENINGS.iter().any(|opening| line.starts_with(opening))
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}
