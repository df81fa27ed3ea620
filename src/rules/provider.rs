//! Rules about who issued a token that no ordinary Entra tenant issued: B2C, External ID, AD FS,
//! Access Control Service, other OpenID providers, workload identities.
//!
//! Not its job: comparing with an expected issuer (`rules/spelling.rs`).

use crate::entra::issuer::IssuerKind;
use crate::entra::lookalike;
use crate::finding::{Confidence, Evidence, Severity};

use super::rule::{Case, Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    ACTOR_TOKEN,
    WORKLOAD_ASSERTION,
    B2C_ISSUER,
    EXTERNAL_ID_ISSUER,
    ADFS_ISSUER,
    OTHER_PROVIDER,
];

/// Hosts of well-known providers: the ending of the host, and the name.
const PROVIDERS: [(&str, &str); 6] = [
    (".auth0.com", "Auth0"),
    (".okta.com", "Okta"),
    (".oktapreview.com", "Okta"),
    ("accounts.google.com", "Google"),
    ("appleid.apple.com", "Apple"),
    ("gitlab.com", "GitLab"),
];

/// Hosts of Amazon's services, which end in the region: the beginning, and the name.
const AMAZON: [(&str, &str); 1] = [("cognito-idp.", "Amazon Cognito")];
const AMAZON_WORKLOADS: [(&str, &str); 1] = [("oidc.eks.", "Amazon Elastic Kubernetes Service")];

/// Hosts whose tokens are meant to be exchanged for one of Entra ID (workload identity federation).
const WORKLOADS: [(&str, &str); 5] = [
    ("token.actions.githubusercontent.com", "GitHub Actions"),
    (".oic.prod-aks.azure.com", "Azure Kubernetes Service"),
    ("vstoken.dev.azure.com", "Azure DevOps"),
    ("kubernetes.default.svc", "Kubernetes"),
    ("kubernetes.default.svc.cluster.local", "Kubernetes"),
];

type Names = [(&'static str, &'static str)];

fn named(host: &str, endings: &Names, of_amazon: &Names) -> Option<&'static str> {
    let ends = |ending: &str| host == ending || ending.starts_with('.') && host.ends_with(ending);
    let is_amazon = host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn");
    let by_ending = endings.iter().find(|(ending, _)| ends(ending));
    by_ending
        .or_else(|| {
            of_amazon
                .iter()
                .find(|(beginning, _)| is_amazon && host.starts_with(beginning))
        })
        .map(|(_, name)| *name)
}

/// The provider that runs this host for its customers.
pub(super) fn of_host(host: &str) -> Option<&'static str> {
    named(host, &PROVIDERS, &AMAZON)
}

/// The platform that runs the job whose token names this host.
fn workload(host: &str) -> Option<&'static str> {
    named(host, &WORKLOADS, &AMAZON_WORKLOADS)
}

fn host<'a>(case: &'a Case) -> Option<&'a str> {
    case.profile.issuer.as_ref()?.host.as_deref()
}

fn of_kind(case: &Case, kind: IssuerKind) -> Outcome {
    match &case.profile.issuer {
        Some(issuer) if issuer.kind == kind => Found::by([Evidence::seen(
            "claims.iss",
            &issuer.raw,
            "the form of the issuer",
        )])
        .into(),
        _ => Outcome::not_applicable("the issuer has another form"),
    }
}

const ACTOR_TOKEN: Rule = Rule {
    id: "actor-token",
    catalogue: &["G09"],
    severity: Severity::Low,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "a service-to-service token that speaks for a user",
    why: "A service vouches for the user in it: the form of SharePoint add-ins, hybrid Exchange and actor tokens. The \
          outer part of such a token is unsigned by design, and only the token inside proves anything.",
    remedy: &[
        "Check the inner token by itself, and compare its tenant with the outer one: they must be equal.",
        "Where no hybrid deployment or add-in explains it, find out which service made it.",
    ],
    alternatives: &[(
        "unsigned-token",
        "Without a token inside that verifies, it is merely unsigned.",
    )],
    explains: &[],
    errors: &[],
    see: &["https://learn.microsoft.com/openspecs/sharepoint_protocols/ms-sps2sauth/"],
    check: |case| {
        let members = ["actortoken", "actort", "actor", "trustedfordelegation"];
        let mut evidence: Vec<Evidence> = members
            .into_iter()
            .filter(|name| case.claims.has(name))
            .map(|name| {
                Evidence::seen(
                    format!("claims.{name}"),
                    "present",
                    "service-to-service authentication",
                )
            })
            .collect();
        // The form of the issuer alone tells nothing: Access Control Service signs tokens of applications
        // for themselves in the same form.
        let issuer = case.profile.issuer.as_ref();
        if let Some(issuer) = issuer.filter(|issuer| issuer.kind == IssuerKind::Acs)
            && !evidence.is_empty()
        {
            evidence.push(Evidence::seen(
                "claims.iss",
                &issuer.raw,
                "application@tenant",
            ));
        }
        Outcome::found_if_any(evidence)
    },
};

const WORKLOAD_ASSERTION: Rule = Rule {
    id: "workload-assertion",
    catalogue: &["F02"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "an assertion of a workload, to be exchanged for a token",
    why: "It was issued by the platform that runs the job, not by Entra ID. A federated credential exchanges it for \
          an access token; no resource takes it as it is.",
    remedy: &[
        "Exchange it at the token endpoint of the tenant that has the federated credential, and check what comes back.",
    ],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &["https://learn.microsoft.com/entra/workload-id/workload-identity-federation"],
    check: |case| match (host(case).and_then(workload), &case.profile.issuer) {
        (Some(name), Some(issuer)) => {
            Found::by([Evidence::seen("claims.iss", &issuer.raw, name)]).into()
        }
        _ => Outcome::not_applicable("the issuer is no known workload platform"),
    },
};

const B2C_ISSUER: Rule = Rule {
    id: "b2c-issuer",
    catalogue: &["B07"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "issued by an Azure AD B2C tenant",
    why: "B2C writes its issuer with a closing slash, may leave tid out, and has metadata and keys of its own for each \
          policy (claim tfp or acr).",
    remedy: &[
        "Read the metadata of the policy, and name the issuer with --issuer so that it may be asked.",
    ],
    alternatives: &[],
    explains: &[],
    errors: &["IDX40001", "invalid issuer in discovery document"],
    see: &["https://learn.microsoft.com/azure/active-directory-b2c/tokens-overview"],
    check: |case| of_kind(case, IssuerKind::B2c),
};

const EXTERNAL_ID_ISSUER: Rule = Rule {
    id: "external-id-issuer",
    catalogue: &["B08"],
    severity: Severity::Info,
    confidence: Confidence::Medium,
    weight: Weight::Detail,
    title: "issued by an External ID tenant for customers",
    why: "The host carries the tenant's id, while its keys are published on the host that carries its name.",
    remedy: &["Name the issuer with --issuer so that it may be asked."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &["https://learn.microsoft.com/entra/external-id/customers/overview-customers-ciam"],
    check: |case| of_kind(case, IssuerKind::Ciam),
};

const ADFS_ISSUER: Rule = Rule {
    id: "adfs-issuer",
    catalogue: &["B09"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "issued by an AD FS server, not by Entra ID",
    why: "AD FS names two issuers in its metadata: issuer for id tokens, access_token_issuer for access tokens, the \
          latter often with http although nothing is served there.",
    remedy: &["Expect access_token_issuer of its metadata for access tokens (--issuer)."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &[
        "https://learn.microsoft.com/windows-server/identity/ad-fs/overview/ad-fs-openid-connect-oauth-concepts",
    ],
    check: |case| of_kind(case, IssuerKind::Adfs),
};

const OTHER_PROVIDER: Rule = Rule {
    id: "other-provider",
    catalogue: &["F01", "A15"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "issued by another OpenID provider",
    why: "The issuer is no Entra tenant. Whether it is the right one can be compared, and proven where --issuer allows \
          it to be asked.",
    remedy: &["Name the issuer that you expect: --issuer URL."],
    alternatives: &[(
        "workload-assertion",
        "A platform that runs jobs issues assertions, not access tokens.",
    )],
    explains: &[],
    errors: &[],
    see: &["https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation"],
    check: |case| match &case.profile.issuer {
        Some(issuer)
            if issuer.kind == IssuerKind::Other && host(case).and_then(workload).is_none() =>
        {
            let host = issuer.host.as_deref().unwrap_or_default();
            if lookalike::resembles(host).is_some() {
                return Outcome::not_applicable(
                    "its host imitates Microsoft's, which another rule tells",
                );
            }
            let name = of_host(host).unwrap_or("not a provider that the table names");
            Found::by([Evidence::seen("claims.iss", &issuer.raw, name)]).into()
        }
        _ => Outcome::not_applicable("the issuer is one of Microsoft's services"),
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_providers_and_of_workloads_are_told_apart() {
        for (host, provider, platform) in [
            ("fabrikam.okta.com", Some("Okta"), None),
            (
                "cognito-idp.eu-west-1.amazonaws.com",
                Some("Amazon Cognito"),
                None,
            ),
            (
                "oidc.eks.eu-west-1.amazonaws.com",
                None,
                Some("Amazon Elastic Kubernetes Service"),
            ),
            ("s3.eu-west-1.amazonaws.com", None, None),
            ("oidc.eks.evil.example", None, None),
            (
                "kubernetes.default.svc.cluster.local",
                None,
                Some("Kubernetes"),
            ),
        ] {
            assert_eq!(
                (of_host(host), workload(host)),
                (provider, platform),
                "{host}"
            );
        }
    }
}
