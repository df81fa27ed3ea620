//! The samples on disk are what their list says: complete, untouched, and as genuine as they claim.
//!
//! Not its job: what the program says about them; not a line of it is used here.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::stories::STORIES;
use super::world::Keys;
use super::{authority, cases, folders, write};
use crate::support::forge::Algorithm;
use crate::support::{identifiers::guid_from_uti, witness};

/// How a case's signature stands to the published keys of the whole authority.
#[derive(Debug, PartialEq, Eq)]
enum Proof {
    Plain,
    WithNonce,
    None,
}

#[test]
fn every_folder_is_a_case_and_every_case_a_folder() {
    let mut on_disk: Vec<_> = fs::read_dir(write::folder())
        .expect("samples/ is there")
        .map(|entry| {
            entry
                .expect("readable")
                .file_name()
                .into_string()
                .expect("text")
        })
        .filter(|name| name != "authority" && name != "README.md")
        .collect();
    on_disk.sort();
    let mut names: Vec<_> = folders().map(|folder| folder.name).collect();
    names.sort_unstable();
    assert_eq!(on_disk, names);
}

#[test]
fn what_stands_in_a_folder_follows_from_the_list() {
    for case in cases::all() {
        let exports = (case.exports)(case.name);
        assert_eq!(read(case.name, "command"), case.command(&exports));
        assert_eq!(read(case.name, "README.md"), case.readme());
        assert_eq!(
            read(case.name, "token.txt").lines().count(),
            1,
            "{}",
            case.name
        );
        for export in exports {
            assert!(
                read(case.name, export.file) == export.text,
                "{}/{}",
                case.name,
                export.file
            );
        }
    }
}

#[test]
fn what_stands_in_a_story_follows_from_the_list() {
    for story in STORIES {
        let exports = (story.exports)();
        assert_eq!(read(story.name, "command"), story.command(&exports));
        assert_eq!(read(story.name, "README.md"), story.readme());
        for export in exports {
            let written = read(story.name, export.file);
            assert!(written == export.text, "{}/{}", story.name, export.file);
        }
    }
}

#[test]
fn tokens_say_what_the_list_says() {
    // With other keys, so that nothing but the payload can be compared.
    let keys = Keys::generate();
    let payload = |token: &str| token.split('.').nth(1).map(ToOwned::to_owned);
    for case in cases::all() {
        let token = access_token_in(&(case.token)(case.name, &keys));
        assert_eq!(
            payload(&access_token(case.name)),
            payload(&token),
            "{}",
            case.name
        );
    }
}

#[test]
fn signatures_are_as_genuine_as_the_story_says() {
    let keys = published_keys();
    for case in cases::all() {
        let expected = match case.name {
            "graph-nonce" | "graph-token-for-own-api" => Proof::WithNonce,
            "alg-none" | "edited-sample" | "forged-signature" | "key-in-header"
            | "symmetric-hs256" | "unknown-key" => Proof::None,
            _ => Proof::Plain,
        };
        assert_eq!(
            proof(&access_token(case.name), &keys),
            expected,
            "{}",
            case.name
        );
    }
}

#[test]
fn the_manifest_knows_every_document_by_its_digest() {
    let folder = write::folder().join("authority");
    let manifest: Value = serde_json::from_str(&read("authority", "manifest.json")).expect("JSON");
    let documents = manifest["documents"].as_array().expect("a list");
    assert_eq!(documents.len(), 18);
    for document in documents {
        let file = document["file"].as_str().expect("a name");
        let bytes = fs::read(folder.join(file)).expect("the document is there");
        assert_eq!(document["sha256"], authority::sha256(&bytes), "{file}");
    }
}

#[test]
fn one_entry_of_the_export_is_the_token() {
    let case = "wrong-tenant-exo-powershell";
    let claims = witness::decoded(&access_token(case), 1);
    let records: Vec<Value> = read(case, "unified-audit-log.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a record a line"))
        .collect();
    assert!(records.len() > 220, "{}", records.len());

    let foreign: Vec<_> = records
        .iter()
        .filter(|record| {
            let actor = record.get("ActorContextId").or(record.get("TokenTenantId"));
            actor.is_some_and(|actor| *actor != record["OrganizationId"])
        })
        .collect();
    let [entry] = foreign[..] else {
        panic!("one foreign entry, not {}", foreign.len());
    };
    let uti = claims["uti"].as_str().and_then(guid_from_uti).expect("uti");
    assert_eq!(entry["IntraSystemId"], uti.to_string());
    assert_eq!(entry["OrganizationId"], claims["tid"]);
    assert_eq!(entry["ApplicationId"], claims["appid"]);
    assert_eq!(entry["ClientIP"], claims["ipaddr"]);
    assert_eq!(entry["DeviceProperties"][3]["Value"], claims["sid"]);

    let table = read(case, "unified-audit-log.csv");
    let rows = csv::Reader::from_reader(table.as_bytes()).into_records();
    let data: Vec<Value> = rows
        .map(|row| serde_json::from_str(&row.expect("a row")[4]).expect("AuditData is JSON"))
        .collect();
    assert!(data == records, "both exports hold the same records");
}

#[test]
fn no_private_key_and_no_path_of_this_machine_is_in_the_samples() {
    let home = env!("CARGO_MANIFEST_DIR");
    let mut size = 0;
    for_each_file(&write::folder(), &mut |text| {
        size += text.len();
        assert!(!text.contains("PRIVATE KEY") && !text.contains(r#""d":"#));
        assert!(!text.contains(home));
    });
    assert!(size < 2_000_000, "{size} bytes");
}

fn read(folder: &str, file: &str) -> String {
    let path = write::folder().join(folder).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn access_token(case: &str) -> String {
    access_token_in(&read(case, "token.txt"))
}

/// The token itself; of a token response, the access token.
fn access_token_in(text: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(response) => response["access_token"]
            .as_str()
            .expect("a token")
            .to_owned(),
        Err(_) => text.trim_end().to_owned(),
    }
}

fn published_keys() -> Vec<Value> {
    ["fabrikam", "litware"]
        .into_iter()
        .flat_map(|tenant| {
            let text = read("authority", &format!("{tenant}/keys.json"));
            let set: Value = serde_json::from_str(&text).expect("JSON");
            set["keys"].as_array().expect("a list").clone()
        })
        .collect()
}

fn proof(token: &str, keys: &[Value]) -> Proof {
    let header = witness::decoded(token, 0);
    let Some(key) = keys.iter().find(|key| key["kid"] == header["kid"]) else {
        return Proof::None;
    };
    if witness::holds(key, Algorithm::Rs256, token) {
        Proof::Plain
    } else if header["nonce"].is_string() && witness::holds_with_nonce(key, Algorithm::Rs256, token)
    {
        Proof::WithNonce
    } else {
        Proof::None
    }
}

fn for_each_file(folder: &Path, visit: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            for_each_file(&path, visit);
        } else {
            visit(&fs::read_to_string(&path).expect("all samples are text"));
        }
    }
}
