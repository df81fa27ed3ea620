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

use uuid::Uuid;

use crate::audit::compare::{plain_session, plain_uti};
use crate::trace::TokenKeys;

use few::{Case, Few};

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

/// One more than these is kept, to tell that they are not few: nearly each has a spelling of its own.
const MOST_RUNS: usize = few::MOST_SPELLINGS;

/// Keys, and eight pieces of each.
#[derive(Default)]
struct Keys {
    /// In order; none stands twice.
    pieces: Vec<Piece>,
    /// Fingerprints of the whole keys: many keys may share a piece.
    whole: Vec<u64>,
    /// The whole keys themselves, as long as they are few.
    runs: Vec<(Box<[u8]>, Case)>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Piece {
    folded: u64,
    /// Where in its key it stands, and how long that is.
    offset: u32,
    length: u32,
}

impl Keys {
    /// A GUID with its hyphens, and without.
    fn add_guid(&mut self, id: Uuid) -> Option<()> {
        self.add_text(&id.hyphenated().to_string(), Case::Either)?;
        self.add_text(&id.simple().to_string(), Case::Either)
    }

    /// The part of a text that is written alike everywhere.
    fn add_text(&mut self, text: &str, case: Case) -> Option<()> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let runs = text.split(|c| !is_plain(c));
        let run = runs.max_by_key(|run| run.len())?.as_bytes();
        // The most telling part: `00000000-0000` stands in many a row.
        let parts = run.windows(SHORTEST).enumerate();
        let (start, part) = parts.max_by_key(|(_, part)| variety(part))?;
        let length = u32::try_from(run.len()).ok()?;
        for (number, piece) in part.windows(PIECE).enumerate() {
            let mut bytes = [0; PIECE];
            bytes.copy_from_slice(piece);
            self.pieces.push(Piece {
                folded: folded(bytes),
                offset: u32::try_from(start + number).ok()?,
                length,
            });
        }
        self.whole.push(fingerprint(run));
        let is_new = |(known, of): &(Box<[u8]>, Case)| **known != *run || *of != case;
        if self.runs.len() <= MOST_RUNS && self.runs.iter().all(is_new) {
            self.runs.push((run.into(), case));
        }
        Some(())
    }

    /// All keys; `None` where there are more than a few.
    fn few_runs(&self) -> Option<impl Iterator<Item = (&[u8], Case)>> {
        let is_all = self.runs.len() <= MOST_RUNS;
        is_all.then(|| self.runs.iter().map(|(run, case)| (&**run, *case)))
    }

    fn holds(&self, key: &[u8]) -> bool {
        self.whole.binary_search(&fingerprint(key)).is_ok()
    }

    fn sort(&mut self) {
        self.pieces.sort_unstable();
        self.pieces.dedup();
        self.pieces.shrink_to_fit();
        self.whole.sort_unstable();
        self.whole.dedup();
        self.whole.shrink_to_fit();
    }

    /// Whether the piece at this place of a text is one of a whole key.
    fn stand_at(&self, text: &[u8], at: usize, folded: u64) -> bool {
        let first = self.pieces.partition_point(|piece| piece.folded < folded);
        let mut same = self.pieces[first..]
            .iter()
            .take_while(|piece| piece.folded == folded);
        same.any(|piece| {
            let start = at.checked_sub(piece.offset as usize);
            let key = start.and_then(|start| text.get(start..start + piece.length as usize));
            key.is_some_and(|key| self.holds(key))
        })
    }
}

/// The same for both cases of a letter.
fn fingerprint(key: &[u8]) -> u64 {
    let mix = |hash: u64, piece: &[u8]| {
        let mut bytes = [b' '; PIECE];
        bytes[..piece.len()].copy_from_slice(piece);
        (hash ^ folded(bytes))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29)
    };
    key.chunks(PIECE).fold(key.len() as u64, mix)
}

/// How many different bytes the dullest piece of a part has.
fn variety(part: &[u8]) -> usize {
    let different = |piece: &[u8]| {
        let is_first = |(at, byte): &(usize, &u8)| !piece[..*at].contains(byte);
        piece.iter().enumerate().filter(is_first).count()
    };
    part.windows(PIECE).map(different).min().unwrap_or(0)
}

/// Tells for most pieces that they are in no key, by two bits of one word.
struct Sieve {
    words: Vec<u64>,
    shift: u32,
}

/// Pieces that are asked about together: a processor looks several up at the same time, as long as it need
/// not decide between them.
const GROUP: usize = 4;

/// At least 8 KiB, where a few keys leave nearly every bit unset; at most 2 MiB, which stay in a core's own
/// memory.
const FEWEST_WORDS: usize = 1 << 10;
const MOST_WORDS: usize = 1 << 18;

impl Sieve {
    fn new(pieces: impl Iterator<Item = u64> + Clone) -> Self {
        let wanted = pieces.clone().count() / 3;
        let count = wanted.next_power_of_two().clamp(FEWEST_WORDS, MOST_WORDS);
        let mut sieve = Self {
            words: vec![0; count],
            shift: 64 - count.trailing_zeros(),
        };
        for piece in pieces {
            let hash = hash(piece);
            let bits = 1 << (hash >> 40 & 63) | 1 << (hash >> 34 & 63);
            sieve.words[(hash >> sieve.shift) as usize] |= bits;
        }
        sieve
    }

    /// Whether one of these pieces may be in a key.
    fn may_hold_any(&self, group: &[u8; GROUP * PIECE]) -> bool {
        let mut bits = 0;
        for piece in group.as_chunks::<PIECE>().0 {
            let hash = hash(folded(*piece));
            bits |= self.words[(hash >> self.shift) as usize] >> (hash >> 40 & 63);
        }
        bits & 1 == 1
    }

    fn may_hold(&self, piece: u64) -> bool {
        let hash = hash(piece);
        let word = self.words[(hash >> self.shift) as usize];
        // The second bit is asked for only where the first is set.
        word >> (hash >> 40 & 63) & 1 == 1 && word >> (hash >> 34 & 63) & 1 == 1
    }
}

/// The upper bits depend on every byte.
fn hash(piece: u64) -> u64 {
    piece.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests;
