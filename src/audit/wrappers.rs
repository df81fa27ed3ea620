//! What wraps one record, what wraps many, and what is a record itself, told by the members of an object: the
//! same wherever the object stands.
//!
//! Not its job: taking records out (`envelope.rs` one, `container/documents.rs` many).

use super::dialects;
use super::members::{Members, Value};
use super::names::Name;

/// Members that hold a record, as an object or as JSON text in a string; the surest first.
pub(super) const WRAPPERS: &[Name] = &[
    Name::AuditData,
    Name::RawEventData,
    Name::Source,
    Name::Properties,
    Name::Result,
    Name::Office365,
    Name::O365,
    Name::Audit,
    Name::Original,
    Name::Event,
    Name::Data,
    Name::Raw,
    Name::Fields,
];

/// Members whose list holds many records, in an object that is none itself: Graph's and Event Hub's.
pub(super) const LISTS: [&[u8]; 2] = [b"value", b"records"];

/// Whether an object is a record, or wraps one. A list of such a name is then the record's own.
pub(super) fn is_record(members: &Members) -> bool {
    let holds = |name: &&Name| {
        let held = members.get(**name);
        match held {
            Some(Value::Object(_)) => true,
            Some(Value::Text(text)) => text.trim_start().starts_with('{'),
            _ => false,
        }
    };
    dialects::of(members).is_some() || WRAPPERS.iter().any(|name| holds(&name))
}
