//! The headline: one word for how it ended, the title, the summary.

use crate::finding::Severity;
use crate::rules::verdict::{Ending, Verdict};

use super::line::Tone;

/// The word at the edge: how it ended, and for findings how grave they are.
pub(in crate::report) fn mark(
    ending: Ending,
    severity: Severity,
    has_rule: bool,
) -> (&'static str, Tone) {
    match (ending, severity) {
        (Ending::Unexpected, Severity::High) => ("HIGH", Tone::Bad),
        (Ending::Unexpected, Severity::Medium) => ("MEDIUM", Tone::Warn),
        (Ending::Unexpected, Severity::Low) => ("LOW", Tone::Warn),
        (Ending::Unexpected, Severity::Info) => ("INFO", Tone::Warn),
        (Ending::Expected, severity) if has_rule => match severity {
            Severity::Info => ("INFO", Tone::Good),
            _ => ("LOW", Tone::Good),
        },
        (Ending::Expected, Severity::Low) => ("LOW", Tone::Good),
        (Ending::Expected, _) => ("OK", Tone::Good),
        // Not as expected, and below --fail-on: how grave it is says more than that it did not fail.
        (Ending::Undecided, Severity::Medium) if has_rule => ("MEDIUM", Tone::Warn),
        (Ending::Undecided, _) => ("UNDECIDED", Tone::Warn),
        (Ending::Time, _) => ("TIME", Tone::Warn),
        (Ending::Unreadable, _) => ("UNREADABLE", Tone::Bad),
    }
}

/// The mark of a verdict.
pub(in crate::report) fn of(verdict: &Verdict) -> (&'static str, Tone) {
    mark(verdict.ending, verdict.severity, verdict.rule.is_some())
}
