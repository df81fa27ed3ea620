//! The report for people at a terminal: an investigator's questions in the order in which they are asked.
//!
//! Not its job: layout primitives (`screen.rs`), or what is said (`words`).

mod audit;
mod many;
mod token;

use crate::report::format::Style;
use crate::report::model::{Report, Source, TokenReport};
use crate::report::words::line::{Line, Tone};
use crate::report::words::{checks, headline, place, survey};
use crate::rules::verdict::Verdict;
use crate::screen::{Ink, Screen};
use crate::text::Terminal;

pub use self::many::many;

/// Width of the column with the numbered questions.
const LABEL: usize = 17;

/// Writes the whole report.
#[must_use]
pub fn write(report: &Report, style: &Style) -> String {
    let mut screen = Screen::new(style.width, style.colour);
    if !report.is_told_by_its_token() {
        verdict(&mut screen, &report.verdict);
    }
    for (index, token) in report.tokens.iter().enumerate() {
        if report.tokens.len() > 1 {
            heading(&mut screen, report, token, index);
        }
        token::write(&mut screen, report, token, index);
        if style.explain_claims {
            token::explained(&mut screen, token);
        }
    }
    if let Some(audit) = report.audit.as_ref().filter(|_| report.tokens.is_empty()) {
        audit::survey(&mut screen, report, audit, &survey::survey(report, audit));
    }
    if !report.together.is_empty() {
        screen.heading("TOGETHER");
        for kinship in &report.together {
            screen.labelled("  -", 4, &place::together(kinship));
        }
    }
    if let Some(audit) = &report.audit {
        audit::exports(&mut screen, audit);
    }
    list(
        &mut screen,
        "NOT CHECKED",
        "  -",
        &checks::not_checked(report),
    );
    screen.finish()
}

/// One line for a log or for standard error: the outcome and the headline.
#[must_use]
pub fn one_line(verdict: &Verdict) -> String {
    Terminal(&format!("{}: {}", verdict.ending.word(), verdict.title)).to_string()
}

fn verdict(screen: &mut Screen, verdict: &Verdict) {
    let (word, tone) = headline::of(verdict);
    screen.title("VERDICT ", &verdict.title, word, ink(tone));
    screen.prose("", 9, &verdict.summary);
}

fn ink(tone: Tone) -> Ink {
    match tone {
        Tone::Plain => Ink::Plain,
        Tone::Good => Ink::Good,
        Tone::Warn => Ink::Warn,
        Tone::Bad => Ink::Bad,
    }
}

/// A line of an answer, behind a label.
fn line(screen: &mut Screen, label: &str, indent: usize, line: &Line) {
    let indent = if line.is_inner { indent + 2 } else { indent };
    if line.is_prose {
        screen.prose(label, indent, &line.text);
    } else {
        screen.labelled_in(label, indent, &line.text, ink(line.tone));
    }
}

/// Sentences under a heading; nothing where there are none.
fn list(screen: &mut Screen, heading: &str, bullet: &str, items: &[String]) {
    if !items.is_empty() {
        screen.heading(heading);
    }
    for item in items {
        screen.prose(bullet, 4, item);
    }
}

/// Which token, and where it stood; a long place (an entry of a recording) stands below.
fn heading(screen: &mut Screen, report: &Report, token: &TokenReport, index: usize) {
    let number = format!("TOKEN {} of {}", index + 1, report.tokens.len());
    let whole = format!("{number}  {}", place::place(&token.source));
    if whole.chars().count() <= screen.width() {
        screen.heading(&whole);
    } else {
        screen.heading(&number);
        screen.prose("", 2, &place::place(&token.source));
    }
    also(screen, &token.source);
}

fn also(screen: &mut Screen, source: &Source) {
    if let Some(text) = place::also(source) {
        screen.prose("", 2, &text);
    }
}
