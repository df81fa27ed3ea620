//! One token of three or five parts, put together again where blanks and line breaks went through.
//!
//! Not its job: to find where one begins (`text.rs`), or to decode it. Where a broken token ends
//! is decided in this order:
//!
//! 1. as soon as the last part is exactly as long as the algorithm makes it;
//! 2. else, if it was broken before its last part, behind the lines that follow and hold nothing
//!    else: the first one that is shorter than the one before is the last;
//! 3. else where the unbroken run ends.
//!
//! Blanks within a line are crossed only on the way to (1), or where what follows is longer than
//! any word. So words behind a token stay out of its signature.

use super::found::{Found, Removed, Shape, note};
use super::opening::{Expected, begins_object, expected, is_header_length};
use super::recogniser::Limits;
use super::run::{Run, ends_line, ends_piece, gap_at, run_at, token_begins_at};

/// What became of an attempt to read a token.
pub(super) struct Attempt {
    pub(super) found: Option<Found>,
    /// Where to go on.
    pub(super) end: usize,
}

/// How many bytes may be looked at for the rest of tokens. Looking for the rest of one that never
/// ends is linear by itself; this keeps a text full of beginnings linear too. Once it is used up,
/// broken tokens are no longer put together.
pub(super) struct Budget(usize);

impl Budget {
    pub(super) fn of(text: &str) -> Self {
        Self(text.len().saturating_mul(8).saturating_add(64 * 1024))
    }

    fn spend(&mut self, bytes: usize) -> bool {
        let left = self.0.checked_sub(bytes);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

/// Reads the token whose header begins at `start`.
pub(super) fn token_at(text: &str, start: usize, limits: &Limits, budget: &mut Budget) -> Attempt {
    let mut weld = Weld::begin(text, start);
    let count = weld.gather(budget);
    weld.found(count, limits)
        .or_else(|| weld.found(1, limits).filter(|_| count > 1))
        .unwrap_or(Attempt {
            found: None,
            end: weld.pieces[0].run.end,
        })
}

/// A run and how it hangs on the one before.
#[derive(Clone, Copy)]
struct Piece {
    run: Run,
    gap: Removed,
    /// Nothing else stands on its line, or it is too long for a word.
    is_line: bool,
}

/// A run of this length is no word of prose.
const LONGER_THAN_WORDS: usize = 40;

/// How much shorter than the line before the last line of a broken token is.
const SHORT_BY: usize = 16;

struct Weld<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    dots: usize,
    /// Characters behind the last dot.
    last: usize,
    /// Known as soon as the header is complete.
    expected: Option<Expected>,
}

impl<'a> Weld<'a> {
    fn begin(text: &'a str, start: usize) -> Self {
        let mut weld = Self {
            text,
            pieces: Vec::new(),
            dots: 0,
            last: 0,
            expected: None,
        };
        weld.push(Piece {
            run: run_at(text, start),
            gap: Removed::Whitespace,
            is_line: true,
        });
        weld
    }

    fn push(&mut self, piece: Piece) {
        self.dots += piece.run.dots;
        self.last = match piece.run.dots {
            0 => self.last + piece.run.last,
            _ => piece.run.last,
        };
        self.pieces.push(piece);
        if self.expected.is_none() && self.dots > 0 {
            self.expected = Some(match self.pieces.as_slice() {
                [whole] => expected(header_of(&self.text[whole.run.start..whole.run.end])),
                pieces => expected(header_of(&self.join(pieces.len()))),
            });
        }
    }

    /// Collects pieces; returns how many of them make the token.
    fn gather(&mut self, budget: &mut Budget) -> usize {
        let mut settled = 1;
        while !self.is_exact() {
            let Some(piece) = self.next_piece(budget) else {
                return settled;
            };
            let continues = settled == self.pieces.len() && self.continues_by_line(piece);
            if self.is_complete() && !continues && !self.may_become_exact() {
                return settled;
            }
            self.push(piece);
            if continues {
                settled = self.pieces.len();
            }
        }
        self.pieces.len()
    }

    /// Whatever is looked at is paid for, whether it fits or not.
    fn next_piece(&self, budget: &mut Budget) -> Option<Piece> {
        let from = self.last_piece().run;
        if from.is_elided || self.dots > self.full() {
            return None;
        }
        let gap = gap_at(self.text, from.end)?;
        let run = run_at(self.text, gap.end);
        if !budget.spend(run.end - from.end) {
            return None;
        }
        let after = &self.text[run.end..];
        let has_too_many = run.dots > 0 && self.dots + run.dots > self.full();
        let fits = !has_too_many && (run.is_elided || ends_piece(after));
        (fits && !token_begins_at(self.text, gap.end)).then(|| Piece {
            run,
            gap: if gap.has_line_break {
                Removed::LineBreaks
            } else {
                Removed::Whitespace
            },
            is_line: run.len() >= LONGER_THAN_WORDS || gap.has_line_break && ends_line(after),
        })
    }

    /// Rule (2) of the module.
    fn continues_by_line(&self, piece: Piece) -> bool {
        let was_broken_before = self.pieces.len() > 1 || !self.is_complete();
        piece.is_line && was_broken_before && !self.ended_by_short_line()
    }

    fn ended_by_short_line(&self) -> bool {
        match self.pieces.as_slice() {
            [.., before, last] => last.run.len() + SHORT_BY < before.run.len(),
            _ => false,
        }
    }

    fn is_complete(&self) -> bool {
        self.expected
            .as_ref()
            .is_some_and(|expected| self.dots >= expected.dots)
    }

    fn is_exact(&self) -> bool {
        self.expected
            .as_ref()
            .is_some_and(|expected| self.dots == expected.dots && expected.is_exact(self.last))
    }

    fn may_become_exact(&self) -> bool {
        self.expected
            .as_ref()
            .is_some_and(|expected| self.dots == expected.dots && expected.is_below(self.last))
    }

    /// Dots of the whole token; five parts are possible as long as the header is not known.
    fn full(&self) -> usize {
        self.expected.as_ref().map_or(4, |expected| expected.dots)
    }

    fn last_piece(&self) -> &Piece {
        // There is a first piece from the beginning on.
        &self.pieces[self.pieces.len() - 1]
    }

    /// The first `count` pieces in one. A `=` at the end of a line is no padding in the middle of a
    /// part, but the soft line break of a mail ([RFC 2045, section 6.7](https://www.rfc-editor.org/rfc/rfc2045#section-6.7)).
    fn join(&self, count: usize) -> String {
        let mut joined = String::new();
        for piece in &self.pieces[..count] {
            let text = &self.text[piece.run.start..piece.run.end];
            if !text.starts_with('.') {
                joined.truncate(joined.trim_end_matches('=').len());
            }
            joined.push_str(text);
        }
        joined
    }

    /// What the first `count` pieces are.
    fn found(&self, count: usize, limits: &Limits) -> Option<Attempt> {
        let pieces = &self.pieces[..count];
        let last = pieces[count - 1].run;
        let size = pieces.iter().map(|piece| piece.run.len()).sum::<usize>();
        let mut attempt = Attempt {
            found: None,
            end: end_of_elision(self.text, &last),
        };
        if size > limits.max_token_size {
            if pieces.iter().all(|piece| piece.run.dots == 0) {
                // Any JSON in base64, such as a source map.
                return None;
            }
            attempt.found = Some(Found::too_long(size));
            return Some(attempt);
        }
        let mut removed = Vec::new();
        for piece in &pieces[1..] {
            note(&mut removed, piece.gap);
        }
        let mut token = self.join(count);
        if last.is_elided {
            // Where the signature was left out, its dot would read as "unsigned".
            token.truncate(token.trim_end_matches('.').len());
            note(&mut removed, Removed::Ellipsis);
        } else if self.has_full_stop(&token) {
            token.pop();
            note(&mut removed, Removed::SurroundingText);
        }
        let shape = self.shape(&token, count > 1)?;
        let mut found = Found::new(token, shape);
        found.removed = removed;
        attempt.found = Some(found);
        Some(attempt)
    }

    /// Whether the token closes a sentence: `….signature.`
    fn has_full_stop(&self, token: &str) -> bool {
        token.ends_with('.') && dots_in(token) == self.full() + 1
    }

    fn shape(&self, token: &str, is_welded: bool) -> Option<Shape> {
        let (header, rest) = token.split_once('.')?;
        let has_claims = begins_object(rest.bytes());
        let parts = dots_in(token) + 1;
        let expects_jwe = self.full() == 4;
        if !is_header_length(header.as_bytes()) {
            return None;
        }
        match parts {
            5 => Some(Shape::Jwe),
            2 if has_claims => Some(Shape::Compact),
            3 if !expects_jwe && (has_claims || !is_welded) => Some(Shape::Compact),
            _ if !is_welded && (parts > 3 || expects_jwe) => Some(Shape::OtherParts { parts }),
            _ => None,
        }
    }
}

fn dots_in(token: &str) -> usize {
    memchr::memchr_iter(b'.', token.as_bytes()).count()
}

/// What stands before the first dot.
fn header_of(token: &str) -> &[u8] {
    let token = token.as_bytes();
    let dot = memchr::memchr(b'.', token);
    &token[..dot.unwrap_or(token.len())]
}

/// Behind the dots or stars of an elision.
fn end_of_elision(text: &str, last: &Run) -> usize {
    if !last.is_elided {
        return last.end;
    }
    let rest = &text[last.end..];
    last.end + rest.len() - rest.trim_start_matches(['.', '…', '*']).len()
}
