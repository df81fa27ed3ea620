//! A tenant: its id, its well-known meanings, and the ways in which a person names one.
//!
//! Not its job: finding out which tenant a domain is (`authority` asks).

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::facts::{self, KnownTenant, TenantKind};

/// A tenant's GUID, always shown in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TenantId(pub Uuid);

impl TenantId {
    /// Personal Microsoft accounts (`consumers`).
    pub const PERSONAL: Self = Self(Uuid::from_u128(0x9188040d_6c67_4c5b_b112_36a304b66dad));
    /// "Microsoft Services", where a personal account lands that names no tenant.
    pub const SERVICES: Self = Self(Uuid::from_u128(0xf8cdef31_a31e_4b4a_93e4_5f571e91255a));

    /// Reads the one form in which tokens and documents write it: 8-4-4-4-12 hex digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let has_hyphens = text.len() == 36 && text.as_bytes()[8] == b'-';
        has_hyphens.then(|| text.parse().ok().map(Self)).flatten()
    }

    /// What is publicly known of this id.
    #[must_use]
    pub fn known(self) -> Option<KnownTenant> {
        facts::tenant(self.0)
    }

    /// Whether it stands in documentation or is no real id at all.
    #[must_use]
    pub fn is_placeholder(self) -> bool {
        self.known().is_some_and(|known| {
            matches!(known.kind, TenantKind::Placeholder | TenantKind::DocsSample)
        })
    }
}

impl fmt::Display for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

/// A tenant as a person names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TenantName {
    /// Any tenant will do: the question of the tenant is answered by whatever the token says.
    Any,
    Id(TenantId),
    /// A verified domain, in ASCII and lower case.
    Domain(String),
}

/// The text names no tenant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotATenant {
    #[error("{0} stands for every tenant; name one, or say any")]
    Nickname(&'static str),
    #[error("not a tenant: give its GUID, one of its domains such as contoso.com, or any")]
    Unreadable,
}

impl FromStr for TenantName {
    type Err = NotATenant;

    fn from_str(text: &str) -> Result<Self, NotATenant> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("any") {
            return Ok(Self::Any);
        }
        for nickname in ["common", "organizations"] {
            if text.eq_ignore_ascii_case(nickname) {
                return Err(NotATenant::Nickname(nickname));
            }
        }
        if text.eq_ignore_ascii_case("consumers") {
            return Ok(Self::Id(TenantId::PERSONAL));
        }
        if let Ok(id) = text.parse() {
            return Ok(Self::Id(TenantId(id)));
        }
        match url::Host::parse(text) {
            Ok(url::Host::Domain(domain)) if is_domain(&domain) => Ok(Self::Domain(domain)),
            _ => Err(NotATenant::Unreadable),
        }
    }
}

/// At least two labels of letters, digits and inner hyphens (RFC 1123, section 2.1).
fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Result<String, String> {
        text.parse::<TenantName>()
            .map(|name| format!("{name:?}"))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn people_name_tenants_in_several_ways() {
        let id = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
        let parsed: TenantName = format!(" {{{}}} ", id.to_uppercase()).parse().unwrap();
        assert_eq!(parsed, TenantName::Id(TenantId::parse(id).unwrap()));
        assert_eq!(
            named("Fabrikam.Example").unwrap(),
            "Domain(\"fabrikam.example\")"
        );
        assert_eq!(
            named("münchen.example").unwrap(),
            "Domain(\"xn--mnchen-3ya.example\")"
        );
        assert_eq!("ANY".parse(), Ok(TenantName::Any));
        assert_eq!("consumers".parse(), Ok(TenantName::Id(TenantId::PERSONAL)));
    }

    #[test]
    fn what_names_no_single_tenant_is_refused() {
        assert!(
            named("common")
                .unwrap_err()
                .starts_with("common stands for every tenant")
        );
        for bad in [
            "",
            "fabrikam",
            "a..b",
            "-a.b",
            "a b.example",
            "https://fabrikam.example",
            "10.0.0.1",
            "a.b/c",
        ] {
            assert!(named(bad).unwrap_err().starts_with("not a tenant"), "{bad}");
        }
    }

    #[test]
    fn documents_write_one_form_only() {
        assert!(TenantId::parse("3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618").is_some());
        assert!(TenantId::parse("3b1c7f5e9d424c86a0f35e7d2b94c618").is_none());
        assert!(TenantId::parse("{3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c61}").is_none());
        assert!(TenantId::parse("fa15d692-e9c7-4460-a743-29f29522229").is_none());
    }
}
