//! Draws time: an axis, spans, numbered marks, and lanes of counts. Places along the axis are percentages,
//! so a drawing fits every width while its letters keep their size.
//!
//! Not its job: what is drawn (`figures.rs`). However much there is, the number of shapes is bounded by
//! what it is given: marks are few, and a lane has at most as many bars as a density has steps.

use maud::{Markup, Render, html};

use super::text::Text;

/// Room at both ends of the axis, as a part of its length.
const MARGIN: f64 = 0.04;

/// A stretch of time, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axis {
    from: f64,
    to: f64,
}

impl Axis {
    /// From the first to the last of these, with some room at both ends. `None` of nothing.
    pub(super) fn over(times: impl IntoIterator<Item = i64>) -> Option<Self> {
        let (first, last) = times
            .into_iter()
            .fold(None, |ends: Option<(i64, i64)>, time| {
                let (first, last) = ends.unwrap_or((time, time));
                Some((first.min(time), last.max(time)))
            })?;
        let (first, last) = (first as f64, last as f64);
        let margin = ((last - first) * MARGIN).max(30.0);
        Some(Self {
            from: first - margin,
            to: last + margin,
        })
    }

    /// How far along the axis, in percent of its length.
    pub(super) fn percent(&self, time: i64) -> f64 {
        let part = (time as f64 - self.from) / (self.to - self.from);
        (part * 100.0).clamp(0.0, 100.0)
    }
}

/// A number of percent as SVG writes it.
struct Percent(f64);

impl Render for Percent {
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str(&format!("{:.2}%", self.0));
    }
}

/// What a mark stands for, told by its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Something about the token itself.
    Token,
    /// A record of this very token.
    Same,
    /// Of its session.
    Session,
    /// By person, client and time.
    Likely,
    /// Where only the tenants fit.
    Possible,
}

/// A numbered mark.
pub(super) struct Mark {
    pub at: i64,
    pub number: usize,
    pub shape: Shape,
}

/// Counts over time.
pub(super) struct Bars {
    pub name: String,
    pub total: u64,
    pub is_foreign: bool,
    /// Seconds of a bar.
    pub step: i64,
    /// When each begins, and how many.
    pub counts: Vec<(i64, u64)>,
}

/// What a drawing says to those who do not see it.
pub(super) struct Caption<'a> {
    /// Unique on the page.
    pub name: &'a str,
    pub title: &'a str,
    pub description: &'a str,
}

/// Marks that are nearer than this stand below each other.
const NEAR: f64 = 7.0;
/// Rows of marks at most.
const MOST_ROWS: usize = 4;
const MARK_ROW: f64 = 24.0;

/// The token's life: the span in which it is valid, and marks above it.
pub(super) fn life(
    axis: &Axis,
    valid: Option<(i64, i64)>,
    marks: &[Mark],
    caption: &Caption,
) -> Markup {
    let placed = rows(axis, marks);
    let rows = placed.iter().map(|(_, row)| row + 1).max().unwrap_or(0);
    let bar = rows as f64 * MARK_ROW + 10.0;
    html! {
        (frame(caption, bar + 24.0, &html! {
            line.axis x1="0" x2="100%" y1=(bar + 8.0) y2=(bar + 8.0) {}
            @if let Some((from, to)) = valid {
                @let (left, right) = (axis.percent(from), axis.percent(to));
                rect.valid x=(Percent(left)) y=(bar) width=(Percent((right - left).max(0.3))) height="16" rx="3" {}
            }
            @for (mark, row) in &placed {
                @let x = axis.percent(mark.at);
                line.stem x1=(Percent(x)) x2=(Percent(x)) y1=(*row as f64 * MARK_ROW + 12.0) y2=(bar + 16.0) {}
            }
            @for (mark, row) in &placed {
                (glyph(axis.percent(mark.at), *row as f64 * MARK_ROW + 12.0, mark))
            }
        }))
    }
}

/// Each mark with the row in which it does not lie upon its neighbours.
fn rows<'a>(axis: &Axis, marks: &'a [Mark]) -> Vec<(&'a Mark, usize)> {
    let mut last = [f64::NEG_INFINITY; MOST_ROWS];
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by_key(|mark| mark.at);
    let placed = sorted.into_iter().map(|mark| {
        let x = axis.percent(mark.at);
        let free = last.iter().position(|before| x - before >= NEAR);
        let row = free.unwrap_or(MOST_ROWS - 1);
        last[row] = x;
        (mark, row)
    });
    placed.collect()
}

/// A mark's shape with its number in it, around a point.
fn glyph(x: f64, y: f64, mark: &Mark) -> Markup {
    html! {
        svg x=(Percent(x)) y=(y) overflow="visible" {
            @match mark.shape {
                Shape::Token => rect.mark.token x="-9" y="-9" width="18" height="18" rx="3" {},
                Shape::Same => circle.mark.same r="10" {},
                Shape::Session => { circle.mark.session r="10" {} },
                Shape::Likely => circle.mark.likely r="10" {},
                Shape::Possible => circle.mark.possible r="10" {},
            }
            text.number.(class(mark.shape)) y="4" text-anchor="middle" { (mark.number) }
        }
    }
}

/// The same shape in a line of text.
pub(super) fn legend(mark: &Mark) -> Markup {
    html! {
        svg.legend width="22" height="22" viewBox="-11 -11 22 22" aria-hidden="true" focusable="false" {
            (glyph(0.0, 0.0, mark))
        }
    }
}

fn class(shape: Shape) -> &'static str {
    match shape {
        Shape::Token => "token",
        Shape::Same => "same",
        Shape::Session => "session",
        Shape::Likely => "likely",
        Shape::Possible => "possible",
    }
}

const LANE: f64 = 46.0;
const HEADING: f64 = 26.0;
const BAR: f64 = 22.0;
/// Above the first lane, where marks of the token stand.
const TOP: f64 = 14.0;

/// Lanes of counts below each other, those of own and of foreign actors under headings of their own; behind
/// them the span of the token, above them where its records are.
pub(super) fn lanes(
    axis: &Axis,
    lanes: &[Bars],
    valid: Option<(i64, i64)>,
    matches: &[i64],
    caption: &Caption,
) -> Markup {
    let mut drawn = Vec::new();
    let mut top = TOP;
    for (index, lane) in lanes.iter().enumerate() {
        if index == 0 || lanes[index - 1].is_foreign != lane.is_foreign {
            drawn.push(html! { text.actors x="0" y=(top + 14.0) { (actors(lane.is_foreign)) } });
            top += HEADING;
        }
        drawn.push(html! {
            text.lane x="0" y=(top + 12.0) { (Text(&format!("{}: {}", lane.name, lane.total))) }
            line.axis x1="0" x2="100%" y1=(top + 18.0 + BAR) y2=(top + 18.0 + BAR) {}
            (bars(axis, lane, top + 18.0))
        });
        top += LANE;
    }
    html! {
        (frame(caption, top, &html! {
            @if let Some((from, to)) = valid {
                @let (left, right) = (axis.percent(from), axis.percent(to));
                rect.band x=(Percent(left)) y="0" width=(Percent((right - left).max(0.4))) height=(top) {}
            }
            @for part in &drawn { (part) }
            @for at in matches {
                svg x=(Percent(axis.percent(*at))) y="0" overflow="visible" {
                    polygon.match points="-6,0 6,0 0,10" {}
                }
            }
        }))
    }
}

/// Whose entries a lane holds.
pub(super) fn actors(is_foreign: bool) -> &'static str {
    if is_foreign {
        "By accounts of another tenant than the log's"
    } else {
        "By accounts of the log's own tenant, or not named"
    }
}

fn bars(axis: &Axis, lane: &Bars, top: f64) -> Markup {
    let most = lane
        .counts
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(1);
    html! {
        g class=(if lane.is_foreign { "bars foreign" } else { "bars own" }) {
            @for (at, count) in &lane.counts {
                // Roots, so that a single entry is seen beside thousands.
                @let height = ((*count as f64 / most as f64).sqrt() * BAR).max(2.0);
                @let left = axis.percent(*at);
                @let width = (axis.percent(at + lane.step) - left - 0.1).max(0.5);
                rect x=(Percent(left)) y=(format!("{:.1}", top + BAR - height)) width=(Percent(width)) height=(format!("{height:.1}")) {}
            }
        }
    }
}

fn frame(caption: &Caption, height: f64, body: &Markup) -> Markup {
    let (title, description) = (
        format!("{}-title", caption.name),
        format!("{}-text", caption.name),
    );
    html! {
        svg.figure width="100%" height=(height) role="img" aria-labelledby=(format!("{title} {description}")) {
            title id=(title) { (Text(caption.title)) }
            desc id=(description) { (Text(caption.description)) }
            (body)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_room_at_both_ends() {
        let axis = Axis::over([100_000, 0]).unwrap();
        assert!(axis.percent(0) > 3.0 && axis.percent(100_000) < 97.0);
        assert!((axis.percent(50_000) - 50.0).abs() < 0.01);
        assert_eq!(axis.percent(i64::MIN), 0.0);
        assert_eq!(axis.percent(i64::MAX), 100.0);
        assert_eq!(Axis::over([]), None);
        assert!(Axis::over([7]).unwrap().percent(7).is_finite());
    }

    #[test]
    fn near_marks_stand_below_each_other() {
        let axis = Axis::over([0, 1_000]).unwrap();
        let mark = |at| Mark {
            at,
            number: 1,
            shape: Shape::Same,
        };
        let marks = [mark(0), mark(1), mark(500), mark(2), mark(3), mark(4)];
        let rows: Vec<usize> = rows(&axis, &marks).iter().map(|(_, row)| *row).collect();
        assert_eq!(rows, [0, 1, 2, 3, 3, 0]);
    }

    #[test]
    fn a_single_entry_is_seen_beside_thousands() {
        let axis = Axis::over([0, 600]).unwrap();
        let lane = Bars {
            name: "x".into(),
            total: 10_001,
            is_foreign: false,
            step: 60,
            counts: vec![(0, 10_000), (60, 1)],
        };
        let drawn = bars(&axis, &lane, 0.0).into_string();
        assert!(
            drawn.contains("height=\"22.0\"") && drawn.contains("height=\"2.0\""),
            "{drawn}"
        );
    }
}
