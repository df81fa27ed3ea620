//! What is known of an issuer: its keys, and its discovery document ([OpenID Connect Discovery 1.0, section 3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata))
//! with the members that Entra ID and AD FS add.
//!
//! Not its job: fetching it, or believing it; whether it speaks for an issuer is asked elsewhere.

use std::collections::HashSet;
use std::sync::Arc;

use url::Url;

use crate::jose::certificate::Certificate;
use crate::jose::json::{self, Json, Member};
use crate::jose::jwks::{Key, KeySet, MOST_KEYS};

use super::cloud::Cloud;

/// Everything that was found out about an issuer.
#[derive(Clone, Debug, Default)]
pub struct Issuing {
    pub keys: KeySet,
    pub discovery: Option<Discovery>,
    /// The issuer that the tenant's document names, where that is not the token's.
    pub other_issuer: Option<String>,
    /// Why there are no keys, or what was wrong with a document, as sentences without a full stop.
    pub problems: Vec<String>,
    /// What a reader should know of how keys and documents came, likewise.
    pub notes: Vec<String>,
    /// The addresses that were asked for it.
    pub asked: Vec<String>,
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
    /// Entra ID: `GCC`, `DODCON`, `DOD`, where the tenant is one of these.
    pub sub_region: Option<String>,
    /// Every member that ends in `_endpoint`, in the document's order.
    pub endpoints: Vec<(String, String)>,
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
            Ok(set) => self.add(set),
            Err(bad) => self.problems.push(format!("{url} is no key set: {bad}")),
        }
    }

    /// A key that is already there is not added again: copies of one set would look like several keys
    /// under one name.
    #[allow(
        clippy::mutable_key_type,
        reason = "what a key keeps between two signatures is no part of what it equals or hashes to"
    )]
    fn add(&mut self, set: KeySet) {
        if set.beyond > 0 {
            self.notes.push(format!(
                "a key set holds {} more keys than are read ({MOST_KEYS})",
                set.beyond
            ));
        }
        let mut known: HashSet<Arc<Key>> = self.keys.keys.iter().cloned().collect();
        let mut disagreeing = Vec::new();
        for mut key in set.keys {
            let certificate = Certificate::of(&key);
            if certificate
                .as_ref()
                .is_some_and(|certificate| disagree(&key, certificate))
            {
                disagreeing.push(key.name().to_owned());
            }
            if key.cloud_instance.is_none() {
                let name = certificate.and_then(|certificate| certificate.common_name);
                let cloud = name.as_deref().and_then(Cloud::by_certificate_name);
                Arc::make_mut(&mut key).cloud_instance =
                    cloud.and_then(Cloud::instance_name).map(str::to_owned);
            }
            if known.insert(Arc::clone(&key)) {
                self.keys.keys.push(key);
            }
        }
        if let Some(first) = disagreeing.first() {
            let keys_have = match disagreeing.len() {
                1 => format!("key {first} has"),
                count => format!("{count} keys (first: {first}) have"),
            };
            self.notes.push(format!(
                "{keys_have} a kid, x5t and x5c that do not match; in Entra ID's own sets they do"
            ));
        }
    }
}

/// Entra ID names each key by the SHA-1 of its certificate, which holds the same key: a set in which
/// that is not so was edited, or is not Entra ID's.
fn disagree(key: &Key, certificate: &Certificate) -> bool {
    let is_entra = key.issuer.is_some() && key.thumbprint.is_some();
    let agrees = key.id == key.thumbprint
        && key.thumbprint.as_deref() == Some(&certificate.thumbprint)
        && certificate.holds(key);
    is_entra && !agrees
}

impl Discovery {
    /// Reads a document.
    ///
    /// # Errors
    /// [`BadDiscovery`] when it is no JSON object, or lacks or repeats a member that matters.
    pub fn parse(document: &[u8]) -> Result<Self, BadDiscovery> {
        let document =
            json::document(document).map_err(|fault| BadDiscovery::NotJson(fault.to_string()))?;
        Self::read(&document)
    }

    /// The same of a document whose JSON was read.
    ///
    /// # Errors
    /// [`BadDiscovery`] when it lacks or repeats a member that matters.
    pub fn read(document: &Json) -> Result<Self, BadDiscovery> {
        let optional = |name| document.get(name).and_then(Json::as_str).map(str::to_owned);
        Ok(Self {
            issuer: required(document, "issuer")?,
            jwks_uri: required(document, "jwks_uri")?,
            access_token_issuer: optional("access_token_issuer"),
            cloud_instance: optional("cloud_instance_name"),
            region: optional("tenant_region_scope"),
            sub_region: optional("tenant_region_sub_scope"),
            endpoints: endpoints(document),
        })
    }

    /// The cloud whose hosts stand in the document: in the addresses it names, else in its issuer. The
    /// host that was asked says nothing: one host answers for tenants of several clouds.
    #[must_use]
    pub fn cloud(&self) -> Option<Cloud> {
        let addresses = self.endpoints.iter().map(|(_, address)| address);
        addresses
            .chain([&self.issuer])
            .filter_map(|address| Url::parse(address).ok())
            .find_map(|url| Cloud::by_login_host(url.host_str()?))
    }
}

fn endpoints(document: &Json) -> Vec<(String, String)> {
    let Json::Object(members) = document else {
        return Vec::new();
    };
    let of_member = |(name, value): &Member| {
        let address = value.as_str().filter(|_| name.ends_with("_endpoint"))?;
        Some((name.to_string(), address.to_owned()))
    };
    members.iter().filter_map(of_member).collect()
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
