//! What a run touches besides its input: for decoding nothing, and for a check whose metadata is at
//! hand that metadata. No socket, no certificate of the system, no other thread. Needs `strace`.
//!
//! Not its job: the cache (`authority/cache.rs`), and how long anything takes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::samples::world::AT;
use crate::support::tool::{repository, sample_file};

/// The system calls of a run, or nothing where nobody may trace.
fn trace(arguments: &[&str]) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("trace");
    let ran = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=network,process,openat,open", "-o"])
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_jwtenant"))
        .args(arguments)
        .current_dir(repository())
        .env_clear()
        .env("HOME", folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let calls = fs::read_to_string(&log).unwrap_or_default();
    if ran.is_err() || calls.is_empty() {
        eprintln!("skipped: strace is not installed, or may not trace here");
        return None;
    }
    assert!(ran.expect("checked").code().is_some_and(|code| code <= 1));
    Some(calls.lines().map(str::to_owned).collect())
}

/// The files that were opened, without those by which the system starts any program.
fn opened(calls: &[String]) -> Vec<String> {
    let is_loader = |path: &str| {
        let name = Path::new(path).file_name().unwrap_or_default();
        path == "/etc/ld.so.cache"
            || name.to_string_lossy().contains(".so")
            || path == "/proc/self/maps"
    };
    let mut opened: Vec<String> = calls
        .iter()
        .filter(|call| call.contains("open") && !call.contains("ENOENT"))
        .filter_map(|call| call.split('"').nth(1))
        .filter(|path| !is_loader(path))
        .map(str::to_owned)
        .collect();
    opened.sort();
    opened.dedup();
    opened
}

fn stays_by_itself(calls: &[String]) {
    for forbidden in ["socket(", "connect(", "clone(", "clone3(", "fork("] {
        assert!(
            calls.iter().all(|call| !call.contains(forbidden)),
            "{forbidden} in {calls:#?}"
        );
    }
}

#[test]
fn decode_opens_its_input_and_nothing_else() {
    let input = sample_file("healthy-v1", "token.txt");
    let name = input.to_str().expect("UTF-8");
    let Some(calls) = trace(&["decode", name]) else {
        return;
    };
    assert_eq!(opened(&calls), [name]);
    stays_by_itself(&calls);
}

#[test]
fn a_check_with_a_snapshot_opens_that_and_its_input() {
    let input = sample_file("healthy-v1", "token.txt");
    let name = input.to_str().expect("UTF-8");
    let options = [
        "--tenant",
        "fabrikam.example",
        "--metadata",
        "samples/authority",
        "--at",
        AT,
    ];
    for format in ["human", "json", "jsonl"] {
        let arguments = [&["check", name, "--format", format], &options[..]].concat();
        let Some(calls) = trace(&arguments) else {
            return;
        };
        for path in opened(&calls) {
            assert!(
                path == name || path.starts_with("samples/authority"),
                "{path}"
            );
        }
        stays_by_itself(&calls);
    }
}

#[test]
fn an_audit_with_a_snapshot_opens_that_and_its_export_and_asks_nobody() {
    let input = sample_file("wrong-tenant-exo-powershell", "unified-audit-log.csv");
    let name = input.to_str().expect("UTF-8");
    let options = [
        "--tenant",
        "tailspin.example",
        "--metadata",
        "samples/authority",
    ];
    let Some(calls) = trace(&[&["audit", name], &options[..]].concat()) else {
        return;
    };
    for path in opened(&calls) {
        assert!(
            path == name || path.starts_with("samples/authority"),
            "{path}"
        );
    }
    // A second thread reads ahead.
    let asks = |call: &String| call.contains("socket(") || call.contains("connect(");
    assert!(!calls.iter().any(asks), "{calls:#?}");
}

#[test]
fn explain_opens_nothing() {
    let Some(calls) = trace(&["explain", "AADSTS50020"]) else {
        return;
    };
    assert_eq!(opened(&calls), Vec::<String>::new());
    stays_by_itself(&calls);
}

/// Tokens are checked on as many threads as there are cores, and no more.
#[test]
fn many_tokens_are_checked_on_as_many_threads_as_there_are_cores() {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let token = fs::read(sample_file("healthy-v1", "token.txt")).expect("a token");
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("list");
    fs::write(&list, token.repeat(4_000)).expect("a list");
    let name = list.to_str().expect("UTF-8");
    let options = [
        "--tenant",
        "any",
        "--metadata",
        "samples/authority",
        "--at",
        AT,
    ];
    let Some(calls) = trace(&[&["check", name, "--format", "jsonl"], &options[..]].concat()) else {
        return;
    };
    // A call that a signal came into is made again: those count that returned a thread.
    let is_thread = |result: &str| result.trim().parse().is_ok_and(|id: u32| id > 0);
    let begun: Vec<_> = calls
        .iter()
        .filter(|call| call.contains("clone"))
        .filter(|call| call.rsplit_once(" = ").is_some_and(|(_, it)| is_thread(it)))
        .collect();
    assert!(
        !begun.is_empty() && begun.len() <= cores,
        "{begun:#?} on {cores} cores"
    );
    assert!(calls.iter().all(|call| !call.contains("socket(")));
}
