//! The list of sample cases. One more case is one more entry in one of these files.
//!
//! Not its job: writing them to disk (`write.rs`).

mod expected;
mod integrity;
mod mistaken;
mod other_tenant;
mod visitors;

use super::case::Case;
use super::tokens::Draft;
use super::world::{ARM, AZURE_CLI, CATALOG, CATALOG_APP, FABRIKAM, GRAPH, GRAPH_POWERSHELL, PAT};

/// Every case, in the order in which `samples/README.md` shows them.
pub fn all() -> impl Iterator<Item = &'static Case> {
    [
        expected::CASES,
        visitors::CASES,
        other_tenant::CASES,
        mistaken::CASES,
        integrity::CASES,
    ]
    .into_iter()
    .flatten()
}

/// The role id of every ordinary member (no role at all).
const ORDINARY_MEMBER: &str = "b79fbf4d-3ef9-4689-8143-76b194e85509";
const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
const EXCHANGE_ADMINISTRATOR: &str = "29232cdf-9323-42fd-ade2-1d097af3e4de";

/// What Connect-ExchangeOnline is given, in full.
const EXCHANGE_SCOPES: &str =
    "AdminApi.AccessAsUser.All FfoPowerShell.AccessAsUser.All RemotePowerShell.AccessAsUser.All";

/// The healthy token that most other cases change in one thing: Pat, at home, with the Azure CLI.
fn pat_at_home(case: &str) -> Draft {
    Draft::v1(case, &FABRIKAM, &ARM)
        .of(&PAT)
        .through(AZURE_CLI, "user_impersonation")
        .with("wids", [ORDINARY_MEMBER])
        .with("xms_idrel", "1 18")
}

/// Pat's token for Microsoft Graph, which belongs into a header with a nonce.
fn pat_for_graph(case: &str) -> Draft {
    Draft::v1(case, &FABRIKAM, &GRAPH)
        .of(&PAT)
        .through(GRAPH_POWERSHELL, "Mail.Read User.Read openid profile email")
        .with("app_displayname", "Microsoft Graph Command Line Tools")
        .with("idtyp", "user")
        .with("wids", [ORDINARY_MEMBER])
        .with("xms_idrel", "1 26")
}

/// A version 2 token for Fabrikam's own API, by its web front end.
fn for_the_catalog(case: &str) -> Draft {
    Draft::v2(case, &FABRIKAM, &CATALOG)
        .of(&PAT)
        .through(CATALOG_APP, "Catalog.Read")
}
