//! The report for people: an investigator's questions in the order in which they are asked.
//!
//! Not its job: layout primitives (`screen.rs`), or wording that belongs to a rule.

mod absence;
mod audit;
mod claims;
mod codes;
mod facts;
mod layout;
mod many;
mod names;
mod power;
mod reasons;
mod sides;
mod survey;

use crate::finding::Severity;
use crate::report::format::Style;
use crate::report::model::{Report, Source, TokenReport};
use crate::rules::verdict::{Ending, Verdict};
use crate::text::Terminal;

use self::layout::place;
use crate::screen::{Ink, Screen};

pub use self::many::many;

/// Writes the whole report.
#[must_use]
pub fn write(report: &Report, style: &Style) -> String {
    let mut screen = Screen::new(style.width, style.colour);
    if report.tokens.len() != 1 {
        verdict(&mut screen, &report.verdict);
    }
    for (index, token) in report.tokens.iter().enumerate() {
        if report.tokens.len() > 1 {
            heading(&mut screen, report, token, index);
        }
        write_token(&mut screen, report, token, index);
        if style.explain_claims {
            claims::explained(&mut screen, token);
        }
    }
    if let Some(audit) = report.audit.as_ref().filter(|_| report.tokens.is_empty()) {
        survey::survey(&mut screen, report, audit);
    }
    together(&mut screen, report);
    audit::exports(&mut screen, report);
    not_checked(&mut screen, report);
    screen.finish()
}

/// One line for a log or for standard error: the outcome and the headline.
#[must_use]
pub fn one_line(verdict: &Verdict) -> String {
    Terminal(&format!("{}: {}", verdict.ending.word(), verdict.title)).to_string()
}

fn write_token(screen: &mut Screen, report: &Report, token: &TokenReport, index: usize) {
    screen.show_ids(sides::ids(report, token));
    verdict(screen, &token.verdict);
    sides::side_by_side(screen, report, token);
    screen.blank();
    facts::questions(screen, report, token);
    audit::what_happened(screen, report, index);
    reasons::why(screen, token);
    reasons::what_to_do(screen, token);
    reasons::also_noted(screen, token);
    names::names(screen, report, token);
}

fn verdict(screen: &mut Screen, verdict: &Verdict) {
    let (word, ink) = mark(verdict.ending, verdict.severity, verdict.rule.is_some());
    screen.title("VERDICT ", &verdict.title, word, ink);
    screen.prose("", 9, &verdict.summary);
}

/// The word at the right edge: how it ended, and for findings how grave they are.
fn mark(ending: Ending, severity: Severity, has_rule: bool) -> (&'static str, Ink) {
    match (ending, severity) {
        (Ending::Unexpected, Severity::High) => ("HIGH", Ink::Bad),
        (Ending::Unexpected, Severity::Medium) => ("MEDIUM", Ink::Warn),
        (Ending::Unexpected, Severity::Low) => ("LOW", Ink::Warn),
        (Ending::Unexpected, Severity::Info) => ("INFO", Ink::Warn),
        (Ending::Expected, severity) if has_rule => match severity {
            Severity::Info => ("INFO", Ink::Good),
            _ => ("LOW", Ink::Good),
        },
        (Ending::Expected, Severity::Low) => ("LOW", Ink::Good),
        (Ending::Expected, _) => ("OK", Ink::Good),
        (Ending::Undecided, _) => ("UNDECIDED", Ink::Warn),
        (Ending::Time, _) => ("TIME", Ink::Warn),
        (Ending::Unreadable, _) => ("UNREADABLE", Ink::Bad),
    }
}

/// Which token, and where it stood; a long place (an entry of a recording) stands below.
fn heading(screen: &mut Screen, report: &Report, token: &TokenReport, index: usize) {
    let number = format!("TOKEN {} of {}", index + 1, report.tokens.len());
    let whole = format!("{number}  {}", place(&token.source));
    if whole.chars().count() <= screen.width() {
        screen.heading(&whole);
    } else {
        screen.heading(&number);
        screen.prose("", 2, &place(&token.source));
    }
    also(screen, &token.source);
}

/// Where else the same token stands.
fn also(screen: &mut Screen, source: &Source) {
    const SHOWN: usize = 3;
    if source.also.is_empty() {
        return;
    }
    let mut text = format!(
        "also at {}",
        source.also[..source.also.len().min(SHOWN)].join(", ")
    );
    if source.also.len() > SHOWN {
        text.push_str(&format!(
            ", and at {} more places",
            source.also.len() - SHOWN
        ));
    }
    screen.prose("", 2, &text);
}

/// What several tokens have to do with each other.
fn together(screen: &mut Screen, report: &Report) {
    if report.together.is_empty() {
        return;
    }
    screen.heading("TOGETHER");
    for kinship in &report.together {
        let numbers: Vec<String> = kinship
            .tokens
            .iter()
            .take(20)
            .map(|token| (token + 1).to_string())
            .collect();
        let more = if kinship.tokens.len() > 20 {
            ", …"
        } else {
            ""
        };
        screen.labelled(
            "  -",
            4,
            &format!("tokens {}{more}: {}", numbers.join(", "), kinship.text),
        );
    }
}

fn not_checked(screen: &mut Screen, report: &Report) {
    if report.not_checked.is_empty() {
        return;
    }
    screen.heading("NOT CHECKED");
    for item in &report.not_checked {
        screen.prose("  -", 4, &format!("{}: {}", item.what, item.why));
    }
}
