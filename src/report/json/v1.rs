//! The frozen types of `jwtenant/1`: names and order of the members are the contract.
//!
//! Not its job: filling them (`json/fill.rs`), or the audit block (`json/audit.rs`).

use serde::Serialize;

use crate::finding::{Confidence, Evidence, Severity};
use crate::jose::proof::{Status, Via};
use crate::jose::token::Note;
use crate::rules::verdict::CheckOutcome;
use crate::time::Timestamp;

use super::audit::AuditV1;
use super::members::Members;

#[derive(Serialize)]
pub(super) struct ReportV1<'a> {
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    pub(super) at: Timestamp,
    pub(super) expectation: ExpectationV1<'a>,
    pub(super) verdict: VerdictV1<'a>,
    pub(super) tokens: Vec<TokenV1<'a>>,
    /// `null` where no export was given.
    pub(super) audit: Option<AuditV1<'a>>,
    pub(super) requests: Vec<RequestV1<'a>>,
    pub(super) not_checked: Vec<NotCheckedV1<'a>>,
    pub(super) together: Vec<KinshipV1<'a>>,
}

#[derive(Serialize)]
pub(super) struct ExpectationV1<'a> {
    pub(super) tenants: Vec<ExpectedTenantV1<'a>>,
    pub(super) issuers: Vec<&'a str>,
    pub(super) audiences: &'a [String],
    pub(super) clients: &'a [String],
    pub(super) scopes: &'a [String],
    pub(super) roles: &'a [String],
    pub(super) deny_guests: bool,
    pub(super) require_signature: bool,
    pub(super) no_signature: bool,
    pub(super) fail_on: Severity,
    pub(super) leeway: i64,
}

#[derive(Serialize)]
pub(super) struct ExpectedTenantV1<'a> {
    pub(super) given: &'a str,
    pub(super) tenant: Option<String>,
    pub(super) cloud: Option<&'static str>,
    pub(super) from: Option<&'static str>,
}

#[derive(Serialize)]
pub(super) struct VerdictV1<'a> {
    pub(super) outcome: &'static str,
    pub(super) exit_code: u8,
    pub(super) rule: Option<&'static str>,
    pub(super) severity: Severity,
    pub(super) confidence: Confidence,
    pub(super) title: &'a str,
    pub(super) summary: &'a str,
}

#[derive(Serialize)]
pub(super) struct TokenV1<'a> {
    pub(super) source: SourceV1<'a>,
    pub(super) kind: &'static str,
    pub(super) header: Members<'a>,
    pub(super) claims: Members<'a>,
    pub(super) notes: &'a [Note],
    pub(super) signature: SignatureV1<'a>,
    pub(super) issuer: Option<IssuerV1<'a>>,
    pub(super) home_tenant: Option<String>,
    pub(super) home_source: Option<&'static str>,
    pub(super) principal: PrincipalV1<'a>,
    pub(super) client: Option<ClientV1<'a>>,
    pub(super) audience: Option<AudienceV1<'a>>,
    pub(super) permissions: Vec<PermissionV1<'a>>,
    pub(super) lifetime: LifetimeV1,
    pub(super) uti: Option<UtiV1<'a>>,
    pub(super) verdict: VerdictV1<'a>,
    pub(super) findings: Vec<FindingV1<'a>>,
    pub(super) checks: Vec<CheckV1<'a>>,
}

#[derive(Serialize)]
pub(super) struct SourceV1<'a> {
    pub(super) input: &'a str,
    pub(super) place: &'a str,
    pub(super) removed: &'a [&'static str],
    pub(super) also: &'a [String],
}

#[derive(Serialize)]
pub(super) struct SignatureV1<'a> {
    pub(super) status: Status,
    pub(super) via: Option<Via>,
    pub(super) alg: Option<&'a str>,
    pub(super) kid: Option<&'a str>,
    pub(super) key_issuer: Option<&'a str>,
    pub(super) reason: &'a str,
}

#[derive(Serialize)]
pub(super) struct IssuerV1<'a> {
    pub(super) raw: &'a str,
    pub(super) tenant: Option<String>,
    pub(super) version: Option<&'static str>,
    pub(super) cloud: Option<&'static str>,
    pub(super) kind: &'static str,
}

#[derive(Serialize)]
pub(super) struct PrincipalV1<'a> {
    pub(super) kind: &'static str,
    pub(super) relation: Option<&'static str>,
    pub(super) oid: Option<&'a str>,
    pub(super) upn: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct ClientV1<'a> {
    pub(super) id: &'a str,
    pub(super) name: Option<&'a str>,
    pub(super) first_party: Option<bool>,
    pub(super) source: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct AudienceV1<'a> {
    pub(super) raw: &'a str,
    pub(super) app_id: Option<String>,
    pub(super) name: Option<&'static str>,
}

#[derive(Serialize)]
pub(super) struct PermissionV1<'a> {
    pub(super) name: &'a str,
    pub(super) kind: &'static str,
    pub(super) tier: Option<u8>,
    pub(super) why: &'a str,
}

#[derive(Serialize)]
pub(super) struct LifetimeV1 {
    pub(super) issued_at: Option<Timestamp>,
    pub(super) not_before: Option<Timestamp>,
    pub(super) expires_at: Option<Timestamp>,
    pub(super) seconds: Option<i64>,
    pub(super) state: &'static str,
}

#[derive(Serialize)]
pub(super) struct UtiV1<'a> {
    pub(super) raw: &'a str,
    pub(super) request_id: Option<String>,
}

#[derive(Serialize)]
pub(super) struct FindingV1<'a> {
    pub(super) rule: &'static str,
    pub(super) severity: Severity,
    pub(super) confidence: Confidence,
    pub(super) title: &'a str,
    pub(super) why: &'a str,
    pub(super) remedy: &'a [String],
    pub(super) evidence: &'a [Evidence],
    pub(super) alternatives: Vec<&'static str>,
    pub(super) explained_by: Option<&'static str>,
}

#[derive(Serialize)]
pub(super) struct CheckV1<'a> {
    pub(super) rule: &'static str,
    pub(super) outcome: CheckOutcome,
    pub(super) reason: &'a str,
}

#[derive(Serialize)]
pub(super) struct RequestV1<'a> {
    pub(super) url: &'a str,
    pub(super) from: &'static str,
    pub(super) at: Option<Timestamp>,
    pub(super) status: Option<u16>,
}

#[derive(Serialize)]
pub(super) struct KinshipV1<'a> {
    pub(super) kind: &'static str,
    pub(super) tokens: &'a [usize],
    pub(super) text: &'a str,
}

#[derive(Serialize)]
pub(super) struct NotCheckedV1<'a> {
    pub(super) what: String,
    pub(super) why: &'a str,
}
