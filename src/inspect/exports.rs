//! What is open because of the exports themselves: parts of them that were not read, or that cannot be
//! all there is. The same for tokens that are traced and for a log that is surveyed.
//!
//! Not its job: what the records say.

use crate::audit::dialects::AZURE_ACTIVITY;
use crate::audit::{ExportError, ExportSummary};
use crate::report::model::NotChecked;

/// More of one kind say nothing new.
const MOST_QUESTIONS: usize = 5;

/// Each as a sentence without a full stop.
pub(super) fn open_questions(exports: &[ExportSummary]) -> Vec<String> {
    let mut open = Vec::new();
    if let Some(left_out) = all_out_of_time(exports) {
        open.push(format!(
            "all {left_out} records are out of the asked time (--since, --until)"
        ));
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
        match export.lost() {
            0 => {}
            1 => open.push(format!("1 row of {name} could not be read")),
            lost => open.push(format!("{lost} rows of {name} could not be read")),
        }
    }
    if open.len() > MOST_QUESTIONS {
        let more = open.len() - MOST_QUESTIONS;
        open.truncate(MOST_QUESTIONS);
        open.push(format!("{more} more such; see the exports"));
    }
    open
}

/// How many records there are, where none of them is of the asked time.
pub(super) fn all_out_of_time(exports: &[ExportSummary]) -> Option<u64> {
    let records: u64 = exports.iter().map(|export| export.records).sum();
    let out: u64 = exports.iter().map(|export| export.out_of_time).sum();
    (records > 0 && out == records).then_some(records)
}

/// As Log Analytics exports it, Azure's activity log says nowhere whose subscription it is about.
pub(super) fn of_unknown_owner(exports: &[ExportSummary]) -> Option<NotChecked> {
    let has_no_owner = |export: &&ExportSummary| {
        export.dialect == Some(AZURE_ACTIVITY.id) && export.contents.logs.is_empty()
    };
    exports.iter().find(has_no_owner).map(|export| {
        let what = format!("operators from a managing tenant in {}", export.input);
        let why = "its rows do not say whose subscription it is, so an account of another tenant (Azure Lighthouse) \
                   passes for one's own; a diagnostic setting writes tenantId";
        NotChecked::new(what, why)
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
            ["all 9 records are out of the asked time (--since, --until)"]
        );
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
