//! One token in every form in which people hand it over: the answer never depends on the wrapping,
//! and what was peeled off is said.
//!
//! Not its job: corner cases of a form, which are unit tests of `input`.

use serde_json::Value;

use crate::samples::world::AT;
use crate::support::tool::{Run, Tool, sample_file};

/// A form, made around a token, and the words that standard error must say about it.
type Form = (&'static str, fn(&str) -> Vec<u8>, &'static [&'static str]);

#[rustfmt::skip]
const FORMS: &[Form] = &[
    ("plain", |token| token.into(), &[]),
    ("a line feed behind it", |token| format!("{token}\n").into(), &[]),
    ("blanks around it", |token| format!("  \t{token} \r\n\r\n").into(), &["whitespace"]),
    ("Bearer", |token| format!("Bearer {token}").into(), &["bearer-prefix"]),
    ("a header line", |token| format!("authorization: bearer {token}\r\n").into(), &["authorization-header", "bearer-prefix"]),
    ("quotes", |token| format!("\"{token}\"").into(), &["quotes"]),
    ("typographic quotes", |token| format!("“{token}”").into(), &["quotes"]),
    ("hard line breaks", |token| wrapped(token, "\n").into(), &["line-breaks"]),
    ("hard line breaks of Windows", |token| wrapped(token, "\r\n").into(), &["line-breaks"]),
    ("a byte order mark", |token| format!("\u{feff}{token}").into(), &["bom"]),
    ("UTF-16 LE", |token| utf16(&format!("\u{feff}{token}\r\n"), u16::to_le_bytes), &["utf-16"]),
    ("UTF-16 BE", |token| utf16(&format!("\u{feff}{token}"), u16::to_be_bytes), &["utf-16"]),
    ("UTF-16 LE without a mark", |token| utf16(token, u16::to_le_bytes), &["utf-16"]),
    ("a token response", |token| format!(r#"{{"token_type":"Bearer","access_token":"{token}"}}"#).into(), &["json-response"]),
    ("az account get-access-token", |token| format!(r#"{{"accessToken":"{token}","tenant":"x"}}"#).into(), &["json-response"]),
    ("a redirect fragment", |token| format!("https://app.example/cb#access_token={token}&token_type=Bearer&state=1").into(), &["redirect-fragment"]),
    ("a cookie", |token| format!("Cookie: theme=dark; session={token}; x=1").into(), &["cookie"]),
    ("a curl line", |token| format!("curl -s 'https://api.example/x' -H 'Authorization: Bearer {token}' --compressed").into(), &["curl-command", "bearer-prefix"]),
    ("any text", |token| format!("2026-11-20 ERROR call failed, token={token} (retry)").into(), &["surrounding-text"]),
    ("all at once", |token| utf16(&format!("\u{feff}  Authorization: Bearer \"{}\"\r\n", wrapped(token, "\r\n")), u16::to_le_bytes), &["utf-16", "authorization-header", "bearer-prefix", "line-breaks"]),
];

fn token_of(case: &str) -> String {
    let text = std::fs::read_to_string(sample_file(case, "token.txt")).expect("text");
    text.trim_end().to_owned()
}

fn wrapped(token: &str, line_end: &str) -> String {
    let bytes = token.as_bytes().chunks(76).map(String::from_utf8_lossy);
    bytes.collect::<Vec<_>>().join(line_end)
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// A check as the samples make it, without their input.
fn check() -> Tool {
    Tool::new([
        "check",
        "--json",
        "--tenant",
        "fabrikam.example",
        "--at",
        AT,
    ])
    .args(["--metadata", "samples/authority"])
}

/// What a report says, without where it read it, and without the other file of a folder.
fn answer(run: &Run) -> Value {
    let mut report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let is_note = |item: &Value| {
        item["what"]
            .as_str()
            .is_some_and(|what| what.ends_with("notes.md"))
    };
    let not_checked = report["not_checked"].as_array_mut().expect("a list");
    not_checked.retain(|item| !is_note(item));
    for token in report["tokens"].as_array_mut().expect("a list") {
        token["source"].take();
    }
    report
}

#[test]
fn the_form_does_not_change_the_answer() {
    let token = token_of("healthy-v1");
    let plain = check().stdin(token.clone()).run();
    assert_eq!((plain.exit_code, plain.stderr.as_str()), (0, ""));
    for (name, form, removed) in FORMS {
        let run = check().stdin(form(&token)).run();
        assert_eq!(run.exit_code, 0, "{name}: {run:?}");
        assert_eq!(answer(&run), answer(&plain), "{name}");
        for word in *removed {
            assert!(
                run.stderr.contains(word),
                "{name}: {word} in {:?}",
                run.stderr
            );
        }
        assert_eq!(
            run.stderr.is_empty(),
            removed.is_empty(),
            "{name}: {}",
            run.stderr
        );
    }
}

#[test]
fn a_token_comes_from_anywhere() {
    let token = token_of("healthy-v1");
    let path = sample_file("healthy-v1", "token.txt");
    let folder = tempfile::tempdir().expect("a folder");
    let below = folder.path().join("case/7");
    std::fs::create_dir_all(&below).expect("a folder below");
    std::fs::write(below.join("paste.txt"), &token).expect("a file");
    std::fs::write(folder.path().join("notes.md"), "nothing in here").expect("a file");

    let plain = answer(&check().stdin(token.clone()).run());
    let ways = [
        ("-", check().arg("-").stdin(token.clone())),
        ("a file", check().arg(&path)),
        ("a folder", check().arg(folder.path())),
        (
            "a variable",
            check().args(["--token-env", "JWT"]).env("JWT", &token),
        ),
        ("an argument", check().arg(&token)),
        (
            "an argument with Bearer",
            check().arg(format!("Bearer {token}")),
        ),
    ];
    for (name, tool) in ways {
        let run = tool.run();
        assert_eq!(run.exit_code, 0, "{name}: {}", run.stderr);
        assert_eq!(answer(&run), plain, "{name}");
        let warns = run.stderr.contains("process list");
        assert_eq!(
            warns,
            name.starts_with("an argument"),
            "{name}: {}",
            run.stderr
        );
    }
}

#[test]
fn a_variable_that_is_not_set_is_named() {
    let run = check().args(["--token-env", "NO_SUCH_TOKEN"]).run();
    assert_eq!(run.exit_code, 3);
    assert!(run.stderr.contains("NO_SUCH_TOKEN"), "{}", run.stderr);
}

#[test]
fn all_tokens_of_a_text_are_answered_in_their_order() {
    let [good, late] = ["healthy-v1", "expired-only"].map(token_of);
    let run = check()
        .stdin(format!("first: {late}\nthen, after a retry: {good}\n"))
        .run();
    let report = answer(&run);
    let outcomes: Vec<_> = report["tokens"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|token| token["verdict"]["outcome"].as_str().expect("a word"))
        .collect();
    assert_eq!(outcomes, ["time", "expected"]);
    assert_eq!(run.exit_code, 5, "the worst decides");
}

#[test]
fn of_a_token_response_the_access_token_decides() {
    let [good, bad] = ["healthy-v1", "forged-signature"].map(token_of);
    let response = |access: &str, id: &str| {
        let text = format!(r#"{{"id_token":"{id}","access_token":"{access}"}}"#);
        check().stdin(text).run()
    };
    let run = response(&good, &bad);
    assert_eq!(run.exit_code, 0, "{}", run.stdout);
    assert_eq!(answer(&run)["tokens"].as_array().map(Vec::len), Some(2));
    assert_eq!(response(&bad, &good).exit_code, 1);
}

#[test]
fn decode_shows_the_same_in_every_form() {
    let token = token_of("healthy-v1");
    let decode = |bytes: Vec<u8>| Tool::new(["decode"]).stdin(bytes).run();
    let plain = decode(token.clone().into());
    assert!(
        plain.stderr.contains("nothing was verified"),
        "{}",
        plain.stderr
    );
    for (name, form, _) in FORMS {
        let run = decode(form(&token));
        assert_eq!((run.exit_code, &run.stdout), (0, &plain.stdout), "{name}");
    }
}

#[test]
fn decode_says_what_it_peeled_off() {
    let run = Tool::new(["decode"])
        .stdin(format!("Bearer {}", token_of("healthy-v1")))
        .run();
    assert!(run.stderr.contains("bearer-prefix"), "{}", run.stderr);
}
