//! Rules about who issued a token that no ordinary Entra tenant issued: B2C, External ID, AD FS,
//! Access Control Service, other OpenID providers, workload identities.
//!
//! Not its job: comparing with an expected issuer (`rules/issuer.rs`).

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
const PROVIDERS: [(&str, &str); 7] = [
    (".auth0.com", "Auth0"),
    (".okta.com", "Okta"),
    (".oktapreview.com", "Okta"),
    ("accounts.google.com", "Google"),
    (".amazonaws.com", "Amazon Cognito"),
    ("appleid.apple.com", "Apple"),
    ("gitlab.com", "GitLab"),
];

/// Hosts whose tokens are meant to be exchanged for one of Entra ID (workload identity federation).
const WORKLOADS: [(&str, &str); 4] = [
    ("token.actions.githubusercontent.com", "GitHub Actions"),
    (".oic.prod-aks.azure.com", "Azure Kubernetes Service"),
    ("vstoken.dev.azure.com", "Azure DevOps"),
    ("kubernetes.default.svc", "Kubernetes"),
];

fn named<'a>(case: &Case, table: &'a [(&str, &str)]) -> Option<&'a str> {
    let host = case.profile.issuer.as_ref()?.host.as_deref()?;
    table
        .iter()
        .find(|(ending, _)| host == *ending || ending.starts_with('.') && host.ends_with(ending))
        .map(|(_, name)| *name)
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
        if let Some(issuer) = case
            .profile
            .issuer
            .as_ref()
            .filter(|issuer| issuer.kind == IssuerKind::Acs)
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
    check: |case| match (named(case, &WORKLOADS), &case.profile.issuer) {
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
        Some(issuer) if issuer.kind == IssuerKind::Other && named(case, &WORKLOADS).is_none() => {
            let host = issuer.host.as_deref().unwrap_or_default();
            if lookalike::resembles(host).is_some() {
                return Outcome::not_applicable(
                    "its host imitates Microsoft's, which another rule tells",
                );
            }
            let name = named(case, &PROVIDERS).unwrap_or("not a provider that the table names");
            Found::by([Evidence::seen("claims.iss", &issuer.raw, name)]).into()
        }
        _ => Outcome::not_applicable("the issuer is one of Microsoft's services"),
    },
};
