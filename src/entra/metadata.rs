//! What is known of an issuer: its keys, and its discovery document ([OpenID Connect Discovery 1.0, section 3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata))
//! with the members that Entra ID and AD FS add.
//!
//! Not its job: fetching it, or believing it; whether it speaks for an issuer is asked elsewhere.

use crate::jose::json::{Json, parse, without_byte_order_mark};
use crate::jose::jwks::KeySet;

/// Everything that was found out about an issuer.
#[derive(Clone, Debug, Default)]
pub struct Issuing {
    pub keys: KeySet,
    pub discovery: Option<Discovery>,
    /// Why there are no keys, or what was wrong with a document, as sentences without a full stop.
    pub problems: Vec<String>,
}

/// A discovery document, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovery {
    pub issuer: String,
    pub jwks_uri: String,
    /// AD FS: the issuer of access tokens, which differs from that of id tokens.
    pub access_token_issuer: Option<String>,
    /// Entra ID: `microsoftonline.com`, `microsoftonline.us`, …
    pub cloud_instance: Option<String>,
    pub region: Option<String>,
}

/// The document cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDiscovery {
    #[error("it is not JSON: {0}")]
    NotJson(String),
    #[error("its member {0} is missing or no string")]
    Missing(&'static str),
    #[error("its member {0} stands more than once, so there is no telling which one counts")]
    Duplicate(&'static str),
}

impl Issuing {
    /// Nothing is known, and this is why.
    #[must_use]
    pub fn problem(why: String) -> Self {
        Self {
            problems: vec![why],
            ..Self::default()
        }
    }

    /// Adds the keys of one more document.
    pub fn add_keys(&mut self, url: &str, document: &[u8]) {
        match KeySet::parse(document) {
            Ok(keys) => self.keys.extend(keys),
            Err(bad) => self.problems.push(format!("{url} is no key set: {bad}")),
        }
    }
}

impl Discovery {
    /// Reads a document.
    ///
    /// # Errors
    /// [`BadDiscovery`] when it is no JSON object, or lacks or repeats a member that matters.
    pub fn parse(document: &[u8]) -> Result<Self, BadDiscovery> {
        let parsed = parse(without_byte_order_mark(document));
        if let Some(fault) = parsed.faults.first() {
            return Err(BadDiscovery::NotJson(fault.to_string()));
        }
        let document = parsed.value;
        let optional = |name| document.get(name).and_then(Json::as_str).map(str::to_owned);
        Ok(Self {
            issuer: required(&document, "issuer")?,
            jwks_uri: required(&document, "jwks_uri")?,
            access_token_issuer: optional("access_token_issuer"),
            cloud_instance: optional("cloud_instance_name"),
            region: optional("tenant_region_scope"),
        })
    }
}

fn required(document: &Json, name: &'static str) -> Result<String, BadDiscovery> {
    if document.duplicates().contains(&name) {
        return Err(BadDiscovery::Duplicate(name));
    }
    document
        .get(name)
        .and_then(Json::as_str)
        .map(str::to_owned)
        .ok_or(BadDiscovery::Missing(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_must_stand_once() {
        let parse = |text: &str| Discovery::parse(text.as_bytes());
        assert!(parse(r#"{"issuer":"a","jwks_uri":"b","x":1}"#).is_ok());
        assert_eq!(
            parse(r#"{"jwks_uri":"b"}"#),
            Err(BadDiscovery::Missing("issuer"))
        );
        assert_eq!(
            parse(r#"{"issuer":"a","jwks_uri":"b","jwks_uri":"c"}"#),
            Err(BadDiscovery::Duplicate("jwks_uri"))
        );
        assert!(matches!(parse("<html>"), Err(BadDiscovery::NotJson(_))));
    }
}
