//! The last blocks of a token's screen: why we think so, what would change our mind, what to do, and
//! what else was noted.

use crate::finding::{Alternative, Evidence, Finding, Severity};
use crate::report::model::TokenReport;

use crate::screen::Screen;

/// More evidence than this is in the JSON report.
const MOST_EVIDENCE: usize = 8;

pub(super) fn why(screen: &mut Screen, token: &TokenReport) {
    let Some(finding) = headline(token) else {
        return;
    };
    screen.heading("WHY WE THINK SO");
    for evidence in finding.evidence.iter().take(MOST_EVIDENCE) {
        screen.prose("  +", 4, &sentence(evidence));
    }
    let explained = token
        .findings
        .iter()
        .filter(|other| other.explained_by == Some(finding.rule));
    for other in explained {
        screen.prose(
            "  +",
            4,
            &format!("this accounts for \"{}\" ({})", other.title, other.rule),
        );
    }
    if finding.alternatives.is_empty() {
        return;
    }
    screen.heading("WHAT WOULD CHANGE OUR MIND");
    for Alternative { rule, difference } in &finding.alternatives {
        screen.prose("  -", 4, &format!("{difference} ({rule})"));
    }
}

pub(super) fn what_to_do(screen: &mut Screen, token: &TokenReport) {
    let Some(finding) = headline(token) else {
        return;
    };
    screen.heading("DO");
    for (index, step) in finding.remedy.iter().enumerate() {
        screen.labelled(&format!("  {}.", index + 1), 5, step);
    }
}

/// Everything that is no headline, one paragraph each, worst first.
pub(super) fn also_noted(screen: &mut Screen, token: &TokenReport) {
    let others: Vec<&Finding> = token
        .findings
        .iter()
        .filter(|finding| {
            Some(finding.rule) != token.verdict.rule && finding.explained_by.is_none()
        })
        .collect();
    if others.is_empty() {
        return;
    }
    screen.heading("ALSO NOTED");
    for finding in others {
        // An info is told in a line; what weighs more gets its reason.
        let text = match finding.severity {
            Severity::Info => format!("{} ({})", finding.title, finding.rule),
            _ => format!("{}: {} ({})", finding.title, finding.why, finding.rule),
        };
        screen.prose(&format!("  {}", finding.severity.word()), 10, &text);
    }
}

fn headline(token: &TokenReport) -> Option<&Finding> {
    token
        .findings
        .iter()
        .find(|finding| Some(finding.rule) == token.verdict.rule)
}

fn sentence(evidence: &Evidence) -> String {
    let Evidence {
        at,
        observed,
        expected,
        source,
    } = evidence;
    match (observed, expected) {
        (Some(observed), Some(expected)) if observed == expected => {
            format!("{at} {observed}, as expected ({source})")
        }
        (Some(observed), Some(expected)) => {
            format!("{at} {observed}, expected {expected} ({source})")
        }
        (Some(observed), None) => format!("{at} {observed} ({source})"),
        (None, _) => format!("{at} is absent ({source})"),
    }
}
