//! Rules about proof: does the signature hold, and if that stays open, why?
//!
//! Not its job: the key behind it (`rules/key.rs`).

use crate::finding::{Confidence, Evidence, Severity};
use crate::jose::header::Algorithm;
use crate::jose::jwks::Key;
use crate::jose::proof::{Status, Via};

use super::rule::{Case, Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    UNSIGNED_TOKEN,
    SYMMETRIC_ALGORITHM,
    BAD_SIGNATURE,
    NONCE_SIGNATURE_FAILS,
    SIGNATURE,
    CUT_SIGNATURE,
    HEADER_NONCE,
];

pub(super) const ACCESS_TOKENS: &str =
    "https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens";

/// Why nothing is known of a signature that did not come to be checked; `None` where it was.
pub(super) fn not_checked(case: &Case) -> Option<Outcome> {
    let why = match case.proof.status {
        Status::Valid | Status::Invalid => return None,
        Status::NoKey | Status::NotChecked | Status::Unsupported => "the signature was not checked",
        Status::Unsigned => "there is no signature",
        Status::Malformed => "the signature is not whole",
    };
    Some(Outcome::not_applicable(why))
}

/// Whether the key under which the signature fails is the one that the header names. Where it names
/// none, every key of the type was tried, and the right one may merely be missing.
fn fails_under_its_own_key(case: &Case) -> bool {
    let header = &case.token.header;
    let names =
        |named: Option<&str>, own: &Option<String>| named.is_some() && named == own.as_deref();
    case.proof.status == Status::Invalid
        && case.proof.key.as_deref().is_some_and(|key| {
            names(header.key_id(), &key.id) || names(header.thumbprint(), &key.thumbprint)
        })
}

const UNNAMED_KEY: &str =
    "the header names none of the keys at hand, so the key that signed may be another";

pub(super) const UNFINISHED: &str =
    "the payload ends in the middle: the token was cut when it was copied";

const NO_SIGNATURE: &str =
    "the signature is missing, although the header says how the token was signed";

const UNSIGNED_TOKEN: Rule = Rule {
    id: "unsigned-token",
    catalogue: &["G04"],
    severity: Severity::High,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "nobody signed this token",
    why: "Entra ID signs every token it issues; a token without a signature can be written by anybody.",
    remedy: &[
        "Find out who handed this token over and which program accepted it.",
        "Make sure that every receiver refuses alg none.",
    ],
    alternatives: &[(
        "cut-signature",
        "The signature may have been left out when the token was copied: get it again.",
    )],
    explains: &[],
    errors: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc8725#section-3.2"],
    check: |case| match case.proof.status {
        Status::Unsigned if case.is_cut() => Outcome::not_applicable(
            "the header says how it was signed, so its signature was cut off",
        ),
        Status::Unsigned => {
            let algorithm = case.token.header.text("alg").unwrap_or("none");
            Found::by([
                Evidence::seen("header.alg", algorithm, "RFC 7515, section 4.1.1").against("RS256"),
                Evidence::absent("signature", "RFC 7515, section 5.1"),
            ])
            .into()
        }
        _ => Outcome::Pass,
    },
};

const SYMMETRIC_ALGORITHM: Rule = Rule {
    id: "symmetric-algorithm",
    catalogue: &["G04"],
    severity: Severity::High,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "signed with a shared secret, which Entra ID never does",
    why: "The algorithm is symmetric: whoever can check such a signature could have made it, and Entra ID signs \
          with RS256 only. A receiver that takes the public key for the secret would accept it.",
    remedy: &[
        "Treat the token as made by somebody else than the issuer it names.",
        "Make sure that every receiver fixes the algorithm to RS256.",
    ],
    alternatives: &[(
        "other-provider",
        "A provider other than Entra ID may sign for one application with a shared secret.",
    )],
    explains: &[],
    errors: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc8725#section-2.1"],
    check: |case| match case.token.header.algorithm() {
        Algorithm::Symmetric(name) => {
            Found::by(
                [Evidence::seen("header.alg", name, "RFC 7518, section 3.2").against("RS256")],
            )
            .into()
        }
        _ => Outcome::Pass,
    },
};

const BAD_SIGNATURE: Rule = Rule {
    id: "bad-signature",
    catalogue: &["G03"],
    severity: Severity::High,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "forged or altered: the signature does not belong to this token",
    why: "The key that the header names is the issuer's, the signature has its full length, and it does not hold \
          over this header and payload. What the token says is not what was signed.",
    remedy: &[
        "Do not act on anything this token claims.",
        "Get the token again from where it was used; if it fails again, find out who changed it.",
    ],
    alternatives: &[
        (
            "edited-sample",
            "A documentation sample has masked or malformed values; then nobody would accept it.",
        ),
        (
            "nonce-signature-fails",
            "A header with a nonce would make plain verification fail by design.",
        ),
    ],
    explains: &[],
    errors: &["IDX10511: Signature validation failed"],
    see: &["https://www.rfc-editor.org/rfc/rfc7515#section-5.2"],
    check: |case| {
        if let Some(outcome) = not_checked(case) {
            return outcome;
        }
        match case.proof.status {
            Status::Invalid if case.is_payload_unfinished() => Outcome::not_applicable(UNFINISHED),
            Status::Invalid if !fails_under_its_own_key(case) => {
                Outcome::not_applicable(UNNAMED_KEY)
            }
            Status::Invalid if case.token.header.text("nonce").is_some() => {
                Outcome::not_applicable("the header has a nonce")
            }
            Status::Invalid => {
                let kid = case
                    .proof
                    .key
                    .as_deref()
                    .map(Key::name)
                    .unwrap_or("unknown");
                Found::by([Evidence::seen(
                    "signature",
                    "does not hold",
                    format!("key {kid} of the issuer"),
                )
                .against("holds")])
                .into()
            }
            _ => Outcome::Pass,
        }
    },
};

const NONCE_SIGNATURE_FAILS: Rule = Rule {
    id: "nonce-signature-fails",
    catalogue: &["C04"],
    severity: Severity::Medium,
    confidence: Confidence::Low,
    weight: Weight::Story,
    title: "the signature holds neither plain nor after the nonce transform",
    why: "Tokens with a nonce in the header are signed over a changed header, which Microsoft does not document. \
          Both known forms were tried and neither holds, so only the resource itself can decide.",
    remedy: &["Ask {resource} with the token, or get a fresh copy of it and check again."],
    alternatives: &[
        (
            "bad-signature",
            "An altered copy fails in the same way: compare with the original.",
        ),
        (
            "header-nonce",
            "A newer, unknown transform fails in the same way: other tokens of the resource would too.",
        ),
    ],
    explains: &[],
    errors: &["IDX10511: Signature validation failed"],
    see: &[ACCESS_TOKENS],
    check: |case| {
        if let Some(outcome) = not_checked(case) {
            return outcome;
        }
        if case.token.header.text("nonce").is_none() {
            return Outcome::not_applicable("the header has no nonce");
        }
        if case.is_payload_unfinished() {
            return Outcome::not_applicable(UNFINISHED);
        }
        if fails_under_its_own_key(case) {
            return Found::by([Evidence::seen(
                "signature",
                "does not hold",
                "checked plain and with the nonce hashed",
            )])
            .into();
        }
        if case.is_proven() {
            Outcome::Pass
        } else {
            Outcome::not_applicable(UNNAMED_KEY)
        }
    },
};

/// The proof itself: everything that is neither valid nor a finding of its own stays undecided.
const SIGNATURE: Rule = Rule {
    id: "signature",
    catalogue: &["G02"],
    severity: Severity::Low,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "the signature could not be checked",
    why: "Without a valid signature everything the token says is only claimed.",
    remedy: &["Let the issuer be asked, or give its saved metadata with --metadata."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &[ACCESS_TOKENS],
    check: |case| match case.proof.status {
        Status::Valid => Outcome::Pass,
        _ if !case.expectation.asks_proof() => {
            Outcome::not_applicable("not asked (--no-signature)")
        }
        Status::Unsigned if case.is_cut() => Outcome::Undecided(NO_SIGNATURE.into()),
        Status::Invalid if case.is_payload_unfinished() => Outcome::Undecided(UNFINISHED.into()),
        Status::Invalid if !fails_under_its_own_key(case) => Outcome::Undecided(UNNAMED_KEY.into()),
        Status::Invalid | Status::Unsigned => Outcome::not_applicable("another rule speaks of it"),
        Status::NoKey | Status::NotChecked | Status::Unsupported | Status::Malformed => {
            Outcome::Undecided(case.proof.reason.clone())
        }
    },
};

const CUT_SIGNATURE: Rule = Rule {
    id: "cut-signature",
    catalogue: &["D03"],
    severity: Severity::Low,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "the token is not whole: a part of it was cut off",
    why: "The signature is missing, shorter or longer than this key makes them, or holds characters that no token has, \
          or the payload ends in the middle. What is left can be read, and nothing of it can be proven.",
    remedy: &["Get the whole token: terminals, mail programs and documentation cut it."],
    alternatives: &[
        (
            "edited-sample",
            "Documentation prints tokens with a cut signature on purpose.",
        ),
        (
            "unsigned-token",
            "Somebody can have taken the signature off: no receiver may accept what is left.",
        ),
    ],
    explains: &[],
    errors: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc7518#section-3.3"],
    check: |case| {
        let mut evidence = Vec::new();
        if case.proof.status == Status::Malformed {
            let seen = format!("{} bytes", case.token.signature_length());
            evidence.push(Evidence::seen("signature", seen, case.proof.reason.clone()));
        } else if case.is_cut() && !case.token.has_signature() {
            evidence.push(Evidence::absent("signature", "RFC 7515, section 5.1"));
        }
        if case.is_payload_unfinished() {
            evidence.push(Evidence::seen(
                "payload",
                "ends in the middle",
                "RFC 8259, section 4",
            ));
        }
        match not_checked(case) {
            Some(outcome) if evidence.is_empty() => outcome,
            _ => Outcome::found_if_any(evidence),
        }
    },
};

const HEADER_NONCE: Rule = Rule {
    id: "header-nonce",
    catalogue: &["C04"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "signed over a changed header, as Microsoft Graph tokens are",
    why: "The header has a nonce, which is replaced by its hash before signing. Libraries therefore call such a \
          token invalid by design. It is meant for {resource} alone; this check is undocumented.",
    remedy: &[
        "Do not validate this token in an API of your own: request one for that API instead.",
    ],
    alternatives: &[],
    explains: &[],
    errors: &["IDX10511: Signature validation failed", "IDX10503"],
    see: &[ACCESS_TOKENS],
    check: |case| match case.proof.via {
        Some(Via::NonceTransform) => Found::by([Evidence::seen(
            "header.nonce",
            "present",
            "verified with the nonce hashed",
        )])
        .into(),
        _ => Outcome::not_applicable("the signature does not depend on a header nonce"),
    },
};
