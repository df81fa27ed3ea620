//! One token in compact form: a JWS ([RFC 7515, section 3.1](https://www.rfc-editor.org/rfc/rfc7515#section-3.1))
//! or a JWE ([RFC 7516, section 3.1](https://www.rfc-editor.org/rfc/rfc7516#section-3.1)), taken apart
//! without dropping anything. Each leniency that reading needed is a [`Note`].
//!
//! Not its job: finding tokens in other text (`input`), or proving one (`jose/proof.rs`).

mod notes;

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use super::claims::Claims;
use super::header::Header;
use super::json::Json;
use notes::{HEADER, PAYLOAD, note_header, note_parts, read_object, read_signature};

/// A decoded token. Its raw text is private and never shown by `Debug`. Where header or claims hold a token
/// themselves, it is named there and not held, so that no report can show it.
pub struct Token {
    parts: Parts,
    header_bytes: Vec<u8>,
    pub form: Form,
    pub header: Header,
    /// Nothing for a JWE, whose payload only the recipient can read.
    pub claims: Option<Claims>,
    signature: Vec<u8>,
    /// Whether the parts are exactly what RFC 7515 allows, so that a signature can be checked at all.
    pub is_well_formed: bool,
    pub notes: Vec<Note>,
}

/// Notes after which nothing may verify: a signature covers exact bytes, and these bytes are not
/// what any issuer writes.
const UNVERIFIABLE: [&str; 6] = [
    notes::UNEXPECTED_PARTS,
    HEADER.base64url,
    HEADER.json,
    HEADER.no_object,
    PAYLOAD.base64url,
    notes::SIGNATURE,
];

/// Which form it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Three parts: readable, signed or not.
    Jws,
    /// Five parts, and a header that names how the content is encrypted or cannot be read.
    Jwe,
    /// No compact token: its issuer alone can read it.
    Opaque,
}

/// Something about the token's form that reading had to overlook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Stable, kebab-case.
    pub code: &'static str,
    pub text: String,
}

impl Note {
    pub fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self {
            code,
            text: text.into(),
        }
    }
}

/// The text holds no dot: there is nothing to take apart.
#[derive(Debug, thiserror::Error)]
#[error("not a compact token: it has no parts separated by dots")]
pub struct NotCompact;

impl Token {
    /// Takes a compact token apart.
    ///
    /// # Errors
    /// [`NotCompact`] when there is no dot. Everything else is a note.
    pub fn parse(text: &str) -> Result<Self, NotCompact> {
        let parts = Parts::of(text).ok_or(NotCompact)?;
        let mut notes = Vec::new();
        let mut of_header = Vec::new();
        let (header_bytes, header) = read_object(&HEADER, parts.get(0), &mut of_header);
        // RFC 7516, section 4.1.2: enc must be there.
        let names_encryption = !header.is_object() || header.get("enc").is_some();
        let form = if parts.count == 5 && names_encryption {
            Form::Jwe
        } else {
            Form::Jws
        };
        note_parts(parts.count, form, &mut notes);
        notes.append(&mut of_header);
        note_header(&header, &mut notes);
        let (claims, signature) = if form == Form::Jwe {
            (None, Vec::new())
        } else {
            let (_, payload) = read_object(&PAYLOAD, parts.get(1), &mut notes);
            let signature = read_signature(parts.get(2), &mut notes);
            (Some(Claims(payload)), signature)
        };
        let is_well_formed = !notes.iter().any(|note| UNVERIFIABLE.contains(&note.code));
        let header = Header(header);
        Ok(Self {
            parts,
            header_bytes,
            form,
            header,
            claims,
            signature,
            is_well_formed,
            notes,
        })
    }

    /// Something that is no compact token, so that nothing in it can be read.
    #[must_use]
    pub fn opaque() -> Self {
        Self {
            parts: Parts::default(),
            header_bytes: Vec::new(),
            form: Form::Opaque,
            header: Header(Json::Null),
            claims: None,
            signature: Vec::new(),
            is_well_formed: false,
            notes: Vec::new(),
        }
    }

    /// The original bytes that a signature covers (RFC 7515, section 5.1): header and payload as they
    /// arrived, never as anybody would write them again.
    #[must_use]
    pub fn signing_input(&self) -> &str {
        let payload = self.parts.ranges[1].end;
        self.parts.text.get(..payload).unwrap_or_default()
    }

    /// The payload segment as it arrived.
    pub(super) fn payload_segment(&self) -> &str {
        self.parts.get(1)
    }

    /// The decoded header bytes.
    pub(super) fn header_bytes(&self) -> &[u8] {
        &self.header_bytes
    }

    /// The decoded signature.
    pub(super) fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Whether anything stands where the signature belongs.
    #[must_use]
    pub fn has_signature(&self) -> bool {
        !self.parts.get(2).is_empty()
    }

    /// Whether the payload ends in the middle, so that claims can be missing that the token has.
    #[must_use]
    pub fn is_payload_cut(&self) -> bool {
        self.has_note(notes::PAYLOAD.cut)
    }

    /// Whether there are more or fewer parts than a signed token has.
    #[must_use]
    pub fn has_unexpected_parts(&self) -> bool {
        self.has_note(notes::UNEXPECTED_PARTS)
    }

    fn has_note(&self, code: &str) -> bool {
        self.notes.iter().any(|note| note.code == code)
    }

    /// Length of the decoded signature in bytes.
    #[must_use]
    pub fn signature_length(&self) -> usize {
        self.signature.len()
    }
}

/// The text, and where the three parts that are read stand in it.
#[derive(Default)]
struct Parts {
    text: String,
    ranges: [Range<usize>; 3],
    /// How many parts there are in all.
    count: usize,
}

impl Parts {
    /// Nothing without a dot.
    fn of(text: &str) -> Option<Self> {
        let mut dots = memchr::memchr_iter(b'.', text.as_bytes());
        let first = dots.next()?;
        let second = dots.next().unwrap_or(text.len());
        let third = dots.next();
        let beyond = usize::from(third.is_some()) + dots.count();
        let behind_second = text.len().min(second + 1);
        Some(Self {
            text: text.to_owned(),
            ranges: [
                0..first,
                first + 1..second,
                behind_second..third.unwrap_or(text.len()),
            ],
            count: 2 + usize::from(second < text.len()) + beyond,
        })
    }

    fn get(&self, part: usize) -> &str {
        &self.text[self.ranges[part].clone()]
    }
}

/// Counts, and nothing of the token's own text.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("form", &self.form)
            .field("parts", &self.parts.count)
            .field("notes", &self.notes.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
