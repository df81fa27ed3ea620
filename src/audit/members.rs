//! The known members of one JSON object, borrowed from its text wherever the text allows it.
//!
//! A record has about forty members and is read a million times over, so only known names are kept
//! (`Name`), nothing is copied that needs no unescaping, and the number of values is bounded: a
//! small text can hold millions of them.
//!
//! Not its job: what a value means (`fields.rs`, `dialects/`).

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::names::Name;

/// Values kept of one record; a large real one has a few hundred.
const MOST_VALUES: u32 = 20_000;

#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    Text(Cow<'a, str>),
    Integer(i64),
    Bool(bool),
    List(Vec<Value<'a>>),
    Object(Members<'a>),
    /// `null`, a fraction, or a value beyond `MOST_VALUES`.
    Nothing,
}

/// In the order of the text; a member that stands twice is there twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Members<'a> {
    known: Vec<(Name, Value<'a>)>,
    /// A bit for every name that may be there: most of those that are asked for are not.
    names: [u64; Name::COUNT.div_ceil(64)],
}

impl<'a> Members<'a> {
    /// The known members of a JSON object.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub(super) fn parse(json: &'a str) -> Result<Self, serde_json::Error> {
        Self::parse_into(json, &mut Self::default())
    }

    /// What stands before the place where a text was cut: every member that is whole.
    pub(super) fn salvage(json: &'a str) -> Self {
        let mut members = Self::default();
        // The failure is known, if there is one; what was read before it is asked for.
        Self::parse_into(json, &mut members).unwrap_or(members)
    }

    fn parse_into(json: &'a str, members: &mut Self) -> Result<Self, serde_json::Error> {
        /// About as many as a record has that are known.
        const USUAL: usize = 32;
        let values = Cell::new(0);
        members.known.reserve(USUAL);
        let mut text = serde_json::Deserializer::from_str(json);
        let object = Object {
            members,
            values: &values,
        };
        object.deserialize(&mut text)?;
        text.end()?;
        Ok(std::mem::take(members))
    }

    /// Makes JSON that stands in strings of known nesting members part of the record: tables write
    /// lists and objects in that way.
    pub(super) fn unfold(&mut self) {
        const NESTING: [Name; 8] = [
            Name::AppAccessContext,
            Name::ParticipantInfo,
            Name::ExtendedProperties,
            Name::DeviceProperties,
            Name::Actor,
            Name::Target,
            Name::Claims,
            Name::InitiatedBy,
        ];
        for (name, value) in &mut self.known {
            if let Value::Text(text) = value
                && text.trim_ascii_start().starts_with(['{', '['])
                && NESTING.contains(name)
                && let Some(nested) = nested(text)
            {
                *value = nested;
            }
        }
    }

    pub(super) fn push(&mut self, name: Name, value: Value<'a>) {
        self.names[name as usize / 64] |= 1 << (name as usize % 64);
        self.known.push((name, value));
    }

    /// The first value of that name that says something.
    pub(super) fn get(&self, name: Name) -> Option<&Value<'a>> {
        if !self.may_have(name) {
            return None;
        }
        let mut members = self.known.iter();
        let (_, value) = members.find(|(known, value)| *known == name && !value.is_blank())?;
        Some(value)
    }

    /// Every value of that name.
    pub(super) fn all(&self, name: Name) -> impl Iterator<Item = &Value<'a>> {
        let known = if self.may_have(name) {
            self.known.as_slice()
        } else {
            &[]
        };
        known
            .iter()
            .filter(move |(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// Whether the member is there, whatever it holds.
    pub(super) fn has(&self, name: Name) -> bool {
        self.may_have(name) && self.known.iter().any(|(known, _)| *known == name)
    }

    /// Takes the first value of that name out.
    pub(super) fn take(&mut self, name: Name) -> Option<Value<'a>> {
        let at = self.known.iter().position(|(known, _)| *known == name)?;
        Some(self.known.swap_remove(at).1)
    }

    fn may_have(&self, name: Name) -> bool {
        self.names[name as usize / 64] >> (name as usize % 64) & 1 == 1
    }
}

/// The value of a JSON text, with nothing borrowed from it.
fn nested<'a>(json: &str) -> Option<Value<'a>> {
    let values = Cell::new(0);
    let mut text = serde_json::Deserializer::from_reader(json.as_bytes());
    let value = AnyValue(&values).deserialize(&mut text).ok()?;
    text.end().ok()?;
    Some(value)
}

impl Value<'_> {
    fn is_blank(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.trim_ascii().is_empty(),
            _ => false,
        }
    }
}

/// Reads an object into `members`, which keep what was read even where the text breaks off.
struct Object<'m, 'a> {
    members: &'m mut Members<'a>,
    values: &'m Cell<u32>,
}

impl<'a> DeserializeSeed<'a> for Object<'_, 'a> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'a>>(self, text: D) -> Result<(), D::Error> {
        text.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Object<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(name) = map.next_key_seed(MemberName)? {
            match name {
                Some(name) if self.values.get() < MOST_VALUES => {
                    let value = map.next_value_seed(AnyValue(self.values))?;
                    self.members.push(name, value);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct MemberName;

impl<'a> DeserializeSeed<'a> for MemberName {
    type Value = Option<Name>;

    fn deserialize<D: serde::Deserializer<'a>>(self, text: D) -> Result<Self::Value, D::Error> {
        text.deserialize_str(self)
    }
}

impl Visitor<'_> for MemberName {
    type Value = Option<Name>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        // Elastic writes nested members with their whole path.
        let plain = || name.strip_prefix("o365.audit.").and_then(Name::of);
        Ok(Name::of(name).or_else(plain))
    }
}

struct AnyValue<'m>(&'m Cell<u32>);

impl<'a> DeserializeSeed<'a> for AnyValue<'_> {
    type Value = Value<'a>;

    fn deserialize<D: serde::Deserializer<'a>>(self, text: D) -> Result<Self::Value, D::Error> {
        self.0.set(self.0.get() + 1);
        text.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for AnyValue<'_> {
    type Value = Value<'a>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Value::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(number).map_or(Value::Nothing, Value::Integer))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_seq<S: SeqAccess<'a>>(self, mut items: S) -> Result<Self::Value, S::Error> {
        let mut list = Vec::new();
        loop {
            if self.0.get() >= MOST_VALUES {
                if items.next_element::<IgnoredAny>()?.is_none() {
                    break;
                }
            } else if let Some(item) = items.next_element_seed(AnyValue(self.0))? {
                list.push(item);
            } else {
                break;
            }
        }
        Ok(Value::List(list))
    }

    fn visit_map<M: MapAccess<'a>>(self, map: M) -> Result<Self::Value, M::Error> {
        let mut members = Members::default();
        let object = Object {
            members: &mut members,
            values: self.0,
        };
        object.visit_map(map)?;
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_members_are_borrowed_and_others_passed_over() {
        let members = Members::parse(r#"{"Id":"a","x":{"Id":"b"},"UserId":"\u0061"}"#).unwrap();
        assert_eq!(members.known.len(), 2);
        assert!(matches!(
            members.get(Name::Id),
            Some(Value::Text(Cow::Borrowed("a")))
        ));
        assert!(matches!(
            members.get(Name::UserId),
            Some(Value::Text(Cow::Owned(_)))
        ));
    }

    #[test]
    fn the_whole_members_of_a_cut_text_are_salvaged() {
        let members = Members::salvage(r#"{"Id":"a","RecordType":15,"Actor":[{"ID":"x"},{"I"#);
        assert_eq!(members.known.len(), 2);
        assert_eq!(members.get(Name::RecordType), Some(&Value::Integer(15)));
    }

    #[test]
    fn a_member_that_stands_twice_is_read_where_it_says_something() {
        let members = Members::parse(r#"{"Id":"","Id":"a"}"#).unwrap();
        assert_eq!(members.get(Name::Id), Some(&Value::Text("a".into())));
    }

    #[test]
    fn the_number_of_values_is_bounded() {
        let json = format!(
            "{{\"Actor\":[{}0],\"Id\":\"a\"}}",
            "0,".repeat(MOST_VALUES as usize)
        );
        let members = Members::parse(&json).unwrap();
        let Some(Value::List(list)) = members.get(Name::Actor) else {
            panic!("no list");
        };
        assert!(list.len() < MOST_VALUES as usize);
        assert_eq!(members.get(Name::Id), None);
    }
}
