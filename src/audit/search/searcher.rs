//! Whether a text holds a key of a token, at the speed of memory, for one token or ten thousand.
//!
//! The keys of a token or a few are looked for in `searcher/few.rs`. For more, every eighth place of the
//! text is looked at, eight bytes at once. A key of fifteen bytes or more covers one of these places whole,
//! so eight of its pieces are enough to find it wherever it stands. A few bits tell for nearly every piece
//! of text that it is in no key; the rest is looked up, and then the whole key. Case is folded, because a
//! GUID is written in either.
//!
//! Keys are what only this token, session or person has. A tenant stands in every row of its log, so it
//! is no key; only where issuer and home are two tenants, a row that names both is proposed.
//!
//! Not its job: which record belongs to which token (`correlate.rs`); a proposal may be wrong, but a row
//! that is not proposed belongs to none.

mod few;
mod keys;

use crate::audit::compare::{plain_session, plain_uti};
use crate::trace::TokenKeys;

use few::{Case, Few};
use keys::Keys;

/// Bytes that are looked at together, and the distance of the places where this is done.
const PIECE: usize = 8;

/// The shortest key that covers a place whole, wherever it stands.
const SHORTEST: usize = 2 * PIECE - 1;

/// The keys of all tokens.
pub(in crate::audit) struct Searcher {
    /// The faster way, where there are not too many keys for it.
    few: Option<Few>,
    sieve: Sieve,
    keys: Keys,
    /// Homes that are not the issuer, and these issuers.
    homes: Keys,
    issuers: Keys,
}

/// A piece of a key in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::audit) struct Hit {
    pub at: usize,
    /// A key; otherwise a home, whose row counts only if it names the issuer too.
    pub is_key: bool,
}

impl Searcher {
    /// `None` where a key is too short to be searched for, or may be written in other letters.
    pub(in crate::audit) fn new(tokens: &[TokenKeys]) -> Option<Self> {
        let (mut keys, mut homes, mut issuers) =
            (Keys::default(), Keys::default(), Keys::default());
        for token in tokens {
            if let Some(uti) = token.uti.as_deref().and_then(plain_uti) {
                keys.add_text(uti, Case::Kept)?;
            }
            if let Some(session) = token.session.as_deref().and_then(plain_session) {
                keys.add_text(&session, Case::Either)?;
            }
            if let Some(puid) = &token.puid {
                keys.add_text(puid, Case::Either)?;
            }
            for id in [token.request_id, token.object_id].into_iter().flatten() {
                keys.add_guid(id)?;
            }
            if let Some((issuer, home)) = token.visit() {
                issuers.add_guid(issuer)?;
                homes.add_guid(home)?;
            }
        }
        for keys in [&mut keys, &mut homes, &mut issuers] {
            keys.sort();
        }
        let pieces = keys.pieces.iter().chain(&homes.pieces);
        let few = match (keys.few_runs(), homes.few_runs()) {
            (Some(keys), Some(homes)) => Few::new(keys.chain(homes)),
            _ => None,
        };
        Some(Self {
            few,
            sieve: Sieve::new(pieces.map(|piece| piece.folded)),
            keys,
            homes,
            issuers,
        })
    }

    /// The first piece of a key at or after `from`.
    pub(in crate::audit) fn find(&self, text: &[u8], from: usize) -> Option<Hit> {
        match &self.few {
            Some(few) => self.find_few(few, text, from),
            None => self.find_many(text, from),
        }
    }

    fn find_few(&self, few: &Few, text: &[u8], from: usize) -> Option<Hit> {
        let mut is_key = false;
        let at = few.find(text, from, |key| {
            is_key = self.keys.holds(key);
            is_key || self.homes.holds(key)
        })?;
        Some(Hit { at, is_key })
    }

    fn find_many(&self, text: &[u8], from: usize) -> Option<Hit> {
        let (groups, rest) = text.get(from..)?.as_chunks::<{ GROUP * PIECE }>();
        let mut at = from;
        for group in groups {
            if self.sieve.may_hold_any(group) {
                let hit = self.find_in(text, at, group);
                if hit.is_some() {
                    return hit;
                }
            }
            at += GROUP * PIECE;
        }
        self.find_in(text, at, rest)
    }

    /// The first piece of a key in a part of the text, which begins at `at`.
    fn find_in(&self, text: &[u8], mut at: usize, part: &[u8]) -> Option<Hit> {
        for piece in part.as_chunks::<PIECE>().0 {
            let piece = folded(*piece);
            if self.sieve.may_hold(piece) {
                let is_key = self.keys.stand_at(text, at, piece);
                if is_key || self.homes.stand_at(text, at, piece) {
                    return Some(Hit { at, is_key });
                }
            }
            at += PIECE;
        }
        None
    }

    /// Whether a row is worth parsing.
    pub(in crate::audit) fn proposes(&self, row: &[u8]) -> bool {
        let mut from = 0;
        let mut names_home = false;
        while let Some(hit) = self.find(row, from) {
            if hit.is_key {
                return true;
            }
            names_home = true;
            from = hit.at + PIECE;
        }
        names_home && {
            let pieces = row.as_chunks::<PIECE>().0.iter().enumerate();
            let mut pieces = pieces.map(|(number, piece)| (number * PIECE, folded(*piece)));
            pieces.any(|(at, piece)| self.issuers.stand_at(row, at, piece))
        }
    }
}

/// The same for both cases of a letter; other bytes may meet, which costs a look, but no row.
fn folded(piece: [u8; PIECE]) -> u64 {
    u64::from_le_bytes(piece) | 0x2020_2020_2020_2020
}

/// How many different bytes there are.
fn different(bytes: &[u8]) -> usize {
    let is_first = |(at, byte): &(usize, &u8)| !bytes[..*at].contains(byte);
    bytes.iter().enumerate().filter(is_first).count()
}

/// Tells for most pieces that they are in no key: two bits of each piece are set, one in each half.
struct Sieve {
    first: Bits,
    /// Asked only where the first half does not tell.
    second: Bits,
}

struct Bits {
    words: Vec<u64>,
    shift: u32,
}

/// Pieces that are asked about together: a processor looks several up at the same time, as long as it need
/// not decide between them.
const GROUP: usize = 4;

/// At least 8 KiB in a half, where a few keys leave nearly every bit unset; at most 2 MiB, which stay in a
/// core's own memory.
const FEWEST_WORDS: usize = 1 << 10;
const MOST_WORDS: usize = 1 << 18;

impl Sieve {
    fn new(pieces: impl Iterator<Item = u64> + Clone) -> Self {
        let wanted = pieces.clone().count() / 3;
        let count = wanted.next_power_of_two().clamp(FEWEST_WORDS, MOST_WORDS);
        let mut sieve = Self {
            first: Bits::new(count),
            second: Bits::new(count),
        };
        for piece in pieces {
            let hash = hash(piece);
            sieve.first.set(hash);
            sieve.second.set(again(hash));
        }
        sieve
    }

    /// Whether one of these pieces may be in a key.
    fn may_hold_any(&self, group: &[u8; GROUP * PIECE]) -> bool {
        let pieces = group.as_chunks::<PIECE>().0.iter();
        let bits = pieces.fold(0, |bits, piece| bits | self.first.at(hash(folded(*piece))));
        bits & 1 == 1
    }

    fn may_hold(&self, piece: u64) -> bool {
        let hash = hash(piece);
        self.first.at(hash) & 1 == 1 && self.second.at(again(hash)) & 1 == 1
    }
}

impl Bits {
    fn new(count: usize) -> Self {
        Self {
            words: vec![0; count],
            shift: 64 - count.trailing_zeros(),
        }
    }

    fn set(&mut self, hash: u64) {
        self.words[(hash >> self.shift) as usize] |= 1 << (hash >> 40 & 63);
    }

    /// The bit of a hash is the lowest; the others are of other pieces.
    fn at(&self, hash: u64) -> u64 {
        self.words[(hash >> self.shift) as usize] >> (hash >> 40 & 63)
    }
}

/// Another hash of the same piece.
fn again(hash: u64) -> u64 {
    (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

/// The upper bits depend on every byte.
fn hash(piece: u64) -> u64 {
    piece.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests;
