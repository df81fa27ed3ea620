//! A token's own header and claims in JSON: as they stood, but never a token inside the token.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::jose::json::Json;
use crate::jose::token::is_token_like;

/// A token's own members, as they stood. What is no object is `null`, and a token inside the token is
/// named, not shown.
pub(super) struct Members<'a>(pub(super) Option<&'a Json>);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.filter(|json| json.is_object()) {
            Some(json) => Shown(json).serialize(serializer),
            None => serializer.serialize_none(),
        }
    }
}

struct Shown<'a>(&'a Json);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Json::String(text) if is_token_like(text) => serializer
                .serialize_str(&format!("<a token of {} characters, left out>", text.len())),
            Json::Array(items) => serializer.collect_seq(items.iter().map(Shown)),
            Json::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, &Shown(value))?;
                }
                map.end()
            }
            plain => plain.serialize(serializer),
        }
    }
}

/// The header or the claims of a token for `decode`, by the same rules.
pub fn members(json: Option<&Json>) -> impl Serialize {
    Members(json)
}
