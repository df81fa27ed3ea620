//! The JSON files of `json-test-suite`, each as a header and as a payload: what is JSON is read without a
//! fault, what is none is read as far as it goes and its fault is named, and nothing ends by a crash.
//!
//! Not its job: documents of an issuer, which must be JSON.

use std::fs;

use jwtenant::jose::base64url::encode;
use jwtenant::jose::token::{Note, Token};

use super::vectors;
use crate::fuzz::bodies::well_formed::assert_report;
use crate::fuzz::world::{self, Documents};
use crate::support::tool::Tool;

const HEADER: &str = r#"{"typ":"JWT","alg":"RS256"}"#;
const PAYLOAD: &str = r#"{"iss":"https://sts.windows.net/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/"}"#;

/// Name and bytes of every file.
fn files() -> Option<Vec<(String, Vec<u8>)>> {
    let folder = vectors("json-test-suite/test_parsing")?;
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|file| {
            let path = file.expect("readable").path();
            let name = path.file_name().expect("a name").to_string_lossy().into();
            (name, fs::read(path).expect("readable"))
        })
        .collect();
    files.sort();
    assert_eq!(files.len(), 318);
    Some(files)
}

/// As a header, and as a payload.
fn tokens(bytes: &[u8]) -> [String; 2] {
    let own = encode(bytes);
    [
        format!("{own}.{}.c2ln", encode(PAYLOAD.as_bytes())),
        format!("{}.{own}.c2ln", encode(HEADER.as_bytes())),
    ]
}

#[test]
fn every_file_is_read_as_a_header_and_as_a_payload() {
    let Some(files) = files() else {
        return;
    };
    for (name, bytes) in files {
        for (part, text) in ["header-json", "payload-json"]
            .into_iter()
            .zip(tokens(&bytes))
        {
            let token = Token::parse(&text).expect("a compact token");
            let faults: Vec<&Note> = token.notes.iter().filter(|it| it.code == part).collect();
            match name.as_bytes()[0] {
                b'y' => assert_eq!(faults, Vec::<&Note>::new(), "{name} is JSON"),
                b'n' => assert!(!faults.is_empty(), "{name} is no JSON, and nothing says so"),
                _ => {}
            }
            for Note { text, .. } in faults {
                let (_, place) = text.rsplit_once(" at byte ").expect("a place");
                let place: usize = place.trim_end_matches('.').parse().expect("a number");
                assert!(place <= bytes.len(), "{name}: {text}");
            }
        }
    }
}

#[test]
fn every_file_in_a_token_is_told_in_every_format() {
    let Some(files) = files() else {
        return;
    };
    for (_, bytes) in files {
        for text in tokens(&bytes) {
            assert_report(&world::check(text.as_bytes(), Documents::default()));
        }
    }
}

#[test]
fn the_program_decodes_every_file_as_a_payload() {
    let Some(files) = files() else {
        return;
    };
    let lines: Vec<String> = files
        .iter()
        .map(|(_, bytes)| tokens(bytes)[1].clone())
        .collect();
    let run = Tool::new(["decode"]).stdin(lines.join("\n")).run();
    assert_eq!(run.stdout.lines().count(), files.len(), "{}", run.stderr);
    for line in run.stdout.lines() {
        serde_json::from_str::<serde::de::IgnoredAny>(line).expect("JSON");
    }
}
