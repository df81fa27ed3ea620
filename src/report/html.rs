//! The report as a page: one file that asks for nothing outside itself, runs no script, reads well on a
//! wide and a narrow screen, in light and dark, and on paper. The one door to `maud`.
//!
//! Not its job: what is said (`words`), or what is drawn (`timeline.rs`, `chain.rs`).

mod audit;
mod chain;
mod figures;
mod many;
mod page;
mod parts;
mod text;
mod timeline;
mod token;

use maud::{Markup, html};

use crate::report::format::Style;
use crate::report::model::Report;
use crate::report::words::{checks, headline, place};

use self::page::{Head, page};
use self::parts::{Place, section, sign, verdict};
use self::text::Text;

pub use self::many::many;

/// Writes the whole report.
#[must_use]
pub fn write(report: &Report, style: &Style) -> String {
    let head = Head {
        verdict: &report.verdict,
        at: report.at,
        is_redacted: style.is_redacted,
        kind: if report.tokens.is_empty() && report.audit.is_some() {
            "Audit log report"
        } else {
            "Token report"
        },
    };
    page(&head, &body(report))
}

fn body(report: &Report) -> Markup {
    let whole = Place::whole();
    html! {
        @if report.tokens.len() != 1 {
            (verdict(&report.verdict, &whole))
        }
        @if report.tokens.len() > 1 {
            (contents(report))
        }
        @for index in 0..report.tokens.len() {
            (token::token(report, index))
        }
        @if let Some(audit) = report.audit.as_ref().filter(|_| report.tokens.is_empty()) {
            (audit::survey(report, audit))
        }
        (ending(report, &whole))
    }
}

/// Which tokens there are, each with its verdict.
fn contents(report: &Report) -> Markup {
    section(
        &Place::whole(),
        "The tokens",
        &html! {
            div.scroll {
                table {
                    thead { tr { th scope="col" { "Token" } th scope="col" { "Verdict" } th scope="col" { "Found at" } } }
                    tbody {
                        @for (index, token) in report.tokens.iter().enumerate() {
                            @let (word, tone) = headline::of(&token.verdict);
                            tr {
                                th scope="row" { a href=(format!("#token-{}", index + 1)) { "Token " (index + 1) } }
                                td { (sign(tone, word)) " " (Text(&token.verdict.title)) }
                                td { (Text(&place::place(&token.source))) }
                            }
                        }
                    }
                }
            }
        },
    )
}

/// What belongs to the report as a whole.
fn ending(report: &Report, whole: &Place) -> Markup {
    let together: Vec<String> = report.together.iter().map(place::together).collect();
    html! {
        @if !together.is_empty() {
            (section(whole, "What the tokens have in common", &parts::list(&together, whole)))
        }
        @if let Some(audit) = &report.audit {
            (section(whole, "Audit exports that were read", &audit::exports(audit)))
        }
        (section(whole, "Public documents that were read", &requests(report)))
        @if !report.not_checked.is_empty() {
            (section(whole, "What was not checked, and why", &parts::list(&checks::not_checked(report), whole)))
        }
    }
}

fn requests(report: &Report) -> Markup {
    if report.requests.is_empty() {
        return html! { p { "None: nobody was asked, and no saved document was used." } };
    }
    // A saved document has none.
    let is_any_status = report
        .requests
        .iter()
        .any(|request| request.status.is_some());
    let names_app = report
        .requests
        .iter()
        .any(|request| request.url.contains("appid="));
    html! {
        p {
            "The token was sent to nobody. These are a tenant's public documents: its keys, and what it says of itself. "
            "Whoever was asked for them knows "
            @if names_app { "the tenant and the application (appid=)" } @else { "the tenant" }
            " from the address, and nothing else of the token."
        }
        div.scroll {
            table.stack.requests {
                thead { tr { th scope="col" { "Address" } th scope="col" { "From" } th scope="col" { "Time" } @if is_any_status { th scope="col" { "Status" } } } }
                tbody {
                    @for request in &report.requests {
                        tr {
                            td { (text::Code(&request.url)) }
                            td { (request.origin.word()) }
                            td { @if let Some(at) = request.at { (page::time(at)) } }
                            @if is_any_status { td { @if let Some(status) = request.status { (status) } } }
                        }
                    }
                }
            }
        }
    }
}
