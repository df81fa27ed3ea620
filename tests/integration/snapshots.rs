//! Every sample in every format, as a picture under `tests/snapshots`: what the program says is
//! reviewed as a text, and a change of one word shows up in a diff.
//!
//! To take new pictures: `INSTA_UPDATE=always cargo test --test integration snapshots`, then read
//! `git diff` as the person who gets the report would. Not its job: saying whether a report is right.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use jwtenant::report::FORMATS;

use crate::samples::folders;
use crate::support::tool::{Run, Tool};

/// How a sample is written: the ending of the picture's name, and the options for it.
struct Shot {
    name: String,
    options: Vec<&'static str>,
}

/// Every format of the program; the one for people also as wide as it gets by itself.
fn shots() -> impl Iterator<Item = Shot> {
    let formats = FORMATS.iter().map(|format| Shot {
        name: format.name.to_owned(),
        options: vec!["--format", format.name],
    });
    let wide = Shot {
        name: "human-120".to_owned(),
        options: vec!["--format", "human", "--width", "120"],
    };
    formats.chain([wide])
}

#[test]
fn every_sample_in_every_format() {
    let mut changed = Vec::new();
    for case in folders() {
        for shot in shots() {
            let name = format!("{}@{}", case.name, shot.name);
            let run = Tool::sample(case.name).args(&shot.options).run();
            // `assert_snapshot!` prints the difference and panics; the other cases are looked at as well.
            let compared = catch_unwind(AssertUnwindSafe(|| compare(&name, &run)));
            if compared.is_err() {
                changed.push(name);
            }
        }
    }
    assert!(
        changed.is_empty(),
        "not as in tests/snapshots: {changed:#?}"
    );
}

/// A redacted report, under a key that is none of anybody's.
const REDACTED: &str = "wrong-tenant-exo-powershell";
const REDACTED_AS: [&str; 2] = ["human", "json"];

fn redacted_name(format: &str) -> String {
    format!("{REDACTED}@redacted-{format}")
}

#[test]
fn one_sample_redacted() {
    for format in REDACTED_AS {
        let run = Tool::sample(REDACTED)
            .args(["--redact", "--key-file", "LICENSE", "--format", format])
            .run();
        compare(&redacted_name(format), &run);
    }
}

#[test]
fn every_picture_belongs_to_a_sample_and_a_format() {
    let expected: BTreeSet<String> = folders()
        .flat_map(|case| shots().map(move |shot| format!("{}@{}.snap", case.name, shot.name)))
        .chain(REDACTED_AS.map(|format| redacted_name(format) + ".snap"))
        .collect();
    let stale: Vec<String> = std::fs::read_dir(folder())
        .expect("tests/snapshots is there")
        .map(|entry| entry.expect("readable").file_name())
        .map(|name| name.into_string().expect("text"))
        .filter(|name| !name.ends_with(".snap.new") && !expected.contains(name))
        .collect();
    assert!(stale.is_empty(), "no test looks at {stale:#?}");
}

fn compare(name: &str, run: &Run) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, picture(run)));
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

/// Exit code, standard error and standard output, one below the other.
fn picture(run: &Run) -> String {
    format!(
        "exit code {}\n--- stderr\n{}--- stdout\n{}",
        run.exit_code,
        run.stderr,
        without_version(&readable(&run.stdout))
    )
}

/// Of a page, a tag on each line, and not the style: how it looks is looked at in a browser.
fn readable(text: &str) -> String {
    let Some((head, rest)) = text.split_once("<style>") else {
        return text.to_owned();
    };
    let (_, body) = rest.split_once("</style>").unwrap_or_default();
    let (before, policy) = head.split_once("'sha256-").unwrap_or((head, "'"));
    let (_, behind) = policy.split_once('\'').unwrap_or_default();
    format!("{before}[digest]{behind}<style></style>{body}").replace("><", ">\n<")
}

/// A release changes its number and nothing else.
fn without_version(text: &str) -> String {
    let bare = concat!("jwtenant ", env!("CARGO_PKG_VERSION"));
    let text = text.replace(bare, "jwtenant [version]");
    let text = text.replace(
        concat!("jwtenant `", env!("CARGO_PKG_VERSION")),
        "jwtenant `[version]",
    );
    let version = concat!('"', env!("CARGO_PKG_VERSION"), '"');
    [r#""version": "#, r#""version":"#]
        .into_iter()
        .fold(text, |text, member| {
            text.replace(
                &format!("{member}{version}"),
                &format!("{member}\"[version]\""),
            )
        })
}
