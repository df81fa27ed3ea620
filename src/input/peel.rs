//! A whole text that is one token, once what people copy along is peeled off.
//!
//! Not its job: texts that hold more than that. Whatever is left over makes it say no, and the
//! scanner of `text.rs` look.

use std::ops::RangeInclusive;

use super::found::{Found, Removed, note};
use super::opening::{is_known, known};
use super::percent;
use super::recogniser::Limits;
use super::run::{header_begins_at, is_blank, is_closer, is_opener};
use super::weld::{Budget, token_at};

/// The input as one token.
pub(super) fn read(text: &str, limits: &Limits) -> Option<Vec<Found>> {
    token(text, limits).map(|found| vec![found])
}

/// The token that the whole text is, with what was peeled off.
pub(super) fn token(text: &str, limits: &Limits) -> Option<Found> {
    let (core, mut removed) = peeled(text);
    if !core.contains(char::is_whitespace) && core.contains('%') {
        let plain = percent::decoded(core);
        let (core, inner) = peeled(&plain);
        note(&mut removed, Removed::UrlEncoding);
        return core_token(core, limits).map(|found| found.inside(&inner).inside(&removed));
    }
    core_token(core, limits).map(|found| found.inside(&removed))
}

/// A coat: what it is called, and how it is taken off; `None` where it is not there.
struct Coat {
    removed: Removed,
    take_off: fn(&str) -> Option<&str>,
    /// Whether it is worth a word. The line break that ends every file is not.
    is_noted: fn(&str) -> bool,
}

const COATS: [Coat; 4] = [
    Coat {
        removed: Removed::Whitespace,
        take_off: without_blanks,
        is_noted: has_odd_blanks,
    },
    Coat {
        removed: Removed::AuthorizationHeader,
        take_off: without_authorization,
        is_noted: always,
    },
    Coat {
        removed: Removed::BearerPrefix,
        take_off: without_bearer,
        is_noted: always,
    },
    Coat {
        removed: Removed::Quotes,
        take_off: without_quotes,
        is_noted: always,
    },
];

/// Takes off every coat, as often as one is there, in any order (`"Authorization": "Bearer …",`).
/// Each step takes something away, so this ends, and no character is read twice in vain.
fn peeled(text: &str) -> (&str, Vec<Removed>) {
    let mut core = text;
    let mut removed = Vec::new();
    loop {
        let before = core.len();
        for coat in &COATS {
            if let Some(inner) = (coat.take_off)(core) {
                if (coat.is_noted)(core) {
                    note(&mut removed, coat.removed);
                }
                core = inner;
            }
        }
        if core.len() == before {
            return (core, removed);
        }
    }
}

fn always(_: &str) -> bool {
    true
}

fn has_odd_blanks(core: &str) -> bool {
    core.starts_with(is_blank) || core.trim_end_matches(['\r', '\n']).ends_with(is_blank)
}

fn without_blanks(core: &str) -> Option<&str> {
    shorter(core, core.trim_matches(is_blank))
}

fn without_quotes(core: &str) -> Option<&str> {
    shorter(
        core,
        core.trim_start_matches(is_opener)
            .trim_end_matches(is_closer),
    )
}

/// How far a table of PowerShell moves the colon away from the name.
const WIDEST_COLUMN: usize = 64;

/// `Authorization:`, also as a member of JSON or of a PowerShell table.
fn without_authorization(core: &str) -> Option<&str> {
    let rest = strip_word(core, "authorization")?;
    // Looked for before what stands between, which may have no end.
    let mut near = rest.bytes().take(WIDEST_COLUMN);
    let mark = near.position(|byte| matches!(byte, b':' | b'='))?;
    let (between, value) = rest.split_at(mark);
    let is_assigned = between.chars().all(|c| is_blank(c) || is_closer(c));
    is_assigned.then(|| &value[1..])
}

fn without_bearer(core: &str) -> Option<&str> {
    let rest = strip_word(core, "bearer")?;
    shorter(rest, rest.trim_start_matches(|c| is_blank(c) || c == ':'))
}

fn strip_word<'a>(core: &'a str, word: &str) -> Option<&'a str> {
    let (first, rest) = core.split_at_checked(word.len())?;
    first.eq_ignore_ascii_case(word).then_some(rest)
}

fn shorter<'a>(before: &str, after: &'a str) -> Option<&'a str> {
    (after.len() < before.len()).then_some(after)
}

fn core_token(core: &str, limits: &Limits) -> Option<Found> {
    if header_begins_at(core, 0) {
        let attempt = token_at(core, 0, limits, &mut Budget::of(core));
        return attempt.found.filter(|_| attempt.end == core.len());
    }
    is_known(core.as_bytes())
        .then(|| known_token(core, limits))
        .flatten()
}

/// How long the lines are that an opaque token is broken into: longer than words, and no longer
/// than a screen is wide, or else a word behind an unbroken token would become a part of it.
const LINES: RangeInclusive<usize> = 40..=256;

/// An opaque token, which tells neither its parts nor its end: all of the text, or nothing.
fn known_token(core: &str, limits: &Limits) -> Option<Found> {
    if !core.contains(is_blank) {
        return known_exactly(core, limits);
    }
    let mut lines = core.split_whitespace().rev().skip(1);
    if lines.any(|line| !LINES.contains(&line.len())) {
        return None;
    }
    let joined: String = core.split_whitespace().collect();
    let has_line_breaks = core.contains(['\r', '\n']);
    let gap = if has_line_breaks {
        Removed::LineBreaks
    } else {
        Removed::Whitespace
    };
    known_exactly(&joined, limits).map(|found| found.inside(&[gap]))
}

fn known_exactly(core: &str, limits: &Limits) -> Option<Found> {
    known(core.as_bytes())
        .filter(|(_, length)| *length == core.len())
        .map(|(known, _)| known.found(core, limits))
}
