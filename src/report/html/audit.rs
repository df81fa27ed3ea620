//! An audit log on the page: groups of foreign entries, each with its explanation, and the log over time.

use maud::{Markup, html};

use crate::audit::Audit;
use crate::finding::Severity;
use crate::report::model::Report;
use crate::report::words::exports;
use crate::report::words::line::Tone;
use crate::report::words::searched::searched;
use crate::report::words::survey::{ExplanationWords, GroupWords, Groups, Survey, survey as words};

use super::figures;
use super::parts::{Place, list, rows, section, sign, steps};
use super::text::{Prose, Text};
use super::token::records;

/// What groups are called, with their numbers.
const FOREIGN: &str = "Group";
const NOTED: &str = "Note";

pub(super) fn survey(report: &Report, audit: &Audit) -> Markup {
    let survey = words(report, audit);
    let place = Place::whole();
    let log = figures::of_log(report, None, &place);
    html! {
        @if !survey.own.is_empty() {
            (section(&place, "Own tenant", &html! { @for own in &survey.own { p { (Prose(own)) } } }))
        }
        @if !survey.foreign.told.is_empty() {
            (section(&place, "Entries by accounts of other tenants", &overview(&survey.foreign)))
        }
        @if !log.0.is_empty() { (section(&place, "The log over time", &log)) }
        @for token in searched(report, audit) {
            (section(&place, &token.title, &html! {
                (rows(token.rows.iter().map(|(label, text)| (*label, html! { (Prose(text)) }))))
                (records(&place, &token.happened))
            }))
        }
        @if !survey.foreign.told.is_empty() {
            (section(&place, "Each group, and why it is probably there", &groups(&place, &survey, &survey.foreign, FOREIGN)))
        }
        @if !survey.noted.told.is_empty() {
            (section(&place, "Not foreign, but worth knowing", &groups(&place, &survey, &survey.noted, NOTED)))
        }
    }
}

/// A row for each group.
fn overview(groups: &Groups) -> Markup {
    html! {
        div.scroll {
            table.stack.groups {
                thead {
                    tr {
                        th scope="col" { "Group" } th scope="col" { "Severity" } th scope="col" { "Entries" }
                        th scope="col" { "Probably" } th scope="col" { "Of tenant" } th scope="col" { "User" }
                    }
                }
                tbody {
                    @for (group, number) in groups.told.iter().zip(1..) {
                        tr {
                            th scope="row" { a href=(format!("#{}", name(FOREIGN, number))) { "Group " (number) } }
                            td { (severity(group.group.severity)) }
                            td data-label="Entries" { (group.group.count) }
                            td { (Text(group.group.explanation.title)) }
                            td data-label="Of tenant" { (Prose(&group.tenant)) }
                            td data-label="User" { (Text(&group.users)) }
                        }
                    }
                }
            }
        }
        @if groups.more > 0 { p { "And " (groups.more) " more groups, which the JSON report has." } }
    }
}

fn groups(place: &Place, survey: &Survey, groups: &Groups, word: &str) -> Markup {
    html! {
        @for (group, number) in groups.told.iter().zip(1..) {
            div.group id=(name(word, number)) {
                (place.heading_below(&format!("{word} {number}, {}", group.entries)))
                (kind(survey, group))
                (body(place, group))
            }
        }
        @if groups.more > 0 { p { "And " (groups.more) " more, which the JSON report has." } }
    }
}

/// What it probably is, how sure that is, and where it is explained if not here.
fn kind(survey: &Survey, words: &GroupWords) -> Markup {
    let group = &words.group;
    html! {
        p.kind {
            (severity(group.severity)) " " (Text(group.explanation.title)) ", confidence " (group.confidence.word())
            @if let Some((word, number)) = explained_at(survey, words) {
                " (explained at " a href=(format!("#{}", name(word, number))) { (word) " " (number) } ")"
            }
        }
    }
}

/// The group that has the explanation of this one; nothing where this is it.
fn explained_at(survey: &Survey, words: &GroupWords) -> Option<(&'static str, usize)> {
    if words.explanation.is_some() {
        return None;
    }
    let is_same = |other: &GroupWords| other.group.explanation.id == words.group.explanation.id;
    let lists = [(FOREIGN, &survey.foreign), (NOTED, &survey.noted)];
    lists.into_iter().find_map(|(word, groups)| {
        let index = groups.told.iter().position(is_same)?;
        Some((word, index + 1))
    })
}

fn name(word: &str, number: usize) -> String {
    format!("{}-{number}", word.to_lowercase())
}

fn body(place: &Place, group: &GroupWords) -> Markup {
    html! {
        (rows(group.rows.iter().map(|(label, text)| (*label, html! { (Prose(text)) }))))
        @if let Some(words) = &group.explanation { (explanation(place, words)) }
    }
}

fn explanation(place: &Place, words: &ExplanationWords) -> Markup {
    html! {
        div.explanation {
            p { strong { "Why: " } (Prose(words.why)) }
            @if let Some(why_not) = words.why_not_foreign { p { strong { "Not foreign: " } (Prose(why_not)) } }
            @if !words.evidence.is_empty() { (list(&words.evidence, place)) }
            @if let Some(unless) = words.unless { p { strong { "Unless: " } (Prose(unless)) } }
            @if !words.steps.is_empty() {
                p { strong { "Do" } }
                (steps(&words.steps))
            }
        }
    }
}

fn severity(severity: Severity) -> Markup {
    let tone = match severity {
        Severity::High => Tone::Bad,
        Severity::Medium => Tone::Warn,
        Severity::Low | Severity::Info => Tone::Plain,
    };
    sign(tone, severity.word())
}

/// How complete each export is.
pub(super) fn exports(audit: &Audit) -> Markup {
    html! {
        ul {
            @for export in exports::exports(audit) {
                li {
                    (Prose(&export.text))
                    @if !export.problems.is_empty() {
                        ul { @for problem in &export.problems { li { (Prose(problem)) } } }
                    }
                }
            }
        }
    }
}
