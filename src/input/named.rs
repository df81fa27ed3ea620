//! What a name tells of its value: `access_token` is an access token even where nobody but its
//! issuer can read it.
//!
//! Not its job: to know the forms in which names and values are written.

use super::found::{Found, Member, Shape};
use super::member::{LONGEST_NAME, as_member, member, plain};
use super::recogniser::Limits;
use super::{peel, sts_error, text};

/// Everything in a value that has a name.
pub(super) fn read(name: &str, value: &str, limits: &Limits) -> Vec<Found> {
    let plain = plain(name);
    // The claim opens as a refresh token does, and is none.
    if value.len() < SHORTEST || plain == "rh" {
        return Vec::new();
    }
    let member = member(name);
    if let Some(found) = peel::token(value, limits) {
        let generic = (plain == "token").then_some(Member::AccessToken);
        return vec![as_named(found, member.or(generic), &plain)];
    }
    let mut found = text::scan(value, limits);
    found.extend(sts_error::read(value, limits).into_iter().flatten());
    if found.is_empty() {
        member
            .and_then(|member| opaque(value, member, limits))
            .into_iter()
            .collect()
    } else {
        found
    }
}

/// Whether a value of this name is a token.
pub(super) fn names_token(name: &str) -> bool {
    member(name).is_some() || plain(name) == "token"
}

/// A candidate that its name says more about than its shape. `plain` is the name where it is no
/// member.
fn as_named(found: Found, member: Option<Member>, plain: &str) -> Found {
    let mut found = as_member(found, member);
    let is_opaque = matches!(found.shape, Shape::Opaque | Shape::RefreshToken);
    if member.is_none() && plain == "code" && is_opaque {
        found.shape = Shape::AuthorizationCode;
    }
    if plain.starts_with(SESSION_COOKIE) && is_opaque {
        found.shape = Shape::Opaque;
    }
    found
}

/// How the cookies begin that keep a person signed in at Entra ID: they open as refresh tokens do.
pub(super) const SESSION_COOKIE: &str = "estsauth";

/// A name fit for a place: short, and no token itself.
pub(super) fn shown(name: &str) -> String {
    let is_ordinary = name.len() <= LONGEST_NAME
        && peel::token(name, &Limits::default()).is_none()
        && !text::holds_token(name);
    if is_ordinary {
        name.to_owned()
    } else {
        "…".to_owned()
    }
}

/// No token is shorter than `e30.e30.`.
const SHORTEST: usize = 8;

/// No opaque token is shorter; `string` and `<token>` stand in documentation.
const SHORTEST_OPAQUE: usize = 16;

/// A value that has no shape of its own, but a name.
fn opaque(value: &str, member: Member, limits: &Limits) -> Option<Found> {
    let value = value.trim();
    if value.len() < SHORTEST_OPAQUE || value.contains(char::is_whitespace) {
        return None;
    }
    let found = if value.len() > limits.max_token_size {
        Found::too_long(value.len())
    } else {
        Found::new(value, Shape::Opaque)
    };
    Some(as_member(found, Some(member)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str, value: &str) -> Found {
        let mut found = read(name, value, &Limits::default());
        assert_eq!(found.len(), 1, "{name}");
        found.remove(0)
    }

    #[test]
    fn names_decide_where_the_shape_does_not() {
        let value = "a value without any shape".replace(' ', "-");
        assert_eq!(one("access_token", &value).shape, Shape::Opaque);
        assert_eq!(one("refreshToken", &value).shape, Shape::RefreshToken);
        assert!(read("code", &value, &Limits::default()).is_empty());
        assert!(read("state", &value, &Limits::default()).is_empty());
        assert!(read("access_token", "<token>", &Limits::default()).is_empty());
    }

    #[test]
    fn a_refresh_token_that_looks_like_a_token_is_still_one() {
        let found = one("refresh_token", "eyJhbGciOiJub25lIn0.e30.");
        assert_eq!(found.shape, Shape::RefreshToken);
        assert_eq!(found.member, Some(Member::RefreshToken));
    }

    #[test]
    fn a_name_that_is_a_token_is_not_shown() {
        assert_eq!(shown("AuthToken"), "AuthToken");
        assert_eq!(shown("eyJhbGciOiJub25lIn0.e30."), "…");
        assert_eq!(shown("eyJhbGciOiJub25lIn0%2Ee30%2E"), "…");
        assert_eq!(shown("eyJhbGciOiJub25lIn0%252Ee30%252E"), "…");
        assert_eq!(shown(&"n".repeat(100)), "…");
    }
}
