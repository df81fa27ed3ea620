//! A token's own header and claims in JSON, as they stood.
//!
//! Not its job: tokens inside the token. Those are left out when it is read (`jose/token.rs`).

use serde::Serialize;
use serde::ser::Serializer;

use crate::jose::json::Json;

/// A token's own members, as they stood. What is no object is `null`.
pub(super) struct Members<'a>(pub(super) Option<&'a Json>);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.filter(|json| json.is_object()) {
            Some(json) => json.serialize(serializer),
            None => serializer.serialize_none(),
        }
    }
}

/// The header or the claims of a token for `decode`, by the same rules.
pub fn members(json: Option<&Json>) -> impl Serialize {
    Members(json)
}
