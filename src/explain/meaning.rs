//! What an explanation is made of, and what a kind of word is.
//!
//! Not its job: any kind, or the list of them (`kinds/mod.rs`).

use serde::Serialize;

/// One kind of word: how its words are recognised and explained. To add one: a file in `kinds/` and
/// a line in its list.
pub struct Kind {
    /// Kebab-case; stands in JSON and, in capitals, before every explanation on the screen.
    pub name: &'static str,
    /// For `--help`.
    pub help: &'static str,
    /// Everything that this kind knows of a word; empty where it knows nothing.
    pub look_up: fn(&str) -> Vec<Meaning>,
    /// The words that it knows, for suggestions; empty where they are numbers or addresses.
    pub keys: fn() -> Vec<&'static str>,
}

/// What one word means. What stands in it can come from the word itself: it is untrusted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Meaning {
    pub kind: &'static str,
    /// The word, as the table spells it.
    pub key: String,
    pub title: String,
    pub text: Vec<Line>,
    /// What a text names by itself: tenants, applications, issuers. Empty for single words.
    pub names: Vec<Named>,
    /// Other words that can be explained.
    pub related: Vec<&'static str>,
    pub source: String,
}

/// One thing that is said, under its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    pub label: &'static str,
    pub text: String,
}

/// A value that stands in an error text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// What the text says it is: `tenant`, `expected issuer`, …
    pub role: &'static str,
    /// As it stood; untrusted.
    pub value: String,
    /// The GUID of the tenant or application in it, where there is one.
    pub id: Option<String>,
    /// What is known of it; empty where there is nothing to say.
    pub meaning: String,
}

/// A word that nothing knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// As it was asked, cut where it is long; untrusted.
    pub word: String,
    /// What can be said nevertheless.
    pub note: String,
    /// Words that are spelled alike.
    pub suggestions: Vec<&'static str>,
}

impl Meaning {
    pub(super) fn new(
        kind: &'static str,
        key: impl Into<String>,
        title: impl Into<String>,
        source: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            key: key.into(),
            title: title.into(),
            text: Vec::new(),
            names: Vec::new(),
            related: Vec::new(),
            source: source.into(),
        }
    }

    /// Adds a line; an empty text adds none.
    pub(super) fn line(mut self, label: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.text.push(Line { label, text });
        }
        self
    }

    /// Adds one line for each text, the label before the first only.
    pub(super) fn lines(
        mut self,
        label: &'static str,
        texts: impl IntoIterator<Item = String>,
    ) -> Self {
        for (index, text) in texts.into_iter().enumerate() {
            self = self.line(if index == 0 { label } else { "" }, text);
        }
        self
    }

    /// Adds lines right behind what it means, which is the first line.
    pub(super) fn act(
        mut self,
        label: &'static str,
        texts: impl IntoIterator<Item = String>,
    ) -> Self {
        let rest = self.text.split_off(self.text.len().min(1));
        self = self.lines(label, texts);
        self.text.extend(rest);
        self
    }

    pub(super) fn related(mut self, words: impl IntoIterator<Item = &'static str>) -> Self {
        for word in words {
            if !self.related.contains(&word) {
                self.related.push(word);
            }
        }
        self
    }
}
