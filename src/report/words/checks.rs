//! What each rule answered, and what was not checked, in words.

use crate::report::model::{Report, TokenReport};
use crate::rules::verdict::CheckOutcome;

use super::line::Tone;

/// A rule's answer.
pub(in crate::report) struct CheckRow {
    pub rule: &'static str,
    pub word: &'static str,
    pub tone: Tone,
    pub reason: String,
}

/// Every rule that had something to decide: those that do not apply are only counted.
pub(in crate::report) fn checks(token: &TokenReport) -> (Vec<CheckRow>, usize) {
    let is_asked = |outcome: CheckOutcome| outcome != CheckOutcome::NotApplicable;
    let asked = token.checks.iter().filter(|check| is_asked(check.outcome));
    let rows: Vec<CheckRow> = asked
        .map(|check| {
            let (word, tone) = match check.outcome {
                CheckOutcome::Pass => ("passed", Tone::Good),
                CheckOutcome::Found => ("found", Tone::Warn),
                CheckOutcome::Undecided => ("undecided", Tone::Warn),
                CheckOutcome::NotApplicable => ("not applicable", Tone::Plain),
            };
            CheckRow {
                rule: check.rule,
                word,
                tone,
                reason: check.reason.to_string(),
            }
        })
        .collect();
    let others = token.checks.len() - rows.len();
    (rows, others)
}

/// What an investigator might take for checked, a sentence each.
pub(in crate::report) fn not_checked(report: &Report) -> Vec<String> {
    let items = report.not_checked.iter();
    items
        .map(|item| format!("{}: {}", item.what, item.why))
        .collect()
}
