//! A token traced in an export that is too large to be parsed in full for it.
//!
//! Not its job: what a search finds in which layout (`src/audit/search` has its own tests).

use std::fs;

use jwtenant::jose::json::{Json, parse};

use crate::support::tool::{Run, Tool, repository};

const TOKEN: &str = "samples/wrong-tenant-exo-powershell/token.txt";
const EXPORT: &str = "samples/wrong-tenant-exo-powershell/unified-audit-log.csv";
const FILLER: &str = "samples/sharepoint-unknown-principal/unified-audit-log.csv";
const LARGE: usize = 6_000_000;

/// Another log many times over, and then the one that the token is in.
fn export() -> String {
    let text = |file| fs::read_to_string(repository().join(file)).expect("a sample");
    let filler: String = text(FILLER);
    filler.repeat(LARGE / filler.len() + 1) + &text(EXPORT)
}

fn check(export: &std::path::Path, more: &[&str]) -> Run {
    let common = [
        "--tenant",
        "tailspin.example",
        "--metadata",
        "samples/authority",
        "--at",
        "2026-11-20T12:40:00Z",
    ];
    let tool = Tool::new(["check", TOKEN, "--audit"]).arg(export);
    tool.args(common).args(more.iter().copied()).run()
}

fn member<'a>(run: &'a Json, path: &[&str]) -> &'a Json {
    path.iter()
        .fold(run, |value, name| value.get(name).expect("a member"))
}

#[test]
fn what_is_not_parsed_is_counted_said_and_found_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.csv");
    fs::write(&path, export()).expect("written");
    let searched = parse(check(&path, &["--json"]).stdout.as_bytes()).value;
    let whole = parse(check(&path, &["--json", "--exhaustive"]).stdout.as_bytes()).value;
    let export = |report| member(report, &["audit", "exports"]).items()[0].clone();
    let (one, other) = (export(&searched), export(&whole));
    let number = |export: &Json, name: &str| -> u64 {
        export
            .get(name)
            .expect("a member")
            .to_text()
            .parse()
            .expect("a number")
    };
    assert!(number(&one, "not_parsed") > 500, "{}", one.to_text());
    assert_eq!(number(&other, "not_parsed"), 0);
    assert_eq!(number(&one, "records"), number(&other, "records"));
    for name in ["matches", "foreign", "groups"] {
        let told = |report| member(report, &["audit", name]).to_text();
        assert_eq!(told(&searched), told(&whole), "{name}");
        assert!(
            !member(&whole, &["audit", name]).items().is_empty(),
            "{name}"
        );
    }
    let human = check(&path, &[]).stdout;
    assert!(human.contains("--exhaustive parses all"), "{human}");
    assert!(
        !check(&path, &["--exhaustive"])
            .stdout
            .contains("not parsed")
    );
}
