//! JSON documents of any layout: arrays, one object after the other, indented ones, and lists inside
//! of a wrapper (`{"value": [..]}` of Graph, `{"records": [..]}` of Event Hub), however large.
//!
//! The text is cut by structure alone: quotes, backslashes and brackets. Each object at the top or in a
//! list is one row. The wrapper around a list is no row, unless its other members make it a record, of
//! which the list is then a part.
//!
//! Where a document is cut, the rows after it are found again at the next line that begins with `{`.
//!
//! Not its job: whether an object is sound JSON (`envelope.rs`).

use std::io;

use memchr::memchr;

use super::{BLOCK, Container, Row, Rows, Search};
use crate::audit::error::RowError;
use crate::audit::head::Head;
use crate::audit::lines::{LARGEST_ROW, feeds};
use crate::audit::rows::OBJECT_TOO_LONG;

mod structure;
mod text;

use structure::{Found, Object};
use text::Text;

pub(super) const DOCUMENTS: Container = Container {
    recognise: |head| head.trim_start().starts_with(['{', '[']),
    rows: |head| Box::new(Documents::new(head, BLOCK, None)),
    sifted: |head, search| {
        let block = search.plan.sizes.block;
        Box::new(Documents::new(head, block, Some(search)))
    },
};

/// Whether an object, or the beginning of one, is a wrapper around a list.
pub(super) fn is_wrapper(json: &str) -> bool {
    let mut object = Object::default();
    match object.read_on(json.trim_start().as_bytes()) {
        Some(found) => matches!(found, Found::Wrapper),
        None => object.open_list().is_some(),
    }
}

/// What a wrapper holds, where the text is one.
pub(super) fn within(json: &str) -> Option<Box<dyn Rows>> {
    is_wrapper(json).then(|| {
        let head = Head {
            bytes: Vec::new(),
            text: Box::new(io::Cursor::new(json.as_bytes().to_vec())),
        };
        Box::new(Documents::new(head, BLOCK, None)) as Box<dyn Rows>
    })
}

/// How many bytes may be read a second time, on top of eight times those that are done with: a bound on the
/// work that a text can cause that is made to be read again and again.
const AGAIN: u64 = 16 * LARGEST_ROW as u64;

/// After so many bytes without a row the reader is asked whether to go on.
const BREATH: u64 = 8 * 1024 * 1024;

struct Documents {
    text: Text,
    /// Line of the next byte, from 1.
    line: u64,
    /// Wrappers whose list is being read: their closing braces are still to come.
    lists: usize,
    search: Option<Search>,
    /// Bytes that were passed, and of them those since the last row.
    bytes: u64,
    silent: u64,
    /// Bytes that were looked at, and have to be looked at again.
    again: u64,
}

impl Rows for Documents {
    fn next_row(&mut self, row: &mut Row) -> Result<bool, RowError> {
        loop {
            let Some(byte) = self.peek()? else {
                return Ok(false);
            };
            match byte {
                b'{' => {}
                _ if byte.is_ascii_whitespace() || b",[]".contains(&byte) => {
                    self.pass(1);
                    continue;
                }
                // The end of a wrapper whose list was read.
                b'}' if self.lists > 0 => {
                    self.lists -= 1;
                    self.pass(1);
                    continue;
                }
                b'"' if self.lists > 0 => {
                    self.pass(1);
                    self.pass_member()?;
                    continue;
                }
                _ => {
                    let line = self.line;
                    self.pass(1);
                    self.pass_line()?;
                    return Err(RowError::unreadable(line, "JSON, but no object"));
                }
            }
            let (found, length) = self.object()?;
            match found {
                Found::Whole if self.is_passed_over(length) => {
                    self.pass(length);
                    if self.silent >= BREATH {
                        self.silent = 0;
                        return Err(RowError::Paused);
                    }
                }
                Found::Whole => {
                    row.begin(self.line);
                    row.set_json(&self.text.bytes()[..length]);
                    self.pass(length);
                    self.silent = 0;
                    return Ok(true);
                }
                Found::Wrapper => {
                    self.lists += 1;
                    self.pass(length);
                }
                Found::Cut(why) => return Err(self.recover(why, length)?),
            }
        }
    }
}

impl Documents {
    fn new(head: Head, block: usize, search: Option<Search>) -> Self {
        Self {
            text: Text::new(head.text, block),
            line: 1,
            lists: 0,
            search,
            bytes: 0,
            silent: 0,
            again: 0,
        }
    }

    /// Whether so much was looked at twice that nothing more is: objects that never end, and lists in
    /// lists, would each be read to the end of the text.
    fn is_hasty(&self) -> bool {
        self.again > self.bytes.saturating_mul(8).saturating_add(AGAIN)
    }

    /// Cuts the object that begins here: what it is, and how many bytes of the text.
    fn object(&mut self) -> Result<(Found, usize), RowError> {
        let mut object = match self.is_hasty() {
            true => Object::hasty(),
            false => Object::default(),
        };
        loop {
            let bytes = self.text.bytes();
            let capped = &bytes[..bytes.len().min(LARGEST_ROW)];
            if let Some(found) = object.read_on(capped) {
                let length = object.length();
                let list = object
                    .open_list()
                    .filter(|_| matches!(found, Found::Wrapper));
                let used = list.unwrap_or(length);
                self.again += (length - used) as u64;
                return Ok((found, used));
            }
            let (why, length) = if bytes.len() >= LARGEST_ROW {
                (OBJECT_TOO_LONG, LARGEST_ROW)
            } else if self.more()? {
                continue;
            } else {
                let why = "the record is cut: the export ends within it";
                (why, self.text.bytes().len())
            };
            // A list may be of any length.
            return Ok(match object.open_list() {
                Some(start) => {
                    self.again += (length - start) as u64;
                    (Found::Wrapper, start)
                }
                None => (Found::Cut(why), length),
            });
        }
    }

    fn is_passed_over(&self, length: usize) -> bool {
        let Some(search) = &self.search else {
            return false;
        };
        let object = &self.text.bytes()[..length];
        let is_passed = search.told.may_pass(self.bytes, &search.plan)
            && !search.plan.searcher.proposes(object);
        if is_passed {
            search.told.pass(1);
        }
        is_passed
    }

    /// What was read of an object that turned out to be cut may hold others: they are read again from
    /// the next line that begins with a brace.
    fn recover(&mut self, why: &'static str, length: usize) -> Result<RowError, RowError> {
        let lost = RowError::unreadable(self.line, why);
        let bytes = &self.text.bytes()[..length];
        let mut feeds = memchr::memchr_iter(b'\n', bytes);
        let next = feeds.find(|feed| bytes[feed + 1..].starts_with(b"{"));
        match next.filter(|_| !self.is_hasty()) {
            Some(feed) => {
                self.again += (length - feed) as u64;
                self.pass(feed + 1);
            }
            None => {
                self.pass(length);
                while !self.pass_up_to_feed() && self.more()? {}
            }
        }
        Ok(lost)
    }

    /// Passes what was read of a line; true where its end was.
    fn pass_up_to_feed(&mut self) -> bool {
        let feed = memchr(b'\n', self.text.bytes());
        self.pass(feed.map_or(self.text.bytes().len(), |feed| feed + 1));
        feed.is_some()
    }

    /// A member that follows the list of a wrapper, such as Graph's `@odata.nextLink`: its string was
    /// opened; numbers and literals need no passing over beyond the line they end in.
    fn pass_member(&mut self) -> Result<(), RowError> {
        self.pass_string()?;
        loop {
            match self.peek()? {
                Some(b'"') => {
                    self.pass(1);
                    self.pass_string()?;
                }
                Some(b'}' | b'{' | b'[' | b',') | None => return Ok(()),
                Some(_) => self.pass(1),
            }
        }
    }

    /// The rest of a string, or of the text.
    fn pass_string(&mut self) -> Result<(), RowError> {
        let mut is_escaped = false;
        while let Some(byte) = self.peek()? {
            self.pass(1);
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn pass_line(&mut self) -> Result<(), RowError> {
        while let Some(byte) = self.peek()? {
            if matches!(byte, b'\n' | b'{' | b'[') {
                break;
            }
            self.pass(1);
        }
        Ok(())
    }

    fn pass(&mut self, length: usize) {
        self.line += feeds(&self.text.bytes()[..length]);
        self.bytes += length as u64;
        self.silent += length as u64;
        self.text.pass(length);
    }

    fn peek(&mut self) -> Result<Option<u8>, RowError> {
        if self.text.bytes().is_empty() {
            self.more()?;
        }
        Ok(self.text.bytes().first().copied())
    }

    fn more(&mut self) -> Result<bool, RowError> {
        self.text.more().map_err(|source| RowError::Read {
            line: self.line - 1,
            source,
        })
    }
}

#[cfg(test)]
mod tests;
