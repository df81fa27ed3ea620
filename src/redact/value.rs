//! One value of a member, a claim or a cell, by the name it has.
//!
//! Values nest: documents in strings, tokens in documents (`value/`).
//!
//! Not its job: tables (`table.rs`).

pub(super) mod compact;
pub(super) mod document;

use uuid::Uuid;

use super::standin::Key;
use super::{pieces, policy};
use crate::jose::base64url;
use crate::jose::json::Json;

/// Replaces what a member of that name must not tell.
pub(super) fn redact(name: &str, value: Json, key: &Key) -> Json {
    match value {
        Json::String(text) => Json::String(self::text(name, &text, key).into()),
        Json::Number(number) if policy::is_telling_number(name) || is_long(&number) => {
            Json::Number(key.number(&number).into())
        }
        Json::Array(items) => Json::Array(
            items
                .into_iter()
                .map(|item| redact(name, item, key))
                .collect(),
        ),
        Json::Object(members) => Json::Object(document::members(members, key)),
        other => other,
    }
}

/// Seconds and milliseconds since 1970 stay.
fn is_long(number: &str) -> bool {
    number.bytes().filter(u8::is_ascii_digit).count() > 13
}

pub(super) fn text(name: &str, text: &str, key: &Key) -> String {
    let plain = text.trim();
    if plain.is_empty() || policy::is_public_text(plain) || is_time(plain) {
        return text.to_owned();
    }
    if plain.starts_with(['{', '['])
        && let Some(nested) = document::nested(plain, key)
    {
        return nested;
    }
    if let Some(token) = token_in(plain, key) {
        return token;
    }
    let special = match name.to_lowercase().as_str() {
        name if policy::is_uti(name) => uti(plain, key),
        "rh" => resource_hint(plain, key),
        _ => None,
    };
    if let Some(special) = special {
        return special;
    }
    if policy::is_harmless(name) {
        return pieces::ids(text, key);
    }
    if plain.contains(char::is_whitespace) && !is_placeholder(plain) {
        return key.text(plain);
    }
    pieces::all(text, key)
}

/// A token, with or without the scheme before it.
fn token_in(text: &str, key: &Key) -> Option<String> {
    let (scheme, token) = text.split_once(' ').unwrap_or(("", text));
    let is_scheme = ["bearer", "pop", ""]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    let redacted = is_scheme.then(|| compact::redact(token, key))??;
    Some(if scheme.is_empty() {
        redacted
    } else {
        format!("{scheme} {redacted}")
    })
}

fn is_placeholder(text: &str) -> bool {
    text.eq_ignore_ascii_case("not available") || text.starts_with("NT AUTHORITY\\")
}

/// RFC 3339 or as the log writes it; nobody is named by a moment.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes.len() <= 40
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "-:.TZ+ ".contains(c))
}

/// 16 bytes of a GUID, its first three groups little-endian.
fn uti(text: &str, key: &Key) -> Option<String> {
    let bytes: [u8; 16] = base64url::decode_strict(text.trim_end_matches('='))?
        .try_into()
        .ok()?;
    let stand = key.guid(Uuid::from_bytes_le(bytes));
    Some(base64url::encode(&stand.to_bytes_le()))
}

/// `rh` holds the tenant and the resource (undocumented): both are replaced in their places, and what
/// follows them.
fn resource_hint(text: &str, key: &Key) -> Option<String> {
    const TENANT: usize = 3;
    const RESOURCE: usize = TENANT + 16;
    const END: usize = RESOURCE + 16;
    let (version, rest) = text.split_once('.')?;
    let (encoded, tail) = rest.split_once('.').unwrap_or((rest, ""));
    let mut bytes = base64url::decode_strict(encoded)?;
    if version.len() > 2 || bytes.len() < END {
        return None;
    }
    for at in [TENANT, RESOURCE] {
        let mut id = [0; 16];
        id.copy_from_slice(&bytes[at..at + 16]);
        let id = Uuid::from_bytes_le(id);
        if !policy::is_public_id(id) {
            bytes[at..at + 16].copy_from_slice(&key.guid(id).to_bytes_le());
        }
    }
    bytes.truncate(END);
    let stand = base64url::encode(&bytes);
    let tail = if tail.is_empty() {
        String::new()
    } else {
        key.opaque(tail)
    };
    Some(format!("{version}.{stand}.{tail}"))
}
