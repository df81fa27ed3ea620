//! The token cache of MSAL, as Azure CLI, `kubelogin` and desktop applications keep it in a file:
//! sections by kind of token, in each a credential by its key.
//!
//! Not its job: caches that the system encrypted, in which nothing can be recognised.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::found::{Found, Member, Removed, Shape};
use super::member::as_member;
use super::recogniser::Limits;
use super::{peel, text};

/// The sections, by the name in the
/// [cache's schema](https://github.com/AzureAD/microsoft-authentication-library-for-python/blob/dev/msal/token_cache.py).
const SECTIONS: [(&str, Member); 3] = [
    ("AccessToken", Member::AccessToken),
    ("IdToken", Member::IdToken),
    ("RefreshToken", Member::RefreshToken),
];

/// The tokens in a cache; those of one account were handed out together.
pub(super) fn read(text: &str, limits: &Limits) -> Option<Vec<Found>> {
    let is_likely = text.trim_start().starts_with('{')
        && text.contains("\"secret\"")
        && SECTIONS.iter().any(|(name, _)| text.contains(name));
    if !is_likely {
        return None;
    }
    let cache: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
    let mut accounts = HashMap::new();
    let mut all = Vec::new();
    for (section, member) in SECTIONS {
        let raw = cache.get(section).map_or("{}", |raw| raw.get());
        let Ok(credentials) = serde_json::from_str::<BTreeMap<String, &RawValue>>(raw) else {
            all.extend(of_another_make(raw, &format!("/{section}"), limits));
            continue;
        };
        for (key, raw) in credentials {
            let Ok(credential) = serde_json::from_str::<Credential>(raw.get()) else {
                let place = format!("/{section}/{}", shown(&key));
                all.extend(of_another_make(raw.get(), &place, limits));
                continue;
            };
            let account = credential.home_account_id;
            let account = account.and_then(|id| id.as_str().map(str::to_owned));
            let next = accounts.len() + 1;
            let account = *accounts.entry(account).or_insert(next);
            let place = format!("/{section}/{}/secret", shown(&key));
            let found = token(&credential.secret, member, limits).at(place);
            all.push(found.of_response(account).inside(&[Removed::TokenCache]));
        }
    }
    (!all.is_empty()).then_some(all)
}

/// One entry of a section; one that is of another make spoils no other, and of the rest of the document,
/// which may be large, nothing is kept.
#[derive(Deserialize)]
struct Credential {
    secret: String,
    home_account_id: Option<Value>,
}

/// What is no credential may still hold tokens: half of a character (`\ud83d`) is JSON, and no Unicode.
fn of_another_make(raw: &str, place: &str, limits: &Limits) -> impl Iterator<Item = Found> {
    let found = text::scan(raw, limits).into_iter();
    found.map(move |found| found.at(place).inside(&[Removed::TokenCache]))
}

/// What the section says it is, whatever it looks like.
fn token(secret: &str, member: Member, limits: &Limits) -> Found {
    let found = peel::token(secret, limits).unwrap_or_else(|| {
        if secret.len() > limits.max_token_size {
            Found::too_long(secret.len())
        } else {
            Found::new(secret, Shape::Opaque)
        }
    });
    as_member(found, Some(member))
}

/// A key joins account, host, kind, client, tenant and scopes; it is no secret, but it can be long.
const LONGEST_KEY: usize = 400;

fn shown(key: &str) -> String {
    let key = key.replace('~', "~0").replace('/', "~1");
    if key.len() > LONGEST_KEY || text::holds_token(&key) {
        "…".to_owned()
    } else {
        key
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::forge::{id_token, jwt, refresh_token, signature, token};
    use super::*;

    #[test]
    fn sections_say_what_a_secret_is() {
        let key = "o.t-login.microsoftonline.com-accesstoken-04b07795-8ddb-461a-bbee-02f9e1bf7b46-t-https://management.azure.com/.default";
        let cache = json!({
            "AccessToken": {
                key: {"credential_type": "AccessToken", "home_account_id": "o.t", "secret": jwt()},
                "opaque": {"credential_type": "AccessToken", "home_account_id": "p.t", "secret": "anything at all"},
            },
            "Account": {"o.t": {"username": "pat@fabrikam.example"}},
            "IdToken": {"i": {"home_account_id": "o.t", "secret": id_token()}},
            "RefreshToken": {"r": {"home_account_id": "o.t", "secret": refresh_token()}},
            "AppMetadata": {},
        });
        let found = read(&cache.to_string(), &Limits::default()).unwrap();
        let seen: Vec<_> = found
            .iter()
            .map(|found| (found.place.as_str(), found.shape, found.member))
            .collect();
        let place = format!("/AccessToken/{}/secret", key.replace('/', "~1"));
        assert_eq!(
            seen,
            [
                (place.as_str(), Shape::Compact, Some(Member::AccessToken)),
                (
                    "/AccessToken/opaque/secret",
                    Shape::Opaque,
                    Some(Member::AccessToken)
                ),
                ("/IdToken/i/secret", Shape::Compact, Some(Member::IdToken)),
                (
                    "/RefreshToken/r/secret",
                    Shape::RefreshToken,
                    Some(Member::RefreshToken)
                ),
            ]
        );
        assert_eq!(found[0].response, found[2].response);
        assert_ne!(found[0].response, found[1].response);
        assert_eq!(found[0].removed, [Removed::TokenCache]);
    }

    #[test]
    fn a_token_in_a_key_is_not_told() {
        let short = token(r#"{"alg":"HS256"}"#, r#"{"sub":"x"}"#, &signature(32));
        for key in [short.clone(), short.replace('.', "%2E")] {
            let cache = json!({"AccessToken": {key: {"secret": jwt()}}});
            let found = read(&cache.to_string(), &Limits::default()).unwrap();
            assert_eq!(found[0].place, "/AccessToken/…/secret");
        }
    }

    #[test]
    fn half_a_character_hides_no_token() {
        let text = format!(
            r#"{{"AccessToken":{{"k":{{"secret":"{}","home_account_id":"\ud83d"}},"l":{{"secret":"{}"}}}}}}"#,
            jwt(),
            id_token()
        );
        let found = read(&text, &Limits::default()).unwrap();
        let places: Vec<_> = found.iter().map(|found| found.place.as_str()).collect();
        assert_eq!(places, ["/AccessToken/k", "/AccessToken/l/secret"]);
    }

    #[test]
    fn other_documents_are_not_caches() {
        for text in [
            "{}",
            r#"{"AccessToken":"x","secret":1}"#,
            r#"{"AccessToken":{"k":{"secret":5}}}"#,
            r#"{"AccessToken":{"k":{"secret":"#,
        ] {
            assert!(read(text, &Limits::default()).is_none(), "{text}");
        }
    }
}
