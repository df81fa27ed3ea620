//! Many tokens in Markdown.

use crate::report::format::Style;
use crate::report::summary::Summary;
use crate::report::words::many::{EACH, List, ManyWords};
use crate::text::ShownIds;

use super::escape::prose;
use super::{Page, cell, list, row, verdict, write};

/// Writes the whole summary; of an input without a token, the report that says so.
#[must_use]
pub fn many(summary: &Summary, style: &Style) -> String {
    if let Some(report) = summary.of_nothing() {
        return write(&report, style);
    }
    let words = ManyWords::of(summary);
    let mut page = Page::default();
    if let Some(worst) = &words.verdict {
        page.short(&verdict(worst, "##", &ShownIds::default()));
    }
    page.short(&verdicts(&words));
    for list in &words.lists {
        page.details(list.title, &counts(list));
    }
    page.details("What the tokens have in common", &list("-", words.together));
    page.details(
        "What was not checked, and why",
        &list("-", words.not_checked),
    );
    page.short(&format!("{}\n\n", prose(EACH)));
    page.finish_with(&summary.at.to_string())
}

fn verdicts(words: &ManyWords) -> String {
    let mut text = String::from("| tokens | | verdict | first |\n|---:|---|---|---|\n");
    for each in &words.verdicts {
        text.push_str(&row([
            each.count.clone(),
            format!("{} {}", each.tone.sign(), each.word),
            cell(&each.title),
            cell(each.first.trim_start_matches("first: ")),
        ]));
    }
    text.push('\n');
    text.push_str(&list("-", words.more_verdicts.iter().cloned()));
    text.push('\n');
    text
}

fn counts(list: &List) -> String {
    let mut text = String::from("| tokens | |\n|---:|---|\n");
    for (count, what) in &list.rows {
        text.push_str(&row([count.clone(), cell(what)]));
    }
    text.push('\n');
    for more in &list.more {
        text.push_str(&format!("{}\n\n", prose(more)));
    }
    text
}
