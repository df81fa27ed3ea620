//! What it means that a token is not in the exports: what they could have shown, and what their silence
//! does not prove.
//!
//! Not its job: the records that were found (`happened.rs`).

use uuid::Uuid;

use crate::audit::{Audit, Contents};
use crate::time::{Timestamp, span_in_words};
use crate::trace::TokenKeys;

const DAY: i64 = 24 * 60 * 60;

/// Entra keeps sign-in logs so long without Entra ID P1 and with it, and Purview its audit log, where nothing
/// longer was bought
/// (<https://learn.microsoft.com/en-us/entra/identity/monitoring-health/reference-reports-data-retention>,
/// <https://learn.microsoft.com/en-us/purview/audit-log-retention-policies>).
const SIGN_INS_KEPT_FREE: i64 = 7 * DAY;
const SIGN_INS_KEPT: i64 = 30 * DAY;
const UNIFIED_KEPT: i64 = 180 * DAY;

/// More workloads than this are only counted.
const MOST_WORKLOADS: usize = 5;

/// `12,345 records of 2026-11-19T.. to 2026-11-20T.. (Exchange 8,000, ..)`.
pub(super) fn contents(audit: &Audit) -> String {
    let left_out = out_of_bounds(audit);
    let records: u64 = audit.exports.iter().map(|export| export.records).sum();
    let mut text = match records - left_out {
        1 => "1 record".to_owned(),
        records => format!("{records} records"),
    };
    text.push_str(&what_they_are(audit));
    if left_out > 0 {
        text.push_str(&format!(
            "; {left_out} more are out of the asked time (--since, --until) and were left out"
        ));
    }
    text
}

/// Records that were left out because of their time.
fn out_of_bounds(audit: &Audit) -> u64 {
    audit.exports.iter().map(|export| export.out_of_time).sum()
}

/// Whether no record was looked at, because none is of the asked time.
pub(super) fn is_all_left_out(audit: &Audit) -> bool {
    let records: u64 = audit.exports.iter().map(|export| export.records).sum();
    records > 0 && out_of_bounds(audit) == records
}

fn what_they_are(audit: &Audit) -> String {
    let mut text = String::new();
    if is_searched(audit) {
        return text;
    }
    let all = sum(audit);
    if let (Some(first), Some(last)) = (all.first, all.last) {
        text.push_str(&match first == last {
            true => format!(" of {first}"),
            false => format!(" of {first} to {last}"),
        });
    }
    let mut workloads = all.workloads;
    workloads.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut names: Vec<String> = workloads
        .iter()
        .take(MOST_WORKLOADS)
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    if workloads.len() > MOST_WORKLOADS {
        names.push(format!("{} more", workloads.len() - MOST_WORKLOADS));
    }
    if !names.is_empty() {
        text.push_str(&format!(" ({})", names.join(", ")));
    }
    text
}

/// What follows from the token not being there, a sentence each; never more than the exports allow.
pub(super) fn limits(audit: &Audit, token: &TokenKeys, now: Timestamp) -> Vec<String> {
    let mut limits = if is_searched(audit) {
        let what = "They were searched for the ids of the token; what else they hold, and of which time, was not \
                    looked at. --exhaustive tells whether they could have shown it.";
        vec![what.to_owned()]
    } else {
        contents_limit(&sum(audit), token)
    };
    limits.extend(of_another_tenant(&sum(audit), token));
    if out_of_bounds(audit) > 0 {
        let what = "Records out of the asked time were left out: the token may be in them.";
        limits.push(what.to_owned());
    }
    let is_cut = audit.exports.iter().any(|export| {
        export.truncated.is_some() || export.unreadable > 0 || export.error.is_some()
    });
    if is_cut || audit.incomplete {
        limits.push(
            "Parts of them are missing or could not be read, as is told of each export.".into(),
        );
    }
    let age = token
        .issued_at
        .map_or(0, |issued| now.seconds_since(issued));
    limits.push(match age {
        age if age > UNIFIED_KEPT => format!(
            "The token is {} old: where nothing longer was bought, no log holds its time any more.",
            span_in_words(age)
        ),
        age if age > SIGN_INS_KEPT => format!(
            "The token is {} old: the unified audit log goes back 180 days, but sign-in logs at most 30.",
            span_in_words(age)
        ),
        age if age > SIGN_INS_KEPT_FREE => format!(
            "The token is {} old: sign-in logs go back 30 days with Entra ID P1 or P2, and only 7 without.",
            span_in_words(age)
        ),
        _ => "Not found does not mean not used: sign-in logs go back 7 days (30 with Entra ID P1 or P2) and the \
              unified audit log 180, and not every service writes down which token it was given."
            .into(),
    });
    limits.push(
        "A token that a Microsoft service got on somebody's behalf stands only in the log of Microsoft's service \
         principals, which few collect."
            .into(),
    );
    limits
}

/// Whether rows without an id of a token were passed over, so that the contents are not known.
fn is_searched(audit: &Audit) -> bool {
    audit.exports.iter().any(|export| export.passed_over > 0)
}

fn contents_limit(all: &Contents, token: &TokenKeys) -> Vec<String> {
    let mut limits = Vec::new();
    limits.extend(out_of_time(all, token));
    // Where nothing was looked at, nothing follows from what is not there.
    if all.first.is_none() && all.sign_ins == 0 && all.work == 0 {
        return limits;
    }
    if all.sign_ins == 0 {
        limits.push("They hold no sign-in entries, so its issue would not show.".into());
    }
    if all.work == 0 {
        let what = "They hold no entries of mailboxes, sites or other services, so its use would not show.";
        limits.push(what.into());
    }
    limits
}

/// A log holds what happened in its tenant: neither the issuer of the token nor the home of its account is
/// that one.
fn of_another_tenant(all: &Contents, token: &TokenKeys) -> Option<String> {
    let theirs = [token.issuer_tenant, token.home_tenant];
    let is_theirs = |(log, _): &(Uuid, u64)| theirs.contains(&Some(*log));
    let (log, _) = all.logs.first()?;
    if all.logs.iter().any(is_theirs) || theirs == [None, None] {
        return None;
    }
    let more = match all.logs.len() {
        1 => String::new(),
        count => format!(" and {} others", count - 1),
    };
    Some(format!(
        "They are the log of {log}{more}: neither the tenant that issued the token nor the home of its account, in whose \
         logs it would show."
    ))
}

fn out_of_time(all: &Contents, token: &TokenKeys) -> Option<String> {
    let (first, last) = (all.first?, all.last?);
    let (from, to) = (token.issued_at?, token.expires_at?);
    if last < from {
        return Some("They end before the token was issued, so they cannot show it.".into());
    }
    if first > to {
        return Some("They begin after the token had expired, so they cannot show it.".into());
    }
    let unseen = match (first > from, last < to) {
        (true, true) => "before and after that time",
        (true, false) => "before that time",
        (false, true) => "after that time",
        (false, false) => return None,
    };
    Some(format!(
        "The token lived from {from} to {to}; what happened {unseen} is not in them."
    ))
}

fn sum(audit: &Audit) -> Contents {
    let mut all = Contents::default();
    for export in &audit.exports {
        all.absorb(&export.contents);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::ExportSummary;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn audit(first: &str, last: &str, sign_ins: u64, work: u64) -> Audit {
        let contents = Contents {
            workloads: vec![("Exchange".into(), 3)],
            first: Some(at(first)),
            last: Some(at(last)),
            sign_ins,
            work,
            ..Contents::default()
        };
        let export = ExportSummary {
            records: 3,
            contents,
            ..ExportSummary::default()
        };
        Audit {
            exports: vec![export],
            ..Audit::default()
        }
    }

    fn said(audit: &Audit, now: &str) -> String {
        let token = TokenKeys {
            issued_at: Some(at("2026-11-20T12:00:00Z")),
            expires_at: Some(at("2026-11-20T13:14:00Z")),
            ..TokenKeys::default()
        };
        limits(audit, &token, at(now)).join(" ")
    }

    const NOW: &str = "2026-11-20T13:00:00Z";

    #[test]
    fn what_was_searched_is_named() {
        let audit = audit("2026-11-20T08:00:00Z", "2026-11-20T18:00:00Z", 1, 1);
        assert_eq!(
            contents(&audit),
            "3 records of 2026-11-20T08:00:00Z to 2026-11-20T18:00:00Z (Exchange 3)"
        );
        assert_eq!(contents(&Audit::default()), "0 records");
    }

    #[test]
    fn each_limit_is_said_where_it_holds() {
        let day = |sign_ins, work| {
            audit(
                "2026-11-20T08:00:00Z",
                "2026-11-20T18:00:00Z",
                sign_ins,
                work,
            )
        };
        let whole = said(&day(1, 1), NOW);
        for absent in [
            "They hold",
            "They end",
            "They begin",
            "lived from",
            "missing",
        ] {
            assert!(!whole.contains(absent), "{whole}");
        }
        assert!(whole.contains("does not mean not used") && whole.contains("few collect"));
        assert!(said(&day(0, 1), NOW).contains("no sign-in entries"));
        assert!(said(&day(1, 0), NOW).contains("no entries of mailboxes"));
        let early = audit("2026-11-19T08:00:00Z", "2026-11-20T11:59:59Z", 1, 1);
        assert!(said(&early, NOW).contains("end before the token was issued"));
        let late = audit("2026-11-20T13:14:01Z", "2026-11-21T08:00:00Z", 1, 1);
        assert!(said(&late, NOW).contains("begin after the token had expired"));
        let part = audit("2026-11-20T08:00:00Z", "2026-11-20T12:30:00Z", 1, 1);
        assert!(said(&part, NOW).contains("what happened after that time is not in them"));
        let mut cut = day(1, 1);
        cut.incomplete = true;
        assert!(said(&cut, NOW).contains("missing"));
    }

    #[test]
    fn of_what_was_not_parsed_nothing_is_claimed() {
        let mut audit = audit("2026-11-19T08:00:00Z", "2026-11-19T08:00:00Z", 0, 0);
        audit.exports[0].passed_over = 2;
        let told = said(&audit, NOW);
        assert!(told.contains("--exhaustive"), "{told}");
        assert!(
            !told.contains("They end") && !told.contains("They hold no"),
            "{told}"
        );
        assert_eq!(contents(&audit), "3 records");
    }

    #[test]
    fn records_out_of_the_asked_time_were_not_looked_at() {
        let mut audit = audit("2026-11-20T08:00:00Z", "2026-11-20T18:00:00Z", 1, 1);
        audit.exports[0].out_of_time = 2;
        let told = contents(&audit);
        assert!(told.starts_with("1 record of 2026"), "{told}");
        assert!(told.contains("2 more are out of the asked time"), "{told}");
        assert!(said(&audit, NOW).contains("may be in them"));
    }

    #[test]
    fn a_log_of_another_tenant_is_said() {
        let [issuer, other] = [1, 2].map(Uuid::from_u128);
        let said = |logs: &[Uuid]| {
            let mut audit = audit("2026-11-20T08:00:00Z", "2026-11-20T18:00:00Z", 1, 1);
            audit.exports[0].contents.logs = logs.iter().map(|id| (*id, 1)).collect();
            let token = TokenKeys {
                issuer_tenant: Some(issuer),
                ..TokenKeys::default()
            };
            limits(&audit, &token, at(NOW)).join(" ")
        };
        assert!(said(&[other]).contains(&format!("They are the log of {other}")));
        assert!(!said(&[other, issuer]).contains("They are the log"));
        assert!(!said(&[]).contains("They are the log"));
    }

    #[test]
    fn retention_is_held_against_the_age_of_the_token() {
        let audit = audit("2026-11-20T08:00:00Z", "2026-11-20T18:00:00Z", 1, 1);
        let week = said(&audit, "2026-11-28T13:00:00Z");
        assert!(week.contains("only 7 without"), "{week}");
        assert!(said(&audit, "2027-01-20T13:00:00Z").contains("sign-in logs at most 30"));
        assert!(said(&audit, "2027-11-20T13:00:00Z").contains("no log holds its time"));
    }
}
