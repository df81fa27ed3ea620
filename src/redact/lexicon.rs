//! The words of the program's own texts and tables: they identify nobody, and sentences are made of them.
//!
//! Not its job: the words that a log or a token may keep (`policy.rs`).

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::audit::explanations::EXPLANATIONS;
use crate::{facts, rules};

/// More columns has no table.
const COLUMNS: usize = 16;

struct Lexicon {
    words: HashSet<String>,
    all: String,
}

/// Whether a word, in any letter case, is one of ours.
pub(super) fn has(word: &str) -> bool {
    lexicon().words.contains(&word.to_lowercase())
}

/// Whether a text in lower case stands in one of ours.
pub(super) fn holds(text: &str) -> bool {
    // Asked for every text of a token: the standard library's search takes a hundred times as long.
    memchr::memmem::find(lexicon().all.as_bytes(), text.as_bytes()).is_some()
}

/// Whether a text as a whole is one of ours. A single word must be a whole word of ours.
pub(super) fn says(text: &str) -> bool {
    match text.contains(char::is_whitespace) {
        true => holds(&text.to_lowercase()),
        false => has(text),
    }
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let all = texts().join("\n").to_lowercase();
        let words = all.split_whitespace().flat_map(|word| {
            let core = core(word).1;
            [word, core].into_iter().chain(core.split(is_between))
        });
        Lexicon {
            words: words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
            all,
        }
    })
}

fn is_between(c: char) -> bool {
    !c.is_alphanumeric()
}

/// A word without what prose puts around it, which stands before and behind.
pub(super) fn core(word: &str) -> (&str, &str, &str) {
    let is_around = |c: char| "\"'`()[]{}<>,;:!?=…".contains(c);
    let start = word.find(|c| !is_around(c)).unwrap_or(word.len());
    let rest = &word[start..];
    let bare = rest.trim_end_matches(|c| is_around(c) || c == '.');
    (&word[..start], bare, &rest[bare.len()..])
}

fn texts() -> Vec<&'static str> {
    let mut texts = Vec::new();
    for rule in rules::all() {
        texts.extend([rule.id, rule.title, rule.why]);
        texts.extend(rule.remedy.iter().chain(rule.see).chain(rule.errors));
        texts.extend(rule.alternatives.iter().flat_map(|(id, text)| [*id, *text]));
    }
    for explanation in EXPLANATIONS {
        texts.extend([explanation.id, explanation.title, explanation.why]);
        texts.push(explanation.what_would_change_it);
        texts.extend(explanation.next_steps);
    }
    for table in facts::ALL {
        for row in table.rows() {
            texts.extend((0..COLUMNS).map(|index| row.column(index)));
        }
    }
    texts
}
