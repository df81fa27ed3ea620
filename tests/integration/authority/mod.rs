//! The program against a real authority: what it asks, what it makes of the answers, and how it bears
//! an authority or a network that misbehaves (facts/faults of the project: each row is a test).
//!
//! Not its job: verdicts on tokens whose keys are at hand.

mod cache;
mod documents;
mod issuers;
mod live;
mod trust;
mod verb;
mod wire;

use crate::samples::tokens::Draft;
use crate::samples::world::{ARM, AZURE_CLI, FABRIKAM, PAT};
use crate::support::authority::published::keys;

const FABRIKAM_ID: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";

/// A member of fabrikam.example with the Azure CLI.
fn pat() -> Draft {
    Draft::v1("authority", &FABRIKAM, &ARM)
        .of(&PAT)
        .through(AZURE_CLI, "user_impersonation")
}

fn token() -> String {
    pat().signed(&keys().public[0])
}
