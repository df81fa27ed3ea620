//! From bytes to text: byte order marks, UTF-16, and what is no Unicode at all.
//!
//! Not its job: old code pages. A token is ASCII, so text around it may be lost (as U+FFFD)
//! without harm to the token.

use std::borrow::Cow;

use super::found::{Removed, note};

/// The text of an input, and what stood between it and its bytes.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) removed: Vec<Removed>,
}

/// Reads UTF-8 and UTF-16 of either byte order, with or without a mark. Never fails: what is no
/// Unicode becomes U+FFFD and is noted.
pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    plain(marked(bytes))
}

/// What stands in a text whose beginning was seen before, so that its encoding is known.
pub(super) fn further(bytes: &[u8]) -> Decoded<'_> {
    plain(utf8(bytes, Vec::new()))
}

fn plain(mut decoded: Decoded<'_>) -> Decoded<'_> {
    if let Some(plain) = without_colors(&decoded.text) {
        decoded.text = Cow::Owned(plain);
        note(&mut decoded.removed, Removed::Colors);
    }
    decoded
}

/// The text without what makes a terminal show colours (`ESC [ … m`, and `ESC [ K`, which `grep` sends
/// along); nothing where there is none of it.
fn without_colors(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut kept = 0;
    for (at, opening) in text.match_indices("\u{1b}[") {
        let rest = &text[at + opening.len()..];
        let numbers =
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ';' | ':'));
        if at >= kept && numbers.starts_with(['m', 'K']) {
            plain.push_str(&text[kept..at]);
            kept = text.len() - numbers.len() + 1;
        }
    }
    (kept > 0).then(|| plain + &text[kept..])
}

fn marked(bytes: &[u8]) -> Decoded<'_> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(rest, vec![Removed::Bom]);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return utf16(rest, u16::from_le_bytes, vec![Removed::Bom]);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return utf16(rest, u16::from_be_bytes, vec![Removed::Bom]);
    }
    match unmarked_utf16(bytes) {
        Some(order) => utf16(bytes, order, Vec::new()),
        None => utf8(bytes, Vec::new()),
    }
}

/// How the text of a source is written that is too long to be kept whole.
pub(super) struct Encoding {
    /// The byte order mark that such a text should have begun with, where it did not.
    pub(super) missing_mark: &'static [u8],
    pub(super) is_utf16: bool,
    pub(super) removed: Vec<Removed>,
}

/// Tells the encoding from the beginning of a source.
pub(super) fn of(start: &[u8]) -> Encoding {
    let unmarked = unmarked_utf16(start);
    let is_little = unmarked.is_some_and(|order| order([1, 0]) == 1);
    let has_utf8_mark = start.starts_with(b"\xEF\xBB\xBF");
    let has_utf16_mark = start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF");
    let is_utf16 = has_utf16_mark || (!has_utf8_mark && unmarked.is_some());
    let mut removed = Vec::new();
    if has_utf8_mark || has_utf16_mark {
        removed.push(Removed::Bom);
    }
    if is_utf16 {
        removed.push(Removed::Utf16);
    }
    let missing_mark: &[u8] = match (is_utf16 && !has_utf16_mark, is_little) {
        (false, _) => b"",
        (true, true) => b"\xFF\xFE",
        (true, false) => b"\xFE\xFF",
    };
    Encoding {
        missing_mark,
        is_utf16,
        removed,
    }
}

type ByteOrder = fn([u8; 2]) -> u16;

/// How many bytes of the beginning decide whether this is UTF-16 without a mark.
const SAMPLE: usize = 1024;

/// ASCII in UTF-16 has a NUL in every other byte, which no other text has.
fn unmarked_utf16(bytes: &[u8]) -> Option<ByteOrder> {
    let (pairs, _) = bytes[..bytes.len().min(SAMPLE)].as_chunks::<2>();
    let little = pairs.iter().filter(|p| p[0] != 0 && p[1] == 0).count();
    let big = pairs.iter().filter(|p| p[0] == 0 && p[1] != 0).count();
    let most = pairs.len() - pairs.len() / 10;
    if pairs.len() < 2 {
        None
    } else if little >= most {
        Some(u16::from_le_bytes)
    } else if big >= most {
        Some(u16::from_be_bytes)
    } else {
        None
    }
}

fn utf8(bytes: &[u8], mut removed: Vec<Removed>) -> Decoded<'_> {
    let text = lossy(bytes);
    if matches!(text, Cow::Owned(_)) {
        note(&mut removed, Removed::InvalidUnicode);
    }
    Decoded { text, removed }
}

/// UTF-8, with U+FFFD for what is none; borrowed where all of it is.
fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    // The strict reading is several times as fast, and nearly always enough.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

fn utf16(bytes: &[u8], order: ByteOrder, mut removed: Vec<Removed>) -> Decoded<'_> {
    note(&mut removed, Removed::Utf16);
    let (pairs, odd_byte) = bytes.as_chunks::<2>();
    let mut invalid = !odd_byte.is_empty();
    let text = char::decode_utf16(pairs.iter().map(|pair| order(*pair)))
        .map(|unit| {
            unit.unwrap_or_else(|_| {
                invalid = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect::<String>();
    if invalid {
        note(&mut removed, Removed::InvalidUnicode);
    }
    Decoded {
        text: Cow::Owned(text),
        removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Vec<Removed>) {
        let decoded = decode(bytes);
        (decoded.text.into_owned(), decoded.removed)
    }

    fn units(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn utf8_passes_as_it_is_and_loses_its_mark() {
        assert_eq!(read("Zoë".as_bytes()), ("Zoë".into(), vec![]));
        assert_eq!(read(b"\xEF\xBB\xBFabc"), ("abc".into(), vec![Removed::Bom]));
    }

    #[test]
    fn utf16_of_both_orders_with_and_without_a_mark() {
        for (order, mark) in [
            (u16::to_le_bytes as fn(u16) -> [u8; 2], b"\xFF\xFE"),
            (u16::to_be_bytes as fn(u16) -> [u8; 2], b"\xFE\xFF"),
        ] {
            let plain = units("eyJ.eyJ.x\r\n", order);
            let marked = [mark.as_slice(), &plain].concat();
            assert_eq!(read(&plain), ("eyJ.eyJ.x\r\n".into(), vec![Removed::Utf16]));
            assert_eq!(
                read(&marked),
                ("eyJ.eyJ.x\r\n".into(), vec![Removed::Bom, Removed::Utf16])
            );
        }
    }

    #[test]
    fn what_is_no_unicode_is_noted_not_fatal() {
        let (text, removed) = read(b"a\xFF\xC0b");
        assert!(text.starts_with('a') && text.ends_with('b'));
        assert_eq!(removed, [Removed::InvalidUnicode]);
        assert_eq!(
            read(b"\xFF\xFEa\0\x00\xD8b").1,
            [Removed::Bom, Removed::Utf16, Removed::InvalidUnicode]
        );
    }

    #[test]
    fn colours_are_taken_off() {
        let (text, removed) = read(b"a\x1b[01;31m\x1b[Kb\x1b[m\x1b[K c\x1b[2J\x1b[");
        assert_eq!(text, "ab c\u{1b}[2J\u{1b}[");
        assert_eq!(removed, [Removed::Colors]);
    }

    #[test]
    fn nothing_and_nuls_are_no_utf16() {
        assert_eq!(read(b""), (String::new(), vec![]));
        assert_eq!(read(&[0; 64]).1, []);
    }
}
