//! `jwtenant audit`: exports without a token.

use jwtenant::jose::json::{Json, parse};

use crate::support::tool::{Run, Tool};

const EXPORT: &str = "samples/wrong-tenant-exo-powershell/unified-audit-log";

fn audit(export: &str, options: &[&str]) -> Run {
    let common = [
        "--metadata",
        "samples/authority",
        "--at",
        "2026-11-20T12:30:00Z",
    ];
    Tool::new(
        ["audit", export]
            .iter()
            .chain(&common)
            .chain(options)
            .copied(),
    )
    .run()
}

fn json(run: &Run) -> Json {
    let parsed = parse(run.stdout.as_bytes());
    assert!(parsed.faults.is_empty(), "{:?}", parsed.faults);
    parsed.value
}

fn text(json: &Json, path: &[&str]) -> String {
    let mut at = json;
    for name in path {
        at = match name.parse::<usize>() {
            Ok(index) => &at.items()[index],
            Err(_) => at.get(name).unwrap_or_else(|| panic!("no {name}")),
        };
    }
    at.to_text()
}

#[test]
fn the_one_foreign_entry_is_found_in_both_shapes_and_explained() {
    for ending in ["csv", "jsonl"] {
        let run = audit(
            &format!("{EXPORT}.{ending}"),
            &["--tenant", "tailspin.example", "--json"],
        );
        assert_eq!(run.exit_code, 0, "{run:?}");
        let report = json(&run);
        assert_eq!(text(&report, &["tokens"]), "[]");
        let group = ["audit", "groups", "0"];
        let member = |name| text(&report, &[&group[..], &[name]].concat());
        assert_eq!(member("explanation"), "exchange-powershell-wrong-tenant");
        assert_eq!(
            (member("count"), member("user")),
            ("1".into(), "pat@fabrikam.example".into())
        );
        assert_eq!(
            (member("followed"), member("confidence")),
            ("0".into(), "high".into())
        );
        assert_eq!(text(&report, &["audit", "exports", "0", "records"]), "241");
    }
}

#[test]
fn without_a_tenant_the_majority_is_the_own_one_and_said() {
    let run = audit(&format!("{EXPORT}.csv"), &["--json"]);
    assert_eq!(run.exit_code, 0);
    assert_eq!(
        text(&json(&run), &["expectation", "tenants", "0", "from"]),
        "majority"
    );
    assert!(
        audit(&format!("{EXPORT}.csv"), &[])
            .stdout
            .contains("by most of the records")
    );
}

#[test]
fn the_log_of_another_tenant_leaves_the_question_open() {
    let run = audit(&format!("{EXPORT}.csv"), &["--tenant", "fabrikam.example"]);
    assert_eq!(run.exit_code, 4);
    let words: Vec<&str> = run.stdout.split_whitespace().collect();
    let seen = words.join(" ");
    assert!(seen.contains("the exports are the log of"), "{seen}");
    // Seen from there, the one foreign entry is one's own user elsewhere.
    assert!(seen.contains("own-user-elsewhere"), "{seen}");
}

#[test]
fn bounds_on_the_time_leave_records_out() {
    let run = audit(
        &format!("{EXPORT}.csv"),
        &["--until", "2026-11-20T12:00:00Z", "--json"],
    );
    let report = json(&run);
    assert_eq!(text(&report, &["audit", "groups"]), "[]");
    let member = |name| text(&report, &["audit", "exports", "0", name]);
    assert_eq!(
        (member("records"), member("out_of_time")),
        ("241".into(), "2".into())
    );
    assert_eq!(member("timeless"), "0");
}

#[test]
fn what_cannot_be_read_is_said() {
    let run = audit("README.md", &["--tenant", "tailspin.example"]);
    assert_eq!(run.exit_code, 3, "{run:?}");
    let run = audit("samples/nothing.csv", &[]);
    assert_eq!(run.exit_code, 3);
    assert!(run.stderr.contains("an EXPORT is"), "{}", run.stderr);
    assert_eq!(Tool::new(["audit"]).run().exit_code, 2);
}

const TOKEN: &str = "samples/wrong-tenant-exo-powershell/token.txt";

#[test]
fn a_token_is_a_search_key_beside_the_survey() {
    let options = ["--tenant", "tailspin.example", "--json", "--token", TOKEN];
    let run = audit(&format!("{EXPORT}.csv"), &options);
    let without = audit(&format!("{EXPORT}.csv"), &options[..3]);
    assert_eq!((run.exit_code, without.exit_code), (0, 0));
    let (report, plain) = (json(&run), json(&without));
    assert_eq!(text(&report, &["tokens"]), "[]");
    assert_eq!(
        text(&report, &["audit", "matches", "0", "strength"]),
        "token"
    );
    assert_eq!(
        text(&report, &["audit", "matches", "0", "explanation"]),
        "exchange-powershell-wrong-tenant"
    );
    assert_eq!(text(&plain, &["audit", "matches"]), "[]");
    for path in [
        ["audit", "foreign"],
        ["audit", "groups"],
        ["audit", "noted"],
    ] {
        assert_eq!(text(&report, &path), text(&plain, &path));
    }
    assert_eq!(text(&report, &["verdict"]), text(&plain, &["verdict"]));
    // Decoded, not verified: no document but the one that the expected domain was resolved with.
    assert_eq!(text(&report, &["requests"]), text(&plain, &["requests"]));
    let screen = audit(&format!("{EXPORT}.csv"), &["--token", TOKEN]).stdout;
    assert!(screen.contains("TOKEN  decoded, not verified"), "{screen}");
    assert!(screen.contains("1 record of this very token"), "{screen}");
}

#[test]
fn a_search_without_a_readable_token_stays_open() {
    let options = [
        "--tenant",
        "tailspin.example",
        "--token",
        "samples/README.md",
    ];
    let run = audit(&format!("{EXPORT}.csv"), &options);
    assert_eq!(run.exit_code, 4, "{run:?}");
    assert!(
        run.stdout.contains("nothing in --token is a token"),
        "{run:?}"
    );
}

#[test]
fn check_bounds_the_records_it_traces_in() {
    let check = |options: &[&str]| {
        let export = format!("{EXPORT}.csv");
        let common = [
            "check",
            TOKEN,
            "--audit",
            &export,
            "--json",
            "--metadata",
            "samples/authority",
            "--at",
            "2026-11-20T12:30:00Z",
        ];
        let fitting = ["--tenant", "tailspin.example"];
        let run = Tool::new(common.iter().chain(&fitting).chain(options).copied()).run();
        (json(&run), run.exit_code)
    };
    let all_out = check(&["--since", "2027-01-01T00:00:00Z"]);
    let token = |member| text(&all_out.0, &["tokens", "0", "verdict", member]);
    assert_eq!((all_out.1, token("outcome")), (4, "undecided".into()));
    assert!(
        token("summary").contains("all 241 records that were looked at are out of the asked time")
    );
    let check = |options: &[&str]| check(options).0;
    let matches = ["audit", "matches"];
    let found = check(&[]);
    assert_ne!(text(&found, &matches), "[]");
    for outside in [
        ["--until", "2026-11-20T12:00:00Z"],
        ["--since", "2026-11-20T12:05:00Z"],
    ] {
        assert_eq!(text(&check(&outside), &matches), "[]", "{outside:?}");
    }
    let few = check(&["--max-entries", "1"]);
    assert_eq!(text(&few, &matches), text(&found, &matches));
}

#[test]
fn a_file_that_is_no_export_is_not_repeated() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.txt");
    let named = path.to_string_lossy();
    for secret in [
        "client_secret=abcDEF~123456789",
        "hunter2hunter2",
        "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
        "0.AUIAshort",
    ] {
        std::fs::write(&path, secret).expect("written");
        for options in [&[][..], &["--json"], &["--redact"], &["--format", "html"]] {
            let run = audit(&named, options);
            assert_eq!(run.exit_code, 3, "{run:?}");
            for part in secret.split(['=', ' ']).filter(|part| part.len() > 7) {
                let is_said = run.stdout.contains(part) || run.stderr.contains(part);
                assert!(!is_said || part == "Authorization:", "{secret}: {run:?}");
            }
        }
    }
    let token = audit(TOKEN, &[]);
    let words: Vec<&str> = token.stdout.split_whitespace().collect();
    assert!(
        words.join(" ").contains("`jwtenant check` reads it"),
        "{token:?}"
    );
}

#[test]
fn a_tenant_that_was_given_but_not_resolved_is_said() {
    let run = audit(
        &format!("{EXPORT}.csv"),
        &["--offline", "--tenant", "nowhere.example"],
    );
    assert_eq!(run.exit_code, 4, "{run:?}");
    let words: Vec<&str> = run.stdout.split_whitespace().collect();
    let seen = words.join(" ");
    assert!(
        seen.contains("nowhere.example was not resolved to a tenant"),
        "{seen}"
    );
}

#[test]
fn several_tenants_are_all_ones_own() {
    let run = audit(
        &format!("{EXPORT}.csv"),
        &[
            "--json",
            "--tenant",
            "tailspin.example",
            "--tenant",
            "fabrikam.example",
        ],
    );
    assert_eq!(run.exit_code, 0, "{run:?}");
    assert_eq!(text(&json(&run), &["audit", "groups"]), "[]");
}

#[test]
fn a_time_that_cannot_be_read_passes_no_bound_in_silence() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.jsonl");
    let lines =
        std::fs::read_to_string(crate::support::tool::repository().join(format!("{EXPORT}.jsonl")));
    let lines = lines.expect("a sample");
    let first = lines.lines().next().expect("a line");
    let at = first.find("\"CreationTime\":\"").expect("a time") + 16;
    let broken = format!(
        "{}11/20/2026 12:10:00 PM{}",
        &first[..at],
        &first[at + 19..]
    );
    std::fs::write(&path, broken).expect("written");
    let run = audit(
        &path.to_string_lossy(),
        &[
            "--tenant",
            "tailspin.example",
            "--since",
            "2027-01-01T00:00:00Z",
        ],
    );
    assert_eq!(run.exit_code, 4, "{run:?}");
    let words: Vec<&str> = run.stdout.split_whitespace().collect();
    assert!(
        words
            .join(" ")
            .contains("1 record tells no time that can be read"),
        "{run:?}"
    );
}

#[test]
fn what_failed_is_told_as_failed() {
    let id = |last: u32| format!("0d3f61c2-5b7a-4e18-9c40-7f2a86d1b{last:03}");
    let record = |last: u32, status: &str| {
        format!(
            r##"{{"CreationTime":"2026-11-20T12:0{last}:00","Id":"{}","Operation":"Add member to role.","OrganizationId":"8e2f60d1-47ab-4f39-b6c5-91d03c7ea254","RecordType":8,"ResultStatus":"{status}","UserId":"bob_fabrikam.example#EXT#@tailspin.example","Workload":"AzureActiveDirectory"}}"##,
            id(last)
        )
    };
    let told = |records: &[String]| {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), records.join("\n")).expect("a file");
        let path = file.path().to_str().expect("a name");
        audit(path, &["--tenant", "tailspin.example", "--width", "120"])
    };
    let failed = told(&[record(1, "Failure")]);
    assert_eq!(failed.exit_code, 0, "{}", failed.stdout);
    assert!(failed.stdout.contains("Add member to role. 1 (failed)"));
    let both = told(&[record(1, "Failure"), record(2, "Success")]);
    assert_eq!(both.exit_code, 1, "{}", both.stdout);
    let words = "Add member to role. 1 (LOOK AT IT), Add member to role. 1 (failed)";
    assert!(both.stdout.contains(words), "{}", both.stdout);
}

#[test]
fn azures_log_without_an_owner_says_what_it_hides() {
    let row = |tenant: &str| {
        format!(
            r##"{{"TimeGenerated":"2026-11-20T12:00:00Z","OperationName":"Start VM","Caller":"ada@example.com","EventDataId":"e"{tenant},"Claims":"{{\"http://schemas.microsoft.com/identity/claims/tenantid\":\"3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618\"}}"}}"##
        )
    };
    let told = |record: String| {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), record).expect("a file");
        let path = file.path().to_str().expect("a name");
        audit(path, &["--tenant", "tailspin.example", "--json"]).stdout
    };
    let words = "operators from a managing tenant";
    let without = told(row(""));
    assert!(without.contains(words), "{without}");
    let with = told(row(r#","tenantId":"8e2f60d1-47ab-4f39-b6c5-91d03c7ea254""#));
    assert!(!with.contains(words), "{with}");
    assert!(with.contains(r#""explanation""#), "{with}");
}
