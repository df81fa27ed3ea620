//! One value of a member, a claim or a cell, by the name it has.
//!
//! Values nest: documents in strings, tokens in documents (`value/`).
//!
//! Not its job: tables (`table.rs`).

pub(super) mod compact;
pub(super) mod document;

use uuid::Uuid;

use super::standin::Key;
use super::{lexicon, pieces, policy};
use crate::jose::base64url;
use crate::jose::json::Json;

/// Replaces what a member of that name must not tell.
pub(super) fn redact(name: &str, value: Json, key: &Key) -> Json {
    match value {
        Json::String(text) => Json::String(self::text(name, &text, key).into()),
        Json::Number(number) if !stays(name, &number) => Json::Number(key.number(&number).into()),
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

/// What counts or tells a time stays, up to milliseconds since 1970; under any other name only what is too
/// small to tell anybody from another.
fn stays(name: &str, number: &str) -> bool {
    const MILLISECONDS: usize = 13;
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let is_small = digits <= pieces::SMALL_NUMBER && !number.contains('.');
    is_small || digits <= MILLISECONDS && policy::is_count(name)
}

/// Whether a text is a number as a claim or a cell may hold one.
fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn text(name: &str, text: &str, key: &Key) -> String {
    let plain = text.trim();
    if plain.is_empty() || is_time(plain) && policy::is_moment(name) {
        return text.to_owned();
    }
    if is_number(plain) && policy::is_count(name) && stays(name, plain) {
        return text.to_owned();
    }
    if policy::is_public_text(plain) {
        key.keep(plain);
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
    // A name that is given as a role is a name.
    let is_name = key.is_person(plain) || policy::is_one_word(name) && has_blank(plain);
    if policy::is_harmless(name) && !is_name || policy::is_sentence(name) && lexicon::says(plain) {
        let shown = pieces::ids_and_hosts(text, key);
        key.keep(&shown);
        return shown;
    }
    if has_blank(plain) && !is_placeholder(plain) {
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

fn has_blank(text: &str) -> bool {
    text.contains(char::is_whitespace)
}

fn is_placeholder(text: &str) -> bool {
    text.eq_ignore_ascii_case("not available") || text.starts_with("NT AUTHORITY\\")
}

/// RFC 3339 or as the log writes it: a day, with or without a time and an offset.
pub(super) fn is_time(text: &str) -> bool {
    let Some(rest) = after(text, "0000-00-00") else {
        return false;
    };
    let Some(rest) = rest.strip_prefix(['T', ' ']) else {
        return rest.is_empty();
    };
    let Some(rest) = after(rest, "00:00") else {
        return false;
    };
    let rest = after(rest, ":00").unwrap_or(rest);
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let zone = rest.trim_start();
    let offset = zone.strip_prefix(['+', '-']);
    let ends = |rest: Option<&str>| rest == Some("");
    matches!(zone, "" | "Z")
        || offset.is_some_and(|it| ends(after(it, "00:00")) || ends(after(it, "0000")))
}

/// What follows a text of that shape, in which `0` is any digit.
fn after<'a>(text: &'a str, shape: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(shape.len())?;
    let mut pairs = start.bytes().zip(shape.bytes());
    pairs
        .all(|(byte, sign)| byte == sign || sign == b'0' && byte.is_ascii_digit())
        .then_some(rest)
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
