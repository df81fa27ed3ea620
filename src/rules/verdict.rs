//! The verdict: chosen from all findings and open questions in this one place.
//!
//! Not its job: finding anything. A decisive finding beats a suspicion; a benign story that accounts
//! for a finding takes its severity away and is named with it, but never for a failed expectation.

use serde::Serialize;

use crate::entra::lifetime::State;
use crate::finding::{Alternative, Confidence, Finding, Severity};
use crate::jose::proof::Status;

use super::rule::{Case, Found, Outcome, Reason, Rule, Weight};
use super::signature::{self, UNFINISHED};

/// How the whole ended; each has its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    Expected,
    Unexpected,
    Undecided,
    Time,
    Unreadable,
}

/// The headline of a token or of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub ending: Ending,
    /// The rule that made the headline, if one did.
    pub rule: Option<&'static str>,
    pub severity: Severity,
    pub confidence: Confidence,
    pub title: String,
    pub summary: String,
}

/// One rule's answer, for the list of what was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub rule: &'static str,
    pub outcome: CheckOutcome,
    /// Empty where a pass or a finding speaks for itself.
    pub reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOutcome {
    Pass,
    Found,
    Undecided,
    NotApplicable,
}

/// Everything the rules had to say about one token.
#[derive(Clone, Debug)]
pub struct Judgement {
    pub verdict: Verdict,
    /// Worst first; among equals in the order of the rules.
    pub findings: Vec<Finding>,
    pub checks: Vec<Check>,
}

impl Ending {
    /// Exit code; the table of names and meanings is in `cli/exit.rs`.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Expected => 0,
            Self::Unexpected => 1,
            Self::Unreadable => 3,
            Self::Undecided => 4,
            Self::Time => 5,
        }
    }

    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Expected => "expected",
            Self::Unexpected => "unexpected",
            Self::Undecided => "undecided",
            Self::Time => "time",
            Self::Unreadable => "unreadable",
        }
    }

    /// Of several tokens the worst decides: 1 over 4, 4 over 5.
    #[must_use]
    pub fn weight(self) -> u8 {
        match self {
            Self::Expected => 0,
            Self::Time => 1,
            Self::Undecided => 2,
            Self::Unreadable => 3,
            Self::Unexpected => 4,
        }
    }
}

/// Asks every rule and chooses the verdict.
#[must_use]
pub fn judge(case: &Case) -> Judgement {
    let mut found = Vec::new();
    let mut checks = Vec::new();
    let is_unfinished = case.is_payload_unfinished();
    let families = super::FAMILIES.iter();
    let all = families.flat_map(|(family, rules)| rules.iter().map(move |rule| (family, rule)));
    for (family, rule) in all {
        let outcome = match (rule.check)(case) {
            // The claim that would tell may be among those that were cut off.
            Outcome::Pass | Outcome::Found(_)
                if is_unfinished && !super::OF_THE_FORM.contains(family) =>
            {
                Outcome::Undecided(UNFINISHED.into())
            }
            outcome => outcome,
        };
        let (outcome, reason) = match outcome {
            Outcome::Pass => (CheckOutcome::Pass, Reason::default()),
            Outcome::Undecided(missing) => (CheckOutcome::Undecided, missing),
            Outcome::NotApplicable(why) => (CheckOutcome::NotApplicable, why),
            Outcome::Found(facts) => {
                found.push(Judged::new(rule, facts, case));
                (CheckOutcome::Found, Reason::default())
            }
        };
        checks.push(Check {
            rule: rule.id,
            outcome,
            reason,
        });
    }
    demote(&mut found);
    // A stable sort: among equals the order of the rules stays.
    found.sort_by_key(|judged| std::cmp::Reverse(judged.finding.severity));
    let verdict = choose(case, &found, &checks);
    Judgement {
        verdict,
        findings: found.into_iter().map(|judged| judged.finding).collect(),
        checks,
    }
}

struct Judged {
    rule: &'static Rule,
    finding: Finding,
    fails_expectation: bool,
    /// The rules whose findings it accounts for.
    explains: &'static [&'static str],
}

impl Judged {
    fn new(rule: &'static Rule, found: Found, case: &Case) -> Self {
        let finding = Finding {
            rule: rule.id,
            severity: found.severity.unwrap_or(rule.severity),
            confidence: found.confidence.unwrap_or(rule.confidence),
            title: case.fill(found.title.unwrap_or(rule.title)),
            why: case.fill(found.why.unwrap_or(rule.why)),
            remedy: rule.remedy.iter().map(|text| case.fill(text)).collect(),
            evidence: found.evidence,
            alternatives: rule
                .alternatives
                .iter()
                .map(|(rule, difference)| Alternative {
                    rule,
                    difference: case.fill(difference),
                })
                .collect(),
            explained_by: None,
        };
        Self {
            rule,
            finding,
            fails_expectation: found.fails_expectation,
            explains: if found.is_hint { &[] } else { rule.explains },
        }
    }
}

/// A story that accounts for a finding takes its severity away.
fn demote(found: &mut [Judged]) {
    let stories: Vec<(&'static str, &'static [&'static str])> = found
        .iter()
        .map(|judged| (judged.rule.id, judged.explains))
        .collect();
    for judged in found.iter_mut().filter(|judged| !judged.fails_expectation) {
        let story = stories
            .iter()
            .find(|(_, explains)| explains.contains(&judged.rule.id));
        if let Some((story, _)) = story {
            judged.finding.severity = Severity::Info;
            judged.finding.explained_by = Some(story);
        }
    }
}

fn choose(case: &Case, found: &[Judged], checks: &[Check]) -> Verdict {
    // Findings are sorted: the first is among the worst.
    let gravest = found.first();
    let weighs = |judged: &&Judged, severity| judged.finding.severity >= severity;
    if let Some(judged) = gravest.filter(|judged| weighs(judged, case.expectation.fail_on)) {
        return of_finding(Ending::Unexpected, judged, case);
    }
    if let Some(judged) = gravest.filter(|judged| weighs(judged, Severity::Medium)) {
        // Below --fail-on, and yet not as expected: that is never 0.
        return of_finding(Ending::Undecided, judged, case);
    }
    let is_open = |check: &&Check| check.outcome == CheckOutcome::Undecided;
    let undecided: Vec<&Check> = checks.iter().filter(is_open).collect();
    // A story may explain away that a signature fails; it never proves what the token says.
    if !undecided.is_empty() || case.lacks_proof() {
        return open(case, &undecided, story(found));
    }
    let of_rule = |id| found.iter().find(|judged| judged.rule.id == id);
    let by_time = match case.profile.lifetime.state {
        State::Expired => of_rule("expired"),
        State::NotYetValid => of_rule("not-yet-valid"),
        _ => None,
    };
    match (by_time, story(found)) {
        (Some(judged), _) => of_finding(Ending::Time, judged, case),
        (None, Some(judged)) => of_finding(Ending::Expected, judged, case),
        (None, None) => as_expected(case),
    }
}

/// The first finding that tells a story and is not itself explained by one.
fn story(found: &[Judged]) -> Option<&Judged> {
    found
        .iter()
        .find(|judged| judged.rule.weight == Weight::Story && judged.finding.explained_by.is_none())
}

fn of_finding(ending: Ending, judged: &Judged, case: &Case) -> Verdict {
    let finding = &judged.finding;
    // A finding about the signature says so itself.
    let is_of_proof = signature::RULES.iter().any(|rule| rule.id == finding.rule);
    let proof = if case.lacks_proof() && !is_of_proof && finding.severity >= Severity::Medium {
        let why = match case.proof.status {
            Status::Invalid => "it holds under none of the keys that were tried",
            _ => &case.proof.reason,
        };
        format!(" The signature is not verified: {why}.")
    } else {
        String::new()
    };
    let below = if ending == Ending::Undecided && finding.severity >= Severity::Medium {
        let threshold = case.expectation.fail_on.word();
        format!(
            " This is not as expected; only findings of severity {threshold} make it fail (--fail-on)."
        )
    } else {
        String::new()
    };
    Verdict {
        ending,
        rule: Some(finding.rule),
        severity: finding.severity,
        confidence: finding.confidence,
        title: finding.title.clone(),
        summary: format!("{}{proof}{below}", finding.why),
    }
}

/// Nothing bad was found, but something that decides stayed open.
fn open(case: &Case, undecided: &[&Check], story: Option<&Judged>) -> Verdict {
    let signature_open = case.lacks_proof();
    let (title, mut summary) = match (signature_open, case.is_proven()) {
        (true, _) => (
            "not verified",
            "What the token says is only claimed.".to_owned(),
        ),
        (false, true) => (
            "genuine, but whether it is the right one stayed open",
            "The signature holds.".to_owned(),
        ),
        (false, false) => (
            "not decided",
            "What the token says is only claimed.".to_owned(),
        ),
    };
    if let Some(story) = story.filter(|_| case.token.claims.is_none()) {
        // Nothing can be read: what it is says more than what stayed open.
        return Verdict {
            ending: Ending::Undecided,
            ..of_finding(Ending::Undecided, story, case)
        };
    }
    let mut reasons: Vec<&str> = undecided.iter().map(|check| &*check.reason).collect();
    let is_told = undecided.iter().any(|check| check.rule == "signature");
    if case.lacks_proof() && !is_told {
        reasons.push(&case.proof.reason);
    }
    for (at, reason) in reasons.iter().enumerate() {
        // One fault can keep several questions open; it is told once, in its longest form.
        let is_told = reasons[..at].contains(reason)
            || reasons
                .iter()
                .any(|other| other.len() > reason.len() && other.contains(reason));
        if !is_told {
            summary.push_str(&format!(" Open: {reason}."));
        }
    }
    Verdict {
        ending: Ending::Undecided,
        rule: story.map(|judged| judged.finding.rule),
        severity: story.map_or(Severity::Info, |judged| judged.finding.severity),
        confidence: Confidence::High,
        // What to get is the whole token, not its keys.
        title: match story {
            Some(story) if case.is_cut() => story.finding.title.clone(),
            _ => title.to_owned(),
        },
        summary,
    }
}

fn as_expected(case: &Case) -> Verdict {
    let summary = if !case.expectation.asks_proof() && !case.is_proven() {
        "Everything that was compared is as expected. Proof was not asked, so all of it is as claimed."
    } else {
        "Everything that was asked is as expected, and the signature holds. Verified is not yet authorised: the \
         resource decides that."
    };
    Verdict {
        ending: Ending::Expected,
        rule: None,
        severity: Severity::Info,
        confidence: Confidence::High,
        title: "matches the expectation".to_owned(),
        summary: summary.to_owned(),
    }
}
