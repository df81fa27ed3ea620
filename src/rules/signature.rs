//! Rules about proof: the signature, the key, and whether that key may speak for this issuer.

use crate::entra::cloud::Cloud;
use crate::entra::issuer::{Issuer, TENANT_TEMPLATE};
use crate::finding::{Confidence, Evidence, Severity};
use crate::jose::header::Algorithm;
use crate::jose::jwks::Key;
use crate::jose::proof::{Status, Via};

use super::rule::{Case, Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    UNSIGNED_TOKEN,
    SYMMETRIC_ALGORITHM,
    KEY_IN_HEADER,
    BAD_SIGNATURE,
    FOREIGN_KEY,
    KEY_OF_ANOTHER_CLOUD,
    NONCE_SIGNATURE_FAILS,
    SIGNATURE,
    CUT_SIGNATURE,
    UNKNOWN_KEY,
    HEADER_NONCE,
];

const ACCESS_TOKENS: &str =
    "https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens";

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
    see: &["https://www.rfc-editor.org/rfc/rfc8725#section-3.2"],
    check: |case| match case.proof.status {
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
        "Treat the token as made by somebody else than {issuer}.",
        "Make sure that every receiver fixes the algorithm to RS256.",
    ],
    alternatives: &[],
    explains: &[],
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

const KEY_IN_HEADER: Rule = Rule {
    id: "key-in-header",
    catalogue: &["G05"],
    severity: Severity::High,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "the token brings its own key",
    why: "Entra ID never puts a key, or an address of one, into a header. A receiver that trusts it would accept \
          whatever its author wrote. The key was not used and the address was not contacted.",
    remedy: &["Make sure that every receiver takes keys only from the issuer's own key set."],
    alternatives: &[],
    explains: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc7515#section-10.2"],
    check: |case| {
        let carriers = case.token.header.key_carriers().into_iter().map(|name| {
            let value = case
                .token
                .header
                .0
                .get(name)
                .map(crate::jose::json::Json::to_text)
                .unwrap_or_default();
            Evidence::seen(
                format!("header.{name}"),
                crate::text::clipped(&value, 80),
                "RFC 7515, section 4.1",
            )
        });
        let hostile_kid = case
            .token
            .header
            .key_id()
            .filter(|kid| looks_like_path_or_query(kid));
        let kid = hostile_kid
            .map(|kid| Evidence::seen("header.kid", kid, "key ids of Entra ID are base64url"));
        Outcome::found_if_any(carriers.chain(kid).collect())
    },
};

/// A key id that is meant to be taken for a file, a command or a database query.
fn looks_like_path_or_query(kid: &str) -> bool {
    [
        "../", "..\\", "/dev/", "/etc/", "'", "\"", ";", "|", "`", "$(",
    ]
    .iter()
    .any(|mark| kid.contains(mark))
}

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
    see: &["https://www.rfc-editor.org/rfc/rfc7515#section-5.2"],
    check: |case| match case.proof.status {
        Status::Invalid if case.token.header.text("nonce").is_none() => {
            let kid = case.proof.key.as_ref().map(Key::name).unwrap_or("unknown");
            Found::by([Evidence::seen(
                "signature",
                "does not hold",
                format!("key {kid} of the issuer"),
            )
            .against("holds")])
            .into()
        }
        Status::Invalid => Outcome::not_applicable("the header has a nonce"),
        _ => Outcome::Pass,
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
    see: &[ACCESS_TOKENS],
    check: |case| match case.proof.status {
        Status::Invalid if case.token.header.text("nonce").is_some() => {
            Found::by([Evidence::seen(
                "signature",
                "does not hold",
                "checked plain and with the nonce hashed",
            )])
            .into()
        }
        _ => Outcome::Pass,
    },
};

const FOREIGN_KEY: Rule = Rule {
    id: "foreign-key",
    catalogue: &["G06"],
    severity: Severity::High,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "a genuine key that may not sign for this issuer",
    why: "The signature holds, but the key is published for another issuer than the one the token names. Entra ID \
          never signs that way; a receiver that does not compare the two would accept it (the pattern of \
          Storm-0558).",
    remedy: &[
        "Keep the token, its key id and the key set as evidence, and report it to Microsoft.",
        "Make sure that every receiver compares the key's issuer with the token's.",
    ],
    alternatives: &[],
    explains: &[],
    see: &[ACCESS_TOKENS],
    check: |case| {
        let (Some(key), Some(issuer)) = (signing_key(case), &case.profile.issuer) else {
            return Outcome::not_applicable("no signature holds, so no key is to be compared");
        };
        let Some(key_issuer) = &key.issuer else {
            return Outcome::not_applicable(
                "the keys at hand name no issuer, so this link of the chain is not checkable",
            );
        };
        if may_sign_for(key_issuer, issuer) {
            return Outcome::Pass;
        }
        Found::by([Evidence::seen("key.issuer", key_issuer, "the key set").against(&issuer.raw)])
            .into()
    },
};

/// Whether a key published for `key_issuer` may sign for `issuer`: it names that issuer or its v2
/// form, or the template that stands for every tenant of the cloud (identitymodel compares the same
/// way). Government keys in the public set carry the public template; their cloud is checked by
/// [`KEY_OF_ANOTHER_CLOUD`].
fn may_sign_for(key_issuer: &str, issuer: &Issuer) -> bool {
    if key_issuer == issuer.raw || issuer.v2_forms().iter().any(|form| form == key_issuer) {
        return true;
    }
    let is_template = Cloud::all()
        .flat_map(Cloud::v2_prefixes)
        .any(|prefix| key_issuer == format!("{prefix}{TENANT_TEMPLATE}/v2.0"));
    is_template
        && issuer.is_entra()
        && issuer.tenant != Some(crate::entra::tenant::TenantId::PERSONAL)
}

const KEY_OF_ANOTHER_CLOUD: Rule = Rule {
    id: "key-of-another-cloud",
    catalogue: &["G06", "B06"],
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "the key belongs to another cloud than the issuer",
    why: "The signature holds, but the key says it belongs to another national cloud than the one whose issuer the \
          token names.",
    remedy: &["Check in which cloud {issuer_tenant} lives and read the metadata there (--cloud)."],
    alternatives: &[(
        "foreign-key",
        "A key that names another issuer, not only another cloud, is a graver matter.",
    )],
    explains: &[],
    see: &[ACCESS_TOKENS],
    check: |case| {
        let (Some(key), Some(issuer)) = (signing_key(case), &case.profile.issuer) else {
            return Outcome::not_applicable("no signature holds, so no key is to be compared");
        };
        let Some(instance) = &key.cloud_instance else {
            return Outcome::not_applicable("the key names no cloud");
        };
        match Cloud::by_instance_name(instance) {
            Some(cloud) if !issuer.clouds.is_empty() && !issuer.clouds.contains(&cloud) => {
                let expected: Vec<_> = issuer.clouds.iter().map(|cloud| cloud.id()).collect();
                Found::by([
                    Evidence::seen("key.cloud_instance_name", instance, "the key set")
                        .against(expected.join(" or ")),
                ])
                .into()
            }
            _ => Outcome::Pass,
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
    remedy: &["Give the issuing tenant's metadata with --metadata."],
    alternatives: &[],
    explains: &[],
    see: &[ACCESS_TOKENS],
    check: |case| match case.proof.status {
        Status::Valid => Outcome::Pass,
        _ if case.expectation.no_signature => Outcome::not_applicable("not asked (--no-signature)"),
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
    title: "the signature is incomplete",
    why: "The signature is shorter or longer than this key makes them, or holds characters that no token has. \
          Header and payload can be read, nothing can be proven.",
    remedy: &["Get the whole token: terminals, mail programs and documentation cut it."],
    alternatives: &[(
        "edited-sample",
        "Documentation prints tokens with a cut signature on purpose.",
    )],
    explains: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc7518#section-3.3"],
    check: |case| match case.proof.status {
        Status::Malformed => {
            let seen = format!("{} bytes", case.token.signature_length());
            Found::by([Evidence::seen("signature", seen, case.proof.reason.clone())]).into()
        }
        _ => Outcome::Pass,
    },
};

const UNKNOWN_KEY: Rule = Rule {
    id: "unknown-key",
    catalogue: &["G02"],
    severity: Severity::Low,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "the issuer's key set does not hold this key",
    why: "The header names a key that the key set at hand does not hold. Keys rotate, and an old token outlives its \
          key; tenants with claims mapping sign with keys of their own.",
    remedy: &[
        "Check again with a key set of the time when the token was issued (--metadata).",
        "If the application has a custom signing key, read the metadata with ?appid= and the client's id.",
    ],
    alternatives: &[(
        "bad-signature",
        "Only the key itself could tell: without it, nothing is known of the signature.",
    )],
    explains: &[],
    see: &["https://learn.microsoft.com/entra/identity-platform/signing-key-rollover"],
    check: |case| match case.proof.status {
        Status::NoKey if !case.issuing.keys.keys.is_empty() => {
            let observed = case
                .token
                .header
                .key_id()
                .or(case.token.header.thumbprint())
                .unwrap_or("no key id");
            let known = case.issuing.keys.keys.len();
            Found::by([Evidence::seen(
                "header.kid",
                observed,
                format!("not among the {known} keys at hand"),
            )])
            .into()
        }
        Status::NoKey => Outcome::not_applicable("no keys were at hand"),
        _ => Outcome::Pass,
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

fn signing_key<'a>(case: &'a Case) -> Option<&'a Key> {
    case.is_proven()
        .then_some(case.proof.key.as_ref())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";

    fn may(key_issuer: &str, issuer: &str) -> bool {
        may_sign_for(
            &key_issuer.replace("{T}", T),
            &Issuer::read(&issuer.replace("{T}", T)),
        )
    }

    #[test]
    fn a_template_key_signs_for_every_organisation_of_its_cloud() {
        let template = "https://login.microsoftonline.com/{tenantid}/v2.0";
        assert!(may(template, "https://login.microsoftonline.com/{T}/v2.0"));
        assert!(may(template, "https://sts.windows.net/{T}/"));
        assert!(!may(template, "https://idp.example"));
    }

    #[test]
    fn personal_keys_sign_for_personal_accounts_only() {
        let personal =
            "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";
        assert!(may(personal, personal));
        assert!(!may(personal, "https://login.microsoftonline.com/{T}/v2.0"));
        assert!(!may(
            "https://login.microsoftonline.com/{tenantid}/v2.0",
            personal
        ));
    }

    #[test]
    fn key_ids_that_are_paths_are_noticed() {
        assert!(looks_like_path_or_query("../../dev/null"));
        assert!(looks_like_path_or_query("x' UNION SELECT 'y"));
        assert!(!looks_like_path_or_query("nOo3ZDrODXEK1jKWhXslHR_KXEg"));
    }
}
