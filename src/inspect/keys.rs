//! What tokens offer to search by, for those who search elsewhere: decoded, not verified, nobody is asked.
//!
//! Not its job: searching.

use crate::entra::expectation::Expectation;
use crate::entra::profile::Profile;
use crate::input;
use crate::report::model::NotChecked;
use crate::time::Timestamp;
use crate::trace::TokenKeys;

use super::candidate;
use super::{Input, Inputs};

/// The keys of every token in the inputs that can be read; one that decides (the access token of a
/// response) comes first. And what could not be read, with the reason.
#[must_use]
pub fn token_keys(
    inputs: Vec<Input>,
    reading: input::Options,
    now: Timestamp,
) -> (Vec<TokenKeys>, Vec<NotChecked>) {
    let mut inputs = Inputs::new(inputs, reading);
    let expectation = Expectation::default();
    let mut found = Vec::new();
    let mut not_checked = Vec::new();
    candidate::each(&mut inputs, &mut not_checked, |candidate| {
        if let Some(claims) = &candidate.token.claims {
            let profile = Profile::read(claims, &expectation, now);
            found.push((!candidate.decides, profile.keys(&candidate.token)));
        }
    });
    found.sort_by_key(|(is_beside, _)| *is_beside);
    let keys = found.into_iter().map(|(_, keys)| keys).collect();
    (keys, not_checked)
}
