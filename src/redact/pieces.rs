//! A text taken apart into what could identify somebody and what holds it together: `PUID@tenant`,
//! `i:0h.f|membership|puid@live.com`, `https://sts.windows.net/tenant/`, `[v6]:port`.
//!
//! Not its job: knowing what the text is for (`value.rs`).

use std::net::{IpAddr, SocketAddr};

use uuid::Uuid;

use super::policy;
use super::standin::Key;

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
    // Ids may stand behind a word and an underscore: `User_<guid>`.
    if let Some((before, id)) = behind_underscore(piece) {
        return format!("{}_{}", of(before, key, with_words, false), guid(id, key));
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
        _ if !with_words => piece.to_owned(),
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

fn behind_underscore(piece: &str) -> Option<(&str, Uuid)> {
    let (before, id) = piece.rsplit_once('_')?;
    let id = id.parse().ok()?;
    Some((before, id))
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
    !piece.contains('.') && (mixes || cases && with_words)
}

fn is_domain(piece: &str) -> bool {
    let Some((_, last)) = piece.rsplit_once('.') else {
        return false;
    };
    last.len() >= 2 && last.chars().all(char::is_alphabetic)
}
