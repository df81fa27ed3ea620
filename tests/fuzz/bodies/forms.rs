//! Any bytes as something that somebody hands over: what is found in it does not depend on how it arrives,
//! and nothing around a token hides it.
//!
//! Not its job: what the tokens are worth (`token.rs`).

use std::io::{Cursor, Read};
use std::sync::Arc;

use jwtenant::input::stream::{Sizes, Stream};
use jwtenant::input::{Found, Limits, Options, Shape, read};
use jwtenant::jose::token::Token;
use serde_json::json;

use super::exports::Bites;
use super::well_formed::assert_report;
use super::world::{self, Documents};

/// The first two bytes choose the sizes of the pieces.
pub fn input(bytes: &[u8]) {
    let [bite, part, bytes @ ..] = bytes else {
        return;
    };
    assert_found(&read(bytes, &Limits::default()).found);
    let sizes = Sizes {
        whole: 512,
        part: 64 + usize::from(*part) * 8,
        record: 16 << 10,
        document: 1 << 20,
    };
    let source = Bites::new(bytes, usize::from(*bite) + 1);
    let in_bites = streamed(Box::new(source), sizes);
    let at_once = streamed(Box::new(Cursor::new(bytes.to_vec())), sizes);
    assert_eq!(in_bites, at_once, "how it arrives makes no difference");
    assert_report(&world::check(bytes, Documents::default()));
}

/// Any text in the answer of a server that was sent a token.
pub fn har(bytes: &[u8]) {
    assert_found(&read(bytes, &Limits::default()).found);
    let token = world::healthy();
    let recording = json!({"log": {"version": "1.2", "entries": [{
        "request": {"method": "GET", "url": "https://graph.microsoft.com/v1.0/me",
            "headers": [{"name": "Authorization", "value": format!("Bearer {token}")}]},
        "response": {"status": 200, "headers": [],
            "content": {"mimeType": "text/html", "text": String::from_utf8_lossy(bytes)}},
    }]}});
    let found = read(recording.to_string().as_bytes(), &Limits::default());
    assert_eq!(found.form, Some("har"));
    assert!(found.found.iter().any(|it| it.text.expose() == token));
    assert_found(&found.found);
}

fn assert_found(found: &[Found]) {
    for found in found {
        let text = found.text.expose();
        assert!(
            !format!("{found:?}").contains(text) || text.len() < 20,
            "{found:?}"
        );
        if matches!(found.shape, Shape::Compact | Shape::Jwe) {
            assert!(Token::parse(text).is_ok(), "{:?} has no parts", found.shape);
            assert!(!text.contains(char::is_whitespace), "a blank in a token");
        }
    }
}

fn streamed(source: Box<dyn Read + Send>, sizes: Sizes) -> Vec<(String, String)> {
    let mut stream = Stream::new(source, Arc::new(Options::default()), sizes);
    let mut all = Vec::new();
    // Bytes in memory can always be read; what is too large ends it.
    while let Ok(Some(piece)) = stream.next_piece() {
        let found = piece.read(&Limits::default());
        all.extend(
            found
                .into_iter()
                .map(|it| (it.place, it.text.expose().to_owned())),
        );
    }
    all
}
