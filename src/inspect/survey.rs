//! Audit exports without a token: whose entries are foreign, why each is probably there, and what that
//! makes of the whole.
//!
//! Not its job: reading exports or explaining entries (`audit`).

mod headline;

use std::sync::Arc;

use uuid::Uuid;

use crate::audit::survey::{Majority, Survey};
use crate::audit::{self, Export, MOST_GROUPS, Options};
use crate::authority::Authority;
use crate::entra::expectation::{Expectation, ExpectedTenant};
use crate::entra::profile::Profile;
use crate::entra::tenant::{TenantId, TenantName};
use crate::finding::{Confidence, Severity};
use crate::input;
use crate::report::model::{NotChecked, Report, Searched};
use crate::rules::verdict::{Ending, Verdict};
use crate::text::grouped;
use crate::time::Timestamp;
use crate::trace::TokenKeys;

use super::candidate::{self, Candidate};
use super::exports;
use super::{Input, Inputs};
use headline::{headline, noted};

/// Answers: which entries of these exports come from other tenants, and why is each probably there?
///
/// Tokens in `inputs` are only searched for: decoded, not verified, and nobody is asked about them.
///
/// The own tenants are the expected ones; without any it is the tenant whose log most of the records are
/// from, and the report says so (`from` is `majority`).
pub fn survey(
    exports: Vec<Export>,
    inputs: Vec<Input>,
    expectation: &Expectation,
    authority: &Authority,
    options: &Options,
    now: Timestamp,
) -> Report {
    let mut expectation = expectation.clone();
    authority.resolve(&mut expectation, &[]);
    let own: Vec<Uuid> = expectation.tenant_ids().map(|tenant| tenant.0).collect();
    let mut not_checked = Vec::new();
    let is_search = !inputs.is_empty();
    let (searched, is_all) = search_keys(inputs, &expectation, now, &mut not_checked);
    let keys: Vec<TokenKeys> = searched.iter().map(|token| token.keys.clone()).collect();
    let survey = audit::survey::survey(exports, &own, &keys, options);
    expect_majority(&mut expectation, &survey);
    let mut verdict = verdict(&survey, &expectation, options);
    if is_search && searched.is_empty() {
        leave_unsearched(&mut verdict, UNSEARCHED);
    } else if !is_all {
        leave_unsearched(&mut verdict, SEARCHED_IN_PART);
    }
    not_checked.extend(leave_open(&survey));
    Report {
        at: now,
        verdict,
        expectation: Arc::new(expectation),
        tokens: Vec::new(),
        searched,
        together: Vec::new(),
        audit: Some(survey.audit),
        requests: authority.requests(),
        not_checked,
    }
}

/// What the tokens in the inputs offer to search by, and whether that is all that was named; those of which
/// nothing can be read are said.
fn search_keys(
    inputs: Vec<Input>,
    expectation: &Expectation,
    now: Timestamp,
    not_checked: &mut Vec<NotChecked>,
) -> (Vec<Searched>, bool) {
    let mut searched = Vec::new();
    let mut unread = Vec::new();
    let mut inputs = Inputs::new(inputs, input::Options::default());
    candidate::each(&mut inputs, not_checked, |candidate| {
        let Candidate { source, token, .. } = candidate;
        let Some(claims) = &token.claims else {
            let why = "nothing in its token can be read, so it was not searched for";
            unread.push(NotChecked::of_input(&source.input, &source.place, why));
            return;
        };
        let profile = Profile::read(claims, expectation, now);
        let keys = profile.keys(&token);
        searched.push(Searched {
            source,
            profile,
            keys,
        });
    });
    let is_all = unread.is_empty() && inputs.left_open().is_none();
    not_checked.extend(unread);
    (searched, is_all)
}

const UNSEARCHED: &str =
    " Open: nothing in --token is a token that can be read, so none was searched for.";

const SEARCHED_IN_PART: &str =
    " Open: not everything in --token is a token that can be read, so not all were searched for.";

/// Asked to search for tokens, and not all of them could be.
fn leave_unsearched(verdict: &mut Verdict, open: &str) {
    verdict.summary.push_str(open);
    if verdict.ending == Ending::Expected {
        verdict.ending = Ending::Undecided;
    }
}

/// Where no own tenant was named, it is the one whose log most of the records are from.
fn expect_majority(expectation: &mut Expectation, survey: &Survey) {
    if !expectation.tenants.is_empty() {
        return;
    }
    let Some(Majority { tenant, .. }) = survey.majority else {
        return;
    };
    let id = TenantId(tenant);
    let mut expected = ExpectedTenant::new(&id.to_string(), TenantName::Id(id));
    expected.from = Some("majority");
    expectation.tenants.push(expected);
}

fn verdict(survey: &Survey, expectation: &Expectation, bounds: &Options) -> Verdict {
    let all = &survey.audit.exports;
    let records: u64 = all.iter().map(|export| export.records).sum();
    let ended = |ending, severity, confidence, title: String, summary: String| Verdict {
        ending,
        rule: None,
        severity,
        confidence,
        title,
        summary,
    };
    let nothing = |ending, title: &str, summary: String| {
        let (severity, confidence) = (Severity::Info, Confidence::High);
        ended(ending, severity, confidence, title.into(), summary)
    };
    if records == 0 && survey.audit.incomplete {
        let summary = "Reading was stopped, so nothing is known of the exports.".to_owned();
        let title = "stopped before any record was read";
        return nothing(Ending::Undecided, title, summary);
    }
    if records == 0 {
        let summary = "Nothing in the exports is an audit record that can be read.".to_owned();
        return nothing(Ending::Unreadable, "no record found", summary);
    }
    if exports::all_out_of_time(all).is_some() {
        let summary = match records {
            1 => "The one record is out of the asked time (--since, --until), so nothing was looked at.".to_owned(),
            _ => format!(
                "All {records} records are out of the asked time (--since, --until), so nothing was looked at."
            ),
        };
        return nothing(Ending::Undecided, "no record of the asked time", summary);
    }
    let out_of_time: u64 = all.iter().map(|export| export.out_of_time).sum();
    let records = records - out_of_time;
    let groups = &survey.audit.groups;
    let worst = groups
        .iter()
        .max_by_key(|group| (group.severity, group.confidence));
    let severity = worst.map_or(Severity::Info, |group| group.severity);
    let confidence = worst.map_or(Confidence::High, |group| group.confidence);
    let (title, mut summary) = headline(groups, records);
    summary.push_str(&noted(&survey.audit.noted_groups));
    if out_of_time > 0 {
        summary.push_str(&format!(
            " {out_of_time} more are out of the asked time (--since, --until) and were left out."
        ));
    }
    // Where there is no entry there is nothing that could fail.
    if severity >= expectation.fail_on && worst.is_some() {
        return ended(Ending::Unexpected, severity, confidence, title, summary);
    }
    let open = open_questions(survey, expectation, bounds);
    for question in &open {
        summary.push_str(&format!(" Open: {question}."));
    }
    let ending = if open.is_empty() {
        Ending::Expected
    } else {
        Ending::Undecided
    };
    ended(ending, severity, confidence, title, summary)
}

/// What keeps the answer from being complete.
fn open_questions(survey: &Survey, expectation: &Expectation, bounds: &Options) -> Vec<String> {
    let own: Vec<Uuid> = expectation.tenant_ids().map(|tenant| tenant.0).collect();
    let mut open = Vec::new();
    let unresolved = expectation.tenants.iter();
    for tenant in unresolved.filter(|tenant| tenant.tenant.is_none()) {
        let why = tenant.unresolved.as_deref().unwrap_or("it was not asked");
        open.push(format!(
            "{} was not resolved to a tenant: {why}; --tenant also takes its GUID",
            tenant.given
        ));
    }
    let named = own
        .iter()
        .map(Uuid::to_string)
        .collect::<Vec<_>>()
        .join(" or ");
    match survey.majority {
        _ if own.is_empty() && open.is_empty() => {
            open.push("the own tenant is not known; --tenant names it".to_owned());
        }
        _ if own.is_empty() => {}
        Some(Majority {
            tenant,
            is_told: true,
            ..
        }) if !own.contains(&tenant) => {
            open.push(format!(
                "the exports are the log of {tenant}, not of {named}"
            ));
        }
        Some(_) if !survey.names_own => {
            open.push(format!(
                "no record names {named}, so the exports may be the log of another tenant"
            ));
        }
        _ => {}
    }
    let timeless: u64 = survey.audit.exports.iter().map(|it| it.timeless).sum();
    if timeless > 0 && (bounds.since.is_some() || bounds.until.is_some()) {
        let (tell, them) = match timeless {
            1 => ("1 record tells".to_owned(), "it"),
            _ => (format!("{} of the records tell", grouped(timeless)), "them"),
        };
        open.push(format!(
            "{tell} no time that can be read, so --since and --until did not leave {them} out; \
             export times as 2026-11-20T12:10:00Z (ISO 8601)"
        ));
    }
    open.extend(exports::open_questions(&survey.audit.exports));
    open
}

fn leave_open(survey: &Survey) -> Vec<NotChecked> {
    let mut open = Vec::new();
    let groups = &survey.audit.groups;
    if !groups.is_empty() && survey.of_workloads == 0 {
        let why = "the exports hold no record of a mailbox, a site or another workload, so their absence proves nothing";
        open.push(NotChecked::new("what followed the sign-ins", why));
    }
    let audit = &survey.audit;
    if audit.not_kept > 0 {
        let why = format!(
            "{} more are counted in the groups, but not listed (--max-entries)",
            audit.not_kept
        );
        open.push(NotChecked::new("single entries", why));
    }
    if audit.merged > 0 {
        let why = format!(
            "{} entries beyond {} groups are told together with others of their explanation",
            grouped(audit.merged),
            grouped(MOST_GROUPS as u64)
        );
        open.push(NotChecked::new("single groups", why));
    }
    open.extend(exports::of_unknown_owner(&audit.exports));
    open.push(NotChecked::new(
        "guests and partners",
        "only the directory tells who is one",
    ));
    open
}
