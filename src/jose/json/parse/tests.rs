//! Tests of `jose/json/parse.rs`.

use super::*;

fn fault(text: &[u8]) -> String {
    parse(text)
        .faults
        .first()
        .map_or_else(|| "none".into(), ToString::to_string)
}

#[test]
fn a_broken_text_gives_what_stood_before_the_break() {
    let parsed = parse(br#"{"iss":"x","aud":["a","b"#);
    assert_eq!(
        parsed.faults,
        [Fault {
            at: 24,
            what: "the text ends inside a string"
        }]
    );
    assert_eq!(parsed.value.get("iss").and_then(Json::as_str), Some("x"));
    assert_eq!(parsed.value.get("aud").unwrap().items().len(), 1);
    assert!(parsed.is_cut);
}

#[test]
fn each_fault_has_its_place_and_words() {
    assert_eq!(
        fault(b""),
        "the text ends where a value should stand at byte 0"
    );
    assert_eq!(fault(b"{\"a\":01}"), "a malformed number at byte 7");
    assert_eq!(
        fault(b"{\"a\":1,}"),
        "a member name should stand here at byte 7"
    );
    assert_eq!(fault(b"{\"a\" 1}"), "a colon should stand here at byte 5");
    assert_eq!(
        fault(b"[1 2]"),
        "a comma or the end of the array should stand here at byte 3"
    );
    assert_eq!(
        fault(b"nul"),
        "a word that is neither true, false nor null at byte 0"
    );
    assert_eq!(fault(b"{} x"), "text after the end of the value at byte 3");
    assert_eq!(fault(b"\"\\x\""), "an unknown escape in a string at byte 1");
    assert_eq!(
        fault(b"\"\\u12G4\""),
        "a malformed \\u escape in a string at byte 1"
    );
    assert_eq!(
        fault(b"\"\\uD800\""),
        "half a surrogate pair in a string at byte 1"
    );
    assert_eq!(
        fault(b"\"a\nb\""),
        "an unescaped control character in a string at byte 2"
    );
    assert_eq!(
        fault(b"\"\xFF\""),
        "bytes that are no UTF-8 in a string at byte 3"
    );
    assert_eq!(fault(b"\xEF\xBB\xBF{}"), "a byte order mark at byte 0");
}

#[test]
fn escapes_are_resolved() {
    let parsed = parse(br#""a\/\u0041\uD83D\uDE00\n""#);
    assert_eq!(parsed.faults, []);
    assert_eq!(parsed.value, Json::String("a/A\u{1F600}\n".into()));
}

#[test]
fn depth_is_bounded() {
    let deep = "[".repeat(200_000);
    assert_eq!(
        fault(deep.as_bytes()),
        "nesting deeper than 128 levels at byte 128"
    );
}

#[test]
fn top_level_values_know_their_place() {
    let text = br#"{"a": "x" , "n":{"a":"y"},"c":1}"#;
    let spans = parse(text).member_spans;
    let texts: Vec<_> = spans.into_iter().map(|span| &text[span]).collect();
    assert_eq!(texts, [&b"\"x\""[..], b"{\"a\":\"y\"}", b"1"]);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_survived(bytes: Vec<u8>) {
        let _ = parse(&bytes);
    }

    #[test]
    fn agrees_with_serde_json_on_what_is_valid(text in "[\\[\\]{}:,\"\\\\a0-9eE+.nulltrfs -]{0,24}") {
        let ours = parse(text.as_bytes()).faults.is_empty();
        // serde_json rounds numbers and so refuses those beyond its range; a raw value keeps them.
        let theirs = serde_json::from_str::<Box<serde_json::value::RawValue>>(&text).is_ok();
        assert_eq!(ours, theirs, "{text}");
    }
}

#[test]
fn the_deepest_nesting_is_told_as_it_is() {
    assert!(TOO_DEEP.contains(&format!(" {MAX_DEPTH} ")), "{TOO_DEEP}");
}
