//! The record of Microsoft's unified audit log: the `AuditData` of `Search-UnifiedAuditLog`, of the
//! Purview portal and of the Office 365 Management Activity API.
//!
//! Field names are those on the wire; the schema page spells some differently
//! (<https://learn.microsoft.com/en-us/office/office-365-management-api/office-365-management-activity-api-schema>).
//!
//! Not its job: wrappers around `AuditData` (`envelope.rs`).

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::audit::address;
use crate::audit::dialect::Dialect;
use crate::audit::fields::{self, Fields};
use crate::audit::record::{AuditRecord, Field, STS_LOGON};
use crate::time::Timestamp;

pub(super) const UNIFIED_AUDIT_LOG: Dialect = Dialect {
    id: "unified-audit-log",
    title: "Microsoft 365 unified audit log",
    recognise: |object| object.contains_key("CreationTime") && object.contains_key("Operation"),
    read,
};

/// The kinds of `Actor` and `Target` ids (`IdentityTypeType` in the schema) that we compare.
const OBJECT_ID: i64 = 0;
const PUID: i64 = 3;
const UPN: i64 = 5;

/// Names that `RecordType` is written as by `-Formatted` and Graph, for the entries that the
/// explanations know.
const RECORD_TYPES: &[(&str, u32)] = &[
    ("ExchangeAdmin", 1),
    ("ExchangeItem", 2),
    ("ExchangeItemGroup", 3),
    ("SharePoint", 4),
    ("SharePointFileOperation", 6),
    ("AzureActiveDirectory", 8),
    ("AzureActiveDirectoryAccountLogon", 9),
    ("AzureActiveDirectoryStsLogon", STS_LOGON),
    ("MicrosoftTeams", 25),
    ("ExchangeItemAggregated", 50),
];

const USER_TYPES: &[(&str, u32)] = &[
    ("Regular", 0),
    ("Reserved", 1),
    ("Admin", 2),
    ("DcAdmin", 3),
    ("System", 4),
    ("Application", 5),
    ("ServicePrincipal", 6),
    ("CustomPolicy", 7),
    ("SystemPolicy", 8),
    ("PartnerTechnician", 9),
    ("Guest", 10),
];

fn read(object: &Map<String, Value>) -> AuditRecord<'_> {
    let record = Fields(object);
    let token = record.object("AppAccessContext");
    let record_type = number_or_name(record, "RecordType", RECORD_TYPES);
    let time = |text: Option<&str>| text.and_then(|text| Timestamp::parse_utc(text).ok());
    let extended = |key| record.named("ExtendedProperties", key);
    AuditRecord {
        id: record.text("Id"),
        time: time(record.text("CreationTime")),
        operation: record.text("Operation").unwrap_or_default(),
        workload: record.text("Workload"),
        record_type,
        user_type: number_or_name(record, "UserType", USER_TYPES),
        organization: record.guid("OrganizationId"),
        actor_tenant: record.guid("ActorContextId"),
        target_tenant: record.guid("TargetContextId"),
        token_tenant: record.guid("TokenTenantId"),
        external_user_tenant: record.guid("ExternalUserTenantId"),
        object_ids: object_ids(record),
        puids: puids(record),
        users: users(record),
        user_key: record.text("UserKey"),
        clients: clients(record, token),
        client: record
            .text("ApplicationId")
            .or_else(|| record.text("ClientAppId"))
            .or_else(|| record.text("AppId")),
        resources: resources(record, record_type),
        object: record.text("ObjectId"),
        request_id: record.guid("IntraSystemId"),
        correlation_id: record.guid("InterSystemsId"),
        uti: token.and_then(|token| token.text("UniqueTokenId")),
        sessions: sessions(record, token),
        issued_at: time(token.and_then(|token| token.text("IssuedAtTime"))),
        addresses: ADDRESSES
            .iter()
            .filter_map(|&name| field(name, address::parse(record.text(name)?)))
            .collect(),
        address: ADDRESSES.iter().find_map(|name| record.text(name)),
        error: record.scalar("ErrorNumber"),
        request_type: extended("RequestType"),
        user_agent: extended("UserAgent").or_else(|| record.text("UserAgent")),
        status_detail: extended("ResultStatusDetail"),
    }
}

const ADDRESSES: &[&str] = &["ClientIP", "ActorIpAddress", "ClientIPAddress", "ActorIP"];

fn field<T>(name: &'static str, value: Option<T>) -> Option<Field<T>> {
    value.map(|value| Field { name, value })
}

fn number_or_name(record: Fields, name: &str, names: &[(&str, u32)]) -> Option<u32> {
    if let Some(number) = record.integer(name) {
        return u32::try_from(number).ok();
    }
    let text = record.text(name)?.trim();
    names
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(text))
        .map(|&(_, number)| number)
}

fn object_ids(record: Fields) -> Vec<Field<Uuid>> {
    let actors = record
        .identities("Actor", OBJECT_ID)
        .filter_map(|id| field("Actor", fields::guid(id)));
    let key = record.text("UserKey").and_then(fields::guid);
    actors
        .chain(field("UserKey", key))
        .chain(field("TokenObjectId", record.guid("TokenObjectId")))
        .collect()
}

fn puids(record: Fields<'_>) -> Vec<Field<&str>> {
    let actors = record
        .identities("Actor", PUID)
        .filter_map(|id| field("Actor", puid(id)));
    let key = record.text("UserKey").and_then(puid);
    actors.chain(field("UserKey", key)).collect()
}

/// The 16 hex digits in `PUID`, `PUID@tenant` and `i:0h.f|membership|puid@live.com`.
fn puid(text: &str) -> Option<&str> {
    let last = text.rsplit('|').next()?;
    let (digits, _) = last.split_once('@').unwrap_or((last, ""));
    let digits = digits.trim();
    let is_puid = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_puid.then_some(digits)
}

fn users(record: Fields<'_>) -> Vec<Field<&str>> {
    let name = field("UserId", record.text("UserId"));
    let actors = record
        .identities("Actor", UPN)
        .filter_map(|id| field("Actor", Some(id)));
    name.into_iter().chain(actors).collect()
}

fn clients(record: Fields, token: Option<Fields>) -> Vec<Field<Uuid>> {
    let own = ["ApplicationId", "ClientAppId", "AppId"]
        .into_iter()
        .filter_map(|name| field(name, record.guid(name)));
    let seen_by_workload = token.and_then(|token| token.guid("ClientAppId"));
    own.chain(field("AppAccessContext.ClientAppId", seen_by_workload))
        .collect()
}

/// Outside of sign-in entries `ObjectId` names a mailbox, a file or a group.
fn resources(record: Fields, record_type: Option<u32>) -> Vec<Field<Uuid>> {
    if record_type != Some(STS_LOGON) {
        return Vec::new();
    }
    let targets = record
        .identities("Target", OBJECT_ID)
        .filter_map(|id| field("Target", fields::guid(id)));
    field("ObjectId", record.guid("ObjectId"))
        .into_iter()
        .chain(targets)
        .collect()
}

fn sessions<'a>(record: Fields<'a>, token: Option<Fields<'a>>) -> Vec<Field<&'a str>> {
    let places = [
        ("SessionId", record.text("SessionId")),
        (
            "AppAccessContext.AADSessionId",
            token.and_then(|token| token.text("AADSessionId")),
        ),
        (
            "DeviceProperties.SessionId",
            record.named("DeviceProperties", "SessionId"),
        ),
    ];
    places
        .into_iter()
        .filter_map(|(name, value)| field(name, value))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const OID: &str = "5a0c7d1e-3b4f-4a6c-8d2e-9f1b0c3d5e7f";
    const TENANT: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";

    fn with<R>(value: &Value, check: impl FnOnce(AuditRecord) -> R) -> R {
        check(read(value.as_object().unwrap()))
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
            "DeviceProperties": [{"Name": "SessionId", "Value": "s"}],
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
            "TokenObjectId": OID, "TokenTenantId": TENANT,
            "AppAccessContext": {"UniqueTokenId": "AbC", "AADSessionId": "aad",
                "IssuedAtTime": "2026-11-20T12:30:00",
                "ClientAppId": "fb78d390-0c51-40cd-8e17-fdbfab77341b"},
        });
        with(&value, |record| {
            assert!(record.resources.is_empty());
            assert_eq!(record.uti, Some("AbC"));
            assert_eq!(record.clients.len(), 2);
            let sessions: Vec<_> = record.sessions.iter().map(|field| field.value).collect();
            assert_eq!(sessions, ["top", "aad"]);
            assert_eq!(record.object_ids[0].name, "TokenObjectId");
            assert!(record.issued_at.is_some() && record.token_tenant.is_some());
            assert_eq!(record.entry("", 1).resource, None);
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
            "CreationTime": 5, "Operation": ["x"], "Id": {}, "RecordType": "?", "Actor": "Unknown",
            "AppAccessContext": "text", "OrganizationId": "not a guid", "ClientIP": null,
        });
        with(&value, |record| {
            assert_eq!(record, AuditRecord::default());
        });
    }
}
