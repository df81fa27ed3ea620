//! What a recogniser is, and the limits that all of them keep.
//!
//! Not its job: the list of them, which stands in `mod.rs`.

use super::found::Found;

/// One form in which tokens are handed over.
pub(super) struct Recogniser {
    /// What the form is called in [`Reading::form`](super::Reading).
    pub(super) name: &'static str,
    /// `None`: the text is not of this form, or holds nothing in it; the next one is asked.
    pub(super) read: fn(&str, &Limits) -> Option<Vec<Found>>,
}

/// How much is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In bytes. A longer candidate is reported by its size alone.
    pub max_token_size: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_token_size: 1024 * 1024,
        }
    }
}
