//! What issuers publish: the samples' tenants under every address that Entra ID answers at, and an
//! OpenID Connect provider of nobody's.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::json;

use super::{Asked, Reply};
use crate::samples::authority::documents;
use crate::samples::world::{Keys, TENANTS};
use crate::support::forge::{self, Algorithm, SigningKey};

/// The keys of the run: making them takes longer than any test.
pub fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(Keys::generate)
}

/// Answers as Entra ID does, for the samples' tenants; others do not exist.
pub fn entra(asked: &Asked) -> Reply {
    static PUBLISHED: OnceLock<HashMap<String, String>> = OnceLock::new();
    let published = PUBLISHED.get_or_init(published);
    match published.get(&asked.url()) {
        Some(text) => Reply::json(text.as_str())
            .header("Cache-Control", "max-age=86400, private")
            .header("Set-Cookie", "fpc=cookie-of-the-test; secure; httponly"),
        None => unknown_tenant(),
    }
}

pub fn unknown_tenant() -> Reply {
    let body = json!({
        "error": "invalid_tenant",
        "error_description": "AADSTS90002: Tenant not found. Check to make sure you have the correct tenant ID.",
        "error_codes": [90002],
        "timestamp": "2026-11-20 12:30:00Z",
    });
    Reply {
        status: 400,
        ..Reply::json(body.to_string())
    }
}

/// By domain and by id; and the public cloud's host answers for the government's tenants as well.
fn published() -> HashMap<String, String> {
    let mut published = HashMap::new();
    for document in documents(keys()) {
        let mut urls = vec![document.url.clone()];
        for tenant in TENANTS {
            if let Some(domain) = tenant.domain {
                let by_id = document
                    .url
                    .replace(&format!("/{domain}/"), &format!("/{}/", tenant.id));
                urls.push(by_id);
            }
        }
        for url in urls {
            let elsewhere = url.replace("microsoftonline.us", "microsoftonline.com");
            published.insert(elsewhere, document.text.clone());
            published.insert(url, document.text.clone());
        }
    }
    published
}

/// A provider of nobody's, with one elliptic key: quick to make.
pub struct Provider {
    pub issuer: String,
    pub key: SigningKey,
}

impl Provider {
    pub fn new(issuer: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            key: SigningKey::generate(Algorithm::Es256, "provider"),
        }
    }

    pub fn discovery(&self) -> String {
        self.discovery_with(&format!("{}/keys", self.issuer))
    }

    pub fn discovery_with(&self, jwks_uri: &str) -> String {
        json!({"issuer": self.issuer, "jwks_uri": jwks_uri}).to_string()
    }

    pub fn jwk(&self) -> serde_json::Value {
        serde_json::from_str(&self.key.jwk().to_string()).expect("JSON")
    }

    pub fn jwks(&self) -> String {
        json!({"keys": [self.jwk()]}).to_string()
    }

    /// A token that is good for an hour around the samples' moment.
    pub fn token(&self) -> String {
        self.token_with_header(&json!({"alg": "ES256", "kid": self.key.kid()}).to_string())
    }

    pub fn token_with_header(&self, header: &str) -> String {
        let at = crate::samples::world::at();
        let payload = json!({
            "iss": self.issuer, "aud": "api", "sub": "someone",
            "iat": at - 600, "nbf": at - 600, "exp": at + 3000,
        });
        forge::sign(&self.key, Algorithm::Es256, header, &payload.to_string())
    }
}
