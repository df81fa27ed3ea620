//! The report as GitHub-flavoured Markdown, for a ticket or a comment: short first, details folded.
//!
//! Not its job: what is said (`words`), or which parts of a text are values (`markup.rs`).

mod audit;
mod escape;
mod many;
mod token;

use crate::report::format::Style;
use crate::report::model::Report;
use crate::report::words::line::{Line, Tone};
use crate::report::words::{checks, headline, place};
use crate::rules::verdict::Verdict;
use crate::text::ShownIds;

use self::escape::{code, prose};

pub use self::many::many;

/// GitHub takes 65,536 characters for a comment, others take more.
const MOST_CHARACTERS: usize = 60_000;

/// Writes the whole report.
#[must_use]
pub fn write(report: &Report, style: &Style) -> String {
    let mut page = Page::default();
    if !report.is_told_by_its_token() {
        page.short(&verdict(&report.verdict, "##", &ShownIds::default()));
    }
    for index in 0..report.tokens.len() {
        token::write(&mut page, report, index, style.explain_claims);
    }
    if let Some(audit) = report.audit.as_ref().filter(|_| report.tokens.is_empty()) {
        audit::survey(&mut page, report, audit);
    }
    let together = report.together.iter().map(place::together);
    page.details("What the tokens have in common", &list("-", together));
    if let Some(audit) = &report.audit {
        page.details("The audit exports", &audit::exports(audit));
    }
    page.details(
        "What was not checked, and why",
        &list("-", checks::not_checked(report)),
    );
    page.finish(report)
}

/// What is always told, then what is folded away, as far as there is room.
#[derive(Default)]
struct Page {
    short: String,
    details: Vec<String>,
}

impl Page {
    fn short(&mut self, text: &str) {
        self.short.push_str(text);
    }

    /// A part that opens when it is clicked; nothing where there is nothing in it.
    fn details(&mut self, title: &str, body: &str) {
        if !body.trim().is_empty() {
            self.details.push(format!(
                "<details><summary>{title}</summary>\n\n{}\n\n</details>\n\n",
                body.trim_end()
            ));
        }
    }

    fn finish(self, report: &Report) -> String {
        self.finish_with(&format!(
            "{}, exit code {}",
            report.at,
            report.verdict.ending.exit_code()
        ))
    }

    fn finish_with(self, what: &str) -> String {
        let mut text = self.short;
        let mut left_out = 0;
        for part in &self.details {
            let is_room = text.chars().count() + part.chars().count() <= MOST_CHARACTERS;
            if is_room {
                text.push_str(part);
            } else {
                left_out += 1;
            }
        }
        if left_out > 0 {
            text.push_str(&format!(
                "{left_out} further parts would make a comment too long: `--format html` and `--json` have them.\n\n"
            ));
        }
        text.push_str(&prose(&format!(
            "jwtenant {}, {what}",
            env!("CARGO_PKG_VERSION")
        )));
        text.push('\n');
        text
    }
}

/// Headline and summary.
fn verdict(verdict: &Verdict, level: &str, ids: &ShownIds) -> String {
    let (word, tone) = headline::of(verdict);
    format!(
        "{level} {} {word}: {}\n\n{}\n\n",
        sign(tone),
        prose(&verdict.title),
        prose(&ids.shortened(&verdict.summary))
    )
}

/// Shape beside the word, so that neither colour nor language has to carry it.
fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "•",
        Tone::Good => "✓",
        Tone::Warn => "▲",
        Tone::Bad => "✕",
    }
}

/// A line of an answer.
fn line(line: &Line, ids: &ShownIds) -> String {
    if line.is_prose {
        prose(&ids.shortened(&line.text))
    } else {
        prose(&line.text)
    }
}

/// Items of a list.
fn list(bullet: &str, items: impl IntoIterator<Item = String>) -> String {
    let lines = items
        .into_iter()
        .map(|item| format!("{bullet} {}\n", prose(&item)));
    lines.collect()
}

/// Steps in their order.
fn steps(items: &[String]) -> String {
    let lines = items.iter().zip(1..);
    lines
        .map(|(item, number)| format!("{number}. {}\n", prose(item)))
        .collect()
}

/// A table's row.
fn row<const N: usize>(cells: [String; N]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// A value in a cell.
fn cell_code(text: &str) -> String {
    escape::cell(&code(text))
}

/// A sentence in a cell.
fn cell(text: &str) -> String {
    escape::cell(&prose(text))
}
