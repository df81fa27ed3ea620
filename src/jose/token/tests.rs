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

/// What names faults or names without end must not make the report longer than the token.
#[test]
fn notes_are_few_however_many_faults_there_are() {
    let faulty = format!("{{\"a\":\"{}\"}}", "\u{1}".repeat(100_000));
    let bad = token(r#"{"alg":"RS256"}"#, &faulty, "AAAA");
    assert_eq!(bad.notes.len(), 21);
    assert_eq!(
        bad.notes[20].text,
        "The payload is not valid JSON in 99980 more places, the last at byte 100005."
    );
    let names: Vec<_> = (0..60_000)
        .map(|at| format!("\"{}\":1", at % 30_000))
        .collect();
    let repeated = token(
        r#"{"alg":"RS256"}"#,
        &format!("{{{}}}", names.join(",")),
        "AAAA",
    );
    assert!(
        repeated.notes[0].text.ends_with("18, 19 and 29980 more."),
        "{:?}",
        repeated.notes[0].text.len()
    );
}

#[test]
fn a_payload_that_ends_in_the_middle_says_so_and_leaves_out_its_end() {
    for cut in [
        r#"{"iss":"x","iat":179"#,
        r#"{"iss":"x","sid":"0123"#,
        r#"{"iss":"x","nbf":tr"#,
        r#"{"iss":"x","nbf":"#,
        r#"{"iss":"x","nbf""#,
        r#"{"iss":"x","sid":"\u00"#,
        r#"{"iss":"x","#,
    ] {
        let token = token(r#"{"alg":"RS256"}"#, cut, "AAAA");
        assert_eq!(codes(&token), ["payload-json", "payload-cut"], "{cut}");
        let claims = token.claims.unwrap();
        assert_eq!(
            serde_json::to_string(&claims.0).unwrap(),
            r#"{"iss":"x"}"#,
            "{cut}"
        );
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

#[test]
fn a_token_inside_is_named_and_not_held() {
    let inner = format!("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.{}", "A".repeat(40));
    let payload =
        format!(r#"{{"iss":"{inner}","act":{{"t":["Bearer {inner}"]}},"{inner}":1,"{inner}":2}}"#);
    let token = token(
        &format!(r#"{{"alg":"none","kid":"{inner}"}}"#),
        &payload,
        "",
    );
    let claims = token.claims.as_ref().unwrap();
    let held = format!("{:?} {claims:?} {:?}", token.header, token.notes);
    assert!(!held.contains("eyJ"), "{held}");
    let left_out = format!("<a token of {} characters, left out>", inner.len());
    assert_eq!(claims.text("iss"), Some(left_out.as_str()));
    assert!(
        token.header_bytes().ends_with(b"\"}"),
        "what was signed stays"
    );
}
