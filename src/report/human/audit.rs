//! Audit exports on the screen: a token's records, groups of foreign entries, how complete it all is.

use crate::audit::Audit;
use crate::report::model::Report;
use crate::report::words::exports;
use crate::report::words::happened::Happened;
use crate::report::words::searched::searched;
use crate::report::words::survey::{ExplanationWords, GroupWords, Groups, Survey};
use crate::screen::Screen;

use super::{LABEL, line};

/// Where the text of a group begins.
const GROUP_LABEL: usize = 14;

/// The records of a token.
pub(super) fn happened(screen: &mut Screen, label: &str, happened: &Happened) {
    screen.prose(label, LABEL, &happened.summary);
    for limit in &happened.limits {
        screen.prose("", LABEL, limit);
    }
    for record in &happened.records {
        screen.labelled("", LABEL, &record.head);
        for each in &record.lines {
            line(screen, "", LABEL + 2, each);
        }
    }
    for remark in &happened.remarks {
        screen.labelled("", LABEL, remark);
    }
}

/// An audit log without a token, or with one that was searched for.
pub(super) fn survey(screen: &mut Screen, report: &Report, audit: &Audit, survey: &Survey) {
    screen.blank();
    for tenant in &survey.own {
        screen.labelled("own tenant", 12, tenant);
    }
    for token in searched(report, audit) {
        screen.heading(&token.title);
        for (label, text) in &token.rows {
            screen.labelled(&format!("  {label}"), LABEL, text);
        }
        happened(screen, "  in the log", &token.happened);
    }
    groups(screen, &survey.foreign, "GROUP");
    if !survey.noted.told.is_empty() {
        screen.heading("NOT FOREIGN, BUT WORTH KNOWING");
        groups(screen, &survey.noted, "NOTE");
    }
}

fn groups(screen: &mut Screen, groups: &Groups, word: &str) {
    for (group, number) in groups.told.iter().zip(1..) {
        write_group(screen, &format!("{word} {number}"), group);
    }
    if groups.more > 0 {
        screen.heading(&format!("AND {} MORE", groups.more));
        screen.labelled("", 2, "They are in the JSON report (--json).");
    }
}

fn write_group(screen: &mut Screen, head: &str, words: &GroupWords) {
    let id = words.group.explanation.id;
    screen.heading(&format!("{head}  {}, {id}", words.entries));
    for (label, text) in &words.rows {
        screen.labelled(&format!("  {label}"), GROUP_LABEL, text);
    }
    if let Some(words) = &words.explanation {
        explanation(screen, words);
    }
}

fn explanation(screen: &mut Screen, words: &ExplanationWords) {
    let mut row = |label: &str, text: &str| screen.labelled(label, GROUP_LABEL, text);
    row("  why", &words.title);
    row("", words.why);
    if let Some(why_not) = words.why_not_foreign {
        row("  not foreign", why_not);
    }
    for evidence in &words.evidence {
        row("", &format!("+ {evidence}"));
    }
    if let Some(unless) = words.unless {
        row("  unless", unless);
    }
    for (step, number) in words.steps.iter().zip(1..) {
        let label = if number == 1 { "  do" } else { "" };
        row(label, &format!("{number}. {step}"));
    }
}

/// How complete each export is.
pub(super) fn exports(screen: &mut Screen, audit: &Audit) {
    screen.heading("AUDIT EXPORTS");
    for export in exports::exports(audit) {
        screen.labelled("  -", 4, &export.text);
        for problem in &export.problems {
            screen.labelled("", 4, problem);
        }
    }
}
