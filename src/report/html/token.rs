//! One token on the page: verdict, values side by side, who asked whom, what happened, what to do, why, and
//! then everything else.

use maud::{Markup, html};

use crate::report::model::{Report, TokenReport};
use crate::report::words::claims::{self, Member};
use crate::report::words::facts::{Fact, Question, facts};
use crate::report::words::happened::{self, Happened};
use crate::report::words::line::Tone;
use crate::report::words::names::names;
use crate::report::words::power::{Part, Power};
use crate::report::words::reasons::Reasons;
use crate::report::words::sides::{DIFFERS, Side, ids, sides};
use crate::report::words::{chain as chain_words, checks, place};

use super::chain::chain;
use super::figures;
use super::parts::{self, Place, folded, rows, section, sign, steps, verdict};
use super::text::{Code, Prose, Text};

pub(super) fn token(report: &Report, index: usize) -> Markup {
    let token = &report.tokens[index];
    let is_one = report.tokens.len() == 1;
    let place = Place::token(index, is_one, ids(report, token));
    let reasons = Reasons::of(token);
    html! {
        article id=(place.name) {
            p.source { (source(report, token, index)) }
            (verdict(report.verdict_of(index), &place))
            (side_by_side(&place, &sides(report, token), index == 0))
            @if let Some((first, links)) = chain_words::chain(report, index) {
                (section(&place, "Who asked whom", &chain(&first, &links)))
            }
            (what_happened(report, index, &place))
            @if !reasons.steps.is_empty() {
                (section(&place, "What to do", &steps(&reasons.steps)))
            }
            (why(&place, &reasons))
            (section(&place, "The token in detail", &answers(&place, &facts(report, token))))
            (permissions(&place, token))
            (noted(&place, &reasons))
            (ids_and_names(&place, report, token))
            (explained(&place, token))
            (checked(&place, token))
        }
    }
}

/// Which token, and where it stood.
fn source(report: &Report, token: &TokenReport, index: usize) -> Markup {
    html! {
        @if report.tokens.len() > 1 { "Token " (index + 1) " of " (report.tokens.len()) ", from " } @else { "From " }
        (Text(&place::place(&token.source)))
        @if let Some(also) = place::also(&token.source) { ", " (Text(&also)) }
    }
}

/// What a token is stands at the first only.
fn side_by_side(place: &Place, sides: &[Side], is_first: bool) -> Markup {
    if sides.is_empty() {
        return html! {};
    }
    section(
        place,
        "Expected and found",
        &html! {
            @if is_first {
            p.quiet {
                "A token is a signed note that opens doors for a while. The sign-in service of one organisation, a "
                "tenant, issues it for an account; that account may be at home in another tenant."
            }
            }
            table.stack.sides {
                thead { tr { th scope="col" { "What" } th scope="col" { "Value" } th scope="col" { "Remark" } } }
                tbody {
                    @for side in sides {
                        tr.differs[side.differs] {
                            th scope="row" { (side.label) span.gloss { (side.gloss) } }
                            td { (Code(&side.value)) }
                            td {
                                (Prose(&side.note))
                                @if side.differs { " " (sign(Tone::Warn, DIFFERS)) }
                            }
                        }
                    }
                }
            }
        },
    )
}

fn what_happened(report: &Report, index: usize, place: &Place) -> Markup {
    let happened = happened::of_token(report, index);
    let life = figures::of_token(report, index, place);
    let log = figures::of_log(report, Some(index), place);
    section(
        place,
        "What happened, and when",
        &html! {
            (life)
            @if let Some(happened) = &happened {
                (records(place, happened))
                @if !log.0.is_empty() {
                    (place.heading_below("The log around it"))
                    (log)
                }
            } @else {
                p { "No audit log export was given, so nothing is known of what was done with the token." }
            }
        },
    )
}

/// The records of a token.
pub(super) fn records(place: &Place, happened: &Happened) -> Markup {
    html! {
        p { (place.prose(&happened.summary)) "." }
        @if !happened.limits.is_empty() { (parts::list(&happened.limits, place)) }
        @for record in &happened.records {
            div.record {
                p.head { (Prose(&record.head)) }
                ul { @for line in &record.lines { li { (place.line(line)) } } }
            }
        }
        @for remark in &happened.remarks { p { (Prose(remark)) } }
    }
}

fn why(place: &Place, reasons: &Reasons) -> Markup {
    html! {
        @if !reasons.why.is_empty() {
            (section(place, "Why we think so", &parts::list(&reasons.why, place)))
        }
        @if !reasons.alternatives.is_empty() {
            (section(place, "What would change our mind", &parts::list(&reasons.alternatives, place)))
        }
    }
}

/// Power has a section of its own.
fn answers(place: &Place, facts: &[Fact]) -> Markup {
    let told = facts.iter().filter(|fact| fact.question != Question::Power);
    rows(told.map(|fact| {
        let (_, words) = fact.question.label();
        let lines = html! { @for line in &fact.lines { p { (place.line(line)) } } };
        (words, lines)
    }))
}

/// So many permissions have a row.
const MOST_ROWS: usize = 200;

fn permissions(place: &Place, token: &TokenReport) -> Markup {
    let power = Power::of(token);
    if power.parts.is_empty() {
        return html! {};
    }
    section(
        place,
        "What the token allows",
        &html! {
            p { "For " (Prose(&power.resources)) ". Tier 0 reaches everything in a tenant, tier 1 much of it; most permissions have no tier." }
            @for part in &power.parts {
                (held(part))
                @for caveat in &part.caveats { p { (Prose(caveat)) } }
            }
        },
    )
}

fn held(part: &Part) -> Markup {
    let more = part.held.len().saturating_sub(MOST_ROWS);
    html! {
        table.stack.permissions {
            caption { (part.label) }
            thead { tr { th scope="col" { "Tier" } th scope="col" { "Permission" } th scope="col" { "What it allows" } } }
            tbody {
                @for held in part.held.iter().take(MOST_ROWS) {
                    tr {
                        td { (tier(held.tier)) }
                        th scope="row" { (Code(&held.name)) }
                        td { @if held.why.is_empty() { "not in the table" } @else { (Prose(held.why)) } }
                    }
                }
            }
        }
        @if more > 0 { p { "And " (more) " more, which the JSON report names." } }
    }
}

fn tier(tier: Option<u8>) -> Markup {
    html! {
        @match tier {
            Some(0) => (sign(Tone::Warn, "tier 0")),
            Some(tier) => (sign(Tone::Plain, &format!("tier {tier}"))),
            None => span.quiet { "none" },
        }
    }
}

fn noted(place: &Place, reasons: &Reasons) -> Markup {
    if reasons.noted.is_empty() {
        return html! {};
    }
    let told = reasons.noted.iter();
    section(
        place,
        "Also noted",
        &rows(told.map(|(severity, text)| (severity.word(), place.prose(text)))),
    )
}

fn ids_and_names(place: &Place, report: &Report, token: &TokenReport) -> Markup {
    let names = names(report, token);
    if names.is_empty() {
        return html! {};
    }
    section(
        place,
        "Whose the ids are",
        &html! { ul { @for name in &names { li { (Prose(name)) } } } },
    )
}

fn explained(place: &Place, token: &TokenReport) -> Markup {
    let header = claims::header(token);
    let claims = claims::claims(token).unwrap_or_default();
    let count = header.len() + claims.len();
    if count == 0 {
        return html! {};
    }
    folded(
        place,
        "Every claim explained",
        &format!("{count} members of header and claims, each as claimed"),
        &html! { (members("Header", &header)) (members("Claims", &claims)) },
    )
}

fn members(title: &str, members: &[Member]) -> Markup {
    if members.is_empty() {
        return html! {};
    }
    let more = members.len().saturating_sub(MOST_ROWS);
    html! {
        table.stack.members {
            caption { (title) }
            thead { tr { th scope="col" { "Name" } th scope="col" { "Value" } th scope="col" { "Meaning" } } }
            tbody {
                @for member in members.iter().take(MOST_ROWS) {
                    tr {
                        th scope="row" { (Code(member.name)) }
                        td {
                            (Code(&member.value))
                            @if let Some(decoded) = &member.decoded { p.decoded { "= " (Prose(decoded)) } }
                        }
                        td { (Prose(&member.meaning)) }
                    }
                }
            }
        }
        @if more > 0 { p { "And " (more) " more, which the JSON report has." } }
    }
}

/// Every rule that had something to decide.
fn checked(place: &Place, token: &TokenReport) -> Markup {
    let (asked, others) = checks::checks(token);
    let body = html! {
        table.stack.checks {
            thead { tr { th scope="col" { "Rule" } th scope="col" { "Answer" } th scope="col" { "Because" } } }
            tbody {
                @for check in &asked {
                    tr {
                        th scope="row" { (Code(check.rule)) }
                        td { (sign(check.tone, check.word)) }
                        td { (place.prose(&check.reason)) }
                    }
                }
            }
        }
        p { (others) " more rules do not apply to this token." }
    };
    folded(
        place,
        "Every check and its answer",
        &format!("{} rules had something to decide", asked.len()),
        &body,
    )
}
