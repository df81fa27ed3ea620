//! Signed tokens inside other text, left out: in a claim, in a name, in what somebody typed. Told by their form
//! alone, in one pass that asks for no memory where there is none.
//!
//! Not its job: finding tokens to read (`input`). A word too much left out here costs nothing, a token shown
//! can be used by whoever reads the report.

use std::ops::Range;

/// `{"alg":"none"}` in base64url is hardly longer; ordinary words that begin so are shorter.
const SHORTEST_HEADER: usize = 14;

/// No signed token is shorter, and most values are.
const SHORTEST: usize = 40;

/// What merely looks like a part of a token is a signature or worse, where it is longer than this.
const LONGEST_WORD: usize = 100;

/// The text with each token in it named by its length; nothing where there is none.
#[must_use]
pub fn tokens_left_out(text: &str) -> Option<String> {
    let first = next_token(text, 0)?;
    let mut kept = String::with_capacity(text.len());
    let (mut end, mut next) = (0, Some(first));
    while let Some(token) = next {
        kept.push_str(&text[end..token.start]);
        kept.push_str(&format!(
            "<a token of {} characters, left out>",
            token.len()
        ));
        end = token.end;
        next = next_token(text, end);
    }
    kept.push_str(&text[end..]);
    Some(kept)
}

/// The text with every word that looks like a token, or like a good part of one, left out: for
/// messages that repeat what somebody typed.
#[must_use]
pub fn without_tokens(text: &str) -> String {
    let whole_ones = tokens_left_out(text);
    let text = whole_ones.as_deref().unwrap_or(text);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        kept.push_str(&rest[..start]);
        let word = &rest[start..];
        let end = word.find(|c| !is_part(c)).unwrap_or(word.len());
        let (word, behind) = word.split_at(end);
        let begins = next_opening(word.as_bytes(), 0).is_some();
        let is_token = word.len() > SHORTEST && begins || word.len() > LONGEST_WORD;
        kept.push_str(if is_token {
            "<a token, left out>"
        } else {
            word
        });
        rest = behind;
    }
    kept.push_str(rest);
    kept
}

/// Where the next token stands: how a header opens, then a dot not too soon, and all that may belong to it.
fn next_token(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut from = from;
    while bytes.len().saturating_sub(from) > SHORTEST {
        let start = next_opening(bytes, from)?;
        // Whatever else opens before the dot has no other dot, so the look goes on behind it.
        let (end_of_header, dot) = header(bytes, start);
        from = end_of_header + dot;
        if dot > 0 && end_of_header - start >= SHORTEST_HEADER {
            let rest = bytes[from..].iter();
            let end = from + rest.take_while(|byte| is_of_token(**byte)).count();
            if end - start > SHORTEST {
                return Some(start..end);
            }
        }
    }
    None
}

/// Where base64url of `{"`, `{ `, `{` and a line break, or the same behind a blank begins.
fn next_opening(bytes: &[u8], from: usize) -> Option<usize> {
    let candidates = memchr::memchr2_iter(b'e', b'I', bytes.get(from..)?);
    candidates.map(|at| from + at).find(|at| {
        matches!(
            bytes[*at..],
            [b'e', b'y', b'A'..=b'D' | b'I'..=b'L', ..]
                | [b'e', b'w', b'k'..=b'r' | b'0'..=b'3', ..]
                | [b'I', b'H', b's', b'i' | b'g' | b'K' | b'N', ..]
        )
    })
}

/// Where the first part ends, and how long the dot is there, as it is or percent-encoded; 0 for no dot.
fn header(bytes: &[u8], start: usize) -> (usize, usize) {
    for at in start..bytes.len() {
        match bytes[at..] {
            [b'.', ..] => return (at, 1),
            [b'%', b'2', b'E' | b'e', ..] => return (at, 3),
            [b'%', b'2', b'5', b'2', b'E' | b'e', ..] => return (at, 5),
            [byte, ..] if is_of_token(byte) => {}
            _ => return (at, 0),
        }
    }
    (bytes.len(), 0)
}

/// Both alphabets of base64, padding, dots, and what stands in percent-encoding.
fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+' | b'/' | b'=' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A signature that may be shown nowhere.
    const SIGNATURE: &str = "c2lnbmF0dXJlLXRoYXQtbXVzdC1ub3QtYmUtc2hvd24";

    #[test]
    fn tokens_are_left_out_wherever_they_stand() {
        let payload = "eyJpc3MiOiJ4In0";
        for header in [
            "eyJhbGciOiJSUzI1NiJ9",
            "eyAiYWxnIjoiUlMyNTYifQ",
            "ew0KICJhbGciOiJSUzI1NiJ9",
            "ewogICJhbGciOiJSUzI1NiJ9",
            "ewkiYWxnIjoiUlMyNTYifQ",
            "IHsiYWxnIjoiUlMyNTYifQ",
        ] {
            for dot in [".", "%2E", "%2e", "%252E"] {
                for before in [
                    "",
                    "Bearer ",
                    " ",
                    "https://x.y/#access_token=",
                    "{\"a\":\"",
                    "monkeyJ.",
                ] {
                    let text = format!("{before}{header}{dot}{payload}{dot}{SIGNATURE} behind");
                    let shown = tokens_left_out(&text).unwrap_or(text);
                    assert!(
                        !shown.contains(SIGNATURE) && !shown.contains(payload),
                        "{shown}"
                    );
                    assert!(
                        shown.starts_with(before) && shown.ends_with(" behind"),
                        "{shown}"
                    );
                }
            }
        }
    }

    #[test]
    fn padding_and_the_other_alphabet_end_no_token() {
        let text = format!("eyJhbGciOiJSUzI1NiJ9==.eyJpc3MiOiJ4In0=.ab+c/{SIGNATURE}==");
        let left_out = format!("<a token of {} characters, left out>", text.len());
        assert_eq!(tokens_left_out(&text), Some(left_out));
    }

    #[test]
    fn ordinary_values_stay() {
        for text in [
            "https://sts.windows.net/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/",
            "HoneyJar.subdomain-of-somebody.contoso.onmicrosoft.com",
            "AVQAq/8TAAAAeyJhbGciOiJSUzI1NiJ9and-no-dot-anywhere-behind",
            "eyJ",
            "",
        ] {
            assert_eq!(tokens_left_out(text), None, "{text}");
        }
    }

    #[test]
    fn many_openings_cost_one_pass() {
        for piece in [
            "eyJ",
            "eyJ.",
            "eyJhbGciOiJSUzI1NiJ9.",
            "%2eeyJ",
            "eyJhbGciOiJub25lIn0\u{e9}",
        ] {
            let text = piece.repeat(400_000);
            let kept = tokens_left_out(&text).unwrap_or(text);
            assert_eq!(tokens_left_out(&kept), None, "{piece}");
        }
    }

    #[test]
    fn messages_lose_parts_of_tokens_too() {
        let token = format!("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.{}", "A".repeat(40));
        let text = format!("cannot open '{token}': no such file, é");
        assert_eq!(
            without_tokens(&text),
            format!(
                "cannot open '<a token of {} characters, left out>': no such file, é",
                token.len()
            )
        );
        let signature = "A".repeat(120);
        assert_eq!(without_tokens(&signature), "<a token, left out>");
        let cut = format!("ew0KICJhbGciOiJS{}", "A".repeat(40));
        assert_eq!(without_tokens(&cut), "<a token, left out>");
        let id = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618.and-some-more.example";
        assert_eq!(without_tokens(id), id);
    }
}
