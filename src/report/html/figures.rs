//! What the drawings of time show: a token's life with what the log has of it, and the log as a whole, by
//! workload, own and foreign actors apart; each with the same in words.
//!
//! Not its job: drawing (`timeline.rs`).

use maud::{Markup, html};

use crate::audit::{Audit, Contents, Density};
use crate::report::model::{Report, TokenReport};
use crate::report::words::records::tie;
use crate::time::Timestamp;
use crate::trace::{Strength, Trace};

use super::page::time;
use super::parts::Place;
use super::text::Text;
use super::timeline::{Axis, Bars, Caption, Mark, Shape, actors, lanes, legend, life};

/// More records than this are counted together.
const MOST_RECORDS: usize = 10;

/// Something that happened at a time.
struct Event {
    at: i64,
    shape: Shape,
    text: String,
}

/// The life of a token; nothing where it has no dates.
pub(super) fn of_token(report: &Report, index: usize, place: &Place) -> Markup {
    let token = &report.tokens[index];
    let events = events(report, token, index);
    let Some(axis) = Axis::over(events.iter().map(|event| event.at)).filter(|_| events.len() > 1)
    else {
        return html! {};
    };
    let marks: Vec<Mark> = events
        .iter()
        .zip(1..)
        .map(|(event, number)| Mark {
            at: event.at,
            number,
            shape: event.shape,
        })
        .collect();
    let caption = Caption {
        name: &format!("{}-life", place.name),
        title: "The life of the token",
        description: "An axis of time with numbered marks; the list below tells what each mark is, in order of time.",
    };
    html! {
        figure {
            (life(&axis, valid(token), &marks, &caption))
            ol.events {
                @for (event, mark) in events.iter().zip(&marks) {
                    li {
                        (legend(mark))
                        span { span.when { (shown(event.at)) } " " (Text(&event.text)) }
                    }
                }
            }
        }
    }
}

/// In the order of time.
fn events(report: &Report, token: &TokenReport, index: usize) -> Vec<Event> {
    let lifetime = &token.profile.lifetime;
    let of_token = |at: Option<Timestamp>, text: &str| {
        Some(Event {
            at: at?.seconds(),
            shape: Shape::Token,
            text: text.to_owned(),
        })
    };
    let (issued, start, end) = (
        lifetime.issued_at.time(),
        lifetime.not_before.time(),
        lifetime.expires_at.time(),
    );
    let is_same = issued == start;
    let mut events: Vec<Event> = [
        of_token(
            issued,
            if is_same {
                "token issued, valid from here on"
            } else {
                "token issued (iat)"
            },
        ),
        of_token(start.filter(|_| !is_same), "valid from here (nbf)"),
        of_token(end, "token expires (exp)"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Some(audit) = &report.audit {
        events.extend(records(audit, index));
    }
    // A report that is made years later would leave no room for the token's hour.
    let ends = Axis::over(events.iter().map(|event| event.at));
    let is_near = |axis: &Axis| {
        let at = axis.percent(report.at.seconds());
        at > 0.0 && at < 100.0
    };
    if ends.as_ref().is_some_and(is_near) || events.len() < 2 {
        events.extend(of_token(Some(report.at), "the time of this report"));
    }
    events.sort_by_key(|event| event.at);
    events
}

/// The records of a token: each, or, where they are many, together by what ties them to it.
fn records(audit: &Audit, index: usize) -> Vec<Event> {
    let mut traces: Vec<(i64, &Trace)> = audit
        .matches
        .iter()
        .filter(|trace| trace.token == index)
        .filter_map(|trace| Some((trace.entry.time?.seconds(), trace)))
        .collect();
    traces.sort_by_key(|(at, _)| *at);
    if traces.len() <= MOST_RECORDS {
        let each = traces.into_iter().map(|(at, trace)| Event {
            at,
            shape: shape(trace.strength),
            text: format!(
                "{} in the log ({}), {}",
                trace.entry.operation,
                trace
                    .entry
                    .workload
                    .as_deref()
                    .unwrap_or("workload unknown"),
                tie(trace.strength)
            ),
        });
        return each.collect();
    }
    let strengths = [
        Strength::Token,
        Strength::Session,
        Strength::Context,
        Strength::Tenant,
    ];
    let together = strengths.into_iter().flat_map(|strength| {
        let times = traces
            .iter()
            .filter(|(_, trace)| trace.strength == strength);
        ends(strength, &times.map(|(at, _)| *at).collect::<Vec<_>>())
    });
    together.collect()
}

/// The first and the last of many records.
fn ends(strength: Strength, times: &[i64]) -> Vec<Event> {
    let (Some(first), Some(last)) = (times.first(), times.last()) else {
        return Vec::new();
    };
    let event = |at, text| Event {
        at,
        shape: shape(strength),
        text,
    };
    let tie = tie(strength);
    match times.len() {
        1 => vec![event(*first, format!("1 record, {tie}"))],
        count => vec![
            event(*first, format!("the first of {count} records, {tie}")),
            event(*last, format!("the last of {count} records, {tie}")),
        ],
    }
}

fn shape(strength: Strength) -> Shape {
    match strength {
        Strength::Token => Shape::Same,
        Strength::Session => Shape::Session,
        Strength::Context => Shape::Likely,
        Strength::Tenant => Shape::Possible,
    }
}

fn valid(token: &TokenReport) -> Option<(i64, i64)> {
    let lifetime = &token.profile.lifetime;
    let start = lifetime.not_before.time().or(lifetime.issued_at.time())?;
    let end = lifetime.expires_at.time()?;
    (end >= start).then(|| (start.seconds(), end.seconds()))
}

/// Workloads with a lane of their own; the others share one.
const MOST_LANES: usize = 6;

/// The log as a whole, around the life of a token where there is one; nothing where no record has a time.
pub(super) fn of_log(report: &Report, token: Option<usize>, place: &Place) -> Markup {
    let Some(audit) = &report.audit else {
        return html! {};
    };
    let mut contents = Contents::default();
    for export in &audit.exports {
        contents.absorb(&export.contents);
    }
    let valid = token.and_then(|index| valid(&report.tokens[index]));
    let lanes_of = [false, true].map(|is_foreign| bars(&contents, is_foreign));
    let bars: Vec<Bars> = lanes_of.into_iter().flatten().collect();
    let ends = bars.iter().flat_map(|lane| {
        let ends = [lane.counts.first(), lane.counts.last()]
            .into_iter()
            .flatten();
        ends.flat_map(|(at, _)| [*at, at + lane.step])
    });
    let Some(axis) = Axis::over(ends) else {
        return html! {};
    };
    let passed_over: u64 = audit.exports.iter().map(|export| export.passed_over).sum();
    let caption = Caption {
        name: &format!("{}-log", place.name),
        title: "The log over time, by workload",
        description: "Bars show how many records there are when; the table below has the same in numbers.",
    };
    html! {
        figure {
            (lanes(&axis, &bars, valid, &places(audit, token, &axis), &caption))
            p.ends { span { (bound(contents.first)) } span { (bound(contents.last)) } }
            figcaption {
                "Within a lane, taller bars mean more records (" (steps(&bars)) " a bar). "
                @if valid.is_some() { "The shaded stretch is the life of the token; ▼ marks its records. " }
                @if passed_over > 0 { (passed_over) " records without an id of the token were not looked at and are not drawn. " }
            }
            (table(&bars))
        }
    }
}

/// The lanes of own or of foreign actors, the busiest first.
fn bars(contents: &Contents, is_foreign: bool) -> Vec<Bars> {
    let mut lanes: Vec<(String, Density)> = contents
        .lanes
        .iter()
        .filter(|lane| lane.is_foreign == is_foreign)
        .map(|lane| {
            let name = if lane.workload.is_empty() {
                "other workloads"
            } else {
                &lane.workload
            };
            (name.to_owned(), lane.density.clone())
        })
        .collect();
    lanes.sort_by_key(|(_, density)| std::cmp::Reverse(density.total()));
    if lanes.len() > MOST_LANES {
        let mut rest = Density::default();
        let others = lanes.split_off(MOST_LANES - 1);
        let label = format!("{} other workloads", others.len());
        others.iter().for_each(|(_, density)| rest.absorb(density));
        lanes.push((label, rest));
    }
    // All lanes have bars of one length.
    let step = contents.lanes.iter().map(|lane| lane.density.step()).max();
    let bars = lanes.into_iter().map(|(name, mut density)| {
        density.coarsen_to(step.unwrap_or_default());
        Bars {
            name,
            total: density.total(),
            is_foreign,
            step: density.step(),
            counts: density.steps().collect(),
        }
    });
    bars.collect()
}

/// Where along the axis the records of a token are, each place once.
fn places(audit: &Audit, token: Option<usize>, axis: &Axis) -> Vec<i64> {
    let traces = audit
        .matches
        .iter()
        .filter(|trace| Some(trace.token) == token);
    let mut times: Vec<i64> = traces
        .filter_map(|trace| Some(trace.entry.time?.seconds()))
        .collect();
    times.sort_unstable();
    times.dedup_by_key(|at| axis.percent(*at).round() as i64);
    times
}

fn steps(bars: &[Bars]) -> String {
    let step = bars.first().map_or(60, |lane| lane.step);
    crate::time::span_in_words(step)
}

fn bound(at: Option<Timestamp>) -> String {
    at.map_or_else(String::new, time)
}

fn shown(seconds: i64) -> String {
    bound(Timestamp::from_seconds(seconds))
}

fn table(bars: &[Bars]) -> Markup {
    let head = ["Workload", "Actors", "Records", "First", "Last"];
    html! {
        details {
            summary { "The same in numbers" }
            div.scroll {
                table {
                    thead { tr { @for title in head { th scope="col" { (title) } } } }
                    tbody {
                        @for lane in bars {
                            tr {
                                th scope="row" { (Text(&lane.name)) }
                                td { (actors(lane.is_foreign)) }
                                td { (lane.total) }
                                td { (lane.counts.first().map_or_else(String::new, |(at, _)| shown(*at))) }
                                td { (lane.counts.last().map_or_else(String::new, |(at, _)| shown(at + lane.step))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
