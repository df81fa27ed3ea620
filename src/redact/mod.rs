//! The same token or export with everything that identifies or authenticates replaced by stand-ins:
//! fit to be shown to somebody else, and still the same story.
//!
//! What is not known to be harmless is replaced (`policy`); nothing is searched for and cut out. Equal
//! values get equal stand-ins under one key, in every encoding, so a redacted token still correlates
//! with a redacted export. Signatures are dropped.
//!
//! Not its job: what a report is made of (`conceal`), and text around tokens, which is left out.

mod fold;
mod host;
mod ledger;
mod lexicon;
mod pieces;
mod policy;
mod sentence;
mod standin;
mod table;
mod value;
mod whole;

use self::value::{compact, document};
use crate::input::{self, Limits};

pub use self::ledger::Originals;
pub use self::standin::Key;
pub use self::whole::Redactor;

/// What can be shown to somebody else.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Redacted {
    pub text: String,
    /// What the person should know before they share it, each a sentence.
    pub notes: Vec<String>,
}

impl Redacted {
    /// Whether there was a token with a signature, which is gone now.
    #[must_use]
    pub fn lost_signatures(&self) -> bool {
        self.text.contains(compact::DROPPED)
    }
}

/// Replaces what identifies or authenticates; nothing where the bytes hold neither JSON, nor a table, nor
/// a token.
#[must_use]
pub fn redact(bytes: &[u8], key: &Key) -> Option<Redacted> {
    let text = decoded(bytes);
    document::redact(&text, key)
        .or_else(|| table::redact(&text, key))
        .or_else(|| tokens(bytes, key))
}

/// The tokens of any other text, each on a line of its own.
fn tokens(bytes: &[u8], key: &Key) -> Option<Redacted> {
    let found = input::read(bytes, &Limits::default()).found;
    let redacted: Vec<String> = found
        .iter()
        .filter_map(|found| compact::redact(found.text.expose(), key))
        .collect();
    if redacted.is_empty() {
        return None;
    }
    let mut notes = Vec::new();
    let is_alone = found.len() == 1 && found[0].place.is_empty();
    if !is_alone {
        notes.push("The text around the tokens was left out: it may name anybody.".to_owned());
    }
    Some(Redacted {
        text: redacted.join("\n") + "\n",
        notes,
    })
}

/// UTF-16 with a byte order mark, else UTF-8; what is neither is replaced by U+FFFD.
fn decoded(bytes: &[u8]) -> String {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|pair| read([pair[0], pair[1]]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => {
            let text = String::from_utf8_lossy(bytes);
            text.trim_start_matches('\u{feff}').to_owned()
        }
    }
}

#[cfg(test)]
mod tests;
