//! Untrusted text in Markdown: every value stands in a code span, in which nothing is a link, a mention,
//! an image or HTML; a span's fence is longer than any run of backticks in it.

use crate::report::markup::{Piece, pieces, value};

/// A sentence.
pub(super) fn prose(text: &str) -> String {
    let each = pieces(text).into_iter().map(|piece| match piece {
        Piece::Word(text) => text,
        Piece::Code(text) | Piece::Id(text) | Piece::Time(text) => span(&text),
    });
    each.collect::<String>().trim().to_owned()
}

/// A value.
pub(super) fn code(text: &str) -> String {
    match value(text) {
        Piece::Word(text) | Piece::Code(text) | Piece::Id(text) | Piece::Time(text) => span(&text),
    }
}

/// The same in a table's cell. A bar ends a cell even in a code span, and readers disagree about one with
/// a backslash before it, so it is named like other signs that cannot be shown.
pub(super) fn cell(markdown: &str) -> String {
    markdown.replace('|', "<U+007C>")
}

fn span(text: &str) -> String {
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A blank on both sides is taken off again; it is needed beside a backtick, and beside a blank.
    let is_bare = !text.starts_with(['`', ' ']) && !text.ends_with(['`', ' ']);
    let pad = if is_bare { "" } else { " " };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("<b>"), "`<b>`");
        assert_eq!(code(" "), "(empty)");
    }

    #[test]
    fn values_in_sentences_are_spans() {
        assert_eq!(
            prose("ask @all, or pat@x.example."),
            "ask `@all`, or `pat@x.example`."
        );
    }

    #[test]
    fn no_bar_stands_in_a_cell() {
        assert_eq!(cell(&prose("a | b|c")), "a `<U+007C>` `b<U+007C>c`");
    }
}
