//! When a token is valid, seen from one moment.
//!
//! Not its job: knowing the moment; it is handed in.

use crate::jose::claims::{Claims, Date};
use crate::time::Timestamp;

/// The dates of a token and what they mean at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifetime {
    pub issued_at: Date,
    pub not_before: Date,
    pub expires_at: Date,
    pub state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Valid,
    Expired,
    NotYetValid,
    /// No `exp` at all.
    NoExpiry,
    /// Something stands in `exp` or `nbf` that is no moment.
    Unreadable,
}

impl State {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::NoExpiry => "no_expiry",
            Self::Unreadable => "unreadable",
        }
    }
}

impl Lifetime {
    /// Reads the dates. `leeway` is in seconds and widens the lifetime at both ends
    /// (RFC 7519, sections 4.1.4 and 4.1.5).
    #[must_use]
    pub fn read(claims: &Claims, at: Timestamp, leeway: i64) -> Self {
        let (expires_at, not_before) = (claims.date("exp"), claims.date("nbf"));
        let state = match (&expires_at, &not_before) {
            _ if !claims.0.is_object() => State::Unreadable,
            (Date::Unreadable(_), _) | (_, Date::Unreadable(_)) => State::Unreadable,
            (Date::At(end), _) if at.seconds_since(*end) >= leeway => State::Expired,
            (_, Date::At(start)) if start.seconds_since(at) > leeway => State::NotYetValid,
            (Date::Absent, _) => State::NoExpiry,
            (Date::At(_), _) => State::Valid,
        };
        Self {
            issued_at: claims.date("iat"),
            not_before,
            expires_at,
            state,
        }
    }

    /// From issue (else from the start of validity) to expiry, in seconds.
    #[must_use]
    pub fn seconds(&self) -> Option<i64> {
        let start = self.issued_at.time().or_else(|| self.not_before.time())?;
        Some(self.expires_at.time()?.seconds_since(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::json::parse;

    fn state(payload: &str) -> State {
        let claims = Claims(parse(payload.as_bytes()).value);
        Lifetime::read(&claims, Timestamp::from_seconds(1000).unwrap(), 60).state
    }

    #[test]
    fn leeway_widens_both_ends() {
        assert_eq!(state(r#"{"exp":2000,"nbf":500}"#), State::Valid);
        assert_eq!(state(r#"{"exp":941}"#), State::Valid);
        assert_eq!(state(r#"{"exp":940}"#), State::Expired);
        assert_eq!(state(r#"{"exp":2000,"nbf":1060}"#), State::Valid);
        assert_eq!(state(r#"{"exp":2000,"nbf":1061}"#), State::NotYetValid);
        assert_eq!(state("{}"), State::NoExpiry);
        assert_eq!(state(r#"{"exp":"soon"}"#), State::Unreadable);
    }
}
