//! An issuer as a token or a document spells it: whose form it is, which tenant, version and cloud
//! it names. Forms and their sources: `facts/clouds.tsv`, Microsoft's access-tokens page, and the
//! token overviews of B2C and External ID.
//!
//! Not its job: believing it. Nothing is normalised before it is compared: an issuer is an exact
//! string ([RFC 7519, section 4.1.1](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.1)), and a
//! GUID is taken only from the place where the form has it.

use super::cloud::Cloud;
use super::tenant::TenantId;

/// The placeholder in the metadata of `common` and `organizations`.
pub const TENANT_TEMPLATE: &str = "{tenantid}";

/// An issuer, read but not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// Exactly as it stood; untrusted.
    pub raw: String,
    pub kind: IssuerKind,
    pub tenant: Option<TenantId>,
    pub version: Option<Version>,
    /// The clouds whose form this is. A v1 issuer of the public and of the US Government cloud is the
    /// same string, so there can be two.
    pub clouds: Vec<Cloud>,
    /// The host part, for messages.
    pub host: Option<String>,
    pub spelling: Spelling,
}

/// Whose form it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerKind {
    Entra,
    B2c,
    Ciam,
    Adfs,
    Acs,
    Msa,
    Other,
}

/// The two token formats of Entra ID (claim `ver`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    V1,
    V2,
}

/// How the tenant stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Exactly the form that the issuer's kind writes; of B2C, External ID and AD FS, where each customer's
    /// differs, no form is checked and this is said of all.
    Canonical,
    /// A known host, a tenant in the usual place, but not a form that is issued.
    Odd,
    /// `{tenantid}` where the tenant belongs.
    Template,
    /// Something that is no GUID where the tenant belongs.
    MalformedTenant,
    /// No form of Entra ID.
    Foreign,
}

impl IssuerKind {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Entra => "entra",
            Self::B2c => "b2c",
            Self::Ciam => "ciam",
            Self::Adfs => "adfs",
            Self::Acs => "acs",
            Self::Msa => "msa",
            Self::Other => "other",
        }
    }
}

impl Version {
    /// As the claim `ver` writes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::V1 => "1.0",
            Self::V2 => "2.0",
        }
    }
}

impl Issuer {
    /// Reads an issuer. Never fails: what has no known form is of kind `Other`.
    #[must_use]
    pub fn read(raw: &str) -> Self {
        let mut issuer = acs(raw)
            .or_else(|| entra(raw))
            .or_else(|| known_host(raw))
            .or_else(|| customer_host(raw))
            .unwrap_or_else(|| Self::bare(raw, IssuerKind::Other, Spelling::Foreign));
        issuer.host = host(raw).map(str::to_owned);
        if issuer.kind == IssuerKind::Entra && issuer.tenant == Some(TenantId::PERSONAL) {
            issuer.kind = IssuerKind::Msa;
        }
        issuer
    }

    /// Whether a tenant's own sign-in service speaks here, personal accounts included.
    #[must_use]
    pub fn is_entra(&self) -> bool {
        matches!(self.kind, IssuerKind::Entra | IssuerKind::Msa)
    }

    /// The one cloud whose form this is, if there is only one.
    #[must_use]
    pub fn cloud(&self) -> Option<Cloud> {
        match self.clouds.as_slice() {
            [cloud] => Some(*cloud),
            _ => None,
        }
    }

    /// The issuers that this tenant writes in v2 form: what the `issuer` of a signing key names, also
    /// for v1 tokens.
    #[must_use]
    pub fn v2_forms(&self) -> Vec<String> {
        let Some(tenant) = self.tenant else {
            return Vec::new();
        };
        let prefixes = self.clouds.iter().flat_map(|cloud| cloud.v2_prefixes());
        prefixes
            .map(|prefix| format!("{prefix}{tenant}/v2.0"))
            .collect()
    }

    /// What stands where Entra ID writes the tenant: its id, a domain, or `common`. `None` elsewhere.
    #[must_use]
    pub fn segment(&self) -> Option<&str> {
        let mut segments = path(self.raw.trim()).split('/');
        segments
            .find(|segment| !segment.is_empty())
            .filter(|_| self.is_entra())
    }

    /// The issuer of this tenant and version as the first of the clouds writes it, however this one is
    /// spelled.
    #[must_use]
    pub fn written(&self) -> Option<String> {
        let (tenant, cloud) = self.tenant.zip(self.clouds.first())?;
        Some(match self.version? {
            Version::V1 => format!("{}{tenant}/", cloud.v1_prefixes().first()?),
            Version::V2 => format!("{}{tenant}/v2.0", cloud.v2_prefixes().first()?),
        })
    }

    fn bare(raw: &str, kind: IssuerKind, spelling: Spelling) -> Self {
        Self {
            raw: raw.to_owned(),
            kind,
            tenant: None,
            version: None,
            clouds: Vec::new(),
            host: None,
            spelling,
        }
    }
}

/// The forms that Entra ID issues: `{v1 prefix}{tenant}/` and `{v2 prefix}{tenant}/v2.0`.
fn entra(raw: &str) -> Option<Issuer> {
    let of_form = |version, prefixes: fn(Cloud) -> &'static [&'static str], ending: &str| {
        let mut issuer: Option<Issuer> = None;
        for cloud in Cloud::all() {
            for prefix in prefixes(cloud) {
                let Some(middle) = raw
                    .strip_prefix(*prefix)
                    .and_then(|rest| rest.strip_suffix(ending))
                else {
                    continue;
                };
                if middle.contains('/') {
                    continue;
                }
                let found = issuer.get_or_insert_with(|| {
                    let spelling = tenant_spelling(middle);
                    Issuer {
                        tenant: TenantId::parse(middle),
                        version: Some(version),
                        ..Issuer::bare(raw, IssuerKind::Entra, spelling)
                    }
                });
                found.clouds.push(cloud);
            }
        }
        issuer
    };
    of_form(Version::V2, Cloud::v2_prefixes, "/v2.0")
        .or_else(|| of_form(Version::V1, Cloud::v1_prefixes, "/"))
}

fn tenant_spelling(text: &str) -> Spelling {
    match TenantId::parse(text) {
        // Entra ID writes tenants in lower case; issuers are compared exactly.
        Some(tenant) if tenant.to_string() == text => Spelling::Canonical,
        Some(_) => Spelling::Odd,
        None if text.eq_ignore_ascii_case(TENANT_TEMPLATE) => Spelling::Template,
        None => Spelling::MalformedTenant,
    }
}

/// A known sign-in host with something else behind it: a missing or additional slash, `/v2.0` on the
/// v1 host, an alias host.
fn known_host(raw: &str) -> Option<Issuer> {
    let trimmed = raw.trim();
    let host = host(trimmed)?.to_ascii_lowercase();
    let prefix = format!("https://{host}/");
    let clouds: Vec<Cloud> = Cloud::all()
        .filter(|cloud| {
            let mut prefixes = cloud.v1_prefixes().iter().chain(cloud.v2_prefixes());
            cloud.login_hosts().contains(&host.as_str()) || prefixes.any(|known| *known == prefix)
        })
        .collect();
    if clouds.is_empty() {
        return None;
    }
    let path = path(trimmed);
    let first = path
        .split('/')
        .find(|segment| !segment.is_empty())
        .unwrap_or_default();
    let version = if path.contains("/v2.0") {
        Version::V2
    } else {
        Version::V1
    };
    let spelling = match tenant_spelling(first) {
        Spelling::Canonical => Spelling::Odd,
        other => other,
    };
    Some(Issuer {
        tenant: TenantId::parse(first),
        version: Some(version),
        clouds,
        ..Issuer::bare(raw, IssuerKind::Entra, spelling)
    })
}

/// B2C, External ID and AD FS: hosts that carry a customer's name.
fn customer_host(raw: &str) -> Option<Issuer> {
    let host = host(raw)?.to_ascii_lowercase();
    let path = path(raw);
    let kind = if host.ends_with(".b2clogin.com") {
        IssuerKind::B2c
    } else if host.ends_with(".ciamlogin.com") {
        IssuerKind::Ciam
    } else if path == "/adfs" || path.starts_with("/adfs/") {
        IssuerKind::Adfs
    } else {
        return None;
    };
    let tenant = path
        .split('/')
        .find_map(TenantId::parse)
        .filter(|_| kind != IssuerKind::Adfs);
    let version = tenant.map(|_| Version::V2);
    let clouds = if kind == IssuerKind::Adfs {
        Vec::new()
    } else {
        Cloud::by_id("public").into_iter().collect()
    };
    Some(Issuer {
        tenant,
        version,
        clouds,
        ..Issuer::bare(raw, kind, Spelling::Canonical)
    })
}

/// `{application}@{tenant}`: Access Control Service and SharePoint (no URL at all).
fn acs(raw: &str) -> Option<Issuer> {
    let (application, tenant) = raw.split_once('@')?;
    TenantId::parse(application)?;
    let tenant = TenantId::parse(tenant)?;
    Some(Issuer {
        tenant: Some(tenant),
        ..Issuer::bare(raw, IssuerKind::Acs, Spelling::Canonical)
    })
}

/// The host of an http or https URL, taken literally: user information, a port or a backslash in it
/// stay in it, so that such a text never equals a known host.
fn host(raw: &str) -> Option<&str> {
    let rest = strip_prefix_ignoring_case(raw, "https://")
        .or_else(|| strip_prefix_ignoring_case(raw, "http://"))?;
    Some(rest.split(['/', '?', '#']).next().unwrap_or(rest))
}

fn path(raw: &str) -> &str {
    raw.find("://")
        .and_then(|at| raw[at + 3..].find('/').map(|slash| &raw[at + 3 + slash..]))
        .unwrap_or_default()
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let start = text.get(..prefix.len())?;
    start
        .eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

#[cfg(test)]
mod tests;
