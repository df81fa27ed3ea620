//! Rules about how the person signed in and which of the names in the token may be relied on.

use crate::entra::permission::PermissionKind;
use crate::finding::{Confidence, Evidence, Severity};

use super::rule::{Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[PASSWORD_ONLY_ADMIN, UNVERIFIED_EMAIL, KEY_BOUND_TOKEN];

const CLAIMS_REFERENCE: &str =
    "https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference";

const PASSWORD_ONLY_ADMIN: Rule = Rule {
    id: "password-only-admin",
    catalogue: &["G15"],
    severity: Severity::Low,
    confidence: Confidence::Medium,
    weight: Weight::Detail,
    title: "an administrator who signed in with nothing but a password",
    why: "The token names the password as the only method (amr), holds a privileged directory role, and was obtained \
          by a public client: the pattern of scripts that send the password themselves.",
    remedy: &[
        "Require multi-factor authentication for {user}, and look for scripts that hold the password.",
        "Compare with the sign-in log: authenticationProtocol ropc means that the client sent the password.",
    ],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &["https://learn.microsoft.com/entra/identity-platform/v2-oauth-ropc"],
    check: |case| {
        let methods = case.claims.texts("amr");
        if methods.is_empty() {
            return Outcome::not_applicable("the token does not say how the person signed in");
        }
        let is_admin = case.profile.permissions.iter().any(|permission| {
            permission.kind == PermissionKind::DirectoryRole && permission.tier == Some(0)
        });
        if methods == ["pwd"] && is_admin && case.profile.has_public_microsoft_client() {
            return Found::by([Evidence::seen("claims.amr", "pwd", CLAIMS_REFERENCE)]).into();
        }
        Outcome::Pass
    },
};

const UNVERIFIED_EMAIL: Rule = Rule {
    id: "unverified-email",
    catalogue: &["G17"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "the mail address in it is not verified",
    why: "The claim xms_edov says that the owner of the mail domain was not verified. Whoever decides by email, upn or \
          unique_name can be shown somebody else's address: only tid with oid identifies a person.",
    remedy: &["Make sure that no receiver finds its users by email: use tid and oid."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &[
        "https://learn.microsoft.com/entra/identity-platform/claims-validation#validate-the-subject",
    ],
    check: |case| {
        let Some(email) = case.claims.text("email") else {
            return Outcome::not_applicable("the token carries no mail address");
        };
        match case
            .claims
            .0
            .get("xms_edov")
            .map(crate::jose::json::Json::to_text)
            .as_deref()
        {
            Some("false" | "0") => {
                Found::by([Evidence::seen("claims.email", email, "xms_edov is false")]).into()
            }
            Some(_) => Outcome::Pass,
            None => Outcome::not_applicable("the token does not say whether it is verified"),
        }
    },
};

const KEY_BOUND_TOKEN: Rule = Rule {
    id: "key-bound-token",
    catalogue: &["D08"],
    severity: Severity::Info,
    confidence: Confidence::Medium,
    weight: Weight::Detail,
    title: "bound to a key: a copy alone is of no use",
    why: "The claim cnf binds the token to a key that its owner must prove to hold with every request. The signature \
          checked here is the issuer's, not that proof.",
    remedy: &["Check that the receiver demands the proof; otherwise the binding protects nothing."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc7800"],
    check: |case| {
        let is_pop = case
            .token
            .header
            .text("typ")
            .is_some_and(|typ| typ.eq_ignore_ascii_case("pop"));
        match (case.claims.has("cnf"), is_pop) {
            (true, _) => Found::by([Evidence::seen("claims.cnf", "present", "RFC 7800")]).into(),
            (false, true) => {
                Found::by([Evidence::seen("header.typ", "pop", "signed HTTP request")]).into()
            }
            (false, false) => {
                Outcome::not_applicable("it is a bearer token: whoever holds it can use it")
            }
        }
    },
};
