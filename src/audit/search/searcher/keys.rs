//! The keys of all tokens, and whether one of them stands at a place of a text.
//!
//! Not its job: finding the places (`searcher.rs`, `searcher/few.rs`).

use uuid::Uuid;

use super::few::{self, Case};
use super::{PIECE, SHORTEST, different, folded, hash};

/// One more than these is kept, to tell that they are not few: nearly each has a spelling of its own.
const MOST_RUNS: usize = few::MOST_SPELLINGS;

/// Keys, and eight pieces of each.
#[derive(Default)]
pub(super) struct Keys {
    /// In the order of their hashes; none stands twice.
    pub(super) pieces: Vec<Piece>,
    /// Where the pieces begin whose hashes begin alike: one place is looked at, wherever the piece is.
    starts: Vec<u32>,
    /// Fingerprints of the whole keys: many keys may share a piece.
    whole: Vec<u64>,
    /// The whole keys themselves, as long as they are few.
    runs: Vec<(Box<[u8]>, Case)>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Piece {
    pub(super) folded: u64,
    /// Where in its key it stands, and how long that is.
    offset: u32,
    length: u32,
}

impl Keys {
    /// A GUID with its hyphens, and without.
    pub(super) fn add_guid(&mut self, id: Uuid) -> Option<()> {
        self.add_text(&id.hyphenated().to_string(), Case::Either)?;
        self.add_text(&id.simple().to_string(), Case::Either)
    }

    /// The part of a text that is written alike everywhere.
    pub(super) fn add_text(&mut self, text: &str, case: Case) -> Option<()> {
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
    pub(super) fn few_runs(&self) -> Option<impl Iterator<Item = (&[u8], Case)>> {
        let is_all = self.runs.len() <= MOST_RUNS;
        is_all.then(|| self.runs.iter().map(|(run, case)| (&**run, *case)))
    }

    pub(super) fn holds(&self, key: &[u8]) -> bool {
        self.whole.binary_search(&fingerprint(key)).is_ok()
    }

    pub(super) fn sort(&mut self) {
        self.pieces
            .sort_unstable_by_key(|piece| (hash(piece.folded), *piece));
        self.pieces.dedup();
        self.pieces.shrink_to_fit();
        let count = self.pieces.len().next_power_of_two();
        let mut numbers = self
            .pieces
            .iter()
            .map(|piece| start_of(hash(piece.folded), count));
        let mut next = numbers.next();
        let mut passed = 0;
        self.starts = (0..=count)
            .map(|number| {
                while next.is_some_and(|next| next < number) {
                    next = numbers.next();
                    passed += 1;
                }
                passed
            })
            .collect();
        self.whole.sort_unstable();
        self.whole.dedup();
        self.whole.shrink_to_fit();
    }

    /// Whether the piece at this place of a text is one of a whole key.
    pub(super) fn stand_at(&self, text: &[u8], at: usize, folded: u64) -> bool {
        let Some(count) = self.starts.len().checked_sub(1) else {
            return false;
        };
        let number = start_of(hash(folded), count);
        let pieces = self.starts[number] as usize..self.starts[number + 1] as usize;
        let mut same = self.pieces[pieces]
            .iter()
            .filter(|piece| piece.folded == folded);
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
    part.windows(PIECE).map(different).min().unwrap_or(0)
}

/// The number of the start, of `count`, under which a hash is found: its upper bits.
fn start_of(hash: u64, count: usize) -> usize {
    let bits = count.trailing_zeros();
    (hash >> 1 >> (63 - bits)) as usize
}
