//! What the person who asks expects of a token.
//!
//! Not its job: reading options (`cli/args.rs`) or comparing (`rules`).

use crate::finding::Severity;

use super::cloud::Cloud;
use super::issuer::{Issuer, IssuerKind, Spelling};
use super::known::Known;
use super::tenant::{NotATenant, TenantId, TenantName};

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
    /// the document behind that URL names another one (a domain of Entra ID, B2C, External ID, AD FS), that.
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

    /// Whether the domain of this user name is one of those that were given. A domain is compared as text and
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
        let source = before_discovery_path(given);
        let issuer = source.map_or_else(|| given.to_owned(), issuer_before);
        Self {
            given: given.to_owned(),
            source: source.unwrap_or(given).to_owned(),
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
        before_discovery_path(&self.given).is_some()
    }

    /// What stood behind the discovery path: B2C names its policy there (`p=B2C_1_signin`).
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        let (_, query) = self.address().split_once('?')?;
        self.was_discovery_url().then_some(query)
    }

    /// Whether the issuer stands only in the document behind the URL, which was not read (yet): the URL
    /// names the tenant by a domain or the policy, the issuer by its id.
    #[must_use]
    pub fn is_unresolved(&self) -> bool {
        let read = Issuer::read(&self.issuer);
        let writes_ids = read.is_entra() || matches!(read.kind, IssuerKind::B2c | IssuerKind::Ciam);
        self.was_discovery_url()
            && writes_ids
            && read.tenant.is_none()
            && read.spelling != Spelling::Template
    }

    /// A word of Entra ID's that stands for every tenant, where a tenant is to be named.
    #[must_use]
    pub fn nickname(&self) -> Option<&'static str> {
        match Issuer::read(&self.source).segment()?.parse::<TenantName>() {
            Err(NotATenant::Nickname(nickname)) => Some(nickname),
            _ => None,
        }
    }

    fn address(&self) -> &str {
        without_fragment(&self.given)
    }
}

fn without_fragment(url: &str) -> &str {
    url.split_once('#').map_or(url, |(address, _)| address)
}

fn before_discovery_path(url: &str) -> Option<&str> {
    let address = without_fragment(url);
    let path = address.split_once('?').map_or(address, |(path, _)| path);
    path.strip_suffix(DISCOVERY_PATH)
}

/// The issuer whose discovery document stands below `source`. Of a tenant that is named by its id, that
/// is the form that Entra ID writes, not the address of the document: a v1 issuer has another host and
/// ends in a slash.
fn issuer_before(source: &str) -> String {
    let with_slash = format!("{source}/");
    if Issuer::read(&with_slash).spelling == Spelling::Canonical {
        return with_slash;
    }
    let read = Issuer::read(source);
    let written = match (read.spelling, read.is_entra()) {
        (Spelling::Odd, true) => read.written(),
        _ => None,
    };
    written.unwrap_or_else(|| source.to_owned())
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
        let login = format!("https://login.microsoftonline.com/{tenant}");
        assert_eq!(
            issuer(&format!("{login}{DISCOVERY_PATH}")),
            format!("{v1}/")
        );
        let alias = format!("https://login.windows.net/{tenant}/v2.0");
        assert_eq!(issuer(&format!("{alias}{DISCOVERY_PATH}?appid=x")), v2);
    }

    #[test]
    fn a_policy_is_named_behind_the_discovery_path() {
        let source = "https://woodgrove.b2clogin.com/woodgrove.onmicrosoft.com/v2.0";
        let given = format!("{source}{DISCOVERY_PATH}?p=B2C_1_signin#top");
        let issuer = ExpectedIssuer::new(&given);
        assert_eq!(issuer.source, source);
        assert_eq!(issuer.query(), Some("p=B2C_1_signin"));
        assert!(issuer.was_discovery_url() && issuer.is_unresolved());
        let plain = ExpectedIssuer::new("https://idp.example/?a=b");
        assert_eq!((plain.query(), plain.was_discovery_url()), (None, false));
    }

    #[test]
    fn a_word_for_every_tenant_names_none() {
        let nickname = |given: &str| ExpectedIssuer::new(given).nickname();
        let login = "https://login.microsoftonline.com";
        assert_eq!(
            nickname(&format!("{login}/common/v2.0{DISCOVERY_PATH}")),
            Some("common")
        );
        assert_eq!(
            nickname(&format!("{login}/Organizations/")),
            Some("organizations")
        );
        assert_eq!(nickname(&format!("{login}/fabrikam.example/v2.0")), None);
        assert_eq!(nickname("https://idp.example/common"), None);
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
