//! What may stay: members whose values say what happened and not to whom, and values that are public.
//! Everything else is replaced.
//!
//! Not its job: replacing.

use std::collections::HashSet;
use std::sync::OnceLock;

use uuid::Uuid;

use crate::facts;

/// Members, claims and columns whose values stay as they are, in lower case. Ids and addresses in them
/// are replaced all the same.
const HARMLESS: &[&str] = &[
    // JOSE headers and claims.
    "alg",
    "typ",
    "cty",
    "zip",
    "enc",
    "ver",
    "scp",
    "roles",
    "wids",
    "amr",
    "acr",
    "acrs",
    "appidacr",
    "azpacr",
    "idtyp",
    "acct",
    "xms_cc",
    "xms_idrel",
    "tenant_region_scope",
    "tenant_region_sub_scope",
    "cloud_instance_name",
    "cloud_instance_host_name",
    "token_type",
    "scope",
    "tokentype",
    "expireson",
    "expires_on",
    "expires_in",
    "ext_expires_in",
    // The unified audit log.
    "creationtime",
    "creationdate",
    "operation",
    "operations",
    "recordtype",
    "resultstatus",
    "usertype",
    "version",
    "workload",
    "azureactivedirectoryeventtype",
    "errornumber",
    "logonerror",
    "logontype",
    "internallogontype",
    "externalaccess",
    "resultindex",
    "resultcount",
    "isvalid",
    "objectstate",
    "issuedattime",
    "type",
    "communicationtype",
    "authtype",
    "mailaccesstype",
    "auditlogrecordtype",
    "createddatetime",
    "service",
    "resultstatusdetail",
    "requesttype",
    "userauthenticationmethod",
    "keepmesignedin",
    "browsertype",
    "iscompliant",
    "iscompliantandmanaged",
    "trusttype",
    "hasforeigntenantusers",
    "hasguestusers",
    "hasotherguestusers",
    "hasunauthenticatedusers",
    // Sign-in logs.
    "clientappused",
    "isinteractive",
    "crosstenantaccesstype",
    "incomingtokentype",
    "status",
    "errorcode",
    "resulttype",
    "conditionalaccessstatus",
    "authenticationprotocol",
    "originaltransfermethod",
    "authenticationrequirement",
    "signineventtypes",
    "riskdetail",
    "risklevelaggregated",
    "riskstate",
    "tokenissuertype",
    "date (utc)",
    "sign-in error code",
    "user type",
    "cross tenant access type",
    "client app",
    "timegenerated",
    "category",
    "operationname",
    "level",
    "time",
    "requestmethod",
    "responsestatuscode",
    "apiversion",
    "tokenissuedat",
    "isexternaluser",
    "isguestuser",
    "timestamp",
];

/// Members whose texts somebody wrote, in lower case: they stay where our tables know the text.
const SENTENCES: &[&str] = &[
    "app_displayname",
    "appdisplayname",
    "resourcedisplayname",
    "failurereason",
    "failure reason",
];

/// Members and claims that name a person, in lower case.
const PEOPLE: &[&str] = &[
    "unique_name",
    "upn",
    "preferred_username",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "email",
    "emails",
    "login_hint",
    "userprincipalname",
    "userdisplayname",
    "userid",
];

/// Members beside the harmless ones whose numbers count, tell a time or stand for a word, in lower case.
const COUNTS: &[&str] = &[
    "iat",
    "nbf",
    "exp",
    "auth_time",
    "mfa_auth_time",
    "not_before",
    "pwd_exp",
    "xms_pftexp",
    "xms_ssm",
    "ts",
    "statuscode",
    "httpstatuscode",
    "responsecode",
    "durationms",
    "@odata.count",
];

/// Members beside those of which the name says `time` that hold a moment of the log's, in lower case.
const MOMENTS: &[&str] = &["iat", "nbf", "exp", "date", "t"];

/// Claims and members that hold 16 bytes of a GUID in base64url.
const UTIS: &[&str] = &[
    "uti",
    "uniquetokenid",
    "uniquetokenidentifier",
    "signinactivityid",
];

/// Parts of names that log formats are made of.
const VOCABULARY: &[&str] = &[
    "user",
    "serviceprincipal",
    "application",
    "membership",
    "i",
    "app",
    "sharepoint",
    "ext",
    "live.com",
    "not",
    "available",
    "unknown",
    "null",
    "true",
    "false",
    "https",
    "http",
    "urn",
    "spn",
    "api",
    "v1",
    "v1.0",
    "v2",
    "v2.0",
    "0h.f",
    "0i.t",
    "mail",
    "success",
    "none",
    "common",
    "organizations",
    "consumers",
    "id",
    "nt",
    "authority",
    "system",
    "google.com",
    "facebook.com",
    "adfs",
    "services",
    "trust",
    "s",
    "microsoft.azure.syncfabric",
    "odata",
    "beta",
    "sites",
    "personal",
    "shared",
    "documents",
    "text",
    "version",
    // Addresses of metadata.
    ".well-known",
    "openid-configuration",
    "discovery",
    "keys",
    "oauth2",
];

/// Hosts of Microsoft's that everybody uses; those of one company are not among them.
const PUBLIC_HOSTS: &[&str] = &[
    "sts.windows.net",
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.windows.net",
    "login.microsoft.com",
    "login.live.com",
    "login.chinacloudapi.cn",
    "login.partner.microsoftonline.cn",
    "sts.chinacloudapi.cn",
    "microsoftonline.com",
    "microsoftonline.us",
    "graph.microsoft.com",
    "graph.microsoft.us",
    "graph.windows.net",
    "outlook.office365.com",
    "outlook.office.com",
    "ps.outlook.com",
    "management.core.windows.net",
    "management.azure.com",
    "vault.azure.net",
    "schemas.microsoft.com",
    "pas.windows.net",
    "prod.outlook.com",
    "support.onmicrosoft.com",
];

/// Whether the value of a member may stay.
pub(super) fn is_harmless(name: &str) -> bool {
    HARMLESS.contains(&name.to_lowercase().as_str()) || name.ends_with("@odata.type")
}

/// Whether no value of a member has a blank in it: an application's role has none
/// (<https://learn.microsoft.com/en-us/entra/identity-platform/howto-add-app-roles-in-apps>, "Value").
pub(super) fn is_one_word(name: &str) -> bool {
    name.eq_ignore_ascii_case("roles")
}

/// Whether the value of a member may stay where it is a text that everybody has.
pub(super) fn is_sentence(name: &str) -> bool {
    SENTENCES.contains(&name.to_lowercase().as_str())
}

/// Whether the value of a member names a person.
pub(super) fn is_person(name: &str) -> bool {
    PEOPLE.contains(&name.to_lowercase().as_str())
}

/// Whether the numbers of a member say what happened.
pub(super) fn is_count(name: &str) -> bool {
    is_harmless(name) || COUNTS.contains(&name.to_lowercase().as_str())
}

/// Whether the moments of a member say when it happened: `birthdate` does not.
pub(super) fn is_moment(name: &str) -> bool {
    let plain = name.to_lowercase();
    is_count(name) || plain.contains("time") || MOMENTS.contains(&plain.as_str())
}

pub(super) fn is_uti(name: &str) -> bool {
    UTIS.contains(&name.to_lowercase().as_str())
}

pub(super) fn is_vocabulary(word: &str) -> bool {
    VOCABULARY.contains(&word.to_lowercase().as_str())
}

pub(super) fn is_public_host(host: &str) -> bool {
    PUBLIC_HOSTS.contains(&host.to_lowercase().as_str())
}

/// Ids of applications, roles, permissions and tenants that are the same for everybody.
pub(super) fn is_public_id(id: Uuid) -> bool {
    id.is_nil()
        || id.is_max()
        || facts::app(id).is_some()
        || facts::tenant(id).is_some()
        || facts::directory_role(id).is_some()
        || permission_ids().contains(&id)
}

/// The name of an application or a resource that everybody has, or a whole public audience.
pub(super) fn is_public_text(text: &str) -> bool {
    let plain = text.to_lowercase();
    facts::resource(plain.trim_end_matches('/')).is_some() || app_names().contains(plain.as_str())
}

fn permission_ids() -> &'static HashSet<Uuid> {
    static IDS: OnceLock<HashSet<Uuid>> = OnceLock::new();
    IDS.get_or_init(|| {
        facts::Permission::all()
            .filter_map(|permission| permission.id.parse().ok())
            .collect()
    })
}

fn app_names() -> &'static HashSet<String> {
    static NAMES: OnceLock<HashSet<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        facts::App::all()
            .flat_map(|app| [app.name, app.other_name])
            .map(str::to_lowercase)
            .filter(|name| !name.is_empty())
            .collect()
    })
}
