//! JSON documents of any layout: arrays, one object after the other, indented ones, and lists inside
//! of a wrapper (`{"value": [..]}` of Graph, `{"records": [..]}` of Event Hub), however large.
//!
//! The text is cut by structure alone: quotes, backslashes and brackets. Each object of a list, or at
//! the top, is one row; the wrapper around a list is not.
//!
//! Where a document is cut, the rows after it are found again at the next line that begins with `{`.
//!
//! Not its job: whether an object is sound JSON (`envelope.rs`).

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader};

use super::{BLOCK, Container, Row, Rows};
use crate::audit::error::RowError;
use crate::audit::lines::LARGEST_ROW;

pub(super) const DOCUMENTS: Container = Container {
    recognise: |head| head.trim_start().starts_with(['{', '[']),
    rows: |head| {
        Box::new(Documents {
            source: BufReader::with_capacity(BLOCK, head.text),
            again: VecDeque::new(),
            line: 1,
            lists: 0,
        })
    },
};

/// Members of a wrapper whose list holds the records.
const LISTS: [&[u8]; 2] = [b"value", b"records"];

struct Documents<R> {
    source: R,
    /// Bytes that are read a second time, because the object they were taken for was cut.
    again: VecDeque<u8>,
    /// Line of the next byte, from 1.
    line: u64,
    /// Wrappers whose list is being read: their closing braces are still to come.
    lists: usize,
}

/// What reading one object came to.
enum Object {
    Whole,
    /// It was only the wrapper of a list, whose items follow.
    Wrapper,
    Cut(&'static str),
}

impl<R: BufRead> Rows for Documents<R> {
    fn next_row(&mut self, row: &mut Row) -> Result<bool, RowError> {
        let mut bytes = Vec::new();
        loop {
            match self.next_byte()? {
                None => return Ok(false),
                Some(b'{') => {}
                Some(byte) if byte.is_ascii_whitespace() || b",[]".contains(&byte) => continue,
                // The end of a wrapper whose list was read.
                Some(b'}') if self.lists > 0 => {
                    self.lists -= 1;
                    continue;
                }
                Some(b'"') if self.lists > 0 => {
                    self.pass_member()?;
                    continue;
                }
                Some(_) => {
                    let line = self.line;
                    self.pass_line()?;
                    return Err(RowError::unreadable(line, "JSON, but no object"));
                }
            }
            row.begin(self.line);
            bytes.clear();
            match self.object(&mut bytes)? {
                Object::Whole => {
                    row.set_json(&bytes);
                    return Ok(true);
                }
                Object::Wrapper => self.lists += 1,
                Object::Cut(why) => {
                    if !self.find_next_start(row.line, &bytes) {
                        while !matches!(self.next_byte()?, Some(b'\n') | None) {}
                    }
                    return Err(RowError::unreadable(row.line, why));
                }
            }
        }
    }
}

impl<R: BufRead> Documents<R> {
    /// Reads the rest of an object whose brace was read.
    fn object(&mut self, bytes: &mut Vec<u8>) -> Result<Object, RowError> {
        bytes.push(b'{');
        let mut depth = 1_usize;
        loop {
            let Some(byte) = self.next_byte()? else {
                return Ok(Object::Cut("the record is cut: the export ends within it"));
            };
            if bytes.len() >= LARGEST_ROW {
                let why =
                    "an object larger than 4 MiB, or never closed; its lines were passed over";
                return Ok(Object::Cut(why));
            }
            bytes.push(byte);
            match byte {
                b'"' if !self.string(bytes)? => {
                    return Ok(Object::Cut("the record is cut: the export ends within it"));
                }
                b'{' => depth += 1,
                b'[' if depth == 1 && opens_list(bytes) => return Ok(Object::Wrapper),
                b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(Object::Whole);
            }
        }
    }

    /// Reads the rest of a string; false where the text ends, or the cap is reached, within it.
    fn string(&mut self, bytes: &mut Vec<u8>) -> Result<bool, RowError> {
        let mut is_escaped = false;
        while bytes.len() < LARGEST_ROW {
            let Some(byte) = self.next_byte()? else {
                return Ok(false);
            };
            bytes.push(byte);
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => return Ok(true),
                _ => {}
            }
        }
        // The caller sees that the cap is reached.
        Ok(true)
    }

    /// A member that follows the list of a wrapper, such as Graph's `@odata.nextLink`: its string was
    /// opened; numbers and literals need no passing over beyond the line they end in.
    fn pass_member(&mut self) -> Result<(), RowError> {
        let mut ignored = Vec::new();
        self.string(&mut ignored)?;
        loop {
            match self.peek()? {
                Some(b'"') => {
                    self.next_byte()?;
                    self.string(&mut ignored)?;
                }
                Some(b'}' | b'{' | b'[' | b',') | None => return Ok(()),
                Some(_) => {
                    self.next_byte()?;
                }
            }
        }
    }

    fn pass_line(&mut self) -> Result<(), RowError> {
        while let Some(byte) = self.peek()? {
            if matches!(byte, b'\n' | b'{' | b'[') {
                break;
            }
            self.next_byte()?;
        }
        Ok(())
    }

    /// What was read of an object that turned out to be cut may hold others: they are read again from
    /// the next line that begins with a brace. False where there is none.
    fn find_next_start(&mut self, line: u64, bytes: &[u8]) -> bool {
        let mut feeds = 0;
        for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
            feeds += 1;
            if bytes[at + 1..].starts_with(b"{") {
                let rest = &bytes[at + 1..];
                for byte in rest.iter().rev() {
                    self.again.push_front(*byte);
                }
                self.line = line + feeds;
                return true;
            }
        }
        false
    }

    fn peek(&mut self) -> Result<Option<u8>, RowError> {
        if let Some(byte) = self.again.front() {
            return Ok(Some(*byte));
        }
        loop {
            return match self.source.fill_buf() {
                Ok(block) => Ok(block.first().copied()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(source) => Err(RowError::Read {
                    line: self.line - 1,
                    source,
                }),
            };
        }
    }

    fn next_byte(&mut self) -> Result<Option<u8>, RowError> {
        let byte = self.peek()?;
        if let Some(byte) = byte {
            if self.again.pop_front().is_none() {
                self.source.consume(1);
            }
            self.line += u64::from(byte == b'\n');
        }
        Ok(byte)
    }
}

/// Whether `{.. "value": [` was read.
fn opens_list(bytes: &[u8]) -> bool {
    let before = bytes[..bytes.len() - 1].trim_ascii_end();
    let Some(before) = before.strip_suffix(b":") else {
        return false;
    };
    let Some(member) = before.trim_ascii_end().strip_suffix(b"\"") else {
        return false;
    };
    LISTS.iter().any(|list| {
        let name = member.strip_suffix(*list);
        name.is_some_and(|before| before.ends_with(b"\""))
    })
}
