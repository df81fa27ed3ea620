//! The list as a whole, and which explanation is chosen.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::*;
use crate::audit::dialects;
use crate::audit::members::Members;

const OWN: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
const OTHER: &str = "8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365";

fn chosen(changes: &Value) -> (&'static str, Vec<Evidence>) {
    let mut record = json!({
        "CreationTime": "2026-11-20T12:30:00", "Operation": "UserLoggedIn", "RecordType": 15,
        "OrganizationId": OWN, "TargetContextId": OWN, "ActorContextId": OTHER,
        "UserId": "Not Available", "UserType": 4,
        "ApplicationId": "a0c73c16-a7e3-4564-9a95-2bdf47383716",
        "ObjectId": "00000002-0000-0ff1-ce00-000000000000",
        "ErrorNumber": "0",
    });
    let object = record.as_object_mut().unwrap();
    object.extend(changes.as_object().unwrap().clone());
    let json = record.to_string();
    let members = Members::parse(&json).unwrap();
    let dialect = dialects::of(&members).unwrap();
    let (explanation, evidence) = choose(&(dialect.read)(&members));
    (explanation.id, evidence)
}

#[test]
fn exchange_powershell_of_either_module_is_recognised() {
    assert_eq!(chosen(&json!({})).0, "exchange-powershell-wrong-tenant");
    let rest = json!({"ApplicationId": "FB78D390-0C51-40CD-8E17-FDBFAB77341B"});
    let (id, evidence) = chosen(&rest);
    assert_eq!(id, "exchange-powershell-wrong-tenant");
    assert_eq!(evidence[0].at, "audit.ActorContextId");
    assert_eq!(evidence[0].observed.as_deref(), Some(OTHER));
    assert_eq!(evidence[0].expected.as_deref(), Some(OWN));
}

#[test]
fn other_resources_get_their_own_story() {
    let resource = |id: &str| chosen(&json!({"ObjectId": id})).0;
    assert_eq!(
        resource("00000003-0000-0ff1-ce00-000000000000"),
        "sharepoint-pass-through"
    );
    assert_eq!(
        resource("797f4846-ba00-4fd7-ba43-dac1f8f63013"),
        "pass-through-sign-in"
    );
    assert_eq!(resource("Unknown"), "pass-through-sign-in");
}

#[test]
fn whoever_has_a_standing_here_or_did_something_is_not_explained_away() {
    for changes in [
        json!({"UserId": "ada_example.com#EXT#@contoso.example"}),
        json!({"UserType": "PartnerTechnician"}),
        json!({"UserType": 10}),
        json!({"Operation": "UserLoginFailed"}),
        json!({"Operation": "New-InboxRule", "RecordType": 1}),
    ] {
        assert_eq!(chosen(&changes).0, "foreign-actor-unexplained", "{changes}");
    }
}

#[test]
fn the_list_is_sound() {
    let ids: HashSet<_> = EXPLANATIONS.iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), EXPLANATIONS.len());
    for it in EXPLANATIONS {
        assert!(it.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
        assert!(
            it.look_alikes
                .iter()
                .all(|id| ids.contains(id) && *id != it.id)
        );
        assert!(!it.next_steps.is_empty() && !it.sources.is_empty());
        assert!(it.sources.iter().all(|url| url.starts_with("https://")));
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
        let steps = next_steps(explanation, &entry).join(" ");
        assert!(steps.contains(OTHER), "{steps}");
        assert!(
            !steps.contains("{user}") && !steps.contains("{time}"),
            "{steps}"
        );
    }
    let steps = next_steps(&EXPLANATIONS[0], &entry).join(" ");
    assert!(
        steps.contains("for {organization} after the time"),
        "{steps}"
    );
}
