//! Words that nothing knows: what can be said nevertheless, and words that are spelled alike. The one
//! door to `strsim`.

use std::sync::OnceLock;

use uuid::Uuid;

use crate::entra::lookalike;
use crate::entra::uti;
use crate::text::{clipped, tokens_left_out};

use super::kinds::{KINDS, code};
use super::meaning::Unknown;

/// A longer word is no misspelling of anything.
const LONGEST: usize = 64;
const MOST_SUGGESTIONS: usize = 5;
/// Shorter words are parts of too many others.
const SHORTEST_PART: usize = 4;

/// What can be said of a word that nothing knows.
pub(super) fn unknown(word: &str) -> Unknown {
    if let Some(word) = tokens_left_out(word) {
        return Unknown {
            word,
            note: "That is a token: `jwtenant check` reads it.".into(),
            suggestions: Vec::new(),
        };
    }
    Unknown {
        word: clipped(word, LONGEST),
        note: note(word),
        suggestions: suggestions(word),
    }
}

fn note(word: &str) -> String {
    if let Ok(id) = word.parse::<Uuid>() {
        return format!(
            "An id that no table knows, which is ordinary: organisations' own tenants, applications, users and roles have \
             ids that nobody publishes. If it is a request id of the sign-in log, the uti of its token is {}.",
            uti::from_request_id(id)
        );
    }
    if let Some(digits) = code::digits(word).filter(|digits| (4..=9).contains(&digits.len())) {
        return format!(
            "No code in the table. Microsoft's own page: {}",
            code::link(digits)
        );
    }
    let Some(host) = host(word) else {
        return String::new();
    };
    match lookalike::resembles(&host) {
        Some(known) => format!(
            "Its host is not {known}, but nearly spelled like it. See `jwtenant explain lookalike-host`."
        ),
        None => "Neither a form of issuer of Entra ID nor a resource that the table knows.".into(),
    }
}

fn host(word: &str) -> Option<String> {
    let url = url::Url::parse(word).ok()?;
    matches!(url.scheme(), "http" | "https")
        .then(|| url.host_str().map(str::to_owned))
        .flatten()
}

/// Known words that are spelled alike, the nearest first.
fn suggestions(word: &str) -> Vec<&'static str> {
    let word = word.to_lowercase();
    if word.is_empty()
        || word.len() > LONGEST
        || word.parse::<Uuid>().is_ok()
        || word.contains("://")
    {
        return Vec::new();
    }
    let mut near: Vec<(usize, &'static str)> = keys()
        .iter()
        .filter_map(|(lower, key)| Some((distance(&word, lower)?, *key)))
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter()
        .take(MOST_SUGGESTIONS)
        .map(|(_, key)| key)
        .collect()
}

/// Every known word, in lower case and as it is written.
fn keys() -> &'static [(String, &'static str)] {
    static KEYS: OnceLock<Vec<(String, &'static str)>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let keys = KINDS.iter().flat_map(|kind| (kind.keys)());
        keys.map(|key| (key.to_lowercase(), key)).collect()
    })
}

/// How far a key is from the word: edits, where they are few; a key that contains the word comes behind
/// those.
fn distance(word: &str, key: &str) -> Option<usize> {
    let few = word.chars().count().min(12) / 4;
    if word.len().abs_diff(key.len()) <= few {
        let edits = strsim::osa_distance(word, key);
        if edits <= few {
            return Some(edits);
        }
    }
    let is_part = word.len() >= SHORTEST_PART && key.contains(word);
    is_part.then(|| few + 1 + key.len() - word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_finds_its_word() {
        assert_eq!(suggestions("b2b-gest")[0], "b2b-guest");
        assert_eq!(suggestions("Mail.ReadWirte")[0], "Mail.ReadWrite");
        assert_eq!(suggestions("xms_idrl")[0], "xms_idrel");
        assert_eq!(suggestions("IDX10250")[0], "IDX10205");
        assert!(suggestions("guest").contains(&"b2b-guest"));
    }

    #[test]
    fn nothing_is_suggested_for_what_is_no_word() {
        for text in ["", "qqqqqqqqqq", "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618"] {
            assert_eq!(suggestions(text), [] as [&str; 0], "{text}");
        }
        assert_eq!(suggestions(&"b2b-guest".repeat(100)), [] as [&str; 0]);
    }

    #[test]
    fn unknown_is_not_suspicious() {
        let note = unknown("3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618").note;
        assert!(note.contains("ordinary"), "{note}");
        let note = unknown("https://1ogin.microsoftonline.com/x/").note;
        assert!(note.contains("login.microsoftonline.com"), "{note}");
    }
}
