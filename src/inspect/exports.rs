//! What is open because of the exports themselves: parts of them that were not read, or that cannot be
//! all there is. The same for tokens that are traced and for a log that is surveyed.
//!
//! Not its job: what the records say.

use crate::audit::{ExportError, ExportSummary};
use crate::report::model::NotChecked;
use crate::text::amount;

/// More of one kind say nothing new.
const MOST_QUESTIONS: usize = 5;

/// Each as a sentence without a full stop.
pub(super) fn open_questions(exports: &[ExportSummary]) -> Vec<String> {
    let mut open = Vec::new();
    if let Some(left_out) = all_out_of_time(exports) {
        open.push(match left_out {
            1 => "the one record that was looked at is out of the asked time (--since, --until)".into(),
            _ => format!(
                "all {left_out} records that were looked at are out of the asked time (--since, --until)"
            ),
        });
    }
    // What is beside the exports, and was never meant to be one, hides nothing.
    for export in exports.iter().filter(|export| !export.is_beside()) {
        let name = &export.input;
        match &export.error {
            Some(ExportError::Stopped) => {
                open.push(format!("reading was stopped before the end of {name}"));
            }
            Some(_) => open.push(format!("{name} could not be read")),
            None => {
                let cut = export.truncated.iter();
                open.extend(cut.map(|why| format!("{name} is probably cut off: {why}")));
            }
        }
        let lost = export.lost();
        if lost > 0 {
            let rows = amount(lost, "row", "rows");
            open.push(format!("{rows} of {name} could not be read"));
        }
    }
    if open.len() > MOST_QUESTIONS {
        let more = open.len() - MOST_QUESTIONS;
        open.truncate(MOST_QUESTIONS);
        open.push(format!("{more} more such; see the exports"));
    }
    open
}

/// How many records were looked at, where none of them is of the asked time.
pub(super) fn all_out_of_time(exports: &[ExportSummary]) -> Option<u64> {
    let sum = |of: fn(&ExportSummary) -> u64| exports.iter().map(of).sum::<u64>();
    let looked_at = sum(|it| it.records).saturating_sub(sum(|it| it.passed_over));
    let out = sum(|it| it.out_of_time);
    (out > 0 && out == looked_at).then_some(out)
}

/// As Log Analytics exports it, Azure's activity log says nowhere whose subscription it is about.
pub(super) fn of_unknown_owner(exports: &[ExportSummary]) -> Option<NotChecked> {
    let rows: u64 = exports.iter().map(|it| it.contents.of_unknown_owner).sum();
    (rows > 0).then(|| {
        let count = amount(
            rows,
            "row of Azure's activity log does",
            "rows of Azure's activity log do",
        );
        NotChecked::new(
            "operators from a managing tenant (Azure Lighthouse)",
            format!(
                "{count} not say whose subscription it is, so an account of another tenant passes for one's own; a \
                 diagnostic setting writes tenantId"
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Looks;

    fn export(change: impl FnOnce(&mut ExportSummary)) -> ExportSummary {
        let mut export = ExportSummary {
            input: "x".into(),
            is_named: true,
            records: 9,
            ..ExportSummary::default()
        };
        change(&mut export);
        export
    }

    fn open(change: impl FnOnce(&mut ExportSummary)) -> Vec<String> {
        open_questions(&[export(change)])
    }

    #[test]
    fn every_loss_of_an_export_is_a_question() {
        assert_eq!(open(|_| ()), [""; 0]);
        assert_eq!(
            open(|it| it.error = Some(ExportError::Binary)),
            ["x could not be read"]
        );
        assert_eq!(
            open(|it| it.truncated = Some("y".into())),
            ["x is probably cut off: y"]
        );
        let lost = |it: &mut ExportSummary| (it.unreadable, it.empty) = (3, 2);
        assert_eq!(open(lost), ["1 row of x could not be read"]);
        assert_eq!(
            open(|it| it.out_of_time = 9),
            ["all 9 records that were looked at are out of the asked time (--since, --until)"]
        );
        // Of those without an id of a token nobody knows when they were.
        let passed = |it: &mut ExportSummary| (it.out_of_time, it.passed_over) = (5, 4);
        assert!(open(passed)[0].starts_with("all 5 records that were looked at"));
        assert_eq!(open(|it| it.passed_over = 9), [""; 0]);
        assert_eq!(open(|it| it.out_of_time = 8), [""; 0]);
    }

    #[test]
    fn a_file_that_only_lies_beside_the_exports_is_none() {
        let readme = |is_named: bool, is_near: bool| {
            let it = |it: &mut ExportSummary| {
                it.is_named = is_named;
                it.unreadable = 7;
                it.error = Some(ExportError::Unrecognised {
                    keys: Vec::new(),
                    looks: Looks::Text { bytes: Some(9) },
                    is_near,
                });
            };
            open(it).len()
        };
        assert_eq!(readme(false, false), 0);
        assert_eq!((readme(true, false), readme(false, true)), (2, 2));
    }

    #[test]
    fn many_questions_are_counted() {
        let lost = || export(|it| it.unreadable = 1);
        let all: Vec<_> = (0..50).map(|_| lost()).collect();
        let open = open_questions(&all);
        assert_eq!(open.len(), MOST_QUESTIONS + 1);
        assert!(open[MOST_QUESTIONS].starts_with("45 more"));
    }
}
