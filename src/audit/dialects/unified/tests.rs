//! Records of the unified audit log as Exchange, SharePoint and the sign-in service write them.

use serde_json::{Value, json};

use super::*;

const OID: &str = "5a0c7d1e-3b4f-4a6c-8d2e-9f1b0c3d5e7f";
const TENANT: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";

fn with<R>(value: &Value, check: impl FnOnce(AuditRecord) -> R) -> R {
    let json = value.to_string();
    let members = Members::parse(&json).unwrap();
    check(read(&members))
}

#[test]
fn numbers_digits_and_names_of_a_record_type_are_one() {
    for kind in [
        json!(15),
        json!("15"),
        json!("AzureActiveDirectoryStsLogon"),
    ] {
        let value = json!({"RecordType": kind, "UserType": "System", "ErrorNumber": 50140});
        with(&value, |record| {
            assert!(record.is_sign_in());
            assert_eq!(record.user_type, Some(4));
            assert_eq!(record.error.as_deref(), Some("50140"));
        });
    }
    with(&json!({"RecordType": -1}), |record| {
        assert_eq!(record.record_type, None);
    });
}

#[test]
fn a_sign_in_entry_gives_every_join_key() {
    let value = json!({
        "CreationTime": "2026-11-20T12:30:00", "Id": "x", "Operation": "UserLoggedIn",
        "RecordType": 15, "OrganizationId": TENANT, "UserKey": OID, "UserId": "Not Available",
        "Actor": [{"ID": OID, "Type": 0}, {"ID": "1003BFFD00000001", "Type": 3},
                  {"ID": "ada@example.com", "Type": "5"}],
        "Target": [{"ID": "00000002-0000-0ff1-ce00-000000000000", "Type": 0}],
        "ObjectId": "00000002-0000-0ff1-ce00-000000000000",
        "ApplicationId": "a0c73c16-a7e3-4564-9a95-2bdf47383716",
        "DeviceProperties": [{"Name": "SessionId", "Value": "s"}, {"Name": "Id", "Value": OID}],
        "ExtendedProperties": [{"Name": "RequestType", "Value": "OAuth2:Authorize"}],
        "ClientIP": "[2001:db8::1]:443", "ActorIpAddress": "<null>",
    });
    with(&value, |record| {
        let names = |fields: &[Field<Uuid>]| fields.iter().map(|f| f.name).collect::<Vec<_>>();
        assert_eq!(names(&record.object_ids), ["Actor", "UserKey"]);
        assert_eq!(names(&record.resources), ["ObjectId", "Target"]);
        assert_eq!(names(&record.clients), ["ApplicationId"]);
        assert_eq!(record.puids[0].value, "1003BFFD00000001");
        assert_eq!(record.users[1].value, "ada@example.com");
        assert_eq!(record.sessions[0].name, "DeviceProperties.SessionId");
        assert_eq!(record.request_type, Some("OAuth2:Authorize"));
        assert_eq!(names(&record.devices), ["DeviceProperties.Id"]);
        assert_eq!(record.addresses.len(), 1);
        let entry = record.entry("log.csv", 7);
        assert_eq!(entry.user.as_deref(), Some("Not Available"));
        assert_eq!(
            entry.time.map(|time| time.to_string()).as_deref(),
            Some("2026-11-20T12:30:00Z")
        );
        assert_eq!(
            (entry.line, entry.address.as_deref()),
            (7, Some("[2001:db8::1]:443"))
        );
    });
}

#[test]
fn an_exchange_entry_names_the_token_and_no_resource() {
    let value = json!({
        "RecordType": 1, "ObjectId": OID, "UserKey": "1003BFFDACDB6497", "AppId": "",
        "ClientAppId": "fb78d390-0c51-40cd-8e17-fdbfab77341b", "SessionId": "top",
        "TokenObjectId": OID, "TokenTenantId": TENANT, "Workload": "Exchange", "DeviceId": OID,
        "AppAccessContext": {"UniqueTokenId": "AbC", "AADSessionId": "aad",
            "APIId": "00000003-0000-0000-c000-000000000000", "UserObjectId": OID,
            "IssuedAtTime": "2026-11-20T12:30:00",
            "ClientAppId": "fb78d390-0c51-40cd-8e17-fdbfab77341b"},
    });
    with(&value, |record| {
        assert!(record.resources.is_empty());
        assert_eq!(record.uti, Some("AbC"));
        assert_eq!(record.clients.len(), 2);
        let sessions: Vec<_> = record.sessions.iter().map(|field| field.value).collect();
        assert_eq!(sessions, ["top", "aad"]);
        let names = |fields: &[Field<Uuid>]| fields.iter().map(|f| f.name).collect::<Vec<_>>();
        let people = ["TokenObjectId", "AppAccessContext.UserObjectId"];
        assert_eq!(names(&record.object_ids), people);
        assert_eq!(names(&record.apis), ["AppAccessContext.APIId", "Workload"]);
        assert_eq!(names(&record.devices), ["DeviceId"]);
        assert!(record.issued_at.is_some() && record.token_tenant.is_some());
        assert_eq!(record.entry("", 1).resource, None);
    });
}

#[test]
fn a_resource_may_be_named_by_its_address() {
    let value = json!({
        "RecordType": 15, "ObjectId": "https://outlook.office365.com/",
        "Target": [{"ID": "Unknown", "Type": 0}],
    });
    with(&value, |record| {
        let ids: Vec<_> = record.resources.iter().map(|it| it.value).collect();
        assert_eq!(ids, [uuid::uuid!("00000002-0000-0ff1-ce00-000000000000")]);
    });
}

#[test]
fn a_puid_is_found_in_every_spelling() {
    for text in [
        "1003BFFDACDB6497",
        "1003BFFDACDB6497@contoso.example",
        "i:0h.f|membership|1003bffdacdb6497@live.com",
    ] {
        assert!(puid(text).unwrap().eq_ignore_ascii_case("1003BFFDACDB6497"));
    }
    for text in [
        "",
        "|",
        "@",
        "ada@example.com",
        "S-1-5-18",
        "Not Available",
        OID,
    ] {
        assert_eq!(puid(text), None, "{text}");
    }
}

#[test]
fn members_of_the_wrong_type_are_absent() {
    let value = json!({
        "CreationTime": 5, "Operation": ["x", "y"], "Id": {}, "RecordType": "?", "Actor": "Unknown",
        "AppAccessContext": "text", "OrganizationId": "not a guid", "ClientIP": null,
    });
    with(&value, |record| {
        assert_eq!(record, AuditRecord::default());
    });
}

/// Changes of the directory write every id as `Other`; the one that a sibling calls a user's is the
/// actor's, and an application's own id is not.
#[test]
fn who_changed_the_directory_is_told_by_object_id() {
    const SPID: &str = "6b1d8e2f-4c50-4b7d-9e3f-0a2c1d4e6f80";
    let actor = |ids: &[(&str, i64)]| {
        let ids: Vec<_> = ids
            .iter()
            .map(|(id, kind)| json!({"ID": id, "Type": kind}))
            .collect();
        let value = json!({"CreationTime": "2026-11-20T12:30:00", "Operation": "Update user.",
            "RecordType": 8, "UserKey": "1003BFFD00000001@x.example", "Actor": ids});
        with(&value, |record| {
            let ids = record.object_ids.iter();
            ids.map(|it| it.value.to_string()).collect::<Vec<_>>()
        })
    };
    let user = format!("User_{OID}");
    let person = [
        ("ada@example.com", 5),
        ("1003BFFD00000001", 3),
        (user.as_str(), 2),
        (OID, 2),
        ("User", 2),
    ];
    assert_eq!(actor(&person), [OID]);
    let service = format!("ServicePrincipal_{SPID}");
    let application = [
        ("Some app", 1),
        (OID, 2),
        (service.as_str(), 2),
        (SPID, 2),
        ("ServicePrincipal", 2),
    ];
    assert_eq!(actor(&application), [SPID]);
    assert_eq!(actor(&[(OID, 2), ("User", 2)]), [OID]);
    // Nothing says whose these are.
    assert!(actor(&[(OID, 2), (SPID, 2), ("User", 2)]).is_empty());
    assert!(actor(&[(OID, 2)]).is_empty());
    assert!(actor(&[(OID, 2), (service.as_str(), 2)]).is_empty());
}

/// Teams writes the object id where Exchange writes a PUID.
#[test]
fn a_user_key_of_teams_is_an_object_id() {
    let value = json!({
        "CreationTime": "2026-11-20T12:30:00", "Operation": "MessageSent", "RecordType": 25,
        "Workload": "MicrosoftTeams", "UserKey": OID, "UserId": "kim@tailspin.example",
    });
    with(&value, |record| {
        let ids: Vec<String> = record
            .object_ids
            .iter()
            .map(|id| id.value.to_string())
            .collect();
        assert_eq!(ids, [OID]);
        assert!(record.puids.is_empty());
    });
}
