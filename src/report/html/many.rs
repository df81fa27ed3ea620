//! Many tokens on the page: one verdict, and counts.

use maud::{Markup, html};

use crate::report::format::Style;
use crate::report::summary::Summary;
use crate::report::words::many::{EACH, List, ManyWords};

use super::page::{Head, page};
use super::parts::{self, Place, section, sign, verdict};
use super::text::{Prose, Text};
use super::write;

/// Writes the whole summary; of an input without a token, the report that says so.
#[must_use]
pub fn many(summary: &Summary, style: &Style) -> String {
    if let Some(report) = summary.of_nothing() {
        return write(&report, style);
    }
    let words = ManyWords::of(summary);
    let Some(worst) = &words.verdict else {
        return String::new();
    };
    let head = Head {
        verdict: worst,
        at: summary.at,
        is_redacted: style.is_redacted,
        kind: "Report on many tokens",
    };
    let place = Place::whole();
    let body = html! {
        (verdict(worst, &place))
        (section(&place, "Verdicts", &verdicts(&words)))
        @for list in &words.lists { (section(&place, list.title, &counts(list))) }
        @if !words.together.is_empty() {
            (section(&place, "What the tokens have in common", &parts::list(&words.together, &place)))
        }
        (section(&place, "What was not checked, and why", &parts::list(&words.not_checked, &place)))
        p { (Prose(EACH)) }
    };
    page(&head, &body)
}

fn verdicts(words: &ManyWords) -> Markup {
    html! {
        div.scroll {
            table.stack {
                thead { tr { th scope="col" { "Tokens" } th scope="col" { "Outcome" } th scope="col" { "Verdict" } th scope="col" { "The first" } } }
                tbody {
                    @for row in &words.verdicts {
                        tr {
                            td data-label="Tokens" { (row.count) }
                            td { (sign(row.tone, row.word)) }
                            th scope="row" { (Text(&row.title)) }
                            td data-label="The first" { (Text(row.first.trim_start_matches("first: "))) }
                        }
                    }
                }
            }
        }
        @for more in &words.more_verdicts { p { (Prose(more)) } }
    }
}

fn counts(list: &List) -> Markup {
    html! {
        div.scroll {
            table.stack {
                thead { tr { th scope="col" { "Tokens" } th scope="col" { "Which" } } }
                tbody {
                    @for (count, text) in &list.rows { tr { td data-label="Tokens" { (count) } th scope="row" { (Prose(text)) } } }
                }
            }
        }
        @for more in &list.more { p { (Prose(more)) } }
    }
}
