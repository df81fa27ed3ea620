//! Where a JSON object ends, by quotes, backslashes and brackets.
//!
//! Not its job: reading the text, or whether the object is sound JSON.

use memchr::memchr;

use crate::audit::members::Members;
use crate::audit::wrappers::{LISTS, is_record};

/// What reading one object came to.
pub(super) enum Found {
    Whole,
    /// It was only the wrapper of a list, whose items follow.
    Wrapper,
    Cut(&'static str),
}

/// An object that is being read. More of the text may come at each step.
#[derive(Default)]
pub(super) struct Object {
    at: usize,
    depth: usize,
    is_in_string: bool,
    /// A list that may be that of a wrapper.
    list: Option<List>,
}

#[derive(Clone, Copy)]
struct List {
    /// Behind its bracket, and behind its end once that was read.
    start: usize,
    end: Option<usize>,
}

impl Object {
    /// The place in the list of a wrapper whose end was not read.
    pub(super) fn open_list(&self) -> Option<usize> {
        self.list.map(|list| list.start)
    }

    /// How many bytes were read; at the end, those of the object.
    pub(super) fn length(&self) -> usize {
        self.at
    }

    /// Reads on in a text that begins with the object; `None` where it ends before the object.
    pub(super) fn read_on(&mut self, text: &[u8]) -> Option<Found> {
        while self.at < text.len() {
            if self.is_in_string {
                self.at = end_of_string(text, self.at)?;
                self.is_in_string = false;
                continue;
            }
            let byte = text[self.at];
            self.at += 1;
            match KINDS[byte as usize] {
                OTHER => {}
                QUOTE => self.is_in_string = true,
                OPENING => {
                    if byte == b'[' && self.depth == 1 && self.list.is_none() {
                        self.list = list_that_begins(&text[..self.at]);
                    }
                    self.depth += 1;
                }
                _ => {
                    self.depth = self.depth.saturating_sub(1);
                    match (&mut self.list, self.depth) {
                        (Some(list), 1) if list.end.is_none() => list.end = Some(self.at),
                        (Some(list), 0) if list.wraps(&text[..self.at]) => {
                            self.at = list.start;
                            return Some(Found::Wrapper);
                        }
                        (_, 0) => return Some(Found::Whole),
                        _ => {}
                    }
                }
            }
        }
        None
    }
}

const OTHER: u8 = 0;
const QUOTE: u8 = 1;
const OPENING: u8 = 2;
const CLOSING: u8 = 3;

const KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    kinds[b'"' as usize] = QUOTE;
    kinds[b'{' as usize] = OPENING;
    kinds[b'[' as usize] = OPENING;
    kinds[b'}' as usize] = CLOSING;
    kinds[b']' as usize] = CLOSING;
    kinds
};

/// The place behind the quote that ends the string whose letters begin before or at `from`.
fn end_of_string(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let quote = at + find_quote(&text[at..])?;
        // A quote behind an odd number of backslashes is a letter. The string's own beginning is a
        // quote, so the backslashes are all within.
        let backslashes = text[..quote]
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\\');
        if backslashes.count() % 2 == 0 {
            return Some(quote + 1);
        }
        at = quote + 1;
    }
}

/// Most strings are short: two words are looked at before the search for long ones begins.
fn find_quote(text: &[u8]) -> Option<usize> {
    const QUOTES: u64 = 0x2222_2222_2222_2222;
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut at = 0;
    for word in text.as_chunks::<8>().0.iter().take(2) {
        let zeros = u64::from_le_bytes(*word) ^ QUOTES;
        let found = zeros.wrapping_sub(LOW) & !zeros & HIGH;
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    memchr(b'"', &text[at..]).map(|quote| at + quote)
}

/// The list of a wrapper, if one begins at the end of what was read, and no member before it makes it a
/// record's own.
fn list_that_begins(text: &[u8]) -> Option<List> {
    let list = List {
        start: text.len(),
        end: None,
    };
    (opens_list(text) && list.wraps(text)).then_some(list)
}

impl List {
    /// Whether the object is no record by the members around the list.
    fn wraps(&self, object: &[u8]) -> bool {
        let (before, after) = (
            &object[..self.start],
            &object[self.end.unwrap_or(self.start)..],
        );
        let around = [before, b"]", after].concat();
        !is_record(&Members::salvage(&String::from_utf8_lossy(&around)))
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
