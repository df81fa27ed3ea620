//! Whether a token's signature holds under one of a set of keys, and if not, exactly why not.
//!
//! Not its job: whom the key may speak for (the chain key, issuer, tenant is a rule's question), and
//! where the keys came from.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use super::header::Algorithm;
use super::jwks::{Key, KeySet};
use super::nonce;
use super::token::{Form, Token};
use super::verify::{PublicKey, Signing};

/// The answer about a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub status: Status,
    pub via: Option<Via>,
    /// The key whose signature it is, where it holds; the key that was named, where it does not.
    pub key: Option<Arc<Key>>,
    /// A sentence: what was done, or what was missing.
    pub reason: Cow<'static, str>,
    /// Things about the keys that a reader should know: skipped ones, ambiguous ones.
    pub remarks: Vec<String>,
}

/// How a signature check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Valid,
    Invalid,
    /// No usable key fits.
    NoKey,
    /// No keys were at hand, or checking makes no sense for this form.
    NotChecked,
    /// An algorithm that published keys cannot check, or an unknown one.
    Unsupported,
    /// `alg: none`, or nothing where the signature belongs.
    Unsigned,
    /// The parts are not what RFC 7515 allows, or the signature was cut.
    Malformed,
}

/// Over which bytes a valid signature holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// The token as it stands.
    Plain,
    /// The token with its header's nonce replaced by its hash (`jose/nonce.rs`).
    NonceTransform,
}

impl Status {
    /// The word in JSON and on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::NoKey => "no_key",
            Self::NotChecked => "not_checked",
            Self::Unsupported => "unsupported",
            Self::Unsigned => "unsigned",
            Self::Malformed => "malformed",
        }
    }
}

impl Proof {
    /// A check that ended without a key.
    pub fn without_key(status: Status, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            via: None,
            key: None,
            reason: reason.into(),
            remarks: Vec::new(),
        }
    }
}

/// What can be said of a signature before any key is at hand; `None` when keys are needed.
#[must_use]
pub fn without_keys(token: &Token) -> Option<Proof> {
    let ended = |status, reason: Cow<'static, str>| Some(Proof::without_key(status, reason));
    match token.form {
        Form::Jws => {}
        Form::Jwe => {
            return ended(
                Status::NotChecked,
                "the token is encrypted; only its resource can open it".into(),
            );
        }
        Form::Opaque => {
            return ended(
                Status::NotChecked,
                "nothing in it can be read; only its issuer can check it".into(),
            );
        }
    }
    match token.header.algorithm() {
        Algorithm::None => {
            return ended(
                Status::Unsigned,
                "the header says alg none: nobody signed this token".into(),
            );
        }
        _ if !token.has_signature() => {
            return ended(
                Status::Unsigned,
                "nothing stands where the signature belongs".into(),
            );
        }
        Algorithm::Symmetric(name) => {
            return ended(
                Status::Unsupported,
                format!("{name} is a symmetric algorithm: published keys cannot verify it").into(),
            );
        }
        Algorithm::Unknown(_) => {
            return ended(
                Status::Unsupported,
                "the header names an unknown algorithm".into(),
            );
        }
        Algorithm::Missing => {
            return ended(Status::Unsupported, "the header names no algorithm".into());
        }
        Algorithm::Asymmetric(_) => {}
    }
    if token.header.0.get("crit").is_some() {
        // RFC 7515, section 4.1.11: an extension that is not understood must be refused.
        return ended(
            Status::Unsupported,
            "the header demands an extension (crit) that is not known".into(),
        );
    }
    if !token.is_well_formed {
        return ended(
            Status::Malformed,
            if token.has_unexpected_parts() {
                "the token does not have the three parts of a signed one".into()
            } else {
                "a part of the token is not strict base64url or JSON".into()
            },
        );
    }
    None
}

/// Checks the signature with these keys: first the token as it stands, and only if that fails and
/// the header has a nonce, with the nonce hashed.
#[must_use]
pub fn prove(token: &Token, keys: &KeySet) -> Proof {
    if let Some(proof) = without_keys(token) {
        return proof;
    }
    let Algorithm::Asymmetric(signing) = token.header.algorithm() else {
        return Proof::without_key(Status::Unsupported, "the algorithm cannot be checked");
    };
    let chosen = choose(token, keys, signing);
    if chosen.keys.is_empty() {
        return Proof {
            remarks: chosen.remarks,
            ..Proof::without_key(Status::NoKey, chosen.reason)
        };
    }
    let signer = |input: &str| {
        let mut keys = chosen.keys.iter();
        keys.find(|key| {
            key.material.as_ref().is_ok_and(|material| {
                key.verifier
                    .holds(signing, material, input.as_bytes(), token.signature())
            })
        })
    };
    if let Some(key) = signer(token.signing_input()) {
        return valid(Via::Plain, key, chosen.remarks);
    }
    let hashed = nonce::signing_input(token);
    match hashed.as_deref().and_then(signer) {
        Some(key) => valid(Via::NonceTransform, key, chosen.remarks),
        // Keys that were only guessed at prove nothing by failing: another one may have signed.
        None if chosen.is_guess => Proof {
            remarks: chosen.remarks,
            ..Proof::without_key(
                Status::NoKey,
                "none of the keys that could fit made this signature, and the header names none of them",
            )
        },
        None => failed(token, &chosen, hashed.is_some()),
    }
}

fn valid(via: Via, key: &Arc<Key>, remarks: Vec<String>) -> Proof {
    let reason = match via {
        Via::Plain => "the signature holds",
        Via::NonceTransform => {
            "the signature holds once the header's nonce is replaced by its hash (undocumented)"
        }
    };
    Proof {
        status: Status::Valid,
        via: Some(via),
        key: Some(Arc::clone(key)),
        reason: reason.into(),
        remarks,
    }
}

fn failed(token: &Token, chosen: &Chosen<'_>, had_nonce: bool) -> Proof {
    let lengths = chosen
        .keys
        .iter()
        .filter_map(|key| key.material.as_ref().ok())
        .map(PublicKey::signature_length);
    let length = token.signature_length();
    let (status, reason) = if lengths.clone().all(|expected| expected != length) {
        let expected = lengths.max().unwrap_or_default();
        (
            Status::Malformed,
            format!(
                "the signature has {length} bytes where this key makes {expected}: it was cut or replaced"
            )
            .into(),
        )
    } else if had_nonce {
        (
            Status::Invalid,
            "the signature holds neither plain nor with the header's nonce hashed".into(),
        )
    } else {
        (
            Status::Invalid,
            "the signature does not belong to this header and payload".into(),
        )
    };
    let key = chosen.keys.first().map(|key| Arc::clone(key));
    Proof {
        status,
        via: None,
        key,
        reason,
        remarks: chosen.remarks.clone(),
    }
}

struct Chosen<'a> {
    keys: Vec<&'a Arc<Key>>,
    /// The header names none of them; they only have the right type.
    is_guess: bool,
    /// Why there are none.
    reason: &'static str,
    remarks: Vec<String>,
}

/// Keys by `kid`, else by `x5t`, else every usable key of the type (RFC 7515, section 6, and
/// appendix D). Keys without a kid stay candidates for a token that has one.
fn choose<'a>(token: &Token, set: &'a KeySet, signing: Signing) -> Chosen<'a> {
    let kid = token.header.key_id();
    let x5t = token.header.thumbprint();
    let named = |key: &&Arc<Key>| kid.is_some() && key.id.as_deref() == kid;
    let thumbed = |key: &&Arc<Key>| x5t.is_some() && key.thumbprint.as_deref() == x5t;
    let anonymous = |key: &&Arc<Key>| kid.is_none() || key.id.is_none();

    let mut remarks = Vec::new();
    let mut candidates: Vec<&Arc<Key>> = set.keys.iter().filter(named).collect();
    if candidates.len() > 1 {
        remarks.push(format!(
            "{} keys share this kid; all were tried",
            candidates.len()
        ));
    }
    if candidates.is_empty() {
        candidates = set.keys.iter().filter(thumbed).collect();
        if !candidates.is_empty() {
            remarks.push("the key was found by its thumbprint (x5t)".into());
        }
    }
    let is_guess = candidates.is_empty();
    if is_guess {
        candidates = set.keys.iter().filter(anonymous).collect();
    }
    for key in &candidates {
        if let Err(why) = &key.material {
            remarks.push(format!("a key ({}) was not used: {why}", key.name()));
        }
    }
    let usable: Vec<&Arc<Key>> = candidates
        .iter()
        .copied()
        .filter(|key| key.serves(signing))
        .collect();
    if is_guess && !usable.is_empty() {
        let named = match (kid, x5t) {
            (None, None) => "the header names no key",
            (Some(_), None) => "the header's kid names no key of the set",
            (None, Some(_)) => "the header's x5t names no key of the set",
            (Some(_), Some(_)) => "the header's kid and x5t name no key of the set",
        };
        remarks.push(match usable.len() {
            1 => format!("{named}; the one key that could fit was tried"),
            count => format!("{named}; all {count} keys that could fit were tried"),
        });
    }
    let reason = match kid {
        _ if set.keys.is_empty() => "no keys were at hand",
        Some(_) if is_guess => "no key of the set has the kid that the header names",
        _ => "no key of the set fits the header's key and algorithm",
    };
    Chosen {
        keys: usable,
        is_guess,
        reason,
        remarks,
    }
}

#[cfg(test)]
mod tests;
