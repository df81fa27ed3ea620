//! Strings of a JSON text, with their escapes resolved.
//!
//! Not its job: any other value.

use super::{Reader, Text};

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

/// `\u0041`.
const LONGEST_ESCAPE: usize = 6;

/// The string has no end, or an escape in it that means nothing, so that the rest cannot be trusted.
pub(super) struct Broken;

impl<'a> Reader<'a> {
    /// A string with its escapes resolved.
    pub(super) fn string(&mut self) -> Result<Text, Broken> {
        self.at += 1;
        let start = self.at;
        let plain = self.plain();
        self.at += plain.len();
        // Nearly every string is plain from one end to the other.
        if self.take(b'"') {
            return Ok(match self.sound.get(start..start + plain.len()) {
                Some(sound) => Text::new(sound),
                None => self.utf8(plain),
            });
        }
        let mut bytes = plain.to_vec();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(self.utf8(&bytes));
                }
                Some(b'\\') => {
                    if let Err(what) = self.escape(&mut bytes) {
                        self.fault(what);
                        // Cut within the longest escape, or before its end.
                        self.is_cut |= !self.text[self.at..].contains(&b'"')
                            && self.text.len() - self.at < LONGEST_ESCAPE;
                        return Err(Broken);
                    }
                }
                Some(control) => {
                    self.fault("an unescaped control character in a string");
                    bytes.push(control);
                    self.at += 1;
                }
                None => {
                    self.fault("the text ends inside a string");
                    self.is_cut = true;
                    return Err(Broken);
                }
            }
            let plain = self.plain();
            bytes.extend_from_slice(plain);
            self.at += plain.len();
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

    fn utf8(&mut self, bytes: &[u8]) -> Text {
        Text::from_utf8(bytes).unwrap_or_else(|_| {
            self.fault("bytes that are no UTF-8 in a string");
            Text::from_utf8_lossy(bytes)
        })
    }
}
