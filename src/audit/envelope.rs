//! Takes a record out of what a collector wrapped around it.
//!
//! `Search-UnifiedAuditLog` and its collectors write `{"AuditData": {..}}` or
//! `{"AuditData": "{..}"}`; the record is reached by descending into known members until an object
//! is found that a dialect recognises.
//!
//! Not its job: the layout of the file (`container.rs`).

use serde_json::{Map, Value};

use super::container::Place;
use super::dialect::Dialect;
use super::dialects;
use super::fields::Fields;

/// Members that hold a record, as an object or as JSON text in a string.
const WRAPPERS: &[&str] = &["AuditData", "auditData"];

/// A wrapper in a wrapper in a wrapper is no export that anybody writes.
const DEEPEST: usize = 4;

/// A record, and its place in the search that found it if a wrapper told it.
pub(super) struct Unwrapped {
    pub record: Map<String, Value>,
    pub dialect: &'static Dialect,
    pub place: Option<Place>,
}

/// Parses one row and descends to the object that a dialect recognises.
///
/// # Errors
/// One sentence about what stood there instead; it quotes nothing of it.
pub(super) fn unwrap(json: &str) -> Result<Unwrapped, String> {
    let mut object = parse(json)?;
    let mut place = None;
    for _ in 0..DEEPEST {
        if let Some(dialect) = dialects::of(&object) {
            let record = object;
            return Ok(Unwrapped {
                record,
                dialect,
                place,
            });
        }
        place = place.or_else(|| place_of(Fields(&object)));
        object = match inner(object) {
            Some(Value::Object(inner)) => inner,
            Some(Value::String(text)) if text.trim().is_empty() => {
                return Err("AuditData is empty".into());
            }
            Some(Value::String(text)) => parse(&text)?,
            Some(_) => return Err("AuditData is no JSON object".into()),
            None => return Err("no audit record: it has no CreationTime and Operation".into()),
        };
    }
    Err("the record is wrapped too deeply".into())
}

fn parse(json: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(json) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err("JSON, but no object".into()),
        Err(error) if error.is_eof() => Err("the record is cut: its JSON ends too early".into()),
        Err(error) => Err(format!("the record is no JSON: {error}")),
    }
}

fn inner(mut object: Map<String, Value>) -> Option<Value> {
    WRAPPERS.iter().find_map(|name| object.remove(*name))
}

fn place_of(wrapper: Fields) -> Option<Place> {
    Some(Place {
        index: wrapper.integer("ResultIndex")?,
        count: wrapper.integer("ResultCount")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(json: &str) -> String {
        unwrap(json).err().unwrap()
    }

    #[test]
    fn a_record_is_found_bare_as_object_and_as_text() {
        for json in [
            r#"{"CreationTime":"","Operation":"x"}"#,
            r#"{"AuditData":{"CreationTime":"","Operation":"x"}}"#,
            r#"{"AuditData":"{\"CreationTime\":\"\",\"Operation\":\"x\"}"}"#,
            r#"{"auditData":{"AuditData":{"CreationTime":"","Operation":"x"}}}"#,
        ] {
            let unwrapped = unwrap(json).ok().unwrap();
            assert_eq!(unwrapped.record["Operation"], "x", "{json}");
            assert_eq!(unwrapped.dialect.id, "unified-audit-log");
        }
    }

    #[test]
    fn the_wrapper_tells_the_place_in_the_search() {
        let record = r#"{"CreationTime":"","Operation":"x"}"#;
        let json = format!(r#"{{"ResultIndex":2,"ResultCount":"44","AuditData":{record}}}"#);
        let place = unwrap(&json).ok().unwrap().place;
        let (index, count) = (2, 44);
        assert_eq!(place, Some(Place { index, count }));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(failure(r#"{"Operation":"x"#).contains("cut"));
        assert!(failure(r#"{"Operation":}"#).contains("no JSON: expected value"));
        assert!(failure("[]").contains("no object"));
        assert!(failure(r#"{"a":1}"#).contains("no CreationTime"));
        assert!(failure(r#"{"AuditData":" "}"#).contains("empty"));
        assert!(failure(r#"{"AuditData":7}"#).contains("no JSON object"));
    }

    #[test]
    fn depth_is_bounded() {
        let wrapped = r#"{"AuditData":"#.repeat(9) + "{}" + &"}".repeat(9);
        assert!(failure(&wrapped).contains("too deeply"));
        assert!(failure(&"[".repeat(100_000)).contains("recursion limit"));
    }
}
