//! One kind of lower case for all that is remembered, searched for and rewritten: a text keeps its length, so
//! places in the folded text are places in the text.
//!
//! Not its job: letter case where a protocol says what it means.

/// In lower case, but for letters that would change their length by it, such as `\u{130}`.
pub(super) fn fold(text: &str) -> String {
    text.chars().map(letter).collect()
}

fn letter(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
        _ => c,
    }
}
