//! Tables that hold records of the unified audit log, as `audit::dialects::unified` reads them.
//!
//! Not its job: tables that only one engine has (`sentinel.rs`, `defender.rs`).

use super::table::Table;
use crate::trace::Key;

/// Functions of a query: name as it is called, and definition.
pub const FUNCTIONS: &[(&str, &str)] = &[
    (
        "unq(",
        "let unq=(x:string) { replace_string(replace_string(x, @'\\\"', '\"'), @'\\\\', @'\\') };",
    ),
    (
        "gid(",
        "let gid=(x:string) { replace_string(extract(@\"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$\", 0, tolower(trim(@\"\\s+\", x))), \"00000000-0000-0000-0000-000000000000\", \"\") };",
    ),
    (
        "adr(",
        "let adr=(x:string) { extract(@\"^[0-9a-f:.]*[.:][0-9a-f:.]*$\", 0, tolower(replace_regex(replace_regex(replace_regex(trim(@\"\\s+\", x), @\"^.*[(]([^)]*)[)].*$\", @\"\\1\"), @\"^\\[([^\\]]*)\\].*$\", @\"\\1\"), @\"^(?:::[Ff]{4}:)?([0-9]+[.][0-9]+[.][0-9]+[.][0-9]+)(?::[0-9]+)?$\", @\"\\1\"))) };",
    ),
    (
        "puid(",
        "let puid=(x:string) { toupper(extract(@\"(?:^|[|])\\s*([0-9A-Fa-f]{16})\\s*(?:@[^|]*)?$\", 1, x)) };",
    ),
    (
        "typ(",
        "let typ=(x:string) { case(tolower(x) == \"sharepointsharingoperation\", \"14\", tolower(x) == \"azureactivedirectorystslogon\", \"15\", tolower(x) == \"microsoftteams\", \"25\", tolower(x) == \"crosstenantaccesspolicy\", \"372\", tolower(x) == \"sharepoint\", \"4\", tolower(x) == \"sharepointfileoperation\", \"6\", tolower(x) == \"azureactivedirectory\", \"8\", x) };",
    ),
    (
        "who(",
        "let who=(x:string) { case(tolower(x) == \"regular\", \"0\", tolower(x) == \"reserved\", \"1\", tolower(x) == \"guest\", \"10\", tolower(x) == \"admin\", \"2\", tolower(x) == \"dcadmin\", \"3\", tolower(x) == \"system\", \"4\", tolower(x) == \"application\", \"5\", tolower(x) == \"serviceprincipal\", \"6\", tolower(x) == \"custompolicy\", \"7\", tolower(x) == \"systempolicy\", \"8\", tolower(x) == \"partnertechnician\", \"9\", x) };",
    ),
    (
        "other(",
        "let other=(user:string, tenants:string, own:string) { iff(user startswith_cs \".cid.\", extract(@\"^ *([0-9a-f-]{36}) *$\", 1, replace_string(tolower(tenants), tolower(own), \"\")), \"\") };",
    ),
];

/// Defender for Cloud Apps in Sentinel: the raw record is in `RawEventData`, as text or as an object.
pub const CLOUD_APP_EVENTS_BY_ARRIVAL: Table = Table {
    names: &["CloudAppEvents"],
    time: "TimeGenerated",
    filters: &[
        (Key::Uti, "RawEventData has_cs {}"),
        (Key::RequestId, "RawEventData has {}"),
        (Key::Session, "RawEventData has {}"),
        (Key::ObjectId, "RawEventData has {}"),
        (Key::Puid, "RawEventData has {}"),
        (Key::User, "RawEventData has {}"),
        (Key::HomeTenant, "RawEventData has {}"),
    ],
    prepared: &["R=parse_json(tostring(RawEventData))"],
    columns: &[
        (
            "t",
            "extract(@\"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\", 0, tostring(R.CreationTime))",
        ),
        ("id", "tostring(R.Id)"),
        ("op", "tostring(R.Operation)"),
        ("rt", "typ(tostring(R.RecordType))"),
        ("org", "gid(tostring(R.OrganizationId))"),
        (
            "actor_tenant",
            "coalesce(gid(tostring(R.ActorContextId)), gid(tostring(R.ExternalUserTenantId)), gid(tostring(R.TokenTenantId)), other(tostring(R.UserId), strcat_array(R.ParticipantInfo.ParticipatingTenantIds, \" \"), tostring(R.OrganizationId)))",
        ),
        (
            "usr",
            "trim(@\"\\s+\", coalesce(tostring(R.UserId), tostring(split(unq(strcat_array(extract_all(@'\"ID\":\"((?:[^\"\\\\]|\\\\.)*)\",\"Type\":\"?5\"?[,}]', tostring(R.Actor)), \"\\n\")), \"\\n\")[0])))",
        ),
        (
            "users",
            "trim(@\"\\n+\", strcat(trim(@\"\\s+\", tostring(R.UserId)), \"\\n\", unq(strcat_array(extract_all(@'\"ID\":\"((?:[^\"\\\\]|\\\\.)*)\",\"Type\":\"?5\"?[,}]', tostring(R.Actor)), \"\\n\"))))",
        ),
        ("ukey", "trim(@\"\\s+\", tostring(R.UserKey))"),
        ("utype", "who(tostring(R.UserType))"),
        (
            "oids",
            "trim(@\" +\", strcat(tolower(strcat_array(extract_all(@'\"ID\":\"([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\",\"Type\":\"?0\"?[,}]', tostring(R.Actor)), \" \")), \" \", gid(tostring(R.UserKey)), \" \", gid(tostring(R.TokenObjectId)), \" \", gid(tostring(R.AppAccessContext.UserObjectId))))",
        ),
        (
            "puids",
            "trim(@\" +\", toupper(strcat(strcat_array(extract_all(@'\"ID\":\"([0-9A-Fa-f]{16})(?:@[^\"]*)?\",\"Type\":\"?3\"?[,}]', tostring(R.Actor)), \" \"), \" \", puid(tostring(R.UserKey)))))",
        ),
        (
            "actors",
            "unq(strcat_array(extract_all(@'\"ID\":\"((?:[^\"\\\\]|\\\\.)*)\",\"Type\":\"?1\"?[,}]', tostring(R.Actor)), \"\\n\"))",
        ),
        (
            "apps",
            "trim(@\" +\", strcat(gid(tostring(R.ApplicationId)), \" \", gid(tostring(R.ClientAppId)), \" \", gid(tostring(R.AppId)), \" \", gid(tostring(R.AppAccessContext.ClientAppId))))",
        ),
        (
            "app",
            "coalesce(tostring(R.ApplicationId), tostring(R.ClientAppId), tostring(R.AppId))",
        ),
        (
            "resources",
            "iff(typ(tostring(R.RecordType)) == \"15\", trim(@\" +\", strcat(gid(tostring(R.ObjectId)), \" \", tolower(strcat_array(extract_all(@'\"ID\":\"([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\",\"Type\":\"?0\"?[,}]', tostring(R.Target)), \" \")))), \"\")",
        ),
        (
            "res",
            "iff(typ(tostring(R.RecordType)) == \"15\", tostring(R.ObjectId), \"\")",
        ),
        (
            "apis",
            "trim(@\" +\", strcat(gid(tostring(R.AppAccessContext.APIId)), \" \", case(tolower(tostring(R.Workload)) == \"exchange\", \"00000002-0000-0ff1-ce00-000000000000\", tolower(tostring(R.Workload)) in (\"sharepoint\", \"onedrive\"), \"00000003-0000-0ff1-ce00-000000000000\", \"\")))",
        ),
        ("object", "tostring(R.ObjectId)"),
        (
            "ips",
            "trim(@\" +\", strcat(adr(tostring(R.ClientIP)), \" \", adr(tostring(R.ActorIpAddress)), \" \", adr(tostring(R.ClientIPAddress)), \" \", adr(tostring(R.ActorIP))))",
        ),
        ("req", "gid(tostring(R.IntraSystemId))"),
        (
            "uti",
            "trim_end(\"=+\", tostring(R.AppAccessContext.UniqueTokenId))",
        ),
        (
            "sids",
            "tolower(trim(@\" +\", strcat(tostring(R.SessionId), \" \", tostring(R.AppAccessContext.AADSessionId), \" \", extract(@'\"Name\":\"SessionId\",\"Value\":\"([^\"]*)', 1, tostring(R.DeviceProperties)))))",
        ),
        (
            "iat",
            "substring(tostring(R.AppAccessContext.IssuedAtTime), 0, 19)",
        ),
        ("ticket", "tostring(R.SupportTicketId)"),
        ("error", "tostring(R.ErrorNumber)"),
        ("log", "\"unified-audit\""),
        ("log_tenant", "gid(tostring(R.OrganizationId))"),
        ("target_tenant", "gid(tostring(R.TargetContextId))"),
        ("token_tenant", "gid(tostring(R.TokenTenantId))"),
        (
            "external_access",
            "iff(tolower(tostring(R.ExternalAccess)) == \"true\", \"true\", \"\")",
        ),
        ("logon", "tostring(R.LogonType)"),
        (
            "chat",
            "iff(tolower(tostring(R.ParticipantInfo.HasForeignTenantUsers)) == \"true\", \"true\", \"\")",
        ),
        (
            "method",
            "extract(@'\"Name\":\"UserAuthenticationMethod\",\"Value\":\"([^\"]*)', 1, tostring(R.ExtendedProperties))",
        ),
        (
            "odd",
            "iff(typ(tostring(R.RecordType)) == \"15\" and tostring(R.ObjectId) matches regex @\"[:.]\", \"true\", \"\")",
        ),
    ],
    is_asked_who: true,
};

/// The same table in Defender.
pub const CLOUD_APP_EVENTS: Table = Table {
    names: &["CloudAppEvents"],
    time: "Timestamp",
    filters: &[
        (Key::Uti, "RawEventData has_cs {}"),
        (Key::RequestId, "RawEventData has {}"),
        (Key::Session, "RawEventData has {}"),
        (Key::ObjectId, "RawEventData has {}"),
        (Key::Puid, "RawEventData has {}"),
        (Key::User, "RawEventData has {}"),
        (Key::HomeTenant, "RawEventData has {}"),
    ],
    prepared: &["R=parse_json(tostring(RawEventData))"],
    columns: CLOUD_APP_EVENTS_BY_ARRIVAL.columns,
    is_asked_who: true,
};
