//! The cache: a second run asks nobody, and what is kept is documents and nothing else.

use std::fs;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{FABRIKAM_ID, pat, token};
use crate::support::authority::program::Program;
use crate::support::authority::published::{entra, keys};
use crate::support::authority::{Authority, Reply};

const ASKED: [&str; 2] = ["--tenant", "fabrikam.example"];

/// The options that matter, and others.
fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&ASKED[..], more].concat()
}

#[test]
fn a_second_run_asks_nobody_and_says_the_same() {
    let authority = Authority::start(entra);
    let first = Program::behind(&authority).check(&token(), &ASKED);
    authority.forget();
    for options in [with(&[]), with(&["--offline"])] {
        let again = Program::behind(&authority).check(&token(), &options);
        assert_eq!(
            (again.code, authority.urls().len()),
            (first.code, 0),
            "{again:?}"
        );
        assert_eq!(again.json()["verdict"], first.json()["verdict"]);
        assert!(again.requests().iter().all(|(_, from, _)| from == "cache"));
    }
    let refreshed = Program::behind(&authority).check(&token(), &with(&["--refresh"]));
    assert_eq!(
        (refreshed.code, authority.urls().len()),
        (0, 3),
        "{refreshed:?}"
    );
}

#[test]
fn offline_without_a_cache_is_undecided() {
    let authority = Authority::start(entra);
    let ran = Program::behind(&authority).check(&token(), &with(&["--offline"]));
    assert_eq!((ran.code, authority.urls().len()), (4, 0), "{ran:?}");
    assert!(
        ran.says("is not in the cache, and nobody was asked (--offline)"),
        "{ran:?}"
    );
    assert!(
        ran.stderr.contains("help: run once without --offline"),
        "{ran:?}"
    );
}

#[test]
fn nothing_of_a_token_and_no_cookie_is_kept() {
    let authority = Authority::start(entra);
    let token = token();
    Program::behind(&authority).check(&token, &ASKED);
    let folder = Program::behind(&authority).cache();
    let mut files = 0;
    for entry in fs::read_dir(folder).expect("a cache") {
        let text = fs::read_to_string(entry.expect("readable").path()).expect("text");
        for part in token.split('.') {
            assert!(!text.contains(&part[..20]));
        }
        assert!(!text.contains("cookie-of-the-test") && !text.contains("pat@"));
        files += 1;
    }
    assert_eq!(files, 3);
}

#[test]
fn damaged_files_are_asked_for_again() {
    let authority = Authority::start(entra);
    Program::behind(&authority).check(&token(), &ASKED);
    for entry in fs::read_dir(Program::behind(&authority).cache()).expect("a cache") {
        let path = entry.expect("readable").path();
        let text = fs::read_to_string(&path).expect("text");
        fs::write(&path, &text[..text.len() / 2]).expect("writable");
    }
    authority.forget();
    let ran = Program::behind(&authority).check(&token(), &ASKED);
    assert_eq!((ran.code, authority.urls().len()), (0, 3), "{ran:?}");
}

/// Makes every kept document look as if it had come two days earlier.
fn age(authority: &Authority) {
    for entry in fs::read_dir(Program::behind(authority).cache()).expect("a cache") {
        let path = entry.expect("readable").path();
        let text = fs::read_to_string(&path).expect("text");
        let mut kept: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let fetched = kept["fetched"].as_i64().expect("seconds");
        kept["fetched"] = (fetched - 2 * 86_400).into();
        fs::write(&path, kept.to_string()).expect("writable");
    }
}

#[test]
fn stale_documents_are_confirmed_by_their_tag() {
    let authority = Authority::start(|asked| match asked.header("if-none-match") {
        Some("\"v1\"") => Reply::status(304).header("ETag", "\"v1\""),
        _ => entra(asked).header("ETag", "\"v1\""),
    });
    Program::behind(&authority).check(&token(), &ASKED);
    age(&authority);
    authority.forget();
    let ran = Program::behind(&authority).check(&token(), &ASKED);
    assert_eq!((ran.code, authority.urls().len()), (0, 3), "{ran:?}");
    assert!(
        ran.requests()
            .iter()
            .all(|(_, from, status)| from == "network" && *status == Some(304))
    );
    authority.forget();
    Program::behind(&authority).check(&token(), &ASKED);
    assert_eq!(authority.urls().len(), 0, "confirmed is as good as new");
}

#[test]
fn stale_documents_serve_when_the_network_fails_and_this_is_said() {
    let broken = Arc::new(AtomicBool::new(false));
    let is_broken = Arc::clone(&broken);
    let authority = Authority::start(move |asked| {
        if is_broken.load(Ordering::SeqCst) {
            Reply::status(503)
        } else {
            entra(asked)
        }
    });
    Program::behind(&authority).check(&token(), &ASKED);
    age(&authority);
    broken.store(true, Ordering::SeqCst);
    let ran = Program::behind(&authority).check(&token(), &ASKED);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.says(
            "because the network failed: login.microsoftonline.com: it answered with status 503"
        ),
        "{ran:?}"
    );
    let offline = Program::behind(&authority).check(&token(), &with(&["--offline"]));
    assert!(
        offline.code == 0 && offline.says("older than usual"),
        "{offline:?}"
    );
}

#[test]
fn a_rotated_key_is_found_past_the_cache() {
    let rotated = Arc::new(AtomicBool::new(false));
    let is_rotated = Arc::clone(&rotated);
    let authority = Authority::start(move |asked| {
        if asked.wants_keys() && is_rotated.load(Ordering::SeqCst) {
            let jwk = keys().unpublished.entra_jwk(
                "https://login.microsoftonline.com/{tenantid}/v2.0",
                "microsoftonline.com",
            );
            return Reply::json(format!(r#"{{"keys":[{jwk}]}}"#));
        }
        entra(asked)
    });
    Program::behind(&authority).check(&token(), &ASKED);
    rotated.store(true, Ordering::SeqCst);
    authority.forget();
    let fresh = pat().signed(&keys().unpublished);
    let ran = Program::behind(&authority).check(&fresh, &ASKED);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(
        authority.urls(),
        [format!(
            "https://login.microsoftonline.com/{FABRIKAM_ID}/discovery/v2.0/keys"
        )]
    );
    assert!(ran.says("the issuer was asked again"), "{ran:?}");
}

#[test]
fn many_processes_share_one_cache() {
    let authority = Authority::start(entra);
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| Program::behind(&authority).check(&token(), &ASKED).code))
            .collect();
        for run in runs {
            assert_eq!(run.join().expect("no panic"), 0);
        }
    });
    authority.forget();
    assert_eq!(
        Program::behind(&authority)
            .check(&token(), &with(&["--offline"]))
            .code,
        0
    );
}

#[test]
fn a_cached_run_opens_no_socket_reads_no_certificate_and_starts_no_thread() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("skipped: strace is not installed");
        return;
    }
    let authority = Authority::start(entra);
    Program::behind(&authority).check(&token(), &ASKED);
    let trace = authority.folder().join("trace");
    let trace_path = trace.to_str().expect("UTF-8");
    let ran = Program::behind(&authority)
        .under(
            "strace",
            &[
                "-f",
                "-qq",
                "-o",
                trace_path,
                "-e",
                "trace=network,process,openat,open",
            ],
        )
        .check(&token(), &ASKED);
    let Ok(trace) = fs::read_to_string(&trace) else {
        eprintln!("skipped: strace may not trace here");
        return;
    };
    if trace.is_empty() {
        eprintln!("skipped: strace may not trace here");
        return;
    }
    assert_eq!(ran.code, 0, "{ran:?}");
    for call in [
        "socket(",
        "connect(",
        "clone(",
        "clone3(",
        "fork(",
        ".pem",
        "/ssl/",
        "resolv.conf",
    ] {
        assert!(!trace.contains(call), "{call} in {trace}");
    }
}
