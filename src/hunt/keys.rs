//! What a hunt searches by. Every key is parsed by a closed grammar and printed in its canonical form,
//! never as it stood; what does not parse is dropped and said.
//!
//! Not its job: quoting (`literal.rs`), which is the second line of defence.

use std::net::IpAddr;

use uuid::Uuid;

use crate::entra::audience::Audience;
use crate::entra::uti;
use crate::time::Timestamp;
use crate::trace::{Key, TokenKeys};

/// The keys of one hunt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Canonical: every text in it matches its grammar.
    pub token: TokenKeys,
    /// The tenants that the person named as theirs.
    pub own: Vec<Uuid>,
    /// What was dropped, and why.
    pub not_used: Vec<NotUsed>,
}

/// A key that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUsed {
    pub key: &'static str,
    pub why: &'static str,
}

/// A key that a person can give, in the order in which keys are told.
pub struct Name {
    /// The word of `--key`.
    pub word: &'static str,
    /// Other words for it.
    pub also: &'static [&'static str],
    pub meaning: &'static str,
    /// Why a value is refused: what it must look like.
    pub grammar: &'static str,
    read: fn(&str, &mut TokenKeys) -> bool,
    /// The canonical value, where there is one.
    pub show: fn(&TokenKeys) -> Option<String>,
}

/// Every key.
pub const NAMES: &[Name] = &[
    Name {
        word: "uti",
        also: &[],
        meaning: "the token's uti; its GUID form is the request id",
        grammar: "22 characters of base64url that spell a GUID",
        read: |text, keys| {
            let plain = text.trim_end_matches('=');
            let Some(request) = uti::request_id(plain) else {
                return false;
            };
            keys.uti = Some(uti::from_request_id(request));
            keys.request_id = Some(request);
            true
        },
        show: |keys| keys.uti.clone(),
    },
    Name {
        word: "request",
        also: &["req", "request_id"],
        meaning: "the sign-in's request id; the uti is made of it",
        grammar: GUID,
        read: |text, keys| {
            keys.request_id = guid(text);
            keys.uti = keys.request_id.map(uti::from_request_id);
            keys.uti.is_some()
        },
        show: |keys| keys.request_id.map(|id| id.to_string()),
    },
    Name {
        word: "sid",
        also: &["session"],
        meaning: "the session",
        grammar: GUID,
        read: |text, keys| {
            keys.session = guid(text).map(|id| id.to_string());
            keys.session.is_some()
        },
        show: |keys| keys.session.clone(),
    },
    Name {
        word: "oid",
        also: &[],
        meaning: "object id of the person or service principal in the tenant that was signed in to",
        grammar: GUID,
        read: |text, keys| set(&mut keys.object_id, guid(text)),
        show: |keys| keys.object_id.map(|id| id.to_string()),
    },
    Name {
        word: "puid",
        also: &[],
        meaning: "the person's PUID, which Exchange and SharePoint write",
        grammar: "16 hexadecimal digits",
        read: |text, keys| set(&mut keys.puid, puid(text)),
        show: |keys| keys.puid.clone(),
    },
    Name {
        word: "upn",
        also: &["user"],
        meaning: "sign-in name; no proof of anything by itself",
        grammar: "a sign-in name of the characters that Entra allows",
        read: |text, keys| set(&mut keys.user, upn(text)),
        show: |keys| keys.user.clone(),
    },
    Name {
        word: "issuer",
        also: &[],
        meaning: "the tenant that issued the token: whose log it is",
        grammar: GUID,
        read: |text, keys| set(&mut keys.issuer_tenant, guid(text)),
        show: |keys| keys.issuer_tenant.map(|id| id.to_string()),
    },
    Name {
        word: "tid",
        also: &[],
        meaning: "the tenant that tid names",
        grammar: GUID,
        read: |text, keys| set(&mut keys.tenant, guid(text)),
        show: |keys| keys.tenant.map(|id| id.to_string()),
    },
    Name {
        word: "home",
        also: &[],
        meaning: "the tenant where the person lives",
        grammar: GUID,
        read: |text, keys| set(&mut keys.home_tenant, guid(text)),
        show: |keys| keys.home_tenant.map(|id| id.to_string()),
    },
    Name {
        word: "client",
        also: &["appid", "azp"],
        meaning: "the application that got the token",
        grammar: GUID,
        read: |text, keys| set(&mut keys.client, guid(text)),
        show: |keys| keys.client.map(|id| id.to_string()),
    },
    Name {
        word: "resource",
        also: &["aud"],
        meaning: "the application that the token is for",
        grammar: "an application id, or an address that the table of resources knows",
        read: |text, keys| {
            let known = || Audience::read(text).app_id;
            set(&mut keys.resource, guid(text).or_else(known))
        },
        show: |keys| keys.resource.map(|id| id.to_string()),
    },
    Name {
        word: "ip",
        also: &["address", "ipaddr"],
        meaning: "the address to which the token was issued",
        grammar: "an IP address",
        read: |text, keys| {
            let address = text.trim().parse::<IpAddr>().ok();
            set(&mut keys.address, address.map(|it| it.to_canonical()))
        },
        show: |keys| keys.address.map(|it| it.to_string()),
    },
    Name {
        word: "iat",
        also: &[],
        meaning: "when it was issued",
        grammar: MOMENT,
        read: |text, keys| set(&mut keys.issued_at, moment(text)),
        show: |keys| keys.issued_at.map(|it| it.to_string()),
    },
    Name {
        word: "exp",
        also: &[],
        meaning: "when it ends",
        grammar: MOMENT,
        read: |text, keys| set(&mut keys.expires_at, moment(text)),
        show: |keys| keys.expires_at.map(|it| it.to_string()),
    },
];

const GUID: &str = "a GUID that is not all zeros";
const MOMENT: &str = "seconds between 0 and 4102444800, or a time as RFC 3339";

/// A `--key` that names nothing, or whose value is no such key.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeyError {
    #[error("--key is written NAME=VALUE")]
    Shape,
    #[error("no such key; there are {}", words())]
    Name,
    #[error("--key {key}: it must be {grammar}")]
    Value {
        key: &'static str,
        grammar: &'static str,
    },
}

fn words() -> String {
    let words: Vec<&str> = NAMES.iter().map(|name| name.word).collect();
    words.join(", ")
}

impl Keys {
    /// Names one's own tenants.
    #[must_use]
    pub fn with_own(mut self, own: impl IntoIterator<Item = Uuid>) -> Self {
        self.own.extend(own);
        self
    }

    /// What a token offers, without what fits no grammar.
    #[must_use]
    pub fn of_token(given: &TokenKeys) -> Self {
        let mut keys = Self::default();
        // In reverse: of uti and request id the uti, which the token holds, is read last.
        for name in NAMES.iter().rev() {
            let raw = match name.word {
                "uti" => given.uti.clone(),
                // It is only the uti in another form.
                "request" => None,
                "sid" => given.session.clone(),
                "puid" => given.puid.clone(),
                "upn" => given.user.clone(),
                _ => (name.show)(given),
            };
            if let Some(raw) = raw
                && !(name.read)(&raw, &mut keys.token)
            {
                let (key, why) = (name.word, name.grammar);
                keys.not_used.push(NotUsed { key, why });
            }
        }
        keys.not_used.reverse();
        keys
    }

    /// Takes a key as a person writes it; it replaces one of the token.
    ///
    /// # Errors
    /// What is wrong with it. A person is told; a token's key is only dropped.
    pub fn add(&mut self, given: &str) -> Result<(), KeyError> {
        let (word, value) = given.split_once('=').ok_or(KeyError::Shape)?;
        let word = word.trim().to_ascii_lowercase();
        let is_meant = |name: &&Name| name.word == word || name.also.contains(&word.as_str());
        let name = NAMES.iter().find(is_meant).ok_or(KeyError::Name)?;
        if (name.read)(value.trim(), &mut self.token) {
            self.not_used.retain(|it| it.key != name.word);
            return Ok(());
        }
        Err(KeyError::Value {
            key: name.word,
            grammar: name.grammar,
        })
    }

    /// Names and canonical values of the keys that are there.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, String)> + '_ {
        NAMES
            .iter()
            .filter_map(|name| Some((name.word, (name.show)(&self.token)?)))
    }

    /// Whether the key is there.
    #[must_use]
    pub fn has(&self, key: Key) -> bool {
        let token = &self.token;
        match key {
            Key::Uti => token.uti.is_some(),
            Key::RequestId => token.request_id.is_some(),
            Key::Session => token.session.is_some(),
            Key::ObjectId => token.object_id.is_some(),
            Key::Puid => token.puid.is_some(),
            Key::User => token.user.is_some(),
            _ => false,
        }
    }
}

fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let is_some = value.is_some();
    *place = value;
    is_some
}

/// Without braces or other decoration.
fn guid(text: &str) -> Option<Uuid> {
    let text = text.trim();
    (text.len() == 36)
        .then(|| text.parse::<Uuid>().ok())
        .flatten()
        .filter(|id| !id.is_nil())
}

fn puid(text: &str) -> Option<String> {
    let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| text.to_ascii_uppercase())
}

fn moment(text: &str) -> Option<Timestamp> {
    const LATEST: i64 = 4_102_444_800;
    let time = match text.parse::<i64>() {
        Ok(seconds) => Timestamp::from_seconds(seconds)?,
        Err(_) => Timestamp::parse(text).ok()?,
    };
    let seconds = time.seconds();
    // Whole seconds: a fraction would be another text.
    (0..=LATEST)
        .contains(&seconds)
        .then(|| Timestamp::from_seconds(seconds))
        .flatten()
}

/// Entra's own characters before the `@`, labels of letters, digits and hyphens behind it.
fn upn(text: &str) -> Option<String> {
    const LONGEST: usize = 113;
    let (local, host) = text.rsplit_once('@')?;
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"'._!#^~+-".contains(&byte);
    let is_label = |label: &str| {
        let is_plain = label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..=63).contains(&label.len())
            && is_plain
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_upn = (1..=LONGEST).contains(&local.len())
        && local.bytes().all(is_local)
        && host.len() <= 253
        && host.split('.').all(is_label);
    is_upn.then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
