//! Measures that the blocks of a token's screen share.

/// Width of the column with the numbered questions.
pub(super) const LABEL: usize = 17;
