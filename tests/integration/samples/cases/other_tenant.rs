//! Cases of tokens that another tenant issued, each for another innocent reason.

use uuid::{Uuid, uuid};

use super::{EXCHANGE_SCOPES, for_the_catalog};
use crate::samples::case::Case;
use crate::samples::exports;
use crate::samples::tokens::Draft;
use crate::samples::world::{
    ARM, AZURE_CLI, AZURE_POWERSHELL, CATALOG, CATALOG_APP, EXCHANGE, EXCHANGE_REMOTE_POWERSHELL,
    FABRIKAM, JORDAN, LEE, LITWARE, MICROSOFT_SERVICES, PAT, PERSONAL, PLACEHOLDER, ROBIN,
    Resource, SAM, TAILSPIN, WINGTIP, at,
};
use crate::support::identifiers::rh;

/// An API that Litware registered in its own cloud, and its client.
const LITWARE_API: Resource = Resource {
    audience: "api://a94c2e70-3f1b-4d65-87c9-0be6d2f5317c",
    app_id: uuid!("a94c2e70-3f1b-4d65-87c9-0be6d2f5317c"),
};
const LITWARE_APP: Uuid = uuid!("58f3d07a-c6e2-4b19-9d40-e72a1b8c6f95");

pub const CASES: &[Case] = &[
    Case::benign(
        "wrong-tenant-exo-powershell",
        "Pat ran a copied Exchange script that still held tailspin.example's tenant id; Tailspin's audit log shows the sign-in.",
        |case, keys| exchange_script(case).signed(&keys.public[0]),
    )
    .with_exports(|case| exports::of_wrong_tenant(&exchange_script(case), &PAT, &TAILSPIN)),
    Case::benign(
        "wrong-issuer-only",
        "The same story in the other shape that a token of it could have: tid is Pat's own tenant, only the issuer is tailspin.example.",
        |case, keys| {
            exchange_script(case)
                .without("idp")
                .with("tid", FABRIKAM.id)
                .with("rh", rh(FABRIKAM.id, EXCHANGE.app_id, 0x1a4d))
                .signed(&keys.public[0])
        },
    ),
    Case::benign(
        "home-tenant-token",
        "A member of wingtip.example got the token at home, while the resource lives in fabrikam.example.",
        |case, keys| {
            Draft::v1(case, &WINGTIP, &ARM)
                .of(&SAM)
                .through(AZURE_CLI, "user_impersonation")
                .with("xms_idrel", "1 8")
                .signed(&keys.public[1])
        },
    ),
    Case::benign(
        "customer-of-multitenant-api",
        "A customer at wingtip.example calls the API that fabrikam.example offers to every tenant.",
        |case, keys| {
            Draft::v2(case, &WINGTIP, &CATALOG)
                .of(&SAM)
                .through(CATALOG_APP, "Catalog.Read")
                .signed(&keys.public[0])
        },
    )
    .asked("--tenant fabrikam.example --audience 6f0a4d1c-52b7-4e3e-9d86-1c47a9be03f2"),
    Case::benign(
        "personal-account",
        "Robin signed in to Fabrikam's API with a personal Microsoft account instead of a work account.",
        |case, keys| {
            for_the_catalog(case)
                .of(&ROBIN)
                .with("iss", PERSONAL.v2_issuer())
                .with("tid", PERSONAL.id)
                .with("rh", rh(PERSONAL.id, CATALOG.app_id, 0x2b07))
                .signed(&keys.personal)
        },
    ),
    Case::benign(
        "microsoft-services",
        "A personal account asked for Azure without naming a tenant and landed in Microsoft Services, as everybody does.",
        |case, keys| {
            Draft::v1(case, &MICROSOFT_SERVICES, &ARM)
                .of_guest(&ROBIN, "live.com", &format!("1:live.com:{}", ROBIN.puid))
                .through(AZURE_POWERSHELL, "user_impersonation")
                .with("unique_name", format!("live.com#{}", ROBIN.mail))
                .signed(&keys.public[0])
        },
    ),
    Case::benign(
        "other-cloud",
        "A token of litware.example from the US Government cloud, where fabrikam.example was expected.",
        |case, keys| {
            Draft::v2(case, &LITWARE, &LITWARE_API)
                .of(&LEE)
                .through(LITWARE_APP, "Reports.Read")
                .signed(&keys.us_gov)
        },
    ),
    Case::benign(
        "placeholder-tenant",
        "A token whose tenant is the id that Microsoft's documentation prints: a sample nobody filled in.",
        |case, keys| {
            Draft::v1(case, &PLACEHOLDER, &ARM)
                .of(&JORDAN)
                .through(AZURE_CLI, "user_impersonation")
                .signed(&keys.public[1])
        },
    ),
];

/// Pat signed in at home, but the script asked Tailspin's authority for the token. There is no sign
/// of a relation to Tailspin: no `xms_idrel`, no `altsecid`, no role.
fn exchange_script(case: &str) -> Draft {
    Draft::v1(case, &TAILSPIN, &EXCHANGE)
        .issued(at() - 1899, 4442)
        .of(&PAT)
        .through(EXCHANGE_REMOTE_POWERSHELL, EXCHANGE_SCOPES)
        .with("idp", FABRIKAM.v1_issuer())
}
