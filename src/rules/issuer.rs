//! Rules about the issuer itself: a host that imitates Microsoft's, a `tid` that names another tenant,
//! a form that nobody issues.
//!
//! Not its job: comparing with an expected issuer (`rules/spelling.rs`).

use crate::entra::issuer::{IssuerKind, Spelling};
use crate::entra::lookalike;
use crate::entra::tenant::TenantId;
use crate::finding::{Confidence, Evidence, Severity};

use super::rule::{Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    LOOKALIKE_HOST,
    ISSUER_TENANT_DISAGREE,
    METADATA_ISSUER_MISMATCH,
    ODD_ISSUER_SPELLING,
];

const TOKEN_VERSIONS: &str =
    "https://learn.microsoft.com/entra/identity-platform/access-tokens#token-formats";

const LOOKALIKE_HOST: Rule = Rule {
    id: "lookalike-host",
    catalogue: &["G07"],
    severity: Severity::High,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "the issuer's host imitates Microsoft's sign-in service",
    why: "The host resembles one of Microsoft's and is none of them. Whoever runs it can publish keys under which \
          its own tokens verify. It was not contacted.",
    remedy: &["Find out who configured or accepted this issuer, and report the host."],
    alternatives: &[(
        "unexpected-issuer",
        "A spelling mistake in a hand-made token looks the same.",
    )],
    explains: &[],
    errors: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc8414#section-6.2"],
    check: |case| {
        let Some(issuer) = &case.profile.issuer else {
            return Outcome::not_applicable("the token names no issuer");
        };
        let allowed = case
            .expectation
            .issuers
            .iter()
            .any(|expected| expected.issuer == issuer.raw);
        match issuer.host.as_deref().and_then(lookalike::resembles) {
            Some(known)
                if matches!(issuer.kind, IssuerKind::Other | IssuerKind::Adfs) && !allowed =>
            {
                Found::by([
                    Evidence::seen("claims.iss", &issuer.raw, "the table of clouds").against(known),
                ])
                .into()
            }
            _ => Outcome::Pass,
        }
    },
};

const ISSUER_TENANT_DISAGREE: Rule = Rule {
    id: "issuer-tenant-disagree",
    catalogue: &["G01"],
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "issuer and tid name different tenants",
    why: "Entra ID writes the same tenant into iss and tid. A receiver that looks at one of them only would be \
          misled about the other. Under a valid signature it should be impossible, and is of high severity.",
    remedy: &[
        "Do not rely on either tenant before you know where the token comes from.",
        "Make sure that every receiver checks tid against the issuer.",
    ],
    alternatives: &[
        (
            "edited-sample",
            "Documentation samples are edited by hand: look for masked or malformed values.",
        ),
        (
            "copied-tenant-id",
            "A user of the tid's tenant who asked another tenant: look at client and resource.",
        ),
    ],
    explains: &[],
    errors: &["IDX40004"],
    see: &["https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer"],
    check: |case| {
        let (Some(issuer), Some(tid)) = (&case.profile.issuer, &case.profile.tid) else {
            return Outcome::not_applicable("the token has no iss or no tid to compare");
        };
        // Customers' hosts may leave the tenant out; Entra ID's own form always has a place for it.
        let has_tenant = match issuer.kind {
            IssuerKind::B2c | IssuerKind::Ciam => issuer.tenant.is_some(),
            _ => issuer.is_entra() && issuer.spelling != Spelling::Template,
        };
        if !has_tenant {
            return Outcome::not_applicable("the issuer's form has no tenant to compare");
        }
        if issuer.tenant.is_some() && issuer.tenant == case.profile.tid() {
            return Outcome::Pass;
        }
        let found = Found::by([
            Evidence::seen("claims.tid", tid, "the tenant in claims.iss").against(&issuer.raw),
        ]);
        // With a valid signature this should be impossible, so it weighs more, not less. A policy of
        // B2C can write any claim.
        match (case.is_proven(), issuer.kind) {
            (_, IssuerKind::B2c) => found.confidence(Confidence::Low).into(),
            (true, _) => found.severity(Severity::High).into(),
            (false, _) => found.into(),
        }
    },
};

const METADATA_ISSUER_MISMATCH: Rule = Rule {
    id: "metadata-issuer-mismatch",
    catalogue: &["G08"],
    severity: Severity::Low,
    confidence: Confidence::Medium,
    weight: Weight::Detail,
    title: "the tenant's metadata names another issuer than the token",
    why: "The tenant's discovery document was read, and the issuer in it is not, letter by letter, the token's.",
    remedy: &["Read the metadata of the token's own version, or of the token's policy (B2C)."],
    alternatives: &[(
        "v1-token-v2-expected",
        "Metadata of the other version names the other spelling.",
    )],
    explains: &[],
    errors: &[],
    see: &[
        "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation",
    ],
    check: |case| match (&case.issuing.other_issuer, &case.profile.issuer) {
        (Some(named), Some(issuer)) => {
            Found::by([
                Evidence::seen("claims.iss", &issuer.raw, "the tenant's metadata").against(named),
            ])
            .into()
        }
        _ if case.issuing.discovery.is_some() => Outcome::Pass,
        _ => Outcome::not_applicable("no discovery document was at hand"),
    },
};

const ODD_ISSUER_SPELLING: Rule = Rule {
    id: "odd-issuer-spelling",
    catalogue: &["B05"],
    severity: Severity::Info,
    confidence: Confidence::Medium,
    weight: Weight::Detail,
    title: "the issuer is no form that Entra ID is known to write",
    why: "Host and tenant are known, but the rest of the string is unusual, so receivers that compare exactly may \
          refuse it.",
    remedy: &["Compare with the issuer in the tenant's metadata."],
    alternatives: &[("edited-sample", "Samples are edited by hand.")],
    explains: &[],
    errors: &[],
    see: &[TOKEN_VERSIONS],
    check: |case| match &case.profile.issuer {
        Some(issuer)
            if issuer.spelling == Spelling::Odd && issuer.tenant != Some(TenantId::PERSONAL) =>
        {
            Found::by([Evidence::seen(
                "claims.iss",
                &issuer.raw,
                "the table of issuer forms",
            )])
            .into()
        }
        _ => Outcome::Pass,
    },
};
