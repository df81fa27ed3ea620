//! The verb as a person or a script calls it: what comes out, where it goes, and what is refused. Snapshots
//! hold the text of every query: the same input gives the same bytes.
//!
//! Not its job: whether the queries are right (`binding.rs`, `gate.rs`).

use std::fs;

use serde_json::Value;

use crate::support::tool::{Run, Tool, repository};

const TOKEN: &str = "samples/wrong-tenant-exo-powershell/token.txt";
const OWN: &str = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";
const ALL: &str = "sentinel,xdr,duckdb,spark,clickhouse,purview,graph";

fn hunt(arguments: &[&str]) -> Run {
    Tool::new(["hunt"]).args(arguments).run()
}

fn keep(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(repository().join("tests/engines/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_question_to_every_engine() {
    for engine in ALL.split(',') {
        for question in ["trace", "session", "follow"] {
            let run = hunt(&[TOKEN, "--engine", engine, "--question", question, "-q"]);
            assert_eq!((run.exit_code, run.stderr.as_str()), (0, ""));
            keep(&format!("hunt-{engine}-{question}"), &run.stdout);
        }
        // The table of applications would fill the snapshot, and change with it.
        let run = hunt(&["--tenant", OWN, "--engine", engine, "-q"]);
        let is_id = |line: &&str| {
            line.starts_with('\'')
                && line
                    .trim_end_matches("])) as id),")
                    .matches('\'')
                    .count()
                    .is_multiple_of(2)
        };
        let lines: Vec<&str> = run.stdout.lines().filter(|line| !is_id(line)).collect();
        keep(&format!("hunt-{engine}-foreign"), &lines.join("\n"));
    }
    let run = hunt(&[
        "--key",
        "uti=Jwp91fut10aSPCxyzuFHAA",
        "--engine",
        "xdr",
        "--json",
        "-q",
    ]);
    keep("hunt-json", &run.stdout);
}

#[test]
fn a_folder_gets_a_file_for_each_query() {
    let room = tempfile::tempdir().unwrap();
    let folder = room.path().join("hunt");
    let run = Tool::new([
        "hunt",
        TOKEN,
        "--engine",
        "kql,duckdb,graph",
        "--json",
        "-o",
    ])
    .arg(&folder)
    .run();
    assert_eq!((run.exit_code, run.stdout.as_str()), (0, ""), "{run:?}");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        "README.txt",
        "duckdb-1-trace.sql",
        "graph-1-trace.ps1",
        "hunt.json",
        "sentinel-1-trace.kql",
    ];
    assert_eq!(names, expected);
    let document: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("hunt.json")).unwrap()).unwrap();
    assert_eq!(document["schema"], "jwtenant-hunt/1");
    assert_eq!(document["verified"], false);
    let run = Tool::new(["hunt", "--tenant", OWN, "--engine", "xdr", "-o"])
        .arg(&folder)
        .run();
    assert_eq!(run.exit_code, 0);
    assert!(
        folder.join("xdr-1-foreign.kql").is_file()
            && folder.join("xdr-2-foreign-entries.kql").is_file()
    );
}

#[test]
fn what_cannot_be_searched_by_is_refused_or_said() {
    for (arguments, code, said) in [
        (&["--engine", "xdr"][..], 2, "needs the own tenant"),
        (
            &["--engine", "xdr", "--key", "ip=198.51.100.23"],
            2,
            "no key that the question trace can search by",
        ),
        (
            &["--engine", "xdr", "--key", "sid=x"],
            2,
            "--key sid: it must be a GUID",
        ),
        (&["--engine", "xdr", "--key", "colour=x"], 2, "no such key"),
        (&["--engine", "splunk", TOKEN], 2, "invalid value"),
        (
            &["--engine", "xdr", "--tenant", "tailspin.example"],
            2,
            "must be a GUID",
        ),
        (&["--engine", "xdr", "README.md"], 3, "nothing to search by"),
        (&[TOKEN], 2, "--engine"),
        (
            &["--engine", "duckdb", TOKEN, "--logs", "a\nb"],
            2,
            "cannot hold safely",
        ),
    ] {
        let run = hunt(arguments);
        assert_eq!(
            (run.exit_code, run.stdout.as_str()),
            (code, ""),
            "{arguments:?} {run:?}"
        );
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn records_are_of_audit_only() {
    let run = Tool::new(["check", TOKEN, "--offline", "--format", "records"]).run();
    assert_eq!((run.exit_code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr
            .contains("jwtenant audit EXPORT --format records"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_token_never_stands_in_a_query() {
    let token = fs::read_to_string(repository().join(TOKEN)).unwrap();
    let signature = token.trim().rsplit('.').next().unwrap().to_owned();
    let run = hunt(&[TOKEN, "--engine", ALL]);
    assert!(!run.seen().contains(&signature[..20]) && !run.seen().contains("eyJ"));
    assert!(
        run.stderr
            .contains("nothing was verified, nobody was asked, nothing was run")
    );
}

/// The examples of `--help` are run as they stand, each in a room of its own with what they name.
#[test]
fn the_examples_of_help_run() {
    let help = Tool::new(["hunt", "--help"]).run().stdout;
    let (_, rest) = help.split_once("Examples:\n").unwrap();
    let examples: Vec<&str> = rest
        .lines()
        .take_while(|line| line.contains("jwtenant hunt"))
        .collect();
    assert_eq!(examples.len(), 5, "{help}");
    let room = tempfile::tempdir().unwrap();
    for example in examples {
        let line = example
            .trim()
            .split(" > ")
            .next()
            .unwrap()
            .replace('\'', "");
        let folder = room.path().join("hunt").to_string_lossy().into_owned();
        let line = line.replace("token.txt", TOKEN).replace("hunt/", &folder);
        let run = Tool::command_line(&line).run();
        assert_eq!(run.exit_code, 0, "{line}: {run:?}");
    }
}

#[test]
fn a_pipe_is_read_and_what_it_does_not_hold_is_said() {
    let piped = |text: &str, more: &[&str]| {
        Tool::new(["hunt", "--engine", "xdr"])
            .args(more)
            .stdin(text)
            .run()
    };
    let token = fs::read_to_string(repository().join(TOKEN)).unwrap();
    let run = piped(&token, &[]);
    assert_eq!(run.exit_code, 0, "{run:?}");
    assert!(run.stdout.contains("hunt: trace"), "{run:?}");
    let run = piped("", &["--tenant", OWN]);
    assert!(run.stdout.contains("hunt: foreign"), "{run:?}");
    let run = piped("Token     : System.Security.SecureString\r\n", &[]);
    assert_eq!(run.exit_code, 3, "{run:?}");
    assert!(run.stderr.contains("ConvertFrom-SecureString"), "{run:?}");
}
