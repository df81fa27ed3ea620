//! Reading the parts of a token, with a note for each thing that had to be overlooked.
//!
//! Not its job: where the parts are (`jose/token.rs`), or what a note is worth.

use super::super::base64url::{Leniency, decode_lenient};
use super::super::json::{Fault, Json, parse};
use super::{Form, Note};

pub(super) fn note_parts(count: usize, form: Form, notes: &mut Vec<Note>) {
    match count {
        3 => {}
        5 if form == Form::Jwe => {}
        5 => notes.push(Note::new(
            UNEXPECTED_PARTS,
            "The token has five parts, but names no encryption (enc): it is not encrypted. Perhaps two tokens \
             run together. Only the first three parts were read.",
        )),
        2 => notes.push(Note::new(
            "no-signature-part",
            "The token has two parts: the signature part is missing.",
        )),
        parts => notes.push(Note::new(
            UNEXPECTED_PARTS,
            format!("The token has {parts} parts; only the first three were read."),
        )),
    }
}

/// How many names a note tells.
const NAMES_TOLD: usize = 20;

/// Where there are not the three parts of a signed token.
pub(super) const UNEXPECTED_PARTS: &str = "unexpected-parts";

/// Where the signature is not strict base64url.
pub(super) const SIGNATURE: &str = "signature-base64url";

/// One of the parts that hold JSON, with the codes of what may be noted of it.
pub(super) struct Part {
    name: &'static str,
    pub base64url: &'static str,
    pub json: &'static str,
    pub cut: &'static str,
    pub no_object: &'static str,
    duplicate: &'static str,
}

pub(super) const HEADER: Part = Part {
    name: "header",
    base64url: "header-base64url",
    json: "header-json",
    cut: "header-cut",
    no_object: "header-no-object",
    duplicate: "header-duplicate-member",
};

pub(super) const PAYLOAD: Part = Part {
    name: "payload",
    base64url: "payload-base64url",
    json: "payload-json",
    cut: "payload-cut",
    no_object: "payload-no-object",
    duplicate: "payload-duplicate-member",
};

/// Decodes one part and reads it as JSON, noting what had to be overlooked.
pub(super) fn read_object(part: &Part, segment: &str, notes: &mut Vec<Note>) -> (Vec<u8>, Json) {
    let name = part.name;
    let mut note = |code, text: String| notes.push(Note::new(code, text));
    let decoded = decode_lenient(segment);
    for leniency in &decoded.leniencies {
        note(
            part.base64url,
            format!("The {name} {}.", describe(leniency)),
        );
    }
    let mut parsed = parse(&decoded.bytes);
    // Before anything else looks at them: issuer, audience and user are claims like any other.
    parsed.value.leave_out_tokens();
    for Fault { at, what } in &parsed.faults {
        note(
            part.json,
            format!("The {name} is not valid JSON: {what} at byte {at}."),
        );
    }
    if let Some((count, last)) = parsed.more_faults {
        note(
            part.json,
            format!(
                "The {name} is not valid JSON in {count} more places, the last at byte {last}."
            ),
        );
    }
    if parsed.is_cut {
        note(
            part.cut,
            format!("The {name} was cut off: the value that it ends in is left out."),
        );
    }
    if parsed.faults.is_empty() && !parsed.value.is_object() {
        note(
            part.no_object,
            format!("The {name} is JSON, but not an object."),
        );
    }
    let duplicates = parsed.value.duplicates();
    if !duplicates.is_empty() {
        let (told, more) = duplicates.split_at(duplicates.len().min(NAMES_TOLD));
        let names = told.join(", ");
        let beyond = match more.len() {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        note(
            part.duplicate,
            format!("The {name} has members that stand more than once: {names}{beyond}."),
        );
    }
    (decoded.bytes, parsed.value)
}

pub(super) fn note_header(header: &Json, notes: &mut Vec<Note>) {
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

pub(super) fn read_signature(segment: &str, notes: &mut Vec<Note>) -> Vec<u8> {
    let decoded = decode_lenient(segment);
    for leniency in &decoded.leniencies {
        notes.push(Note::new(
            SIGNATURE,
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
