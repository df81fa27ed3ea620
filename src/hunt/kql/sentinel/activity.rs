//! What people and applications did: Microsoft 365, Graph, Azure and the directory, in Sentinel.
//!
//! Not its job: sign-ins (`sentinel.rs`).

use crate::hunt::kql::table::Table;
use crate::trace::Key;

/// Exchange, SharePoint and Teams; Entra's own entries do not come here.
pub const OFFICE_ACTIVITY: Table = Table {
    names: &["OfficeActivity"],
    time: "TimeGenerated",
    filters: &[
        (Key::Uti, "tostring(AppAccessContext) has_cs {}"),
        (Key::RequestId, "IntraSystemId =~ {} or OfficeId =~ {}"),
        (Key::Session, "tostring(AppAccessContext) has {}"),
        (
            Key::ObjectId,
            "UserKey =~ {} or Actor has {} or tostring(AppAccessContext) has {}",
        ),
        (Key::Puid, "UserKey has {}"),
        (Key::User, "UserId =~ {}"),
        (Key::HomeTenant, "ActorContextId =~ {}"),
    ],
    prepared: &["A=parse_json(tostring(AppAccessContext))"],
    columns: &[
        (
            "t",
            "extract(@\"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\", 0, tostring(TimeGenerated))",
        ),
        ("id", "OfficeId"),
        ("op", "Operation"),
        ("rt", "typ(RecordType)"),
        ("org", "gid(OrganizationId)"),
        ("actor_tenant", "gid(ActorContextId)"),
        (
            "usr",
            "trim(@\"\\s+\", coalesce(UserId, tostring(split(unq(strcat_array(extract_all(@'\"ID\":\"((?:[^\"\\\\]|\\\\.)*)\",\"Type\":\"?5\"?[,}]', tostring(Actor)), \"\\n\")), \"\\n\")[0])))",
        ),
        (
            "users",
            "trim(@\"\\n+\", strcat(trim(@\"\\s+\", UserId), \"\\n\", unq(strcat_array(extract_all(@'\"ID\":\"((?:[^\"\\\\]|\\\\.)*)\",\"Type\":\"?5\"?[,}]', tostring(Actor)), \"\\n\"))))",
        ),
        ("ukey", "trim(@\"\\s+\", UserKey)"),
        ("utype", "who(UserType)"),
        (
            "oids",
            "trim(@\" +\", strcat(tolower(strcat_array(extract_all(@'\"ID\":\"([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\",\"Type\":\"?0\"?[,}]', tostring(Actor)), \" \")), \" \", gid(UserKey), \" \", gid(\"\"), \" \", gid(tostring(A.UserObjectId))))",
        ),
        (
            "puids",
            "trim(@\" +\", toupper(strcat(strcat_array(extract_all(@'\"ID\":\"([0-9A-Fa-f]{16})(?:@[^\"]*)?\",\"Type\":\"?3\"?[,}]', tostring(Actor)), \" \"), \" \", puid(UserKey))))",
        ),
        (
            "actors",
            "unq(strcat_array(extract_all(@'\"ID\":\"((?:[^\"\\\\]|\\\\.)*)\",\"Type\":\"?1\"?[,}]', tostring(Actor)), \"\\n\"))",
        ),
        (
            "apps",
            "trim(@\" +\", strcat(gid(ApplicationId), \" \", gid(ClientAppId), \" \", gid(AppId), \" \", gid(tostring(A.ClientAppId))))",
        ),
        ("app", "coalesce(ApplicationId, ClientAppId, AppId)"),
        (
            "resources",
            "iff(typ(RecordType) == \"15\", trim(@\" +\", strcat(gid(OfficeObjectId), \" \", tolower(strcat_array(extract_all(@'\"ID\":\"([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\",\"Type\":\"?0\"?[,}]', tostring(AADTarget)), \" \")))), \"\")",
        ),
        (
            "res",
            "iff(typ(RecordType) == \"15\", OfficeObjectId, \"\")",
        ),
        (
            "apis",
            "trim(@\" +\", strcat(gid(tostring(A.APIId)), \" \", case(tolower(OfficeWorkload) == \"exchange\", \"00000002-0000-0ff1-ce00-000000000000\", tolower(OfficeWorkload) in (\"sharepoint\", \"onedrive\"), \"00000003-0000-0ff1-ce00-000000000000\", \"\")))",
        ),
        ("object", "OfficeObjectId"),
        (
            "ips",
            "trim(@\" +\", strcat(adr(ClientIP), \" \", adr(ActorIpAddress), \" \", adr(Client_IPAddress), \" \", adr(\"\")))",
        ),
        ("req", "gid(IntraSystemId)"),
        ("uti", "trim_end(\"=+\", tostring(A.UniqueTokenId))"),
        (
            "sids",
            "tolower(trim(@\" +\", strcat(\"\", \" \", tostring(A.AADSessionId), \" \", \"\")))",
        ),
        ("iat", "substring(tostring(A.IssuedAtTime), 0, 19)"),
        ("ticket", "SupportTicketId"),
        ("log", "\"unified-audit\""),
        ("log_tenant", "gid(OrganizationId)"),
        ("target_tenant", "gid(TargetContextId)"),
        (
            "external_access",
            "iff(tolower(ExternalAccess) == \"true\", \"true\", \"\")",
        ),
        ("logon", "extract(@\"^[0-9]+$\", 0, Logon_Type)"),
        (
            "method",
            "extract(@'\"Name\":\"UserAuthenticationMethod\",\"Value\":\"([^\"]*)', 1, tostring(ExtendedProperties))",
        ),
        (
            "odd",
            "iff(typ(RecordType) == \"15\" and OfficeObjectId matches regex @\"[:.]\", \"true\", \"\")",
        ),
    ],
    is_asked_who: true,
};

/// Requests that Microsoft Graph served.
pub const GRAPH_ACTIVITY: Table = Table {
    names: &["MicrosoftGraphActivityLogs"],
    time: "TimeGenerated",
    filters: &[
        (Key::Uti, "SignInActivityId startswith_cs {}"),
        (Key::Session, "SessionId =~ {}"),
        (Key::ObjectId, "UserId =~ {} or ServicePrincipalId =~ {}"),
        (Key::HomeTenant, "IdentityProvider has {}"),
    ],
    prepared: &[],
    columns: &[
        ("t", "substring(tostring(TimeGenerated), 0, 19)"),
        ("id", "RequestId"),
        ("op", "RequestMethod"),
        ("org", "gid(AadTenantId)"),
        ("log_tenant", "gid(AadTenantId)"),
        (
            "actor_tenant",
            "gid(extract(@\"([0-9a-fA-F-]{36})\", 1, IdentityProvider))",
        ),
        (
            "oids",
            "trim(@\" +\", strcat(gid(UserId), \" \", gid(ServicePrincipalId)))",
        ),
        ("ukey", "UserId"),
        ("apps", "gid(AppId)"),
        ("app", "AppId"),
        ("resources", "\"00000003-0000-0000-c000-000000000000\""),
        ("object", "RequestUri"),
        ("ips", "adr(IPAddress)"),
        ("uti", "trim_end(\"=+\", SignInActivityId)"),
        ("sids", "tolower(SessionId)"),
        ("iat", "substring(tostring(TokenIssuedAt), 0, 19)"),
        ("log", "\"graph-activity\""),
    ],
    is_asked_who: true,
};

/// Requests that the retired Azure AD Graph served; `audit` knows no export of it.
pub const AAD_GRAPH_ACTIVITY: Table = Table {
    names: &["AADGraphActivityLogs"],
    time: "TimeGenerated",
    filters: &[
        (Key::Uti, "SignInActivityId startswith_cs {}"),
        (Key::Session, "SessionId =~ {}"),
        (Key::ObjectId, "UserId =~ {} or ServicePrincipalId =~ {}"),
        (Key::HomeTenant, "IdentityProvider has {}"),
    ],
    prepared: &[],
    columns: &[
        ("t", "substring(tostring(TimeGenerated), 0, 19)"),
        ("id", "RequestId"),
        ("op", "RequestMethod"),
        ("org", "gid(AADTenantId)"),
        ("log_tenant", "gid(AADTenantId)"),
        (
            "actor_tenant",
            "gid(extract(@\"([0-9a-fA-F-]{36})\", 1, IdentityProvider))",
        ),
        (
            "oids",
            "trim(@\" +\", strcat(gid(UserId), \" \", gid(ServicePrincipalId)))",
        ),
        ("ukey", "UserId"),
        ("apps", "gid(AppId)"),
        ("app", "AppId"),
        ("resources", "\"00000002-0000-0000-c000-000000000000\""),
        ("object", "RequestUri"),
        ("ips", "adr(CallerIpAddress)"),
        ("uti", "trim_end(\"=+\", SignInActivityId)"),
        ("sids", "tolower(SessionId)"),
        ("iat", "substring(tostring(TokenIssuedAt), 0, 19)"),
        ("log", "\"graph-activity\""),
    ],
    is_asked_who: false,
};

/// Azure Resource Manager, with the claims of the token that was used.
pub const AZURE_ACTIVITY: Table = Table {
    names: &["AzureActivity"],
    time: "TimeGenerated",
    filters: &[
        (Key::Uti, "Claims has_cs {}"),
        (Key::Session, "Claims has {}"),
        (Key::ObjectId, "Claims has {}"),
        (Key::Puid, "Claims has {}"),
        (Key::User, "Caller =~ {}"),
        (Key::HomeTenant, "Claims has {}"),
    ],
    prepared: &["C=parse_json(Claims)"],
    columns: &[
        (
            "t",
            "substring(tostring(coalesce(EventSubmissionTimestamp, TimeGenerated)), 0, 19)",
        ),
        ("id", "EventDataId"),
        ("op", "OperationNameValue"),
        (
            "org",
            "gid(tostring(C[\"http://schemas.microsoft.com/identity/claims/tenantid\"]))",
        ),
        (
            "token_tenant",
            "gid(tostring(C[\"http://schemas.microsoft.com/identity/claims/tenantid\"]))",
        ),
        (
            "actor_tenant",
            "gid(extract(@\"([0-9a-fA-F-]{36})\", 1, tostring(C[\"http://schemas.microsoft.com/identity/claims/identityprovider\"])))",
        ),
        (
            "oids",
            "gid(tostring(C[\"http://schemas.microsoft.com/identity/claims/objectidentifier\"]))",
        ),
        ("puids", "toupper(tostring(C.puid))"),
        ("usr", "Caller"),
        ("users", "Caller"),
        ("ukey", "Caller"),
        ("apps", "gid(tostring(C.appid))"),
        ("app", "tostring(C.appid)"),
        ("resources", "\"797f4846-ba00-4fd7-ba43-dac1f8f63013\""),
        ("object", "ResourceId"),
        (
            "ips",
            "trim(@\" +\", strcat(adr(CallerIpAddress), \" \", adr(tostring(C.ipaddr))))",
        ),
        ("uti", "trim_end(\"=+\", tostring(C.uti))"),
        ("sids", "tolower(tostring(C.sid))"),
        (
            "iat",
            "substring(tostring(datetime(1970-01-01) + tolong(C.iat) * 1s), 0, 19)",
        ),
        ("log", "\"azure-activity\""),
    ],
    is_asked_who: false,
};

/// Changes to the directory.
pub const AUDIT_LOGS: Table = Table {
    names: &["AuditLogs"],
    time: "TimeGenerated",
    filters: &[
        (Key::ObjectId, "tostring(InitiatedBy) has {}"),
        (
            Key::User,
            "tostring(InitiatedBy.user.userPrincipalName) =~ {}",
        ),
    ],
    prepared: &[],
    columns: &[
        (
            "t",
            "substring(tostring(coalesce(ActivityDateTime, TimeGenerated)), 0, 19)",
        ),
        ("id", "Id"),
        ("op", "coalesce(ActivityDisplayName, OperationName)"),
        ("org", "gid(AADTenantId)"),
        ("log_tenant", "gid(AADTenantId)"),
        (
            "oids",
            "trim(@\" +\", strcat(gid(tostring(InitiatedBy.user.id)), \" \", gid(tostring(InitiatedBy.app.servicePrincipalId))))",
        ),
        ("usr", "tostring(InitiatedBy.user.userPrincipalName)"),
        ("users", "tostring(InitiatedBy.user.userPrincipalName)"),
        ("apps", "gid(tostring(InitiatedBy.app.appId))"),
        ("app", "tostring(InitiatedBy.app.appId)"),
        ("ips", "adr(tostring(InitiatedBy.user.ipAddress))"),
        (
            "actor_tenant",
            "gid(tostring(InitiatedBy.user.homeTenantId))",
        ),
        ("object", "tostring(TargetResources[0].displayName)"),
        ("log", "\"directory\""),
    ],
    is_asked_who: false,
};
