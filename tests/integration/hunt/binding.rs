//! Every KQL query, bound by Microsoft's own binder against the columns that `facts/log-tables.tsv` knows.
//!
//! An unknown table inside a fuzzy union is only a warning (KS205) there; here it is a failure. Columns and
//! tables with a letter changed must be caught.
//!
//! Not its job: what the queries return (`gate.rs`).

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::engines::{Bound, bind, has_kusto};
use crate::support::tool::{Tool, repository};

const TOKEN: &str = "samples/wrong-tenant-exo-powershell/token.txt";
const OWN: &str = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";

/// Name, product and text of every query, with all keys, and with as few as there may be.
fn queries() -> Vec<(String, &'static str, String)> {
    let mut queries = Vec::new();
    for (engine, product) in [("sentinel", "Sentinel"), ("xdr", "Defender XDR")] {
        let wholes =
            ["trace", "session", "follow"].map(|question| vec![TOKEN, "--question", question]);
        let fews = [
            vec!["--key", "uti=Jwp91fut10aSPCxyzuFHAA"],
            vec!["--key", "upn=o'hara@contoso.com", "--question", "follow"],
            vec!["--tenant", OWN],
        ];
        for arguments in wholes.iter().chain(&fews) {
            let run = Tool::new(["hunt", "--json", "-q", "--engine", engine])
                .args(arguments)
                .run();
            assert_eq!(run.exit_code, 0, "{run:?}");
            let document: Value = serde_json::from_str(&run.stdout).unwrap();
            for query in document["queries"].as_array().unwrap() {
                let name = format!("{engine} {} {}", query["name"], arguments.join(" "));
                queries.push((name, product, query["text"].as_str().unwrap().to_owned()));
            }
        }
    }
    queries
}

/// What is wrong with a query.
fn complaints(bound: &Bound) -> Vec<String> {
    let all = bound.diagnostics.iter();
    let wrong = all.filter(|it| it.severity == "Error" || it.code == "KS205");
    wrong
        .map(|it| format!("{} {} at {}", it.code, it.message, it.at))
        .collect()
}

const SHOWN: &str =
    "Time Source Strength Operation User Ip App Resource Record ActorTenant OwnTenant Why";
const SUMMARY: &str = "Explanation ActorTenant App Resource Entries Actors First Last Sample";

#[test]
fn every_query_binds_and_returns_the_same_columns() {
    if !has_kusto() {
        return;
    }
    let queries = queries();
    let bound = bind(&queries);
    assert_eq!(bound.len(), queries.len());
    for bound in &bound {
        let wrong = complaints(bound);
        assert!(wrong.is_empty(), "{}: {wrong:#?}", bound.name);
        let is_summary = bound.name.contains("\"foreign\"");
        let columns = if is_summary { SUMMARY } else { SHOWN };
        assert_eq!(bound.columns.join(" "), columns, "{}", bound.name);
    }
}

/// Every column and table of the schema that a query names, with a letter more: all of them are caught.
#[test]
fn mutated_names_are_caught() {
    if !has_kusto() {
        return;
    }
    let schema = fs::read_to_string(repository().join("src/facts/log-tables.tsv")).unwrap();
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for line in schema.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        names.extend([cells[0], cells[2]]);
    }
    let mut mutants = Vec::new();
    for (query, product, text) in queries() {
        // The whole queries; those with fewer keys name nothing else.
        let is_whole =
            query.contains("token.txt --question trace") || query.contains("\"foreign\"");
        for name in names.iter().filter(|_| is_whole) {
            if let Some(at) = place(&text, name) {
                let end = at + name.len();
                let mutant = format!("{}x{}", &text[..end], &text[end..]);
                mutants.push((format!("{query}: {name}"), product, mutant));
            }
        }
    }
    assert!(mutants.len() > 90, "{}", mutants.len());
    let missed: Vec<String> = bind(&mutants)
        .into_iter()
        .filter(|bound| complaints(bound).is_empty())
        .map(|bound| bound.name)
        .collect();
    assert!(
        missed.is_empty(),
        "{} of {}: {missed:#?}",
        missed.len(),
        mutants.len()
    );
    println!("{} mutants, all caught", mutants.len());
}

/// Where a text names a column or table by itself: a word of its own, outside of literals, and none that the
/// query gives itself (`Time=t`).
fn place(text: &str, name: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(name).map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        let is_word = !before
            .is_some_and(|c| is_part(c) || matches!(c, '"' | '.' | '/' | '@' | ':'))
            && !after.is_some_and(|c| is_part(c) || matches!(c, '"' | '=' | '.' | ':'));
        let line = text[..at].rfind('\n').map_or(0, |start| start + 1);
        let is_within = text[line..at].matches('"').count() % 2 == 1;
        let is_tail = text[line..].starts_with('|') || text[line..].starts_with("let ");
        is_word && !is_within && !is_tail
    })
}
