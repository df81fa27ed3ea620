//! An issuer that was refused, beside those that were expected: another tenant, or another spelling.
//!
//! Not its job: an issuer by itself (`kinds/issuer.rs`).

use crate::entra::issuer::Issuer;
use crate::entra::tenant::TenantId;
use crate::facts::TenantKind;
use crate::text::Marked;

use super::names::is_template;

/// What the difference is, and the rule that tells more about it.
pub(super) struct Difference {
    pub(super) text: String,
    pub(super) related: &'static str,
}

/// The tenant that a service expects, where the list names one that is not Microsoft's own.
pub(super) fn expected_tenant(expected: &[&str]) -> Option<TenantId> {
    let others: Vec<TenantId> = tenants(expected)
        .into_iter()
        .filter(|tenant| !is_microsoft(*tenant))
        .collect();
    match others.as_slice() {
        [tenant] => Some(*tenant),
        _ => None,
    }
}

/// Compares the issuer that was found with those that were expected.
pub(super) fn difference(found: &str, expected: &[&str]) -> Option<Difference> {
    let found = Issuer::read(found);
    let wanted: Vec<Issuer> = expected.iter().map(|issuer| Issuer::read(issuer)).collect();
    if wanted.is_empty() {
        return None;
    }
    if wanted.iter().any(|issuer| issuer.raw == found.raw) {
        return Some(Difference {
            text: "None: the issuer is in the list. Look at the key, or at the metadata that the validator reads."
                .into(),
            related: "unknown-key",
        });
    }
    if let Some(issuer) = wanted.iter().find(|issuer| same_tenant(issuer, &found)) {
        return Some(spelling(&found, issuer));
    }
    if expected.iter().any(|issuer| is_template(issuer)) {
        return Some(Difference {
            text: "The expected issuer is a template: {tenantid} has to be replaced by the token's tid before comparing."
                .into(),
            related: "template-issuer-expected",
        });
    }
    other_tenant(&found, expected)
}

fn spelling(found: &Issuer, wanted: &Issuer) -> Difference {
    match (found.version, wanted.version) {
        (Some(one), Some(other)) if one != other => Difference {
            text: format!(
                "The same tenant in two spellings: the token is of version {}, the validator expects version {}.",
                one.word(),
                other.word()
            ),
            related: if one.word() == "1.0" {
                "v1-token-v2-expected"
            } else {
                "v2-token-v1-expected"
            },
        },
        _ => Difference {
            text: format!(
                "The same tenant in two spellings; compare character by character: {} and {}.",
                Marked(&found.raw),
                Marked(&wanted.raw)
            ),
            related: "issuer-nearly-equal",
        },
    }
}

fn other_tenant(found: &Issuer, expected: &[&str]) -> Option<Difference> {
    let tenant = found.tenant?;
    let related = match tenant.known().map(|known| known.kind) {
        Some(TenantKind::Personal) => "personal-account",
        Some(TenantKind::Services) => "microsoft-services",
        Some(TenantKind::Placeholder | TenantKind::DocsSample) => "placeholder-tenant",
        _ => "home-tenant-token",
    };
    let text = match (tenants(expected).as_slice(), expected_tenant(expected)) {
        ([], _) => return None,
        (_, Some(wanted)) => {
            format!("Two tenants: the token comes from {tenant}, and {wanted} is expected.")
        }
        (all, None) if all.iter().all(|tenant| is_microsoft(*tenant)) => format!(
            "The token comes from {tenant}. Every tenant in the expected list is Microsoft's own, none is yours: the name \
             or address of the resource may be unset or mistyped, so that somebody else's was asked."
        ),
        _ => format!("The token comes from {tenant}, which is none of the expected tenants."),
    };
    Some(Difference { text, related })
}

fn tenants(issuers: &[&str]) -> Vec<TenantId> {
    let mut tenants: Vec<TenantId> = issuers
        .iter()
        .filter_map(|issuer| super::names::tenant_in(issuer))
        .collect();
    tenants.sort_unstable();
    tenants.dedup();
    tenants
}

fn is_microsoft(tenant: TenantId) -> bool {
    let kind = tenant.known().map(|known| known.kind);
    matches!(
        kind,
        Some(TenantKind::Microsoft | TenantKind::Services | TenantKind::Personal)
    )
}

fn same_tenant(one: &Issuer, other: &Issuer) -> bool {
    one.tenant.is_some() && one.tenant == other.tenant
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://sts.windows.net/8e2f60d1-47ab-4f39-b6c5-91d03c7ea254/";
    const OWN_V2: &str =
        "https://login.microsoftonline.com/8e2f60d1-47ab-4f39-b6c5-91d03c7ea254/v2.0";

    #[test]
    fn an_issuer_that_is_expected_differs_in_nothing() {
        let told = difference(OWN, &[OWN_V2, OWN]).unwrap();
        assert_eq!(told.related, "unknown-key");
        let told = difference(OWN, &[OWN_V2]).unwrap();
        assert_eq!(told.related, "v1-token-v2-expected");
    }

    #[test]
    fn a_template_is_one_in_any_case() {
        let template = "https://login.microsoftonline.com/{tenantId}/v2.0";
        let told = difference(OWN, &[template]).unwrap();
        assert_eq!(told.related, "template-issuer-expected");
    }
}
