//! Tests of `jose/token.rs`.

use super::super::base64url::encode;
use super::*;

fn token(header: &str, payload: &str, signature: &str) -> Token {
    let text = format!(
        "{}.{}.{signature}",
        encode(header.as_bytes()),
        encode(payload.as_bytes())
    );
    Token::parse(&text).unwrap()
}

fn codes(token: &Token) -> Vec<&'static str> {
    token.notes.iter().map(|note| note.code).collect()
}

#[test]
fn a_clean_token_has_no_notes() {
    let token = token(r#"{"alg":"RS256","kid":"k"}"#, r#"{"iss":"x"}"#, "AAAA");
    assert_eq!(codes(&token), [""; 0]);
    assert!(token.is_well_formed && token.has_signature());
    assert_eq!(token.claims.unwrap().text("iss"), Some("x"));
}

#[test]
fn oddities_are_notes_and_never_obstacles() {
    assert_eq!(codes(&token("{}", "{}", "")), ["alg-missing"]);
    assert_eq!(
        codes(&token(r#"{"alg":7,"kid":8}"#, "{}", "")),
        ["alg-no-string", "kid-no-string"]
    );
    assert_eq!(
        codes(&token("not json", "[]", "")),
        ["header-json", "payload-no-object"]
    );
    assert_eq!(
        codes(&token(r#"{"alg":"none"}"#, r#"{"a":1,"a":2}"#, "")),
        ["payload-duplicate-member"]
    );
    assert_eq!(
        codes(&Token::parse("e30=.e30").unwrap()),
        ["no-signature-part", "header-base64url", "alg-missing"]
    );
}

#[test]
fn what_is_no_strict_base64url_cannot_be_verified() {
    let good = token(r#"{"alg":"RS256"}"#, "{}", "AAAA");
    for signature in ["AAAA=", "AAA?", "AA+A", "AAB"] {
        assert!(
            !token(r#"{"alg":"RS256"}"#, "{}", signature).is_well_formed,
            "{signature}"
        );
    }
    assert!(good.is_well_formed);
}

#[test]
fn five_parts_are_encrypted() {
    let token = Token::parse(&format!(
        "{}.a.b.c.d",
        encode(br#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#)
    ));
    let token = token.unwrap();
    assert_eq!((token.form, token.claims), (Form::Jwe, None));
}

#[test]
fn more_parts_than_a_signature_covers_cannot_be_verified() {
    let once = format!("{}.{}.AAAA", encode(br#"{"alg":"RS256"}"#), encode(b"{}"));
    for (text, word) in [
        (format!("{once}.AAAA"), "4 parts"),
        (format!("{once}.A.A.A"), "6 parts"),
        (format!("{once}{once}"), "two tokens run together"),
    ] {
        let token = Token::parse(&text).unwrap();
        assert_eq!(
            (token.form, token.is_well_formed),
            (Form::Jws, false),
            "{text}"
        );
        assert_eq!(codes(&token)[0], "unexpected-parts");
        assert!(token.notes[0].text.contains(word), "{:?}", token.notes);
    }
}

#[test]
fn debug_shows_no_byte_of_the_token() {
    let token = token(r#"{"alg":"RS256"}"#, r#"{"secret":"x"}"#, "c2ln");
    assert_eq!(
        format!("{token:?}"),
        "Token { form: Jws, parts: 3, notes: 0, .. }"
    );
}

proptest::proptest! {
    #[test]
    fn any_text_is_survived(text: String) {
        let _ = Token::parse(&text);
    }
}
