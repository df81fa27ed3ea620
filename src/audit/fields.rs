//! Lenient access to the members of a record: a value of an unexpected type is absent, never an
//! error.
//!
//! Exports spell the same value as number or string, wrap it into a list of one, and write a missing
//! value as an empty string, a GUID of zeros or not at all.
//!
//! Not its job: knowing which fields exist (`dialects/`).

use std::borrow::Cow;

use uuid::Uuid;

use super::members::{Members, Value};
use super::names::Name;
use crate::entra::audience::Audience;
use crate::time::Timestamp;

impl<'a> Members<'a> {
    /// A string that is not blank, untrimmed.
    pub(super) fn text(&self, name: Name) -> Option<&str> {
        self.get(name)?.text()
    }

    /// A string that is not blank, or a number as text.
    pub(super) fn scalar(&self, name: Name) -> Option<Cow<'_, str>> {
        match self.get(name)?.single() {
            Value::Integer(number) => Some(Cow::Owned(number.to_string())),
            Value::Bool(truth) => Some(Cow::Borrowed(if *truth { "true" } else { "false" })),
            value => value.text().map(Cow::Borrowed),
        }
    }

    /// A GUID in any spelling; the GUID of zeros stands for "none".
    pub(super) fn guid(&self, name: Name) -> Option<Uuid> {
        guid(self.text(name)?)
    }

    /// Every GUID of that name: a member may stand twice.
    pub(super) fn guids(&self, name: Name) -> impl Iterator<Item = Uuid> {
        self.all(name).filter_map(|value| guid(value.text()?))
    }

    /// A number, or digits in a string.
    pub(super) fn integer(&self, name: Name) -> Option<i64> {
        match self.get(name)?.single() {
            Value::Integer(number) => Some(*number),
            value => value.text()?.trim().parse().ok(),
        }
    }

    pub(super) fn is_true(&self, name: Name) -> bool {
        match self.get(name).map(Value::single) {
            Some(Value::Bool(truth)) => *truth,
            Some(value) => value
                .text()
                .is_some_and(|text| text.trim().eq_ignore_ascii_case("true")),
            None => false,
        }
    }

    pub(super) fn time(&self, name: Name) -> Option<Timestamp> {
        time(self.text(name)?)
    }

    pub(super) fn object(&self, name: Name) -> Option<&Members<'a>> {
        match self.get(name)?.single() {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// An object, or the JSON text of one: Log Analytics exports nested objects either way.
    pub(super) fn within<T>(&self, name: Name, read: impl Fn(&Members) -> T) -> Option<T> {
        match self.get(name)?.single() {
            Value::Object(object) => Some(read(object)),
            Value::Text(text) => Members::parse(text).ok().map(|object| read(&object)),
            _ => None,
        }
    }

    pub(super) fn texts(&self, name: Name) -> impl Iterator<Item = &str> {
        self.list(name).filter_map(Value::text)
    }

    /// The `{ID, Type}` pairs of `Actor` and `Target` whose type is `kind`.
    pub(super) fn identities(&self, name: Name, kind: i64) -> impl Iterator<Item = &str> {
        self.objects(name)
            .filter(move |item| item.integer(Name::ListType) == Some(kind))
            .filter_map(|item| item.text(Name::ListId))
    }

    /// The value of a `{Name, Value}` pair, the first of that name; Elastic makes the pairs members
    /// of one object.
    pub(super) fn named(&self, name: Name, key: &str) -> Option<&str> {
        let of_object = || self.object(name)?.text(Name::of(key)?);
        self.objects(name)
            .find(|item| item.text(Name::ListName) == Some(key))
            .and_then(|item| item.text(Name::ListValue))
            .or_else(of_object)
    }

    fn objects(&self, name: Name) -> impl Iterator<Item = &Members<'a>> {
        self.list(name).filter_map(|item| match item {
            Value::Object(object) => Some(object),
            _ => None,
        })
    }

    fn list(&self, name: Name) -> impl Iterator<Item = &Value<'a>> {
        let items = match self.get(name) {
            Some(Value::List(items)) => items.as_slice(),
            _ => &[],
        };
        items.iter()
    }
}

impl<'a> Value<'a> {
    /// What stands in a list of one; every other value is itself.
    fn single(&self) -> &Value<'a> {
        match self {
            Self::List(items) if items.len() == 1 => &items[0],
            value => value,
        }
    }

    fn text(&self) -> Option<&str> {
        match self.single() {
            Self::Text(text) if !text.trim_ascii().is_empty() => Some(text),
            _ => None,
        }
    }
}

/// A GUID in any spelling that is not all zeros.
pub(super) fn guid(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text.trim_ascii())
        .ok()
        .filter(|id| !id.is_nil())
}

/// The tenant behind an identity provider: the one in its URL, or that of all personal accounts.
pub(super) fn tenant_in(provider: &str) -> Option<Uuid> {
    const PERSONAL: Uuid = uuid::uuid!("9188040d-6c67-4c5b-b112-36a304b66dad");
    let is_personal = provider.trim().eq_ignore_ascii_case("live.com");
    let named = provider.split('/').find_map(guid);
    named.or_else(|| is_personal.then_some(PERSONAL))
}

/// The application behind a resource: its id, or one of the addresses by which the resource is known.
pub(super) fn resource(text: &str) -> Option<Uuid> {
    let is_address = || text.contains([':', '.']);
    guid(text).or_else(|| Audience::read(text).app_id.filter(|_| is_address()))
}

/// A time of a log: RFC 3339, with a blank for the `T`, or without an offset, which is UTC there.
/// A day written before or after its month by some culture's rule is no time: nothing is guessed.
pub(super) fn time(text: &str) -> Option<Timestamp> {
    const LONGEST: usize = 40;
    let text = text.trim_ascii();
    let bytes = text.as_bytes();
    // What ConvertTo-Json of PowerShell 5.1 makes of a time: milliseconds since 1970.
    if let Some(milliseconds) = text
        .strip_prefix("/Date(")
        .and_then(|it| it.strip_suffix(")/"))
    {
        return Timestamp::from_seconds(milliseconds.parse::<i64>().ok()?.div_euclid(1000));
    }
    if !(19..LONGEST).contains(&bytes.len()) || !bytes[..4].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let ends_in_offset =
        bytes.ends_with(b"Z") || bytes.ends_with(b"z") || bytes[19..].iter().any(is_sign);
    if ends_in_offset {
        return Timestamp::parse(text).ok();
    }
    let mut whole = [0; LONGEST + 1];
    whole[..bytes.len()].copy_from_slice(bytes);
    whole[bytes.len()] = b'Z';
    Timestamp::parse(std::str::from_utf8(&whole[..=bytes.len()]).ok()?).ok()
}

fn is_sign(byte: &u8) -> bool {
    matches!(byte, b'+' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(json: &str) -> Members<'_> {
        Members::parse(json).unwrap()
    }

    #[test]
    fn numbers_strings_and_lists_of_one_read_alike() {
        let fields = members(
            r#"{"RecordType":15,"UserType":"15","ErrorNumber":["15"],"Id":"x","UserId":null,
                "UserKey":1.5,"ObjectId":" "}"#,
        );
        for name in [Name::RecordType, Name::UserType, Name::ErrorNumber] {
            assert_eq!(fields.integer(name), Some(15), "{name:?}");
            assert_eq!(fields.scalar(name).as_deref(), Some("15"), "{name:?}");
        }
        for name in [Name::Id, Name::UserId, Name::UserKey, Name::Workload] {
            assert_eq!(fields.integer(name), None, "{name:?}");
        }
        assert_eq!(fields.text(Name::ObjectId), None);
    }

    #[test]
    fn zeros_are_no_tenant() {
        let fields = members(r#"{"OrganizationId":"00000000-0000-0000-0000-000000000000"}"#);
        assert_eq!(fields.guid(Name::OrganizationId), None);
    }

    #[test]
    fn lists_survive_foreign_items() {
        let fields = members(
            r#"{"Actor":[1,null,{"ID":5,"Type":0},{"ID":"me","Type":"0"}],"Target":"Unknown",
                "DeviceProperties":[{"Name":"SessionId"},{"Name":"Os","Value":"x"}],
                "ExtendedProperties":{"RequestType":"y"}}"#,
        );
        let ids: Vec<_> = fields.identities(Name::Actor, 0).collect();
        assert_eq!(ids, ["me"]);
        assert_eq!(fields.identities(Name::Target, 0).count(), 0);
        assert_eq!(fields.named(Name::DeviceProperties, "Os"), Some("x"));
        assert_eq!(fields.named(Name::DeviceProperties, "SessionId"), None);
        let flat = fields.named(Name::ExtendedProperties, "RequestType");
        assert_eq!(flat, Some("y"));
    }

    #[test]
    fn times_of_every_log_are_read_and_cultures_are_not_guessed() {
        let expected = Timestamp::parse("2026-01-24T06:54:24Z").ok();
        for text in [
            "2026-01-24T06:54:24",
            "2026-01-24T06:54:24.0000000Z ",
            "2026-01-24T06:54:24.000000+00:00",
            "2026-01-24 06:54:24",
            "2026-01-24T07:54:24+01:00",
            "/Date(1769237664000)/",
        ] {
            assert_eq!(time(text), expected, "{text}");
        }
        for text in ["", "1/24/2026 6:54:24 AM", "24.01.2026 06:54:24", "2026"] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
