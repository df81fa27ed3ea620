//! What holds for the whole report: the one verdict, and what stayed unchecked.

use crate::audit::Audit;
use crate::finding::{Confidence, Severity};
use crate::report::model::{NotChecked, TokenReport};
use crate::rules::verdict::{Ending, Verdict};

use super::candidate::SECURE_STRING;
use super::exports;
use super::intake::LeftOpen;

/// What a reader might take for checked.
pub(super) fn leave_open(
    tokens: &[TokenReport],
    audit: Option<&Audit>,
    not_checked: &mut Vec<NotChecked>,
) {
    if tokens.is_empty() {
        return;
    }
    let is_readable = tokens.iter().any(|token| token.token.claims.is_some());
    if is_readable {
        not_checked.push(NotChecked::new(
            "revocation",
            "a token does not show whether its session was revoked",
        ));
    }
    let is_of_a_person =
        |token: &TokenReport| token.token.claims.is_some() && !token.profile.subject.is_app();
    if tokens.iter().any(is_of_a_person) {
        not_checked.push(NotChecked::new(
            "how the sign-in was made",
            "a device code or a page in between does not show in a token; the sign-in log tells (`jwtenant explain device-code`)",
        ));
    }
    let is_foreign = |token: &&TokenReport| {
        token
            .findings
            .iter()
            .any(|finding| finding.rule == "copied-tenant-id")
    };
    if let Some(tenant) = tokens
        .iter()
        .find(is_foreign)
        .and_then(|token| token.profile.issuing_tenant())
    {
        let what = format!("guest or partner status in {tenant}");
        not_checked.push(NotChecked::new(what, "only that tenant's directory tells"));
    }
    match audit {
        None => not_checked.push(NotChecked::new(
            "audit log",
            "no export was given (--audit)",
        )),
        Some(audit) => {
            let passed: u64 = audit.exports.iter().map(|export| export.passed_over).sum();
            if passed > 0 {
                let why = format!(
                    "{passed} records hold no id of a token and were counted, not parsed (--exhaustive parses all)"
                );
                not_checked.push(NotChecked::new("records without an id of a token", why));
            }
            not_checked.push(NotChecked::new(
                "other logs",
                "only the exports given were searched",
            ));
        }
    }
}

const NOTHING_FOUND: &str =
    "Nothing in the input looks like a token, a token response or an error of the sign-in service.";

/// An export in which not every record was looked at leaves a question open for those that decide.
pub(super) fn leave_untraced(tokens: &mut [TokenReport], audit: Option<&Audit>) {
    let open = audit.map_or_else(Vec::new, |audit| exports::open_questions(&audit.exports));
    if open.is_empty() {
        return;
    }
    let open = format!(
        " Open: {}, so the token was not traced in all there is.",
        open.join("; ")
    );
    for token in tokens.iter_mut().filter(|token| token.decides) {
        let verdict = &mut token.verdict;
        if matches!(verdict.ending, Ending::Expected | Ending::Time) {
            verdict.ending = Ending::Undecided;
            verdict.summary.push_str(&open);
        }
    }
}

/// An input that was named and gave nothing leaves open what was asked of it. Which one it is stands among
/// what was not checked.
pub(super) fn with_inputs(mut verdict: Verdict, left_open: Option<LeftOpen>) -> Verdict {
    let Some(left_open) = left_open else {
        return verdict;
    };
    if matches!(verdict.ending, Ending::Expected | Ending::Time) {
        let (title, open) = match left_open {
            LeftOpen::Tokenless => (
                "not every input holds a token",
                " Open: nothing was read in one of the inputs that were named.",
            ),
            LeftOpen::InPart => (
                "not every input was read whole",
                " Open: a part of one of the inputs that were named was not read.",
            ),
        };
        verdict.ending = Ending::Undecided;
        verdict.title = title.into();
        verdict.summary.push_str(open);
    }
    verdict
}

/// One verdict for all: the worst of those that decide.
pub(super) fn overall(tokens: &[TokenReport], not_checked: &[NotChecked]) -> Verdict {
    let deciding: Vec<&TokenReport> = tokens.iter().filter(|token| token.decides).collect();
    // Of equals the first: `max_by_key` would take the last.
    let worst = deciding
        .iter()
        .rev()
        .max_by_key(|token| (token.verdict.ending.weight(), token.verdict.severity));
    let Some(worst) = worst else {
        let is_protected = not_checked.iter().any(|item| item.why == SECURE_STRING);
        let (ending, title) = if is_protected {
            // Recognised, but not handed over.
            (Ending::Undecided, "the token itself was not printed")
        } else {
            (Ending::Unreadable, "no token found")
        };
        return Verdict {
            ending,
            rule: None,
            severity: Severity::Info,
            confidence: Confidence::High,
            title: title.into(),
            summary: match not_checked.first() {
                Some(left_out) => {
                    format!("Nothing was read: {}: {}.", left_out.what, left_out.why)
                }
                None => NOTHING_FOUND.into(),
            },
        };
    };
    let mut verdict = worst.verdict.clone();
    if tokens.len() > 1 {
        let others = if deciding.len() < tokens.len() {
            "the access token decides"
        } else {
            "the worst decides"
        };
        verdict.summary = format!("{} tokens, {others}. {}", tokens.len(), verdict.summary);
    }
    verdict
}
