//! One token in compact form: a JWS ([RFC 7515, section 3.1](https://www.rfc-editor.org/rfc/rfc7515#section-3.1))
//! or a JWE ([RFC 7516, section 3.1](https://www.rfc-editor.org/rfc/rfc7516#section-3.1)), taken apart
//! without dropping anything. Each leniency that reading needed is a [`Note`].
//!
//! Not its job: finding tokens in other text (`input`), or proving one (`jose/proof.rs`).

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use super::base64url::{Leniency, decode_lenient};
use super::claims::Claims;
use super::header::Header;
use super::json::{Fault, Json, parse};

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
const UNVERIFIABLE: [&str; 5] = [
    "header-base64url",
    "header-json",
    "header-no-object",
    "payload-base64url",
    "signature-base64url",
];

/// Which form it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Three parts: readable, signed or not.
    Jws,
    /// Five parts: encrypted for the resource.
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
        let form = if parts.count == 5 {
            Form::Jwe
        } else {
            Form::Jws
        };
        note_parts(parts.count, &mut notes);

        let (header_bytes, header) = read_object("header", parts.get(0), &mut notes);
        note_header(&header, &mut notes);
        let (claims, signature) = if form == Form::Jwe {
            (None, Vec::new())
        } else {
            let (_, payload) = read_object("payload", parts.get(1), &mut notes);
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

fn note_parts(count: usize, notes: &mut Vec<Note>) {
    match count {
        3 | 5 => {}
        2 => notes.push(Note::new(
            "no-signature-part",
            "The token has two parts: the signature part is missing.",
        )),
        parts => notes.push(Note::new(
            "unexpected-parts",
            format!("The token has {parts} parts; only the first three were read."),
        )),
    }
}

/// Decodes one part and reads it as JSON, noting what had to be overlooked. `part` is "header" or
/// "payload".
fn read_object(part: &'static str, segment: &str, notes: &mut Vec<Note>) -> (Vec<u8>, Json) {
    let is_header = part == "header";
    let decoded = decode_lenient(segment);
    for leniency in &decoded.leniencies {
        let code = if is_header {
            "header-base64url"
        } else {
            "payload-base64url"
        };
        notes.push(Note::new(
            code,
            format!("The {part} {}.", describe(leniency)),
        ));
    }
    let mut parsed = parse(&decoded.bytes);
    // Before anything else looks at them: issuer, audience and user are claims like any other.
    parsed.value.leave_out_tokens();
    for Fault { at, what } in &parsed.faults {
        let code = if is_header {
            "header-json"
        } else {
            "payload-json"
        };
        notes.push(Note::new(
            code,
            format!("The {part} is not valid JSON: {what} at byte {at}."),
        ));
    }
    if parsed.faults.is_empty() && !parsed.value.is_object() {
        let code = if is_header {
            "header-no-object"
        } else {
            "payload-no-object"
        };
        notes.push(Note::new(
            code,
            format!("The {part} is JSON, but not an object."),
        ));
    }
    let duplicates = parsed.value.duplicates();
    if !duplicates.is_empty() {
        let code = if is_header {
            "header-duplicate-member"
        } else {
            "payload-duplicate-member"
        };
        let names = duplicates.join(", ");
        notes.push(Note::new(
            code,
            format!("The {part} has members that stand more than once: {names}."),
        ));
    }
    (decoded.bytes, parsed.value)
}

fn note_header(header: &Json, notes: &mut Vec<Note>) {
    match header.get("alg") {
        _ if !header.is_object() => {}
        None => notes.push(Note::new("alg-missing", "The header names no algorithm.")),
        Some(Json::String(_)) => {}
        Some(_) => notes.push(Note::new(
            "alg-no-string",
            "The header's alg is not a string.",
        )),
    }
    if header.get("kid").is_some_and(|kid| kid.as_str().is_none()) {
        notes.push(Note::new(
            "kid-no-string",
            "The header's kid is not a string; keys cannot be looked up by it.",
        ));
    }
}

fn read_signature(segment: &str, notes: &mut Vec<Note>) -> Vec<u8> {
    let decoded = decode_lenient(segment);
    for leniency in &decoded.leniencies {
        notes.push(Note::new(
            "signature-base64url",
            format!("The signature {}.", describe(leniency)),
        ));
    }
    decoded.bytes
}

fn describe(leniency: &Leniency) -> String {
    match leniency {
        Leniency::Padding => "carries base64 padding (=), which RFC 7515 forbids".into(),
        Leniency::StandardAlphabet => {
            "uses the standard base64 alphabet (+ or /) instead of base64url".into()
        }
        Leniency::TrailingBits => "ends in a character that no encoder would write".into(),
        Leniency::LeftoverCharacter => {
            "has one character left over, so it was cut or edited".into()
        }
        Leniency::Invalid { at } => {
            format!(
                "has a character outside base64url at place {}; what follows was not read",
                at + 1
            )
        }
    }
}

#[cfg(test)]
mod tests;
