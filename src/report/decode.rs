//! What `decode` prints: one JSON object a token, one a line, never a verdict.
//!
//! Not its job: asking, proving, judging; it looks at nothing but the token.

use std::fmt::Write as _;

use serde::Serialize;

use crate::input::{self, Limits, Shape};
use crate::jose::token::{Note, Token};

use super::json::members;

/// The lines, and how much of the input could be read.
pub struct Decoded {
    pub text: String,
    /// Candidates of any kind.
    pub found: usize,
    /// Those of which at least the header is readable.
    pub readable: usize,
    /// What was peeled off around any of them.
    pub removed: Vec<&'static str>,
}

#[derive(Serialize)]
struct Line<H: Serialize, C: Serialize> {
    header: H,
    claims: C,
    signature_present: bool,
    notes: Vec<Note>,
}

/// Decodes everything in these inputs.
#[must_use]
pub fn decode(inputs: &[&[u8]]) -> Decoded {
    let mut decoded = Decoded {
        text: String::new(),
        found: 0,
        readable: 0,
        removed: Vec::new(),
    };
    for found in inputs
        .iter()
        .flat_map(|bytes| input::read(bytes, &Limits::default()).found)
    {
        let is_compact = matches!(
            found.shape,
            Shape::Compact | Shape::Jwe | Shape::OtherParts { .. }
        );
        let parsed = is_compact
            .then(|| Token::parse(found.text.expose()).ok())
            .flatten();
        let mut token = parsed.unwrap_or_else(Token::opaque);
        if let Some(note) = unreadable(found.shape) {
            token.notes.push(note);
        }
        for removed in found.removed.iter().map(|removed| removed.word()) {
            if !decoded.removed.contains(&removed) {
                decoded.removed.push(removed);
            }
        }
        decoded.found += usize::from(!matches!(found.shape, Shape::TooLong { .. }));
        decoded.readable += usize::from(token.header.0.is_object());
        let line = Line {
            header: members(Some(&token.header.0)),
            claims: members(token.claims.as_ref().map(|claims| &claims.0)),
            signature_present: token.has_signature(),
            notes: token.notes.clone(),
        };
        let _ = writeln!(
            decoded.text,
            "{}",
            serde_json::to_string(&line).unwrap_or_default()
        );
    }
    decoded
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
