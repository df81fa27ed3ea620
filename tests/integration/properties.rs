//! What must hold for any token, however it is made: nothing altered verifies, every format of the report
//! is well formed and harmless, and the exit code is the verdict's.
//!
//! `PROPTEST_CASES=10000 cargo test --test integration properties` runs them at length. Properties of one
//! module stand beside it; those of any bytes at all are the fuzz targets' (`fuzz.rs`).
//!
//! Not its job: which verdict is right.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

use jwtenant::jose::base64url::encode;
use jwtenant::jose::proof::{Status, prove};
use jwtenant::jose::token::Token;

use crate::fuzz::bodies::well_formed::assert_report;
use crate::fuzz::world::{self, Documents};
use crate::samples::world::AT;
use crate::support::cases::few;
use crate::support::claims::CLAIMS;
use crate::support::tool::Tool;

/// What a terminal would obey, what JSON, Markdown and HTML mean something by, and what is very long.
fn text() -> impl Strategy<Value = String> {
    let hostile = vec![
        "\u{1b}[2J\u{1b}]0;x\u{7}",
        "\u{202e}\u{2066}x\u{200b}\u{feff}",
        "\r\n\u{85}VERDICT  fine\u{8}\u{9b}31m",
        "</td><script>alert(1)</script>",
        "![x](https://x.example/?) | `x` *x* [a](javascript:x)",
        "&lt;\"'><!--",
        "\u{0}\u{7f}",
        "{\"a\":[1,{}]}",
        "é日本Ж\u{1f600}",
    ];
    prop_oneof![
        3 => select(hostile).prop_map(str::to_owned),
        2 => "[ -~]{0,40}",
        2 => "\\PC{0,12}",
        1 => "[a-z]{900,2000}",
        2 => select(KNOWN.to_vec()).prop_map(str::to_owned),
    ]
}

/// Values that lead to rules, spelled as Entra ID spells them.
const KNOWN: [&str; 14] = [
    "https://sts.windows.net/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/",
    "https://login.microsoftonline.com/8e2f60d1-47ab-4f39-b6c5-91d03c7ea254/v2.0",
    "https://login.microsoftonline.us/{tenantid}/v2.0",
    "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618",
    "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254",
    "9188040d-6c67-4c5b-b112-36a304b66dad",
    "https://outlook.office365.com",
    "00000003-0000-0000-c000-000000000000",
    "fb78d390-0c51-40cd-8e17-fdbfab77341b",
    "Mail.ReadWrite AdminApi.AccessAsUser.All",
    "1.0",
    "app",
    "kim@tailspin.example",
    "1:live.com:0003BFFD5C7E91A4",
];

fn number() -> impl Strategy<Value = String> {
    let odd = vec![
        "1e400",
        "-1",
        "0",
        "1795610000000",
        "1.5e3",
        "-0",
        "123456789012345678901234567890",
        "1E-5",
        "9223372036854775807",
    ];
    prop_oneof![
        select(odd).prop_map(str::to_owned),
        (1_795_000_000..1_796_000_000_i64).prop_map(|it| it.to_string()),
    ]
}

/// The text of any JSON value.
fn value() -> impl Strategy<Value = String> {
    let quoted = text().prop_map(|text| Value::from(text).to_string());
    let leaf = prop_oneof![
        4 => quoted,
        2 => number(),
        1 => select(vec!["null", "true", "false", "[]", "{}"]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let name = text().prop_map(|text| Value::from(text).to_string());
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4)
                .prop_map(|it| format!("[{}]", it.join(","))),
            proptest::collection::vec((name, inner), 0..4).prop_map(|members| {
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, it)| format!("{name}:{it}"))
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

const MEMBERS: [&str; 10] = [
    "alg", "kid", "typ", "x5t", "jku", "jwk", "crit", "nonce", "x5u", "enc",
];

/// An object with members that mean something, members that mean nothing, and some of them twice.
fn object(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    let name = prop_oneof![6 => select(names).prop_map(str::to_owned), 1 => text()];
    proptest::collection::vec((name, value()), 0..14).prop_map(|members| {
        let member =
            |(name, value): &(String, String)| format!("{}:{value}", Value::from(name.as_str()));
        let members: Vec<String> = members.iter().map(member).collect();
        format!("{{{}}}", members.join(","))
    })
}

fn header() -> impl Strategy<Value = String> {
    let usual = vec![
        r#"{"typ":"JWT","alg":"RS256","kid":"x"}"#,
        r#"{"typ":"JWT","alg":"none"}"#,
        r#"{"alg":"HS256"}"#,
        r#"{"alg":"RS256","nonce":"n","x5t":"x"}"#,
    ];
    prop_oneof![select(usual).prop_map(str::to_owned), object(&MEMBERS)]
}

/// Two to five parts; the third is a signature of some length.
fn token() -> impl Strategy<Value = String> {
    let signature = prop_oneof![
        Just(Vec::new()),
        proptest::collection::vec(any::<u8>(), 256),
        proptest::collection::vec(any::<u8>(), 1..300),
    ];
    (header(), object(&CLAIMS), signature, 2..6_usize).prop_map(
        |(header, claims, signature, parts)| {
            let parts_of = [
                encode(header.as_bytes()),
                encode(claims.as_bytes()),
                encode(&signature),
                "AAAA".into(),
                "BBBB".into(),
            ];
            parts_of[..parts].join(".")
        },
    )
}

/// Samples whose signature is genuine.
const GENUINE: [&str; 4] = ["healthy-v1", "healthy-v2-app-only", "graph-nonce", "guest"];

fn genuine(case: &str) -> String {
    let text = world::sample(&format!("{case}/token.txt"));
    String::from_utf8(text).expect("text").trim().to_owned()
}

fn status(token: &str) -> String {
    let report = world::check(token.as_bytes(), Documents::default());
    let statuses: Vec<&str> = report
        .tokens
        .iter()
        .map(|it| it.proof.status.word())
        .collect();
    statuses.join(" ")
}

/// The text as it is, by the key of any tenant; `check` takes off what merely stands around a token.
fn is_verified(text: &str) -> bool {
    let Ok(token) = Token::parse(text) else {
        return false;
    };
    let mut sets = world::key_sets().iter();
    sets.any(|keys| prove(&token, keys).status == Status::Valid)
}

#[test]
fn the_genuine_samples_verify() {
    for case in GENUINE {
        assert!(is_verified(&genuine(case)), "{case}");
        assert_eq!(status(&genuine(case)), "valid", "{case}");
    }
}

proptest! {
    #[test]
    fn every_format_is_well_formed_for_any_token(token in token()) {
        assert_report(&world::check(token.as_bytes(), Documents::default()));
    }

    #[test]
    fn every_format_is_well_formed_for_any_names_around_a_token(name in text(), other in text()) {
        let token = world::healthy();
        let (name, other) = (Value::from(name), Value::from(other));
        let input = format!("{{{name}:{{{other}:\"{token}\",\"access_token\":\"{token}\"}}}}");
        assert_report(&world::check(input.as_bytes(), Documents::default()));
    }

    /// A letter of the token, and so a bit of its header, payload or signature.
    #[test]
    fn nothing_altered_verifies(case in select(&GENUINE[..]), at in any::<Index>(), letter in "[A-Za-z0-9_-]") {
        let token = genuine(case);
        let at = at.index(token.len());
        prop_assume!(token[at..=at] != *letter && token[at..=at] != *".");
        let altered = format!("{}{letter}{}", &token[..at], &token[at + 1..]);
        prop_assert_ne!(status(&altered), "valid", "{} at {}", case, at);
    }

    #[test]
    fn nothing_longer_or_shorter_verifies(case in select(&GENUINE[..]), at in any::<Index>(), piece in "[A-Za-z0-9_=-]{1,4}", cut in 1..4_usize) {
        let token = genuine(case);
        let at = at.index(token.len());
        let longer = format!("{}{piece}{}", &token[..at], &token[at..]);
        let shorter = format!("{}{}", &token[..at], token.get(at + cut..).unwrap_or_default());
        for altered in [longer, shorter] {
            prop_assert!(altered == token || !is_verified(&altered), "{} at {}", case, at);
        }
    }

    /// One payload under another header, or with another signature.
    #[test]
    fn nothing_mixed_verifies(cases in (select(&GENUINE[..]), select(&GENUINE[..])), part in 0..3_usize) {
        let (first, second) = (genuine(cases.0), genuine(cases.1));
        let mut parts: Vec<&str> = first.split('.').collect();
        parts[part] = second.split('.').nth(part).expect("a part");
        let mixed = parts.join(".");
        prop_assert!(mixed == first || mixed == second || status(&mixed) != "valid", "{:?}", cases);
    }
}

proptest! {
    #![proptest_config(few(24))]

    #[test]
    fn the_exit_code_is_the_verdicts_and_nothing_is_obeyed(
        token in token(),
        tenant in select(vec!["any", "fabrikam.example", "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254"]),
    ) {
        let run = Tool::new(["check", "--json", "--at", AT, "--metadata", "samples/authority", "--tenant", tenant])
            .stdin(token.clone())
            .run();
        let shown = run.stdout.split("\"exit_code\": ").nth(1).and_then(|rest| rest.split(',').next());
        let code = run.exit_code.to_string();
        prop_assert_eq!(shown, Some(code.as_str()), "{}", token);
        let told = Tool::new(["check", "--at", AT, "--metadata", "samples/authority", "--tenant", tenant])
            .stdin(token)
            .run();
        prop_assert_eq!(told.exit_code, run.exit_code);
        prop_assert!(!told.seen().contains(|c| c != '\n' && crate::fuzz::bodies::well_formed::is_obeyed(c)));
    }
}
