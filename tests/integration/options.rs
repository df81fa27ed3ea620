//! The face: options, outputs, colours and exit codes, as scripts meet them.
//!
//! Not its job: what a report says.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::samples::folders;
use crate::support::tool::{Run, Tool, sample_file};

const CASE: &str = "healthy-v1";

#[test]
fn every_exit_code_is_reached() {
    let samples = folders().map(|case| Tool::sample(case.name));
    let variants = [
        Tool::sample(CASE).arg("--no-such-option"),
        Tool::new(["samples/authority/manifest.json"]),
    ];
    let reached: BTreeSet<i32> = samples
        .chain(variants)
        .map(|tool| tool.run().exit_code)
        .collect();
    assert!(reached.iter().eq(&[0, 1, 2, 3, 4, 5]), "{reached:?}");
}

#[test]
fn fail_on_moves_the_line_to_1() {
    let partner = |severity| {
        Tool::sample("partner")
            .args(["--fail-on", severity])
            .run()
            .exit_code
    };
    assert_eq!(
        [
            partner("info"),
            partner("low"),
            partner("medium"),
            partner("high")
        ],
        [1, 1, 0, 0]
    );
    let wrong = Tool::sample("wrong-tenant-exo-powershell")
        .args(["--fail-on", "high"])
        .run();
    assert_ne!(wrong.exit_code, 1);
}

#[test]
fn what_was_not_asked_stays_open() {
    let token = sample_file(CASE, "token.txt");
    let run = Tool::new([
        "--metadata",
        "samples/authority",
        "--at",
        "2026-11-20T12:30:00Z",
    ])
    .arg(&token)
    .run();
    assert_eq!(run.exit_code, 4);
    assert_eq!(
        run.stderr
            .lines()
            .filter(|line| line.contains("--tenant"))
            .count(),
        1,
        "{}",
        run.stderr
    );
    let without_keys = Tool::new(["--tenant", "any", "--at", "2026-11-20T12:30:00Z"]).arg(&token);
    assert_eq!(without_keys.run().exit_code, 4);
}

#[test]
fn the_tenant_may_come_from_the_environment() {
    let run = Tool::new([
        "--metadata",
        "samples/authority",
        "--at",
        "2026-11-20T12:30:00Z",
    ])
    .arg(sample_file(CASE, "token.txt"))
    .env("JWTENANT_TENANT", "tailspin.example,fabrikam.example")
    .run();
    assert_eq!((run.exit_code, run.stderr.as_str()), (0, ""));
}

#[test]
fn a_variable_that_is_set_to_nothing_is_not_set() {
    let run = Tool::new(["--metadata", "samples/authority"])
        .arg(sample_file(CASE, "token.txt"))
        .env("JWTENANT_TENANT", "")
        .run();
    assert_eq!(run.exit_code, 4, "{}", run.stderr);
}

#[test]
fn a_wrong_option_is_named() {
    for (arguments, named) in [
        (vec!["--no-such-option"], "--no-such-option"),
        (vec!["--leeway", "soon"], "--leeway"),
        (vec!["--at", "yesterday"], "--at"),
        (vec!["--format", "yaml"], "--format"),
        (vec!["--fail-on", "never"], "--fail-on"),
        (vec!["--cloud", "nine"], "--cloud"),
        (vec!["--width", "3"], "--width"),
        (vec!["--color", "blue"], "--color"),
        (vec!["--tenant", "common"], "--tenant"),
        (vec!["--tenant"], "--tenant"),
        (
            vec![
                "--issuer",
                "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
            ],
            "--issuer",
        ),
        (vec!["--json", "--format", "human"], "--json"),
        (
            vec!["--require-signature", "--no-signature"],
            "--no-signature",
        ),
    ] {
        let run = Tool::new(&arguments).run();
        assert_eq!(
            (run.exit_code, run.stdout.as_str()),
            (2, ""),
            "{arguments:?}"
        );
        assert!(run.stderr.contains(named), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn what_is_missing_is_named() {
    let token = "samples/healthy-v1/token.txt";
    for (arguments, exit_code) in [
        (vec!["no-such-file"], 3),
        (vec!["decode", "no-such-file"], 3),
        (vec![token, "--audit", "no-such-file"], 3),
        (vec![token, "--metadata", "no-such-file"], 2),
        (vec![token, "-o", "no-such-file/report.json"], 2),
    ] {
        let run = Tool::new(&arguments).run();
        assert_eq!(
            (run.exit_code, run.stdout.as_str()),
            (exit_code, ""),
            "{arguments:?}"
        );
        assert!(
            run.stderr.contains("no-such-file"),
            "{arguments:?}: {}",
            run.stderr
        );
        assert!(
            run.stderr.starts_with("error: "),
            "{arguments:?}: {}",
            run.stderr
        );
    }
}

#[test]
fn help_for_a_missing_export_speaks_of_exports() {
    let run = Tool::new(["samples/healthy-v1/token.txt", "--audit", "no-such-file"]).run();
    assert!(!run.stderr.contains("INPUT"), "{}", run.stderr);
}

#[test]
fn an_export_without_a_record_leaves_the_question_open() {
    let run = Tool::sample(CASE)
        .args(["--audit", "samples/README.md"])
        .run();
    assert_eq!(run.exit_code, 4, "{}", run.stdout);
}

/// Who names three files and reads "expected" takes all three for looked at.
#[test]
fn a_named_input_without_a_token_leaves_the_answer_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).expect("a file");
        path
    };
    let empty = file("empty.txt", b"");
    let plain = file("plain.txt", b"words");
    let export = file("export.csv", b"CreationDate,UserIds,Operations,AuditData\n");
    let check = |more: &[&Path]| Tool::sample(CASE).arg("--json").args(more).run();
    let answer = |run: &Run| serde_json::from_str::<Value>(&run.stdout).expect("JSON");
    assert_eq!(check(&[]).exit_code, 0);

    let run = check(&[&empty, &plain, &export]);
    assert_eq!(run.exit_code, 4, "{}", run.stdout);
    let not_checked = answer(&run)["not_checked"].to_string();
    for words in [
        "empty.txt\",\"why\":\"it is empty",
        "plain.txt\",\"why\":\"nothing in it looks like",
        "`jwtenant audit` reads",
    ] {
        assert!(not_checked.contains(words), "{words}: {not_checked}");
    }

    let screen = Tool::sample(CASE).arg(&empty).run();
    assert!(
        screen
            .stdout
            .starts_with("VERDICT  not every input holds a token"),
        "{}",
        screen.stdout
    );

    let run = check(&[folder.path()]);
    assert_eq!(run.exit_code, 0, "{}", run.stdout);
    let not_checked = answer(&run)["not_checked"].to_string();
    assert!(
        not_checked.contains("nor in 2 more of the files"),
        "{not_checked}"
    );

    let alone = Tool::new(["check", "--width", "80"]).arg(&export).run();
    assert_eq!(alone.exit_code, 3);
    assert!(alone.stdout.contains("export.csv"), "{}", alone.stdout);
    assert!(alone.stdout.contains("audit log"), "{}", alone.stdout);
}

/// It is read in parts, by many threads: only at the end is it known that there was nothing in it.
#[test]
fn a_long_input_without_a_token_leaves_the_answer_open_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let long = folder.path().join("long.log");
    let records = "{\"CreationTime\":\"2026-11-20T12:30:00\",\"Operation\":\"FileAccessed\"}\n";
    std::fs::write(&long, records.repeat(80_000)).expect("a file");
    let check = |input: &Path| Tool::sample(CASE).arg("-q").arg(input).run();
    assert_eq!(check(&long).exit_code, 4);
    let told = Tool::sample(CASE).args(["--width", "200"]).arg(&long).run();
    let told = told.stdout + &told.stderr;
    assert!(told.contains("long.log"), "{told}");
    assert!(told.contains("`jwtenant audit` reads"), "{told}");
    // A folder's files may be anything.
    assert_eq!(check(folder.path()).exit_code, 0);

    let token = std::fs::read_to_string(format!("samples/{CASE}/token.txt")).expect("a sample");
    let all = [records.repeat(80_000), token].concat();
    std::fs::write(&long, all).expect("a file");
    assert_eq!(check(&long).exit_code, 0, "the token is its last line");
    let counted = Tool::sample(CASE).arg(&long).run();
    assert!(
        counted.stdout.contains("2 tokens, the worst decides"),
        "{counted:?}"
    );
    let one = Tool::new(["check", "--offline", "--tenant", "any"])
        .arg(&long)
        .run();
    assert!(one.stdout.starts_with("VERDICT"), "{one:?}");
    assert!(!one.stdout.contains("1 tokens"), "{one:?}");

    // Of one line, which is too long to be held.
    std::fs::write(&long, "x".repeat(68_000_000)).expect("a file");
    assert_eq!(check(&long).exit_code, 4);
}

#[test]
fn a_folder_without_tokens_is_unreadable() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = || Tool::new(["--tenant", "any"]).arg(folder.path()).run();
    assert_eq!(check().exit_code, 3);
    std::fs::write(folder.path().join("empty"), "").expect("a file");
    assert_eq!(check().exit_code, 3);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_unreadable() {
    use std::os::unix::fs::PermissionsExt as _;
    let file = tempfile::NamedTempFile::new().expect("a file");
    file.as_file()
        .set_permissions(std::fs::Permissions::from_mode(0o000))
        .expect("its owner may");
    if std::fs::File::open(file.path()).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let run = Tool::new(["--tenant", "any"]).arg(file.path()).run();
    assert_eq!(run.exit_code, 3);
    assert!(run.stderr.contains("cannot open"), "{}", run.stderr);
}

#[test]
fn nobody_needs_a_home() {
    assert_eq!(
        Tool::sample(CASE).without_env("HOME").run(),
        Tool::sample(CASE).run()
    );
}

#[test]
fn help_shows_every_exit_code() {
    for arguments in [vec!["--help"], vec!["check", "--help"]] {
        let run = Tool::new(&arguments).run();
        assert_eq!((run.exit_code, run.stderr.as_str()), (0, ""));
        for name in [
            "expected",
            "unexpected",
            "usage",
            "unreadable",
            "undecided",
            "time",
        ] {
            assert!(run.stdout.contains(name), "{arguments:?}: {name}");
        }
    }
}

#[test]
fn completions_and_man_pages_know_every_verb() {
    const VERBS: [&str; 8] = [
        "audit",
        "check",
        "completions",
        "decode",
        "explain",
        "man",
        "metadata",
        "redact",
    ];
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = Tool::new(["completions", shell]).run();
        assert_eq!((run.exit_code, run.stderr.as_str()), (0, ""), "{shell}");
        for verb in VERBS {
            assert!(run.stdout.contains(verb), "{shell}: {verb}");
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let pages = folder.path().join("new/man1");
    let run = Tool::new(["man"]).arg(&pages).run();
    assert_eq!((run.exit_code, run.seen().as_str()), (0, ""));
    let names = VERBS.map(|verb| format!("jwtenant-{verb}.1"));
    for name in names.iter().map(String::as_str).chain(["jwtenant.1"]) {
        let page = std::fs::read_to_string(pages.join(name)).expect("a page");
        assert!(page.contains(".TH jwtenant"), "{name}");
    }
    assert_eq!(Tool::new(["man", "Cargo.toml"]).run().exit_code, 2);
}

#[test]
fn with_nothing_to_read_it_explains_itself() {
    let run = Tool::new::<&str>([]).run();
    assert_eq!(run.exit_code, 3);
    assert_eq!(run.stderr.lines().count(), 4, "{}", run.stderr);
    assert!(
        run.stderr.contains("jwtenant token.txt --tenant"),
        "{}",
        run.stderr
    );
    assert_eq!(Tool::new(["-q"]).run().seen(), "");
}

#[test]
fn standard_input_is_read_only_once() {
    for words in [
        &["audit", "-", "-"][..],
        &["audit", "-", "--token", "-"],
        &["check", "-", "--audit", "-"],
        &["check", "--audit", "-"],
    ] {
        let run = Tool::new(words).run();
        assert_eq!(run.exit_code, 2, "{words:?}");
        assert!(run.stderr.contains("only once"), "{run:?}");
    }
}

#[test]
fn bounds_that_hold_no_time_are_a_mistake() {
    let export = "samples/wrong-tenant-exo-powershell/unified-audit-log.csv";
    let bounded = |since: &str, until: &str| {
        Tool::new(["audit", export, "--since", since, "--until", until]).run()
    };
    assert_eq!(
        bounded("2026-11-21T00:00:00Z", "2026-11-19T00:00:00Z").exit_code,
        2
    );
    let empty = bounded("2027-11-21T00:00:00Z", "2027-11-22T00:00:00Z");
    assert_eq!(empty.exit_code, 4, "{empty:?}");
    assert!(
        empty.stdout.contains("no record of the asked time"),
        "{empty:?}"
    );
}
