//! What is measured on: one tenant's metadata, and tokens that its key signed.
//!
//! Not its job: variety; each token is an ordinary access token with its own claims.

use std::path::PathBuf;

use serde_json::json;

use super::forge::{self, Algorithm, SigningKey};

pub const TENANT: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
pub const AT: &str = "2026-11-20T12:30:00Z";

pub struct Corpus {
    folder: tempfile::TempDir,
    pub tokens: usize,
}

impl Corpus {
    pub fn make(tokens: usize) -> Self {
        let corpus = Self {
            folder: tempfile::tempdir().expect("a folder"),
            tokens,
        };
        let key = SigningKey::generate(Algorithm::Rs256, "accounts.accesscontrol.windows.net");
        let issuer = format!("https://sts.windows.net/{TENANT}/");
        let login = format!("https://login.microsoftonline.com/{TENANT}");
        let discovery = json!({
            "issuer": issuer,
            "jwks_uri": format!("{login}/discovery/v2.0/keys"),
            "token_endpoint": format!("{login}/oauth2/token"),
            "cloud_instance_name": "microsoftonline.com",
        });
        let keys = json!({"keys": [serde_json::from_str::<serde_json::Value>(
            &key.entra_jwk("https://login.microsoftonline.com/{tenantid}/v2.0", "microsoftonline.com").to_string()
        ).expect("JSON")]});
        std::fs::create_dir(corpus.path("metadata")).expect("a folder");
        std::fs::copy(env!("CARGO_BIN_EXE_jwtenant"), corpus.program()).expect("a copy");
        std::fs::write(corpus.path("metadata/v1.json"), discovery.to_string()).expect("written");
        std::fs::write(corpus.path("metadata/keys.json"), keys.to_string()).expect("written");
        let header = json!({"typ": "JWT", "alg": "RS256", "x5t": key.kid(), "kid": key.kid()});
        let lines: Vec<String> = (0..tokens)
            .map(|number| {
                let payload = json!({
                    "aud": "https://management.core.windows.net/", "iss": issuer,
                    "iat": 1_795_176_000, "nbf": 1_795_176_000, "exp": 1_795_181_400,
                    "acr": "1", "aio": "AVQAq/8XAAAAbm90IGEgcmVhbCB2YWx1ZSBidXQgYXMgbG9uZyBhcyBvbmU=",
                    "amr": ["pwd", "mfa"], "appid": "04b07795-8ddb-461a-bbee-02f9e1bf7b46", "appidacr": "0",
                    "ipaddr": "198.51.100.23", "name": "Pat Rivera",
                    "oid": format!("71c0f8d4-3a5e-4b92-8f17-{number:012x}"), "puid": "100320041A7C3E90",
                    "scp": "user_impersonation", "sub": "X0UtZJahyVxbZBQKm7bq2dzNjgKXqYszyDn2fP0pFuc",
                    "tid": TENANT, "unique_name": "pat@fabrikam.example", "upn": "pat@fabrikam.example",
                    "uti": format!("{number:022}"), "ver": "1.0", "xms_idrel": "1 18",
                });
                forge::sign(&key, Algorithm::Rs256, &header.to_string(), &payload.to_string())
            })
            .collect();
        std::fs::write(corpus.path("one.txt"), &lines[0]).expect("written");
        std::fs::write(corpus.path("many.txt"), lines.join("\n") + "\n").expect("written");
        corpus
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program of this build as people have it, copied: what a linker wrote starts a tenth slower, since
    /// its pages lie otherwise in memory.
    pub fn program(&self) -> PathBuf {
        self.path("jwtenant")
    }

    pub fn token(&self) -> String {
        std::fs::read_to_string(self.path("one.txt")).expect("a token")
    }
}
