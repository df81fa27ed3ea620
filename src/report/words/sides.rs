//! Expected, issuer, tid and home side by side.

use crate::entra::expectation::Expectation;
use crate::entra::issuer::Spelling;
use crate::entra::tenant::{TenantId, TenantName};
use crate::report::model::{Report, TokenReport};
use crate::text::{ShownIds, clipped};

/// One of the values that are compared. Raw and untrusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct Side {
    pub label: &'static str,
    /// What the label means, for those who have never seen a token.
    pub gloss: &'static str,
    pub value: String,
    pub note: String,
    pub differs: bool,
}

/// What marks a value that is not the expected one.
pub(in crate::report) const DIFFERS: &str = "differs";

/// Expected, issuer, tid, home: the values themselves, with the difference marked; nothing where there is
/// no issuer.
pub(in crate::report) fn sides(report: &Report, token: &TokenReport) -> Vec<Side> {
    let profile = &token.profile;
    let Some(issuer) = &profile.issuer else {
        return Vec::new();
    };
    let asked = &report.expectation;
    let mut rows = Vec::new();
    for tenant in &asked.tenants {
        let (id, note) = match (&tenant.name, tenant.tenant) {
            (TenantName::Any, _) => ("any tenant".to_owned(), String::new()),
            (TenantName::Id(_), Some(id)) => (id.to_string(), String::new()),
            (_, Some(id)) => (id.to_string(), tenant.given.clone()),
            (_, None) => (tenant.given.clone(), "not resolved".to_owned()),
        };
        rows.push(row("expected", &id, &note, false));
    }
    for expected in &asked.issuers {
        rows.push(row("expected", &expected.issuer, "--issuer", false));
    }
    if !asked.asks_tenant() {
        rows.push(row(
            "expected",
            "(nothing was asked)",
            "--tenant names it",
            false,
        ));
    }

    let issuer_differs = differs(asked, issuer.tenant);
    let issuer_text = match issuer.tenant {
        Some(tenant) if asked.issuers.is_empty() && issuer.is_entra() => tenant.to_string(),
        _ => issuer.raw.clone(),
    };
    let by_string = !asked.issuers.is_empty()
        && asked
            .issuers
            .iter()
            .all(|expected| expected.issuer != issuer.raw);
    rows.push(row(
        "issuer",
        &issuer_text,
        &issuer_note(token),
        issuer_differs || by_string,
    ));
    if let Some(tid) = &profile.tid {
        let tenant = profile.tid();
        let note = match (tenant, issuer.tenant) {
            (None, _) => "is no GUID",
            (Some(tid), Some(issuing)) if tid == issuing => "agrees with the issuer",
            (Some(_), Some(_)) => "not the issuer's",
            (Some(_), None) => "",
        };
        // Where it agrees with the issuer, the issuer's mark says enough.
        let is_marked =
            tenant != issuer.tenant && (differs(asked, tenant) || issuer.tenant.is_some());
        rows.push(row("tid", tid, note, is_marked));
    }
    if let (Some(home), Some(source)) = (profile.subject.home, profile.subject.home_source) {
        let relation = match () {
            () if asked.expects(home) => "= the expected tenant",
            () if Some(home) == issuer.tenant => "= the issuer",
            () => "another tenant",
        };
        rows.push(row(
            "home",
            &home.to_string(),
            &format!("{relation} ({})", source.word()),
            false,
        ));
    }
    rows
}

/// The ids that stand side by side in full.
pub(in crate::report) fn ids(report: &Report, token: &TokenReport) -> ShownIds {
    let profile = &token.profile;
    let of_token = [
        profile.issuing_tenant(),
        profile.tid(),
        profile.subject.home,
    ];
    let shown = if profile.issuer.is_some() {
        &of_token[..]
    } else {
        &[]
    };
    let accepted = report.expectation.accepted_tenants().into_iter();
    let all = accepted.chain(shown.iter().flatten().copied());
    ShownIds::new(all.map(|id| id.to_string()))
}

fn row(label: &'static str, value: &str, note: &str, differs: bool) -> Side {
    let gloss = match label {
        "expected" => "the tenant that was asked for",
        "issuer" => "the tenant whose sign-in service issued the token",
        "tid" => "the tenant that the token says it belongs to",
        "home" => "the tenant where the account lives",
        _ => "",
    };
    Side {
        label,
        gloss,
        value: clipped(value, 120),
        note: note.to_owned(),
        differs,
    }
}

fn differs(asked: &Expectation, tenant: Option<TenantId>) -> bool {
    let mut expected = asked.tenant_ids().peekable();
    expected.peek().is_some()
        && !asked.any_tenant()
        && tenant.is_none_or(|tenant| !asked.expects(tenant))
}

fn issuer_note(token: &TokenReport) -> String {
    let Some(issuer) = &token.profile.issuer else {
        return String::new();
    };
    match (issuer.spelling, issuer.version) {
        (Spelling::Template, _) => "a template, no tenant".into(),
        (Spelling::MalformedTenant, _) => "no tenant id in it".into(),
        (Spelling::Odd, _) => "unusual spelling".into(),
        (Spelling::Foreign, _) => "not an Entra tenant".into(),
        (Spelling::Canonical, Some(version)) => format!("v{} spelling", version.word()),
        (Spelling::Canonical, None) => String::new(),
    }
}
