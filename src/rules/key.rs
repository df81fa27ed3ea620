//! Rules about the key: where it comes from, and whether it may speak for this issuer.
//!
//! Not its job: whether the signature holds (`rules/signature.rs`).

use crate::entra::cloud::Cloud;
use crate::entra::issuer::{Issuer, TENANT_TEMPLATE};
use crate::entra::tenant::TenantId;
use crate::finding::{Confidence, Evidence, Severity};
use crate::jose::jwks::Key;
use crate::jose::proof::Status;
use crate::text::clipped;

use super::rule::{Case, Found, Outcome, Rule, Weight};
use super::signature::{ACCESS_TOKENS, not_checked};

pub const RULES: &[Rule] = &[
    KEY_IN_HEADER,
    FOREIGN_KEY,
    KEY_OF_ANOTHER_CLOUD,
    UNKNOWN_KEY,
    RETIRED_KEY,
];

const KEY_IN_HEADER: Rule = Rule {
    id: "key-in-header",
    catalogue: &["G05"],
    severity: Severity::High,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "the header carries a key, or a key id meant as something else",
    why: "Entra ID never puts a key, or an address of one, into a header. A receiver that trusts it would accept \
          whatever its author wrote; one that looks a key id up as a file or in a database can be led astray by it. \
          No such key was used, and no address of one was contacted.",
    remedy: &["Make sure that every receiver takes keys only from the issuer's own key set."],
    alternatives: &[(
        "key-bound-token",
        "Proofs of a client's own key (DPoP, client assertions) carry that key: look at typ and aud.",
    )],
    explains: &[],
    errors: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc7515#section-10.2"],
    check: |case| {
        let carriers = case.token.header.key_carriers().into_iter().map(|name| {
            // An address is worth seeing; a key is not.
            let value = case.token.header.text(name).unwrap_or("present");
            Evidence::seen(
                format!("header.{name}"),
                clipped(value, 80),
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
    alternatives: &[
        (
            "key-of-another-cloud",
            "A key that names another cloud only, not another issuer, is a lesser matter.",
        ),
        (
            "metadata-issuer-mismatch",
            "A key set that was put together by hand can name the wrong issuer: read it from the issuer itself.",
        ),
    ],
    explains: &[],
    errors: &["IDX40005"],
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
        .filter_map(|prefix| key_issuer.strip_prefix(prefix)?.strip_suffix("/v2.0"))
        .any(|between| between == TENANT_TEMPLATE);
    is_template && issuer.is_entra() && issuer.tenant != Some(TenantId::PERSONAL)
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
    errors: &["IDX40012"],
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

/// Older than this, a token may well outlive its key: keys are announced and rotated within days.
const OLD: i64 = 24 * 3600;

/// The key that is missing from the set at hand; `old` says of which of the two rules it is.
fn missing_key(case: &Case, old: bool) -> Outcome {
    if case.proof.status != Status::NoKey {
        return not_checked(case).unwrap_or(Outcome::Pass);
    }
    let keys = &case.issuing.keys.keys;
    if keys.is_empty() {
        return Outcome::not_applicable("no keys were at hand");
    }
    let header = &case.token.header;
    let Some(observed) = header.key_id().or(header.thumbprint()) else {
        return Outcome::not_applicable("the header names no key");
    };
    if keys
        .iter()
        .any(|key| key.id.as_deref() == header.key_id() && key.id.is_some())
    {
        return Outcome::not_applicable("the key is at hand, and does not fit the algorithm");
    }
    let issued = case.profile.lifetime.issued_at.time();
    let is_old = issued.is_some_and(|issued| case.at.seconds_since(issued) > OLD);
    if is_old != old {
        return Outcome::not_applicable("the token's age makes another rule speak");
    }
    let known = keys.len();
    let at = if header.key_id().is_some() {
        "header.kid"
    } else {
        "header.x5t"
    };
    Found::by([Evidence::seen(
        at,
        observed,
        format!("not among the {known} keys at hand"),
    )])
    .into()
}

const UNKNOWN_KEY: Rule = Rule {
    id: "unknown-key",
    catalogue: &["G02"],
    severity: Severity::Low,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "the issuer's key set does not hold this key",
    why: "The header names a key that the key set at hand does not hold, and nothing says that the token is old. A key \
          that was just rotated in, a replica that lags behind, or a key that the tenant publishes for one \
          application only looks like this; so does a key that is nobody's.",
    remedy: &[
        "Check again in a few minutes, past the cache (--refresh).",
        "If the application has a signing key of its own, its metadata is read with ?appid= and the client's id.",
    ],
    alternatives: &[(
        "bad-signature",
        "Only the key itself could tell: without it, nothing is known of the signature.",
    )],
    explains: &[],
    errors: &["IDX10501", "IDX10503: Signature validation failed"],
    see: &[KEY_ROLLOVER],
    check: |case| missing_key(case, false),
};

const RETIRED_KEY: Rule = Rule {
    id: "retired-key",
    catalogue: &["G02"],
    severity: Severity::Low,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "the key is no longer published",
    why: "The token is old, and keys rotate: the key that its header names has most likely left the key set since. The \
          token cannot be verified with today's keys, which says nothing against it.",
    remedy: &[
        "Check with a key set that was saved when the token was issued: --metadata with a snapshot of that time.",
    ],
    alternatives: &[(
        "unknown-key",
        "A key that never was the issuer's is missing in the same way.",
    )],
    explains: &[],
    errors: &["IDX10501", "IDX10503: Signature validation failed"],
    see: &[KEY_ROLLOVER],
    check: |case| missing_key(case, true),
};

const KEY_ROLLOVER: &str =
    "https://learn.microsoft.com/entra/identity-platform/signing-key-rollover";

fn signing_key<'a>(case: &'a Case) -> Option<&'a Key> {
    case.is_proven()
        .then_some(case.proof.key.as_deref())
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
