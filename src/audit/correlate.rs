//! Which record belongs to which token, and how firmly.
//!
//! The `uti` of a token is its sign-in's request id: 16 bytes in base64url, read as a GUID with its
//! first three groups little-endian. So a token is found in a log that has no `uti` field, by
//! `IntraSystemId`. `Id` is the same value since about 2021 and another one before, so it is asked
//! only where `IntraSystemId` is missing.
//!
//! Not its job: what agrees and what contradicts beyond that (`compare.rs`).

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use uuid::Uuid;

use super::fields;
use super::record::AuditRecord;
use crate::trace::{Strength, TokenKeys};

/// The tokens, to be looked up by what a record names.
pub(super) struct Index {
    utis: HashMap<String, Vec<usize>>,
    requests: HashMap<Uuid, Vec<usize>>,
    sessions: HashMap<String, Vec<usize>>,
}

impl Index {
    pub(super) fn new(tokens: &[TokenKeys]) -> Self {
        Self {
            utis: by(tokens, |token| {
                token.uti.as_deref().and_then(plain_uti).map(str::to_owned)
            }),
            requests: by(tokens, |token| token.request_id),
            sessions: by(tokens, |token| {
                token.session.as_deref().and_then(plain_session)
            }),
        }
    }

    /// The tokens that a record names, each once with its firmest tie, in the order of the tokens.
    pub(super) fn named_by(&self, record: &AuditRecord) -> Vec<(usize, Strength)> {
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
        ties.into_iter().collect()
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

/// The request id that a record is filed under.
pub(super) fn request_id(record: &AuditRecord) -> Option<Uuid> {
    record
        .request_id
        .or_else(|| record.id.and_then(fields::guid))
}

/// A `uti` without padding, which some logs add. Its case is part of it.
pub(super) fn plain_uti(uti: &str) -> Option<&str> {
    let plain = uti.trim().trim_end_matches('=');
    (!plain.is_empty()).then_some(plain)
}

/// A session id in one case: it is a GUID, whatever version.
pub(super) fn plain_session(session: &str) -> Option<String> {
    let plain = session.trim();
    (!plain.is_empty()).then(|| plain.to_ascii_lowercase())
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
        Index::new(&[TokenKeys::default(), token()]).named_by(record)
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
        let index = Index::new(&[token(), token()]);
        let record = AuditRecord {
            uti: Some("N2jT94if-kGJzdwWp8mqAA"),
            ..AuditRecord::default()
        };
        assert_eq!(index.named_by(&record).len(), 2);
    }
}
