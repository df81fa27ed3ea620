//! JSON without loss: member order, duplicate members and numbers stay exactly as they were
//! written, and a broken text still gives the part that can be read.
//!
//! Not its job: strictness. Every departure from [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)
//! is reported as a [`Fault`] with its place; the caller decides what that is worth. `serde_json`
//! cannot stand in here: it drops duplicates, rounds numbers and gives nothing of a broken text.

mod parse;
mod value;

pub use parse::parse;
pub use value::{Fault, Json, Member, Parsed, Text};

/// Reads a document, as opposed to a part of a token: a byte order mark in front of it is passed over,
/// since editors write one and it hides nothing there.
///
/// # Errors
/// The first departure from RFC 8259: what publishes keys writes JSON.
pub fn document(text: &[u8]) -> Result<Json, Fault> {
    let parsed = parse(text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text));
    match parsed.faults.into_iter().next() {
        Some(fault) => Err(fault),
        None => Ok(parsed.value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        let parsed = parse(text.as_bytes());
        assert_eq!(parsed.faults, [], "{text}");
        serde_json::to_string(&parsed.value).unwrap()
    }

    #[test]
    fn order_duplicates_and_numbers_survive() {
        let text = r#"{"z":1,"a":1.50,"z":1e400,"n":-0,"big":123456789012345678901234567890}"#;
        assert_eq!(rewritten(text), text);
        let value = parse(text.as_bytes()).value;
        assert_eq!(value.duplicates(), ["z"]);
        assert_eq!(value.get("z"), Some(&Json::Number("1e400".into())));
    }

    #[test]
    fn nested_values_survive() {
        let text = r#"{"a":[1,{"b":[]},null,true,"\u0000\"\\"],"c":{}}"#;
        assert_eq!(rewritten(text), text);
    }
}
