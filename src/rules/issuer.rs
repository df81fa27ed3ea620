//! Rules about the issuer as a string: another spelling of the expected one, a host that imitates
//! Microsoft's, an issuer and a `tid` that name different tenants.

mod difference;

use crate::entra::issuer::{IssuerKind, Spelling};
use crate::entra::lookalike;
use crate::entra::tenant::TenantId;
use crate::finding::{Confidence, Evidence, Severity};
use crate::text::Marked;

use self::difference::Difference;
use super::rule::{Case, Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    LOOKALIKE_HOST,
    ISSUER_TENANT_DISAGREE,
    V1_TOKEN_V2_EXPECTED,
    V2_TOKEN_V1_EXPECTED,
    TEMPLATE_EXPECTED,
    ISSUER_NEARLY_EQUAL,
    ALIAS_HOST,
    ISSUER_SCHEME_DIFFERS,
    ISSUER_HOST_DIFFERS,
    UNEXPECTED_ISSUER,
    METADATA_ISSUER_MISMATCH,
    ODD_ISSUER_SPELLING,
    DISCOVERY_URL_EXPECTED,
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
            Some(known) if issuer.kind == IssuerKind::Other && !allowed => Found::by([
                Evidence::seen("claims.iss", &issuer.raw, "the table of clouds").against(known),
            ])
            .into(),
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
          misled about the other.",
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
    see: &["https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer"],
    check: |case| {
        let (Some(issuer), Some(tid)) = (&case.profile.issuer, &case.profile.tid) else {
            return Outcome::not_applicable("the token has no iss or no tid to compare");
        };
        if !matches!(issuer.kind, IssuerKind::Entra | IssuerKind::Msa)
            || issuer.spelling == Spelling::Template
        {
            return Outcome::not_applicable("the issuer's form has no tenant to compare");
        }
        if issuer.tenant.is_some() && issuer.tenant == case.profile.tid() {
            return Outcome::Pass;
        }
        let found = Found::by([
            Evidence::seen("claims.tid", tid, "the tenant in claims.iss").against(&issuer.raw),
        ]);
        // With a valid signature this should be impossible, so it weighs more, not less.
        if case.is_proven() {
            found.severity(Severity::High).into()
        } else {
            found.into()
        }
    },
};

/// The one finding for a failed `--issuer` whose cause is this difference.
fn failed(case: &Case, wanted: Difference) -> Outcome {
    match difference::of(case) {
        _ if case.expectation.issuers.is_empty() => {
            Outcome::not_applicable("no issuer was expected (--issuer)")
        }
        None => Outcome::Pass,
        Some((found, expected)) if found == wanted => {
            let observed = case
                .profile
                .issuer
                .as_ref()
                .map_or("", |issuer| issuer.raw.as_str());
            Found::by([Evidence::seen("claims.iss", observed, "--issuer").against(expected)])
                .failing()
                .into()
        }
        Some(_) => Outcome::not_applicable("the issuers differ in another way"),
    }
}

const V1_TOKEN_V2_EXPECTED: Rule = Rule {
    id: "v1-token-v2-expected",
    catalogue: &["B01"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "right tenant, v1 spelling: a v2 issuer was expected",
    why: "Both strings are issuers of the same tenant. The resource decides the token version by its manifest, not \
          the endpoint that the client called.",
    remedy: &[
        "For an API of your own: set requestedAccessTokenVersion to 2 in its registration, then get a new token \
         (changes can take an hour).",
        "Or let the receiver accept both issuers of tenant {issuer_tenant}, each with its own metadata.",
        "A Microsoft resource cannot be changed: expect its v1 issuer.",
    ],
    alternatives: &[],
    explains: &[],
    see: &[TOKEN_VERSIONS],
    check: |case| failed(case, Difference::V1Token),
};

const V2_TOKEN_V1_EXPECTED: Rule = Rule {
    id: "v2-token-v1-expected",
    catalogue: &["B02"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "right tenant, v2 spelling: a v1 issuer was expected",
    why: "Both strings are issuers of the same tenant. The receiver reads the v1 metadata while the resource asks for \
          v2 tokens.",
    remedy: &[
        "Let the receiver read the metadata of the version that the claim ver names (with /v2.0).",
    ],
    alternatives: &[],
    explains: &[],
    see: &[TOKEN_VERSIONS],
    check: |case| failed(case, Difference::V2Token),
};

const TEMPLATE_EXPECTED: Rule = Rule {
    id: "template-issuer-expected",
    catalogue: &["B03"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "the expected issuer is a template, {tenantid} not filled in",
    why: "The metadata of common and organizations names no tenant. The token's own tid belongs where {tenantid} \
          stands; then both are equal.",
    remedy: &[
        "Put the token's tid into the template, then compare exactly, and compare the key's issuer as well.",
        "Never switch the comparison off: any tenant's token would pass.",
    ],
    alternatives: &[],
    explains: &[],
    see: &["https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer"],
    check: |case| failed(case, Difference::Template),
};

const ISSUER_NEARLY_EQUAL: Rule = Rule {
    id: "issuer-nearly-equal",
    catalogue: &["B04"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "the issuers look alike and are not equal",
    why: "They differ in letter case, a slash, the scheme, or a character that nobody sees. Issuers are compared \
          exactly, so receivers refuse the token.",
    remedy: &[
        "Copy the issuer from the token or from the metadata into the receiver's configuration, character by character.",
    ],
    alternatives: &[],
    explains: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc7519#section-4.1.1"],
    check: |case| match difference::of(case) {
        Some((Difference::Hidden, expected)) => {
            let observed = case
                .profile
                .issuer
                .as_ref()
                .map_or("", |issuer| issuer.raw.as_str());
            Found::by([Evidence::seen(
                "claims.iss",
                Marked(observed).to_string(),
                "--issuer, hidden characters marked",
            )
            .against(Marked(expected).to_string())])
            .failing()
            .into()
        }
        _ => failed(case, Difference::Hidden),
    },
};

const ALIAS_HOST: Rule = Rule {
    id: "issuer-alias-host",
    catalogue: &["B05", "B10"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "right tenant, but an alias of the issuer's host",
    why: "Both hosts belong to the same cloud and both strings name the same tenant, but only one of them is the \
          issuer: an alias is never written into a token.",
    remedy: &["Expect the issuer exactly as the tenant's metadata names it."],
    alternatives: &[],
    explains: &[],
    see: &[TOKEN_VERSIONS],
    check: |case| failed(case, Difference::AliasHost),
};

const ISSUER_SCHEME_DIFFERS: Rule = Rule {
    id: "issuer-scheme-differs",
    catalogue: &["B12"],
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "the issuers differ in http and https alone",
    why: "A proxy that ends TLS in front of the provider makes it believe that it is reached by http, and it writes \
          that into its tokens.",
    remedy: &[
        "Tell the provider its public address, or let it trust the proxy's forwarded scheme.",
    ],
    alternatives: &[(
        "adfs-issuer",
        "AD FS writes http into access tokens on purpose (access_token_issuer).",
    )],
    explains: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc7519#section-4.1.1"],
    check: |case| failed(case, Difference::Scheme),
};

const ISSUER_HOST_DIFFERS: Rule = Rule {
    id: "issuer-host-differs",
    catalogue: &["B11"],
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "the same path under another host: an internal and a public name",
    why: "The token was requested by one name of the provider and is checked by another, as between containers and a \
          browser. The provider writes the name by which it was asked.",
    remedy: &[
        "Give the provider one public name and let both sides use it (Keycloak: KC_HOSTNAME).",
        "Never switch issuer validation off instead.",
    ],
    alternatives: &[(
        "unexpected-issuer",
        "Two servers can have the same path by chance.",
    )],
    explains: &[],
    see: &["https://www.keycloak.org/server/hostname"],
    check: |case| failed(case, Difference::Host),
};

const UNEXPECTED_ISSUER: Rule = Rule {
    id: "unexpected-issuer",
    catalogue: &["F01"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "another issuer than the expected one",
    why: "The token's issuer and the expected issuer are different services or different tenants.",
    remedy: &[
        "Find out which of the two sides is configured wrongly: the client that asks, or the receiver.",
    ],
    alternatives: &[],
    explains: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc7519#section-4.1.1"],
    check: |case| {
        // The tenant's own story tells more, where both issuers are tenants.
        let wanted = case.expected_tenants();
        let is_tenant_matter = case
            .profile
            .issuing_tenant()
            .is_some_and(|tenant| !wanted.contains(&tenant));
        if is_tenant_matter && !wanted.is_empty() {
            return Outcome::not_applicable("the tenants differ, which another rule tells");
        }
        if case.profile.issuer.is_none() && !case.expectation.issuers.is_empty() {
            return Outcome::Undecided("the token names no issuer".into());
        }
        failed(case, Difference::Other)
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

const DISCOVERY_URL_EXPECTED: Rule = Rule {
    id: "discovery-url-expected",
    catalogue: &["B13"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "a discovery URL was given for the issuer",
    why: "The URL of the metadata is not the issuer; the issuer in front of it was expected instead.",
    remedy: &["In a receiver's configuration, write the issuer itself."],
    alternatives: &[],
    explains: &[],
    see: &["https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig"],
    check: |case| {
        let urls = case
            .expectation
            .issuers
            .iter()
            .filter(|expected| expected.was_discovery_url());
        Outcome::found_if_any(
            urls.map(|expected| {
                Evidence::seen("--issuer", &expected.given, "taken as").against(&expected.issuer)
            })
            .collect(),
        )
    },
};
