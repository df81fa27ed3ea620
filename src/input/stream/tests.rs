//! A source read in pieces of any size holds what it holds when it is read whole.

use proptest::prelude::*;

use super::super::forge::{id_token, jwe, jwt, unsigned};
use super::*;

fn sizes(part: usize) -> Sizes {
    Sizes {
        whole: 4096,
        part,
        record: 16 << 10,
        document: 1 << 20,
    }
}

fn pieces(input: &[u8], options: &Options, sizes: Sizes) -> Vec<Piece> {
    let source = Box::new(Cursor::new(input.to_vec()));
    let mut stream = Stream::new(source, Arc::new(options.clone()), sizes);
    std::iter::from_fn(|| stream.next_piece().unwrap()).collect()
}

fn seen(found: Vec<Found>) -> Vec<(String, String, Vec<Removed>)> {
    let seen = found.into_iter();
    seen.map(|found| {
        (
            found.place.clone(),
            found.text.expose().to_owned(),
            found.removed,
        )
    })
    .collect()
}

fn in_pieces(input: &[u8], part: usize) -> Vec<(String, String, Vec<Removed>)> {
    let pieces = pieces(input, &Options::default(), sizes(part));
    let found = pieces.into_iter();
    seen(
        found
            .flat_map(|piece| piece.read(&Limits::default()))
            .collect(),
    )
}

fn whole(input: &[u8]) -> Vec<(String, String, Vec<Removed>)> {
    seen(super::super::read(input, &Limits::default()).found)
}

fn wrapped(token: &str) -> String {
    let lines = token.as_bytes().chunks(76).map(String::from_utf8_lossy);
    lines.collect::<Vec<_>>().join("\n")
}

fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(jwt()),
        Just(id_token()),
        Just(format!("TOKEN={}", jwe())),
        Just(format!("2026-11-20 12:30 sent {} to x", unsigned())),
        Just(wrapped(&jwt())),
        Just(String::new()),
        "[ -~]{0,60}",
    ]
}

/// Fewer cases than usual, unless `PROPTEST_CASES` asks for a number.
fn fewer() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = match asked.cases {
        256 => 64,
        cases => cases,
    };
    ProptestConfig { cases, ..asked }
}

fn table(rows: &[(impl AsRef<str>, bool)]) -> String {
    let mut text = "note,token\r\n".to_owned();
    for (note, has_token) in rows {
        let token = if *has_token { jwt() } else { "-".into() };
        let note = note.as_ref().replace('"', "\"\"");
        text.push_str(&format!("\"{note}\",{token}\r\n"));
    }
    text
}

/// Found by the property of rows below.
#[test]
fn a_row_whose_line_ends_within_quotes_is_one_row() {
    let text = table(&[("\n", true)]);
    assert_eq!(in_pieces(text.as_bytes(), 100), whole(text.as_bytes()));
    assert_eq!(whole(text.as_bytes()).len(), 1);
}

#[test]
fn a_quote_within_a_cell_is_a_letter() {
    let row = |note: &str| format!("{note},{}\r\n", jwt());
    let rows = [
        row("5\" disk"),
        row("a \"b\" c"),
        row("\"d\r\n\"\"e\""),
        row("f"),
    ]
    .concat();
    let text = format!("note,token\r\n{}", rows.repeat(10));
    for part in [600, 1000, 2000] {
        assert_eq!(in_pieces(text.as_bytes(), part), whole(text.as_bytes()));
    }
    assert_eq!(whole(text.as_bytes()).len(), 40);
}

#[test]
fn what_was_lost_or_taken_off_is_told_of_a_long_source_too() {
    let token = jwt();
    let line = format!("\u{1b}[01;31m\u{1b}[K{token}\u{1b}[m\u{1b}[K\n\n");
    let text = [line.repeat(20).as_bytes(), b"\xFF\n"].concat();
    let found = in_pieces(&text, 100_000);
    assert_eq!(found.len(), 20);
    for (_, text, removed) in found {
        assert_eq!(text, token);
        assert_eq!(
            removed,
            [
                Removed::InvalidUnicode,
                Removed::Colors,
                Removed::SurroundingText
            ]
        );
    }
}

proptest! {
    #![proptest_config(fewer())]

    #[test]
    fn text_in_parts_of_any_size(
        lines in proptest::collection::vec(any_line(), 1..40),
        part in 1500..8000_usize,
    ) {
        // Lines that are no cookies, and whose first is nothing but words.
        let text = format!("{}\n{}\n", "A log as it was written\n".repeat(200), lines.join("\n\n"));
        prop_assert_eq!(in_pieces(text.as_bytes(), part), whole(text.as_bytes()));
    }

    #[test]
    fn json_lines_in_parts_of_any_size(count in 1..60_usize, part in 100..5000_usize) {
        let line = format!("{{\"n\":[1,\"{}\"]}}\n\nno document {}\n", jwt(), id_token());
        let text = line.repeat(count + 8);
        prop_assert_eq!(in_pieces(text.as_bytes(), part), whole(text.as_bytes()));
    }

    #[test]
    fn rows_in_parts_of_any_size(
        rows in proptest::collection::vec(("[a-z\n\"]{0,9}", any::<bool>()), 40..90),
        part in 100..5000_usize,
    ) {
        let text = table(&rows);
        let whole = whole(text.as_bytes());
        if !whole.is_empty() {
            prop_assert_eq!(in_pieces(text.as_bytes(), part), whole);
        }
    }

    #[test]
    fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..3000), part in 1..500_usize) {
        let _ = in_pieces(&bytes, part);
    }
}

#[test]
fn utf16_is_read_in_parts_too() {
    let text = format!("line\r\nTOKEN={}\r\n", jwt()).repeat(20);
    for mark in ["", "\u{feff}"] {
        let little: Vec<u8> = format!("{mark}{text}")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let big: Vec<u8> = format!("{mark}{text}")
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        for bytes in [little, big] {
            assert_eq!(in_pieces(&bytes, 2000), whole(&bytes));
        }
    }
    let marked = format!("\u{feff}{text}");
    assert_eq!(in_pieces(marked.as_bytes(), 2000), whole(marked.as_bytes()));
}

#[test]
fn one_document_is_read_whole_up_to_its_limit() {
    let token = jwt();
    let document = format!(
        "{{\n\"access_token\": \"{token}\",\n\"x\": \"{}\"}}",
        "x".repeat(5000)
    );
    assert_eq!(in_pieces(document.as_bytes(), 100)[0].0, "/access_token");
    let source = Box::new(Cursor::new(document.into_bytes()));
    let small = Sizes {
        document: 1000,
        ..sizes(100)
    };
    let mut stream = Stream::new(source, Arc::default(), small);
    assert!(matches!(
        stream.next_piece(),
        Err(StreamError::TooLarge(1000))
    ));
    assert!(matches!(stream.next_piece(), Ok(None)));
}

#[test]
fn a_line_without_end_is_left_out_and_the_next_one_read() {
    let (first, token) = (id_token(), jwt());
    let text = format!(
        "{{\"t\":\"{first}\"}}\n{{\"x\":\"{}\"}}\n{{\"t\":\"{token}\"}}\n",
        "x".repeat(40_000)
    );
    let pieces = pieces(text.as_bytes(), &Options::default(), sizes(400));
    let left_out: Vec<_> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::LeftOut { place, .. } => Some(place.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(left_out, ["line 2"]);
    let found = pieces.into_iter();
    let found = seen(
        found
            .flat_map(|piece| piece.read(&Limits::default()))
            .collect(),
    );
    assert_eq!(found[1].0, "line 3 /t");
    assert_eq!(found[1].1, token);
}

#[test]
fn one_endless_line_of_text_is_read_all_the_same() {
    let token = jwt();
    let text = format!("words {token}, ").repeat(300);
    assert_eq!(in_pieces(text.as_bytes(), 3000).len(), 300);
}

#[test]
fn one_column_of_a_long_table() {
    let options = Options {
        column: Some("b".into()),
        ..Options::default()
    };
    let row = format!("{},{}\n", jwt(), id_token());
    let text = format!("a,b\n{}", row.repeat(30));
    let found = pieces(text.as_bytes(), &options, sizes(2000)).into_iter();
    let found = seen(
        found
            .flat_map(|piece| piece.read(&Limits::default()))
            .collect(),
    );
    assert_eq!(found.len(), 30);
    assert_eq!(found[29].0, "row 31 column b");
    assert_eq!(found[29].1, id_token());
}
