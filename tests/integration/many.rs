//! Many tokens at once: a line each in their order, each tenant asked once, memory that does not grow,
//! and one summary instead of thousands of screens.
//!
//! Not its job: what a report says of one token.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::samples::authority::documents;
use crate::samples::tokens::Draft;
use crate::samples::world::{ARM, AT, AZURE_CLI, FABRIKAM, PAT, PUBLIC, Tenant};
use crate::support::authority::program::{Program, Ran};
use crate::support::authority::published::keys;
use crate::support::authority::{Asked, Authority, Reply};
use crate::support::forge;
use crate::support::tool::{Tool, repository};

const TENANTS: u128 = 20;

fn tenant(number: u128) -> Tenant {
    Tenant {
        folder: "many",
        domain: None,
        id: Uuid::from_u128(0x5eed_0000_0000_4000_8000_0000_0000_0000 + number),
        cloud: PUBLIC,
    }
}

/// Every tenant publishes what Fabrikam does, under its own id.
fn any_tenant() -> impl Fn(&Asked) -> Reply {
    let own = FABRIKAM.id.to_string();
    let published: HashMap<String, String> = documents(keys())
        .into_iter()
        .map(|document| {
            (
                document.url.replace("fabrikam.example", &own),
                document.text,
            )
        })
        .collect();
    move |asked| {
        let url = asked.url();
        let found = url.split('/').find_map(|part| {
            let text = published.get(&url.replace(part, &own))?;
            Uuid::parse_str(part)
                .is_ok()
                .then(|| text.replace(&own, part))
        });
        match found.or_else(|| published.get(&url).cloned()) {
            Some(text) => Reply::json(text).header("Cache-Control", "max-age=86400, private"),
            None => Reply::status(404),
        }
    }
}

/// Different tokens of all tenants in turn.
fn tokens(count: usize) -> Vec<String> {
    let of = |number: usize| {
        let tenant = tenant(number as u128 % TENANTS);
        Draft::v1(&format!("many-{number}"), &tenant, &ARM)
            .of(&PAT)
            .through(AZURE_CLI, "user_impersonation")
            .with("idp", format!("https://sts.windows.net/{}/", tenant.id))
            .with("sid", Uuid::from_u128(number as u128 / 2))
            .signed(&keys().public[0])
    };
    (0..count).map(of).collect()
}

fn check_lines(authority: &Authority, input: &str, more: &[&str]) -> Ran {
    let mut options = vec!["check", "--format", "jsonl", "--at", AT];
    options.extend(more);
    Program::behind(authority).run(&options, input)
}

fn reports(ran: &Ran) -> Vec<Value> {
    let lines = ran.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect()
}

#[test]
fn each_tenant_is_asked_once_and_each_token_has_its_line() {
    let authority = Authority::start(any_tenant());
    let tokens = tokens(300);
    let mut lines = tokens.clone();
    lines[123] = tokens[123].replace(".", ".x");
    lines.insert(200, "no token at all".to_owned());
    let ran = check_lines(
        &authority,
        &lines.join("\n"),
        &["--tenant", &tenant(3).id.to_string()],
    );

    let mut discoveries: Vec<String> = authority
        .urls()
        .into_iter()
        .filter(|url| url.contains("openid-configuration"))
        .collect();
    discoveries.sort();
    let all = discoveries.len();
    discoveries.dedup();
    assert_eq!((all, discoveries.len()), (20, 20), "{discoveries:?}");
    assert_eq!(authority.urls().len(), 40, "and one key set each");

    let reports = reports(&ran);
    assert_eq!(reports.len(), 300, "{}", ran.stderr);
    for (index, report) in reports.iter().enumerate() {
        let token = &report["tokens"][0];
        let line = index + 1 + usize::from(index >= 200);
        assert_eq!(token["source"]["place"], format!("line {line}"));
        assert_eq!(report["tokens"].as_array().map(Vec::len), Some(1));
        assert_eq!(report["schema"], "jwtenant/1");
        let expected = if index == 123 {
            continue;
        } else if index % 20 == 3 {
            "expected"
        } else {
            "unexpected"
        };
        assert_eq!(report["verdict"]["outcome"], expected, "{index}");
        assert_eq!(token["signature"]["status"], "valid");
        assert_eq!(
            report["requests"].as_array().map(Vec::len),
            Some(2),
            "{index}"
        );
        let of = tenant(index as u128 % TENANTS).id.to_string();
        for request in report["requests"].as_array().expect("a list") {
            assert!(request["url"].as_str().expect("text").contains(&of));
        }
    }
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("300 tokens: 2"), "{}", ran.stderr);
}

#[test]
fn one_document_says_the_same_of_each() {
    let authority = Authority::start(any_tenant());
    let input = tokens(90).join("\n");
    let lines = reports(&check_lines(&authority, &input, &[]));
    let whole = Program::behind(&authority).check(&input, &[]).json();
    let tokens = whole["tokens"].as_array().expect("a list");
    assert_eq!(tokens.len(), 90);
    for (line, token) in lines.iter().zip(tokens) {
        assert_eq!(&line["tokens"][0], token);
    }
    assert!(
        whole["together"]
            .as_array()
            .is_some_and(|kin| kin.len() > 40)
    );
}

#[test]
fn a_screen_counts_what_would_be_thousands() {
    let authority = Authority::start(any_tenant());
    let mut lines = tokens(60);
    lines.push(forge::unsigned(
        r#"{"alg":"none"}"#,
        r#"{"iss":"https://idp.example","appid":"x"}"#,
    ));
    let check = |count: usize, more: &[&str]| {
        let mut options = vec!["check", "--at", AT, "--width", "80"];
        options.extend(more);
        Program::behind(&authority).run(&options, &lines[lines.len() - count..].join("\n"))
    };
    let three = tenant(3).id.to_string();
    let many = check(61, &["--tenant", "any", "--tenant", &three]);
    assert_eq!(many.code, 1, "{}", many.stdout);
    for words in [
        "61 tokens, the worst decides",
        "nobody signed this token",
        "first: standard input, line 61",
        "60  OK",
        "TENANTS",
        "5eed0000-0000-4000-8000-000000000003, expected",
        "Microsoft Azure CLI",
        "30 groups, the first of them tokens 1, 2:",
        "--format jsonl",
    ] {
        assert!(many.stdout.contains(words), "{words} in {}", many.stdout);
    }
    assert!(
        many.stdout.lines().all(|line| line.chars().count() <= 80),
        "{}",
        many.stdout
    );
    assert!(!many.stdout.contains("TOKEN 1 of"));
    let few = check(20, &["--tenant", "any"]);
    assert!(few.stdout.contains("TOKEN 20 of 20"), "{}", few.stdout);
    let quiet = check(61, &["--tenant", "any", "-q"]);
    assert_eq!(
        (quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()),
        (1, "", "")
    );
}

#[test]
fn a_file_gets_the_lines_and_standard_error_the_verdict() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.jsonl");
    let input = tokens(50).join("\n");
    let run = Tool::new(["check", "--offline", "--at", AT, "-o"])
        .arg(&path)
        .stdin(input)
        .run();
    assert_eq!((run.exit_code, run.stdout.as_str()), (4, ""));
    let text = std::fs::read_to_string(&path).expect("a report");
    assert_eq!(text.lines().count(), 50);
    assert!(
        run.stderr.contains("50 tokens: 50 undecided"),
        "{}",
        run.stderr
    );
}

#[test]
fn what_is_left_out_stops_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    for (number, token) in tokens(3).iter().enumerate() {
        std::fs::write(folder.path().join(format!("{number}.txt")), token).expect("written");
    }
    let long = forge::unsigned(
        r#"{"alg":"none"}"#,
        &format!("{{\"x\":\"{}\"}}", "x".repeat(4000)),
    );
    std::fs::write(folder.path().join("1a.txt"), long).expect("written");
    let run = Tool::new([
        "check",
        "--offline",
        "--format",
        "jsonl",
        "--max-token-size",
        "2500",
    ])
    .arg(folder.path())
    .run();
    assert_eq!(run.stdout.lines().count(), 3, "{}", run.stderr);
    assert!(run.stderr.contains("left out:"), "{}", run.stderr);
    assert!(
        run.stderr.contains("too long to be a token"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_long_input_without_a_token_has_one_report() {
    let run = Tool::new(["check", "--offline", "--format", "jsonl"])
        .stdin(b"words, nothing but words\n".repeat(300_000))
        .run();
    assert_eq!(run.exit_code, 3, "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).expect("one line");
    assert_eq!(report["tokens"], json!([]));
    assert_eq!(report["verdict"]["outcome"], "unreadable");
    let human = Tool::new(["check", "--offline"])
        .stdin(b"words, nothing but words\n".repeat(300_000))
        .run();
    assert_eq!(human.exit_code, 3);
    assert!(human.stdout.contains("no token found"), "{}", human.stdout);
    assert!(!human.stdout.contains("VERDICTS"), "{}", human.stdout);
}

/// The most memory that a process had, in KiB, as far as it can be seen.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Runs it on so many copies of a text, and returns how many lines came out and its peak of memory.
fn run_on(options: &[&str], text: &str, copies: usize) -> (usize, u64) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jwtenant"))
        .args(options)
        .current_dir(repository())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let process = child.id();
    let mut stdin = child.stdin.take().expect("piped");
    let text = text.to_owned();
    let writer = thread::spawn(move || {
        for _ in 0..copies {
            stdin.write_all(text.as_bytes()).expect("it reads on");
        }
    });
    let watcher = thread::spawn(move || {
        let mut most = 0;
        while let Some(now) = peak(process) {
            most = most.max(now);
            thread::sleep(Duration::from_millis(2));
        }
        most
    });
    let mut lines = 0;
    let mut stdout = child.stdout.take().expect("piped");
    let mut bytes = vec![0; 1 << 16];
    while let Ok(count @ 1..) = stdout.read(&mut bytes) {
        lines += bytes[..count].iter().filter(|byte| **byte == b'\n').count();
    }
    writer.join().expect("no panic");
    child.wait().expect("it ends");
    (lines, watcher.join().expect("no panic"))
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_number_of_tokens() {
    let text = tokens(250).join("\n") + "\n";
    let json_lines: String = tokens(250)
        .iter()
        .map(|token| format!("{}\n", json!({"access_token": token})))
        .collect();
    let decode: &[&str] = &["decode"];
    let check: &[&str] = &["check", "--format", "jsonl", "--offline", "--at", AT];
    for (options, text, copies) in [
        (decode, &text, 30),
        (decode, &json_lines, 30),
        (check, &text, 8),
    ] {
        let (few_lines, few) = run_on(options, text, copies / 2);
        let (many_lines, many) = run_on(options, text, copies);
        assert_eq!((few_lines, many_lines), (125 * copies, 250 * copies));
        assert!(many < few + 8192, "{few} KiB, then {many} KiB: {options:?}");
        assert!(many < 64 << 10, "{many} KiB: {options:?}");
    }
}
