//! `MicrosoftGraphActivityLogs`: every request that Microsoft Graph served, with the ids of the token
//! it came with (<https://learn.microsoft.com/en-us/graph/microsoft-graph-activity-logs-overview>).
//!
//! `identityProvider` names who authenticated the caller: the issuer for one's own people, the home's
//! identity provider for guests. A tenant there that is not the log's own says that the caller is at
//! home elsewhere.
//!
//! Not its job: the envelope of diagnostic settings (`envelope.rs`).

use uuid::Uuid;

use crate::audit::address;
use crate::audit::dialect::Dialect;
use crate::audit::fields;
use crate::audit::members::Members;
use crate::audit::names::Name;
use crate::audit::record::{AuditRecord, Field, Log};

pub(super) const GRAPH_ACTIVITY: Dialect = Dialect {
    id: "graph-activity-log",
    title: "Microsoft Graph activity log",
    recognise: |record| {
        record.has(Name::RequestUri)
            && (record.has(Name::SignInActivityId) || record.has(Name::RequestMethod))
    },
    read,
};

/// The application id of Microsoft Graph, which every request of this log is for.
const GRAPH: Uuid = uuid::uuid!("00000003-0000-0000-c000-000000000000");

fn read<'a>(record: &'a Members<'a>) -> AuditRecord<'a> {
    let log_tenant = record.guid(Name::LogTenant);
    let principals = [
        ("UserId", Name::UserId),
        ("ServicePrincipalId", Name::ServicePrincipalId),
        ("UserPrincipalObjectID", Name::UserPrincipalObjectId),
        ("AccountObjectId", Name::AccountObjectId),
    ];
    // Defender's table of the same requests calls the application otherwise.
    let client = [Name::AppId, Name::ApplicationId];
    let sessions = [("SessionId", Name::SessionId), ("C_Sid", Name::ClaimSid)];
    AuditRecord {
        log: Log::GraphActivity,
        id: record.text(Name::RequestId),
        time: record
            .time(Name::TimeGenerated)
            .or_else(|| record.time(Name::Timestamp))
            .or_else(|| record.time(Name::CreatedDateTime)),
        operation: record.text(Name::RequestMethod).unwrap_or("request"),
        workload: Some("Microsoft Graph"),
        organization: log_tenant,
        log_tenant,
        actor_tenant: record
            .text(Name::IdentityProvider)
            .and_then(fields::tenant_in),
        object_ids: principals
            .into_iter()
            .filter_map(|(text, name)| Field::of(text, record.guid(name)))
            .collect(),
        user_key: record.text(Name::UserId),
        clients: client
            .into_iter()
            .filter_map(|name| Field::of("AppId", record.guid(name)))
            .collect(),
        client: client.into_iter().find_map(|name| record.text(name)),
        resources: Field::of("RequestUri", Some(GRAPH)).into_iter().collect(),
        object: record.text(Name::RequestUri),
        uti: record
            .text(Name::SignInActivityId)
            .or_else(|| record.text(Name::UniqueTokenIdentifier)),
        sessions: sessions
            .into_iter()
            .filter_map(|(text, name)| Field::of(text, record.text(name)))
            .collect(),
        issued_at: record.time(Name::TokenIssuedAt),
        addresses: Field::of(
            "IPAddress",
            record.text(Name::IpAddress).and_then(address::parse),
        )
        .into_iter()
        .collect(),
        devices: Field::of("DeviceId", record.guid(Name::DeviceId))
            .into_iter()
            .collect(),
        address: record.text(Name::IpAddress),
        user_agent: record.text(Name::UserAgent),
        ..AuditRecord::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_the_token_it_came_with() {
        let json = r#"{"requestId":"r","requestMethod":"GET","requestUri":"https://graph/me",
            "tenantId":"3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618","signInActivityId":"OPD3UZnmTkud24wRw6ATAA",
            "identityProvider":"https://sts.windows.net/8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365/",
            "C_Sid":"s","userId":"8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1366","ipAddress":"::1",
            "tokenIssuedAt":"2026-07-20T08:26:21.0000000Z"}"#;
        let members = Members::parse(json).unwrap();
        assert!((GRAPH_ACTIVITY.recognise)(&members));
        let record = read(&members);
        assert_eq!(record.uti, Some("OPD3UZnmTkud24wRw6ATAA"));
        assert_eq!(record.entry("", 1).is_foreign(), Some(true));
        assert!(record.issued_at.is_some() && record.is_work());
        assert_eq!((record.sessions.len(), record.object_ids.len()), (1, 1));
    }
}
