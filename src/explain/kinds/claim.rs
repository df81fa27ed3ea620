//! Members of a token's header and payload, by name.

use crate::explain::meaning::{Kind, Meaning};
use crate::facts::Basis;
use crate::facts::claims::{self, Claim, claims};
use crate::facts::logs;

pub(super) const KIND: Kind = Kind {
    name: "claim",
    help: "a member of a token's payload or header (uti, idp, kid)",
    look_up: |word| claims(word).into_iter().map(meaning).collect(),
    keys: || claims::TABLE.rows().map(|row| row.column(1)).collect(),
};

/// Claims whose meaning is told together with others.
const RELATED: &[(&str, &[&str])] = &[
    ("aud", &["wrong-audience", "audience-spelling"]),
    ("appid", &["azp", "appidacr"]),
    ("altsecid", &["idp", "b2b-guest"]),
    ("azp", &["appid", "azpacr"]),
    ("exp", &["expired", "long-lifetime", "xms_cc"]),
    (
        "idp",
        &["iss", "tid", "altsecid", "b2b-guest", "copied-tenant-id"],
    ),
    (
        "iss",
        &["tid", "ver", "v1-token-v2-expected", "issuer-nearly-equal"],
    ),
    ("kid", &["unknown-key", "foreign-key"]),
    ("oid", &["tid", "sub"]),
    ("rh", &["aio"]),
    ("roles", &["scp", "powerful-app-roles"]),
    ("scp", &["roles", "broad-first-party-scopes"]),
    ("sid", &["uti"]),
    ("tid", &["iss", "idp", "other-tenant"]),
    ("uti", &["sid"]),
    (
        "ver",
        &["iss", "v1-token-v2-expected", "v2-token-v1-expected"],
    ),
    ("wids", &["privileged-directory-role"]),
    (
        "xms_idrel",
        &["idp", "pass-through-user", "partner-admin", "b2b-guest"],
    ),
];

fn meaning(claim: Claim) -> Meaning {
    let place = if claim.is_header { "header" } else { "payload" };
    let related = RELATED.iter().filter(|(name, _)| *name == claim.name);
    let nonce: &[&str] = match (claim.name, claim.is_header) {
        ("nonce", true) => &["header-nonce", "nonce-signature-fails"],
        _ => &[],
    };
    let title = format!("{}, a member of the {place}", claim.name);
    Meaning::new(KIND.name, claim.name, title, claim.source)
        .line("means", claim.meaning)
        .line("reading", claim.reading)
        .lines("in logs", in_logs(&claim))
        .line("type", claim.json_type)
        .line("tokens", claim.tokens)
        .line("basis", claim.basis.words())
        .related(related.flat_map(|(_, words)| words.iter().copied()))
        .related(nonce.iter().copied())
}

/// The fields of logs that repeat it, a log on each line.
fn in_logs(claim: &Claim) -> Vec<String> {
    if claim.is_header {
        return Vec::new();
    }
    let places = logs::places(claim.name).map(|place| {
        // Activity logs of Azure write names of claims as long addresses.
        let field = match place.field.rsplit_once('/') {
            Some((_, last)) => format!("claims, the name that ends in /{last}"),
            None => place.field.to_owned(),
        };
        let doubt = match place.basis {
            Basis::Unsure => " (not confirmed)",
            _ => "",
        };
        format!("{}: {field}{doubt}", place.log)
    });
    places.collect()
}
