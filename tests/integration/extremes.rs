//! Input that is far larger, deeper or stranger than anything an issuer writes: it is read or refused in
//! plain words, in little time, without a crash.
//!
//! Not its job: limits and their messages (`limits.rs`), and memory (`memory.rs`).

use std::time::Instant;

use jwtenant::entra::metadata::Issuing;
use jwtenant::jose::base64url::encode;
use jwtenant::jose::json::{Json, parse};
use jwtenant::jose::jwks::KeySet;
use jwtenant::jose::proof::{Status, prove};
use jwtenant::jose::token::Token;

use crate::fuzz::bodies::well_formed::assert_report;
use crate::fuzz::world::{self, Documents};
use crate::samples::world::AT;
use crate::support::forge;
use crate::support::tool::{Run, Tool};

const DEEP: usize = 200_000;

#[test]
fn nesting_of_any_depth_is_cut_and_said() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for end in [close, ""] {
            let deep = format!("{}1{}", open.repeat(DEEP), end.repeat(DEEP));
            let as_claim = format!("{{\"x\":{deep}}}");
            for text in [&deep, &as_claim] {
                let tokens = [
                    forge::unsigned(text, "{}"),
                    forge::unsigned(r#"{"alg":"none"}"#, text),
                ];
                for token in tokens {
                    let read = Token::parse(&token).expect("compact");
                    let said = read
                        .notes
                        .iter()
                        .any(|it| it.text.contains("nesting deeper than"));
                    assert!(said, "{:?}", read.notes);
                    assert_report(&world::check(token.as_bytes(), Documents::default()));
                }
                assert!(KeySet::parse(text.as_bytes()).is_err());
            }
            // As what is handed over itself, and as an export.
            let run = Tool::new(["check"]).stdin(deep.clone()).run();
            assert_eq!(run.exit_code, 3, "{}", run.seen());
            let run = Tool::new(["audit", "-", "--offline"]).stdin(deep).run();
            assert_eq!(run.exit_code, 3, "{}", run.seen());
        }
    }
}

fn check(input: Vec<u8>) -> Run {
    Tool::new([
        "check",
        "--json",
        "--tenant",
        "any",
        "--offline",
        "--at",
        AT,
    ])
    .stdin(input)
    .run()
}

/// A hundred megabytes; without optimisation, where a minute would go by, a tenth of that (`.ci/run` puts
/// a hundred through the release build).
const LARGE: usize = if cfg!(debug_assertions) {
    10 << 20
} else {
    100 << 20
};

#[test]
fn a_large_input_without_a_token_ends_soon() {
    let line = b"2026-11-20 12:30:00 nothing to see here, eyJ nor there, Bearer of bad news\n";
    let run = check(line.repeat(LARGE / line.len()));
    assert_eq!(run.exit_code, 3, "{}", run.stderr);
}

#[test]
fn a_token_at_the_end_of_a_large_input_is_found() {
    let mut input = b"nothing of interest\n".repeat(LARGE / 20);
    input.extend_from_slice(world::healthy().as_bytes());
    let run = check(input);
    assert!(
        run.stdout.contains("\"kind\": \"access_token\""),
        "{}",
        run.stdout
    );
    assert_eq!(run.exit_code, 4, "no key is at hand: {}", run.stdout);
}

/// Ten thousand keys, the right one the last, also where nothing names it.
#[test]
fn ten_thousand_keys_are_read_and_the_right_one_found() {
    const KEYS: usize = 10_000;
    let set = world::sample("authority/fabrikam/keys.json");
    let set = String::from_utf8(set).expect("text");
    let genuine = serde_json::from_str::<serde_json::Value>(&set).expect("JSON")["keys"].clone();
    let other = |number: usize| {
        let mut modulus = vec![0xC5; 256];
        modulus[100..108].copy_from_slice(&number.to_be_bytes());
        format!(
            r#"{{"kty":"RSA","use":"sig","kid":"k{number}","n":"{}","e":"AQAB"}}"#,
            encode(&modulus)
        )
    };
    let others: Vec<String> = (0..KEYS).map(other).collect();
    let genuine: Vec<String> = genuine
        .as_array()
        .expect("keys")
        .iter()
        .map(ToString::to_string)
        .collect();
    let document = format!("{{\"keys\":[{},{}]}}", others.join(","), genuine.join(","));

    let begun = Instant::now();
    let mut issuing = Issuing::default();
    issuing.add_keys("https://idp.example/keys", document.as_bytes());
    assert_eq!(issuing.keys.keys.len(), KEYS + genuine.len());
    let token = Token::parse(world::healthy()).expect("compact");
    assert_eq!(prove(&token, &issuing.keys).status, Status::Valid);
    // Unoptimised and on a busy machine; anything quadratic takes minutes.
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());

    let report = world::check(
        world::healthy().as_bytes(),
        Documents {
            discovery: None,
            keys: Some(document.into_bytes()),
        },
    );
    assert_eq!(report.tokens[0].proof.status, Status::Valid);
}

/// The state of a token's lifetime, and the exit code, for a written `exp`.
fn lifetime(exp: &str) -> (String, i32) {
    let payload = format!(
        r#"{{"iss":"https://sts.windows.net/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/","aud":"x","nbf":1795000000,"exp":{exp}}}"#
    );
    let token = forge::unsigned(r#"{"typ":"JWT","alg":"RS256"}"#, &payload) + "AAAA";
    assert_report(&world::check(token.as_bytes(), Documents::default()));
    let run = check(token.into_bytes());
    let report = parse(run.stdout.as_bytes());
    assert_eq!(report.faults, []);
    let token = report.value.get("tokens").map(Json::items).expect("tokens")[0].clone();
    let state = token
        .get("lifetime")
        .and_then(|it| it.get("state"))
        .and_then(Json::as_str);
    (state.unwrap_or_default().to_owned(), run.exit_code)
}

#[test]
fn an_expiry_in_any_form_is_read_or_said_to_be_unreadable() {
    let states: Vec<(&str, String)> = [
        "1795610000",
        "\"1795610000\"",
        "1795610000.75",
        "1.79561e9",
        "1e400",
        "-1e400",
        "-1",
        "0",
        "1795610000000",
        "99999999999999999999999999",
        "\"soon\"",
        "\"\"",
        "null",
        "true",
        "[]",
        "{}",
    ]
    .into_iter()
    .map(|exp| (exp, lifetime(exp).0))
    .collect();
    let text: Vec<String> = states
        .iter()
        .map(|(exp, state)| format!("{exp} {state}"))
        .collect();
    insta::assert_snapshot!(text.join("\n"), @r#"
    1795610000 valid
    "1795610000" valid
    1795610000.75 valid
    1.79561e9 valid
    1e400 unreadable
    -1e400 unreadable
    -1 expired
    0 expired
    1795610000000 unreadable
    99999999999999999999999999 unreadable
    "soon" unreadable
    "" unreadable
    null unreadable
    true unreadable
    [] unreadable
    {} unreadable
    "#);
}
