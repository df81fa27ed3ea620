//! The tables of Sentinel and Log Analytics, as the dialects of `audit` read their exports.
//!
//! Column names and types are in `facts/log-tables.tsv`; a test binds every query against them.
//!
//! Not its job: the queries around them.

mod activity;

use super::table::Table;
use super::unified::CLOUD_APP_EVENTS_BY_ARRIVAL;
use crate::trace::Key;

use activity::{AAD_GRAPH_ACTIVITY, AUDIT_LOGS, AZURE_ACTIVITY, GRAPH_ACTIVITY, OFFICE_ACTIVITY};

/// Every table, in the order of the query.
pub const TABLES: &[Table] = &[
    SIGN_INS,
    NON_INTERACTIVE,
    SERVICE_PRINCIPALS,
    MANAGED_IDENTITIES,
    MICROSOFT_SERVICE_PRINCIPALS,
    CLOUD_APP_EVENTS_BY_ARRIVAL,
    OFFICE_ACTIVITY,
    GRAPH_ACTIVITY,
    AAD_GRAPH_ACTIVITY,
    AZURE_ACTIVITY,
    AUDIT_LOGS,
];

/// Interactive sign-ins.
const SIGN_INS: Table = Table {
    names: &["SigninLogs"],
    time: "TimeGenerated",
    filters: &[
        (Key::Uti, "UniqueTokenIdentifier startswith_cs {}"),
        (Key::RequestId, "Id =~ {}"),
        (Key::Session, "SessionId =~ {}"),
        (Key::ObjectId, "UserId =~ {}"),
        (Key::HomeTenant, "HomeTenantId =~ {}"),
        (Key::User, "UserPrincipalName =~ {}"),
    ],
    prepared: &[],
    columns: &[
        (
            "t",
            "substring(tostring(coalesce(CreatedDateTime, TimeGenerated)), 0, 19)",
        ),
        ("id", "Id"),
        (
            "op",
            "case(ResultType == \"0\", \"UserLoggedIn\", ResultType == \"\", \"UserLoginUnknown\", \"UserLoginFailed\")",
        ),
        ("org", "coalesce(gid(ResourceTenantId), gid(AADTenantId))"),
        ("actor_tenant", "gid(HomeTenantId)"),
        ("usr", "trim(@\"\\s+\", UserPrincipalName)"),
        ("users", "trim(@\"\\s+\", UserPrincipalName)"),
        ("ukey", "UserId"),
        ("oids", "gid(UserId)"),
        ("apps", "gid(AppId)"),
        ("app", "AppId"),
        ("resources", "gid(ResourceIdentity)"),
        ("res", "ResourceIdentity"),
        ("object", "ResourceIdentity"),
        ("ips", "adr(IPAddress)"),
        ("req", "gid(Id)"),
        ("uti", "trim_end(\"=+\", UniqueTokenIdentifier)"),
        ("sids", "tolower(SessionId)"),
        ("error", "ResultType"),
        ("log", "\"sign-in\""),
        ("log_tenant", "gid(AADTenantId)"),
        ("target_tenant", "gid(ResourceTenantId)"),
        ("access", "tolower(trim(@\"\\s+\", CrossTenantAccessType))"),
        (
            "transfer",
            "iff(OriginalTransferMethod in~ (\"\", \"none\"), AuthenticationProtocol, OriginalTransferMethod)",
        ),
    ],
    is_asked_who: true,
};

/// Sign-ins that a client made for its user, in the same columns.
const NON_INTERACTIVE: Table = Table {
    names: &["AADNonInteractiveUserSignInLogs"],
    ..SIGN_INS
};

/// Sign-ins of applications. They name no home of the actor, so nobody is foreign by them.
const SERVICE_PRINCIPALS: Table = Table {
    names: &["AADServicePrincipalSignInLogs"],
    time: "TimeGenerated",
    filters: &[
        (Key::Uti, "UniqueTokenIdentifier startswith_cs {}"),
        (Key::RequestId, "Id =~ {}"),
        (Key::Session, "SessionId =~ {}"),
        (Key::ObjectId, "ServicePrincipalId =~ {}"),
    ],
    prepared: &[],
    columns: &[
        (
            "t",
            "substring(tostring(coalesce(CreatedDateTime, TimeGenerated)), 0, 19)",
        ),
        ("id", "Id"),
        (
            "op",
            "case(ResultType == \"0\", \"UserLoggedIn\", ResultType == \"\", \"UserLoginUnknown\", \"UserLoginFailed\")",
        ),
        ("org", "gid(AADTenantId)"),
        ("ukey", "ServicePrincipalId"),
        ("oids", "gid(ServicePrincipalId)"),
        ("apps", "gid(AppId)"),
        ("app", "AppId"),
        ("resources", "gid(ResourceIdentity)"),
        ("res", "ResourceIdentity"),
        ("object", "ResourceIdentity"),
        ("ips", "adr(IPAddress)"),
        ("req", "gid(Id)"),
        ("uti", "trim_end(\"=+\", UniqueTokenIdentifier)"),
        ("sids", "tolower(SessionId)"),
        ("error", "ResultType"),
        ("log", "\"sign-in\""),
        ("log_tenant", "gid(AADTenantId)"),
        ("utype", "\"6\""),
    ],
    is_asked_who: false,
};

/// Sign-ins of managed identities, in the same columns.
const MANAGED_IDENTITIES: Table = Table {
    names: &["AADManagedIdentitySignInLogs"],
    ..SERVICE_PRINCIPALS
};

/// Legs between Microsoft's own services; they have no id of their own, no address and no session.
const MICROSOFT_SERVICE_PRINCIPALS: Table = Table {
    names: &["MicrosoftServicePrincipalSignInLogs"],
    time: "TimeGenerated",
    filters: &[
        (Key::Uti, "UniqueTokenIdentifier startswith_cs {}"),
        (Key::ObjectId, "ServicePrincipalId =~ {}"),
    ],
    prepared: &[],
    columns: &[
        (
            "t",
            "substring(tostring(coalesce(CreatedDateTime, TimeGenerated)), 0, 19)",
        ),
        ("id", "CorrelationId"),
        ("op", "\"UserLoggedIn\""),
        ("ukey", "ServicePrincipalId"),
        ("oids", "gid(ServicePrincipalId)"),
        ("apps", "gid(AppId)"),
        ("app", "AppId"),
        ("resources", "gid(ResourceIdentity)"),
        ("res", "ResourceIdentity"),
        ("object", "ResourceIdentity"),
        ("uti", "trim_end(\"=+\", UniqueTokenIdentifier)"),
        ("log", "\"sign-in\""),
        ("utype", "\"6\""),
    ],
    is_asked_who: false,
};
