//! The reader behind `jose/json.rs`: one pass, bounded depth, never gives up what it has.
//!
//! Not its job: anything but turning bytes into a [`Json`] and a list of faults.

use std::ops::Range;

use super::value::{Fault, Json, Parsed};

/// Deeper nesting is cut off with a fault: no token needs it and no stack should pay for it.
const MAX_DEPTH: usize = 128;
const TOO_DEEP: &str = "nesting deeper than 128 levels";

/// Reads one JSON text. After a fatal fault the value holds what stood before it.
#[must_use]
pub fn parse(text: &[u8]) -> Parsed {
    let mut reader = Reader {
        text,
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
    at: usize,
    depth: usize,
    faults: Vec<Fault>,
    member_spans: Vec<Range<usize>>,
}

/// Reading cannot go on; this is what there was.
struct Stopped(Json);

type Read = Result<Json, Stopped>;

/// The bytes that end the plain part of a string: the quote, the backslash, the control characters.
const MEANS_SOMETHING: [bool; 256] = {
    let mut table = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        table[control] = true;
        control += 1;
    }
    table[b'"' as usize] = true;
    table[b'\\' as usize] = true;
    table
};

impl<'a> Reader<'a> {
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
        let mut members = Vec::new();
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
        let text = String::from_utf8_lossy(&self.text[start..self.at]).into_owned();
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

    /// A string with its escapes resolved; `Err` holds what stood before the text broke off.
    fn string(&mut self) -> Result<String, String> {
        self.at += 1;
        let mut bytes = Vec::new();
        loop {
            let plain = self.plain();
            // Nearly every string is plain from one end to the other.
            if bytes.is_empty() {
                bytes = plain.to_vec();
            } else {
                bytes.extend_from_slice(plain);
            }
            self.at += plain.len();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(self.utf8(bytes));
                }
                Some(b'\\') => {
                    if let Err(what) = self.escape(&mut bytes) {
                        self.fault(what);
                        return Err(self.utf8(bytes));
                    }
                }
                Some(control) => {
                    self.fault("an unescaped control character in a string");
                    bytes.push(control);
                    self.at += 1;
                }
                None => {
                    self.fault("the text ends inside a string");
                    return Err(self.utf8(bytes));
                }
            }
        }
    }

    /// What stands here up to the next byte that means something in a string.
    fn plain(&self) -> &'a [u8] {
        let rest = &self.text[self.at..];
        let end = rest
            .iter()
            .position(|byte| MEANS_SOMETHING[usize::from(*byte)]);
        &rest[..end.unwrap_or(rest.len())]
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) -> Result<(), &'static str> {
        let plain = match self.text.get(self.at + 1) {
            Some(b'"') => b'"',
            Some(b'\\') => b'\\',
            Some(b'/') => b'/',
            Some(b'b') => 0x08,
            Some(b'f') => 0x0C,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'u') => return self.unicode_escape(bytes),
            Some(_) => return Err("an unknown escape in a string"),
            None => return Err("the text ends inside a string"),
        };
        bytes.push(plain);
        self.at += 2;
        Ok(())
    }

    fn unicode_escape(&mut self, bytes: &mut Vec<u8>) -> Result<(), &'static str> {
        let unit = self
            .code_unit(self.at)
            .ok_or("a malformed \\u escape in a string")?;
        let low = self
            .code_unit(self.at + 6)
            .filter(|low| (0xDC00..0xE000).contains(low));
        let (code, length) = match (unit, low) {
            (0xD800..0xDC00, Some(low)) => (0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), 12),
            _ => (unit, 6),
        };
        let character = char::from_u32(code).unwrap_or_else(|| {
            self.fault("half a surrogate pair in a string");
            char::REPLACEMENT_CHARACTER
        });
        bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        self.at += length;
        Ok(())
    }

    /// The UTF-16 code unit of the `\uXXXX` at this place.
    fn code_unit(&self, at: usize) -> Option<u32> {
        let escape = self.text.get(at..at + 6)?;
        let digits = escape.strip_prefix(b"\\u")?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    }

    fn utf8(&mut self, bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap_or_else(|error| {
            self.fault("bytes that are no UTF-8 in a string");
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        })
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
