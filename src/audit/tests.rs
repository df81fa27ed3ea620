//! Exports and tokens in, an audit out; and exports that are none.

use std::io::{self, Read};

use serde_json::{Value, json};

use super::*;
use crate::time::Timestamp;
use crate::trace::{Key, Strength, TokenKeys};

const OWN: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
const OTHER: &str = "8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365";
const REQUEST: &str = "f7d36837-9f88-41fa-89cd-dc16a7c9aa00";
const SESSION: &str = "001eb37a-80ea-2ad3-9000-000000000001";

fn export(name: &str, content: impl Into<Vec<u8>>) -> Export {
    Export {
        name: name.into(),
        source: Box::new(io::Cursor::new(content.into())),
        file: None,
    }
}

fn read(content: impl Into<Vec<u8>>) -> ExportSummary {
    let mut audit = trace(vec![export("x", content)], &[], &Options::default());
    audit.exports.remove(0)
}

fn sign_in() -> Value {
    json!({
        "CreationTime": "2026-11-20T12:35:11", "Id": REQUEST, "IntraSystemId": REQUEST,
        "Operation": "UserLoggedIn", "RecordType": 15, "Workload": "AzureActiveDirectory",
        "OrganizationId": OWN, "TargetContextId": OWN, "ActorContextId": OTHER,
        "UserId": "Not Available", "UserType": 4, "ErrorNumber": "0",
        "ApplicationId": "a0c73c16-a7e3-4564-9a95-2bdf47383716",
        "ObjectId": "00000002-0000-0ff1-ce00-000000000000",
        "ClientIP": "[2001:db8::1]:443",
    })
}

fn cmdlet(id: &str, time: &str) -> Value {
    json!({
        "CreationTime": time, "Id": id, "Operation": "Get-Mailbox", "RecordType": 1,
        "OrganizationId": OWN, "SessionId": SESSION.to_uppercase(),
    })
}

fn token() -> TokenKeys {
    TokenKeys {
        uti: Some("N2jT94if-kGJzdwWp8mqAA".into()),
        request_id: REQUEST.parse().ok(),
        session: Some(SESSION.into()),
        issuer_tenant: OWN.parse().ok(),
        home_tenant: OTHER.parse().ok(),
        issued_at: Timestamp::parse("2026-11-20T12:30:00Z").ok(),
        address: "2001:db8::1".parse().ok(),
        ..TokenKeys::default()
    }
}

fn lines(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

#[test]
fn a_token_finds_its_sign_in_and_the_story() {
    let records = lines(&[sign_in()]);
    let audit = trace(
        vec![export("log", records)],
        &[token()],
        &Options::default(),
    );
    let found = &audit.matches[0];
    assert_eq!(found.strength, Strength::Token);
    assert_eq!(
        found.agree,
        [
            Key::RequestId,
            Key::IssuedAt,
            Key::IssuerTenant,
            Key::HomeTenant,
            Key::Address
        ]
    );
    assert!(found.contradict.is_empty());
    assert_eq!(found.explanation, Some("exchange-powershell-wrong-tenant"));
    let foreign = &audit.foreign[0];
    assert_eq!(foreign.explanation.id, "exchange-powershell-wrong-tenant");
    assert_eq!(
        (foreign.entry.input.as_str(), foreign.entry.line),
        ("log", 1)
    );
    assert!(audit.groups[0].next_steps()[1].contains(OTHER));
    assert_eq!(audit.exports[0].dialect, Some("unified-audit-log"));
}

#[test]
fn matches_come_strongest_first_then_by_time() {
    let records = [
        cmdlet("c", "2026-11-20T15:00:00"),
        cmdlet("b", "not a time"),
        cmdlet("a", "2026-11-20T14:00:00"),
        sign_in(),
    ];
    let audit = trace(
        vec![export("log", lines(&records))],
        &[token()],
        &Options::default(),
    );
    let order: Vec<_> = audit.matches.iter().map(|found| found.entry.line).collect();
    assert_eq!(order, [4, 3, 1, 2]);
    assert_eq!(
        audit.foreign.len(),
        1,
        "only the sign-in has a foreign actor"
    );
}

#[test]
fn bounds_leave_records_out_of_the_matches_but_in_the_count() {
    let records = lines(&[
        cmdlet("a", "2026-11-20T14:00:00"),
        cmdlet("b", "2026-11-20T15:00:00"),
        cmdlet("c", "not a time"),
    ]);
    let options = Options {
        since: Timestamp::parse("2026-11-20T14:00:01Z").ok(),
        until: Timestamp::parse("2026-11-20T15:00:00Z").ok(),
        ..Options::default()
    };
    let audit = trace(vec![export("log", records)], &[token()], &options);
    let order: Vec<_> = audit.matches.iter().map(|found| found.entry.line).collect();
    assert_eq!((audit.exports[0].records, order), (3, vec![2, 3]));
}

#[test]
fn duplicates_are_counted_over_all_exports_and_matched_once() {
    let records = lines(&[sign_in(), sign_in()]);
    let exports = vec![export("a", records.clone()), export("b", records)];
    let audit = trace(exports, &[token()], &Options::default());
    let duplicates: Vec<_> = audit.exports.iter().map(|it| it.duplicates).collect();
    assert_eq!(duplicates, [Some(1), Some(2)]);
    assert_eq!((audit.matches.len(), audit.foreign.len()), (1, 1));
}

#[test]
fn one_record_of_two_tokens_is_one_foreign_entry() {
    let tokens = [token(), token()];
    let audit = trace(
        vec![export("a", lines(&[sign_in()]))],
        &tokens,
        &Options::default(),
    );
    assert_eq!((audit.matches.len(), audit.foreign.len()), (2, 1));
}

#[test]
fn the_matches_of_a_strength_are_bounded() {
    let most = Options {
        max_entries: 10,
        ..Options::default()
    };
    let records: Vec<_> = (0..most.max_entries + 3)
        .map(|id| cmdlet(&id.to_string(), "2026-11-20T14:00:00"))
        .chain([sign_in()])
        .collect();
    let audit = trace(vec![export("a", lines(&records))], &[token()], &most);
    assert_eq!(audit.matches.len(), most.max_entries + 1);
    assert_eq!(audit.matches_left_out, 3);
    assert_eq!(audit.matches[0].strength, Strength::Token);
}

#[test]
fn where_only_tenants_fit_a_record_is_told_for_want_of_better_ones() {
    let visit = json!({
        "CreationTime": "2026-11-20T12:40:00", "Id": "visit", "Operation": "UserLoggedIn",
        "RecordType": 15, "Workload": "AzureActiveDirectory", "UserId": "Not Available",
        "OrganizationId": OWN, "TargetContextId": OWN, "ActorContextId": OTHER,
    });
    let token = TokenKeys {
        expires_at: Timestamp::parse("2026-11-20T13:30:00Z").ok(),
        ..token()
    };
    let traced = |records: &[Value]| {
        let exports = vec![export("a", lines(records))];
        let audit = trace(exports, std::slice::from_ref(&token), &Options::default());
        let strengths: Vec<_> = audit.matches.iter().map(|it| it.strength).collect();
        (strengths, audit.foreign.len())
    };
    assert_eq!(
        traced(std::slice::from_ref(&visit)),
        (vec![Strength::Tenant], 1)
    );
    let both = traced(&[visit, sign_in()]);
    assert_eq!(both, (vec![Strength::Token], 1));
}

#[test]
fn what_is_no_export_is_said_and_harms_no_other() {
    let exports = vec![
        export("empty", ""),
        export("packed", *b"PK\x03\x04\0\0"),
        export("table", "Date (UTC),Request ID\n1,2\n"),
        export("json", "{\"a\":1}\n"),
        export("header", "CreationDate,AuditData\n"),
        export("good", lines(&[sign_in()])),
    ];
    let audit = trace(exports, &[token()], &Options::default());
    let errors: Vec<_> = audit
        .exports
        .iter()
        .map(|it| it.error.as_ref().map(ToString::to_string))
        .collect();
    let none = "no audit record was recognised in it";
    assert_eq!(
        errors,
        [
            Some("the export is empty".to_owned()),
            Some("the export is binary data, not text".into()),
            Some(format!("{none}; it has: Date (UTC), Request ID")),
            Some(format!("{none}; it has: a")),
            Some("it has an AuditData column, but no readable record".into()),
            None
        ]
    );
    assert_eq!(audit.matches.len(), 1);
}

#[test]
fn broken_records_are_counted_with_line_and_reason() {
    let cut = &sign_in().to_string()[..90];
    let deep = format!("{{\"Actor\":{}", "[".repeat(5_000));
    let content = format!("{cut}\n{deep}\n{}\nnonsense\n{}", sign_in(), r#"{"a":1}"#);
    let summary = read(content);
    assert_eq!((summary.records, summary.unreadable), (1, 4));
    let told: Vec<_> = summary
        .problems
        .iter()
        .map(|problem| (problem.line, problem.why.split(':').next().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            (1, "the record is cut"),
            (2, "the record is no JSON"),
            (4, "the record is no JSON"),
            (5, "no audit record")
        ]
    );
}

#[test]
fn a_huge_line_is_passed_over_and_the_rest_is_read() {
    let huge = format!("{{\"a\":\"{}\"}}", "x".repeat(lines::LARGEST_ROW));
    let summary = read(format!("{huge}\n{}", sign_in()));
    assert_eq!((summary.records, summary.unreadable), (1, 1));
    assert!(summary.problems[0].why.contains("4 MiB"));
}

#[test]
fn invalid_utf8_costs_no_record() {
    let mut content = sign_in().to_string().into_bytes();
    let at = content.windows(3).position(|part| part == b"Not").unwrap();
    content[at] = 0xff;
    let summary = read(content);
    assert_eq!((summary.records, summary.unreadable), (1, 0));
    assert!(summary.problems[0].why.contains("UTF-8"));
}

#[test]
fn a_reader_that_fails_keeps_what_was_read() {
    struct Closed;
    impl Read for Closed {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    let records = lines(&[sign_in()]);
    let source = Box::new(io::Cursor::new(records).chain(Closed));
    let name = "pipe".to_owned();
    let audit = trace(
        vec![Export {
            name,
            source,
            file: None,
        }],
        &[token()],
        &Options::default(),
    );
    assert_eq!(audit.matches.len(), 1);
    assert!(matches!(
        audit.exports[0].error,
        Some(ExportError::Read { line: 1, .. })
    ));

    let name = "closed".to_owned();
    let source = Box::new(Closed);
    let audit = trace(
        vec![Export {
            name,
            source,
            file: None,
        }],
        &[],
        &Options::default(),
    );
    assert!(matches!(
        audit.exports[0].error,
        Some(ExportError::Read { line: 0, .. })
    ));
}

#[test]
fn a_table_of_something_else_is_given_up_early() {
    let summary = read(format!("a,b\n{}", "1,2\n".repeat(5_000)));
    assert_eq!(summary.unreadable, reader::PATIENCE);
    assert!(matches!(
        summary.error,
        Some(ExportError::Unrecognised { .. })
    ));
}

#[test]
fn an_export_with_its_column_is_read_to_its_end() {
    let record = sign_in().to_string().replace('"', "\"\"");
    let empty = "1,\n".repeat(5_000);
    let summary = read(format!("a,AuditData\n{empty}1,\"{record}\"\n"));
    assert_eq!((summary.records, summary.unreadable), (1, 5_000));
}

#[test]
fn a_wrapper_tells_that_rows_are_missing() {
    let wrapped = json!({"ResultIndex": 5, "ResultCount": 72, "AuditData": sign_in().to_string()});
    let summary = read(wrapped.to_string());
    assert_eq!(summary.records, 1);
    assert!(summary.truncated.unwrap().contains("72"));
}

/// Wherever a download breaks off, whole rows are read and a begun row is told.
#[test]
fn an_export_cut_at_any_byte_loses_nothing_silently() {
    let row = |id: &str| {
        let record = cmdlet(id, "2026-11-20T14:00:00").to_string();
        format!("1,\"{}\",x\n", record.replace('"', "\"\""))
    };
    let header = "a,AuditData,b\n";
    let text = format!("{header}{}{}", row("a"), row("b"));
    for end in header.len()..=text.len() {
        let body = &text[header.len()..end];
        let summary = read(&text[..end]);
        let (whole, begun) = (
            body.matches('\n').count() as u64,
            body.lines().count() as u64,
        );
        assert!(summary.records >= whole, "cut at {end}");
        assert_eq!(summary.records + summary.unreadable, begun, "cut at {end}");
    }
}

/// Two files joined without care: the rest of a cut row must not take the next row with it.
#[test]
fn a_row_cut_at_any_byte_leaves_the_next_one_whole() {
    let row = |id: &str| {
        let record = cmdlet(id, "2026-11-20T14:00:00").to_string();
        format!("k,\"{}\",x\n", record.replace('"', "\"\""))
    };
    let cut = row("a");
    for end in 1..cut.len() - 1 {
        let summary = read(format!("a,AuditData,b\n{}\n{}", &cut[..end], row("b")));
        assert_eq!(summary.records + summary.unreadable, 2, "cut at {end}");
        assert!(summary.records >= 1, "cut at {end}");
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(
        start in proptest::sample::select(vec!["", "{\"", "AuditData\n", "\"", "\u{feff}a;b\n"]),
        bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300),
    ) {
        let content: Vec<u8> = start.bytes().chain(bytes).collect();
        let audit = trace(vec![export("x", content)], &[token()], &Options::default());
        proptest::prop_assert!(audit.exports[0].records == 0);
    }
}
