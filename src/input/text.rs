//! Tokens in any text: logs, environment files, mails. Found by how they begin.
//!
//! Not its job: forms that name what they hold. It looks back at a name all the same
//! (`"access_token": "…`), because a response that was cut off is no JSON any more.

use std::borrow::Cow;

use super::found::{Found, Removed};
use super::opening::{SHORTEST_KNOWN, known};
use super::recogniser::Limits;
use super::run::{header_begins_at, is_word, token_begins_at};
use super::weld::{Attempt, Budget, token_at};
use super::{member, percent, sts_error};

/// Every token in the text, and the lines with errors of the token endpoint beside them.
pub(super) fn read(text: &str, limits: &Limits) -> Option<Vec<Found>> {
    let mut found = scan(text, limits);
    if found.is_empty() {
        return None;
    }
    let errors = sts_error::lines(1, text, limits).into_iter();
    found.extend(errors.map(|error| error.of_response(0)));
    Some(found)
}

/// Every token in the text, once per occurrence, in order, each with its line.
pub(super) fn scan(text: &str, limits: &Limits) -> Vec<Found> {
    let found = scan_from(1, text, limits).into_iter();
    found.map(|found| found.of_response(0)).collect()
}

/// How many layers of percent-encoding are looked through.
const LAYERS: usize = 4;

/// Whether a token stands in the text, percent-encoded or not: then the text is not shown. What is
/// encoded over and over is taken for one, because nobody can tell what it holds.
pub(super) fn holds_token(text: &str) -> bool {
    let mut plain = Cow::Borrowed(text);
    for _ in 0..LAYERS {
        if !scan(&plain, &Limits::default()).is_empty() {
            return true;
        }
        let decoded = percent::decoded(&plain);
        if decoded == plain {
            return false;
        }
        plain = Cow::Owned(decoded.into_owned());
    }
    true
}

/// Every token in a part of a text, whose first line has this number. Parts are cut anywhere, so that
/// only tokens of one line count as handed out together.
pub(super) fn scan_from(first_line: usize, text: &str, limits: &Limits) -> Vec<Found> {
    let bytes = text.as_bytes();
    let mut budget = Budget::of(text);
    let mut lines = Lines::new(bytes, first_line);
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(word) = next_word(bytes, at) {
        let start = behind_escape(bytes, word);
        let attempt = attempt(text, start, limits, &mut budget);
        at = attempt.end.max(end_of_word(bytes, word));
        if let Some(found) = attempt.found {
            let name = name_before(text, start);
            let line = lines.number_at(start);
            let place = place(line, name);
            let member = member::member(name.text);
            all.push(
                member::as_member(found, member)
                    .at(place)
                    .of_response(line)
                    .inside(&[Removed::SurroundingText]),
            );
        }
    }
    all
}

/// Tries what begins at `start`, which is the beginning of a word.
fn attempt(text: &str, start: usize, limits: &Limits, budget: &mut Budget) -> Attempt {
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).map(|at| bytes[at]);
    let nothing = Attempt {
        found: None,
        end: start,
    };
    if before == Some(b'.') {
        // In the middle of something with dots: only what is a token beyond doubt.
        if !token_begins_at(text, start) {
            return nothing;
        }
    } else if !header_begins_at(text, start) {
        // Inside base64 of the standard alphabet, a few letters tell nothing. Asked first: what begins
        // here may go on to the end, and so may what begins at the next of these signs.
        if matches!(before, Some(b'+' | b'/')) {
            return nothing;
        }
        return match known(&bytes[start..]) {
            Some((known, length)) => Attempt {
                found: Some(known.found(&text[start..start + length], limits)),
                end: start + length,
            },
            None => nothing,
        };
    }
    token_at(text, start, limits, budget)
}

/// The next beginning of a word at or behind `at`.
fn next_word(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let skipped = rest.iter().position(|byte| is_word(*byte))?;
    Some(at + skipped)
}

fn end_of_word(bytes: &[u8], word: usize) -> usize {
    let rest = &bytes[word..];
    word + rest
        .iter()
        .position(|byte| !is_word(*byte))
        .unwrap_or(rest.len())
}

/// Behind the letters that belong to an escape in front of the token: `\n`, `\u0022`, `%3D`.
fn behind_escape(bytes: &[u8], word: usize) -> usize {
    let mark = word.checked_sub(1).map(|at| bytes[at]);
    let escape = match (mark, &bytes[word..]) {
        (Some(b'\\'), [b'n' | b'r' | b't' | b'b' | b'f', ..]) => 1,
        (Some(b'\\'), [b'u', ..]) => 5,
        (Some(b'%'), [a, b, ..]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => 2,
        _ => 0,
    };
    // Never beyond the word, which is ASCII throughout.
    end_of_word(&bytes[..bytes.len().min(word + escape)], word)
}

/// How far back a name is looked for.
const NAME: usize = 64;

/// A line, and the name that the token is assigned to there: `line 3 API_TOKEN`. A longer word could
/// be a token itself.
fn place(line: usize, name: Name<'_>) -> String {
    let is_name = name
        .text
        .starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if name.is_assigned && is_name && name.text.len() < SHORTEST_KNOWN {
        format!("line {line} {}", name.text)
    } else {
        format!("line {line}")
    }
}

/// What stands before a token.
#[derive(Clone, Copy)]
struct Name<'a> {
    text: &'a str,
    /// Whether a colon or an equals sign stands between.
    is_assigned: bool,
}

/// The name that something at `start` is assigned to, or nothing.
fn name_before(text: &str, start: usize) -> Name<'_> {
    let bytes = &text.as_bytes()[start.saturating_sub(NAME)..start];
    let is_between = |byte: &u8| matches!(byte, b'"' | b'\'' | b'\\' | b' ' | b':' | b'=' | b'\t');
    let end = bytes
        .iter()
        .rposition(|byte| !is_between(byte))
        .map_or(0, |at| at + 1);
    let begin = bytes[..end]
        .iter()
        .rposition(|byte| !is_word(*byte))
        .map_or(0, |at| at + 1);
    if end == bytes.len() {
        return Name {
            text: "",
            is_assigned: false,
        };
    }
    Name {
        // Words are ASCII, so this is never in the middle of a character.
        text: std::str::from_utf8(&bytes[begin..end]).unwrap_or_default(),
        is_assigned: bytes[end..].iter().any(|byte| matches!(byte, b':' | b'=')),
    }
}

/// Counts lines on the way forward, so that the whole text is counted once.
struct Lines<'a> {
    bytes: &'a [u8],
    counted: usize,
    number: usize,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8], number: usize) -> Self {
        Self {
            bytes,
            counted: 0,
            number,
        }
    }

    fn number_at(&mut self, at: usize) -> usize {
        let passed = &self.bytes[self.counted..at];
        self.number += memchr::memchr_iter(b'\n', passed).count();
        self.counted = at;
        self.number
    }
}
