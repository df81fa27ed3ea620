//! Sentences in pieces, for formats with markup: what is a word of a sentence, and what is a value (an id,
//! an address, a permission, anything with a sign in it) that a format sets apart as code.
//!
//! What comes out as [`Piece::Word`] holds letters, digits and a few harmless signs only, so that no
//! format finds markup, a link or a mention in it. Not its job: the escaping of a format.

use uuid::Uuid;

use crate::text::{Terminal, clipped};
use crate::time::Timestamp;

/// More of one text than this is in the JSON report.
const LONGEST_TEXT: usize = 2_000;
const LONGEST_WORD: usize = 300;

/// A part of a text. Nothing in it moves a cursor, reorders or hides letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Harmless in every format; blanks between pieces are words of their own.
    Word(String),
    /// Anything at all.
    Code(String),
    /// A GUID, or the beginning of one.
    Id(String),
    /// A moment, RFC 3339 in UTC.
    Time(String),
}

impl Piece {
    /// What is set apart from the words.
    fn as_value(&self) -> Option<&str> {
        match self {
            Self::Word(_) => None,
            Self::Code(text) | Self::Id(text) | Self::Time(text) => Some(text),
        }
    }
}

/// The text in pieces.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let text = Terminal(&clipped(text, LONGEST_TEXT)).to_string();
    let mut pieces = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, inner, behind)) = quoted(rest) {
        words(before, &mut pieces);
        pieces.push(code(inner));
        rest = behind;
    }
    words(rest, &mut pieces);
    apart(pieces)
}

/// Values that adjoin are one: a format's marks around each would run together.
fn apart(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut apart: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (apart.pop(), piece) {
            (None, piece) => apart.push(piece),
            (Some(before), piece) => match (before.as_value(), piece.as_value()) {
                (Some(one), Some(other)) => apart.push(Piece::Code(format!("{one}{other}"))),
                _ => apart.extend([before, piece]),
            },
        }
    }
    apart
}

/// The text as one value.
pub(super) fn value(text: &str) -> Piece {
    code(&Terminal(text).to_string())
}

/// What stands before, between and behind two backticks that belong together, as our own sentences write them.
fn quoted(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (inner, behind) = rest.split_once('`')?;
    let is_code = !inner.trim().is_empty() && inner.trim() == inner;
    let is_apart = before.is_empty() || before.ends_with([' ', '(', '"']);
    let is_closed =
        behind.is_empty() || behind.starts_with([' ', ')', '"', ',', '.', ';', ':', '?', '!']);
    (is_code && is_apart && is_closed).then_some((before, inner, behind))
}

fn words(text: &str, pieces: &mut Vec<Piece>) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            push_word(" ", pieces);
        }
        if word.is_empty() {
            continue;
        }
        let is_first = pieces.iter().all(|piece| *piece == Piece::Word(" ".into()));
        let is_only = is_first && !text.trim().contains(' ');
        split_word(word, is_first, is_only, pieces);
    }
}

/// A word without the punctuation around it.
fn split_word(word: &str, is_first: bool, is_only: bool, pieces: &mut Vec<Piece>) {
    match word {
        "->" => return push_word("→", pieces),
        "-x->" => return push_word("✕→", pieces),
        "=" if !is_only => return push_word("=", pieces),
        "-" | "–" | "+" | "&" | "/" if !is_first => return push_word(word, pieces),
        _ => {}
    }
    let behind_opening = word.trim_start_matches(['(', '"', '\'']);
    let opening = &word[..word.len() - behind_opening.len()];
    let core = behind_opening.trim_end_matches([')', '"', '\'', ',', '.', ';', ':', '?', '!']);
    let closing = &behind_opening[core.len()..];
    // `1.` at the beginning would be a list.
    let is_list = is_first && !closing.is_empty() && core.chars().all(|c| c.is_ascii_digit());
    let is_word = core.is_empty() || is_harmless(core) || is_version(core);
    if is_word && !is_list && !is_id(core) {
        push_word(word, pieces);
        return;
    }
    if core.is_empty() {
        pieces.push(code(word));
        return;
    }
    push_word(opening, pieces);
    pieces.push(code(core));
    push_word(closing, pieces);
}

fn push_word(text: &str, pieces: &mut Vec<Piece>) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Word(word)) => word.push_str(text),
        _ => pieces.push(Piece::Word(text.to_owned())),
    }
}

fn code(text: &str) -> Piece {
    let text = clipped(text, LONGEST_WORD);
    if is_id(&text) {
        Piece::Id(text)
    } else if is_time(&text) {
        Piece::Time(text)
    } else {
        Piece::Code(text)
    }
}

/// A GUID as it is written everywhere, or the first eight digits of one, as our sentences shorten it.
fn is_id(text: &str) -> bool {
    let is_start =
        |digits: &str| digits.len() == 8 && digits.chars().all(|c| c.is_ascii_hexdigit());
    text.len() == 36 && Uuid::parse_str(text).is_ok()
        || text.strip_suffix('…').is_some_and(is_start)
}

fn is_time(text: &str) -> bool {
    (20..=30).contains(&text.len()) && text.ends_with('Z') && Timestamp::parse(text).is_ok()
}

/// `v1.0` and its like, and the number of a section (`4.1.1`).
fn is_version(word: &str) -> bool {
    let number = word.strip_prefix('v').unwrap_or(word);
    let is_number =
        |part: &str| !part.is_empty() && part.len() < 4 && part.chars().all(|c| c.is_ascii_digit());
    let mut parts = number.split('.');
    (2..=3).contains(&parts.clone().count()) && parts.all(is_number)
}

/// Letters and digits of any script, and signs that no format and no tracker takes for markup. Not what a
/// tracker makes a link of: a commit's digits, the number of a ticket (`GH-7`, `ABC-123`).
fn is_harmless(word: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || ['-', '\'', '’', '…', ',', '%'].contains(&c);
    let is_commit = word.len() >= 7
        && word.chars().all(|c| c.is_ascii_hexdigit())
        && word.chars().any(|c| c.is_ascii_digit());
    let is_ticket = word.rsplit_once('-').is_some_and(|(key, number)| {
        !key.is_empty() && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
    });
    let is_dash = word.starts_with('-');
    !word.is_empty() && word.chars().all(is_plain) && !is_commit && !is_ticket && !is_dash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let pieces = pieces(text).into_iter().map(|piece| match piece {
            Piece::Word(text) => text,
            Piece::Code(text) => format!("[{text}]"),
            Piece::Id(text) | Piece::Time(text) => format!("{{{text}}}"),
        });
        pieces.collect()
    }

    #[test]
    fn values_never_adjoin() {
        for text in ["`\u{80}`A`", "`a`)`b`", "`a``b`", "`a`x`b` c"] {
            let pieces = pieces(text);
            let adjoin = pieces
                .windows(2)
                .any(|pair| pair.iter().all(|piece| piece.as_value().is_some()));
            assert!(!adjoin, "{pieces:?}");
        }
    }

    #[test]
    fn words_stay_and_values_are_set_apart() {
        assert_eq!(
            told("pat@fabrikam.example is at home, but the token was issued by 8e2f60d1…: whoever"),
            "[pat@fabrikam.example] is at home, but the token was issued by {8e2f60d1…}: whoever"
        );
        assert_eq!(
            told("signature VALID (RS256); key pq7mWwr3… -> issuer -> tid"),
            "signature VALID (RS256); key pq7mWwr3… → issuer → tid"
        );
        assert_eq!(
            told("= the expected tenant (idp)"),
            "= the expected tenant (idp)"
        );
        assert_eq!(
            told("tells (`jwtenant explain device-code`)"),
            "tells ([jwtenant explain device-code])"
        );
        assert_eq!(
            told("v2.0 (RFC 7515, section 4.1.1) from 198.51.100.7"),
            "v2.0 (RFC 7515, section 4.1.1) from [198.51.100.7]"
        );
        assert_eq!(
            told("see 3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618."),
            "see {3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618}."
        );
    }

    #[test]
    fn what_a_tracker_would_act_on_is_a_value() {
        for text in [
            "@all",
            "#12",
            "GH-12",
            "a/b#1",
            "deadbeef1",
            "www.evil.example",
            "https://x",
            "<b>",
            "![x](y)",
            "*a*",
            "_a_",
            "~~a~~",
            "a|b",
            "\\",
            "[a]",
            "&amp;",
            ":smile:",
            "`",
            "``a",
            "- a",
            "1. a",
            "+ a",
            "> a",
            "---",
            "===",
            "|",
            "--tenant",
            "a`b`c",
        ] {
            let pieces = pieces(text);
            assert!(!matches!(&pieces[0], Piece::Word(_)), "{text}: {pieces:?}");
        }
    }

    #[test]
    fn nothing_invisible_stays() {
        assert_eq!(told("a\u{202e}b\nc"), "[a<U+202E>b<U+000A>c]");
    }

    #[test]
    fn endless_words_and_texts_end() {
        let text = pieces(&"x".repeat(1_000_000));
        assert!(matches!(&text[0], Piece::Word(word) if word.len() < 3_000));
        assert!(told(&"a@b ".repeat(1_000_000)).len() < 10_000);
    }
}
