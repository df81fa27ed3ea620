//! A text taken apart into what could identify somebody and what holds it together: `PUID@tenant`,
//! `i:0h.f|membership|puid@live.com`, `https://sts.windows.net/tenant/`, `[v6]:port`.
//!
//! Not its job: knowing what the text is for (`value.rs`).

use std::net::{IpAddr, SocketAddr};

use uuid::Uuid;

use super::standin::Key;
use super::{host, policy};
use crate::jose::base64url;

/// Words of so many letters without a blank are tokens, hashes or ids rather than words.
const OPAQUE: usize = 20;

/// Digits that count something or tell a time; more of them are a number of somebody's.
const SHORT_NUMBER: usize = 10;

/// So few digits number kinds and versions, under any name: a hundred values tell nobody from another.
pub(super) const SMALL_NUMBER: usize = 2;

/// What is replaced beside ids, addresses, mail addresses and long secrets.
#[derive(Clone, Copy)]
struct Taking {
    words: bool,
    is_host: fn(&str) -> bool,
}

/// Every piece replaced that is not public.
pub(super) fn all(text: &str, key: &Key) -> String {
    let taking = Taking {
        words: true,
        is_host: host::ends_as_one,
    };
    each(text, key, taking)
}

/// Words stay. For sentences, which name places in tokens with dots in them.
pub(super) fn ids(text: &str, key: &Key) -> String {
    let taking = Taking {
        words: false,
        is_host: |_| false,
    };
    each(text, key, taking)
}

/// Words stay, hosts do not: a scope may begin with the address of somebody's site.
pub(super) fn ids_and_hosts(text: &str, key: &Key) -> String {
    let taking = Taking {
        words: false,
        is_host: host::looks_like_one,
    };
    each(text, key, taking)
}

/// Names of members and titles of columns.
const LONGEST_NAME: usize = 100;

/// What OData writes behind the name of a member, and as a member of its own
/// (<https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html>).
const ANNOTATIONS: [&str; 8] = [
    "type",
    "context",
    "count",
    "nextLink",
    "deltaLink",
    "id",
    "etag",
    "editLink",
];

/// Members and columns are named by schemas and their names stay; where somebody's id, host or mail address
/// is a name, it is replaced. What no schema writes, such as a row of data in the place of the titles, is
/// replaced as a whole.
pub(super) fn name(name: &str, key: &Key) -> String {
    let is_data = |c: char| c.is_control() || matches!(c, '"' | '{' | '}' | '<' | '>');
    if name.len() > LONGEST_NAME || name.contains(is_data) {
        return key.text(name);
    }
    let taking = Taking {
        words: false,
        is_host: host::ends_as_one,
    };
    // `RecordType@odata.type` is no mail address.
    match name.split_once("@odata.") {
        Some((member, annotation)) if ANNOTATIONS.contains(&annotation) => {
            format!("{}@odata.{annotation}", each(member, key, taking))
        }
        _ => each(name, key, taking),
    }
}

fn each(text: &str, key: &Key, taking: Taking) -> String {
    if let Some(address) = address(text, key) {
        return address;
    }
    let has_colons = text.matches(':').count() > 2 || text.contains("::");
    // `12/03/1985` and `425/555/0123`: all of it is one number, however it is written.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_number = digits > SMALL_NUMBER && !text.contains(char::is_alphabetic);
    let longest_number = match taking.words {
        _ if has_colons => 0,
        true if is_number => 0,
        true => SMALL_NUMBER,
        false => SHORT_NUMBER,
    };
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
        // `Chrome/142.0.0.0` is a version: an address of that ending would be a network's.
        let may_be_version = !taking.words && between.ends_with('/') && !text.contains("://");
        let is_version = may_be_version && piece.ends_with(".0.0");
        if is_version && piece.parse::<IpAddr>().is_ok() {
            redacted.push_str(piece);
        } else {
            let words = taking.words || is_mail;
            of(
                piece,
                key,
                Taking { words, ..taking },
                longest_number,
                &mut redacted,
            );
        }
        rest = left;
    }
    redacted
}

fn of(piece: &str, key: &Key, taking: Taking, longest_number: usize, redacted: &mut String) {
    // Ids may stand behind a word and an underscore, `User_<guid>`, or anywhere else, and many in a row.
    let mut rest = piece;
    while let Some((before, id, after)) = around_guid(rest) {
        if !before.is_empty() {
            redacted.push_str(&single(before, key, taking, longest_number));
        }
        redacted.push_str(&guid(id, key));
        rest = after;
    }
    if !rest.is_empty() {
        redacted.push_str(&single(rest, key, taking, longest_number));
    }
}

/// A piece without a GUID in hyphens beside something else.
fn single(piece: &str, key: &Key, taking: Taking, longest_number: usize) -> String {
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
    let host = piece.trim_end_matches('.');
    match piece {
        _ if policy::is_vocabulary(piece) || policy::is_public_host(piece) => piece.to_owned(),
        _ if is_hex && piece.len() == 16 => key.puid(piece),
        _ if is_digits && piece.len() <= longest_number => piece.to_owned(),
        _ if is_digits => key.number(piece),
        _ if piece.len() >= OPAQUE && is_opaque(piece, taking.words) => key.opaque(piece),
        _ if !taking.words && (taking.is_host)(host) => {
            format!("{}{}", key.domain(host), &piece[host.len()..])
        }
        _ if !taking.words => between_dots(piece, key, taking, longest_number),
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
fn between_dots(piece: &str, key: &Key, taking: Taking, longest_number: usize) -> String {
    let parts: Vec<&str> = piece.split('.').collect();
    if parts.len() == 1 {
        return piece.to_owned();
    }
    let parts = parts.into_iter().map(|part| match part {
        "" => String::new(),
        part => single(part, key, taking, longest_number),
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
