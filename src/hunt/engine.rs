//! What an engine is: who holds the logs, in which language it is asked, and what it cannot see.
//!
//! Not its job: the list of engines (`mod.rs`).

use super::Asked;
use super::keys::Keys;
use super::language::Language;
use super::logs::Logs;
use super::question::Question;
use super::ties::shifted;
use crate::time::Timestamp;

/// An engine. To add one: a file and a line in the list.
pub struct Engine {
    /// The word of `--engine`.
    pub id: &'static str,
    /// Other words for it.
    pub also: &'static [&'static str],
    pub title: &'static str,
    /// The language of its queries.
    pub language: &'static str,
    /// How a line of remarks begins.
    pub remark: &'static str,
    /// The ending of its files.
    pub ending: &'static str,
    pub sees: &'static str,
    /// What it cannot see, a sentence each.
    pub blind: &'static [&'static str],
    /// For its conditions: what it can explain by itself. Nothing where it only fetches records.
    pub explains: Option<&'static Language>,
    /// How its queries are run, in one line.
    pub run: &'static str,
    pub write: fn(&Order) -> Result<Vec<Text>, HuntError>,
}

/// What is asked of an engine.
pub struct Order<'a> {
    pub question: Question,
    pub keys: &'a Keys,
    /// Days to look back, where the person said so.
    pub days: Option<u32>,
    pub logs: &'a Logs,
}

/// One query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The question, or a part of it: `foreign-entries`.
    pub name: &'static str,
    pub text: String,
    /// The tables that it reads.
    pub tables: Vec<&'static str>,
}

/// Why there are no queries.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum HuntError {
    #[error("no key that the question {question} can search by; it needs one of {needs}")]
    NoKey {
        question: &'static str,
        needs: String,
    },
    #[error("the question foreign needs the own tenant")]
    NoTenant,
    #[error("the path of --logs holds a character that a query cannot hold safely")]
    Path,
}

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// Days that are searched where nobody said how many.
pub const USUAL_DAYS: u32 = 30;

impl Text {
    /// A query over files.
    pub fn new(name: &'static str, text: String) -> Self {
        Self {
            name,
            text,
            tables: Vec::new(),
        }
    }
}

impl<'a> Order<'a> {
    pub(super) fn of(keys: &'a Keys, asked: &Asked<'a>) -> Self {
        Self {
            question: asked.question,
            keys,
            days: asked.days,
            logs: asked.logs,
        }
    }
}

impl Order<'_> {
    /// The days of the question.
    #[must_use]
    pub fn days(&self) -> u32 {
        self.days.unwrap_or(USUAL_DAYS)
    }

    /// The time in which records are searched, where the token says when it was issued: for the token
    /// itself its longest life and an hour on both sides, for the rest the days of the question.
    #[must_use]
    pub fn window(&self) -> Option<(Timestamp, Timestamp)> {
        let token = &self.keys.token;
        let issued = token.issued_at?;
        let days = i64::from(self.days()) * DAY;
        let ends = token.expires_at.map_or(issued, |end| shifted(end, HOUR));
        match self.question {
            Question::Foreign => None,
            Question::Trace if self.days.is_none() => {
                Some((shifted(issued, -HOUR), ends.max(shifted(issued, 29 * HOUR))))
            }
            Question::Trace | Question::Follow => {
                Some((shifted(issued, -HOUR), ends.max(shifted(issued, days))))
            }
            Question::Session => Some((shifted(issued, -days), ends.max(shifted(issued, days)))),
        }
    }
}
