//! What a value that a text names is, in one line: a tenant, an application, an issuer, an audience.
//!
//! Not its job: finding the values (`patterns.rs`), or telling everything about them (`kinds/`).

use uuid::Uuid;

use crate::entra::audience::Audience;
use crate::entra::issuer::{Issuer, IssuerKind, Spelling, TENANT_TEMPLATE};
use crate::entra::tenant::TenantId;
use crate::facts::{self, KnownTenant};

use super::kinds;

/// What a text can name.
pub(super) struct Role {
    /// The group in the patterns.
    pub(super) group: &'static str,
    /// For people and JSON.
    pub(super) label: &'static str,
    /// What is known of a value.
    pub(super) about: fn(&str) -> String,
    /// Whether it says who or where, as opposed to how and when: such texts say the most.
    pub(super) is_telling: bool,
}

const fn telling(group: &'static str, label: &'static str, about: fn(&str) -> String) -> Role {
    Role {
        group,
        label,
        about,
        is_telling: true,
    }
}

const fn plain(group: &'static str, label: &'static str) -> Role {
    Role {
        group,
        label,
        about: |_| String::new(),
        is_telling: false,
    }
}

/// Every group of the patterns, in the order in which people want to read them.
pub(super) const ROLES: &[Role] = &[
    telling("tenant", "tenant", tenant),
    telling("token_tenant", "tenant of the token", tenant),
    telling("idp", "identity provider", identity_provider),
    telling("issuer", "issuer", issuer),
    telling("issuer2", "issuer", issuer),
    telling("expected_issuer", "expected issuer", issuer),
    telling("expected_issuers", "expected issuer", issuer),
    telling("key_issuer", "issuer of the key", issuer),
    telling("authority", "authority", issuer),
    telling("app", "application", application),
    telling("client_id", "application", application),
    telling("azp", "azp", application),
    plain("app_name", "application's name"),
    telling("resource", "resource", audience),
    telling("audience", "audience", audience),
    telling("audience2", "audience", audience),
    telling("expected_audience", "expected audience", audience),
    telling("expected_audiences", "expected audience", audience),
    telling("user", "user", user),
    plain("field", "what differs"),
    plain("claim", "claim"),
    plain("value", "value"),
    plain("actual", "found"),
    plain("expected", "expected"),
    plain("kid", "key id"),
    plain("alg", "algorithm"),
    plain("typ", "typ"),
    plain("type", "hidden value"),
    plain("token_type", "token type"),
    plain("category", "category"),
    plain("reason", "reason"),
    plain("cloud", "expected cloud"),
    plain("key_cloud", "cloud of the key"),
    plain("url", "address"),
    plain("status", "status"),
    plain("length", "length"),
    plain("keys_params", "keys in settings"),
    plain("keys_config", "keys in metadata"),
    plain("not_before", "valid from"),
    plain("expires", "valid until"),
    plain("age", "expired since"),
    plain("now", "validator's clock"),
    telling("trace_id", "trace id", trace_id),
    telling("correlation_id", "correlation id", correlation_id),
    plain("timestamp", "time"),
];

const UNKNOWN_TENANT: &str = "a tenant that is in no public table, which is normal";

/// A tenant's id, domain or name.
pub(super) fn tenant(value: &str) -> String {
    if let Some(words) = placeholder(value) {
        return words.to_owned();
    }
    if let Ok(id) = value.parse::<Uuid>() {
        return facts::tenant(id).map_or_else(
            || UNKNOWN_TENANT.to_owned(),
            |known| format!("{}, {}", known.name, kinds::tenant::short(known.kind)),
        );
    }
    if let Some(known) = KnownTenant::all().find(|known| known.name.eq_ignore_ascii_case(value)) {
        return format!("{}, {}", known.id, kinds::tenant::short(known.kind));
    }
    match value.to_ascii_lowercase().as_str() {
        "common" => "stands for every tenant and for personal accounts",
        "organizations" => "stands for every organisation's tenant",
        "consumers" => "personal Microsoft accounts",
        domain if domain.contains('.') && !domain.contains(' ') => {
            "a domain of the tenant; `jwtenant metadata` finds its id"
        }
        _ => "the name that the organisation gave its tenant; not unique",
    }
    .to_owned()
}

/// The account's own provider: `live.com`, or the issuer of the home tenant.
pub(super) fn identity_provider(value: &str) -> String {
    match value.to_ascii_lowercase().as_str() {
        "live.com" => return "a personal Microsoft account (outlook.com, live.com)".to_owned(),
        "mail" => return "somebody who proves a mail address with a one-time code".to_owned(),
        "google.com" | "facebook.com" => return "an account of that provider".to_owned(),
        _ => {}
    }
    match Issuer::read(value).tenant {
        Some(id) => format!("the account's home: {}", tenant(&id.to_string())),
        None => "another identity provider; the account is at home there".to_owned(),
    }
}

/// An application's id.
pub(super) fn application(value: &str) -> String {
    if let Some(words) = placeholder(value) {
        return words.to_owned();
    }
    let Ok(id) = value.parse::<Uuid>() else {
        return audience(value);
    };
    match facts::app(id) {
        Some(app) => facts::both_names(app.name, app.other_name),
        None if facts::tenant(id).is_some() => tenant(value),
        None => "an organisation's own application, as far as is known: no public list has it"
            .to_owned(),
    }
}

/// Whether the tenant's id is still to be put in; Microsoft writes `{tenantid}`, others `{tenantId}`.
pub(super) fn is_template(issuer: &str) -> bool {
    issuer
        .to_ascii_lowercase()
        .contains(&TENANT_TEMPLATE.to_ascii_lowercase())
}

/// An issuer or an authority.
pub(super) fn issuer(value: &str) -> String {
    if is_template(value) {
        return "a template: {tenantid} stands for the token's own tenant".to_owned();
    }
    if value == "(null)" || value.eq_ignore_ascii_case("null") {
        return "the validator could not read it, or hid it".to_owned();
    }
    let issuer = Issuer::read(value);
    let Some(id) = issuer.tenant else {
        return match issuer.kind {
            IssuerKind::Adfs => "an AD FS server".to_owned(),
            IssuerKind::Other => "no form of Entra ID".to_owned(),
            _ => "a sign-in host of Microsoft's without a tenant id".to_owned(),
        };
    };
    let version = issuer.version.map_or(String::new(), |version| {
        format!("version {}, ", version.word())
    });
    let odd = if issuer.spelling == Spelling::Odd {
        "not as it is issued, "
    } else {
        ""
    };
    format!("{version}{odd}{}", tenant(&id.to_string()))
}

/// An audience or a resource.
pub(super) fn audience(value: &str) -> String {
    if let Some(words) = placeholder(value) {
        return words.to_owned();
    }
    let audience = Audience::read(value);
    match (audience.name, audience.app_id) {
        (Some(name), _) => name.to_owned(),
        (None, Some(_)) => {
            "an organisation's own API, as far as is known: no public list has it".to_owned()
        }
        (None, None) => "no resource that the table knows".to_owned(),
    }
}

fn user(value: &str) -> String {
    if value.starts_with('{') {
        "hidden by the service; the sign-in log has the name"
    } else if value.contains("#EXT#") {
        "a guest's name in the inviting tenant"
    } else if value.starts_with("live.com#") {
        "a personal Microsoft account"
    } else {
        ""
    }
    .to_owned()
}

fn trace_id(_: &str) -> String {
    "the request: Request ID in the sign-in log".to_owned()
}

fn correlation_id(_: &str) -> String {
    "joins the requests of one sign-in: Correlation ID in the sign-in log".to_owned()
}

/// What was never filled in, and where a sample's value was left standing.
fn placeholder(value: &str) -> Option<&'static str> {
    const UNSET: &str = "a variable that was never set";
    // Domains begin with "insert" and "your-" as well.
    const SAMPLE_STARTS: [&str; 10] = [
        "<",
        "{",
        "enter_",
        "enter the",
        "insert_",
        "insert your",
        "your_",
        "your-tenant",
        "your-client",
        "your-app",
    ];
    const SAMPLE: &str = "a placeholder of a sample that was never filled in";
    const HIDDEN: &str = "hidden by Microsoft, because it could identify somebody";
    let lower = value.trim().to_ascii_lowercase();
    let is_address = lower.contains('.');
    match lower.as_str() {
        "" | "undefined" | "null" | "none" | "(null)" => Some(UNSET),
        hidden if hidden.starts_with("{euii hidden") => Some(HIDDEN),
        start if is_address && !start.starts_with(['<', '{']) => None,
        _ if SAMPLE_STARTS.iter().any(|start| lower.starts_with(start)) => Some(SAMPLE),
        _ => None,
    }
}

/// The GUID of what a value names.
pub(super) fn id_in(value: &str) -> Option<Uuid> {
    let of_issuer = || tenant_in(value).map(|tenant| tenant.0);
    let of_audience = || Audience::read(value).app_id;
    value.parse().ok().or_else(of_issuer).or_else(of_audience)
}

/// The tenant that a value names by its id: a bare GUID, or the one in an issuer.
pub(super) fn tenant_in(value: &str) -> Option<TenantId> {
    TenantId::parse(value).or_else(|| Issuer::read(value).tenant)
}
