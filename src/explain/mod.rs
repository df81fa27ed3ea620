//! The wing that explains: what a word means that stands in a report, a token, a log or an error,
//! and what an error text names. Asks nobody, and knows no token.
//!
//! Not its job: judging, or looking anything up that the tables and lists of the program do not hold.
//! A kind of word is one file and one line in [`KINDS`].

mod advice;
mod error_text;
mod human;
mod issuers;
mod json;
mod kinds;
mod meaning;
mod names;
mod own;
mod patterns;
mod suggest;

use crate::entra::known::Known;

pub use human::write as human;
pub use json::write as json;
pub use kinds::KINDS;
pub use meaning::{Kind, Line, Meaning, Named, Unknown};

/// No word that is known is longer, issuers included.
const LONGEST_WORD: usize = 300;
/// So many words are looked at one by one; more than that is prose.
const MOST_WORDS: usize = 8;

/// What was asked, explained as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explained {
    pub meanings: Vec<Meaning>,
    pub unknown: Vec<Unknown>,
}

/// Explains words, or the one text that they make up together, with the person's own lists of names.
#[must_use]
pub fn explain_with(words: &[String], lists: &Known) -> Explained {
    own::add(explain(words), words, lists)
}

/// Explains words, or the one text that they make up together.
#[must_use]
pub fn explain(words: &[String]) -> Explained {
    let text = words.join(" ");
    let text = text.trim();
    // "Global Administrator" is one word here, in one argument or in two.
    let whole = look_up(text);
    if !whole.is_empty() {
        return Explained::of(whole);
    }
    // "UserType 4" "RecordType 15": each argument is a word, with its blanks.
    if (2..=MOST_WORDS).contains(&words.len()) {
        let each = one_by_one(&words.iter().map(|word| word.trim()).collect::<Vec<_>>());
        if each.unknown.is_empty() {
            return each;
        }
    }
    let few: Vec<&str> = text.split_whitespace().take(MOST_WORDS + 1).collect();
    let each = one_by_one(&few);
    if each.unknown.is_empty() && few.len() <= MOST_WORDS {
        return each;
    }
    if let Some(read) = error_text::read(text) {
        return Explained::of(read);
    }
    if few.len() > MOST_WORDS {
        return Explained {
            unknown: vec![suggest::unknown(text)],
            ..Explained::default()
        };
    }
    each
}

/// What an error text can say of a value in it: the words before the value.
#[must_use]
pub fn roles() -> Vec<&'static str> {
    names::ROLES.iter().map(|role| role.label).collect()
}

impl Explained {
    /// Whether anything at all is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !self.meanings.is_empty()
    }

    fn of(meanings: Vec<Meaning>) -> Self {
        Self {
            meanings,
            ..Self::default()
        }
    }
}

fn one_by_one(words: &[&str]) -> Explained {
    let mut explained = Explained::default();
    for word in words {
        let meanings = look_up(word);
        if meanings.is_empty() {
            explained.unknown.push(suggest::unknown(word));
        }
        explained.meanings.extend(meanings);
    }
    explained
}

/// Everything that any kind knows of this word, with what prose puts around a word taken off.
fn look_up(word: &str) -> Vec<Meaning> {
    let of = |word: &str| -> Vec<Meaning> {
        KINDS.iter().flat_map(|kind| (kind.look_up)(word)).collect()
    };
    if word.is_empty() || word.len() > LONGEST_WORD {
        return Vec::new();
    }
    let found = of(word);
    if !found.is_empty() {
        return found;
    }
    let bare = word
        .trim_matches(['"', '\'', '`', '(', ')', '[', ']', '<', '>', ','])
        .trim_end_matches(['.', ':', ';', '?', '!']);
    if bare.is_empty() || bare == word {
        return Vec::new();
    }
    of(bare)
}

#[cfg(test)]
mod tests;
