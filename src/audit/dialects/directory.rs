//! Entra's own audit log (`directoryAudits` of Microsoft Graph, `AuditLogs` of Log Analytics): changes
//! of the directory, and who began them.
//!
//! Not its job: the same changes in the unified audit log (RecordType 8, `unified.rs`).

use crate::audit::address;
use crate::audit::dialect::Dialect;
use crate::audit::members::Members;
use crate::audit::names::Name;
use crate::audit::record::{AuditRecord, Field, Log, SERVICE_PRINCIPAL};

pub(super) const DIRECTORY: Dialect = Dialect {
    id: "entra-directory-audit",
    title: "Entra audit log (directory changes)",
    recognise: |record| {
        record.has(Name::InitiatedBy)
            && (record.has(Name::ActivityDisplayName) || record.has(Name::OperationName))
    },
    read,
};

fn read<'a>(record: &'a Members<'a>) -> AuditRecord<'a> {
    let by = record.object(Name::InitiatedBy);
    let user = by.and_then(|by| by.object(Name::InitiatingUser));
    let app = by.and_then(|by| by.object(Name::InitiatingApp));
    let of_user = |name| user.and_then(|user| user.text(name));
    let of_app = |name| app.and_then(|app| app.text(name));
    let log_tenant = record.guid(Name::LogTenant);
    let names = [of_user(Name::DisplayName), of_app(Name::DisplayName)];
    AuditRecord {
        log: Log::Directory,
        id: record.text(Name::Id),
        time: record
            .time(Name::ActivityDateTime)
            .or_else(|| record.time(Name::TimeGenerated)),
        operation: record
            .text(Name::ActivityDisplayName)
            .or_else(|| record.text(Name::OperationName))
            .unwrap_or_default(),
        workload: Some("AzureActiveDirectory"),
        user_type: (user.is_none() && app.is_some()).then_some(SERVICE_PRINCIPAL),
        organization: log_tenant,
        log_tenant,
        actor_tenant: user.and_then(|user| user.guid(Name::HomeTenantId)),
        object_ids: [
            ("InitiatedBy.user.id", user, Name::Id),
            (
                "InitiatedBy.app.servicePrincipalId",
                app,
                Name::ServicePrincipalId,
            ),
        ]
        .into_iter()
        .filter_map(|(text, of, name)| {
            let value = of?.guid(name)?;
            Some(Field { name: text, value })
        })
        .collect(),
        users: of_user(Name::UserPrincipalName)
            .map(|value| Field {
                name: "InitiatedBy.user.userPrincipalName",
                value,
            })
            .into_iter()
            .collect(),
        actor_names: names.into_iter().flatten().collect(),
        clients: app
            .and_then(|app| app.guid(Name::AppId))
            .map(|value| Field {
                name: "InitiatedBy.app.appId",
                value,
            })
            .into_iter()
            .collect(),
        client: of_app(Name::AppId),
        addresses: of_user(Name::IpAddress)
            .and_then(address::parse)
            .map(|value| Field {
                name: "InitiatedBy.user.ipAddress",
                value,
            })
            .into_iter()
            .collect(),
        address: of_user(Name::IpAddress),
        // `success`, `failure`, `timeout` or `unknownFutureValue`
        // (<https://learn.microsoft.com/en-us/graph/api/resources/directoryaudit>); a timeout tells nothing.
        is_failure: record
            .text(Name::Result)
            .or_else(|| record.text(Name::ResultColumn))
            .is_some_and(|result| result.trim().eq_ignore_ascii_case("failure")),
        ..AuditRecord::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::dialects;

    fn with(json: &str, check: impl FnOnce(AuditRecord)) {
        let mut members = Members::parse(json).unwrap();
        assert_eq!(dialects::of(&members).unwrap().id, DIRECTORY.id);
        members.unfold();
        check(read(&members));
    }

    #[test]
    fn a_change_names_who_began_it_in_both_shapes() {
        let by = r#"{"user":{"id":"8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365","displayName":"Office 365 Exchange Online",
            "userPrincipalName":"kim@tailspin.example","ipAddress":"198.51.100.7"},"app":null}"#;
        let text = serde_json::to_string(by).unwrap();
        for json in [
            format!(
                r#"{{"id":"x","activityDisplayName":"Add user","activityDateTime":"2025-06-01T10:00:00Z","initiatedBy":{by}}}"#
            ),
            format!(
                r#"{{"Id":"x","OperationName":"Add user","ActivityDateTime":"2025-06-01T10:00:00Z","InitiatedBy":{text}}}"#
            ),
        ] {
            with(&json, |record| {
                assert_eq!(record.operation, "Add user");
                assert_eq!(record.users[0].value, "kim@tailspin.example");
                assert_eq!(record.actor_names, ["Office 365 Exchange Online"]);
                assert!(record.time.is_some() && !record.is_work() && !record.is_sign_in());
            });
        }
    }

    #[test]
    fn a_change_that_failed_is_told_from_one_that_was_made() {
        for (result, is_failure) in [
            (r#""result":"failure""#, true),
            (r#""Result":"Failure""#, true),
            (r#""result":"success""#, false),
            (r#""result":"timeout""#, false),
            (r#""resultReason":"failure""#, false),
        ] {
            let json = format!(
                r#"{{"id":"x","activityDisplayName":"Add user","initiatedBy":{{}},{result}}}"#
            );
            with(&json, |record| {
                assert_eq!(record.is_failure, is_failure, "{result}")
            });
        }
    }

    #[test]
    fn an_application_has_no_user() {
        let json = r#"{"id":"x","activityDisplayName":"Add user","initiatedBy":{"app":{"displayName":
            "Microsoft Substrate Management","appId":null}}}"#;
        with(json, |record| {
            assert_eq!(record.user_type, Some(SERVICE_PRINCIPAL));
            assert!(record.users.is_empty());
        });
    }
}
