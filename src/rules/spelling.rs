//! Rules about an expected issuer (`--issuer`): another spelling of it, or another issuer altogether.
//!
//! Not its job: telling the differences apart (`rules/spelling/difference.rs`).

mod difference;

use crate::finding::{Confidence, Evidence, Severity};
use crate::text::Marked;

use self::difference::Difference;
use super::rule::{Case, Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    V1_TOKEN_V2_EXPECTED,
    V2_TOKEN_V1_EXPECTED,
    TEMPLATE_EXPECTED,
    ISSUER_NEARLY_EQUAL,
    ALIAS_HOST,
    ISSUER_SCHEME_DIFFERS,
    ISSUER_HOST_DIFFERS,
    UNEXPECTED_ISSUER,
    DISCOVERY_URL_EXPECTED,
];

const TOKEN_VERSIONS: &str =
    "https://learn.microsoft.com/entra/identity-platform/access-tokens#token-formats";

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
    alternatives: &[(
        "unexpected-issuer",
        "If the two tenants differ it is not the version: compare the GUIDs.",
    )],
    explains: &[],
    errors: &[
        "IDX10205: Issuer validation failed",
        "invalid claim value: 'iss'",
        "JWT Validation Failed: IDX10205",
        "The iss claim is not valid",
    ],
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
    alternatives: &[(
        "unexpected-issuer",
        "If the two tenants differ it is not the version: compare the GUIDs.",
    )],
    explains: &[],
    errors: &["IDX10205: Issuer validation failed"],
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
    alternatives: &[(
        "unexpected-issuer",
        "Filled in with the token's tid the template would be equal; if it is not, the issuer is another one.",
    )],
    explains: &[],
    errors: &[
        "IDX10205: Issuer validation failed",
        "Issuer name does not match authority",
    ],
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
    alternatives: &[(
        "lookalike-host",
        "A letter that merely resembles the right one is another host: compare the marked characters.",
    )],
    explains: &[],
    errors: &["IDX10205: Issuer validation failed", "AADSTS700211"],
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
    alternatives: &[(
        "odd-issuer-spelling",
        "The expected value itself may be a form that is never issued.",
    )],
    explains: &[],
    errors: &[],
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
    errors: &[],
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
    errors: &["Invalid token issuer. Expected"],
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
    alternatives: &[(
        "issuer-nearly-equal",
        "A typing mistake in the expected issuer looks like another issuer: compare both character by character.",
    )],
    explains: &[],
    errors: &["IDX10205: Issuer validation failed"],
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
        let unread = case.expectation.issuers.iter();
        match unread
            .filter(|expected| expected.is_unresolved())
            .find(|_| difference::of(case).is_some())
        {
            Some(expected) => Outcome::Undecided(
                format!("the issuer that {} names was not found out", expected.given).into(),
            ),
            None => failed(case, Difference::Other),
        }
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
    errors: &[],
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
