//! One token in Markdown.

use crate::report::model::{Report, TokenReport};
use crate::report::words::claims::{self, Member};
use crate::report::words::facts::{Fact, Question, facts};
use crate::report::words::names::names;
use crate::report::words::power::Power;
use crate::report::words::reasons::Reasons;
use crate::report::words::sides::{DIFFERS, Side, ids, sides};
use crate::report::words::{happened, place};
use crate::text::{ShownIds, clipped};

use super::escape::{code, prose};
use super::{Page, audit, cell, cell_code, line, list, row, steps, verdict};

pub(super) fn write(page: &mut Page, report: &Report, index: usize, explain_claims: bool) {
    let token = &report.tokens[index];
    let ids = ids(report, token);
    let of = if report.tokens.len() > 1 {
        let number = index + 1;
        let place = code(&clipped(&place::place(&token.source), 200));
        page.short(&format!("**Token {number}**, from {place}\n\n"));
        format!("Token {number}: ")
    } else {
        String::new()
    };
    let level = if report.tokens.len() > 1 { "###" } else { "##" };
    page.short(&verdict(report.verdict_of(index), level, &ids));
    page.short(&side_by_side(&sides(report, token)));
    let reasons = Reasons::of(token);
    if !reasons.steps.is_empty() {
        page.short(&format!("**Do**\n\n{}\n", steps(&reasons.steps)));
    }
    let mut details = |title: &str, body: &str| page.details(&format!("{of}{title}"), body);
    details(
        "What the token is, who, client, power, when",
        &answers(&facts(report, token), &ids),
    );
    if let Some(happened) = happened::of_token(report, index) {
        details("What happened with it", &audit::happened(&happened, &ids));
    }
    details("Why we think so", &sentences(&reasons.why, &ids));
    details(
        "What would change our mind",
        &sentences(&reasons.alternatives, &ids),
    );
    details("Also noted", &noted(&reasons, &ids));
    details("Permissions", &permissions(&Power::of(token)));
    details("Names", &list("-", names(report, token)));
    if explain_claims {
        details("Header and claims explained", &explained(token));
    }
}

fn side_by_side(sides: &[Side]) -> String {
    if sides.is_empty() {
        return String::new();
    }
    let rows = sides.iter().map(|side| {
        let mark = match (side.differs, side.note.is_empty()) {
            (false, _) => String::new(),
            (true, true) => format!("**{DIFFERS}**"),
            (true, false) => format!(", **{DIFFERS}**"),
        };
        let note = format!("{}{mark}", cell(&side.note));
        row([side.label.to_owned(), cell_code(&side.value), note])
    });
    format!(
        "| | value | |\n|---|---|---|\n{}\n",
        rows.collect::<String>()
    )
}

/// Power has a table of its own.
fn answers(facts: &[Fact], ids: &ShownIds) -> String {
    let told = facts.iter().map(|fact| {
        let (_, words) = fact.question.label();
        let lines = match fact.question {
            Question::Power => &fact.lines[..1],
            _ => &fact.lines[..],
        };
        let lines: Vec<String> = lines.iter().map(|each| line(each, ids)).collect();
        format!("- **{words}**: {}\n", lines.join("<br>"))
    });
    told.collect()
}

fn sentences(items: &[String], ids: &ShownIds) -> String {
    list("-", items.iter().map(|item| ids.shortened(item)))
}

fn noted(reasons: &Reasons, ids: &ShownIds) -> String {
    let lines = reasons.noted.iter().map(|(severity, text)| {
        let text = prose(&ids.shortened(text));
        format!("- **{}**: {text}\n", severity.word())
    });
    lines.collect()
}

/// So many permissions have a row.
const MOST_ROWS: usize = 100;

fn permissions(power: &Power) -> String {
    let mut text = String::new();
    for part in &power.parts {
        text.push_str(&format!(
            "| {} | tier | what it allows |\n|---|---|---|\n",
            part.label
        ));
        for held in part.held.iter().take(MOST_ROWS) {
            let tier = held
                .tier
                .map_or_else(|| "–".to_owned(), |tier| tier.to_string());
            text.push_str(&row([cell_code(&held.name), tier, cell(held.why)]));
        }
        text.push('\n');
        let more = part.held.len().saturating_sub(MOST_ROWS);
        if more > 0 {
            text.push_str(&format!("And {more} more.\n\n"));
        }
        for caveat in &part.caveats {
            text.push_str(&format!("{}\n\n", prose(caveat)));
        }
    }
    text
}

fn explained(token: &TokenReport) -> String {
    let mut text = String::from("| member | value | meaning |\n|---|---|---|\n");
    let claims = claims::claims(token).unwrap_or_default();
    for member in claims::header(token).iter().chain(&claims) {
        text.push_str(&explained_row(member));
    }
    text
}

fn explained_row(member: &Member) -> String {
    let decoded = member.decoded.as_ref();
    let decoded = decoded.map_or_else(String::new, |text| format!("<br>= {}", cell(text)));
    let value = format!("{}{decoded}", cell_code(&member.value));
    row([
        cell_code(&clipped(member.name, 80)),
        value,
        cell(&member.meaning),
    ])
}
