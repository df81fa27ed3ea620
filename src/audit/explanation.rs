//! What an explanation is: one reason why an entry of another tenant's actor can stand in a log.
//!
//! Not its job: the list, and the choice between them (`explanations/mod.rs`).

use super::record::AuditRecord;
use crate::finding::{Confidence, Evidence, Severity};

/// One reason, told once. To add one: a file in `explanations/` and a line in its list.
pub struct Explanation {
    /// Kebab-case and stable: `jwtenant explain ID`, reports, JSON.
    pub id: &'static str,
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
    /// What to do, in order. `{user}`, `{actor_tenant}`, `{organization}`, `{time}` are filled in.
    pub next_steps: &'static [&'static str],
    /// Whether it holds only while the same user or session did nothing else here: a login that came to
    /// nothing. Activity makes the entry one to look into.
    pub came_to_nothing: bool,
    /// Where it is documented.
    pub sources: &'static [&'static str],
    /// The fields that tell it from others, if the record is of this kind.
    pub discriminators: fn(&AuditRecord) -> Option<Vec<Evidence>>,
}
