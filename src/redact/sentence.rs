//! Sentences of the program's own with values in them: every value that is known gets its stand-in, and
//! so does everything that looks like one.
//!
//! Not its job: values by themselves (`value.rs`), whose names tell what they are.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::fold::fold;
use super::ledger::Ledger;
use super::lexicon::{self, core};
use super::standin::Key;
use super::{pieces, policy, value};

/// Shorter values are parts of anything.
const SHORTEST: usize = 2;
/// So many first bytes tell values apart.
const START: usize = 4;

/// The beginnings of places in a token or a record, which look like host names.
const PLACES: [&str; 6] = ["claims.", "header.", "audit.", "key.", "row.", "metadata."];

/// Known values, to be found in sentences.
#[derive(Default)]
pub(super) struct Known {
    stands: HashMap<String, String>,
    /// Names of inputs in the one spelling that is meant: a folder called `Grant` is no grant.
    exact: HashMap<String, String>,
    /// Names of inputs with a quote in them, which begins no quotation.
    quoted: Vec<(String, String)>,
    /// By first bytes, how long the values are that begin so: the longest first, a whole name before a part
    /// of it.
    lengths: HashMap<Vec<u8>, BTreeSet<Reverse<usize>>>,
}

impl Known {
    pub(super) fn of(ledger: &Ledger) -> Self {
        let mut known = Self::default();
        let told = ledger
            .texts
            .iter()
            .filter(|(text, _)| is_worth_finding(text) && !ledger.is_kept(text));
        for (text, stand) in told {
            known.begin(text);
            known.stands.insert(text.clone(), stand.clone());
        }
        // A name that a person gave to a file may be any word; in lower case it is nobody's.
        for (name, stand) in &ledger.inputs {
            let folded = fold(name);
            let is_nobodys = folded == *name && name.is_ascii();
            if name.contains('"') {
                known.quoted.push((name.clone(), stand.clone()));
            } else if !known.stands.contains_key(&folded) && !is_nobodys {
                known.begin(&folded);
                known.exact.insert(name.clone(), stand.clone());
            }
        }
        known.quoted.sort_by_key(|(name, _)| Reverse(name.len()));
        known
    }

    /// Something is known that begins so.
    fn begin(&mut self, text: &str) {
        let start = text.as_bytes()[..text.len().min(START)].to_vec();
        let lengths = self.lengths.entry(start).or_default();
        lengths.insert(Reverse(text.len()));
    }

    /// Whether a text as a whole is known.
    fn is(&self, text: &str) -> bool {
        self.stands.contains_key(&fold(text))
    }

    /// The longest value that stands at the beginning of a text in lower case, and its stand-in; `raw` is the
    /// text as it was.
    fn at<'a>(&self, text: &'a str, raw: &str) -> Option<(&'a str, &str)> {
        (SHORTEST..=START).rev().find_map(|length| {
            let start = text.as_bytes().get(..length)?;
            self.lengths.get(start)?.iter().find_map(|Reverse(length)| {
                let value = text.get(..*length)?;
                let ends = !text[*length..].starts_with(char::is_alphanumeric);
                let exact = || self.exact.get(raw.get(..*length)?);
                let stand = self.stands.get(value).or_else(exact).filter(|_| ends)?;
                Some((value, stand.as_str()))
            })
        })
    }
}

/// A word that the program's own sentences are made of stays: replaced, it would leave nothing to read.
fn is_worth_finding(text: &str) -> bool {
    let is_word = text.chars().all(char::is_alphabetic);
    let is_short = text.chars().count() <= 2 && is_word;
    text.len() >= SHORTEST && !is_short && !(is_word && lexicon::has(text))
}

/// The sentence without values that identify.
pub(super) fn redact(text: &str, known: &Known, key: &Key) -> String {
    let mut parts = vec![(text, "")];
    for (name, stand) in &known.quoted {
        let split = parts.into_iter().flat_map(|(part, behind)| {
            let mut parts: Vec<_> = part
                .split(name.as_str())
                .map(|it| (it, stand.as_str()))
                .collect();
            if let Some(last) = parts.last_mut() {
                last.1 = behind;
            }
            parts
        });
        parts = split.collect();
    }
    let shown = parts
        .into_iter()
        .map(|(part, behind)| said(part, known, key) + behind);
    shown.collect()
}

/// The same for what holds no name with a quote in it.
fn said(text: &str, known: &Known, key: &Key) -> String {
    let mut shown = String::new();
    for (index, part) in text.split('"').enumerate() {
        if index > 0 {
            shown.push('"');
        }
        // What is quoted was said by somebody else, unless it is a text of ours.
        let is_quoted = index % 2 == 1 && part.contains(char::is_whitespace);
        if is_quoted && !known.is(part) && !is_ours(part) {
            shown.push_str(&key.text(part));
        } else {
            shown.push_str(&plain(part, known, key));
        }
    }
    shown
}

/// Sentences of ours that stand in no rule and no table.
const OURS: [&str; 2] = ["identity checked", "got in"];

fn is_ours(text: &str) -> bool {
    let text = text.trim_end_matches([',', '.']).to_lowercase();
    lexicon::holds(&text) || OURS.contains(&text.as_str())
}

fn plain(text: &str, known: &Known, key: &Key) -> String {
    let lower = fold(text);
    let mut shown = String::new();
    let mut raw_from = 0;
    let mut at = 0;
    let mut before: Option<char> = None;
    while let Some(c) = lower[at..].chars().next() {
        let is_start = !before.is_some_and(char::is_alphanumeric);
        if is_start && let Some((found, stand)) = known.at(&lower[at..], &text[at..]) {
            shown.push_str(&words(&text[raw_from..at], key));
            shown.push_str(stand);
            at += found.len();
            raw_from = at;
            before = found.chars().next_back();
        } else {
            at += c.len_utf8();
            before = Some(c);
        }
    }
    shown.push_str(&words(&text[raw_from..], key));
    shown
}

/// What looks like a value, word by word.
fn words(text: &str, key: &Key) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|piece| {
            let word = piece.trim_end();
            let (before, bare, behind) = core(word);
            format!("{before}{}{behind}{}", one(bare, key), &piece[word.len()..])
        })
        .collect()
}

fn one(word: &str, key: &Key) -> String {
    if word.is_empty() || value::is_time(word) || is_moment(word) {
        return word.to_owned();
    }
    let is_plain = word.chars().all(char::is_alphabetic);
    if is_plain || !word.contains('@') && lexicon::has(word) {
        return word.to_owned();
    }
    if word.contains("://") {
        return pieces::all(word, key);
    }
    match host(word) {
        Some(host) => word.replacen(host, &pieces::all(host, key), 1),
        None => pieces::ids(word, key),
    }
}

/// `2026-11-20T12:30:00Z` and its parts.
fn is_moment(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || "-:.TZ".contains(c))
        && (word.contains('T') || word.matches(':').count() < 3)
        && word.parse::<std::net::IpAddr>().is_err()
        && word.parse::<std::net::SocketAddr>().is_err()
        && word.bytes().filter(u8::is_ascii_digit).count() <= 20
        && word.contains([':', 'T'])
}

/// A host name at the beginning of a word, with or without a path behind it.
fn host(word: &str) -> Option<&str> {
    let end = word.find(['/', ':']).unwrap_or(word.len());
    let host = &word[..end];
    let is_letter = |c: char| c.is_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    let (_, last) = host.rsplit_once('.')?;
    let is_host = last.len() >= 2
        && last.chars().all(char::is_alphabetic)
        && host.chars().all(is_letter)
        && !policy::is_public_host(host)
        && !PLACES.iter().any(|place| host.starts_with(place));
    is_host.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::OURS;

    /// Said otherwise there, they would be taken for somebody's words and replaced here.
    #[test]
    fn sentences_of_ours_are_said_so() {
        let said = include_str!("../report/words/happened.rs");
        for ours in OURS {
            assert!(said.contains(&format!("\\\"{ours}\\\"")), "{ours}");
        }
    }
}
