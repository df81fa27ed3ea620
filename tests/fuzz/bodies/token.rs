//! Any text as a token: it is taken apart without loss, nothing altered verifies, and every report about
//! it is well formed and keeps its secret.
//!
//! Not its job: tokens within other text (`forms.rs`).

use std::collections::HashSet;

use jwtenant::jose::base64url::{decode_lenient, decode_strict, encode};
use jwtenant::jose::json::{Json, parse};
use jwtenant::jose::proof::{Status, prove};
use jwtenant::jose::token::Token;

use super::well_formed::assert_report;
use super::world::{self, Documents};

pub fn body(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim();
    if let Ok(token) = Token::parse(text) {
        assert_lossless(text, &token);
        assert_only_the_genuine_verify(text, &token);
        assert!(format!("{token:?}").len() < 200, "it tells counts only");
    }
    let report = world::check(bytes, Documents::default());
    assert_report(&report);
    for told in &report.tokens {
        if told.proof.status == Status::Valid {
            let input = told.token.signing_input();
            let is_genuine = |token: &String| token.starts_with(&format!("{input}."));
            assert!(world::tokens().iter().any(is_genuine), "{input} verified");
        }
    }
}

fn assert_lossless(text: &str, token: &Token) {
    let parts: Vec<&str> = text.split('.').collect();
    assert_eq!(token.signing_input(), parts[..2].join("."));
    for part in &parts {
        let lenient = decode_lenient(part);
        match decode_strict(part) {
            Some(bytes) => {
                assert_eq!(encode(&bytes), *part, "decoded, then encoded");
                assert!(lenient.leniencies.is_empty() && lenient.bytes == bytes);
            }
            None => assert!(!lenient.leniencies.is_empty(), "{part} is not strict"),
        }
        assert_same_json(&lenient.bytes);
    }
}

/// What was read without a fault is, written and read again, the same; and it is JSON to others too.
fn assert_same_json(bytes: &[u8]) {
    let read = parse(bytes);
    let written = serde_json::to_string(&read.value).expect("a value can be written");
    let again = parse(written.as_bytes());
    assert_eq!(again.faults, [], "{written}");
    assert_eq!(again.value, read.value);
    let others = serde_json::from_slice::<serde::de::IgnoredAny>(bytes);
    if read.faults.is_empty() {
        assert!(
            others.is_ok(),
            "{:?}: {others:?}",
            bytes.escape_ascii().to_string()
        );
    }
    let _ = read.value.duplicates();
    if let Json::Object(members) = &read.value {
        let names: HashSet<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names.len() == members.len(),
            read.value.duplicates().is_empty()
        );
    }
}

fn assert_only_the_genuine_verify(text: &str, token: &Token) {
    for keys in world::key_sets() {
        let proof = prove(token, keys);
        if proof.status == Status::Valid {
            assert!(
                world::tokens().iter().any(|it| it == text),
                "{text} verified"
            );
        }
    }
}
