//! The reader behind `jose/json.rs`: one pass, bounded depth, never gives up what it has.
//!
//! Not its job: anything but turning bytes into a [`Json`] and a list of faults. Strings have a file of their own
//! (`parse/string.rs`).

mod string;

use std::ops::Range;

use super::value::{Fault, Json, Parsed, Text};
use string::Broken;

/// Deeper nesting is cut off with a fault: no token needs it and no stack should pay for it.
const MAX_DEPTH: usize = 128;
const TOO_DEEP: &str = "nesting deeper than 128 levels";

/// A text can have a fault in every byte: more than these are counted.
const MOST_FAULTS: usize = 20;

/// Reads one JSON text. After a fatal fault the value holds what stood before it.
#[must_use]
pub fn parse(text: &[u8]) -> Parsed {
    let mut reader = Reader {
        text,
        sound: std::str::from_utf8(text).unwrap_or_default(),
        at: 0,
        depth: 0,
        faults: Vec::new(),
        more_faults: None,
        is_cut: false,
        member_spans: Vec::new(),
    };
    if text.starts_with(b"\xEF\xBB\xBF") {
        reader.fault("a byte order mark");
        reader.at = 3;
    }
    let value = match reader.value() {
        Ok(value) => {
            reader.skip_blanks();
            if reader.at < text.len() {
                reader.fault("text after the end of the value");
            }
            value
        }
        Err(Stopped(partial)) => partial.unwrap_or(Json::Null),
    };
    Parsed {
        value,
        faults: reader.faults,
        more_faults: reader.more_faults,
        is_cut: reader.is_cut,
        member_spans: reader.member_spans,
    }
}

struct Reader<'a> {
    text: &'a [u8],
    /// The same, looked through once, where all of it is UTF-8; nothing where a part is not.
    sound: &'a str,
    at: usize,
    depth: usize,
    faults: Vec<Fault>,
    more_faults: Option<(usize, usize)>,
    is_cut: bool,
    member_spans: Vec<Range<usize>>,
}

/// Reading cannot go on; this is what there was. A value that is not whole is nothing, unless it holds
/// whole ones.
struct Stopped(Option<Json>);

type Read = Result<Json, Stopped>;

impl Reader<'_> {
    fn value(&mut self) -> Read {
        self.skip_blanks();
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => match self.string() {
                Ok(text) => Ok(Json::String(text)),
                Err(Broken) => Err(Stopped(None)),
            },
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            Some(_) => self.stop("a character that begins no value", None),
            None => self.stop("the text ends where a value should stand", None),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Read) -> Read {
        if self.depth == MAX_DEPTH {
            return self.stop(TOO_DEEP, None);
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Read {
        let mut members = Vec::with_capacity(self.members_ahead());
        self.at += 1;
        self.skip_blanks();
        if self.take(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            self.skip_blanks();
            if self.peek() != Some(b'"') {
                return self.stop(
                    "a member name should stand here",
                    Some(Json::Object(members)),
                );
            }
            let Ok(name) = self.string() else {
                return Err(Stopped(Some(Json::Object(members))));
            };
            self.skip_blanks();
            if !self.take(b':') {
                return self.stop("a colon should stand here", Some(Json::Object(members)));
            }
            self.skip_blanks();
            let start = self.at;
            let (value, is_over) = match self.value() {
                Ok(value) => (Some(value), false),
                Err(Stopped(partial)) => (partial, true),
            };
            if let Some(value) = value {
                if self.depth == 1 {
                    self.member_spans.push(start..self.at);
                }
                members.push((name, value));
            }
            if is_over {
                return Err(Stopped(Some(Json::Object(members))));
            }
            self.skip_blanks();
            if self.take(b'}') {
                return Ok(Json::Object(members));
            }
            if !self.take(b',') {
                return self.stop(
                    "a comma or the end of the object should stand here",
                    Some(Json::Object(members)),
                );
            }
        }
    }

    /// A guess at how many members follow, so that memory for the claims of a token is asked for once.
    fn members_ahead(&self) -> usize {
        const BYTES_A_CLAIM: usize = 32;
        const MOST: usize = 64;
        match self.depth {
            1 => ((self.text.len() - self.at) / BYTES_A_CLAIM).min(MOST),
            _ => 0,
        }
    }

    fn array(&mut self) -> Read {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_blanks();
        if self.take(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            match self.value() {
                Ok(item) => items.push(item),
                Err(Stopped(partial)) => {
                    items.extend(partial);
                    return Err(Stopped(Some(Json::Array(items))));
                }
            }
            self.skip_blanks();
            if self.take(b']') {
                return Ok(Json::Array(items));
            }
            if !self.take(b',') {
                return self.stop(
                    "a comma or the end of the array should stand here",
                    Some(Json::Array(items)),
                );
            }
        }
    }

    /// RFC 8259, section 6: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
    fn number(&mut self) -> Read {
        let start = self.at;
        self.take(b'-');
        let leading_zero = self.peek() == Some(b'0');
        let integer = self.digits();
        let mut well_formed = integer == 1 || (integer > 1 && !leading_zero);
        if self.take(b'.') {
            well_formed &= self.digits() > 0;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            well_formed &= self.digits() > 0;
        }
        if self.depth > 0 && self.at == self.text.len() {
            // More digits may have followed.
            return self.stop("the text ends in a number", None);
        }
        // Digits, signs, dots and an e: ASCII.
        let text = Text::from_utf8_lossy(&self.text[start..self.at]);
        if well_formed {
            Ok(Json::Number(text))
        } else {
            // Its text is kept, as a string: it must not be written back as a number.
            self.stop("a malformed number", Some(Json::String(text)))
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn word(&mut self, word: &'static str, value: Json) -> Read {
        if self.text[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            let rest = &self.text[self.at..];
            self.is_cut |= word.as_bytes().starts_with(rest);
            self.stop("a word that is neither true, false nor null", None)
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn fault(&mut self, what: &'static str) {
        let at = self.at;
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(Fault { at, what });
        } else {
            let before = self.more_faults.map_or(0, |(count, _)| count);
            self.more_faults = Some((before + 1, at));
        }
    }

    /// Ends the reading. Where the text ends too, it was cut off.
    fn stop(&mut self, what: &'static str, partial: Option<Json>) -> Read {
        self.fault(what);
        self.is_cut |= self.at >= self.text.len() && !self.text.is_empty();
        Err(Stopped(partial))
    }
}

#[cfg(test)]
mod tests;
