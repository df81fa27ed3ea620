//! Runs of token characters and the gaps between them: the ruler that `weld.rs` measures with.
//!
//! Not its job: to say what is a token.

use super::opening::{begins_header, begins_object};

/// What a word of a token is made of. Dots stand between words.
pub(super) fn is_word(byte: u8) -> bool {
    IS_WORD[byte as usize]
}

const IS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let ascii = byte as u8;
        table[byte] = ascii.is_ascii_alphanumeric() || matches!(ascii, b'-' | b'_');
        byte += 1;
    }
    table
};

/// An unbroken run of token characters.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) dots: usize,
    /// Characters behind the last dot, or all of them where there is none; padding left out.
    pub(super) last: usize,
    /// An ellipsis follows, or another mark that somebody left the rest out.
    pub(super) is_elided: bool,
}

impl Run {
    pub(super) fn len(&self) -> usize {
        self.end - self.start
    }
}

/// The run that begins at `start`. Base64 of the standard alphabet is tolerated, padding too, but
/// a `/` behind a token of the URL-safe alphabet belongs to a path.
pub(super) fn run_at(text: &str, start: usize) -> Run {
    let bytes = text.as_bytes();
    let mut end = start;
    let mut dots = 0;
    let mut last_start = start;
    // Up to where it was looked for letters of the URL-safe alphabet.
    let mut seen = start;
    let mut is_url_safe = false;
    loop {
        let word = bytes[end..].iter().position(|byte| !is_word(*byte));
        end = word.map_or(bytes.len(), |length| end + length);
        let Some(byte) = bytes.get(end) else {
            break;
        };
        match byte {
            b'+' | b'/' => {
                let unseen = &bytes[seen..end];
                is_url_safe |= unseen.iter().any(|byte| matches!(byte, b'-' | b'_'));
                seen = end;
                if is_url_safe {
                    break;
                }
            }
            b'=' if is_padding(&bytes[end + 1..]) => {}
            b'.' if !bytes[end..].starts_with(b"...") => {
                dots += 1;
                last_start = end + 1;
            }
            _ => break,
        }
        end += 1;
    }
    Run {
        start,
        end,
        dots,
        last: text[last_start..end].trim_end_matches('=').len(),
        is_elided: is_elision(&text[end..], last_start == end && dots > 0),
    }
}

/// Whether a `=` before this is padding and no assignment.
fn is_padding(after: &[u8]) -> bool {
    !after.first().copied().is_some_and(is_word)
}

/// Whether the rest was left out here: `...`, `…`, and where a part is empty also `***`,
/// `[signature]`, `{signature}`, `<signature>`, which would else read as "unsigned".
fn is_elision(after: &str, is_part_empty: bool) -> bool {
    after.starts_with("...")
        || after.starts_with('…')
        || is_part_empty
            && (after.starts_with(['*', '[', '{'])
                || after
                    .strip_prefix('<')
                    .is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic())))
}

/// What stands between two runs.
pub(super) struct Gap {
    /// Where the next run begins.
    pub(super) end: usize,
    pub(super) has_line_break: bool,
}

/// The longest gap inside a token: a line break and its indentation. A bound, so that blanks are
/// not read over and over.
const LONGEST_GAP: usize = 256;

/// The gap that begins at `start`, if one does and a run follows. What a shell writes before a
/// line break that is none (`\\`, a backtick, `^`) belongs to it, and so do the marks of a quoted
/// mail (`>`) where they open a line.
pub(super) fn gap_at(text: &str, start: usize) -> Option<Gap> {
    let rest = &text[start..];
    let is_continued = rest
        .strip_prefix(['\\', '`', '^'])
        .is_some_and(|rest| rest.starts_with(['\r', '\n']));
    let mut end = start + usize::from(is_continued);
    let mut has_line_break = false;
    for c in text[end..].chars() {
        has_line_break |= c == '\n' || c == '\r';
        if !(is_blank(c) || has_line_break && matches!(c, '>' | '|')) {
            break;
        }
        end += c.len_utf8();
        if end - start > LONGEST_GAP {
            return None;
        }
    }
    let next = text.as_bytes().get(end)?;
    (end > start && (is_word(*next) || matches!(next, b'.' | b'+' | b'/'))).then_some(Gap {
        end,
        has_line_break,
    })
}

/// Blanks of every kind, also those that take no room.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\0' | '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Quotes, brackets and what else may stand in front of a token.
pub(super) fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '„' | '«' | '»' | '<' | '(' | '[' | '{' | '\\'
    )
}

/// Quotes, brackets and what else may stand behind a token.
pub(super) fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '«'
            | '»'
            | '>'
            | ')'
            | ']'
            | '}'
            | '\\'
            | '^'
            | ','
            | ';'
    )
}

/// Whether a run that ends before `after` ends as a piece of a broken token does.
pub(super) fn ends_piece(after: &str) -> bool {
    after
        .chars()
        .next()
        .is_none_or(|c| is_blank(c) || is_closer(c))
}

/// Whether nothing else stands on the line.
pub(super) fn ends_line(after: &str) -> bool {
    after
        .chars()
        .take(LONGEST_GAP)
        .find(|c| matches!(c, '\n' | '\r') || !(is_blank(*c) || is_closer(*c)))
        .is_none_or(|c| matches!(c, '\n' | '\r'))
}

/// Whether a header begins here. It may itself be broken over lines.
pub(super) fn header_begins_at(text: &str, start: usize) -> bool {
    // The sextets that `{` and blanks begin with: a cheap no for almost every word.
    matches!(text.as_bytes().get(start), Some(b'e' | b'I' | b'C' | b'D'))
        && begins_header(across_lines(text, start))
}

/// Whether a header *and* claims begin here: no part of another token does.
pub(super) fn token_begins_at(text: &str, start: usize) -> bool {
    let bytes = &text.as_bytes()[start..];
    if !begins_header(bytes.iter().copied()) {
        return false;
    }
    let header = bytes
        .iter()
        .position(|byte| !is_word(*byte))
        .unwrap_or(bytes.len());
    bytes[header..]
        .strip_prefix(b".")
        .is_some_and(|claims| begins_object(claims.iter().copied()))
}

/// The characters of a run, and of the runs on the next lines.
fn across_lines(text: &str, mut at: usize) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        if let Some(gap) = gap_at(text, at).filter(|gap| gap.has_line_break) {
            at = gap.end;
        }
        let byte = *text.as_bytes().get(at)?;
        at += 1;
        is_word(byte).then_some(byte)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_where_the_token_does() {
        for (text, end) in [
            ("a.b.c", 5),
            ("a.b.c d", 5),
            ("a.b.", 4),
            ("a=.b==.c=&d", 9),
            ("a=b", 1),
            ("a_b.c/d", 5),
            ("a+b/c.d", 7),
            ("a.b...", 3),
            ("a.b…", 3),
            ("", 0),
        ] {
            assert_eq!(run_at(text, 0).end, end, "{text}");
        }
    }

    #[test]
    fn elisions_are_seen() {
        for text in [
            "a.b...",
            "a.b.…",
            "a.b.***",
            "a.b.[signature]",
            "a.b.<signature>",
        ] {
            assert!(run_at(text, 0).is_elided, "{text}");
        }
        for text in ["a.b.", "a.b.c", "a.b.</td>", "a.b.c[1]"] {
            assert!(!run_at(text, 0).is_elided, "{text}");
        }
    }

    #[test]
    fn a_gap_is_a_line_break_with_indentation() {
        let gap = gap_at("\r\n    > abc", 0).unwrap();
        assert_eq!((gap.end, gap.has_line_break), (8, true));
        assert!(gap_at("abc", 0).is_none());
        assert!(gap_at("\n(", 0).is_none());
        assert!(gap_at(&(" ".repeat(LONGEST_GAP + 1) + "a"), 0).is_none());
    }

    #[test]
    fn headers_are_recognised_across_lines() {
        assert!(header_begins_at("eyJ0", 0));
        assert!(header_begins_at("e\ny\r\n  J0", 0));
        assert!(!header_begins_at("e yJ0", 0));
        assert!(token_begins_at("eyJ0.eyJ", 0));
        assert!(!token_begins_at("eyJ0.abc", 0));
    }
}
