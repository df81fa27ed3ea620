//! How complete each audit export is, where anything about it is worth knowing.

use crate::audit::{Audit, ExportError, ExportSummary};
use crate::text::amount;

/// More problems of an export than this are in the JSON report, which tells the first twenty.
const MOST_PROBLEMS: usize = 3;

/// What was read of an export. Raw and untrusted.
pub(in crate::report) struct ExportWords {
    pub text: String,
    pub problems: Vec<String>,
}

/// Each of them.
pub(in crate::report) fn exports(audit: &Audit) -> Vec<ExportWords> {
    audit.exports.iter().map(export).collect()
}

fn export(export: &ExportSummary) -> ExportWords {
    let mut parts = vec![amount(export.records, "record", "records")];
    if let Some(duplicates @ 1..) = export.duplicates {
        parts.push(amount(duplicates, "duplicate", "duplicates"));
    }
    if export.passed_over > 0 {
        let passed = export.passed_over;
        parts.push(format!(
            "{passed} of them without an id of a token, not parsed"
        ));
    }
    if export.out_of_time > 0 {
        let out = export.out_of_time;
        parts.push(format!("{out} of them out of the asked time, left out"));
    }
    if export.unreadable > 0 {
        parts.push(amount(
            export.unreadable,
            "unreadable row",
            "unreadable rows",
        ));
    }
    if export.salvaged > 0 {
        parts.push(format!("{} read only in part", export.salvaged));
    }
    if let Some(why) = &export.truncated {
        parts.push(format!("probably cut off: {why}"));
    }
    match &export.error {
        None => {}
        Some(error @ ExportError::Stopped) => parts.push(format!("INCOMPLETE: {error}")),
        Some(error) => parts.push(format!("not read: {error}")),
    }
    let problems = export.problems.iter().take(MOST_PROBLEMS);
    let problems = problems.map(|problem| match problem.line {
        0 => problem.why.clone(),
        line => format!("line {line}: {}", problem.why),
    });
    ExportWords {
        text: format!("{}: {}", export.input, parts.join(", ")),
        problems: problems.collect(),
    }
}
