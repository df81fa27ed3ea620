//! Faults of documents: what an allowed issuer publishes that must not be believed, and what may.

use serde_json::json;

use crate::support::authority::program::{Program, Ran};
use crate::support::authority::published::Provider;
use crate::support::authority::{Authority, Reply};
use crate::support::forge::{Algorithm, SigningKey};

const ISSUER: &str = "https://idp.example";

/// Checks the provider's token against these two documents.
fn published(provider: &Provider, discovery: Reply, keys: Reply) -> (Ran, Authority) {
    checked(&provider.token(), discovery, keys)
}

fn checked(token: &str, discovery: Reply, keys: Reply) -> (Ran, Authority) {
    let authority = Authority::start(move |asked| {
        if asked.wants_keys() {
            keys.clone()
        } else {
            discovery.clone()
        }
    });
    let ran = Program::behind(&authority).check(token, &["--issuer", ISSUER]);
    (ran, authority)
}

fn refused(discovery: String, words: &str) {
    let provider = Provider::new(ISSUER);
    let (ran, authority) = published(
        &provider,
        Reply::json(discovery),
        Reply::json(provider.jwks()),
    );
    assert_eq!(ran.code, 4, "{words}: {ran:?}");
    assert!(ran.says(words), "{words}: {ran:?}");
    assert_eq!(
        authority.urls().len(),
        1,
        "only the discovery document: {:?}",
        authority.urls()
    );
}

fn with_keys(keys: serde_json::Value) -> Ran {
    let provider = Provider::new(ISSUER);
    published(
        &provider,
        Reply::json(provider.discovery()),
        Reply::json(keys.to_string()),
    )
    .0
}

#[test]
fn documents_of_another_issuer_or_none_are_not_trusted() {
    refused(
        json!({"issuer": "https://other.example", "jwks_uri": "https://idp.example/keys"})
            .to_string(),
        "names the issuer \\\"https://other.example\\\" and is not trusted",
    );
    refused(
        json!({"jwks_uri": "https://idp.example/keys"}).to_string(),
        "issuer is missing",
    );
    refused(json!({"issuer": ISSUER}).to_string(), "jwks_uri is missing");
    refused(
        r#"{"issuer":"https://idp.example","jwks_uri":"https://idp.example/a","jwks_uri":"https://idp.example/b"}"#.into(),
        "jwks_uri stands more than once",
    );
}

#[test]
fn addresses_of_keys_that_are_none_or_lead_astray_are_refused() {
    let provider = Provider::new(ISSUER);
    for (jwks_uri, words) in [
        ("/keys", "is not a URL"),
        ("file:///etc/passwd", "only https is asked"),
        (
            "https://user:secret@idp.example/keys",
            "idp.example is refused: it carries a user name or password",
        ),
        ("http://idp.example/keys", "only https is asked"),
        ("http://127.0.0.1/keys", "private network"),
        ("https://169.254.169.254/keys", "private network"),
        ("https://10.1.2.3/keys", "private network"),
        ("https://[::1]/keys", "private network"),
        ("https://localhost/keys", "private network"),
    ] {
        refused(provider.discovery_with(jwks_uri), words);
    }
}

#[test]
fn keys_on_another_public_host_are_read_and_shown() {
    let provider = Provider::new(ISSUER);
    let discovery = provider.discovery_with("https://keys.elsewhere.example/certs");
    let (ran, authority) = published(
        &provider,
        Reply::json(discovery),
        Reply::json(provider.jwks()),
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.says("stand on another host: https://keys.elsewhere.example/certs"),
        "{ran:?}"
    );
    assert_eq!(authority.urls()[1], "https://keys.elsewhere.example/certs");
}

#[test]
fn json_is_read_whatever_it_calls_itself_and_with_a_byte_order_mark() {
    let provider = Provider::new(ISSUER);
    let discovery = Reply::status(200)
        .typed("text/plain")
        .body(provider.discovery());
    let keys = Reply::json(format!("\u{feff}{}", provider.jwks()));
    let (ran, _) = published(&provider, discovery, keys);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.says("calls itself text/plain"), "{ran:?}");
}

#[test]
fn escape_codes_of_an_issuer_stay_harmless() {
    let provider = Provider::new(ISSUER);
    let discovery =
        json!({"issuer": "https://\u{1b}[31midp.example", "jwks_uri": "https://idp.example/keys"});
    let authority = Authority::start(move |_| Reply::json(discovery.to_string()));
    let ran = Program::behind(&authority).run(&["check", "--issuer", ISSUER], &provider.token());
    assert_eq!(ran.code, 4);
    assert!(!ran.says("\u{1b}"), "{ran:?}");
}

#[test]
fn a_thousand_keys_are_read_and_only_the_named_one_is_tried() {
    let provider = Provider::new(ISSUER);
    let other = crate::support::authority::published::keys()
        .unpublished
        .entra_jwk("", "");
    let other: serde_json::Value =
        serde_json::from_str(&other.without("issuer").to_string()).expect("JSON");
    let filler = (0..1000).map(|number| {
        let mut jwk = other.clone();
        jwk["kid"] = json!(format!("key-{number}"));
        jwk
    });
    let mut keys = filler.collect::<Vec<_>>();
    keys.push(provider.jwk());
    let text = json!({"keys": keys}).to_string();
    assert!(text.len() > 1 << 20);
    let (ran, _) = published(
        &provider,
        Reply::json(provider.discovery()),
        Reply::json(text),
    );
    assert_eq!(ran.code, 0, "{:?}", ran.stderr);
    assert!(
        ran.took < std::time::Duration::from_secs(2),
        "{:?}",
        ran.took
    );
}

#[test]
fn keys_are_found_among_bad_and_doubtful_ones() {
    let provider = Provider::new(ISSUER);
    let good = provider.jwk();
    let mut wrong = Provider::new(ISSUER).jwk();
    wrong["kid"] = good["kid"].clone();
    let mut nameless = good.clone();
    nameless.as_object_mut().expect("a key").remove("kid");
    let bad = json!([
        null, 42, {"kty": "XYZ"}, {"kty": "RSA", "n": "?", "e": "AQAB"},
        {"kty": "EC", "crv": "P-000", "x": "AA", "y": "AA"},
        {"kty": "RSA", "n": good["x"], "e": "AQ"}, {"kty": "RSA", "n": "__8", "e": "AQAB"}, good,
    ]);
    for (keys, note) in [
        (
            json!({"keys": [wrong, good]}),
            "2 keys share this kid; all were tried",
        ),
        (
            json!({"keys": [nameless]}),
            "names no key of the set; the one key that could fit was tried",
        ),
        (json!({"keys": bad}), ""),
    ] {
        let (ran, _) = published(
            &provider,
            Reply::json(provider.discovery()),
            Reply::json(keys.to_string()),
        );
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.says(note), "{ran:?}");
    }
}

#[test]
fn a_token_without_kid_is_matched_by_thumbprint_or_by_trying() {
    let provider = Provider::new(ISSUER);
    let mut jwk = provider.jwk();
    jwk["x5t"] = json!(provider.key.kid());
    let keys = json!({"keys": [Provider::new(ISSUER).jwk(), jwk]}).to_string();
    for header in [
        json!({"alg": "ES256", "x5t": provider.key.kid()}),
        json!({"alg": "ES256"}),
    ] {
        let token = provider.token_with_header(&header.to_string());
        let (ran, _) = checked(
            &token,
            Reply::json(provider.discovery()),
            Reply::json(keys.clone()),
        );
        assert_eq!(ran.code, 0, "{ran:?}");
    }
}

#[test]
fn keys_that_must_not_verify_are_not_used() {
    let provider = Provider::new(ISSUER);
    for (name, value, words) in [
        ("use", json!("enc"), "meant for something else"),
        ("d", json!("AAAA"), "contains the private key"),
        (
            "kty",
            json!("oct"),
            "symmetric key, which nobody may publish",
        ),
    ] {
        let mut jwk = provider.jwk();
        jwk[name] = value;
        let keys = json!({"keys": [jwk]}).to_string();
        let (ran, _) = published(
            &provider,
            Reply::json(provider.discovery()),
            Reply::json(keys),
        );
        assert_eq!(ran.code, 4, "{ran:?}");
        assert!(ran.says(words), "{ran:?}");
    }
}

#[test]
fn what_is_no_key_set_says_so() {
    let ran = with_keys(json!({"keys": {}}));
    assert!(
        ran.code == 4 && ran.says("it has no array named keys"),
        "{ran:?}"
    );
    let ran = with_keys(json!([]));
    assert!(
        ran.code == 4 && ran.says("it has no array named keys"),
        "{ran:?}"
    );
    let provider = Provider::new(ISSUER);
    let (ran, _) = published(
        &provider,
        Reply::json(provider.discovery()),
        Reply::status(404),
    );
    assert!(
        ran.code == 4 && ran.says("idp.example: it answered with status 404"),
        "{ran:?}"
    );
}

#[test]
fn a_set_whose_names_and_certificates_disagree_is_noted() {
    let key = SigningKey::generate(Algorithm::Rs256, "login.microsoftonline.us");
    let mut jwk: serde_json::Value =
        serde_json::from_str(&key.entra_jwk(ISSUER, "microsoftonline.us").to_string())
            .expect("JSON");
    let note = "x5t and x5c that do not match";
    assert!(!with_keys(json!({"keys": [jwk]})).says(note));
    jwk["kid"] = json!("other");
    assert!(with_keys(json!({"keys": [jwk]})).says(note));
}
