//! The forge is tested before anything is tested with it: its tokens hold, and only as they should.
//!
//! Not its job: the program under test, of which not a line is used here.

use serde_json::{Value, json};
use uuid::uuid;

use super::forge::{self, Algorithm, SigningKey};
use super::identifiers::{guid_from_uti, rh, uti_from_guid};
use super::witness;

const PAYLOAD: &str = r#"{ "iss":"https:\/\/issuer.example","n":1.50,"n":2}"#;

#[test]
fn every_algorithm_signs_what_its_published_key_verifies() {
    for algorithm in Algorithm::ALL {
        let key = SigningKey::generate(algorithm, "forge.example");
        let header = json!({"alg": algorithm.name(), "kid": key.kid()}).to_string();
        let token = forge::sign(&key, algorithm, &header, PAYLOAD);
        let jwk = published(&key.jwk());
        assert!(witness::holds(&jwk, algorithm, &token), "{algorithm:?}");

        let other = SigningKey::generate(algorithm, "forge.example");
        let jwk = published(&other.jwk());
        assert!(!witness::holds(&jwk, algorithm, &token), "{algorithm:?}");
    }
}

#[test]
fn a_nonce_token_holds_only_after_the_transform() {
    let key = SigningKey::generate(Algorithm::Rs256, "forge.example");
    let jwk = published(&key.jwk());
    let header = r#"{"typ":"JWT","nonce":"forge-nonce","alg":"RS256"}"#;

    let token = forge::sign_with_nonce(&key, Algorithm::Rs256, header, PAYLOAD);
    assert_eq!(witness::decoded(&token, 0)["nonce"], "forge-nonce");
    assert!(!witness::holds(&jwk, Algorithm::Rs256, &token));
    assert!(witness::holds_with_nonce(&jwk, Algorithm::Rs256, &token));

    let plain = forge::sign(&key, Algorithm::Rs256, header, PAYLOAD);
    assert!(witness::holds(&jwk, Algorithm::Rs256, &plain));
    assert!(!witness::holds_with_nonce(&jwk, Algorithm::Rs256, &plain));
}

#[test]
fn the_nonce_is_hashed_as_text() {
    // A published pair; decoding the nonce before hashing it would give another value.
    assert_eq!(
        forge::hashed_nonce("STv_yEfAkE8kvfdWxBXVjMDFB7XucYonmEZ1W3Treaw"),
        "vmR1y8N3N9-Iky8Ggzham5Kp3MZWnwK456Wz5HJKlEg"
    );
}

#[test]
fn a_payload_keeps_its_spelling() {
    use base64::Engine as _;
    let token = forge::unsigned(r#"{"alg":"none"}"#, PAYLOAD);
    let payload = token.split('.').nth(1).expect("a payload");
    let payload = base64::prelude::BASE64_URL_SAFE_NO_PAD
        .decode(payload)
        .expect("base64url");
    assert_eq!(payload, PAYLOAD.as_bytes());
    assert!(token.ends_with('.'));
}

#[test]
fn a_key_document_of_entra_names_a_key_by_its_certificate() {
    let key = SigningKey::generate(Algorithm::Rs256, "forge.example");
    let text = key
        .entra_jwk("https://issuer.example", "cloud.example")
        .to_string();
    let jwk: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(jwk["kid"], jwk["x5t"]);
    assert_eq!(jwk["kid"].as_str().map(str::len), Some(27));
    assert!(
        text.starts_with(r#"{"kty":"RSA","use":"sig","kid":"#),
        "{text}"
    );
    assert!(
        text.ends_with(r#""issuer":"https://issuer.example"}"#),
        "{text}"
    );
}

#[test]
fn uti_is_the_request_id_in_microsofts_byte_order() {
    let request_id = uuid!("38613d07-3d8f-4d59-ab7a-aa4bd76d5f00");
    assert_eq!(uti_from_guid(request_id), "Bz1hOI89WU2reqpL121fAA");
    assert_eq!(guid_from_uti("Bz1hOI89WU2reqpL121fAA"), Some(request_id));
    assert_eq!(guid_from_uti("Bz1hOI89WU2reqpL121f"), None);
    assert_eq!(guid_from_uti("not base64url"), None);
}

#[test]
fn rh_carries_tenant_and_resource_in_clear() {
    use base64::Engine as _;
    let tenant = uuid!("3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618");
    let resource = uuid!("00000002-0000-0ff1-ce00-000000000000");
    let rh = rh(tenant, resource, 0x5A31);
    let body = rh
        .strip_prefix("1.A")
        .and_then(|body| body.strip_suffix('.'))
        .expect("version 1");
    let bytes = base64::prelude::BASE64_URL_SAFE_NO_PAD
        .decode(format!("A{body}"))
        .expect("base64url");
    assert_eq!(bytes.len(), 40);
    assert_eq!(bytes[3..19], tenant.to_bytes_le());
    assert_eq!(bytes[19..35], resource.to_bytes_le());
    assert_eq!(bytes[1..3], bytes[38..40]);
}

fn published(jwk: &super::members::Members) -> Value {
    serde_json::from_str(&jwk.to_string()).expect("a JWK is JSON")
}
