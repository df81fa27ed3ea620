//! For every rule a token in which it is found, and a look-alike in which it is not: a rule that never
//! speaks, or always does, is none.

mod uses;
mod whose;

use crate::entra::expectation::Expectation;
use crate::entra::kind::Kind;
use crate::jose::proof::{Status, Via};
use crate::trace::{Key, Strength};

use super::*;

const OWN: fn() -> Expectation = own;

/// A rule, the token in which it is found, the look-alike, and what is expected of both.
struct Witness {
    rule: &'static str,
    found: Draft,
    lookalike: Draft,
    expectation: Expectation,
}

fn witness(rule: &'static str, found: Draft, lookalike: Draft) -> Witness {
    Witness {
        rule,
        found,
        lookalike,
        expectation: OWN(),
    }
}

impl Witness {
    fn asked(mut self, expectation: Expectation) -> Self {
        self.expectation = expectation;
        self
    }
}

fn audience(audience: &str) -> Expectation {
    Expectation {
        audiences: vec![audience.into()],
        ..own()
    }
}

fn v2_of(tenant: &str) -> String {
    format!("https://login.microsoftonline.com/{tenant}/v2.0")
}

fn app(draft: Draft) -> Draft {
    draft.without(&["scp"]).with(r#""idtyp":"app","oid":"o""#)
}

fn proofs() -> Vec<Witness> {
    let header = |text: &str| Draft::of(E).header(text);
    let nonce = r#"{"alg":"RS256","kid":"k","nonce":"n"}"#;
    let personal = r#""kid":"k","issuer":"https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0""#;
    let shared = r#""kid":"k","issuer":"https://login.microsoftonline.com/{tenantid}/v2.0""#;
    let government = r#""kid":"k","cloud_instance_name":"microsoftonline.us""#;
    vec![
        witness(
            "unsigned-token",
            header(r#"{"alg":"none"}"#).cut(0),
            Draft::of(E).cut(0),
        ),
        witness(
            "symmetric-algorithm",
            header(r#"{"alg":"HS256"}"#),
            header(r#"{"alg":"PS256"}"#),
        ),
        witness(
            "key-in-header",
            header(r#"{"alg":"RS256","jku":"https://a.example"}"#),
            header(r#"{"alg":"RS256","x5t":"t"}"#),
        ),
        witness(
            "bad-signature",
            Draft::of(E).status(Status::Invalid),
            header(nonce).status(Status::Invalid),
        ),
        witness(
            "nonce-signature-fails",
            header(nonce).status(Status::Invalid),
            Draft::of(E).status(Status::Invalid),
        ),
        witness(
            "header-nonce",
            header(nonce).via(Via::NonceTransform),
            header(nonce),
        ),
        witness(
            "foreign-key",
            Draft::of(E).key(personal),
            Draft::of(E).key(shared),
        ),
        witness(
            "key-of-another-cloud",
            Draft::v2(E).key(government),
            Draft::of(E).key(government),
        ),
        witness(
            "cut-signature",
            Draft::of(E).status(Status::Malformed),
            Draft::of(E).status(Status::Invalid),
        ),
        witness(
            "retired-key",
            Draft::of(E)
                .status(Status::NoKey)
                .keys(r#"{"keys":[{}]}"#)
                .with(&format!(r#""iat":{}"#, NOW - 86_401)),
            Draft::of(E).status(Status::NoKey).keys(r#"{"keys":[{}]}"#),
        ),
        witness(
            "unknown-key",
            Draft::of(E).status(Status::NoKey).keys(r#"{"keys":[{}]}"#),
            Draft::of(E).status(Status::NoKey),
        ),
    ]
}

fn forms() -> Vec<Witness> {
    let exp = |seconds: i64| format!(r#""exp":{}"#, NOW + seconds);
    let cae = r#""xms_cc":["CP1"]"#;
    vec![
        witness(
            "expired",
            Draft::of(E).with(&exp(-60)),
            Draft::of(E).with(&exp(-59)),
        ),
        witness(
            "not-yet-valid",
            Draft::of(E).with(&format!(r#""nbf":{}"#, NOW + 61)),
            Draft::of(E),
        ),
        witness("no-expiry", Draft::of(E).without(&["exp"]), Draft::of(E)),
        witness(
            "long-lifetime",
            Draft::of(E).with(&exp(86_400)),
            Draft::of(E).with(&exp(86_400)).with(cae),
        ),
        witness("still-usable", Draft::of(E), Draft::of(E).with(&exp(-60))),
        witness(
            "refresh-token",
            Draft::opaque(Kind::RefreshToken),
            Draft::of(E),
        ),
        witness("encrypted-token", Draft::opaque(Kind::Jwe), Draft::of(E)),
        witness(
            "opaque-token",
            Draft::opaque(Kind::Opaque),
            Draft::opaque(Kind::RefreshToken),
        ),
        witness("saml-message", Draft::opaque(Kind::Saml), Draft::of(E)),
        witness("sts-error", Draft::opaque(Kind::StsError), Draft::of(E)),
        witness(
            "duplicate-claims",
            Draft::of(E).with(r#""oid":"a","oid":"b""#),
            Draft::of(E).with(r#""x":"a","x":"b""#),
        ),
        witness(
            "edited-sample",
            Draft::of(E)
                .with(r#""name":"****""#)
                .status(Status::Malformed),
            Draft::of(E).with(r#""name":"****""#),
        ),
        witness(
            "lenient-decoding",
            Draft::of(E).header(r#"{"kid":"k"}"#),
            Draft::of(E),
        ),
    ]
}

#[test]
fn every_rule_is_found_in_one_token_and_not_in_its_look_alike() {
    let witnesses: Vec<Witness> = [
        whose::tenants(),
        whose::issuers(),
        proofs(),
        uses::uses(),
        forms(),
    ]
    .into_iter()
    .flatten()
    .collect();
    for Witness {
        rule,
        found,
        lookalike,
        expectation,
    } in &witnesses
    {
        let is_found = |draft: &Draft| {
            draft
                .judged(expectation)
                .findings
                .iter()
                .any(|finding| finding.rule == *rule)
        };
        assert!(is_found(found), "{rule} should be found");
        // An expectation alone makes this one; there is no token without it.
        let is_of_expectation = *rule == "discovery-url-expected";
        assert!(
            !is_found(lookalike) || is_of_expectation,
            "{rule} should not be found in its look-alike"
        );
    }
    // The open question of the signature is a check, never a finding.
    let without: Vec<&str> = super::super::all()
        .map(|rule| rule.id)
        .filter(|id| !witnesses.iter().any(|w| w.rule == *id))
        .collect();
    assert_eq!(without, ["signature"]);
}
