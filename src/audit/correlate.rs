//! Which record belongs to which token, and how firmly.
//!
//! The `uti` of a token is its sign-in's request id: 16 bytes in base64url, read as a GUID with its
//! first three groups little-endian. So a token is found in a log that has no `uti` field, by
//! `IntraSystemId`. `Id` is the same value since about 2021 and another one before, so it is asked
//! only where `IntraSystemId` is missing.
//!
//! A record that names neither token nor session is looked up by its person, or by its tenants, and
//! then held against the token (`ladder.rs`).
//!
//! Not its job: what agrees and what contradicts beyond that (`compare.rs`).

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use uuid::Uuid;

use super::compare::{Comparison, compare, plain_session, plain_uti, request_id};
use super::ladder::{self, Rung};
use super::record::AuditRecord;
use crate::trace::{Strength, TokenKeys};

/// The tokens, to be looked up by what a record names.
pub(super) struct Index<'a> {
    tokens: &'a [TokenKeys],
    utis: HashMap<String, Vec<usize>>,
    requests: HashMap<Uuid, Vec<usize>>,
    sessions: HashMap<String, Vec<usize>>,
    people: HashMap<Uuid, Vec<usize>>,
    puids: HashMap<String, Vec<usize>>,
    /// By issuing and home tenant, where these are two.
    visits: HashMap<(Uuid, Uuid), Vec<usize>>,
}

/// A token that a record belongs to, and how firmly.
pub(super) struct Tie {
    pub token: usize,
    pub strength: Strength,
    pub compared: Comparison,
}

impl<'a> Index<'a> {
    pub(super) fn new(tokens: &'a [TokenKeys]) -> Self {
        Self {
            tokens,
            utis: by(tokens, |token| {
                token.uti.as_deref().and_then(plain_uti).map(str::to_owned)
            }),
            requests: by(tokens, |token| token.request_id),
            sessions: by(tokens, |token| {
                token.session.as_deref().and_then(plain_session)
            }),
            people: by(tokens, |token| token.object_id),
            puids: by(tokens, |token| {
                token.puid.as_deref().map(str::to_ascii_uppercase)
            }),
            visits: by(tokens, TokenKeys::visit),
        }
    }

    /// The tokens that a record belongs to, each once with its firmest tie, in the order of the tokens.
    pub(super) fn of(&self, record: &AuditRecord) -> Vec<Tie> {
        let mut ties = self.named_by(record);
        let compared = |token: usize, strength| Tie {
            token,
            strength,
            compared: compare(&self.tokens[token], record, strength),
        };
        let mut found: Vec<Tie> = ties
            .iter()
            .map(|(&token, &strength)| compared(token, strength))
            .collect();
        for (candidates, strength) in [
            (self.people_of(record), Strength::Context),
            (self.visits_of(record), Strength::Tenant),
        ] {
            let fits = |token: usize, compared: &Comparison| {
                let holds = |rung: &Rung| rung.tie.holds(&self.tokens[token], record, compared);
                ladder::rung(strength).is_some_and(holds)
            };
            for token in candidates {
                if ties.contains_key(&token) {
                    continue;
                }
                let tie = compared(token, strength);
                if fits(token, &tie.compared) {
                    ties.insert(token, strength);
                    found.push(tie);
                }
            }
        }
        found.sort_by_key(|tie| tie.token);
        found
    }

    /// Tokens of the person that acted.
    fn people_of(&self, record: &AuditRecord) -> Vec<usize> {
        if self.people.is_empty() && self.puids.is_empty() {
            return Vec::new();
        }
        let ids = record.object_ids.iter();
        let ids = ids.filter_map(|id| self.people.get(&id.value));
        let puids = record.puids.iter();
        let puids = puids.filter_map(|puid| self.puids.get(&puid.value.to_ascii_uppercase()));
        ids.chain(puids).flatten().copied().collect()
    }

    /// Tokens that the record's tenant issued to people of the actor's tenant.
    fn visits_of(&self, record: &AuditRecord) -> Vec<usize> {
        if self.visits.is_empty() {
            return Vec::new();
        }
        let visit = record.organization.zip(record.actor_home());
        let tokens = visit.and_then(|visit| self.visits.get(&visit));
        tokens.into_iter().flatten().copied().collect()
    }

    /// The tokens that a record names itself or by their session.
    fn named_by(&self, record: &AuditRecord) -> BTreeMap<usize, Strength> {
        let uti = record
            .uti
            .and_then(plain_uti)
            .and_then(|uti| self.utis.get(uti));
        let request = request_id(record).and_then(|id| self.requests.get(&id));
        let sessions = record
            .sessions
            .iter()
            .filter_map(|session| self.sessions.get(&plain_session(session.value)?));
        let mut ties = BTreeMap::new();
        for &token in sessions.flatten() {
            ties.insert(token, Strength::Session);
        }
        for &token in uti.into_iter().chain(request).flatten() {
            ties.insert(token, Strength::Token);
        }
        ties
    }
}

fn by<K: Hash + Eq>(
    tokens: &[TokenKeys],
    key: impl Fn(&TokenKeys) -> Option<K>,
) -> HashMap<K, Vec<usize>> {
    let mut index: HashMap<K, Vec<usize>> = HashMap::new();
    for (number, token) in tokens.iter().enumerate() {
        if let Some(key) = key(token) {
            index.entry(key).or_default().push(number);
        }
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::record::Field;

    const REQUEST: &str = "f7d36837-9f88-41fa-89cd-dc16a7c9aa00";

    fn token() -> TokenKeys {
        TokenKeys {
            uti: Some("N2jT94if-kGJzdwWp8mqAA".into()),
            request_id: REQUEST.parse().ok(),
            session: Some("001EB37A-80EA-2AD3-9000-000000000001".into()),
            ..TokenKeys::default()
        }
    }

    fn ties(record: &AuditRecord) -> Vec<(usize, Strength)> {
        let tokens = [TokenKeys::default(), token()];
        let ties = Index::new(&tokens).of(record);
        ties.iter().map(|tie| (tie.token, tie.strength)).collect()
    }

    #[test]
    fn uti_is_compared_without_padding_and_with_case() {
        let record = |uti| AuditRecord {
            uti: Some(uti),
            ..AuditRecord::default()
        };
        let same = ties(&record("N2jT94if-kGJzdwWp8mqAA=="));
        assert_eq!(same, [(1, Strength::Token)]);
        assert_eq!(ties(&record("n2jt94if-kgjzdwwp8mqaa")), []);
        assert_eq!(ties(&record("==")), []);
    }

    #[test]
    fn id_stands_in_only_where_the_request_id_is_missing() {
        let mut record = AuditRecord {
            id: Some(REQUEST),
            ..AuditRecord::default()
        };
        assert_eq!(ties(&record), [(1, Strength::Token)]);
        record.request_id = "11111111-1111-4111-8111-111111111111".parse().ok();
        assert_eq!(ties(&record), []);
    }

    #[test]
    fn the_firmest_tie_counts() {
        let session = Field {
            name: "SessionId",
            value: "001eb37a-80ea-2ad3-9000-000000000001",
        };
        let mut record = AuditRecord {
            sessions: vec![session, session],
            ..AuditRecord::default()
        };
        assert_eq!(ties(&record), [(1, Strength::Session)]);
        record.request_id = REQUEST.parse().ok();
        assert_eq!(ties(&record), [(1, Strength::Token)]);
    }

    #[test]
    fn tokens_that_share_a_session_are_all_named() {
        let tokens = [token(), token()];
        let index = Index::new(&tokens);
        let record = AuditRecord {
            uti: Some("N2jT94if-kGJzdwWp8mqAA"),
            ..AuditRecord::default()
        };
        assert_eq!(index.of(&record).len(), 2);
    }
}
