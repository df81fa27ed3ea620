//! What only shows across entries: from where a person works, and whether a session shows up elsewhere.
//!
//! Not its job: keeping records. Fingerprints and first places are kept, of at most [`MOST_PEOPLE`]
//! people and [`MOST_SESSIONS`] sessions; beyond that nothing new is learnt, and nothing is claimed.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;

use super::record::AuditRecord;

/// About 16 bytes each, and 8 for each address of theirs.
const MOST_PEOPLE: usize = 100_000;
const MOST_PLACES: usize = 200_000;
/// About 64 bytes each.
const MOST_SESSIONS: usize = 50_000;

pub(super) struct History {
    hasher: RandomState,
    people: HashSet<u64>,
    /// A person at an address.
    places: HashSet<u64>,
    sessions: HashMap<u64, Place>,
}

/// Where a session was first seen.
#[derive(Clone, Copy)]
struct Place {
    address: IpAddr,
    agent: u64,
}

/// Whether a person was seen at an address by entries of other kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whereabouts {
    /// At this address too: it is theirs.
    Here,
    /// Only at other addresses.
    Elsewhere,
    /// There is no other entry of theirs, or there were more places than are remembered.
    Unknown,
}

impl History {
    pub(super) fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            people: HashSet::new(),
            places: HashSet::new(),
            sessions: HashMap::new(),
        }
    }

    /// Learns where the person of an ordinary entry is: somebody who got past the password there.
    pub(super) fn learn(&mut self, record: &AuditRecord) {
        if record.has_failed() && !knew_the_password(record) {
            return;
        }
        let (Some(person), Some(address)) = (self.person(record), record.addresses.first()) else {
            return;
        };
        if self.people.len() < MOST_PEOPLE {
            self.people.insert(person);
        }
        if self.places.len() < MOST_PLACES {
            let place = self.hasher.hash_one((person, address.value));
            self.places.insert(place);
        }
    }

    /// The key of a record's place, to be asked about at the end.
    pub(super) fn question(&self, record: &AuditRecord) -> Option<(u64, u64)> {
        let person = self.person(record)?;
        let address = record.addresses.first()?;
        Some((person, self.hasher.hash_one((person, address.value))))
    }

    pub(super) fn answer(&self, (person, place): (u64, u64)) -> Whereabouts {
        if self.places.contains(&place) {
            Whereabouts::Here
        } else if self.people.contains(&person) && self.places.len() < MOST_PLACES {
            Whereabouts::Elsewhere
        } else {
            Whereabouts::Unknown
        }
    }

    /// The first address of a session, if a sign-in now uses it from another network and with another
    /// user agent.
    pub(super) fn moved_from(&mut self, record: &AuditRecord) -> Option<IpAddr> {
        if !record.is_sign_in() || record.has_failed() {
            return None;
        }
        let session = record.sessions.first()?.value.trim();
        let now = Place {
            address: record.addresses.first()?.value,
            agent: self.hasher.hash_one(record.user_agent?.trim()),
        };
        let session = self.hasher.hash_one(session.to_ascii_lowercase());
        if let Some(first) = self.sessions.get(&session) {
            let is_elsewhere = network(first.address) != network(now.address);
            return (is_elsewhere && first.agent != now.agent).then_some(first.address);
        }
        if self.sessions.len() < MOST_SESSIONS {
            self.sessions.insert(session, now);
        }
        None
    }

    fn person(&self, record: &AuditRecord) -> Option<u64> {
        if let Some(id) = record.object_ids.first() {
            return Some(self.hasher.hash_one(id.value));
        }
        let user = record.users.first().filter(|_| !record.is_nobody())?;
        Some(self.hasher.hash_one(user.value.to_lowercase()))
    }
}

/// Errors that come after a right password: it has expired, a second factor is asked for or was refused, the
/// user is not assigned or did not consent, or a policy says no. Conditional Access decides after the first
/// factor (<https://learn.microsoft.com/en-us/entra/identity/conditional-access/overview>).
fn knew_the_password(record: &AuditRecord) -> bool {
    const AFTER: [&str; 22] = [
        "50055", "50072", "50074", "50076", "50079", "50105", "50131", "50140", "50142", "50144",
        "50158", "53000", "53001", "53002", "53003", "53004", "65001", "65004", "90094", "500121",
        "530031", "530032",
    ];
    let error = record.error.as_deref().map(str::trim);
    error.is_some_and(|error| AFTER.contains(&error))
}

/// The part of an address that one line or office keeps: a /16 of IPv4, a /32 of IPv6. Wider than a
/// household, so that a changing lease is no move.
fn network(address: IpAddr) -> [u8; 4] {
    match address {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            [first, second, 0, 4]
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.octets();
            [a, b, c, d]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::record::{Field, Log};

    fn sign_in<'a>(address: &str, agent: &'a str) -> AuditRecord<'a> {
        let field = |name, value| Field { name, value };
        AuditRecord {
            log: Log::SignIn,
            operation: "UserLoggedIn",
            users: vec![field("userPrincipalName", "kim@tailspin.example")],
            sessions: vec![field("sessionId", "s")],
            addresses: vec![Field {
                name: "ipAddress",
                value: address.parse().unwrap(),
            }],
            user_agent: Some(agent),
            ..AuditRecord::default()
        }
    }

    #[test]
    fn a_session_has_moved_only_with_network_and_client() {
        for (address, agent, moved) in [
            ("198.51.100.9", "Edge", false),
            ("198.51.7.1", "Firefox", false),
            ("203.0.113.5", "Edge", false),
            ("203.0.113.5", "python-requests", true),
        ] {
            let mut history = History::new();
            assert_eq!(history.moved_from(&sign_in("198.51.100.1", "Edge")), None);
            let from = history.moved_from(&sign_in(address, agent));
            assert_eq!(from.is_some(), moved, "{address} {agent}");
        }
    }

    #[test]
    fn beyond_the_places_that_are_remembered_nothing_is_claimed() {
        let mut history = History::new();
        let far = sign_in("203.0.113.5", "x");
        let question = history.question(&far).unwrap();
        for number in 0..MOST_PLACES as u32 {
            let address = std::net::Ipv4Addr::from(0x0a00_0000 + number).to_string();
            history.learn(&sign_in(&address, "x"));
        }
        history.learn(&far);
        assert_eq!(history.answer(question), Whereabouts::Unknown);
    }

    #[test]
    fn who_fails_at_the_second_factor_knew_the_password() {
        let is_here = |error: &'static str| {
            let mut history = History::new();
            let failed = AuditRecord {
                operation: "UserLoginFailed",
                error: Some(error.into()),
                ..sign_in("203.0.113.5", "x")
            };
            history.learn(&failed);
            history.answer(history.question(&failed).unwrap()) == Whereabouts::Here
        };
        for after in ["500121", "50076", "53003", "530032", "50105"] {
            assert!(is_here(after), "{after}");
            assert!(crate::facts::aadsts::code(after).is_some(), "{after}");
        }
        assert!(!is_here("50126") && !is_here("50034") && !is_here("50053"));
    }

    #[test]
    fn whereabouts_are_those_of_ordinary_entries() {
        let mut history = History::new();
        let far = sign_in("203.0.113.5", "x");
        let question = history.question(&far).unwrap();
        assert_eq!(history.answer(question), Whereabouts::Unknown);
        history.learn(&sign_in("198.51.100.1", "Edge"));
        assert_eq!(history.answer(question), Whereabouts::Elsewhere);
        history.learn(&far);
        assert_eq!(history.answer(question), Whereabouts::Here);
    }
}
