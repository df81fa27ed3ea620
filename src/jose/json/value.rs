//! The nouns behind `jose/json.rs`: a value as it was written, and what was wrong with its text.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use compact_str::CompactString;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::text::tokens_left_out;

/// A text of the document. Up to 24 bytes stand in it itself: the names of nearly all claims and many
/// values do, so that thousands of tokens are read without asking for memory for each of them.
pub type Text = CompactString;

/// A name and its value.
pub type Member = (Text, Json);

/// A JSON value as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    Null,
    Bool(bool),
    /// The number's own text; its value may be beyond any machine type.
    Number(Text),
    String(Text),
    Array(Vec<Json>),
    /// Members in their order, duplicates included.
    Object(Vec<Member>),
}

/// What was read, and everything that was wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    pub value: Json,
    /// The first ones; empty for valid JSON.
    pub faults: Vec<Fault>,
    /// How many there are beyond those, and where the last one is.
    pub more_faults: Option<(usize, usize)>,
    /// Whether the text ends before its value does. What it ends in is left out, because nobody can tell
    /// what it was going to be.
    pub is_cut: bool,
    /// Where the value of each top-level member stands in the text, in member order.
    pub member_spans: Vec<Range<usize>>,
}

/// One departure from RFC 8259.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Byte offset into the text.
    pub at: usize,
    pub what: &'static str,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.what, self.at)
    }
}

impl Json {
    /// The member of this name. Where it stands more than once the last one counts, as it does for
    /// most validators; [`Json::duplicates`] tells that there was a choice.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.members()
            .iter()
            .rev()
            .find(|(member, _)| member == name)
            .map(|(_, value)| value)
    }

    /// The members of an object, nothing of anything else.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// The items of an array, nothing of anything else.
    #[must_use]
    pub fn items(&self) -> &[Json] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    #[must_use]
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// Names that stand more than once at the top level, each once, in order of repetition.
    #[must_use]
    pub fn duplicates(&self) -> Vec<&str> {
        let members = self.members();
        let mut seen = Seen::of(members.len());
        let mut told = HashSet::new();
        let mut repeated: Vec<&str> = Vec::new();
        for (at, (name, _)) in members.iter().enumerate() {
            if seen.before(name, &members[..at]) && told.insert(name) {
                repeated.push(name);
            }
        }
        repeated
    }

    /// Names every token that stands in a text or a name of it by its length, instead of holding it: what is
    /// read here ends in reports.
    pub fn leave_out_tokens(&mut self) {
        let leave_out = |text: &mut Text| {
            if let Some(kept) = tokens_left_out(text) {
                *text = Text::from(kept);
            }
        };
        match self {
            Self::String(text) => leave_out(text),
            Self::Array(items) => items.iter_mut().for_each(Self::leave_out_tokens),
            Self::Object(members) => {
                for (name, value) in members {
                    leave_out(name);
                    value.leave_out_tokens();
                }
            }
            Self::Null | Self::Bool(_) | Self::Number(_) => {}
        }
    }

    /// The value as one line of text: strings bare, everything else as JSON.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::String(text) => text.to_string(),
            other => serde_json::to_string(other).unwrap_or_default(),
        }
    }
}

/// Which names were seen.
enum Seen<'a> {
    /// A bit for the length and the last letter of each, so that few names are compared: that costs less
    /// than to hash them.
    Few(u64),
    Many(HashSet<&'a str>),
}

impl<'a> Seen<'a> {
    fn of(members: usize) -> Self {
        const FEW: usize = 48;
        match members {
            0..=FEW => Self::Few(0),
            _ => Self::Many(HashSet::with_capacity(members)),
        }
    }

    /// Whether it is one of those `earlier`, all of which were asked about before.
    fn before(&mut self, name: &'a str, earlier: &[Member]) -> bool {
        match self {
            Self::Few(bits) => {
                let letter = name.as_bytes().last().copied().unwrap_or_default();
                let bit = 1 << ((name.len() * 7 + usize::from(letter)) % 64);
                let may_be = *bits & bit != 0;
                *bits |= bit;
                may_be && earlier.iter().any(|(other, _)| other == name)
            }
            Self::Many(names) => !names.insert(name),
        }
    }
}

/// Writes the value back with its order, duplicates and number texts.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(text) => serde_json::value::RawValue::from_string(text.to_string())
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}
