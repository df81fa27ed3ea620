//! Cases of good tokens in the wrong place, and of expectations spelled another way.

use super::expected::id_token;
use super::{for_the_catalog, pat_at_home, pat_for_graph};
use crate::samples::case::Case;
use crate::samples::tokens::Draft;
use crate::samples::world::{AZURE_CLI, CATALOG, CATALOG_APP, FABRIKAM, PAT};

pub const CASES: &[Case] = &[
    Case::benign(
        "v1-spelling",
        "A version 1 token of fabrikam.example where the issuer of version 2 was expected: the same tenant, spelled another way.",
        |case, keys| {
            Draft::v1(case, &FABRIKAM, &CATALOG)
                .of(&PAT)
                .through(CATALOG_APP, "Catalog.Read")
                .signed(&keys.public[0])
        },
    )
    .asked("--issuer https://login.microsoftonline.com/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/v2.0"),
    Case::benign(
        "graph-token-for-own-api",
        "A Microsoft Graph token was sent to Fabrikam's own API.",
        |case, keys| pat_for_graph(case).signed_with_nonce(&keys.public[1]),
    )
    .asked("--tenant fabrikam.example --audience api://6f0a4d1c-52b7-4e3e-9d86-1c47a9be03f2"),
    Case::benign(
        "own-api-token-for-graph",
        "A token for Fabrikam's own API was sent to Microsoft Graph.",
        |case, keys| for_the_catalog(case).signed(&keys.public[0]),
    )
    .asked("--tenant fabrikam.example --audience https://graph.microsoft.com"),
    Case::benign(
        "id-token",
        "An id token where an access token was needed: it tells a client who signed in and opens nothing.",
        |case, keys| {
            id_token(case, CATALOG_APP).signed(&keys.public[0])
        },
    )
    .asked("--tenant fabrikam.example --scope Mail.Read"),
    Case::benign(
        "edited-sample",
        "A token as a manual shows it: an issuer id with digits lost, masked values, a signature cut short.",
        |case, keys| {
            let token = pat_at_home(case)
                .with("iss", "https://sts.windows.net/d7340c9a-52f1-4b8e-96a7-c81f05b239/")
                .with("tid", "d7340c9a-52f1-4b8e-96a7-c81f05b2396e")
                .with("appid", AZURE_CLI.to_string().replace(|c: char| c != '-', "x"))
                .with("name", "****")
                .with("oid", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
                .with("rh", "I")
                .with("unique_name", "****@****.example")
                .with("upn", "****@****.example")
                .signed(&keys.unpublished);
            let cut = token.rfind('.').expect("a compact token") + 41;
            token[..cut].to_owned()
        },
    ),
];
