//! The screen for many tokens.

use crate::report::format::Style;
use crate::report::summary::Summary;
use crate::report::words::many::{EACH, ManyWords};
use crate::screen::Screen;

use super::{ink, list, verdict, write};

/// Writes the whole summary; of an input without a token, the report that says so.
#[must_use]
pub fn many(summary: &Summary, style: &Style) -> String {
    if let Some(report) = summary.of_nothing() {
        return write(&report, style);
    }
    let mut screen = Screen::new(style.width, style.colour);
    let words = ManyWords::of(summary);
    if let Some(worst) = &words.verdict {
        verdict(&mut screen, worst);
    }
    verdicts(&mut screen, &words);
    for list in &words.lists {
        screen.heading(&list.title.to_uppercase());
        let width = widest(list.rows.iter().map(|(count, _)| count));
        for (count, text) in &list.rows {
            let label = format!("  {count:>width$}");
            screen.labelled(&label, label.len() + 2, text);
        }
        for more in &list.more {
            screen.labelled("", 2, more);
        }
    }
    if !words.together.is_empty() {
        screen.heading("TOGETHER");
    }
    for text in &words.together {
        screen.labelled("  -", 4, text);
    }
    list(&mut screen, "NOT CHECKED", "  -", &words.not_checked);
    screen.blank();
    screen.prose("", 0, EACH);
    screen.finish()
}

fn verdicts(screen: &mut Screen, words: &ManyWords) {
    screen.heading("VERDICTS");
    let width = widest(words.verdicts.iter().map(|row| &row.count));
    for row in &words.verdicts {
        let label = format!("  {:>width$}  {:<10}", row.count, row.word);
        screen.labelled_in(&label, label.len() + 1, &row.title, ink(row.tone));
        screen.labelled("", label.len() + 1, &row.first);
    }
    for more in &words.more_verdicts {
        screen.labelled("", 2, more);
    }
}

fn widest<'a>(counts: impl Iterator<Item = &'a String>) -> usize {
    counts.map(String::len).max().unwrap_or(1)
}
