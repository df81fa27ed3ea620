//! A tiny seeded generator (SplitMix64), so that every run invents the same identifiers.
//!
//! Not its job: keys or anything secret. What must be unpredictable comes from aws-lc-rs.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use uuid::{Builder, Uuid};

pub struct Seed(u64);

impl Seed {
    /// The generator that belongs to a name. One name for each value that is drawn keeps all other
    /// values as they are when one is added.
    pub fn of(name: &str) -> Self {
        // FNV-1a, 64 bits.
        Self(name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// A generator of its own for a part.
    pub fn child(&mut self) -> Self {
        Self(self.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `range`. The tiny bias of the remainder does not matter here.
    pub fn within(&mut self, range: std::ops::Range<i64>) -> i64 {
        let width = u64::try_from(range.end - range.start).expect("a range that is not empty");
        range.start + i64::try_from(self.next() % width).expect("smaller than the width")
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let length = i64::try_from(list.len()).expect("a short list");
        &list[usize::try_from(self.within(0..length)).expect("not negative")]
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next().to_be_bytes()[0]).collect()
    }

    pub fn base64url(&mut self, count: usize) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.bytes(count))
    }

    /// Looks like a random GUID, version 4.
    pub fn guid(&mut self) -> Uuid {
        let bytes = self.bytes(16).try_into().expect("16 bytes");
        Builder::from_random_bytes(bytes).into_uuid()
    }

    /// The id of a sign-in: as a GUID, but its last byte is zero, so that its `uti` ends in `AA`.
    pub fn request_id(&mut self) -> Uuid {
        let mut bytes = self.guid().into_bytes();
        bytes[15] = 0;
        Uuid::from_bytes(bytes)
    }
}
