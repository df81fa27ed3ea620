//! Which member of a token response a name stands for, however it is spelt.
//!
//! Not its job: reading the value behind the name (`input/named.rs`).

use super::found::{Found, Member, Shape};

/// What is longer is no name that is known here.
pub(super) const LONGEST_NAME: usize = 64;

/// The member of a token response that has this name. `accessToken` is how `az` spells it.
pub(super) fn member(name: &str) -> Option<Member> {
    match plain(name).as_str() {
        "accesstoken" => Some(Member::AccessToken),
        "idtoken" => Some(Member::IdToken),
        "refreshtoken" => Some(Member::RefreshToken),
        _ => None,
    }
}

/// A candidate as the member of a response, if it is one.
pub(super) fn as_member(mut found: Found, member: Option<Member>) -> Found {
    let is_too_long = matches!(found.shape, Shape::TooLong { .. });
    if member == Some(Member::RefreshToken) && !is_too_long {
        found.shape = Shape::RefreshToken;
    }
    found.member = member;
    found
}

/// The name without the differences in which it is spelt.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .take(LONGEST_NAME)
        .filter(|c| !matches!(c, '_' | '-'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}
