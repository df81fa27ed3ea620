//! The reader behind `jose/json.rs`: one pass, bounded depth, never gives up what it has.
//!
//! Not its job: anything but turning bytes into a [`Json`] and a list of faults. Strings have a file of their own
//! (`parse/string.rs`).

mod string;

use std::ops::Range;

use super::value::{Fault, Json, Parsed, Text};

/// Deeper nesting is cut off with a fault: no token needs it and no stack should pay for it.
const MAX_DEPTH: usize = 128;
const TOO_DEEP: &str = "nesting deeper than 128 levels";

/// Reads one JSON text. After a fatal fault the value holds what stood before it.
#[must_use]
pub fn parse(text: &[u8]) -> Parsed {
    let mut reader = Reader {
        text,
        sound: std::str::from_utf8(text).unwrap_or_default(),
        at: 0,
        depth: 0,
        faults: Vec::new(),
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
        Err(Stopped(partial)) => partial,
    };
    Parsed {
        value,
        faults: reader.faults,
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
    member_spans: Vec<Range<usize>>,
}

/// Reading cannot go on; this is what there was.
struct Stopped(Json);

type Read = Result<Json, Stopped>;

impl Reader<'_> {
    fn value(&mut self) -> Read {
        self.skip_blanks();
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => match self.string() {
                Ok(text) => Ok(Json::String(text)),
                Err(partial) => Err(Stopped(Json::String(partial))),
            },
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            Some(_) => self.stop("a character that begins no value", Json::Null),
            None => self.stop("the text ends where a value should stand", Json::Null),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Read) -> Read {
        if self.depth == MAX_DEPTH {
            return self.stop(TOO_DEEP, Json::Null);
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
                return self.stop("a member name should stand here", Json::Object(members));
            }
            let Ok(name) = self.string() else {
                return Err(Stopped(Json::Object(members)));
            };
            self.skip_blanks();
            if !self.take(b':') {
                return self.stop("a colon should stand here", Json::Object(members));
            }
            self.skip_blanks();
            let start = self.at;
            let value = self.value();
            if self.depth == 1 {
                self.member_spans.push(start..self.at);
            }
            match value {
                Ok(value) => members.push((name, value)),
                Err(Stopped(partial)) => {
                    members.push((name, partial));
                    return Err(Stopped(Json::Object(members)));
                }
            }
            self.skip_blanks();
            if self.take(b'}') {
                return Ok(Json::Object(members));
            }
            if !self.take(b',') {
                return self.stop(
                    "a comma or the end of the object should stand here",
                    Json::Object(members),
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
                    items.push(partial);
                    return Err(Stopped(Json::Array(items)));
                }
            }
            self.skip_blanks();
            if self.take(b']') {
                return Ok(Json::Array(items));
            }
            if !self.take(b',') {
                return self.stop(
                    "a comma or the end of the array should stand here",
                    Json::Array(items),
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
        // Digits, signs, dots and an e: ASCII.
        let text = Text::from_utf8_lossy(&self.text[start..self.at]);
        if well_formed {
            Ok(Json::Number(text))
        } else {
            // Its text is kept, as a string: it must not be written back as a number.
            self.stop("a malformed number", Json::String(text))
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
            self.stop("a word that is neither true, false nor null", Json::Null)
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
        self.faults.push(Fault { at: self.at, what });
    }

    fn stop(&mut self, what: &'static str, partial: Json) -> Read {
        self.fault(what);
        Err(Stopped(partial))
    }
}

#[cfg(test)]
mod tests;
