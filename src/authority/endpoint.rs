//! Which URLs can exist. An [`Endpoint`] is built here and nowhere else: from the cloud table and a
//! tenant, from an issuer that the user allowed, or from the `jwks_uri` of such an issuer's document.
//!
//! Not its job: fetching. Nothing in a token can become an endpoint: an issuer is taken apart into
//! cloud and tenant first, and only those go into a URL.

use url::Url;

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
    #[error("{0} is refused: it carries a user name or password")]
    UserInfo(Url),
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
                .next()
                .map(|prefix| format!("{prefix}{id}/")),
            Version::V2 => cloud
                .v2_prefixes()
                .next()
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
        })
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
        })
    }

    /// The discovery document of an issuer that the user named.
    ///
    /// # Errors
    /// [`Refused`] when it is no URL that may be asked.
    pub fn discovery_of(issuer: &ExpectedIssuer) -> Result<Self, Refused> {
        let address = format!("{}{DISCOVERY_PATH}", issuer.issuer.trim_end_matches('/'));
        let url = allowed(&address)?;
        Ok(Self {
            url,
            wants: Wants::Discovery,
            tenant: None,
            issuer: Some(issuer.issuer.clone()),
        })
    }

    /// The key set that such an issuer's document names.
    ///
    /// # Errors
    /// [`Refused`] when it is no URL that may be asked.
    pub fn keys_of(discovery: &Discovery) -> Result<Self, Refused> {
        let url = allowed(&discovery.jwks_uri)?;
        Ok(Self {
            url,
            wants: Wants::Keys,
            tenant: None,
            issuer: Some(discovery.issuer.clone()),
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
}

fn allowed(address: &str) -> Result<Url, Refused> {
    let url = Url::parse(address).map_err(|_| Refused::NotAUrl(address.to_owned()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refused::UserInfo(url));
    }
    let is_loopback = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback => Ok(url),
        _ => Err(Refused::NotHttps(url)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_becomes_a_url_of_its_cloud() {
        let cloud = Cloud::by_id("public").unwrap();
        let domain = TenantName::Domain("fabrikam.example".into());
        let endpoint = Endpoint::discovery(cloud, &domain, Version::V2).unwrap();
        assert_eq!(
            endpoint.url().as_str(),
            "https://login.microsoftonline.com/fabrikam.example/v2.0/.well-known/openid-configuration"
        );
        assert_eq!(endpoint.issuer(), None);
        assert_eq!(
            Endpoint::discovery(cloud, &TenantName::Any, Version::V2),
            None
        );
    }

    #[test]
    fn an_issuer_of_the_user_is_asked_over_https_only() {
        let of = |issuer: &str| {
            Endpoint::discovery_of(&ExpectedIssuer::new(issuer)).map(|found| found.url.to_string())
        };
        assert_eq!(
            of("https://idp.example/realm/").unwrap(),
            "https://idp.example/realm/.well-known/openid-configuration"
        );
        assert!(of("http://127.0.0.1:8080").is_ok() && of("http://[::1]:8080").is_ok());
        assert!(matches!(
            of("http://idp.example"),
            Err(Refused::NotHttps(_))
        ));
        assert!(matches!(
            of("file:///etc/passwd"),
            Err(Refused::NotHttps(_))
        ));
        assert!(matches!(
            of("https://a@idp.example"),
            Err(Refused::UserInfo(_))
        ));
        assert!(matches!(of("idp.example"), Err(Refused::NotAUrl(_))));
    }
}
