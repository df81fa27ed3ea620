//! Rules about things that are recognised but are no readable token: what they are, and what follows.

use crate::entra::kind::Kind;
use crate::finding::{Confidence, Evidence, Severity};

use super::rule::{Case, Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    REFRESH_TOKEN,
    ENCRYPTED_TOKEN,
    OPAQUE_TOKEN,
    SAML_MESSAGE,
    STS_ERROR,
];

fn is_of_kind(case: &Case, kind: Kind) -> Outcome {
    if case.profile.kind == kind {
        Found::by([Evidence::seen("kind", kind.words(), "known by its form")]).into()
    } else {
        Outcome::not_applicable("the token is of another kind")
    }
}

const REFRESH_TOKEN: Rule = Rule {
    id: "refresh-token",
    catalogue: &["D01"],
    severity: Severity::Low,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "a refresh token: more dangerous than an access token",
    why: "It gets new access tokens, often for other resources too, and lives for weeks. Nothing in it can be read or \
          verified here.",
    remedy: &[
        "If anybody else can have seen it, revoke the user's sessions.",
        "To check what it was used for, take the access token of the same response.",
    ],
    alternatives: &[(
        "opaque-token",
        "An authorization code or a personal account's token can begin alike.",
    )],
    explains: &[],
    errors: &["Jwt is not well formed", "IDX12741"],
    see: &["https://learn.microsoft.com/entra/identity-platform/refresh-tokens"],
    check: |case| is_of_kind(case, Kind::RefreshToken),
};

const ENCRYPTED_TOKEN: Rule = Rule {
    id: "encrypted-token",
    catalogue: &["D02"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "encrypted: only its resource can read it",
    why: "The token has five parts, which is the encrypted form. Its header can be read, its claims cannot, so neither \
          tenant nor signature can be checked here.",
    remedy: &["Check the token where it is used, or look for the sign-in in the logs."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc7516#section-3.1"],
    check: |case| is_of_kind(case, Kind::Jwe),
};

const OPAQUE_TOKEN: Rule = Rule {
    id: "opaque-token",
    catalogue: &["D01", "A10"],
    severity: Severity::Info,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "opaque: only its issuer can read it",
    why: "It is not a JSON Web Token. Tokens of personal accounts and authorization codes look like this; nothing in \
          them can be read or verified here.",
    remedy: &["Check the access token of a work account instead, or ask the issuer."],
    alternatives: &[(
        "refresh-token",
        "A refresh token can begin alike and should be kept more secret.",
    )],
    explains: &[],
    errors: &[
        "Jwt is not well formed",
        "CompactToken parsing failed",
        "IDX12741",
    ],
    see: &["https://learn.microsoft.com/entra/identity-platform/access-tokens"],
    check: |case| is_of_kind(case, Kind::Opaque),
};

const SAML_MESSAGE: Rule = Rule {
    id: "saml-message",
    catalogue: &["D01"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "a SAML message, not a JSON Web Token",
    why: "It belongs to another protocol and is neither read nor verified here.",
    remedy: &["Take the access token or id token of the sign-in instead."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &["https://learn.microsoft.com/entra/identity-platform/single-sign-on-saml-protocol"],
    check: |case| is_of_kind(case, Kind::Saml),
};

const STS_ERROR: Rule = Rule {
    id: "sts-error",
    catalogue: &[
        "E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E09", "E10",
    ],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "the sign-in service refused: there is no token",
    why: "This is the text of an error, not a token, so there is nothing to verify. Its parts are explained \
          below.",
    remedy: &[
        "Do what stands beside the code below; jwtenant explain tells more of each name in it.",
    ],
    alternatives: &[],
    explains: &[],
    errors: &["AADSTS"],
    see: &["https://learn.microsoft.com/entra/identity-platform/reference-error-codes"],
    check: |case| is_of_kind(case, Kind::StsError),
};
