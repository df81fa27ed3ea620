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
            "unexpected-parts",
            "The token has five parts, but names no encryption (enc): it is not encrypted. Perhaps two tokens \
             run together. Only the first three parts were read.",
        )),
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

/// How many names a note tells.
const NAMES_TOLD: usize = 20;

/// Decodes one part and reads it as JSON, noting what had to be overlooked. `part` is "header" or
/// "payload".
pub(super) fn read_object(
    part: &'static str,
    segment: &str,
    notes: &mut Vec<Note>,
) -> (Vec<u8>, Json) {
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
    if let Some((count, last)) = parsed.more_faults {
        let code = if is_header {
            "header-json"
        } else {
            "payload-json"
        };
        notes.push(Note::new(
            code,
            format!(
                "The {part} is not valid JSON in {count} more places, the last at byte {last}."
            ),
        ));
    }
    if parsed.is_cut {
        let code = if is_header {
            "header-cut"
        } else {
            "payload-cut"
        };
        notes.push(Note::new(
            code,
            format!("The {part} was cut off: the value that it ends in is left out."),
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
        let (told, more) = duplicates.split_at(duplicates.len().min(NAMES_TOLD));
        let names = told.join(", ");
        let beyond = match more.len() {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        notes.push(Note::new(
            code,
            format!("The {part} has members that stand more than once: {names}{beyond}."),
        ));
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
