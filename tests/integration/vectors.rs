//! Data that others published. It is read where the variable JWTENANT_VECTORS says it lies, and never
//! copied; without the variable these tests say that they are skipped.
//!
//! Not its job: the exceptions are decided in the README of the vectors, only repeated here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use jwtenant::audit::{Export, Options, trace};
use jwtenant::jose::jwks::KeySet;
use jwtenant::jose::proof::{Proof, Status, prove};
use jwtenant::jose::token::Token;
use jwtenant::trace::{Key, TokenKeys};

mod json;

use crate::support::tool::Tool;

/// A path below the vectors, or nothing and a word about it.
fn vectors(below: &str) -> Option<PathBuf> {
    let root = std::env::var_os("JWTENANT_VECTORS");
    if root.is_none() {
        println!("skipped: JWTENANT_VECTORS is not set");
    }
    Some(Path::new(&root?).join(below))
}

fn read(path: &Path) -> Value {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("vectors are JSON")
}

/// What the program says with this one key. Published examples print the private half as well, and a
/// key set that does so is refused.
fn proof(token: &str, key: &Value) -> Proof {
    let mut key = key.clone();
    for private in ["d", "p", "q", "dp", "dq", "qi"] {
        key.as_object_mut().expect("a JWK").remove(private);
    }
    let set = json!({ "keys": [key] }).to_string();
    let keys = KeySet::parse(set.as_bytes()).expect("a key set");
    prove(&Token::parse(token).expect("a compact token"), &keys)
}

/// Forms that name no address at all, or one that cannot be.
const NO_ADDRESS: [&str; 10] = [
    "localhost",
    "[localhost]:12345",
    "localhost:12345",
    "[cool.client.local]:12345",
    "cool.client.local",
    "cool.client.local:12345",
    "NOTANIPV4 (10.9000.0.1)",
    "",
    "null",
    "<null>",
];

#[test]
fn every_spelling_of_an_address_is_compared() {
    let Some(file) = vectors("audit/ip-forms.txt") else {
        return;
    };
    let text = fs::read_to_string(file).expect("text");
    let forms: Vec<&str> = text.lines().collect();
    assert!(forms.len() >= 21, "{forms:#?}");
    let compared = |form: &str, address: &str| {
        let id = "f7d36837-9f88-41fa-89cd-dc16a7c9aa00";
        let record = json!({
            "CreationTime": "2026-11-20T12:35:11", "Id": id, "IntraSystemId": id,
            "Operation": "UserLoggedIn", "RecordType": 15, "ClientIP": form,
        });
        let export = Export {
            name: "x".into(),
            source: Box::new(std::io::Cursor::new(record.to_string())),
            file: None,
            is_named: true,
        };
        let token = TokenKeys {
            request_id: id.parse().ok(),
            address: address.parse().ok(),
            ..TokenKeys::default()
        };
        let mut audit = trace(vec![export], &[token], &Options::default());
        audit.matches.remove(0)
    };
    for form in forms {
        let address = match form {
            _ if NO_ADDRESS.contains(&form) => {
                let found = compared(form, "10.11.12.13");
                assert!(found.absent.contains(&Key::Address), "{form}");
                continue;
            }
            "::1" => "::1",
            _ if form.contains("2001") => "2001:db8::abcd",
            _ if form.contains("10.90.0.1") => "10.90.0.1",
            _ => "10.11.12.13",
        };
        let found = compared(form, address);
        assert!(found.agree.contains(&Key::Address), "{form}");
        let found = compared(form, "192.0.2.1");
        assert_eq!(found.contradict.len(), 1, "{form}");
    }
}

#[test]
fn tokens_of_microsofts_lab_verify() {
    let Some(folder) = vectors("entra") else {
        return;
    };
    for (name, via) in [("g04", "nonce_transform"), ("g05", "plain")] {
        let file = |ending| folder.join(format!("{name}-microsoft-authentication-lib.{ending}"));
        let run = Tool::new([
            "--json",
            "--tenant",
            "any",
            "--at",
            "2019-01-30T00:00:00Z",
            "--metadata",
        ])
        .args([file("jwks.json"), file("jwt")])
        .run();
        let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let signature = &report["tokens"][0]["signature"];
        assert_eq!(
            (&signature["status"], &signature["via"]),
            (&json!("valid"), &json!(via)),
            "{name}"
        );
        assert_eq!(run.exit_code, 0, "{name}: {}", report["verdict"]);
    }
}

#[test]
fn a_nonce_token_of_microsofts_lab_fails_as_it_stands() {
    let Some(folder) = vectors("entra") else {
        return;
    };
    let token =
        fs::read_to_string(folder.join("g04-microsoft-authentication-lib.jwt")).expect("text");
    let (header, rest) = token.trim().split_once('.').expect("a compact token");
    let header = BASE64_URL_SAFE_NO_PAD.decode(header).expect("base64url");
    let header = String::from_utf8(header)
        .expect("text")
        .replace("\"nonce\"", "\"nonsense\"");
    let renamed = format!("{}.{rest}", BASE64_URL_SAFE_NO_PAD.encode(header));
    let keys = fs::read(folder.join("g04-microsoft-authentication-lib.jwks.json")).expect("text");
    let keys = KeySet::parse(&keys).expect("a key set");
    let proof = prove(&Token::parse(&renamed).expect("compact"), &keys);
    assert_eq!(proof.status, Status::Invalid);
}

#[test]
fn the_cookbook_verifies() {
    let Some(folder) = vectors("cookbook") else {
        return;
    };
    let mut seen = BTreeMap::<String, u32>::new();
    let files = fs::read_dir(folder.join("jws")).expect("a folder");
    let files = files.map(|file| file.expect("readable").path());
    for file in files.chain([folder.join("curve25519/jws.json")]) {
        let example = read(&file);
        for (token, key) in compact_forms(&example) {
            let algorithm = Token::parse(&token)
                .expect("compact")
                .header
                .text("alg")
                .unwrap_or_default()
                .to_owned();
            let expected = if algorithm.starts_with("HS") {
                Status::Unsupported
            } else {
                Status::Valid
            };
            assert_eq!(
                proof(&token, key).status,
                expected,
                "{} {algorithm}",
                file.display()
            );
            *seen.entry(algorithm).or_default() += 1;
        }
    }
    let algorithms: Vec<_> = seen.keys().map(String::as_str).collect();
    assert_eq!(
        algorithms,
        ["ES512", "EdDSA", "HS256", "PS384", "RS256"],
        "{seen:?}"
    );
}

/// Each signature of an example as a compact token, with the key that made it. Where the payload is
/// detached it is put back; where nothing protects the header there is no compact form.
fn compact_forms(example: &Value) -> Vec<(String, &Value)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let payload = text(&example["input"]["payload"]).expect("a payload");
    let payload = BASE64_URL_SAFE_NO_PAD.encode(payload);
    let key = |index| match &example["input"]["key"] {
        Value::Array(keys) => &keys[index],
        key => key,
    };
    let signatures = example["output"]["json"]["signatures"]
        .as_array()
        .expect("a list");
    let forms = signatures
        .iter()
        .enumerate()
        .filter_map(|(index, signature)| {
            let (header, signature) = (
                text(&signature["protected"])?,
                text(&signature["signature"])?,
            );
            Some((format!("{header}.{payload}.{signature}"), key(index)))
        });
    forms.collect()
}

#[test]
fn wycheproof_agrees_but_for_what_was_decided() {
    let Some(file) = vectors("wycheproof/json_web_signature_test.json") else {
        return;
    };
    let mut wrong = Vec::new();
    let (mut public, mut symmetric) = (0, 0);
    for group in read(&file)["testGroups"].as_array().expect("a list") {
        for test in group["tests"].as_array().expect("a list") {
            let id = test["tcId"].as_u64().expect("a number");
            let token = test["jws"].as_str().expect("text");
            let (key, expected): (_, &[Status]) = match group.get("public") {
                None => (&group["private"], &SYMMETRIC),
                Some(key) => (key, decided(id, test["result"] == "valid")),
            };
            *(if group.get("public").is_none() {
                &mut symmetric
            } else {
                &mut public
            }) += 1;
            // What is no compact token at all is refused before any key is asked.
            let status =
                Token::parse(token).map_or(Status::Malformed, |_| proof(token, key).status);
            if !expected.contains(&status) {
                wrong.push(format!("tc {id} ({}): {status:?}", test["comment"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!((public, symmetric), (361, 40));
}

const VALID: [Status; 1] = [Status::Valid];
const MALFORMED: [Status; 1] = [Status::Malformed];
const REFUSED: [Status; 5] = [
    Status::Invalid,
    Status::NoKey,
    Status::Unsupported,
    Status::Unsigned,
    Status::Malformed,
];
/// Published keys cannot verify a symmetric algorithm, whatever the vector's own result.
const SYMMETRIC: [Status; 3] = [Status::Unsupported, Status::Malformed, Status::Unsigned];

/// What the program has to say of a test with a public key.
fn decided(id: u64, is_valid: bool) -> &'static [Status] {
    match id {
        // The key's alg is another one than the header's; a "?" inside.
        346 | 347 | 350 | 351 | 372 | 373 => &REFUSED,
        // Padding: decoded, but not verified.
        367 | 370 => &MALFORMED,
        _ if is_valid => &VALID,
        _ => &REFUSED,
    }
}
