//! What the person who asks expects of a token.
//!
//! Not its job: reading options (`cli/args.rs`) or comparing (`rules`).

use crate::finding::Severity;

use super::cloud::Cloud;
use super::issuer::{Issuer, Spelling};
use super::known::Known;
use super::tenant::{TenantId, TenantName};

/// Everything that was asked. An empty list asks nothing of its member.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Any one may hold.
    pub tenants: Vec<ExpectedTenant>,
    /// Any one may hold; compared exactly.
    pub issuers: Vec<ExpectedIssuer>,
    /// Any one may hold; compared through the table of spellings.
    pub audiences: Vec<String>,
    /// Any one may hold.
    pub clients: Vec<String>,
    /// All must be there.
    pub scopes: Vec<String>,
    /// All must be there.
    pub roles: Vec<String>,
    /// Nobody whose home is elsewhere.
    pub deny_guests: bool,
    /// Proof is asked, whatever `no_signature` says: nothing unproven is as expected.
    pub require_signature: bool,
    /// Proof is not asked; comparisons alone decide.
    pub no_signature: bool,
    /// From which severity a finding makes the exit code 1.
    pub fail_on: Severity,
    /// Seconds by which clocks may disagree.
    pub leeway: i64,
    /// Lists that the person brought along.
    pub known: Known,
}

/// A tenant that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedTenant {
    /// As it was given.
    pub given: String,
    pub name: TenantName,
    /// Its id: given, or resolved.
    pub tenant: Option<TenantId>,
    /// The cloud in which the name was resolved, or that was asked for.
    pub cloud: Option<Cloud>,
    /// How the id was found: `option`, `snapshot`, `cache`, `network`.
    pub from: Option<&'static str>,
    /// Why there is no id.
    pub unresolved: Option<String>,
}

/// An issuer that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedIssuer {
    /// As it was given.
    pub given: String,
    /// The issuer itself: what was given, without the discovery path if it was a discovery URL. Where
    /// the document behind that URL names another spelling (B2C, External ID, AD FS), that one.
    pub issuer: String,
    /// What stands before the discovery path of the document that speaks for it.
    pub source: String,
}

/// The path that turns an issuer into its discovery document
/// ([OpenID Connect Discovery 1.0, section 4](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig)).
pub const DISCOVERY_PATH: &str = "/.well-known/openid-configuration";

impl Default for Expectation {
    fn default() -> Self {
        Self {
            tenants: Vec::new(),
            issuers: Vec::new(),
            audiences: Vec::new(),
            clients: Vec::new(),
            scopes: Vec::new(),
            roles: Vec::new(),
            deny_guests: false,
            require_signature: false,
            no_signature: false,
            fail_on: Severity::Medium,
            leeway: 60,
            known: Known::default(),
        }
    }
}

impl Expectation {
    /// Whether anything was asked of the tenant, `any` included.
    #[must_use]
    pub fn asks_tenant(&self) -> bool {
        !self.tenants.is_empty() || !self.issuers.is_empty()
    }

    /// Whether any tenant will do.
    #[must_use]
    pub fn any_tenant(&self) -> bool {
        self.tenants
            .iter()
            .any(|tenant| tenant.name == TenantName::Any)
    }

    /// Whether the signature has to hold before anything is as expected.
    #[must_use]
    pub fn asks_proof(&self) -> bool {
        self.require_signature || !self.no_signature
    }

    /// The ids that are expected, as far as they are known.
    pub fn tenant_ids(&self) -> impl Iterator<Item = TenantId> {
        self.tenants.iter().filter_map(|tenant| tenant.tenant)
    }

    /// The tenants that are accepted: those asked for, else those that the issuers asked for name.
    #[must_use]
    pub fn accepted_tenants(&self) -> Vec<TenantId> {
        if self.tenants.is_empty() {
            let issuers = self.issuers.iter();
            return issuers
                .filter_map(|expected| Issuer::read(&expected.issuer).tenant)
                .collect();
        }
        self.tenant_ids().collect()
    }

    /// Whether this tenant is accepted.
    #[must_use]
    pub fn expects(&self, tenant: TenantId) -> bool {
        self.accepted_tenants().contains(&tenant)
    }

    /// Whether this text ends in one of the domains that were given. A domain is compared as text and
    /// never looked up: a user name proves nothing, it only makes a story more likely.
    #[must_use]
    pub fn expects_domain_of(&self, user: &str) -> bool {
        let Some((_, domain)) = user.rsplit_once('@') else {
            return false;
        };
        self.tenants
            .iter()
            .any(|tenant| matches!(&tenant.name, TenantName::Domain(expected) if domain.eq_ignore_ascii_case(expected)))
    }
}

impl ExpectedTenant {
    /// A tenant as it was named, with its id where the name is one.
    #[must_use]
    pub fn new(given: &str, name: TenantName) -> Self {
        let tenant = match &name {
            TenantName::Id(id) => Some(*id),
            TenantName::Any | TenantName::Domain(_) => None,
        };
        let from = tenant.map(|_| "option");
        Self {
            given: given.to_owned(),
            name,
            tenant,
            cloud: None,
            from,
            unresolved: None,
        }
    }
}

impl ExpectedIssuer {
    /// An issuer as it was given: the issuer itself, or the URL of its discovery document.
    #[must_use]
    pub fn new(given: &str) -> Self {
        let issuer = given.strip_suffix(DISCOVERY_PATH).unwrap_or(given);
        // A v1 issuer of Entra ID ends in a slash, which the discovery URL swallows.
        let with_slash = format!("{issuer}/");
        let swallowed =
            issuer != given && matches!(Issuer::read(&with_slash).spelling, Spelling::Canonical);
        let issuer = if swallowed {
            with_slash
        } else {
            issuer.to_owned()
        };
        Self {
            given: given.to_owned(),
            source: issuer.clone(),
            issuer,
        }
    }

    /// The same, but the document that speaks for it names the issuer in another spelling.
    #[must_use]
    pub fn spelled(&self, issuer: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            ..self.clone()
        }
    }

    /// Whether the discovery URL was given instead of the issuer.
    #[must_use]
    pub fn was_discovery_url(&self) -> bool {
        self.given.ends_with(DISCOVERY_PATH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discovery_url_names_its_issuer() {
        let issuer = |given: &str| ExpectedIssuer::new(given).issuer;
        let tenant = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
        let v2 = format!("https://login.microsoftonline.com/{tenant}/v2.0");
        assert_eq!(issuer(&format!("{v2}{DISCOVERY_PATH}")), v2);
        assert_eq!(issuer(&v2), v2);
        let v1 = format!("https://sts.windows.net/{tenant}");
        assert_eq!(issuer(&format!("{v1}{DISCOVERY_PATH}")), format!("{v1}/"));
        assert_eq!(
            issuer("https://idp.example/.well-known/openid-configuration"),
            "https://idp.example"
        );
    }

    #[test]
    fn domains_are_compared_as_text() {
        let mut expectation = Expectation::default();
        expectation.tenants.push(ExpectedTenant::new(
            "fabrikam.example",
            TenantName::Domain("fabrikam.example".into()),
        ));
        assert!(expectation.expects_domain_of("pat@FABRIKAM.example"));
        assert!(!expectation.expects_domain_of("pat@not-fabrikam.example"));
        assert!(!expectation.expects_domain_of("fabrikam.example"));
    }
}
