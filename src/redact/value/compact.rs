//! A compact token: header and claims redacted and encoded anew, the signature dropped.
//!
//! Not its job: finding tokens in texts (`input`).

use super::document;
use crate::jose::base64url;
use crate::jose::json::{Json, parse};
use crate::redact::standin::Key;

/// Where a signature stood. It can be decoded and is none.
pub(in crate::redact) const DROPPED: &str = "cmVkYWN0ZWQ";

/// The token without what identifies and authenticates; nothing where the text is none.
///
/// Of an encrypted token, and of one whose claims are no JSON object, only the header stays.
pub(in crate::redact) fn redact(text: &str, key: &Key) -> Option<String> {
    let parts: Vec<&str> = text.trim().split('.').collect();
    if !(2..=5).contains(&parts.len()) {
        return None;
    }
    let header = part(parts[0], key)?;
    let rest = parts[1..].iter().enumerate().map(|(index, encoded)| {
        let claims = (index == 0 && parts.len() < 5).then(|| part(encoded, key));
        match claims.flatten() {
            Some(claims) => claims,
            None if encoded.is_empty() => String::new(),
            None => DROPPED.to_owned(),
        }
    });
    let all: Vec<String> = std::iter::once(header).chain(rest).collect();
    Some(all.join("."))
}

/// One part that holds a JSON object.
fn part(encoded: &str, key: &Key) -> Option<String> {
    let bytes = base64url::decode_lenient(encoded).bytes;
    let parsed = parse(&bytes);
    let Json::Object(members) = parsed.value else {
        return None;
    };
    let redacted = Json::Object(document::members(members, key));
    let text = serde_json::to_string(&redacted).ok()?;
    Some(base64url::encode(text.as_bytes()))
}
