//! What an explanation is: one reason why an entry that puzzles people can stand in a log.
//!
//! Not its job: the list, and the choice between them (`explanations/mod.rs`).

use std::fmt;

use super::condition::Condition;
use super::record::AuditRecord;
use crate::finding::{Confidence, Evidence, Severity};

/// One reason, told once. To add one: a file in `explanations/` and a line in its list.
pub struct Explanation {
    /// Kebab-case and stable: `jwtenant explain ID`, reports, JSON.
    pub id: &'static str,
    /// Whose entries it explains.
    pub about: About,
    /// Explanations that account for an entry without anybody having done wrong are info or low.
    pub severity: Severity,
    pub confidence: Confidence,
    pub title: &'static str,
    /// How the entry comes about, in the present tense.
    pub why: &'static str,
    /// What, if it were found, would make another explanation the better one.
    pub what_would_change_it: &'static str,
    /// Ids of explanations whose entries look alike.
    pub look_alikes: &'static [&'static str],
    /// What to do, in order. `{user}`, `{actor_tenant}`, `{organization}`, `{time}`, `{error}` are filled in.
    pub next_steps: &'static [&'static str],
    /// Whether it holds only while the same user or session did nothing else here: a login that came to
    /// nothing. Activity makes the entry one to look into.
    pub came_to_nothing: bool,
    /// What makes entries of this explanation one group.
    pub grouping: Grouping,
    /// Where it is documented.
    pub sources: &'static [&'static str],
    /// Which records of its side it fits, as data: engines are asked the same (`hunt`).
    pub condition: Condition,
    /// The fields that tell it from others, of a record that it fits.
    pub evidence: fn(&AuditRecord) -> Vec<Evidence>,
}

/// Whose entries an explanation accounts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The actor's account lives in another tenant.
    Foreign,
    /// The actor is one's own, or nobody's: such entries puzzle people, but no other tenant is behind
    /// them.
    Own {
        /// A sentence.
        why_not_foreign: &'static str,
    },
}

/// Which entries are told together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// The same actor, user, client and resource.
    Actor,
    /// The same, with the same number of the sign-in service's answer.
    Answer,
    /// The same client address, whoever the names belong to.
    Address,
    /// The same session, wherever it was used.
    Session,
    /// All of them: they are many and say little, so they are only counted.
    Kind,
}

impl Explanation {
    /// Why its entries are not called foreign; nothing where they are.
    #[must_use]
    pub fn why_not_foreign(&self) -> Option<&'static str> {
        match self.about {
            About::Foreign => None,
            About::Own { why_not_foreign } => Some(why_not_foreign),
        }
    }
}

/// An explanation is its id.
impl PartialEq for Explanation {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Explanation {}

impl fmt::Debug for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}
