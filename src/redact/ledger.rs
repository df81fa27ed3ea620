//! What was replaced, remembered: sentences are rewritten by it, and what is to be written is searched for
//! it once more.
//!
//! Not its job: choosing stand-ins (`standin.rs`).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use uuid::Uuid;

use super::fold::fold;
use super::{lexicon, policy};
use crate::jose::base64url;
use crate::text::Terminal;

/// Shorter texts are met by chance.
const SHORTEST: usize = 6;

/// Texts that stay and are remembered, in bytes: more are the work of somebody who wants none to be missed.
const MOST_KEPT: usize = 1 << 20;

/// Everything that a key was asked to replace.
#[derive(Default)]
pub(super) struct Ledger {
    ids: HashSet<[u8; 16]>,
    /// In lower case, with what stands in.
    pub(super) texts: BTreeMap<String, String>,
    /// Names of inputs as they were given, with what stands in.
    pub(super) inputs: BTreeMap<String, String>,
    /// Texts and parts of texts that the policy lets stay, in lower case.
    kept: BTreeSet<String>,
    kept_bytes: usize,
    /// What stood where people are named, in lower case: it stays nowhere.
    people: HashSet<String>,
}

impl Ledger {
    pub(super) fn note(&mut self, text: &str, stand: &str) {
        let text = fold(text.trim());
        self.texts.entry(text).or_insert_with(|| stand.to_owned());
    }

    pub(super) fn note_id(&mut self, id: Uuid) {
        if !policy::is_public_id(id) {
            self.ids.insert(id.into_bytes());
        }
    }

    /// A person's name, which no member that is harmless otherwise makes harmless.
    pub(super) fn note_person(&mut self, text: &str) {
        self.people.insert(fold(text.trim()));
    }

    pub(super) fn is_person(&self, text: &str) -> bool {
        self.people.contains(&fold(text.trim()))
    }

    /// A text that stays tells nobody: neither do its words, wherever else they stand.
    pub(super) fn keep(&mut self, text: &str) {
        if self.kept_bytes + text.len() > MOST_KEPT {
            return;
        }
        let is_between = |c: char| !c.is_alphanumeric() && !"._-+~".contains(c);
        let text = fold(text);
        let words = text.split_whitespace().chain(text.split(is_between));
        let fresh: Vec<String> = std::iter::once(text.as_str())
            .chain(words)
            .filter(|word| !self.kept.contains(*word))
            .map(str::to_owned)
            .collect();
        self.kept_bytes += fresh.iter().map(String::len).sum::<usize>();
        self.kept.extend(fresh);
    }

    pub(super) fn is_kept(&self, text: &str) -> bool {
        self.kept.contains(text) && !self.people.contains(text)
    }

    /// What must not stand in anything that is written.
    pub(super) fn originals(&self) -> Originals {
        let mut originals = Originals {
            ids: self.ids.clone(),
            texts: HashMap::new(),
        };
        let telling = self
            .texts
            .keys()
            .filter(|text| is_telling(text) && !self.is_kept(text) && !lexicon::holds(text));
        for text in telling {
            for spelling in spellings(text) {
                originals.add(&spelling);
            }
        }
        originals
    }
}

/// Whether a text identifies by itself. A single word does not: sentences of ours may hold it.
fn is_telling(text: &str) -> bool {
    // `****.example` leaves `.example`, and stand-ins end so.
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let is_mark = |c: char| c.is_ascii_digit() || ".@\\".contains(c) || !c.is_ascii();
    text.len() >= SHORTEST && (text.contains(is_mark) || text.contains(char::is_whitespace))
}

/// As it stands, and as the edges write it.
fn spellings(text: &str) -> BTreeSet<String> {
    let html = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    let json = serde_json::to_string(text).unwrap_or_default();
    let json = json.trim_matches('"').to_owned();
    let terminal = Terminal(text).to_string();
    [text.to_owned(), html, json, terminal]
        .map(|spelling| plain(&spelling))
        .into()
}

/// In lower case, and with one blank where there are several or a new line.
fn plain(text: &str) -> String {
    let lower = fold(text);
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Original values, to be found in no report.
#[derive(Debug, Default)]
pub struct Originals {
    ids: HashSet<[u8; 16]>,
    /// By their first bytes, in lower case.
    texts: HashMap<[u8; SHORTEST], Vec<Box<[u8]>>>,
}

impl Originals {
    fn add(&mut self, text: &str) {
        if let Some(start) = text.as_bytes().first_chunk::<SHORTEST>() {
            let all = self.texts.entry(*start).or_default();
            all.push(text.as_bytes().into());
        }
    }

    /// Whether any of them stands in a text, in whatever spelling: letter case, GUIDs without hyphens or as
    /// bytes in base64url.
    #[must_use]
    pub fn survive_in(&self, text: &str) -> bool {
        self.ids_survive_in(text) || self.texts_survive_in(text)
    }

    fn texts_survive_in(&self, text: &str) -> bool {
        let text = plain(text);
        let bytes = text.as_bytes();
        bytes.windows(SHORTEST).enumerate().any(|(at, start)| {
            let start = start.first_chunk::<SHORTEST>();
            let known = start.and_then(|start| self.texts.get(start));
            known.is_some_and(|known| {
                known
                    .iter()
                    .any(|original| bytes[at..].starts_with(original))
            })
        })
    }

    fn ids_survive_in(&self, text: &str) -> bool {
        if self.ids.is_empty() {
            return false;
        }
        let is_encoded = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let mut runs = text.split(|c| !is_encoded(c)).filter(|run| run.len() >= 22);
        runs.any(|run| self.hex_survives_in(run) || self.bytes_survive_in(run))
    }

    /// 32 hex digits in a row, hyphens among them left out.
    fn hex_survives_in(&self, run: &str) -> bool {
        let digits: Vec<u8> = run.bytes().filter(|byte| *byte != b'-').collect();
        digits.windows(32).any(|digits| {
            let id = std::str::from_utf8(digits).ok();
            let id = id.and_then(|digits| Uuid::try_parse(digits).ok());
            id.is_some_and(|id| self.ids.contains(id.as_bytes()))
        })
    }

    /// 16 bytes in a row, in one byte order or the other, wherever they begin.
    fn bytes_survive_in(&self, run: &str) -> bool {
        (0..4).any(|skipped| {
            let rest = run.get(skipped..).unwrap_or_default();
            // A single letter at the end holds no byte.
            let whole = rest.len() - usize::from(rest.len() % 4 == 1);
            let bytes = base64url::decode_lenient(&rest[..whole]).bytes;
            bytes.windows(16).any(|window| {
                let Ok(bytes) = <[u8; 16]>::try_from(window) else {
                    return false;
                };
                let other = Uuid::from_bytes_le(bytes).into_bytes();
                self.ids.contains(&bytes) || self.ids.contains(&other)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Uuid = Uuid::from_u128(0x3b1c7f5e_9d42_4c86_a0f3_5e7d2b94c618);

    fn originals() -> Originals {
        let mut ledger = Ledger::default();
        ledger.note_id(ID);
        for text in ["Pat Rivera", "a&b <c>.", "fabrikam.example", "Exchange"] {
            ledger.note(text, "x");
        }
        ledger.originals()
    }

    #[test]
    fn every_spelling_is_found() {
        let around = [[7; 1].as_slice(), &ID.to_bytes_le(), &[9; 5]].concat();
        for text in [
            ID.to_string(),
            ID.to_string().to_uppercase(),
            format!("x-{ID}-y"),
            ID.simple().to_string(),
            base64url::encode(&ID.to_bytes_le()),
            base64url::encode(ID.as_bytes()),
            format!("1.{}.", base64url::encode(&around)),
            "user PAT\n    RIVERA came".to_owned(),
            "a&amp;b &lt;c&gt;.".to_owned(),
            "pat@Fabrikam.example".to_owned(),
        ] {
            assert!(originals().survive_in(&text), "{text}");
        }
    }

    #[test]
    fn nothing_else_is_found() {
        for text in [
            "",
            "Exchange",
            "Pat, Rivera",
            "3b1c7f5e",
            "fabrikam example",
        ] {
            assert!(!originals().survive_in(text), "{text}");
        }
        let mut ledger = Ledger::default();
        ledger.note("User.Read", "x");
        ledger.keep("Mail.Read User.Read");
        assert!(!ledger.originals().survive_in("User.Read"));
    }
}
