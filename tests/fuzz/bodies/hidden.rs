//! Any bytes as something to be shown to somebody else, and as a word or an error to be explained: what
//! identifies somebody is gone, and what is shown is harmless.
//!
//! Not its job: which values are harmless.

use jwtenant::explain;
use jwtenant::jose::base64url::encode;
use jwtenant::redact::{Key, redact as redacted};
use serde::de::IgnoredAny;
use uuid::Uuid;

use super::well_formed::assert_shown;

/// Ids of the samples' tenants and people: they are in every seed, and must be in nothing that is shown.
const IDS: [&str; 2] = [
    "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618",
    "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254",
];

pub fn redact(bytes: &[u8]) {
    let key = Key::of_file(b"a key");
    let Some(shown) = redacted(bytes, &key) else {
        return;
    };
    assert_eq!(
        redacted(bytes, &key).as_ref(),
        Some(&shown),
        "always the same"
    );
    let lower = shown.text.to_lowercase();
    for id in IDS {
        let id: Uuid = id.parse().expect("a GUID");
        assert!(!lower.contains(&id.to_string()), "{id} in {}", shown.text);
        assert!(
            !lower.contains(&id.simple().to_string()),
            "{id} in {}",
            shown.text
        );
        for bytes in [id.to_bytes_le(), *id.as_bytes()] {
            assert!(
                !shown.text.contains(&encode(&bytes)),
                "{id} in {}",
                shown.text
            );
        }
    }
    // What was a document is one again, line by line where it was so.
    if serde_json::from_slice::<IgnoredAny>(bytes).is_ok_and(|_| bytes.starts_with(b"{")) {
        serde_json::from_str::<IgnoredAny>(&shown.text).expect("JSON again");
    }
}

pub fn explain(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let words: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for words in [words.as_slice(), &[text.into_owned()]] {
        let explained = explain::explain(words);
        assert_shown(&explain::human(&explained, 80, false));
        let json = explain::json(&explained);
        serde_json::from_str::<IgnoredAny>(&json).expect("JSON");
    }
}
