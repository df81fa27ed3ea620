//! Many values that stand together in one report: the same policy and the same stand-ins as for tokens and
//! exports, and the sentences around them.
//!
//! Not its job: what a report is made of (`conceal`).

use uuid::Uuid;

use super::fold::fold;
use super::ledger::Originals;
use super::lexicon::core;
use super::sentence::{self, Known};
use super::standin::Key;
use super::{pieces, policy, value};
use crate::jose::json::Json;

/// Endings of file names that say what a file is and not whose.
const ENDINGS: [&str; 12] = [
    "csv", "gz", "har", "json", "jsonl", "log", "ndjson", "txt", "xlsx", "xml", "zip", "tsv",
];

/// Replaces values one by one and remembers them for sentences.
pub struct Redactor {
    key: Key,
    known: Known,
}

impl Redactor {
    #[must_use]
    pub fn new(key: &Key) -> Self {
        Self {
            key: key.remembering(),
            known: Known::default(),
        }
    }

    /// What stands in for the value of a claim, a member or a field of that name.
    #[must_use]
    pub fn value(&self, name: &str, text: &str) -> String {
        value::text(name, text, &self.key)
    }

    /// The same for a whole header, claims, or any other value with names in it.
    #[must_use]
    pub fn json(&self, json: Json) -> Json {
        value::redact("", json, &self.key)
    }

    /// The name of a member or a column.
    #[must_use]
    pub fn name(&self, name: &str) -> String {
        pieces::name(name, &self.key)
    }

    #[must_use]
    pub fn id(&self, id: Uuid) -> Uuid {
        if policy::is_public_id(id) {
            id
        } else {
            self.key.guid(id)
        }
    }

    /// The name of a file as a person gave it: it may name a person, a customer, a folder.
    #[must_use]
    pub fn input(&self, name: &str) -> String {
        if name.is_empty() || name == "-" {
            return name.to_owned();
        }
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let stand = self.key.word(name);
        let ending = file.rsplit_once('.').map(|(_, ending)| ending);
        let stand = match ending.map(str::to_lowercase) {
            Some(ending) if ENDINGS.contains(&ending.as_str()) => format!("{stand}.{ending}"),
            _ => stand,
        };
        self.key.with_ledger(|ledger| {
            ledger.texts.insert(fold(name), stand.clone());
            ledger.note(file, &stand);
            ledger.inputs.insert(name.to_owned(), stand.clone());
        });
        stand
    }

    /// From here on sentences are rewritten by what was replaced so far.
    pub fn learn(&mut self) {
        self.known = self
            .key
            .with_ledger(|ledger| Known::of(ledger))
            .unwrap_or_default();
    }

    /// Where in an input something stood. Names of members and columns stay; the path of a call's address
    /// tells of whom it is.
    #[must_use]
    pub fn place(&self, place: &str) -> String {
        let words = place.split_inclusive(char::is_whitespace).map(|piece| {
            let word = piece.trim_end();
            let (before, bare, behind) = core(word);
            match bare.split_once('/') {
                Some((host, path)) if !host.is_empty() => {
                    let path = pieces::all(path, &self.key);
                    format!("{before}{host}/{path}{behind}{}", &piece[word.len()..])
                }
                _ => piece.to_owned(),
            }
        });
        self.sentence(&words.collect::<String>())
    }

    /// A sentence of the program's own, without the values in it.
    #[must_use]
    pub fn sentence(&self, text: &str) -> String {
        sentence::redact(text, &self.known, &self.key)
    }

    /// Everything that was replaced.
    #[must_use]
    pub fn originals(self) -> Originals {
        self.key
            .with_ledger(|ledger| ledger.originals())
            .unwrap_or_default()
    }
}
