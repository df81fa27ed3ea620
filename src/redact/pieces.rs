//! A text taken apart into what could identify somebody and what holds it together: `PUID@tenant`,
//! `i:0h.f|membership|puid@live.com`, `https://sts.windows.net/tenant/`, `[v6]:port`.
//!
//! Not its job: knowing what the text is for (`value.rs`).

use std::net::{IpAddr, SocketAddr};

use uuid::Uuid;

use super::policy;
use super::standin::Key;
use crate::jose::base64url;

/// Words of so many letters without a blank are tokens, hashes or ids rather than words.
const OPAQUE: usize = 20;

/// Digits that count something or tell a time; more of them are a number of somebody's.
const SHORT_NUMBER: usize = 10;

/// Every piece replaced that is not public.
pub(super) fn all(text: &str, key: &Key) -> String {
    each(text, key, true)
}

/// Only ids, addresses, mail addresses and long secrets replaced; words stay.
pub(super) fn ids(text: &str, key: &Key) -> String {
    each(text, key, false)
}

/// Names of members and titles of columns.
const LONGEST_NAME: usize = 100;

/// Members and columns are named by schemas and their names stay; where somebody's id or mail address is a
/// name, it is replaced. What no schema writes, such as a row of data in the place of the titles, is
/// replaced as a whole.
pub(super) fn name(name: &str, key: &Key) -> String {
    let is_data = |c: char| c.is_control() || matches!(c, '"' | '{' | '}' | '<' | '>');
    if name.len() > LONGEST_NAME || name.contains(is_data) {
        return key.text(name);
    }
    ids(name, key)
}

fn each(text: &str, key: &Key, with_words: bool) -> String {
    if let Some(address) = address(text, key) {
        return address;
    }
    let has_colons = text.matches(':').count() > 2 || text.contains("::");
    let mut redacted = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_piece = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '~');
        let start = rest.find(is_piece).unwrap_or(rest.len());
        let (between, after) = rest.split_at(start);
        redacted.push_str(between);
        let end = after.find(|c| !is_piece(c)).unwrap_or(after.len());
        let (piece, left) = after.split_at(end);
        let is_mail = between.ends_with('@') || left.starts_with('@');
        // `Chrome/142.0.0.0` is a version and no address.
        let is_version = !with_words && between.ends_with('/') && !text.contains("://");
        if is_version && piece.parse::<IpAddr>().is_ok() {
            redacted.push_str(piece);
        } else {
            redacted.push_str(&of(piece, key, with_words || is_mail, has_colons));
        }
        rest = left;
    }
    redacted
}

fn of(piece: &str, key: &Key, with_words: bool, has_colons: bool) -> String {
    // Ids may stand behind a word and an underscore, `User_<guid>`, or anywhere else.
    if let Some((before, id, after)) = around_guid(piece) {
        let around = |text: &str| match text {
            "" => String::new(),
            text => of(text, key, with_words, has_colons),
        };
        return format!("{}{}{}", around(before), guid(id, key), around(after));
    }
    if let Ok(id) = piece.parse::<Uuid>()
        && piece.len() >= 32
    {
        let stand = guid(id, key);
        return if piece.contains('-') {
            stand
        } else {
            stand.replace('-', "")
        };
    }
    if let Ok(address) = piece.parse::<IpAddr>() {
        return key.address(address).to_string();
    }
    let is_hex = piece.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_digits = piece.bytes().all(|byte| byte.is_ascii_digit());
    match piece {
        _ if policy::is_vocabulary(piece) || policy::is_public_host(piece) => piece.to_owned(),
        _ if is_hex && piece.len() == 16 => key.puid(piece),
        _ if is_digits && piece.len() <= SHORT_NUMBER && !has_colons => piece.to_owned(),
        _ if is_digits => key.number(piece),
        _ if piece.len() >= OPAQUE && is_opaque(piece, with_words) => key.opaque(piece),
        _ if !with_words => between_dots(piece, key),
        _ if !piece.chars().any(char::is_alphanumeric) => piece.to_owned(),
        _ if is_domain(piece) => key.domain(piece),
        _ => key.word(piece),
    }
}

fn guid(id: Uuid, key: &Key) -> String {
    if policy::is_public_id(id) {
        return id.to_string();
    }
    key.guid(id).to_string()
}

/// A GUID with its hyphens and what stands around it; nothing where there is none, or nothing else.
fn around_guid(piece: &str) -> Option<(&str, Uuid, &str)> {
    const LENGTH: usize = 36;
    let last = piece.len().checked_sub(LENGTH + 1)?;
    (0..=last + 1).find_map(|at| {
        let id = piece.get(at..at + LENGTH)?.parse().ok()?;
        Some((&piece[..at], id, &piece[at + LENGTH..]))
    })
}

/// Words stay, and of several with dots between them each for itself.
fn between_dots(piece: &str, key: &Key) -> String {
    let parts: Vec<&str> = piece.split('.').collect();
    if parts.len() == 1 {
        return piece.to_owned();
    }
    let parts = parts.into_iter().map(|part| match part {
        "" => String::new(),
        part => of(part, key, false, false),
    });
    parts.collect::<Vec<_>>().join(".")
}

/// An address alone, with its port and its brackets.
fn address(text: &str, key: &Key) -> Option<String> {
    let plain = text.trim();
    if let Ok(socket) = plain.parse::<SocketAddr>() {
        let stand = SocketAddr::new(key.address(socket.ip()), socket.port());
        return Some(stand.to_string());
    }
    let inner = plain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let address: IpAddr = inner.unwrap_or(plain).parse().ok()?;
    let stand = key.address(address).to_string();
    Some(match inner {
        Some(_) => format!("[{stand}]"),
        None => stand,
    })
}

/// Letters and digits mixed as no word mixes them: what base64url and hex look like. Where words may
/// stay, `AzureActiveDirectoryStsLogon` is one.
fn is_opaque(piece: &str, with_words: bool) -> bool {
    let has = |test: fn(&char) -> bool| piece.chars().any(|c| test(&c));
    let mixes = has(char::is_ascii_digit) && has(|c| c.is_ascii_alphabetic());
    let cases = has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase);
    !piece.contains('.') && (mixes || cases && with_words || holds_guid(piece))
}

/// 16 bytes in base64url that are a random GUID (RFC 9562, section 5.4), in one byte order or the other:
/// almost no word is.
fn holds_guid(piece: &str) -> bool {
    let bytes: Option<[u8; 16]> =
        base64url::decode_strict(piece).and_then(|bytes| bytes.try_into().ok());
    bytes.is_some_and(|bytes| {
        let ids = [Uuid::from_bytes(bytes), Uuid::from_bytes_le(bytes)];
        ids.iter()
            .any(|id| id.get_version_num() == 4 && id.get_variant() == uuid::Variant::RFC4122)
    })
}

fn is_domain(piece: &str) -> bool {
    let Some((_, last)) = piece.rsplit_once('.') else {
        return false;
    };
    last.len() >= 2 && last.chars().all(char::is_alphabetic)
}
