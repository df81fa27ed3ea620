//! What `decode` prints: one JSON object a token, one a line, never a verdict.
//!
//! Not its job: asking, proving, judging; it looks at nothing but the token.

use serde::Serialize;

use crate::input::{Found, Shape};
use crate::jose::token::{Form, Note, Token};
use crate::text::escape_json;

use super::json::members;
use super::model::NotChecked;

/// The lines, and how much of the input could be read.
#[derive(Debug, Default)]
pub struct Decoded {
    pub lines: Vec<u8>,
    /// Candidates of any kind.
    pub found: u64,
    /// Those of which at least the header is readable.
    pub readable: u64,
    /// What was peeled off around any of them.
    pub removed: Vec<&'static str>,
    /// Inputs, or lines of them, that were not read.
    pub left_out: Vec<NotChecked>,
    /// How many more there were.
    pub left_out_beyond: u64,
}

#[derive(Serialize)]
struct Line<'a, H: Serialize, C: Serialize> {
    header: H,
    claims: C,
    signature_present: bool,
    notes: &'a [Note],
}

/// So many inputs or lines that were not read are told.
const MOST_LEFT_OUT: usize = 100;

impl Decoded {
    /// Decodes one more candidate.
    pub fn add(&mut self, found: &Found) {
        let is_compact = matches!(
            found.shape,
            Shape::Compact | Shape::Jwe | Shape::OtherParts { .. }
        );
        let parsed = is_compact
            .then(|| Token::parse(found.text.expose()).ok())
            .flatten();
        let mut token = parsed.unwrap_or_else(Token::opaque);
        // Five parts are not enough to be encrypted.
        let is_readable = found.shape == Shape::Jwe && token.form != Form::Jwe;
        if let Some(note) = unreadable(found.shape).filter(|_| !is_readable) {
            token.notes.push(note);
        }
        for removed in &found.removed {
            self.note_removed(removed.word());
        }
        self.found += u64::from(!matches!(found.shape, Shape::TooLong { .. }));
        self.readable += u64::from(token.header.0.is_object());
        let line = Line {
            header: members(Some(&token.header.0)),
            claims: members(token.claims.as_ref().map(|claims| &claims.0)),
            signature_present: token.has_signature(),
            notes: &token.notes,
        };
        let start = self.lines.len();
        // Writing into memory does not fail.
        let _ = serde_json::to_writer(&mut self.lines, &line);
        escape_json(&mut self.lines, start);
        self.lines.push(b'\n');
    }

    /// Counts what stands behind these, and returns its lines.
    pub fn append(&mut self, other: Self) -> Vec<u8> {
        self.found += other.found;
        self.readable += other.readable;
        for removed in other.removed {
            self.note_removed(removed);
        }
        self.leave_out(other.left_out);
        self.left_out_beyond += other.left_out_beyond;
        other.lines
    }

    /// Tells what was left out, or counts it.
    pub fn leave_out(&mut self, items: Vec<NotChecked>) {
        for item in items {
            if self.left_out.len() < MOST_LEFT_OUT {
                self.left_out.push(item);
            } else {
                self.left_out_beyond += 1;
            }
        }
    }

    fn note_removed(&mut self, removed: &'static str) {
        if !self.removed.contains(&removed) {
            self.removed.push(removed);
        }
    }
}

/// Why there is nothing to show.
fn unreadable(shape: Shape) -> Option<Note> {
    Some(match shape {
        Shape::Compact | Shape::OtherParts { .. } => return None,
        Shape::Jwe => Note::new(
            "encrypted",
            "The payload is encrypted for the token's resource.",
        ),
        Shape::Opaque => Note::new("opaque", "Only its issuer can read this token."),
        Shape::RefreshToken => Note::new(
            "refresh-token",
            "A refresh token: only its issuer can read it. Keep it secret.",
        ),
        Shape::AuthorizationCode => {
            Note::new("authorization-code", "A code that is exchanged for tokens.")
        }
        Shape::Saml => Note::new("saml", "A SAML message, not a JSON Web Token."),
        Shape::StsError => Note::new(
            "sts-error",
            "An error of the sign-in service: no token was issued.",
        ),
        Shape::SecureString => Note::new(
            "secure-string",
            "PowerShell keeps the token to itself and printed only its type or length.",
        ),
        Shape::TooLong { size } => Note::new(
            "too-long",
            format!("{size} bytes are too long to be a token."),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_beyond_the_told_is_counted_in_all() {
        let part = |beyond| Decoded {
            left_out: vec![NotChecked::new("a", "b"); MOST_LEFT_OUT],
            left_out_beyond: beyond,
            ..Decoded::default()
        };
        let mut all = part(1);
        all.append(part(2));
        assert_eq!(all.left_out_beyond, 3 + MOST_LEFT_OUT as u64);
    }
}
