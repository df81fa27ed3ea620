//! Lenient access to one JSON object: a value of an unexpected type is absent, never an error.
//!
//! Exports spell the same value as number or string, and write a missing value as an empty string, a
//! GUID of zeros or not at all.
//!
//! Not its job: knowing which fields exist (`dialects/`).

use std::borrow::Cow;

use serde_json::{Map, Value};
use uuid::Uuid;

#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(pub &'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// A string that is not blank, untrimmed.
    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        not_blank(self.0.get(name)?)
    }

    /// A string that is not blank, or a number as text.
    pub(super) fn scalar(self, name: &str) -> Option<Cow<'a, str>> {
        match self.0.get(name)? {
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            value => not_blank(value).map(Cow::Borrowed),
        }
    }

    /// A GUID in any spelling; the GUID of zeros stands for "none".
    pub(super) fn guid(self, name: &str) -> Option<Uuid> {
        guid(self.text(name)?)
    }

    /// A number, or digits in a string.
    pub(super) fn integer(self, name: &str) -> Option<i64> {
        integer(self.0.get(name)?)
    }

    pub(super) fn object(self, name: &str) -> Option<Self> {
        self.0.get(name)?.as_object().map(Fields)
    }

    /// The `{ID, Type}` pairs of `Actor` and `Target` whose type is `kind`.
    pub(super) fn identities(self, name: &str, kind: i64) -> impl Iterator<Item = &'a str> {
        self.list(name)
            .filter(move |item| item.integer("Type") == Some(kind))
            .filter_map(|item| item.text("ID"))
    }

    /// The value of a `{Name, Value}` pair, the first of that name.
    pub(super) fn named(self, name: &str, key: &str) -> Option<&'a str> {
        self.list(name)
            .find(|item| item.text("Name") == Some(key))
            .and_then(|item| item.text("Value"))
    }

    fn list(self, name: &str) -> impl Iterator<Item = Self> {
        let items = self.0.get(name).and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .map(Fields)
    }
}

/// A GUID in any spelling that is not all zeros.
pub(super) fn guid(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text.trim()).ok().filter(|id| !id.is_nil())
}

fn not_blank(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_i64(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_and_strings_read_alike() {
        let value = json!({"a": 15, "b": "15", "c": "x", "d": null, "e": 1.5, "f": " "});
        let fields = Fields(value.as_object().unwrap());
        assert_eq!(fields.integer("a"), fields.integer("b"));
        assert_eq!(fields.scalar("a").as_deref(), Some("15"));
        for name in ["c", "d", "e", "f", "missing"] {
            assert_eq!(fields.integer(name), None, "{name}");
        }
        assert_eq!(fields.text("f"), None);
    }

    #[test]
    fn zeros_are_no_tenant() {
        let value = json!({"t": "00000000-0000-0000-0000-000000000000"});
        assert_eq!(Fields(value.as_object().unwrap()).guid("t"), None);
    }

    #[test]
    fn lists_survive_foreign_items() {
        let value = json!({
            "Actor": [1, null, {"ID": 5, "Type": 0}, {"ID": "me", "Type": "0"}],
            "P": [{"Name": "RequestType"}, {"Name": "Os", "Value": "x"}],
            "Target": "Unknown",
        });
        let fields = Fields(value.as_object().unwrap());
        assert_eq!(fields.identities("Actor", 0).collect::<Vec<_>>(), ["me"]);
        assert_eq!(fields.identities("Target", 0).count(), 0);
        assert_eq!(fields.named("P", "Os"), Some("x"));
        assert_eq!(fields.named("P", "RequestType"), None);
    }
}
