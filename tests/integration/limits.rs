//! The limits that the README states are those of the program, and a message that names a limit names the
//! true number.
//!
//! Not its job: what happens beyond a limit; each module tests its own.

use std::fs;

use crate::support::forge;
use crate::support::tool::{Tool, repository};

/// What the README limits, and where the limit stands: a file, and what stands before its value.
const LIMITS: [(&str, &str, &str); 25] = [
    ("a token", "src/input/recogniser.rs", "max_token_size: "),
    (
        "an input that is read whole",
        "src/input/stream.rs",
        "whole: ",
    ),
    (
        "a line or row of a longer one",
        "src/input/stream.rs",
        "record: ",
    ),
    (
        "a single document with tokens (JSON, HAR)",
        "src/input/stream.rs",
        "document: ",
    ),
    (
        "an input of `redact`",
        "src/cli/redact.rs",
        "LARGEST: u64 = ",
    ),
    (
        "the nesting of JSON in a token",
        "src/jose/json/parse.rs",
        "MAX_DEPTH: usize = ",
    ),
    (
        "tokens with a screen each",
        "src/cli/many.rs",
        "SCREENS: usize = ",
    ),
    (
        "a record of an export",
        "src/audit/lines.rs",
        "LARGEST_ROW: usize = ",
    ),
    (
        "unpacked bytes for a packed one, after 64 MiB",
        "src/audit/packed.rs",
        "MOST_RATIO: u64 = ",
    ),
    (
        "entries and matches told one by one",
        "src/audit/options.rs",
        "max_entries: ",
    ),
    (
        "entries of one's own told one by one",
        "src/audit/survey.rs",
        "MOST_NOTED: usize = ",
    ),
    ("groups", "src/audit/group.rs", "MOST_GROUPS: usize = "),
    (
        "record ids told apart",
        "src/audit/seen.rs",
        "MOST_IDS: usize = ",
    ),
    (
        "people whose places are remembered",
        "src/audit/history.rs",
        "MOST_PEOPLE: usize = ",
    ),
    (
        "places of people",
        "src/audit/history.rs",
        "MOST_PLACES: usize = ",
    ),
    (
        "sessions whose places are remembered",
        "src/audit/history.rs",
        "MOST_SESSIONS: usize = ",
    ),
    (
        "actors whose later acts are counted",
        "src/audit/activity.rs",
        "MOST_ACTORS: usize = ",
    ),
    (
        "the time for one issuer",
        "src/cli/args/network.rs",
        "default_value_t = ",
    ),
    (
        "a discovery document",
        "src/authority/net/client/visit.rs",
        "LARGEST_DISCOVERY: u64 = ",
    ),
    (
        "a key set",
        "src/authority/net/client/visit.rs",
        "LARGEST_KEYS: u64 = ",
    ),
    (
        "redirects, within one host",
        "src/authority/net/client/visit.rs",
        "REDIRECTS: usize = ",
    ),
    (
        "addresses asked in one run",
        "src/authority/mod.rs",
        "MOST_DOCUMENTS: usize = ",
    ),
    (
        "a document of a snapshot",
        "src/authority/snapshot.rs",
        "MAX_DOCUMENT: u64 = ",
    ),
    (
        "files of a snapshot",
        "src/authority/snapshot.rs",
        "MAX_FILES: usize = ",
    ),
    (
        "a file of `--ca-cert`",
        "src/authority/net/roots.rs",
        "LARGEST: u64 = ",
    ),
];

#[test]
fn the_readme_states_the_limits_of_the_program() {
    let readme = fs::read_to_string(repository().join("README.md")).expect("text");
    let (_, table) = readme.split_once("<!-- limits:").expect("a table");
    let (table, _) = table.split_once("<!-- end of limits").expect("its end");
    let stated: Vec<(&str, u64)> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| "))
        .skip(1)
        .map(|row| {
            let mut cells = row.split(" | ");
            let (of, most) = (cells.next().expect("a cell"), cells.next().expect("a cell"));
            (of, amount(most))
        })
        .collect();
    let true_ones: Vec<(&str, u64)> = LIMITS
        .iter()
        .map(|(of, file, before)| (*of, value(file, before)))
        .collect();
    assert_eq!(stated, true_ones);
}

/// `4 MiB`, `10,000`, `12 s`.
fn amount(cell: &str) -> u64 {
    let (number, unit) = cell.split_once(' ').unwrap_or((cell, ""));
    let number: u64 = number.replace(',', "").parse().expect("a number");
    number
        << match unit {
            "MiB" => 20,
            "GiB" => 30,
            "" | "s" | "levels" => 0,
            other => panic!("{other}"),
        }
}

/// The value in the source: `5 << 20`, `4 * 1024 * 1024`, `50_000_000`.
fn value(file: &str, before: &str) -> u64 {
    let source = fs::read_to_string(repository().join(file)).expect("text");
    let values = source.split(before).skip(1);
    let ends = |c: char| matches!(c, ';' | ',' | '\n');
    let mut numbers = values.filter_map(|rest| evaluated(rest.split(ends).next()?));
    numbers
        .next()
        .unwrap_or_else(|| panic!("{file} has no {before}"))
}

fn evaluated(expression: &str) -> Option<u64> {
    if let Some((number, bits)) = expression.split_once("<<") {
        return Some(evaluated(number)? << evaluated(bits)?);
    }
    expression
        .split('*')
        .map(|factor| factor.trim().replace('_', "").parse::<u64>().ok())
        .product()
}

#[test]
fn a_longer_token_is_told_with_its_size_and_the_limit() {
    let token = forge::unsigned(
        r#"{"alg":"none"}"#,
        &format!(r#"{{"x":"{}"}}"#, "x".repeat(2000)),
    );
    for limit in ["1000", "2000"] {
        let run = Tool::new(["check", "--tenant", "any", "--max-token-size", limit])
            .stdin(token.clone())
            .run();
        assert_eq!(run.exit_code, 3, "{run:?}");
        let said = run.stdout.replace(['\n', ' '], "");
        let expected = format!(
            "{}bytesaretoolongtobeatoken(atmost{limit}areread",
            token.len()
        );
        assert!(said.contains(&expected), "{}", run.stdout);
    }
    let run = Tool::new(["decode", "--max-token-size", "10000"])
        .stdin(token)
        .run();
    assert_eq!(run.exit_code, 0, "{run:?}");
    let run = Tool::new(["decode", "--max-token-size", "7"]).run();
    assert_eq!(run.exit_code, 2);
    let most: u64 = 1 << 30;
    assert!(
        run.stderr.contains(&format!("from 8 to {most} bytes")),
        "{}",
        run.stderr
    );
}
