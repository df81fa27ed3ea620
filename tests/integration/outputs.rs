//! Where reports go and how they look there: files, devices, pipes and colours.
//!
//! Not its job: what a report says.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::samples::folders;
use crate::support::tool::{Tool, repository, sample_file};

const CASE: &str = "healthy-v1";

#[test]
fn a_reader_that_went_away_is_no_failure() {
    for case in [CASE, "forged-signature"] {
        let line = std::fs::read_to_string(sample_file(case, "command")).expect("text");
        let mut child = Command::new(env!("CARGO_BIN_EXE_jwtenant"))
            .args(line.split_whitespace().skip(1).map(|word| {
                if word.ends_with("token.txt") {
                    "-"
                } else {
                    word
                }
            }))
            .current_dir(repository())
            .env_remove("JWTENANT_TENANT")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // It waits for its input until the reader of its output is gone.
        drop(child.stdout.take());
        let token = std::fs::read(sample_file(case, "token.txt")).expect("text");
        child
            .stdin
            .take()
            .expect("piped")
            .write_all(&token)
            .expect("it reads");
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(
            (ended.status.code(), ended.stderr.as_slice()),
            (Some(0), &b""[..]),
            "{case}"
        );
    }
}

/// A disk that is full behind a redirection, for whatever is written: a script must not take a cut report for
/// a whole one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_an_error_in_plain_words() {
    let token = "samples/healthy-v1/token.txt";
    let export = "samples/password-guessing/unified-audit-log.csv";
    let many: Vec<&str> = vec![token; 25];
    let lines: [&[&str]; 14] = [
        &["check", token, "--offline"],
        &["check", token, "--offline", "--json"],
        &["check", token, "--offline", "--format", "jsonl"],
        &["decode", token],
        &["audit", export, "--offline"],
        &["audit", export, "--offline", "--format", "html"],
        &["audit", export, "--offline", "--format", "records"],
        &["explain", "AADSTS50020"],
        &["explain", "AADSTS50020", "--json"],
        &["hunt", token, "--engine", "sentinel"],
        &["redact", token],
        &["completions", "bash"],
        &["--help"],
        &["--version"],
    ];
    let summary = [&["check", "--offline"][..], &many].concat();
    let as_lines = [&summary[..], &["--format", "jsonl"]].concat();
    for words in lines.into_iter().chain([&summary[..], &as_lines]) {
        let ended = Command::new(env!("CARGO_BIN_EXE_jwtenant"))
            .args(words)
            .current_dir(repository())
            .env_remove("JWTENANT_TENANT")
            .stdin(Stdio::null())
            .stdout(std::fs::File::create("/dev/full").expect("Linux has it"))
            .output()
            .expect("the program starts");
        let stderr = String::from_utf8_lossy(&ended.stderr);
        let says = "error: cannot write standard output: No space left on device";
        assert!(stderr.contains(says), "{words:?}: {stderr}");
        assert_eq!(ended.status.code(), Some(2), "{words:?}");
    }
}

#[test]
fn quiet_prints_nothing() {
    for case in folders() {
        let run = Tool::sample(case.name).arg("-q").run();
        assert_eq!(run.seen(), "", "{}", case.name);
        assert_eq!(
            run.exit_code,
            Tool::sample(case.name).run().exit_code,
            "{}",
            case.name
        );
    }
}

#[test]
fn a_report_in_a_file_leaves_one_line_of_verdict() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, same_as) in [
        ("report.json", "json"),
        ("report.jsonl", "jsonl"),
        ("report.txt", "human"),
        ("report", "human"),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, "an older report, longer than nothing").expect("a file");
        let run = Tool::sample("expired-only").arg("-o").arg(&file).run();
        assert_eq!((run.exit_code, run.stdout.as_str()), (5, ""), "{name}");
        assert_eq!(run.stderr, "time: expired: get a new one\n", "{name}");
        let printed = Tool::sample("expired-only")
            .args(["--format", same_as])
            .run()
            .stdout;
        assert_eq!(
            std::fs::read_to_string(&file).expect("a report"),
            printed,
            "{name}"
        );
    }
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 4, "nothing half-written stays behind");
}

#[test]
fn an_ending_that_names_no_format_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report.pdf");
    let note = "no format has the ending .pdf, so the file is written as --format human";
    let run = Tool::sample("expired-only").arg("-o").arg(&file).run();
    assert!(run.stderr.contains(note), "{}", run.stderr);
    let chosen = Tool::sample("expired-only")
        .args(["--format", "html", "-o"])
        .arg(&file)
        .run();
    assert!(!chosen.stderr.contains("ending"), "{}", chosen.stderr);
}

#[test]
fn colours_are_there_when_asked_for() {
    let coloured = |tool: Tool| tool.run().stdout.contains("\u{1b}[");
    let color = |when| Tool::sample(CASE).args(["--color", when]);
    assert!(!coloured(Tool::sample(CASE)), "a pipe");
    assert!(coloured(color("always")));
    assert!(
        coloured(color("always").env("NO_COLOR", "1")),
        "an option is stronger"
    );
    assert!(!coloured(color("never").env("CLICOLOR_FORCE", "1")));
    assert!(coloured(Tool::sample(CASE).env("CLICOLOR_FORCE", "1")));
    assert!(!coloured(
        Tool::sample(CASE)
            .env("CLICOLOR_FORCE", "1")
            .env("NO_COLOR", "1")
    ));
    assert!(
        !coloured(color("always").arg("--json")),
        "JSON has no colours"
    );
}

#[test]
fn colours_change_nothing_but_colours() {
    for case in folders() {
        let coloured = Tool::sample(case.name)
            .args(["--color", "always"])
            .run()
            .stdout;
        let plain: String = coloured
            .split("\u{1b}[")
            .enumerate()
            .map(|(index, part)| match part.split_once('m') {
                Some((_, text)) if index > 0 => text,
                _ => part,
            })
            .collect();
        assert_eq!(plain, Tool::sample(case.name).run().stdout, "{}", case.name);
    }
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_never_replaced() {
    let run = Tool::sample("healthy-v1").arg("-o").arg("/dev/null").run();
    assert_eq!(run.exit_code, 0, "{run:?}");
    let kind = std::fs::metadata("/dev/null").expect("there").file_type();
    assert!(!kind.is_file());
}

#[test]
fn what_is_read_is_never_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("evidence.csv");
    let export = sample_file("wrong-tenant-exo-powershell", "unified-audit-log.csv");
    std::fs::copy(export, &file).expect("a copy");
    let before = std::fs::read(&file).expect("bytes");
    let detour = folder.path().join("./evidence.csv");
    for (verb, input) in [
        ("audit", &file),
        ("redact", &file),
        ("audit", &folder.path().to_path_buf()),
    ] {
        let run = Tool::new([verb]).arg(input).arg("-o").arg(&detour).run();
        assert_eq!(run.exit_code, 2, "{verb}: {run:?}");
        assert!(run.stderr.contains("one of the inputs"), "{run:?}");
    }
    assert_eq!(std::fs::read(&file).expect("bytes"), before);
    let new = folder.path().join("report.json");
    let run = Tool::new(["audit", "-q"])
        .arg(&file)
        .arg("-o")
        .arg(&new)
        .run();
    assert_eq!(run.exit_code, 0, "{run:?}");
}
