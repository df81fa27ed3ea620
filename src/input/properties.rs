//! What must hold for any input at all, however hostile: no panic, linear time, and the token that
//! went in comes out.

use proptest::prelude::*;

use super::forge::{id_token, jwe, jwt, unsigned};
use super::tests::{only, reading};

/// Not timed: by construction each takes moments, and would take hours, were anything quadratic.
#[test]
fn large_and_nasty_inputs_end() {
    let fill = |pattern: &str, size: usize| pattern.repeat(size / pattern.len());
    for pattern in NASTY {
        let _ = reading(fill(pattern, 400_000));
    }
    for input in [
        fill(".", 5_000_000),
        fill("e\nyJhbGci\n", 5_000_000),
        format!("eyJhbGciOiJ{}", fill(" ", 5_000_000)),
        format!("eyJhbGciOiJSUzI1NiJ9.eyJ.{}", fill("x\n", 400_000)),
        format!("[{}]", ["\"eyJhbGciOiJ x\""; 20_000].join(",")),
        format!(
            "authorization{}x{}",
            fill(")", 200_000),
            fill("\" ", 200_000)
        ),
        format!("x{}", fill("+EwB", 400_000)),
        format!(
            "{}{}",
            fill("eyJhbGciOiJ \nx\n", 200_000),
            fill(".a", 2_000_000)
        ),
    ] {
        let _ = reading(input);
    }
}

const NASTY: [&str; 26] = [
    "eyJ.",
    "eyJhbGciOiJ.",
    "eyJhbGciOiJ/",
    "eyJhbGciOiJ ",
    "eyJhbGciOiJ\n",
    "eyJhbGciOiJ x ",
    "eyJhbGciOiJ.a x ",
    "eyJhbGciOiJ.eyJ\nx\n",
    "eyJhbGciOiJ..a b ",
    "e\n",
    "Bearer ",
    "([{\"",
    "%41",
    "%",
    "AADSTS ",
    "{\"a\":",
    "[",
    "a=b; ",
    "a=b&",
    "curl -H ",
    "1.A",
    "EwB+",
    "EwB ",
    "\u{feff}",
    "\0",
    "\n",
];

fn any_token() -> impl Strategy<Value = String> {
    prop_oneof![Just(jwt()), Just(id_token()), Just(unsigned()), Just(jwe())]
}

fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-zA-Z]{1,12}[,:;]?", 1..12).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_bytes_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = reading(bytes);
    }

    #[test]
    fn any_text_around_pieces_of_tokens_reads_without_a_panic(
        pieces in proptest::collection::vec(
            prop_oneof![
                "\\PC{0,8}".prop_map(String::from),
                any_token(),
                proptest::sample::select(vec![
                    ".", "\n", " ", "eyJ", "eyJhbGciOi", "\"", "{", "}", "Bearer ", "%2", "…", "...",
                    "access_token", "=", "&", "#", "curl -H ", "Cookie:", "1.A", "EwB", "é", "\\u",
                ]).prop_map(String::from),
            ],
            0..12,
        )
    ) {
        let _ = reading(pieces.concat());
    }

    #[test]
    fn a_token_broken_anywhere_reads_back(
        token in any_token(),
        cuts in proptest::collection::btree_set(1..400_usize, 0..12),
        line_break in proptest::sample::select(vec!["\n", "\r\n", "\r\n    ", "\n\t"]),
    ) {
        let mut broken = token.clone();
        for cut in cuts.into_iter().rev().filter(|cut| *cut < token.len()) {
            broken.insert_str(cut, line_break);
        }
        let found = only(broken);
        prop_assert_eq!(found.text.expose(), token);
        prop_assert_eq!(found.place, "");
    }

    #[test]
    fn a_token_among_words_is_found_unchanged(
        before in words(),
        token in any_token(),
        after in words(),
        between in proptest::sample::select(vec![" ", "\n", "\r\n"]),
    ) {
        let found = only([before.as_str(), token.as_str(), after.as_str()].join(between));
        prop_assert_eq!(found.text.expose(), token);
    }
}
