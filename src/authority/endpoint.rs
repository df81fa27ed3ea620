//! Which URLs can exist. An [`Endpoint`] is built here and nowhere else: from the cloud table and a
//! tenant, from an issuer that the user allowed, or from the `jwks_uri` of such an issuer's document.
//!
//! Not its job: fetching. Nothing in a token can become an endpoint: an issuer is taken apart into
//! cloud and tenant first, and only those go into a URL.

use url::{Host, Url};
use uuid::Uuid;

use crate::entra::cloud::Cloud;
use crate::entra::expectation::{DISCOVERY_PATH, ExpectedIssuer};
use crate::entra::issuer::Version;
use crate::entra::metadata::Discovery;
use crate::entra::tenant::{TenantId, TenantName};

/// A document that may be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    url: Url,
    wants: Wants,
    tenant: Option<TenantId>,
    /// The issuer whose document it is, where that is known beforehand.
    issuer: Option<String>,
    /// What is being found out about: everything asked for one subject shares one time limit.
    subject: String,
}

/// The kinds of documents there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    Discovery,
    Keys,
}

/// Why an address is not asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("{0:?} is not a URL")]
    NotAUrl(String),
    #[error("{0} is refused: only https is asked (http on loopback only)")]
    NotHttps(Url),
    #[error("{} is refused: it carries a user name or password", .0.host_str().unwrap_or_default())]
    UserInfo(Url),
    #[error(
        "{0} is refused: it leads into a private network, and the issuer itself is a public one"
    )]
    Private(Url),
    #[error("{0} is refused: it is no address of this cloud")]
    OtherHost(Url),
}

impl Endpoint {
    /// The discovery document of a tenant in a cloud. `None` for "any tenant".
    #[must_use]
    pub fn discovery(cloud: Cloud, tenant: &TenantName, version: Version) -> Option<Self> {
        let (segment, id) = match tenant {
            TenantName::Any => return None,
            TenantName::Id(id) => (id.to_string(), Some(*id)),
            TenantName::Domain(domain) => (domain.clone(), None),
        };
        let middle = match version {
            Version::V1 => "",
            Version::V2 => "/v2.0",
        };
        let issuer = id.and_then(|id| match version {
            Version::V1 => cloud
                .v1_prefixes()
                .first()
                .copied()
                .map(|prefix| format!("{prefix}{id}/")),
            Version::V2 => cloud
                .v2_prefixes()
                .first()
                .copied()
                .map(|prefix| format!("{prefix}{id}/v2.0")),
        });
        let url = format!(
            "https://{}/{segment}{middle}{DISCOVERY_PATH}",
            cloud.canonical_host()
        );
        Some(Self {
            url: Url::parse(&url).ok()?,
            wants: Wants::Discovery,
            tenant: id,
            issuer,
            subject: segment,
        })
    }

    /// The same document as an application with a signing key of its own must read it
    /// ([access tokens, "Validate the signature"](https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signature)).
    #[must_use]
    pub fn for_client(mut self, client: Uuid) -> Self {
        self.url
            .query_pairs_mut()
            .append_pair("appid", &client.to_string());
        // Only the very document will do: the tenant's own one names other keys.
        self.issuer = None;
        self
    }

    /// The v2 key set of a tenant: the one in which keys name their issuer.
    #[must_use]
    pub fn keys(cloud: Cloud, tenant: TenantId) -> Option<Self> {
        let url = format!(
            "https://{}/{tenant}/discovery/v2.0/keys",
            cloud.canonical_host()
        );
        Some(Self {
            url: Url::parse(&url).ok()?,
            wants: Wants::Keys,
            tenant: Some(tenant),
            issuer: None,
            subject: tenant.to_string(),
        })
    }

    /// The key set that a tenant's document names for one application: only on a host of that cloud.
    ///
    /// # Errors
    /// [`Refused`] when it is no such address.
    pub fn keys_for_client(
        discovery: &Discovery,
        cloud: Cloud,
        tenant: TenantId,
    ) -> Result<Self, Refused> {
        let url = allowed(&discovery.jwks_uri)?;
        let is_known = cloud
            .login_hosts()
            .iter()
            .any(|host| url.host_str() == Some(host) && url.port().is_none());
        if !is_known {
            return Err(Refused::OtherHost(url));
        }
        Ok(Self {
            url,
            wants: Wants::Keys,
            tenant: Some(tenant),
            issuer: None,
            subject: tenant.to_string(),
        })
    }

    /// The discovery document of an issuer that the user named.
    ///
    /// # Errors
    /// [`Refused`] when it is no URL that may be asked.
    pub fn discovery_of(issuer: &ExpectedIssuer) -> Result<Self, Refused> {
        let address = format!("{}{DISCOVERY_PATH}", issuer.source.trim_end_matches('/'));
        let mut url = allowed(&address)?;
        url.set_query(issuer.query());
        Ok(Self {
            url,
            wants: Wants::Discovery,
            tenant: None,
            issuer: Some(issuer.issuer.clone()),
            subject: issuer.source.clone(),
        })
    }

    /// The key set that such an issuer's document names. It may stand on another host (Google's does),
    /// but a public issuer cannot lead into a private network, nor from https to http. A name is
    /// judged as it is written: which address it has is found out only when it is asked.
    ///
    /// # Errors
    /// [`Refused`] when it is no URL that may be asked.
    pub fn keys_of(discovery: &Discovery, document: &Self) -> Result<Self, Refused> {
        let url = allowed(&discovery.jwks_uri)?;
        if is_private(&url) && !is_private(&document.url) {
            return Err(Refused::Private(url));
        }
        if url.scheme() != "https" && document.url.scheme() == "https" {
            return Err(Refused::NotHttps(url));
        }
        Ok(Self {
            url,
            wants: Wants::Keys,
            tenant: None,
            issuer: Some(discovery.issuer.clone()),
            subject: document.subject.clone(),
        })
    }

    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    #[must_use]
    pub fn wants(&self) -> Wants {
        self.wants
    }

    #[must_use]
    pub fn tenant(&self) -> Option<TenantId> {
        self.tenant
    }

    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// The tenant, domain or issuer that is being found out about.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Whether both stand on one host.
    #[must_use]
    pub fn shares_host_with(&self, other: &Self) -> bool {
        self.url.origin() == other.url.origin()
    }
}

fn allowed(address: &str) -> Result<Url, Refused> {
    let url = Url::parse(address).map_err(|_| Refused::NotAUrl(address.to_owned()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refused::UserInfo(url));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err(Refused::NotHttps(url)),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Loopback, link-local and private addresses, and names that are never public
/// ([RFC 6761](https://www.rfc-editor.org/rfc/rfc6761), [RFC 6762](https://www.rfc-editor.org/rfc/rfc6762), `.internal`).
fn is_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let last = name.trim_end_matches('.').rsplit('.').next();
            matches!(last, Some("localhost" | "local" | "internal"))
        }
        Some(Host::Ipv4(address)) => is_private_ipv4(address),
        Some(Host::Ipv6(address)) => match address.to_ipv4_mapped() {
            Some(mapped) => is_private_ipv4(mapped),
            None => {
                address.is_loopback()
                    || address.is_unspecified()
                    || address.is_unique_local()
                    || address.is_unicast_link_local()
            }
        },
        None => false,
    }
}

fn is_private_ipv4(address: std::net::Ipv4Addr) -> bool {
    address.is_loopback()
        || address.is_link_local()
        || address.is_private()
        || address.is_unspecified()
}

#[cfg(test)]
mod tests;
