//! Cases that no innocent story explains: something about the token itself cannot be true.

use uuid::uuid;

use super::{GLOBAL_ADMINISTRATOR, pat_at_home};
use crate::samples::case::Case;
use crate::samples::tokens::Draft;
use crate::samples::world::{
    ARM, AZURE_CLI, CHRIS, EXCHANGE, FABRIKAM, JORDAN, MICROSOFT_OFFICE, TAILSPIN,
};
use crate::support::forge::{self, Algorithm};

pub const CASES: &[Case] = &[
    Case::suspicious(
        "forged-signature",
        "A real token of Pat's whose payload was rewritten afterwards: another person, and a role that rules the tenant.",
        |case, keys| {
            let draft = pat_at_home(case);
            let token = draft.signed(&keys.public[0]);
            let edited = draft
                .with("name", CHRIS.name)
                .with("oid", CHRIS.oid)
                .with("unique_name", CHRIS.mail)
                .with("upn", CHRIS.mail)
                .with("wids", [GLOBAL_ADMINISTRATOR]);
            forge::with_payload(&token, &edited.payload())
        },
    ),
    Case::suspicious(
        "alg-none",
        "A token that says of itself that it needs no signature.",
        |case, _| {
            let header = r#"{"typ":"JWT","alg":"none"}"#;
            forge::unsigned(header, &as_administrator(case).payload())
        },
    ),
    Case::suspicious(
        "symmetric-hs256",
        "A token signed with a shared secret, which is the published certificate itself: a confused verifier takes it.",
        |case, keys| {
            let draft = as_administrator(case);
            let key = &keys.public[0];
            let header = draft.header(&key.kid()).with("alg", "HS256").to_string();
            forge::sign_hs256(key.x5c().as_bytes(), &header, &draft.payload())
        },
    ),
    Case::suspicious(
        "key-in-header",
        "A token that brings the key to check it with in its own header.",
        |case, keys| {
            let draft = as_administrator(case);
            let key = &keys.unpublished;
            let header = draft.header(&key.kid()).with("jwk", key.jwk()).to_string();
            forge::sign(key, Algorithm::Rs256, &header, &draft.payload())
        },
    ),
    Case::suspicious(
        "foreign-key",
        "A token of fabrikam.example, signed with a key that may only sign for personal accounts.",
        |case, keys| {
            Draft::v1(case, &FABRIKAM, &EXCHANGE)
                .of(&CHRIS)
                .through(MICROSOFT_OFFICE, "Mail.ReadWrite Mail.Send")
                .signed(&keys.personal)
        },
    ),
    Case::suspicious(
        "iss-tid-disagree",
        "A validly signed token whose issuer is tailspin.example and whose tid is a third tenant.",
        |case, keys| {
            Draft::v1(case, &TAILSPIN, &ARM)
                .of(&JORDAN)
                .through(AZURE_CLI, "user_impersonation")
                .with("tid", uuid!("b7e25c19-8f40-4d63-9a1e-6c02d5f8e374"))
                .signed(&keys.public[0])
        },
    ),
];

/// What somebody would write who may write anything.
fn as_administrator(case: &str) -> Draft {
    pat_at_home(case).with("wids", [GLOBAL_ADMINISTRATOR])
}
