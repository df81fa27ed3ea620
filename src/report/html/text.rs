//! Untrusted text in HTML: nothing in it reorders or hides letters, and `maud` escapes what is markup.
//!
//! Whatever comes from a token, a log or an option goes through one of these types.

use maud::{Markup, Render, html};

use crate::report::markup::{Piece, pieces, value};
use crate::text::{Terminal, clipped};

/// More of one value than this is in the JSON report.
const LONGEST: usize = 600;

/// Text as it stands.
pub(super) struct Text<'a>(pub &'a str);

impl Render for Text<'_> {
    fn render_to(&self, buffer: &mut String) {
        let safe = Terminal(&clipped(self.0, LONGEST)).to_string();
        safe.as_str().render_to(buffer);
    }
}

/// A value, in the letters of code.
pub(super) struct Code<'a>(pub &'a str);

impl Render for Code<'_> {
    fn render_to(&self, buffer: &mut String) {
        render(&value(&clipped(self.0, LONGEST))).render_to(buffer);
    }
}

/// A sentence: values in it are set as code.
pub(super) struct Prose<'a>(pub &'a str);

impl Render for Prose<'_> {
    fn render_to(&self, buffer: &mut String) {
        for piece in pieces(self.0) {
            render(&piece).render_to(buffer);
        }
    }
}

fn render(piece: &Piece) -> Markup {
    html! {
        @match piece {
            Piece::Word(text) => (text.as_str()),
            Piece::Code(text) => code { (text.as_str()) },
            Piece::Id(text) => code.id { (text.as_str()) },
            Piece::Time(text) => time datetime=(text.as_str()) { (text.as_str()) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_invisible_letters_are_shown_not_obeyed() {
        let hostile = "</title><script>alert(1)</script>\" onload='x'\u{202e}";
        let shown = html! { p title="fixed" { (Text(hostile)) (Prose(hostile)) (Code(hostile)) } };
        let shown = shown.into_string();
        assert!(
            !shown.contains("<script") && !shown.contains("</title"),
            "{shown}"
        );
        assert!(
            shown.contains("&lt;U+202E&gt;") && !shown.contains('\u{202e}'),
            "{shown}"
        );
        assert!(!shown.contains("\" onload"), "{shown}");
    }
}
