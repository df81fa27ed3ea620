//! Entra's sign-in logs: as Microsoft Graph and diagnostic settings write them, as Log Analytics keeps
//! them, and as the portal's CSV download titles their columns.
//!
//! `homeTenantId` is where the account lives, `resourceTenantId` the tenant that was signed in to
//! (<https://learn.microsoft.com/en-us/graph/api/resources/signin?view=graph-rest-beta>). Version 1.0
//! of Graph and the CSV of service principals lack both, and the token's ids with them.
//!
//! Two traps of Log Analytics: `TenantId` is the workspace, and `ResourceId` a path; the application
//! is in `ResourceIdentity`.
//!
//! Not its job: sign-ins in the unified audit log (`unified.rs`).

use std::borrow::Cow;

use uuid::Uuid;

use crate::audit::address;
use crate::audit::dialect::Dialect;
use crate::audit::fields;
use crate::audit::members::Members;
use crate::audit::names::Name;
use crate::audit::record::{AuditRecord, Field, Log, SERVICE_PRINCIPAL};

pub(super) const GRAPH: Dialect = Dialect {
    id: "entra-sign-in-graph",
    title: "Entra sign-in log (Microsoft Graph, diagnostic settings)",
    recognise: |record| {
        record.has(Name::CreatedDateTime)
            && record.has(Name::AppId)
            && [Name::Status, Name::ResourceId, Name::IpAddress]
                .iter()
                .any(|name| record.has(*name))
    },
    read,
};

pub(super) const LOG_ANALYTICS: Dialect = Dialect {
    id: "entra-sign-in-log-analytics",
    title: "Entra sign-in log (Log Analytics, Sentinel)",
    recognise: |record| {
        record.has(Name::AppId)
            && record.has(Name::ResultType)
            && (record.has(Name::ResourceIdentity) || record.has(Name::CreatedDateTime))
    },
    read,
};

pub(super) const PORTAL: Dialect = Dialect {
    id: "entra-sign-in-portal",
    title: "Entra sign-in log (CSV download of the portal)",
    recognise: |record| record.has(Name::PortalTime) && record.has(Name::Id),
    read,
};

fn read<'a>(record: &'a Members<'a>) -> AuditRecord<'a> {
    let error = error(record);
    // PowerShell spells the members of Graph with capitals.
    let resources = [
        ("ResourceIdentity", Name::ResourceIdentity),
        ("resourceId", Name::ResourceId),
        ("ResourceId", Name::UpperResourceId),
    ];
    let transfers = [
        ("originalTransferMethod", Name::OriginalTransferMethod),
        ("authenticationProtocol", Name::AuthenticationProtocol),
    ];
    let principals = [
        ("userId", Name::UserId),
        ("servicePrincipalId", Name::ServicePrincipalId),
    ];
    let is_service = record.text(Name::UserId).is_none() && record.has(Name::ServicePrincipalId);
    AuditRecord {
        log: Log::SignIn,
        id: record.text(Name::Id),
        time: [Name::CreatedDateTime, Name::PortalTime, Name::TimeGenerated]
            .into_iter()
            .find_map(|name| record.time(name)),
        operation: operation(error.as_deref()),
        workload: Some("Entra sign-in log"),
        user_type: is_service.then_some(SERVICE_PRINCIPAL),
        organization: record
            .guid(Name::ResourceTenantId)
            .or_else(|| record.guid(Name::LogTenant)),
        log_tenant: record.guid(Name::LogTenant),
        actor_tenant: record.guid(Name::HomeTenantId),
        target_tenant: record.guid(Name::ResourceTenantId),
        cross_tenant_access: record.text(Name::CrossTenantAccessType),
        object_ids: principals
            .into_iter()
            .filter_map(|(text, name)| Some(field(text, record.guid(name)?)))
            .collect(),
        users: record
            .text(Name::UserPrincipalName)
            .map(|value| Field {
                name: "userPrincipalName",
                value,
            })
            .into_iter()
            .collect(),
        user_key: record
            .text(Name::UserId)
            .or_else(|| record.text(Name::ServicePrincipalId)),
        clients: record
            .guid(Name::AppId)
            .map(|id| field("appId", id))
            .into_iter()
            .collect(),
        client: record.text(Name::AppId),
        resources: resources
            .into_iter()
            .filter_map(|(text, name)| Some(field(text, fields::resource(record.text(name)?)?)))
            .collect(),
        object: resources
            .into_iter()
            .find_map(|(_, name)| record.text(name)),
        request_id: record.guid(Name::Id),
        uti: record.text(Name::UniqueTokenIdentifier),
        sessions: record
            .text(Name::SessionId)
            .map(|value| Field {
                name: "sessionId",
                value,
            })
            .into_iter()
            .collect(),
        addresses: record
            .text(Name::IpAddress)
            .and_then(address::parse)
            .map(|value| Field {
                name: "ipAddress",
                value,
            })
            .into_iter()
            .collect(),
        devices: device(record)
            .map(|value| field("deviceDetail.deviceId", value))
            .into_iter()
            .collect(),
        address: record.text(Name::IpAddress),
        place: place(record),
        error,
        user_agent: record.text(Name::UserAgent),
        transfer: transfers.into_iter().find_map(|(name, member)| {
            let method = record.text(member)?;
            (!method.trim().eq_ignore_ascii_case("none")).then_some(field(name, method))
        }),
        ..AuditRecord::default()
    }
}

fn field<T>(name: &'static str, value: T) -> Field<T> {
    Field { name, value }
}

/// The words of the unified audit log, so that one explanation reads both; and one of our own for a row
/// that gives no result, which must pass neither for a success nor for a failure.
pub(super) fn operation(error: Option<&str>) -> &'static str {
    match error.map(str::trim) {
        Some("0") => "UserLoggedIn",
        Some(_) => "UserLoginFailed",
        None => "UserLoginUnknown",
    }
}

/// Within `deviceDetail`, or a column of its own.
fn device(record: &Members) -> Option<Uuid> {
    let within = || record.within(Name::DeviceDetail, |detail| detail.guid(Name::DeviceId));
    record.guid(Name::DeviceId).or_else(|| within().flatten())
}

/// The STS error number: a member of its own, or within `status`. The portal writes a word into
/// `Status` and leaves the number blank for a success; any other word without a number stands for
/// itself, for the sign-in did not succeed.
fn error<'a>(record: &'a Members<'a>) -> Option<Cow<'a, str>> {
    let within = || {
        let number = |status: &Members| status.integer(Name::ErrorCode);
        let number = record.within(Name::Status, number).flatten()?;
        Some(Cow::Owned(number.to_string()))
    };
    let by_word = || {
        let word = record.text(Name::Status)?.trim();
        let is_success = word.eq_ignore_ascii_case("success");
        let word = if is_success { "0" } else { word };
        // An object in a string gave its number above, or has none.
        (!word.starts_with('{')).then_some(Cow::Borrowed(word))
    };
    record
        .scalar(Name::ErrorCode)
        .or_else(|| record.scalar(Name::ResultType))
        .or_else(within)
        .or_else(by_word)
}

/// `location` is an object, or one in a JSON string; the portal writes one text.
fn place<'a>(record: &'a Members<'a>) -> Option<Cow<'a, str>> {
    let parts = record.within(Name::Location, |location| {
        [Name::City, Name::Country].map(|name| location.text(name).map(str::to_owned))
    });
    let named: Vec<String> = parts.into_iter().flatten().flatten().collect();
    if named.is_empty() {
        let text = record.text(Name::Location)?;
        return (!text.trim_start().starts_with('{')).then_some(Cow::Borrowed(text));
    }
    Some(Cow::Owned(named.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::standing::Side;
    use crate::audit::{dialects, explanations};

    const REQUEST: &str = "38613d07-3d8f-4d59-ab7a-aa4bd76d5f00";
    const HOME: &str = "8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365";
    const HOST: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";

    fn check(json: &str, id: &str, inspect: impl Fn(&AuditRecord)) {
        let members = Members::parse(json).unwrap();
        let dialect = dialects::of(&members).unwrap();
        assert_eq!(dialect.id, id);
        inspect(&(dialect.read)(&members));
    }

    #[test]
    fn a_row_of_graph_gives_every_join_key() {
        let json = format!(
            r#"{{"id":"{REQUEST}","createdDateTime":"2026-02-01T14:00:00.1234567Z",
                "userPrincipalName":"ada@example.com","userId":"{HOME}","appId":"{HOST}",
                "ipAddress":"2001:db8::1","status":{{"errorCode":0,"failureReason":"Other."}},
                "resourceId":"{HOST}","homeTenantId":"{HOME}","resourceTenantId":"{HOST}",
                "crossTenantAccessType":"passthrough","uniqueTokenIdentifier":"Bz1hOI89WU2reqpL121fAA",
                "sessionId":"s","originalRequestId":"{HOME}","deviceDetail":{{"deviceId":"{HOME}"}}}}"#
        );
        check(&json, "entra-sign-in-graph", |record| {
            assert!(record.is_sign_in() && !record.has_failed());
            assert_eq!(record.request_id, REQUEST.parse().ok());
            assert_eq!(record.entry("", 1).is_foreign(), Some(true));
            assert_eq!((record.resources.len(), record.clients.len()), (1, 1));
            assert_eq!(record.cross_tenant_access, Some("passthrough"));
            assert!(record.uti.is_some() && record.time.is_some() && record.devices.len() == 1);
        });
    }

    #[test]
    fn log_analytics_names_its_workspace_and_a_path_that_are_not_read() {
        let json = format!(
            r#"{{"Id":"{REQUEST}","TimeGenerated":"2026-02-01T14:31:52.701501+00:00",
                "CreatedDateTime":"2026-02-01T14:00:00+00:00","TenantId":"{HOME}",
                "AADTenantId":"{HOST}","ResourceId":"/tenants/x/providers/Microsoft.aadiam",
                "ResourceIdentity":"{HOST}","AppId":"{HOST}","ResultType":"50126","IPAddress":"::1",
                "DeviceDetail":"{{\"deviceId\":\"\",\"operatingSystem\":\"x\"}}",
                "Status":"{{\"errorCode\":50126}}","UserId":"{HOME}"}}"#
        );
        check(&json, "entra-sign-in-log-analytics", |record| {
            assert_eq!(record.organization, HOST.parse().ok());
            assert_eq!(record.resources[0].value.to_string(), HOST);
            assert!(record.has_failed() && record.devices.is_empty());
            let time = record.time.map(|time| time.to_string());
            assert_eq!(time.as_deref(), Some("2026-02-01T14:00:00Z"));
        });
    }

    #[test]
    fn the_number_is_found_within_a_status_of_either_shape() {
        for status in [r#"{"errorCode":50140}"#, r#""{\"errorCode\":\"50140\"}""#] {
            let json =
                format!(r#"{{"id":"x","createdDateTime":"","appId":"y","status":{status}}}"#);
            check(&json, "entra-sign-in-graph", |record| {
                assert_eq!(record.error.as_deref(), Some("50140"));
            });
        }
    }

    #[test]
    fn a_result_that_is_not_given_is_neither_a_success_nor_a_failure() {
        for (status, operation) in [
            (r#","Status":"Success","errorCode":"""#, "UserLoggedIn"),
            (r#","Status":"success""#, "UserLoggedIn"),
            (r#","Status":"Failure","errorCode":"""#, "UserLoginFailed"),
            (r#","Status":"Interrupted""#, "UserLoginFailed"),
            (
                r#","Status":{"failureReason":"Other."}"#,
                "UserLoginUnknown",
            ),
            (r#","Status":"{}""#, "UserLoginUnknown"),
            (r#","Status":"""#, "UserLoginUnknown"),
            ("", "UserLoginUnknown"),
        ] {
            let json =
                format!(r#"{{"Date (UTC)":"2026-02-01T14:00:00Z","id":"x","userId":"y"{status}}}"#);
            check(&json, "entra-sign-in-portal", |record| {
                assert_eq!(record.operation, operation, "{status}");
                assert_eq!(record.has_failed(), operation == "UserLoginFailed");
            });
        }
    }

    /// It must not be explained by what only a success shows.
    #[test]
    fn an_outsiders_sign_in_without_a_result_did_not_pass_through() {
        let json = format!(
            r#"{{"id":"x","createdDateTime":"2026-02-01T14:00:00Z","ipAddress":"::1",
                "appId":"04b07795-8ddb-461a-bbee-02f9e1bf7b46","userPrincipalName":"ada@example.com",
                "homeTenantId":"{HOME}","resourceTenantId":"{HOST}"}}"#
        );
        check(&json, "entra-sign-in-graph", |record| {
            let chosen = explanations::choose(record, Side::Foreign);
            let id = chosen.map(|(explanation, _)| explanation.id);
            assert_eq!(id, Some("foreign-actor-unexplained"));
        });
    }

    #[test]
    fn a_place_is_read_in_every_shape() {
        for location in [
            r#"{"city":"Chicago","state":"Illinois","countryOrRegion":"US"}"#,
            r#""{\"city\":\"Chicago\",\"countryOrRegion\":\"US\"}""#,
            r#""Chicago, US""#,
        ] {
            let json = format!(
                r#"{{"id":"x","createdDateTime":"","appId":"y","status":{{}},"location":{location}}}"#
            );
            check(&json, "entra-sign-in-graph", |record| {
                assert_eq!(record.place.as_deref(), Some("Chicago, US"), "{location}");
            });
        }
    }

    #[test]
    fn a_service_principal_is_told_by_what_its_rows_lack() {
        let json = r#"{"Date (UTC)":"2026-02-01T14:00:00Z","id":"x","servicePrincipalId":"y",
            "status":"Success"}"#;
        check(json, "entra-sign-in-portal", |record| {
            assert_eq!(record.user_type, Some(SERVICE_PRINCIPAL));
            assert_eq!(record.error.as_deref(), Some("0"));
        });
    }
}
