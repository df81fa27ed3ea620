//! The same question for the keys of one token or a few, at the speed at which a processor compares: six
//! bytes of each key, spelled in every case, are looked for side by side. The one door to `aho_corasick`.
//!
//! Not its job: whether the whole key stands there; and many keys, whose spellings it has no room for.

use std::ops::Range;

use aho_corasick::packed::{self, MatchKind};

use super::different;

/// Bytes of a key that are looked for. Shorter ones stand in too many rows, longer ones have more letters
/// to be spelled in either case.
const PART: usize = 6;

/// More spellings are looked for one after the other, which costs more than the other way.
pub(super) const MOST_SPELLINGS: usize = 64;

/// A part with fewer different bytes (`000000`) stands in many a row.
const LEAST_VARIETY: usize = 4;

/// Whether a key is written in either case, as a GUID is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Kept,
    Either,
}

/// Parts of keys, and where in its key each stands.
pub(super) struct Few {
    searcher: packed::Searcher,
    /// By spelling: the keys that it may belong to.
    places: Vec<Vec<Place>>,
}

/// Where in a key a part stands, and how long the key is.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    offset: usize,
    length: usize,
}

impl Few {
    /// `None` where there are too many keys, too dull ones, or no fast way on this processor.
    pub(super) fn new<'a>(keys: impl Iterator<Item = (&'a [u8], Case)>) -> Option<Self> {
        let mut spellings: Vec<Vec<u8>> = Vec::new();
        let mut places: Vec<Vec<Place>> = Vec::new();
        for (key, case) in keys {
            let offset = most_telling(key, case)?;
            let place = Place {
                offset,
                length: key.len(),
            };
            for spelling in spelled(&key[offset..offset + PART], case) {
                match spellings.iter().position(|known| *known == spelling) {
                    Some(known) if places[known].contains(&place) => {}
                    Some(known) => places[known].push(place),
                    None => {
                        spellings.push(spelling);
                        places.push(vec![place]);
                    }
                }
            }
            if spellings.len() > MOST_SPELLINGS {
                return None;
            }
        }
        let mut config = packed::Config::new();
        config.match_kind(MatchKind::LeftmostFirst);
        let searcher = config.builder().extend(&spellings).build()?;
        Some(Self { searcher, places })
    }

    /// The first place at or after `from` where `is_key` says yes to what would be the whole key.
    pub(super) fn find(
        &self,
        text: &[u8],
        mut from: usize,
        mut is_key: impl FnMut(&[u8]) -> bool,
    ) -> Option<usize> {
        while from < text.len() {
            let found = self.searcher.find_in(text, (from..text.len()).into())?;
            let mut places = self.places[found.pattern().as_usize()].iter();
            let is_here = places.any(|place| {
                let range = place.around(found.start());
                range
                    .and_then(|range| text.get(range))
                    .is_some_and(&mut is_key)
            });
            if is_here {
                return Some(found.start());
            }
            from = found.start() + 1;
        }
        None
    }
}

impl Place {
    /// The whole key, if its part stands at `at`.
    fn around(self, at: usize) -> Option<Range<usize>> {
        let start = at.checked_sub(self.offset)?;
        Some(start..start + self.length)
    }
}

/// The part of a key with the fewest spellings: of its end if that will do, because all PUIDs of a tenant
/// begin alike, and because the last group of a GUID is the same with hyphens and without.
fn most_telling(key: &[u8], case: Case) -> Option<usize> {
    const END: usize = 10;
    let parts = key.windows(PART).enumerate();
    let telling =
        parts.filter(|(_, part)| !part.contains(&b'-') && different(part) >= LEAST_VARIETY);
    let cost = |at: usize, part: &[u8]| (at + END < key.len(), spelled(part, case).len(), at);
    telling
        .min_by_key(|(at, part)| cost(*at, part))
        .map(|(at, _)| at)
}

/// In every mixture of small and capital letters, where the case is not kept.
fn spelled(part: &[u8], case: Case) -> Vec<Vec<u8>> {
    if case == Case::Kept {
        return vec![part.to_vec()];
    }
    let mut spellings = vec![Vec::new()];
    for byte in part {
        let cases = [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()];
        let different = if cases[0] == cases[1] {
            &cases[..1]
        } else {
            &cases[..]
        };
        spellings = different
            .iter()
            .flat_map(|case| {
                let with = |spelling: &Vec<u8>| [spelling.as_slice(), &[*case]].concat();
                spellings.iter().map(with)
            })
            .collect();
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "f7d36837-9f88-41fa-89cd-dc16a7c9aa00";

    #[test]
    fn the_part_with_the_fewest_spellings_is_looked_for() {
        let part = |key: &str, case| {
            let at = most_telling(key.as_bytes(), case)?;
            Some(key[at..at + PART].to_owned())
        };
        assert_eq!(part(KEY, Case::Either).unwrap(), "16a7c9");
        assert_eq!(part(&KEY.replace('-', ""), Case::Either).unwrap(), "16a7c9");
        assert_eq!(part("1003200012AB3478", Case::Either).unwrap(), "0012AB");
        assert_eq!(part("1003200000000000", Case::Either).unwrap(), "100320");
        assert_eq!(
            part("N2jT94if-kGJzdwWp8mqAA", Case::Kept).unwrap(),
            "zdwWp8"
        );
        assert_eq!(
            part("00000000-0000-0000-0000-000000000000", Case::Either),
            None
        );
        assert_eq!(spelled(b"7d3683", Case::Either), [b"7d3683", b"7D3683"]);
        assert_eq!(spelled(b"a1b2c3", Case::Either).len(), 8);
        assert_eq!(spelled(b"a1b2c3", Case::Kept).len(), 1);
    }

    #[test]
    fn the_whole_key_decides() {
        let few = Few::new([(KEY.as_bytes(), Case::Either)].into_iter()).unwrap();
        let text = b"16a7c9 F7D36837-9F88-41FA-89CD-DC16A7C9AA00";
        let mut asked = Vec::new();
        let at = few.find(text, 0, |key| {
            asked.push(key.to_vec());
            key.eq_ignore_ascii_case(KEY.as_bytes())
        });
        // The first place is too near to the beginning to be asked about.
        assert_eq!((at, asked.len()), (Some(33), 1));
        assert_eq!(few.find(text, 34, |_| true), None);
    }

    #[test]
    fn many_keys_are_too_many() {
        let ids = (1..60_u128).map(|number| {
            let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
            uuid::Uuid::from_u128(mixed).to_string()
        });
        let ids: Vec<String> = ids.collect();
        let keys = ids.iter().map(|id| (id.as_bytes(), Case::Either));
        assert!(Few::new(keys).is_none());
    }
}
