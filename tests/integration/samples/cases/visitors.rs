//! Cases of people from elsewhere in the expected tenant: right issuer, another home.

use super::{EXCHANGE_ADMINISTRATOR, EXCHANGE_SCOPES};
use crate::samples::case::Case;
use crate::samples::tokens::Draft;
use crate::samples::world::{
    ARM, AZURE_CLI, AZURE_POWERSHELL, EXCHANGE, EXCHANGE_REST_POWERSHELL, FABRIKAM, KIM, ROBIN,
    SAM, WINGTIP,
};

pub const CASES: &[Case] = &[
    Case::benign(
        "guest",
        "A guest from wingtip.example in fabrikam.example: issuer and tenant are right, only idp shows the home.",
        |case, keys| {
            Draft::v1(case, &FABRIKAM, &ARM)
                .of_guest(&SAM, &WINGTIP.v1_issuer(), &format!("5::{}", SAM.puid))
                .through(AZURE_CLI, "user_impersonation")
                .with("amr", ["pwd", "rsa", "mfa"])
                .with("xms_idrel", "5 24")
                .signed(&keys.public[0])
        },
    ),
    Case::benign(
        "personal-guest",
        "A personal Microsoft account that was invited to fabrikam.example as a guest.",
        |case, keys| {
            Draft::v1(case, &FABRIKAM, &ARM)
                .of_guest(&ROBIN, "live.com", &format!("1:live.com:{}", ROBIN.puid))
                .through(AZURE_POWERSHELL, "user_impersonation")
                .with("unique_name", format!("live.com#{}", ROBIN.mail))
                .with("xms_idrel", "5 12")
                .signed(&keys.public[1])
        },
    ),
    Case::benign(
        "partner",
        "An engineer of the partner wingtip.example with delegated admin rights (GDAP) in fabrikam.example.",
        |case, keys| {
            Draft::v1(case, &FABRIKAM, &EXCHANGE)
                .of(&KIM)
                .through(EXCHANGE_REST_POWERSHELL, EXCHANGE_SCOPES)
                .with("idp", WINGTIP.v1_issuer())
                .with("wids", [EXCHANGE_ADMINISTRATOR])
                .with("xms_idrel", "11 20")
                .signed(&keys.public[0])
        },
    ),
];
