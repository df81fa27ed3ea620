//! Why we think so, what would change our mind, what to do, and what else was noted.

use crate::finding::{Alternative, Evidence, Finding, Severity};
use crate::report::model::TokenReport;

/// More evidence than this is in the JSON report.
const MOST_EVIDENCE: usize = 8;

/// What stands behind the headline: nothing where no rule made it. Sentences, raw and untrusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::report) struct Reasons {
    pub has_headline: bool,
    pub why: Vec<String>,
    pub alternatives: Vec<String>,
    pub steps: Vec<String>,
    /// Everything that is no headline, worst first: an info in a line, what weighs more with its reason.
    pub noted: Vec<(Severity, String)>,
}

impl Reasons {
    pub(in crate::report) fn of(token: &TokenReport) -> Self {
        let mut reasons = Self {
            noted: noted(token),
            ..Self::default()
        };
        let Some(finding) = headline(token) else {
            return reasons;
        };
        reasons.has_headline = true;
        reasons.why = why(token, finding);
        let alternatives = finding.alternatives.iter();
        reasons.alternatives = alternatives
            .map(|Alternative { rule, difference }| format!("{difference} ({rule})"))
            .collect();
        reasons.steps = finding.remedy.clone();
        reasons
    }
}

fn why(token: &TokenReport, finding: &Finding) -> Vec<String> {
    let evidence = finding.evidence.iter().take(MOST_EVIDENCE).map(sentence);
    let explained = token
        .findings
        .iter()
        .filter(|other| other.explained_by == Some(finding.rule))
        .map(|other| format!("this accounts for \"{}\" ({})", other.title, other.rule));
    evidence.chain(explained).collect()
}

fn noted(token: &TokenReport) -> Vec<(Severity, String)> {
    let others = token.findings.iter().filter(|finding| {
        Some(finding.rule) != token.verdict.rule && finding.explained_by.is_none()
    });
    let told = others.map(|finding| {
        let text = match finding.severity {
            Severity::Info => format!("{} ({})", finding.title, finding.rule),
            _ => format!("{}: {} ({})", finding.title, finding.why, finding.rule),
        };
        (finding.severity, text)
    });
    told.collect()
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
