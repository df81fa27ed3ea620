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
    list: Lists,
    /// The first list of a wrapper's name decides, whatever follows it.
    is_hasty: bool,
}

/// What the lists of an object say of it, as far as it was read.
#[derive(Default)]
enum Lists {
    /// None has the name that those of wrappers have.
    #[default]
    None,
    /// One has it.
    OfWrapper(List),
    /// One has it, but other members make the object a record. Asked once: an object can hold
    /// thousands of them.
    OfRecord,
}

#[derive(Clone, Copy)]
struct List {
    /// Behind its bracket, and behind its end once that was read.
    start: usize,
    end: Option<usize>,
}

impl Object {
    /// What was read of it decides, and is not read again.
    pub(super) fn hasty() -> Self {
        Self {
            is_hasty: true,
            ..Self::default()
        }
    }

    /// The place in the list of a wrapper.
    pub(super) fn open_list(&self) -> Option<usize> {
        match &self.list {
            Lists::OfWrapper(list) => Some(list.start),
            Lists::None | Lists::OfRecord => None,
        }
    }

    /// How many bytes were read; of a whole object, all of its own.
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
                    let is_first = self.depth == 1 && matches!(self.list, Lists::None);
                    if byte == b'[' && is_first {
                        self.list = Lists::with(&text[..self.at]);
                    }
                    self.depth += 1;
                    if self.is_hasty && self.open_list().is_some() {
                        return Some(Found::Wrapper);
                    }
                }
                _ => {
                    self.depth = self.depth.saturating_sub(1);
                    match (&mut self.list, self.depth) {
                        (Lists::OfWrapper(list), 1) if list.end.is_none() => {
                            list.end = Some(self.at);
                        }
                        (Lists::OfWrapper(list), 0) if list.wraps(&text[..self.at]) => {
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

impl Lists {
    /// A list begins at the end of what was read.
    fn with(text: &[u8]) -> Self {
        let list = List {
            start: text.len(),
            end: None,
        };
        if !opens_list(text) {
            Self::None
        } else if list.wraps(text) {
            Self::OfWrapper(list)
        } else {
            Self::OfRecord
        }
    }
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
