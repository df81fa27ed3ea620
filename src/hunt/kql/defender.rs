//! The tables of Defender XDR, as the dialects of `audit` read their exports.
//!
//! `EntraIdSignInEvents` replaced `AADSignInEventsBeta` in 2025; live tenants spell `GraphAPIAuditEvents`
//! otherwise than the documentation, so both are asked.
//!
//! Not its job: the queries around them.

use super::table::Table;
use super::unified::CLOUD_APP_EVENTS;
use crate::trace::Key;

/// Every table, in the order of the query.
pub const TABLES: &[Table] = &[
    SIGN_IN_EVENTS,
    SERVICE_PRINCIPAL_EVENTS,
    CLOUD_APP_EVENTS,
    GRAPH_EVENTS,
];

/// Sign-ins of people. They do not name the home tenant.
const SIGN_IN_EVENTS: Table = Table {
    names: &["EntraIdSignInEvents", "AADSignInEventsBeta"],
    time: "Timestamp",
    filters: &[
        (
            Key::Uti,
            "column_ifexists(\"UniqueTokenId\", \"\") startswith_cs {}",
        ),
        (Key::RequestId, "RequestId =~ {}"),
        (Key::Session, "SessionId =~ {}"),
        (Key::ObjectId, "AccountObjectId =~ {}"),
        (Key::User, "AccountUpn =~ {}"),
    ],
    prepared: &[],
    columns: &[
        ("t", "substring(tostring(Timestamp), 0, 19)"),
        ("id", "RequestId"),
        (
            "op",
            "case(ErrorCode == 0, \"UserLoggedIn\", isnull(ErrorCode), \"UserLoginUnknown\", \"UserLoginFailed\")",
        ),
        ("utype", "iff(IsGuestUser, \"10\", \"\")"),
        ("org", "gid(ResourceTenantId)"),
        ("target_tenant", "gid(ResourceTenantId)"),
        ("external", "iff(IsExternalUser == 1, \"true\", \"\")"),
        ("oids", "gid(AccountObjectId)"),
        ("usr", "AccountUpn"),
        ("users", "AccountUpn"),
        ("ukey", "AccountObjectId"),
        ("apps", "gid(ApplicationId)"),
        ("app", "ApplicationId"),
        ("resources", "gid(ResourceId)"),
        ("res", "ResourceId"),
        ("object", "ResourceId"),
        ("req", "gid(RequestId)"),
        (
            "uti",
            "trim_end(\"=+\", column_ifexists(\"UniqueTokenId\", \"\"))",
        ),
        ("sids", "tolower(SessionId)"),
        ("ips", "adr(IPAddress)"),
        ("error", "tostring(ErrorCode)"),
        ("log", "\"sign-in\""),
    ],
    is_asked_who: true,
};

/// Sign-ins of applications.
const SERVICE_PRINCIPAL_EVENTS: Table = Table {
    names: &["EntraIdSpnSignInEvents", "AADSpnSignInEventsBeta"],
    time: "Timestamp",
    filters: &[
        (
            Key::Uti,
            "column_ifexists(\"UniqueTokenId\", \"\") startswith_cs {}",
        ),
        (Key::RequestId, "RequestId =~ {}"),
        (Key::Session, "column_ifexists(\"SessionId\", \"\") =~ {}"),
        (Key::ObjectId, "ServicePrincipalId =~ {}"),
    ],
    prepared: &[],
    columns: &[
        ("t", "substring(tostring(Timestamp), 0, 19)"),
        ("id", "RequestId"),
        (
            "op",
            "case(ErrorCode == 0, \"UserLoggedIn\", isnull(ErrorCode), \"UserLoginUnknown\", \"UserLoginFailed\")",
        ),
        ("org", "gid(ResourceTenantId)"),
        ("target_tenant", "gid(ResourceTenantId)"),
        ("oids", "gid(ServicePrincipalId)"),
        ("ukey", "ServicePrincipalId"),
        ("apps", "gid(ApplicationId)"),
        ("app", "ApplicationId"),
        ("resources", "gid(ResourceId)"),
        ("res", "ResourceId"),
        ("object", "ResourceId"),
        ("req", "gid(RequestId)"),
        (
            "uti",
            "trim_end(\"=+\", column_ifexists(\"UniqueTokenId\", \"\"))",
        ),
        ("sids", "tolower(column_ifexists(\"SessionId\", \"\"))"),
        ("ips", "adr(IPAddress)"),
        ("error", "tostring(ErrorCode)"),
        ("log", "\"sign-in\""),
        ("utype", "\"6\""),
    ],
    is_asked_who: false,
};

/// Requests that Microsoft Graph served.
const GRAPH_EVENTS: Table = Table {
    names: &["GraphAPIAuditEvents", "GraphApiAuditEvents"],
    time: "Timestamp",
    filters: &[
        (Key::Uti, "UniqueTokenIdentifier startswith_cs {}"),
        (
            Key::ObjectId,
            "AccountObjectId =~ {} or ServicePrincipalId =~ {}",
        ),
        (Key::HomeTenant, "IdentityProvider has {}"),
    ],
    prepared: &[],
    columns: &[
        ("t", "substring(tostring(Timestamp), 0, 19)"),
        ("id", "RequestId"),
        ("op", "RequestMethod"),
        (
            "actor_tenant",
            "gid(extract(@\"([0-9a-fA-F-]{36})\", 1, IdentityProvider))",
        ),
        (
            "oids",
            "trim(@\" +\", strcat(gid(AccountObjectId), \" \", gid(ServicePrincipalId)))",
        ),
        ("ukey", "AccountObjectId"),
        ("apps", "gid(ApplicationId)"),
        ("app", "ApplicationId"),
        ("resources", "\"00000003-0000-0000-c000-000000000000\""),
        ("object", "RequestUri"),
        (
            "ips",
            "adr(coalesce(column_ifexists(\"IpAddress\", \"\"), column_ifexists(\"IPAddress\", \"\")))",
        ),
        ("uti", "trim_end(\"=+\", UniqueTokenIdentifier)"),
        ("log", "\"graph-activity\""),
    ],
    is_asked_who: false,
};
