//! The blocks of one token's screen.

use crate::report::model::{Report, TokenReport};
use crate::report::words::claims::{self, Member};
use crate::report::words::facts::{Fact, facts};
use crate::report::words::names::names;
use crate::report::words::reasons::Reasons;
use crate::report::words::sides::{DIFFERS, Side, ids, sides};
use crate::report::words::{happened, line::Line};
use crate::screen::{Ink, Screen};
use crate::text::{Terminal, clipped};

use super::{LABEL, audit, line, list, verdict};

/// Width of the column with the names of claims.
const NAME: usize = 20;

pub(super) fn write(screen: &mut Screen, report: &Report, token: &TokenReport, index: usize) {
    screen.show_ids(ids(report, token));
    verdict(screen, report.verdict_of(index));
    side_by_side(screen, &sides(report, token));
    screen.blank();
    for fact in facts(report, token) {
        answer(screen, &fact);
    }
    if let Some(happened) = happened::of_token(report, index) {
        audit::happened(screen, "8 What happened", &happened);
    }
    reasons(screen, &Reasons::of(token));
    let names = names(report, token);
    if !names.is_empty() {
        screen.heading("NAMES");
    }
    for name in names {
        screen.labelled("  -", 4, &name);
    }
}

fn side_by_side(screen: &mut Screen, sides: &[Side]) {
    if sides.is_empty() {
        return;
    }
    let rows = sides.iter().map(|side| {
        let ink = if side.differs { Ink::Warn } else { Ink::Plain };
        let mark = if side.differs {
            format!("<-- {DIFFERS}")
        } else {
            String::new()
        };
        let remark: Vec<&str> = [side.note.as_str(), &mark]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        [
            (side.label.to_owned(), Ink::Plain),
            (side.value.clone(), ink),
            (remark.join("  "), ink),
        ]
    });
    screen.blank();
    screen.table(&rows.collect::<Vec<_>>());
}

fn answer(screen: &mut Screen, fact: &Fact) {
    let (number, words) = fact.question.label();
    let label = format!("{number} {words}");
    for (index, each) in fact.lines.iter().enumerate() {
        line(screen, if index == 0 { &label } else { "" }, LABEL, each);
    }
}

fn reasons(screen: &mut Screen, reasons: &Reasons) {
    if reasons.has_headline {
        screen.heading("WHY WE THINK SO");
        for why in &reasons.why {
            screen.prose("  +", 4, why);
        }
        list(
            screen,
            "WHAT WOULD CHANGE OUR MIND",
            "  -",
            &reasons.alternatives,
        );
        screen.heading("DO");
        for (index, step) in reasons.steps.iter().enumerate() {
            screen.labelled(&format!("  {}.", index + 1), 5, step);
        }
    }
    if !reasons.noted.is_empty() {
        screen.heading("ALSO NOTED");
    }
    for (severity, text) in &reasons.noted {
        screen.prose(&format!("  {}", severity.word()), 10, text);
    }
}

/// Every member of header and claims with what it means.
pub(super) fn explained(screen: &mut Screen, token: &TokenReport) {
    screen.heading("HEADER EXPLAINED");
    for each in claims::header(token) {
        member(screen, &each);
    }
    let Some(claims) = claims::claims(token) else {
        return;
    };
    screen.heading("CLAIMS EXPLAINED");
    for each in claims {
        member(screen, &each);
    }
}

fn member(screen: &mut Screen, member: &Member) {
    let label = format!("  {}", Terminal(&clipped(member.name, NAME - 3)));
    screen.labelled(&label, NAME, &member.value);
    let decoded = member.decoded.iter().map(|text| format!("= {text}"));
    for text in decoded.chain([member.meaning.clone()]) {
        line(screen, "", NAME, &Line::plain(text));
    }
}
