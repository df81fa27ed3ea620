//! How the token's issuer and an expected one of the same tenant differ.
//!
//! Not its job: what follows from it (`rules/spelling.rs`).

use crate::entra::issuer::{Issuer, IssuerKind, Spelling, TENANT_TEMPLATE, Version};

use super::super::provider;
use super::super::rule::Case;

/// How the token's issuer and an expected one of the same tenant differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Difference {
    V1Token,
    V2Token,
    Template,
    /// Equal but for case, slashes, blanks, the scheme or characters that nobody sees.
    Hidden,
    AliasHost,
    /// Equal but for http and https.
    Scheme,
    /// Equal path under another host or port, as an internal and a public name of one server.
    Host,
    Other,
}

/// The difference to the nearest expected issuer; `None` when one of them is equal, or none is asked.
pub(super) fn of<'a>(case: &'a Case) -> Option<(Difference, &'a str)> {
    let issuer = case.profile.issuer.as_ref()?;
    let expected = &case.expectation.issuers;
    if expected.is_empty()
        || expected
            .iter()
            .any(|expected| expected.issuer == issuer.raw)
    {
        return None;
    }
    let compared = expected
        .iter()
        .map(|expected| (between(issuer, &expected.issuer), expected.issuer.as_str()));
    let nearest = compared
        .clone()
        .find(|(difference, _)| *difference != Difference::Other);
    nearest.or_else(|| compared.clone().next())
}

fn between(issuer: &Issuer, expected: &str) -> Difference {
    let wanted = Issuer::read(expected);
    if bare(&issuer.raw) == bare(expected) {
        let schemes = [&issuer.raw, expected].map(|text| text.starts_with("https://"));
        let is_scheme_alone = without_scheme(&issuer.raw) == without_scheme(expected);
        return if schemes[0] != schemes[1] && is_scheme_alone {
            Difference::Scheme
        } else {
            Difference::Hidden
        };
    }
    if issuer.kind == IssuerKind::Other
        && wanted.kind == IssuerKind::Other
        && have_equal_paths(&issuer.raw, expected)
        && !are_customers_of_one_provider(issuer, &wanted)
    {
        return Difference::Host;
    }
    if wanted.spelling == Spelling::Template {
        let filled = issuer
            .tenant
            .map(|tenant| expected.replace(TENANT_TEMPLATE, &tenant.to_string()));
        return if filled.as_ref() == Some(&issuer.raw) {
            Difference::Template
        } else {
            Difference::Other
        };
    }
    if issuer.tenant.is_none() || issuer.tenant != wanted.tenant || issuer.kind != wanted.kind {
        return Difference::Other;
    }
    match (issuer.spelling, issuer.version, wanted.version) {
        (Spelling::Canonical, Some(Version::V1), Some(Version::V2)) => Difference::V1Token,
        (Spelling::Canonical, Some(Version::V2), Some(Version::V1)) => Difference::V2Token,
        _ if issuer
            .clouds
            .iter()
            .any(|cloud| wanted.clouds.contains(cloud)) =>
        {
            Difference::AliasHost
        }
        _ => Difference::Other,
    }
}

fn without_scheme(issuer: &str) -> &str {
    issuer.split_once("://").map_or(issuer, |(_, rest)| rest)
}

/// Whether two issuers have the same path, and one worth the name: an empty one is everybody's.
fn have_equal_paths(left: &str, right: &str) -> bool {
    let path = |issuer| {
        without_scheme(issuer)
            .split_once('/')
            .map_or("", |(_, path)| path)
            .trim_end_matches('/')
    };
    !path(left).is_empty() && path(left) == path(right)
}

/// Blanks, controls, and the characters of Unicode that take no room or only turn the direction. A
/// letter of any script is none of them: another letter is another host.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        )
}

/// Whether each of both hosts is a provider's for one of its customers: there the name in front is the
/// whole difference, and two of them are two directories.
fn are_customers_of_one_provider(left: &Issuer, right: &Issuer) -> bool {
    let provider = |issuer: &Issuer| issuer.host.as_deref().and_then(provider::of_host);
    provider(left).is_some() && provider(left) == provider(right)
}

/// What is left when everything is taken away that the eye passes over.
fn bare(issuer: &str) -> String {
    let visible: String = issuer.chars().filter(|c| !is_invisible(*c)).collect();
    let lower = visible.to_lowercase();
    let rest = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))
        .unwrap_or(&lower);
    rest.trim_end_matches(['/', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";

    fn between_forms(issuer: &str, expected: &str) -> Difference {
        between(
            &Issuer::read(&issuer.replace("{T}", T)),
            &expected.replace("{T}", T),
        )
    }

    #[test]
    fn differences_within_one_tenant_are_told_apart() {
        let (v1, v2) = (
            "https://sts.windows.net/{T}/",
            "https://login.microsoftonline.com/{T}/v2.0",
        );
        assert!(between_forms(v1, v2) == Difference::V1Token);
        assert!(between_forms(v2, v1) == Difference::V2Token);
        assert!(
            between_forms(v2, "https://login.microsoftonline.com/{tenantid}/v2.0")
                == Difference::Template
        );
        assert!(between_forms(v1, "https://sts.windows.net/{tenantid}/") == Difference::Template);
        assert!(between_forms(v1, "https://sts.windows.net/{T}") == Difference::Hidden);
        assert!(
            between_forms(v2, "https://login.microsoftonline.com/{T}/v2.0\u{200b} ")
                == Difference::Hidden
        );
        assert!(
            between_forms(v2, "HTTP://login.microsoftonline.com/{T}/V2.0/.") == Difference::Hidden
        );
        assert!(between_forms(v1, "https://login.windows.net/{T}/") == Difference::AliasHost);
        assert!(between_forms(v2, "https://idp.example") == Difference::Other);
    }

    #[test]
    fn another_letter_or_another_customer_is_another_issuer() {
        let umlaut = "https://m\u{fc}ller.example/id";
        assert!(between_forms(umlaut, "https://m\u{f6}ller.example/") == Difference::Other);
        assert!(
            between_forms("https://m\u{fc}ller.example", "https://mller.example")
                == Difference::Other
        );
        let okta = "https://fabrikam.okta.com/oauth2/default";
        assert!(
            between_forms(okta, "https://wingtip.okta.com/oauth2/default") == Difference::Other
        );
        let keycloak = "http://keycloak:8080/realms/shop";
        assert!(
            between_forms(keycloak, "https://id.fabrikam.example/realms/shop") == Difference::Host
        );
    }
}
