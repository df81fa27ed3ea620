//! Cases of tokens that are what was expected, or would be at another hour.

use uuid::Uuid;

use super::{pat_at_home, pat_for_graph};
use crate::samples::case::Case;
use crate::samples::tokens::Draft;
use crate::samples::world::{
    AZURE_CLI, CATALOG, FABRIKAM, NIGHTLY_SYNC, NIGHTLY_SYNC_PRINCIPAL, PAT, Resource, at,
};
use crate::support::members::Members;

pub const CASES: &[Case] = &[
    Case::benign(
        "healthy-v1",
        "A member of fabrikam.example with the Azure CLI: tenant, issuer, key and time are as expected.",
        |case, keys| pat_at_home(case).signed(&keys.public[0]),
    ),
    Case::benign(
        "healthy-v2-app-only",
        "A service of fabrikam.example calls the company's own API without a person, by certificate.",
        |case, keys| nightly_sync(case).signed(&keys.public[1]),
    )
    .asked(
        "--tenant fabrikam.example --audience 6f0a4d1c-52b7-4e3e-9d86-1c47a9be03f2 --role Catalog.Read.All",
    ),
    Case::benign(
        "graph-nonce",
        "A Microsoft Graph token: its header has a nonce, so a plain signature check fails by design.",
        |case, keys| pat_for_graph(case).signed_with_nonce(&keys.public[0]),
    ),
    Case::benign(
        "expired-only",
        "As healthy-v1, but from the day before: genuine, expected, and expired.",
        |case, keys| {
            pat_at_home(case)
                .issued(at() - 26 * 3600, 4127)
                .signed(&keys.public[0])
        },
    ),
    Case::benign(
        "not-yet-valid",
        "As healthy-v1, but its time begins two hours after the check: one of the two clocks is wrong.",
        |case, keys| {
            pat_at_home(case)
                .issued(at() + 2 * 3600, 4640)
                .signed(&keys.public[0])
        },
    ),
    Case::benign(
        "unknown-key",
        "As healthy-v1, but signed with a key that the authority does not publish (any more): nothing is proven.",
        |case, keys| pat_at_home(case).signed(&keys.unpublished),
    ),
    Case::benign(
        "token-response",
        "What a token endpoint answered: access token, id token and refresh token in one JSON object.",
        |case, keys| {
            let access = pat_at_home(case).issued(at() - 300, 4217 + 300);
            // Of one sign-in: other contents, but the same session and the same request.
            let id = id_token(&format!("{case}/id"), AZURE_CLI)
                .issued(access.issued_at(), 3900)
                .with("sid", access.claim("sid"))
                .with("uti", access.claim("uti"));
            Members::new()
                .with("token_type", "Bearer")
                .with("scope", "https://management.core.windows.net//user_impersonation")
                .with("expires_in", 4217)
                .with("ext_expires_in", 4217)
                .with("access_token", access.signed(&keys.public[0]))
                .with("refresh_token", access.refresh_token())
                .with("id_token", id.signed(&keys.public[0]))
                .to_string()
        },
    ),
];

fn nightly_sync(case: &str) -> Draft {
    Draft::v2(case, &FABRIKAM, &CATALOG)
        .client(NIGHTLY_SYNC, "2")
        .with("idtyp", "app")
        .with("oid", NIGHTLY_SYNC_PRINCIPAL)
        .with("roles", ["Catalog.Read.All"])
        .with("sub", NIGHTLY_SYNC_PRINCIPAL)
}

/// Pat's id token for a client: it says who signed in, and carries no permission.
pub(super) fn id_token(case: &str, client: Uuid) -> Draft {
    let for_the_client = Resource {
        audience: "",
        app_id: client,
    };
    Draft::v2(case, &FABRIKAM, &for_the_client)
        .of(&PAT)
        .with("nonce", "678910b3-5e1c-4d7f-8a24-90f6c3d2e715")
}
