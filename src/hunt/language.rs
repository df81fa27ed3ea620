//! What a query language spells in its own way; one list of functions a language.
//!
//! Not its job: what is asked (`conditions.rs`, `ties.rs`), or the queries around it.

use super::expression::Expression;

/// A list with commas, a new line begun where the last is full.
pub fn lines_of(items: &[String], indent: &str) -> String {
    const FULL: usize = 110;
    let mut text = String::new();
    let mut width = FULL / 2;
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        if at > 0 && width + item.len() > FULL {
            text.push('\n');
            text.push_str(indent);
            width = 0;
        } else if at > 0 {
            text.push(' ');
        }
        width += item.len() + 2;
        text.push_str(item);
    }
    text
}

/// A language. All arguments and results are expressions as text.
pub struct Language {
    /// The word in JSON.
    pub name: &'static str,
    /// A text as a literal; nothing where the language cannot hold it safely.
    pub literal: fn(&str) -> Option<String>,
    /// What stands around a literal.
    pub quote: &'static str,
    /// Whether texts are ordered, as times that are written as texts need it.
    pub orders_texts: bool,
    pub equal: &'static str,
    pub differ: &'static str,
    pub holds: fn(&str, &str) -> String,
    pub begins: fn(&str, &str) -> String,
    pub ends: fn(&str, &str) -> String,
    pub lower: fn(&str) -> String,
    pub concat: fn(&[&str]) -> String,
    pub line_feed: &'static str,
    /// Whether a pattern, RE2 as all engines read it, is found; the pattern is one of ours.
    pub matches: fn(&str, &str) -> String,
    /// The text without what the pattern finds.
    pub without: fn(&str, &str) -> String,
    /// The first result whose condition holds, else the last text.
    pub case: fn(&[(String, String)], &str) -> String,
    /// Whether queries carry the table of Microsoft's applications.
    pub has_apps: bool,
}

impl Language {
    /// A text that this program chose itself, which every language can hold.
    pub fn own(&self, text: &str) -> String {
        // What a language refuses equals nothing.
        (self.literal)(text).unwrap_or_else(|| format!("{0}{0}", self.quote))
    }

    /// Whether two expressions are equal, as a condition.
    pub fn equals(&self, one: &str, other: &str) -> Expression {
        Expression::Pair(self.is(one, other), self.is_not(one, other))
    }

    /// Whether a column holds something.
    pub fn is_there(&self, column: &str) -> Expression {
        Expression::not(self.equals(column, &self.empty()))
    }

    /// Whether two expressions are equal.
    pub fn is(&self, one: &str, other: &str) -> String {
        format!("{one} {} {other}", self.equal)
    }

    /// Whether they are not.
    pub fn is_not(&self, one: &str, other: &str) -> String {
        format!("{one} {} {other}", self.differ)
    }

    /// Whether an expression is one of these.
    pub fn is_one_of(&self, one: &str, others: &[String]) -> String {
        match others {
            [other] => self.is(one, other),
            _ => format!("{one} in ({})", others.join(", ")),
        }
    }

    /// An empty text.
    pub fn empty(&self) -> String {
        self.own("")
    }
}
