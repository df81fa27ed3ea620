//! Ctrl-C while exports are read, also from a pipe that has nothing more to say. POSIX only: signals are
//! sent with `kill`.
//!
//! Not its job: the paste, where Ctrl-C is a key.

use std::fs;
use std::io::Write as _;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::support::tool::repository;

/// Starts to read an export from a pipe, and gives it this much of it.
fn stalled(arguments: &[&str], given: &[u8]) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jwtenant"))
        .args(arguments)
        .args([
            "--at",
            "2026-11-20T12:30:00Z",
            "--metadata",
            "samples/authority",
        ])
        .env_remove("JWTENANT_TENANT")
        .current_dir(repository())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let pipe = child.stdin.as_mut().expect("a pipe");
    pipe.write_all(given).expect("it reads");
    pipe.flush().expect("it reads");
    thread::sleep(Duration::from_millis(700));
    child
}

fn interrupt(child: &Child) {
    let status = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(status.expect("kill is there").success());
}

/// Waits without closing the pipe first, as `wait_with_output` would.
fn ended(mut child: Child) -> Output {
    let pipe = child.stdin.take();
    let output = child.wait_with_output().expect("it ends");
    drop(pipe);
    output
}

fn export() -> Vec<u8> {
    let file = "samples/wrong-tenant-exo-powershell/unified-audit-log.jsonl";
    fs::read(repository().join(file)).expect("a sample")
}

const TOKEN: &str = "samples/wrong-tenant-exo-powershell/token.txt";

#[test]
fn what_was_found_in_a_stalled_pipe_is_told_as_incomplete() {
    let survey = ["audit", "-", "--tenant", "tailspin.example", "--json"];
    let child = stalled(&survey, &export());
    interrupt(&child);
    let output = ended(child);
    let report: Value = serde_json::from_slice(&output.stdout).expect("a whole report");
    let audit = &report["audit"];
    assert_eq!(audit["incomplete"], true);
    assert_eq!(audit["exports"][0]["records"], 241);
    assert_eq!(audit["groups"][0]["count"], 1);
    assert_eq!(output.status.code(), Some(4), "{}", report["verdict"]);
    let summary = report["verdict"]["summary"].as_str().expect("text");
    assert!(summary.contains("reading was stopped"), "{summary}");
}

#[test]
fn people_see_it_and_the_exports_after_it_are_named() {
    let csv = "samples/wrong-tenant-exo-powershell/unified-audit-log.csv";
    let child = stalled(
        &["audit", "-", csv, "--tenant", "tailspin.example"],
        &export(),
    );
    interrupt(&child);
    let screen = String::from_utf8(ended(child).stdout).expect("text");
    assert_eq!(screen.matches("INCOMPLETE").count(), 2, "{screen}");
    let silent = stalled(&["audit", "-", "--offline"], b"");
    interrupt(&silent);
    let output = ended(silent);
    let screen = String::from_utf8(output.stdout).expect("text");
    assert_eq!(output.status.code(), Some(4), "{screen}");
    assert!(screen.contains("stopped before any record"), "{screen}");
}

#[test]
fn a_graver_finding_about_the_token_stays_the_verdict() {
    let check = [
        "check",
        TOKEN,
        "--tenant",
        "fabrikam.example",
        "--audit",
        "-",
        "--json",
    ];
    let child = stalled(&check, &export());
    interrupt(&child);
    let output = ended(child);
    let report: Value = serde_json::from_slice(&output.stdout).expect("a whole report");
    assert_eq!(report["audit"]["incomplete"], true);
    assert_eq!(report["audit"]["matches"][0]["strength"], "token");
    assert_eq!(output.status.code(), Some(1));
}
