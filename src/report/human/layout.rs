//! Measures and phrases that the blocks of a token's screen share.

use crate::report::model::Source;

/// Width of the column with the numbered questions.
pub(super) const LABEL: usize = 17;

/// Where a token stood, in words.
pub(super) fn place(source: &Source) -> String {
    let input = if source.input == "-" {
        "standard input"
    } else {
        &source.input
    };
    if source.place.is_empty() {
        input.to_owned()
    } else {
        format!("{input}, {}", source.place)
    }
}
