//! Exports and tokens in, an audit out; and exports that are none.

mod broken;
mod changing;

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
        is_named: true,
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
