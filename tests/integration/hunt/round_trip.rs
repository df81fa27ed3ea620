//! What queries return goes back into `jwtenant audit`, as CSV and as JSON, with the same explanations; and
//! normalised records are read like the exports they were made of.
//!
//! Not its job: running the queries (`gate.rs`).

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::support::tool::Tool;

const EXPORT: &str = "samples/wrong-tenant-exo-powershell/unified-audit-log.csv";
const OWN: &str = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";

fn audit(path: &std::path::Path, options: &[&str]) -> Value {
    let run = Tool::new(["audit", "--offline", "--json", "--tenant", OWN])
        .arg(path)
        .args(options)
        .run();
    assert!(run.exit_code < 2, "{run:?}");
    serde_json::from_str(&run.stdout).unwrap()
}

fn explanations(report: &Value) -> BTreeMap<String, String> {
    let foreign = report["audit"]["foreign"].as_array().unwrap();
    let word = |entry: &Value, name: &str| entry[name].as_str().unwrap().to_owned();
    foreign
        .iter()
        .map(|entry| (word(entry, "id"), word(entry, "explanation")))
        .collect()
}

/// Exported by an engine: a guest whose row no longer says that it is one, and a sign-in that only the
/// program can explain.
#[test]
fn rows_of_a_query_are_read_back_with_their_explanation() {
    let header =
        "Time,Source,Strength,Operation,User,Ip,App,Resource,Record,ActorTenant,OwnTenant,Why";
    let rows = [
        format!(
            "2026-11-20T12:03:32,SigninLogs,,UserLoggedIn,ada@northwind.example,198.51.100.7,,,r1,{OWN},{OWN},guest-account"
        ),
        format!(
            "2026-11-20T12:03:33,CloudAppEvents,,UserLoggedIn,Unknown,198.51.100.7,04b07795-8ddb-461a-bbee-02f9e1bf7b46,00000003-0000-0000-c000-000000000000,r2,5b0d4f7c-21e8-4a93-bd06-7c1f9a3e58d2,{OWN},unexplained-here"
        ),
        format!(
            "2026-11-20T12:03:34,CloudAppEvents,token,FileAccessed,kim@tailspin.example,198.51.100.7,,,r3,,{OWN},uti session"
        ),
        format!(
            "2026-11-20T12:03:35,CloudAppEvents,,FileAccessed,kim@tailspin.example,198.51.100.7,,,r4,,{OWN},no-such-explanation"
        ),
    ];
    let room = tempfile::tempdir().unwrap();
    let csv = room.path().join("hunt.csv");
    fs::write(&csv, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    let names: Vec<&str> = header.split(',').collect();
    let objects: Vec<Value> = rows
        .iter()
        .map(|row| {
            names
                .iter()
                .zip(row.split(','))
                .map(|(name, cell)| ((*name).to_owned(), Value::from(cell)))
                .collect()
        })
        .collect();
    let json = room.path().join("hunt.json");
    fs::write(&json, Value::from(objects).to_string()).unwrap();
    for path in [csv, json] {
        let report = audit(&path, &[]);
        assert_eq!(report["audit"]["exports"][0]["dialect"], "hunt-rows");
        assert_eq!(report["audit"]["exports"][0]["records"], 4);
        let told = explanations(&report);
        assert_eq!(told.get("r1").map(String::as_str), Some("guest-account"));
        assert_eq!(
            told.get("r2").map(String::as_str),
            Some("pass-through-sign-in")
        );
        assert_eq!(told.len(), 2, "{told:?}");
    }
}

#[test]
fn records_are_read_like_the_export_that_they_were_made_of() {
    let room = tempfile::tempdir().unwrap();
    let records = room.path().join("records.jsonl");
    let run = Tool::new(["audit", EXPORT, "--format", "records", "-o"])
        .arg(&records)
        .run();
    assert_eq!((run.exit_code, run.stdout.as_str()), (0, ""), "{run:?}");
    assert!(run.stderr.contains("241 records written"), "{}", run.stderr);
    let again = audit(&records, &[]);
    let first = audit(EXPORT.as_ref(), &[]);
    assert_eq!(again["audit"]["exports"][0]["dialect"], "hunt-records");
    assert_eq!(explanations(&again), explanations(&first));
    assert_eq!(explanations(&again).len(), 1);
    // Written once more they are the same, but for where they stand.
    let twice = Tool::new(["audit", "--format", "records"])
        .arg(&records)
        .run();
    let plain = |text: &str| -> Vec<Value> {
        let lines = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines
            .map(|mut record| {
                for name in ["input", "line", "source"] {
                    record[name] = Value::Null;
                }
                record
            })
            .collect()
    };
    assert_eq!(
        plain(&twice.stdout),
        plain(&fs::read_to_string(&records).unwrap())
    );
}

/// In a table that is none of ours these words are what they are elsewhere.
#[test]
fn columns_with_plain_names_are_ours_only_together() {
    let room = tempfile::tempdir().unwrap();
    let csv = room.path().join("other.csv");
    fs::write(
        &csv,
        "Time,User,App,Resource,Ip\n2026-11-20T12:03:32,a,b,c,d\n",
    )
    .unwrap();
    let run = Tool::new(["audit", "--offline"]).arg(&csv).run();
    assert_eq!(run.exit_code, 3, "{run:?}");
}
