//! Audit exports in Markdown.

use crate::audit::Audit;
use crate::report::model::Report;
use crate::report::words::exports;
use crate::report::words::happened::Happened;
use crate::report::words::searched::searched;
use crate::report::words::survey::{ExplanationWords, GroupWords, Groups, survey as words};
use crate::text::ShownIds;

use super::escape::prose;
use super::{Page, cell, line, list, row, steps};

/// The records of a token.
pub(super) fn happened(happened: &Happened, ids: &ShownIds) -> String {
    let mut text = format!("{}\n\n", prose(&ids.shortened(&happened.summary)));
    let limits = happened.limits.iter().map(|limit| ids.shortened(limit));
    text.push_str(&list("-", limits));
    for record in &happened.records {
        let lines: Vec<String> = record.lines.iter().map(|each| line(each, ids)).collect();
        text.push_str(&format!(
            "- {}<br>{}\n",
            prose(&record.head),
            lines.join("<br>")
        ));
    }
    text.push('\n');
    for remark in &happened.remarks {
        text.push_str(&format!("{}\n\n", prose(remark)));
    }
    text
}

/// An audit log without a token, or with one that was searched for.
pub(super) fn survey(page: &mut Page, report: &Report, audit: &Audit) {
    let survey = words(report, audit);
    for own in &survey.own {
        page.short(&format!("Own tenant: {}\n\n", prose(own)));
    }
    page.short(&overview(&survey.foreign));
    for token in searched(report, audit) {
        let rows = token
            .rows
            .iter()
            .map(|(label, text)| format!("- {label}: {}\n", prose(text)));
        let body = format!(
            "{}\n{}",
            rows.collect::<String>(),
            happened(&token.happened, &ShownIds::default())
        );
        page.details(&token.title, &body);
    }
    groups(page, &survey.foreign, "Group");
    groups(page, &survey.noted, "Not foreign, but worth knowing");
}

/// A line for each group.
fn overview(groups: &Groups) -> String {
    if groups.told.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "| | entries | of tenant | why it is probably there | severity |\n|---|---|---|---|---|\n",
    );
    for (group, number) in groups.told.iter().zip(1..) {
        let tenant = group
            .group
            .actor_tenant
            .map_or_else(|| "not named".to_owned(), |id| id.to_string());
        text.push_str(&row([
            number.to_string(),
            group.group.count.to_string(),
            cell(&tenant),
            cell(group.group.explanation.title),
            group.group.severity.word().to_owned(),
        ]));
    }
    if groups.more > 0 {
        text.push_str(&format!(
            "\nAnd {} more groups: `--json` has them.\n",
            groups.more
        ));
    }
    text.push('\n');
    text
}

fn groups(page: &mut Page, groups: &Groups, word: &str) {
    for (group, number) in groups.told.iter().zip(1..) {
        let id = group.group.explanation.id;
        page.details(
            &format!("{word} {number}: {}, {id}", group.entries),
            &body(group),
        );
    }
}

fn body(group: &GroupWords) -> String {
    let rows = group.rows.iter();
    let mut text: String = rows
        .map(|(label, text)| format!("- **{label}**: {}\n", prose(text)))
        .collect();
    text.push('\n');
    if let Some(words) = &group.explanation {
        text.push_str(&explanation(words));
    }
    text
}

fn explanation(words: &ExplanationWords) -> String {
    let mut text = format!(
        "**Why**: {}\n\n{}\n\n",
        prose(&words.title),
        prose(words.why)
    );
    if let Some(why_not) = words.why_not_foreign {
        text.push_str(&format!("**Not foreign**: {}\n\n", prose(why_not)));
    }
    text.push_str(&list("-", words.evidence.iter().cloned()));
    if let Some(unless) = words.unless {
        text.push_str(&format!("\n**Unless**: {}\n", prose(unless)));
    }
    if !words.steps.is_empty() {
        text.push_str(&format!("\n**Do**\n\n{}", steps(&words.steps)));
    }
    text
}

/// How complete each export is.
pub(super) fn exports(audit: &Audit) -> String {
    let lines = exports::exports(audit).into_iter().map(|export| {
        let problems = export
            .problems
            .iter()
            .map(|problem| format!("  - {}\n", prose(problem)));
        format!(
            "- {}\n{}",
            prose(&export.text),
            problems.collect::<String>()
        )
    });
    lines.collect()
}
