//! Closed grammars: what a claim may hold, what is dropped, and that nothing reaches a query as it stood.

use proptest::prelude::*;

use super::*;

const REQUEST: &str = "d57d0a27-adfb-46d7-923c-2c72cee14700";
const UTI: &str = "Jwp91fut10aSPCxyzuFHAA";

fn with(key: &str, value: &str) -> Result<Keys, KeyError> {
    let mut keys = Keys::default();
    keys.add(&format!("{key}={value}")).map(|()| keys)
}

#[test]
fn uti_and_request_id_are_made_of_each_other() {
    for (key, value) in [
        ("uti", UTI),
        ("uti", "Jwp91fut10aSPCxyzuFHAA=="),
        ("request", REQUEST),
        ("REQ", "D57D0A27-ADFB-46D7-923C-2C72CEE14700"),
    ] {
        let token = with(key, value).unwrap().token;
        assert_eq!(token.uti.as_deref(), Some(UTI), "{key} {value}");
        assert_eq!(
            token.request_id.map(|id| id.to_string()).as_deref(),
            Some(REQUEST)
        );
    }
}

#[test]
fn what_fits_no_grammar_is_refused() {
    for (key, value) in [
        ("uti", "Jwp91fut10aSPCxyzuFHA"),
        ("uti", "Jwp91fut10aSPCxyzuFH'A"),
        ("sid", "not a guid"),
        ("sid", "00000000-0000-0000-0000-000000000000"),
        ("oid", "{71c0f8d4-3a5e-4b92-8f17-d06b2e94ca53}"),
        ("puid", "100320041A7C3E9"),
        ("ip", "198.51.100.23:443"),
        ("ip", "999.1.1.1"),
        ("iat", "-1"),
        ("iat", "4102444801"),
        ("iat", "yesterday"),
        ("aud", "https://somewhere.example/"),
        ("upn", "a b@contoso.com"),
        ("upn", "a\"b@contoso.com"),
        ("upn", "user*@contoso.com"),
        ("upn", "a@b@-c.com"),
        ("upn", "a@contoso..com"),
        ("upn", "${env:PATH}@contoso.com"),
        ("upn", "zoë@contoso.com"),
        ("upn", "@contoso.com"),
    ] {
        assert!(
            matches!(with(key, value), Err(KeyError::Value { .. })),
            "{key} {value}"
        );
    }
    assert_eq!(with("color", "blue"), Err(KeyError::Name));
    assert_eq!(Keys::default().add("uti"), Err(KeyError::Shape));
}

#[test]
fn values_are_canonical() {
    let show = |key: &str, value: &str| {
        let keys = with(key, value).unwrap();
        let found = keys.all().find(|(name, _)| *name == key);
        found.map(|(_, value)| value).unwrap()
    };
    assert_eq!(show("ip", "::ffff:198.51.100.23"), "198.51.100.23");
    assert_eq!(show("ip", "2001:DB8:0::1"), "2001:db8::1");
    assert_eq!(
        show("sid", "8C212CDF-7F6B-4D3F-A922-29200D3AF75A"),
        "8c212cdf-7f6b-4d3f-a922-29200d3af75a"
    );
    assert_eq!(show("puid", "100320041a7c3e90"), "100320041A7C3E90");
    assert_eq!(show("iat", "1795175901"), "2026-11-20T11:58:21Z");
    assert_eq!(
        show("upn", "O'Hara+x_#EXT#@Contoso.com"),
        "o'hara+x_#ext#@contoso.com"
    );
    let exchange = show("resource", "https://outlook.office365.com");
    assert_eq!(exchange, "00000002-0000-0ff1-ce00-000000000000");
}

#[test]
fn a_tokens_key_that_fits_no_grammar_is_dropped_and_said() {
    let hostile = TokenKeys {
        uti: Some("x' or 1=1 --".into()),
        request_id: REQUEST.parse().ok(),
        session: Some("\" | delete | \"".into()),
        puid: Some("$(calc)".into()),
        user: Some("line1\nline2".into()),
        object_id: REQUEST.parse().ok(),
        ..TokenKeys::default()
    };
    let keys = Keys::of_token(&hostile);
    let dropped: Vec<_> = keys.not_used.iter().map(|it| it.key).collect();
    assert_eq!(dropped, ["uti", "sid", "puid", "upn"]);
    assert_eq!(
        keys.all().map(|(name, _)| name).collect::<Vec<_>>(),
        ["oid"]
    );
}

proptest! {
    /// Nothing that a token claims comes out of its grammar with a character that a language could mind,
    /// but for the apostrophe of a name.
    #[test]
    fn only_an_apostrophe_is_left_to_quote(text in any::<String>(), short in "[ -~]{0,30}", upn in "[!-~]{1,20}@[a-z.-]{1,20}") {
        for value in [text, short, upn] {
            let hostile = TokenKeys {
                uti: Some(value.clone()),
                session: Some(value.clone()),
                puid: Some(value.clone()),
                user: Some(value),
                ..TokenKeys::default()
            };
            for (_, value) in Keys::of_token(&hostile).all() {
                let is_plain = |c: char| c.is_ascii_alphanumeric() || "'._!#^~+-@:".contains(c);
                prop_assert!(value.chars().all(is_plain), "{value}");
            }
        }
    }
}
