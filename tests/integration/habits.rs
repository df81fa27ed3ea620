//! Habits of the house that no lint watches: how a file opens, how long it gets, and what must stand in no
//! file at all.
//!
//! Not its job: the floors (`house.rs`). What is searched for is put together from two halves here, so
//! that this file does not find itself.

use std::fs;

use crate::support::sources::{files, name, program};
use crate::support::tool::repository;

/// Lines of code and documentation, without the unit tests at the end.
const LONGEST: usize = 350;

/// Files that are longer all the same; this list only gets shorter.
const TOO_LONG: [&str; 0] = [];

#[test]
fn every_file_opens_with_what_it_is_for() {
    for path in files(repository()) {
        if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("sources are text");
            assert!(text.starts_with("//! "), "{}", name(&path));
        }
    }
}

#[test]
fn only_the_known_files_are_too_long() {
    let length = |text: &str| {
        let code = text.split("\n#[cfg(test)]\nmod tests {").next();
        code.map_or(0, |code| code.lines().count())
    };
    let long: Vec<_> = program()
        .into_iter()
        .filter(|source| length(&source.text) > LONGEST)
        .map(|source| source.file)
        .collect();
    assert_eq!(
        long, TOO_LONG,
        "a file asks to be split, or is short enough now"
    );
}

#[test]
fn nothing_unwraps_outside_tests() {
    for source in program() {
        for call in [
            ".unwrap()",
            ".expect(",
            "panic!(",
            "unreachable!(",
            "todo!(",
        ] {
            assert!(!source.code.contains(call), "{}: {call}", source.file);
        }
    }
}

#[test]
fn no_path_of_a_machine_and_no_private_key_is_anywhere() {
    let needles = [
        ["/ho", "me/"],
        ["/Use", "rs/"],
        [r"C:\Use", r"rs\"],
        ["/ro", "ot/"],
        ["/wo", "rk/"],
        ["-----BEGIN PRIV", "ATE KEY"],
        ["-----BEGIN RSA PRIV", "ATE KEY"],
        ["-----BEGIN EC PRIV", "ATE KEY"],
    ];
    for (file, text) in texts() {
        for needle in needles.map(|halves| halves.concat()) {
            assert!(!text.contains(&needle), "{file} holds {needle}");
        }
    }
}

#[test]
fn tokens_stand_in_the_samples_only() {
    let is_part = |c: char| c.is_ascii_alphanumeric() || ['-', '_', '.'].contains(&c);
    for (file, text) in texts() {
        let words = text.split(|c| !is_part(c));
        let mut tokens =
            words.filter(|word| word.starts_with("eyJ") && word.contains('.') && word.len() > 60);
        if !file.starts_with("samples/") {
            assert_eq!(tokens.next(), None, "{file}");
        }
    }
}

/// Every text file of the repository.
fn texts() -> impl Iterator<Item = (String, String)> {
    let read = |path: std::path::PathBuf| Some((name(&path), fs::read_to_string(&path).ok()?));
    files(repository()).into_iter().filter_map(read)
}
