//! The floors of the house: an import only ever points down, siblings do not know each other, no files
//! form a circle, and every outside package is named in one place.
//!
//! It reads `use` lines and the paths in the code as text. Not its job: style (`habits.rs`).

use std::collections::{BTreeMap, BTreeSet};

use crate::support::sources::{Source, program};
use crate::support::tool::repository;

/// From the ground up, as in `lib.rs`.
const FLOORS: [&[&str]; 6] = [
    &["facts", "time", "text"],
    &["finding", "trace", "jose", "entra", "input", "screen"],
    &["authority", "audit", "rules"],
    &["report", "explain", "redact", "hunt"],
    &["inspect"],
    &["cli"],
];

/// The only arrows within a floor.
const WITHIN: [[&str; 2]; 3] = [["entra", "jose"], ["entra", "trace"], ["entra", "finding"]];

/// Where an outside package may be named: in files whose path begins so.
const DOORS: [(&str, &[&str]); 30] = [
    ("flate2", &["src/audit/packed.rs"]),
    ("zip", &["src/audit/packed.rs"]),
    ("clap", &["src/cli/args"]),
    ("clap_complete", &["src/cli/args"]),
    ("clap_mangen", &["src/cli/args"]),
    ("colored", &["src/screen.rs"]),
    ("crossterm", &["src/cli/paste.rs"]),
    ("etcetera", &["src/cli/"]),
    ("reqwest", &["src/authority/net"]),
    ("rustls", &["src/authority/net"]),
    ("http", &["src/authority/"]),
    ("http_cache_semantics", &["src/authority/cache.rs"]),
    ("jsonwebtoken", &["src/jose/verify.rs"]),
    ("aws_lc_rs::signature", &["src/jose/verify.rs"]),
    ("aws_lc_rs::digest", &["src/jose/digest.rs"]),
    ("aws_lc_rs::hmac", &["src/jose/digest.rs"]),
    ("aws_lc_rs::rand", &["src/jose/digest.rs"]),
    ("x509_parser", &["src/jose/certificate.rs"]),
    ("base64", &["src/jose/base64url.rs"]),
    // The person's own lists, and tables of tokens, are CSV files of another kind than exports.
    (
        "csv",
        &[
            "src/audit/",
            "src/entra/known.rs",
            "src/input/table.rs",
            "src/redact/table.rs",
        ],
    ),
    (
        "encoding_rs_io",
        &["src/audit/encoding.rs", "src/input/stream.rs"],
    ),
    ("aho_corasick", &["src/audit/search/searcher/few.rs"]),
    ("compact_str", &["src/jose/json/"]),
    ("indicatif", &["src/cli/watch.rs"]),
    ("jiff", &["src/time.rs"]),
    ("maud", &["src/report/html"]),
    ("regex_lite", &["src/explain/patterns.rs"]),
    ("strsim", &["src/explain/suggest.rs"]),
    // Whatever is written is written beside and renamed: reports, cache entries, snapshots.
    ("tempfile", &["src/cli/", "src/authority/"]),
    ("terminal_size", &["src/cli/"]),
];

/// Vocabulary, free everywhere. To look for a byte (memchr) is as plain as `str::find`.
const FREE: &str = "serde serde_json thiserror uuid url unicode_width memchr";

/// The table in `lib.rs` that tells a new reader where to add what.
#[test]
fn the_map_for_newcomers_is_true() {
    let source = std::fs::read_to_string(repository().join("src/lib.rs")).expect("readable");
    let rows = source.lines().filter(|line| line.contains("` of `"));
    let mut lists = 0;
    for row in rows {
        let quoted: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        for path in quoted.iter().filter(|word| word.contains('/')) {
            assert!(repository().join(path).exists(), "{path} in {row}");
        }
        let of = quoted.windows(2).find(|pair| !pair[0].contains('/'));
        let [list, file] = of.expect("a list and its file") else {
            panic!("{row}")
        };
        let text = std::fs::read_to_string(repository().join(file)).expect("readable");
        let is_there = ["const", "static"].map(|word| text.contains(&format!("{word} {list}: ")));
        assert!(is_there.contains(&true), "{list} of {file}");
        lists += 1;
    }
    assert!(lists >= 8, "{lists}");
}

#[test]
fn imports_point_down() {
    for source in program() {
        let here = source.module().first().map_or("cli", |module| *module);
        let ground = floor(here).unwrap_or_else(|| panic!("{} has no floor", source.file));
        for path in paths(&source) {
            let there = path.first().map_or(here, String::as_str);
            let is_down = floor(there).is_none_or(|floor| floor < ground);
            let is_allowed = is_down || here == there || WITHIN.contains(&[here, there]);
            assert!(is_allowed, "{} -> {}", source.file, path.join("::"));
        }
    }
}

/// A file and the files in its own folder are one room: they may know each other.
#[test]
fn no_files_form_a_circle() {
    let arrows = arrows(&program());
    let all = arrows
        .iter()
        .flat_map(|(file, named)| named.iter().map(move |other| (file, other)));
    let circles: Vec<_> = all
        .filter(|(file, other)| reached(other, &arrows).contains(file))
        .collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn every_package_has_its_door() {
    let packages = packages();
    for source in program() {
        for path in words(&source.code) {
            let package = path.split("::").next().unwrap_or_default();
            let mut doors = DOORS.iter().filter(|(door, files)| {
                is_of(path.as_str(), door) && files.iter().any(|file| source.file.starts_with(file))
            });
            let is_free =
                !packages.contains(package) || FREE.split(' ').any(|free| free == package);
            assert!(
                is_free || doors.next().is_some(),
                "{} names {path}",
                source.file
            );
        }
    }
    for package in packages {
        let mut doors = DOORS.iter().filter_map(|(door, _)| door.split("::").next());
        let is_known =
            doors.any(|door| door == package) || FREE.split(' ').any(|free| free == package);
        assert!(is_known, "{package} has no door");
    }
}

/// Whether a path begins with these names: `http::header` with `http`, but not `http_cache_semantics`.
fn is_of(path: &str, names: &str) -> bool {
    path.strip_prefix(names)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// The names under `[dependencies]`, as code writes them.
fn packages() -> BTreeSet<String> {
    let manifest = std::fs::read_to_string(repository().join("Cargo.toml")).expect("text");
    let (_, table) = manifest
        .split_once("[dependencies]\n")
        .expect("dependencies");
    let lines = table.lines().take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| line.split_once(" ="))
        .map(|(name, _)| name.replace('-', "_"))
        .collect()
}

/// Which files each file names.
fn arrows(sources: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let files: BTreeMap<String, &str> = sources
        .iter()
        .map(|source| (source.module().join("::"), source.file.as_str()))
        .collect();
    let file_of = |path: Vec<String>| {
        (1..=path.len())
            .rev()
            .find_map(|end| files.get(&path[..end].join("::")).copied())
    };
    let named = |source: &Source| {
        let named = paths(source).into_iter().filter_map(file_of);
        named
            .filter(|file| !are_one_room(&source.file, file))
            .map(str::to_owned)
            .collect()
    };
    sources
        .iter()
        .map(|source| (source.file.clone(), named(source)))
        .collect()
}

/// Whether one file is the other, or stands in the other's folder.
fn are_one_room(left: &str, right: &str) -> bool {
    let folder = |file: &str| {
        file.trim_end_matches("mod.rs")
            .trim_end_matches(".rs")
            .trim_end_matches('/')
            .to_owned()
            + "/"
    };
    left == right || left.starts_with(&folder(right)) || right.starts_with(&folder(left))
}

/// Everything that a file names, directly or by way of others.
fn reached<'a>(
    file: &'a String,
    arrows: &'a BTreeMap<String, BTreeSet<String>>,
) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut next = vec![file];
    while let Some(file) = next.pop() {
        next.extend(arrows[file].iter().filter(|other| reached.insert(*other)));
    }
    reached
}

/// Every path into this crate, from its root.
fn paths(source: &Source) -> Vec<Vec<String>> {
    let resolve = |path: String| {
        let first = path.split("::").next().unwrap_or_default();
        let mut at: Vec<String> = match first {
            "crate" | "jwtenant" => Vec::new(),
            // What begins otherwise is a part of this file, or nothing of ours.
            _ => source.module().into_iter().map(str::to_owned).collect(),
        };
        for part in path
            .split("::")
            .filter(|part| !["crate", "jwtenant", "self"].contains(part))
        {
            match part {
                "super" => _ = at.pop(),
                name => at.push(name.to_owned()),
            }
        }
        at
    };
    words(&source.code).into_iter().map(resolve).collect()
}

/// Everything in code with `::` in it; the group of a `use` line is multiplied out.
fn words(code: &str) -> Vec<String> {
    let words = code.split(|c: char| !c.is_alphanumeric() && !['_', ':'].contains(&c));
    let words = words
        .map(|word| word.trim_end_matches("::"))
        .filter(|word| word.contains("::"));
    let uses = code.split("use ").filter_map(|rest| rest.split_once(';'));
    let groups = uses.filter_map(|(path, _)| path.split_once("::{"));
    let multiplied = groups.flat_map(|(outer, group)| {
        assert!(
            !group.contains('{'),
            "a group in a group is hard to read: {outer}::{group}"
        );
        let inner = group.trim_end_matches('}').split(',').map(str::trim);
        inner.map(move |inner| format!("{outer}::{inner}"))
    });
    words.map(str::to_owned).chain(multiplied).collect()
}
