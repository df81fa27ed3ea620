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
    "app_displayname",
    "appdisplayname",
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
    "failurereason",
    "resulttype",
    "conditionalaccessstatus",
    "authenticationprotocol",
    "originaltransfermethod",
    "authenticationrequirement",
    "signineventtypes",
    "resourcedisplayname",
    "riskdetail",
    "risklevelaggregated",
    "riskstate",
    "tokenissuertype",
    "date (utc)",
    "sign-in error code",
    "failure reason",
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

/// Numbers that identify, in lower case.
const TELLING_NUMBERS: &[&str] = &["xms_tcdt", "autonomoussystemnumber", "sizeinbytes"];

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
    HARMLESS.contains(&name.to_lowercase().as_str()) || name.contains("@odata.")
}

pub(super) fn is_telling_number(name: &str) -> bool {
    TELLING_NUMBERS.contains(&name.to_lowercase().as_str())
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
