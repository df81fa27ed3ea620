//! Parts that the sections of a page share: headings, signs, lists, rows.

use maud::{Markup, html};

use crate::report::words::headline;
use crate::report::words::line::{Line, Tone};
use crate::rules::verdict::Verdict;
use crate::text::ShownIds;

use super::text::Prose;

/// Where on the page something stands.
pub(super) struct Place {
    /// Of its headings: 2 is a section of the page, 3 one of a token among several.
    level: u8,
    /// Stands in front of every `id`.
    pub name: String,
    pub ids: ShownIds,
}

impl Place {
    /// The page itself.
    pub(super) fn whole() -> Self {
        Self {
            level: 2,
            name: "page".to_owned(),
            ids: ShownIds::default(),
        }
    }

    /// A token, alone or among others.
    pub(super) fn token(index: usize, is_one: bool, ids: ShownIds) -> Self {
        Self {
            level: if is_one { 2 } else { 3 },
            name: format!("token-{}", index + 1),
            ids,
        }
    }

    /// One level deeper.
    pub(super) fn heading_below(&self, title: &str) -> Markup {
        heading(self.level + 1, title)
    }

    pub(super) fn prose(&self, text: &str) -> Markup {
        html! { (Prose(&self.ids.shortened(text))) }
    }

    /// A line of an answer.
    pub(super) fn line(&self, line: &Line) -> Markup {
        html! {
            @if line.is_prose { (self.prose(&line.text)) } @else { (Prose(&line.text)) }
        }
    }
}

fn heading(level: u8, title: &str) -> Markup {
    html! {
        @match level {
            0 | 1 => h1 { (Prose(title)) },
            2 => h2 { (Prose(title)) },
            3 => h3 { (Prose(title)) },
            _ => h4 { (Prose(title)) },
        }
    }
}

/// A section with its heading.
pub(super) fn section(place: &Place, title: &str, body: &Markup) -> Markup {
    html! { section { (heading(place.level, title)) (body) } }
}

/// The same, closed until somebody opens it; on paper it is open.
pub(super) fn folded(place: &Place, title: &str, summary: &str, body: &Markup) -> Markup {
    html! {
        section {
            (heading(place.level, title))
            details { summary { (summary) } (body) }
        }
    }
}

/// Headline and summary.
pub(super) fn verdict(verdict: &Verdict, place: &Place) -> Markup {
    let (word, tone) = headline::of(verdict);
    html! {
        section.verdict.(class(tone)) {
            p.badge { (sign(tone, word)) }
            (heading(place.level - 1, &verdict.title))
            p.lead { (place.prose(&verdict.summary)) }
        }
    }
}

/// A word with the shape that goes with it, so that colour only repeats what both say.
pub(super) fn sign(tone: Tone, word: &str) -> Markup {
    html! { span.sign.(class(tone)) { span aria-hidden="true" { (tone.sign()) } " " (word) } }
}

/// The class that colours it.
pub(super) fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
    }
}

/// Sentences.
pub(super) fn list(items: &[String], place: &Place) -> Markup {
    html! { ul { @for item in items { li { (place.prose(item)) } } } }
}

/// Steps in their order; ids stand in full, to be copied.
pub(super) fn steps(items: &[String]) -> Markup {
    html! { ol.steps { @for item in items { li { (Prose(item)) } } } }
}

/// Labels and what belongs to them.
pub(super) fn rows<'a>(rows: impl IntoIterator<Item = (&'a str, Markup)>) -> Markup {
    html! {
        dl.rows { @for (label, value) in rows { div { dt { (label) } dd { (value) } } } }
    }
}
