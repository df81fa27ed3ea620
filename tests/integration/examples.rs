//! Every example of every help text runs as it is typed, in an order in which a person would try them; the
//! man pages hold the same ones.
//!
//! Not its job: what comes out of them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::samples::authority::documents;
use crate::samples::world::FABRIKAM;
use crate::support::authority::program::Program;
use crate::support::authority::published::keys;
use crate::support::authority::{Asked, Authority, Reply};
use crate::support::tool::{Tool, sample_file};

/// Every verb; `metadata` first: what it saves is used later.
fn verbs() -> Vec<String> {
    let help = Tool::new(["--help"]).run().stdout;
    let (_, list) = help.split_once("Commands:\n").expect("a list of verbs");
    let lines = list.lines().take_while(|line| !line.is_empty());
    let words = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let mut verbs: Vec<String> = words
        .filter_map(|line| line.split_whitespace().next())
        .filter(|verb| *verb != "help")
        .map(str::to_owned)
        .collect();
    assert!(verbs.len() >= 8, "{verbs:?}");
    verbs.sort_by_key(|verb| verb != "metadata");
    verbs
}

/// What a help text shows to be typed: the indented lines below its heading. A line that is cut in two is
/// two wrong lines, and fails.
fn examples(help: &str) -> Vec<String> {
    let headings = ["Examples:\n", "Example:\n"];
    let found = headings.iter().find_map(|heading| help.split_once(heading));
    let Some((_, rest)) = found else {
        return Vec::new();
    };
    let lines = rest.lines().take_while(|line| !line.is_empty());
    lines.map(|line| line.trim().to_owned()).collect()
}

fn help(verb: &str) -> String {
    // As narrow as terminals are.
    let run = Tool::new([verb, "--help"]).env("COLUMNS", "80").run();
    assert_eq!(run.exit_code, 0, "{verb}");
    run.stdout
}

/// The tenant of the help texts publishes what Fabrikam does.
fn contoso() -> impl Fn(&Asked) -> Reply {
    let published: Vec<(String, String)> = documents(keys())
        .into_iter()
        .map(|document| (document.url, document.text))
        .collect();
    move |asked| {
        let own = FABRIKAM.id.to_string();
        let url = asked.url();
        let spellings = [
            url.replace("contoso.com", "fabrikam.example"),
            url.replace("contoso.com", &own),
            url.replace(&own, "fabrikam.example"),
        ];
        match published
            .iter()
            .find(|(known, _)| spellings.contains(known))
        {
            Some((_, text)) => Reply::json(text.clone()),
            None => Reply::status(404),
        }
    }
}

/// A folder with what the examples read, and beside it a program that stands for the Azure CLI.
fn scratch() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let copy = |sample: &str, file: &str, name: &str| {
        fs::copy(sample_file(sample, file), at(name)).expect("a copy");
    };
    copy("healthy-v1", "token.txt", "token.txt");
    let log = "unified-audit-log.csv";
    copy("wrong-tenant-exo-powershell", log, log);
    copy("wrong-tenant-exo-powershell", log, "export.csv");
    copy(
        "wrong-tenant-exo-powershell",
        "unified-audit-log.jsonl",
        "export.jsonl",
    );
    let programs = at("bin");
    fs::create_dir(&programs).expect("a folder");
    let program = Path::new(env!("CARGO_BIN_EXE_jwtenant"));
    std::os::unix::fs::symlink(program, programs.join("jwtenant")).expect("a link");
    copy("token-response", "token.txt", "response.json");
    let az = format!("#!/bin/sh\ncat '{}'\n", at("response.json").display());
    fs::write(programs.join("az"), az).expect("written");
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(programs.join("az"), executable).expect("permitted");
    folder
}

fn typed(line: &str, folder: &Path, environment: &[(String, String)]) -> Output {
    let path = format!(
        "{}:/usr/local/bin:/usr/bin:/bin",
        folder.join("bin").display()
    );
    Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env_clear()
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .env("PATH", path)
        .env("HOME", folder)
        .stdin(std::process::Stdio::null())
        .output()
        .expect("a shell")
}

#[test]
fn every_example_of_every_help_runs_as_it_is_typed() {
    let authority = Authority::start(contoso());
    let environment = Program::behind(&authority).environment();
    let folder = scratch();
    let mut count = 0;
    for verb in verbs() {
        for line in examples(&help(&verb)) {
            if line.contains("Invoke-Expression") {
                eprintln!("skipped: PowerShell is not this shell: {line}");
                continue;
            }
            let ran = typed(&line, folder.path(), &environment);
            let said = String::from_utf8_lossy(&ran.stderr);
            // An example shows a token that is expired, a log that needs a look; never a mistake.
            let code = ran.status.code().expect("no signal");
            assert!([0, 1, 4, 5].contains(&code), "{line}: {code}: {said}");
            assert!(!said.contains("error:"), "{line}: {said}");
            count += 1;
        }
    }
    assert!(count > 15, "{count}");
    for written in [
        "report.html",
        "evidence/manifest.json",
        "token-redacted.txt",
        ".zfunc/_jwtenant",
    ] {
        assert!(folder.path().join(written).is_file(), "{written}");
    }
}

#[test]
fn the_introduction_for_whoever_calls_it_with_nothing_runs() {
    let authority = Authority::start(contoso());
    let environment = Program::behind(&authority).environment();
    let folder = scratch();
    let run = Tool::new(Vec::<&str>::new()).run();
    let commands = run
        .stderr
        .split("  ")
        .map(|part| part.lines().next().unwrap_or_default().trim());
    let commands: Vec<&str> = commands
        .filter(|part| part.starts_with("jwtenant ") && !part.contains("reads"))
        .collect();
    assert!(commands.len() >= 4, "{commands:?}");
    for line in commands {
        let ran = typed(line, folder.path(), &environment);
        let code = ran.status.code().expect("no signal");
        assert!(
            [0, 1, 4, 5].contains(&code),
            "{line}: {}",
            String::from_utf8_lossy(&ran.stderr)
        );
    }
}

#[test]
fn every_verb_has_an_example_and_its_page_has_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = Tool::new(["man"]).arg(folder.path()).run();
    assert_eq!(run.exit_code, 0, "{run:?}");
    for verb in verbs() {
        let help = help(&verb);
        let examples = examples(&help);
        assert!(!examples.is_empty(), "{verb}");
        let page =
            fs::read_to_string(folder.path().join(format!("jwtenant-{verb}.1"))).expect("a page");
        let page = page
            .replace("\\-", "-")
            .replace("\\&", "")
            .replace("\\*(Aq", "'")
            .replace("\\.", ".")
            .replace("\\\\", "\\");
        for line in examples {
            assert!(
                page.lines().any(|written| written.trim() == line),
                "{verb}: {line}\n{page}"
            );
        }
    }
}
