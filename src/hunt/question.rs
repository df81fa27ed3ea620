//! What a hunt can ask.
//!
//! Not its job: how an engine answers.

use super::expression::Expression;
use super::ties::Ties;
use crate::trace::Key;

/// A question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    Trace,
    Session,
    Foreign,
    Follow,
}

/// Every question, the word of `--question` and what it asks.
pub const QUESTIONS: &[(Question, &str, &str)] = &[
    (
        Question::Trace,
        "trace",
        "which records belong to the token: the ladder of `jwtenant check --audit`",
    ),
    (
        Question::Session,
        "session",
        "which records belong to the token or its session",
    ),
    (
        Question::Foreign,
        "foreign",
        "which entries come from other tenants, and why each is probably there",
    ),
    (
        Question::Follow,
        "follow",
        "what the same person or session did beside signing in",
    ),
];

impl Question {
    /// The word of `--question`.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.row().1
    }

    /// What it asks.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> &'static (Question, &'static str, &'static str) {
        let mut all = QUESTIONS.iter();
        all.find(|(question, ..)| *question == self)
            .unwrap_or(&QUESTIONS[0])
    }

    /// One of these keys must be there.
    #[must_use]
    pub fn keys(self) -> &'static [Key] {
        match self {
            Self::Trace => &[
                Key::Uti,
                Key::RequestId,
                Key::Session,
                Key::ObjectId,
                Key::Puid,
                Key::HomeTenant,
            ],
            Self::Session => &[Key::Uti, Key::RequestId, Key::Session],
            Self::Follow => &[Key::Uti, Key::Session, Key::ObjectId, Key::Puid, Key::User],
            Self::Foreign => &[],
        }
    }

    /// What earns a record its place, the firmest first, as `Strength` shows it.
    #[must_use]
    pub fn rungs(self, ties: &Ties) -> Vec<(&'static str, Expression)> {
        let firm = ties.rungs().into_iter();
        let firm = firm.map(|(strength, tie)| (strength.word(), tie));
        match self {
            Self::Trace => firm.collect(),
            Self::Session => firm
                .filter(|(word, _)| matches!(*word, "token" | "session"))
                .collect(),
            Self::Foreign => Vec::new(),
            Self::Follow => {
                let work = || Expression::not(Expression::Atom("is_sign_in".to_owned()));
                let person = Expression::any([
                    ties.agrees(Key::ObjectId),
                    ties.agrees(Key::Puid),
                    ties.agrees(Key::User),
                ]);
                let all = [
                    ("token", ties.agrees(Key::Uti)),
                    ("session", ties.agrees(Key::Session)),
                    ("person", person),
                ];
                let asked = all
                    .into_iter()
                    .map(|(word, tie)| (word, Expression::all([work(), tie])));
                asked
                    .filter(|(_, tie)| *tie != work() && tie.is_open())
                    .collect()
            }
        }
    }
}
