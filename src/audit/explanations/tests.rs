//! The list as a whole, and which explanation is chosen.

mod witnesses;

use std::collections::HashSet;

use serde_json::{Value, json};

use super::*;
use crate::audit::members::Members;
use crate::audit::{dialects, standing};

use self::witnesses::witnesses;

const OWN: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
const OTHER: &str = "8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365";
const SHAREPOINT: &str = "00000003-0000-0ff1-ce00-000000000000";
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
const AZURE_CLI: &str = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

fn changed(mut record: Value, changes: &Value) -> Value {
    let object = record.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            object.remove(name);
        } else {
            object.insert(name.clone(), value.clone());
        }
    }
    record
}

/// The shape of 2026: a foreign actor without a name, at Exchange Online PowerShell.
fn foreign(changes: &Value) -> Value {
    let record = json!({
        "CreationTime": "2026-11-20T12:30:00", "Operation": "UserLoggedIn", "RecordType": 15,
        "OrganizationId": OWN, "TargetContextId": OWN, "ActorContextId": OTHER,
        "UserId": "Not Available", "UserType": 4, "UserKey": "5a0c7d1e-3b4f-4a6c-8d2e-9f1b0c3d5e7f",
        "ApplicationId": "a0c73c16-a7e3-4564-9a95-2bdf47383716",
        "ObjectId": "00000002-0000-0ff1-ce00-000000000000",
        "ErrorNumber": "0", "ClientIP": "198.51.100.7",
    });
    changed(record, changes)
}

/// One of the tenant's own people, at Microsoft Graph.
fn own(changes: &Value) -> Value {
    let record = json!({
        "CreationTime": "2026-11-20T12:30:00", "Operation": "UserLoggedIn", "RecordType": 15,
        "OrganizationId": OWN, "TargetContextId": OWN, "ActorContextId": OWN,
        "UserId": "kim@tailspin.example", "UserType": 0,
        "UserKey": "6b0c7d1e-3b4f-4a6c-8d2e-9f1b0c3d5e70",
        "ApplicationId": "d3590ed6-52b3-4102-aeff-aad2292ab01c", "ObjectId": GRAPH,
        "ErrorNumber": "0", "ClientIP": "198.51.100.7",
    });
    changed(record, changes)
}

/// A row of the sign-in log of Graph.
fn sign_in(changes: &Value) -> Value {
    let record = json!({
        "id": "38613d07-3d8f-4d59-ab7a-aa4bd76d5f00", "createdDateTime": "2026-02-01T14:00:00Z",
        "userPrincipalName": "ada@example.com", "userId": "6b0c7d1e-3b4f-4a6c-8d2e-9f1b0c3d5e70",
        "appId": AZURE_CLI, "ipAddress": "2001:db8::1", "status": {"errorCode": 0},
        "resourceId": GRAPH, "homeTenantId": OTHER, "resourceTenantId": OWN,
    });
    changed(record, changes)
}

fn chosen(record: &Value) -> (Option<&'static str>, Vec<Evidence>) {
    let json = record.to_string();
    let members = Members::parse(&json).unwrap();
    let dialect = dialects::of(&members).unwrap();
    let record = (dialect.read)(&members);
    let side = standing::side(&record, OWN.parse().ok().as_slice());
    match choose(&record, side) {
        Some((explanation, evidence)) => (Some(explanation.id), evidence),
        None => (None, Vec::new()),
    }
}

fn id(record: &Value) -> Option<&'static str> {
    chosen(record).0
}

#[test]
fn each_explanation_is_found_in_its_entry_and_not_in_the_look_alike() {
    for (expected, entry, look_alike) in witnesses() {
        assert_eq!(id(&entry), Some(expected), "{entry}");
        assert_ne!(id(&look_alike), Some(expected), "{look_alike}");
    }
}

#[test]
fn every_explanation_has_a_witness() {
    let witnessed: HashSet<_> = witnesses().iter().map(|witness| witness.0).collect();
    for it in EXPLANATIONS {
        // Two are made of many entries (`survey/tests.rs`).
        let is_of_many = [GUESSING.id, TWO_PLACES.id].contains(&it.id);
        assert!(is_of_many || witnessed.contains(it.id), "{}", it.id);
    }
}

#[test]
fn the_motivating_entry_shows_both_tenants() {
    let (id, evidence) = chosen(&foreign(&json!({})));
    assert_eq!(id, Some("exchange-powershell-wrong-tenant"));
    assert_eq!(evidence[0].at, "audit.ActorContextId");
    assert_eq!(evidence[0].observed.as_deref(), Some(OTHER));
    assert_eq!(evidence[0].expected.as_deref(), Some(OWN));
}

#[test]
fn own_people_abroad_and_ordinary_work_are_nothing() {
    for record in [
        own(&json!({})),
        own(&json!({"ClientIP": "203.0.113.200"})),
        own(&json!({"RecordType": 50, "Operation": "MailItemsAccessed", "ActorContextId": null})),
        own(&json!({"RecordType": 25, "Operation": "MessageSent", "ActorContextId": null})),
        own(&json!({"Operation": "UserLoginFailed", "ErrorNumber": "50058"})),
    ] {
        assert_eq!(id(&record), None, "{record}");
    }
}

#[test]
fn whoever_did_something_is_not_explained_away() {
    for changes in [
        json!({"Operation": "New-InboxRule", "RecordType": 1, "UserId": "eve@elsewhere.example"}),
        json!({"Operation": "Add member to role.", "RecordType": 8, "UserId": "eve@elsewhere.example"}),
    ] {
        let id = id(&foreign(&changes));
        assert_eq!(id, Some("foreign-actor-unexplained"), "{changes}");
    }
}

#[test]
fn the_list_is_sound() {
    let ids: HashSet<_> = EXPLANATIONS.iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), EXPLANATIONS.len());
    for it in EXPLANATIONS {
        let is_kebab = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        assert!(it.id.bytes().all(is_kebab), "{}", it.id);
        for id in it.look_alikes {
            assert!(ids.contains(id) && *id != it.id, "{}: {id}", it.id);
        }
        assert!(!it.next_steps.is_empty() && !it.sources.is_empty());
        assert!(it.sources.iter().all(|url| url.starts_with("https://")));
        let whole = [it.why, it.what_would_change_it];
        let sentences = whole.iter().chain(it.next_steps).copied();
        for text in sentences.chain(it.why_not_foreign()) {
            assert!(text.ends_with('.'), "{}: {text}", it.id);
        }
        assert!(!it.title.ends_with('.'), "{}", it.id);
        let texts = [it.title, it.why, it.what_would_change_it];
        for text in texts.iter().chain(it.next_steps) {
            for word in ["attack", "forged", "stolen"] {
                assert!(!text.to_lowercase().contains(word), "{}: {word}", it.id);
            }
            assert!(!text.contains("  "), "{}: a line was joined badly", it.id);
        }
    }
}

#[test]
fn next_steps_name_the_ids_of_the_entry() {
    let entry = Entry {
        actor_tenant: OTHER.parse().ok(),
        user: Some("{organization}".into()),
        ..Entry::default()
    };
    for explanation in EXPLANATIONS {
        let steps = next_steps(explanation, &entry, &[]).join(" ");
        let is_foreign = explanation.about == About::Foreign;
        let asks_people = ["microsoft-support-engineer", "guest-account"].contains(&explanation.id);
        assert!(
            !is_foreign || asks_people || steps.contains(OTHER),
            "{steps}"
        );
        assert!(
            !steps.contains("{user}") && !steps.contains("{time}"),
            "{steps}"
        );
    }
    let powershell = EXPLANATIONS
        .iter()
        .find(|it| it.id == "exchange-powershell-wrong-tenant")
        .unwrap();
    let steps = next_steps(powershell, &entry, &[]).join(" ");
    assert!(
        steps.contains("for {organization} after the time"),
        "{steps}"
    );
}

/// An id is what one can search for where the name is a placeholder.
#[test]
fn next_steps_name_the_object_id_of_an_actor_without_a_name() {
    const OID: &str = "a63f91c7-08d2-4e5b-96b4-2c7d80e5f31a";
    let steps = |changes: &Value| {
        let record = foreign(changes).to_string();
        let members = Members::parse(&record).unwrap();
        let dialect = dialects::of(&members).unwrap();
        let record = (dialect.read)(&members);
        let (explanation, evidence) = choose(&record, Side::Foreign).unwrap();
        next_steps(explanation, &record.entry("log", 1), &evidence).join(" ")
    };
    let unnamed = json!({"ObjectId": SHAREPOINT, "UserKey": OID});
    assert!(steps(&unnamed).contains(OID));
    let nobody = json!({"ObjectId": SHAREPOINT, "UserKey": "Not Available"});
    assert!(steps(&nobody).contains("the entry names nobody"));
    let named =
        steps(&json!({"ObjectId": SHAREPOINT, "UserId": "ada@elsewhere.example", "UserKey": OID}));
    assert!(named.contains("ada@elsewhere.example") && !named.contains(OID));
}

#[test]
fn the_readme_holds_this_table() {
    let row = |it: &Explanation| {
        let whose = match it.about {
            About::Foreign => "foreign",
            About::Own { .. } => "noted",
        };
        let severity = it.severity.word();
        format!("| `{}` | {whose} | {severity} | {} |\n", it.id, it.title)
    };
    let rows: String = EXPLANATIONS.iter().map(row).collect();
    let table =
        format!("| explanation | entries | severity | what it says |\n|---|---|---|---|\n{rows}");
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    assert!(readme.contains(&table), "expected:\n{table}");
}
