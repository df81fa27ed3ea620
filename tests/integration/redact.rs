//! `jwtenant redact`: a redacted pair tells the same story, and nothing of the people in it.
//!
//! Not its job: single values (`src/redact/tests.rs`).

use std::fs;
use std::path::{Path, PathBuf};

use jwtenant::jose::json::{Json, parse};

use crate::samples::world::{AT, EXCHANGE, FABRIKAM, PAT, TAILSPIN};
use crate::support::tool::{Run, Tool, sample_file};
use crate::support::witness;

const CASE: &str = "wrong-tenant-exo-powershell";

/// Redacts files of the case under one key; the folder lives as long as the test.
fn redacted(files: &[&str]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder");
    let key = folder.path().join("key");
    fs::write(&key, "sixteen bytes or more").expect("written");
    let redact = |file: &&str| {
        let to = folder.path().join(file);
        let run = Tool::new(["redact", "-q"])
            .arg(sample_file(CASE, file))
            .arg("--key-file")
            .arg(&key)
            .arg("-o")
            .arg(&to)
            .run();
        assert_eq!((run.exit_code, run.seen().as_str()), (0, ""), "{file}");
        to
    };
    let paths = files.iter().map(redact).collect();
    (folder, paths)
}

fn json(run: &Run) -> Json {
    parse(run.stdout.as_bytes()).value
}

fn at<'a>(json: &'a Json, path: &[&str]) -> &'a Json {
    path.iter()
        .fold(json, |json, name| match name.parse::<usize>() {
            Ok(index) => &json.items()[index],
            Err(_) => json.get(name).unwrap_or_else(|| panic!("no {name}")),
        })
}

#[test]
fn a_redacted_pair_gives_the_same_verdict() {
    for export in ["unified-audit-log.csv", "unified-audit-log.jsonl"] {
        let (_folder, paths) = redacted(&["token.txt", export]);
        let token = fs::read_to_string(&paths[0]).expect("text");
        let claims = witness::decoded(token.trim(), 1);
        let idp = claims["idp"].as_str().expect("a text");
        let home = idp.split('/').nth(3).expect("a tenant");
        assert_ne!(home, FABRIKAM.id.to_string());
        let run = Tool::new(["check", "--json", "--offline", "--at", AT, "--tenant", home])
            .arg(&paths[0])
            .arg("--audit")
            .arg(&paths[1])
            .run();
        assert_eq!(run.exit_code, 1, "{run:?}");
        let report = json(&run);
        let original = json(&Tool::sample(CASE).arg("--json").run());
        for path in [
            &["verdict", "rule"][..],
            &["verdict", "severity"],
            &["tokens", "0", "principal", "kind"],
            &["tokens", "0", "client"],
            &["audit", "groups", "0", "explanation"],
            &["audit", "matches", "0", "strength"],
            &["audit", "matches", "0", "agree"],
            &["audit", "exports", "0", "records"],
        ] {
            assert_eq!(at(&report, path), at(&original, path), "{path:?}");
        }
    }
}

#[test]
fn nothing_of_the_people_is_left() {
    let files = [
        "token.txt",
        "unified-audit-log.csv",
        "unified-audit-log.jsonl",
    ];
    let (_folder, paths) = redacted(&files);
    let token = fs::read_to_string(sample_file(CASE, "token.txt")).expect("text");
    let signature = token.trim().rsplit('.').next().expect("a signature");
    for path in paths {
        let mut text = fs::read_to_string(&path).expect("text");
        let pieces = signature.as_bytes().windows(12);
        let mut pieces = pieces.map(|piece| std::str::from_utf8(piece).expect("ASCII"));
        assert!(!pieces.any(|piece| text.contains(piece)), "{path:?}");
        if is_token(&path) {
            text.push_str(&witness::decoded(text.trim(), 1).to_string());
        }
        let seen = text.to_lowercase();
        let people = [
            "fabrikam",
            "tailspin",
            "pat@",
            "rivera",
            "morgan",
            "dana",
            "203.0.113",
            "198.51.100",
            PAT.puid,
        ];
        for word in people {
            assert!(!seen.contains(&word.to_lowercase()), "{path:?}: {word}");
        }
        for id in [FABRIKAM.id, TAILSPIN.id, PAT.oid] {
            for spelling in spellings(id) {
                assert!(
                    !seen.contains(&spelling.to_lowercase()),
                    "{path:?}: {spelling}"
                );
            }
        }
        // Its token names Exchange by its address.
        let application = EXCHANGE.app_id.to_string();
        assert!(is_token(&path) || seen.contains(&application), "{path:?}");
    }
}

fn is_token(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "txt")
}

/// A GUID as text and as bytes in base64url, whatever stands before and behind it there.
pub fn spellings(id: uuid::Uuid) -> Vec<String> {
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    let mut spellings = vec![id.to_string(), id.simple().to_string()];
    for bytes in [id.to_bytes_le(), id.into_bytes()] {
        for before in 0..3 {
            let padded = [&[0; 3][..before], &bytes].concat();
            let text = BASE64_URL_SAFE_NO_PAD.encode(padded);
            // The letters at both ends mix with what stands around.
            spellings.push(text[4..text.len() - 3].to_owned());
        }
    }
    spellings
}

#[test]
fn a_key_makes_stand_ins_stable_and_without_one_they_are_new() {
    let with = |file: &str| fs::read_to_string(&redacted(&[file]).1[0]).ok();
    // The folder is gone by then; what counts is that both calls agree.
    assert_eq!(with("token.txt"), with("token.txt"));
    let once = || {
        Tool::new(["redact"])
            .arg(sample_file(CASE, "token.txt"))
            .run()
    };
    assert_ne!(once().stdout, once().stdout);
    assert!(once().stderr.contains("nobody can verify"), "{:?}", once());
}

#[test]
fn keys_that_could_be_guessed_and_inputs_without_anything_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = folder.path().join("key");
    fs::write(&key, "short").expect("written");
    let run = Tool::new(["redact", "-", "--key-file"]).arg(&key).run();
    assert_eq!(run.exit_code, 2, "{run:?}");
    let run = Tool::new(["redact"]).stdin("Ada lives in Paris").run();
    assert_eq!((run.exit_code, run.stdout.as_str()), (3, ""), "{run:?}");
    assert!(!run.stderr.contains("Ada"), "{run:?}");
}
