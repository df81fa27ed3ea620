//! The frozen types of `jwtenant/1` and how a report becomes them.
//!
//! Not its job: the audit block (`json/audit.rs`).

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::entra::audience::Audience;
use crate::entra::cloud::Cloud;
use crate::entra::permission::Permission;
use crate::finding::{Confidence, Evidence, Finding, Severity};
use crate::jose::claims::Date;
use crate::jose::json::Json;
use crate::jose::proof::{Status, Via};
use crate::jose::token::{Note, is_token_like};
use crate::report::model::{NotChecked, Report, TokenReport};
use crate::rules::verdict::{Check, CheckOutcome, Verdict};
use crate::time::Timestamp;

#[derive(Serialize)]
pub struct ReportV1<'a> {
    schema: &'static str,
    version: &'static str,
    at: Timestamp,
    expectation: ExpectationV1<'a>,
    verdict: VerdictV1<'a>,
    tokens: Vec<TokenV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audit: Option<super::audit::AuditV1<'a>>,
    requests: Vec<RequestV1<'a>>,
    not_checked: Vec<NotCheckedV1<'a>>,
}

#[derive(Serialize)]
struct ExpectationV1<'a> {
    tenants: Vec<ExpectedTenantV1<'a>>,
    issuers: Vec<&'a str>,
    audiences: &'a [String],
    clients: &'a [String],
    scopes: &'a [String],
    roles: &'a [String],
    deny_guests: bool,
    require_signature: bool,
    no_signature: bool,
    fail_on: Severity,
    leeway: i64,
}

#[derive(Serialize)]
struct ExpectedTenantV1<'a> {
    given: &'a str,
    tenant: Option<String>,
    cloud: Option<&'static str>,
    from: Option<&'static str>,
}

#[derive(Serialize)]
struct VerdictV1<'a> {
    outcome: &'static str,
    exit_code: u8,
    rule: Option<&'static str>,
    severity: Severity,
    confidence: Confidence,
    title: &'a str,
    summary: &'a str,
}

#[derive(Serialize)]
struct TokenV1<'a> {
    source: SourceV1<'a>,
    kind: &'static str,
    header: Members<'a>,
    claims: Members<'a>,
    notes: &'a [Note],
    signature: SignatureV1<'a>,
    issuer: Option<IssuerV1<'a>>,
    home_tenant: Option<String>,
    home_source: Option<&'static str>,
    principal: PrincipalV1<'a>,
    client: Option<ClientV1<'a>>,
    audience: Option<AudienceV1<'a>>,
    permissions: Vec<PermissionV1<'a>>,
    lifetime: LifetimeV1,
    uti: Option<UtiV1<'a>>,
    verdict: VerdictV1<'a>,
    findings: Vec<FindingV1<'a>>,
    checks: Vec<CheckV1<'a>>,
}

#[derive(Serialize)]
struct SourceV1<'a> {
    input: &'a str,
    place: &'a str,
    removed: &'a [&'static str],
}

#[derive(Serialize)]
struct SignatureV1<'a> {
    status: Status,
    via: Option<Via>,
    alg: Option<&'a str>,
    kid: Option<&'a str>,
    key_issuer: Option<&'a str>,
    reason: &'a str,
}

#[derive(Serialize)]
struct IssuerV1<'a> {
    raw: &'a str,
    tenant: Option<String>,
    version: Option<&'static str>,
    cloud: Option<&'static str>,
    kind: &'static str,
}

#[derive(Serialize)]
struct PrincipalV1<'a> {
    kind: &'static str,
    relation: Option<&'static str>,
    oid: Option<&'a str>,
    upn: Option<&'a str>,
}

#[derive(Serialize)]
struct ClientV1<'a> {
    id: &'a str,
    name: Option<&'static str>,
    first_party: Option<bool>,
    source: Option<&'static str>,
}

#[derive(Serialize)]
struct AudienceV1<'a> {
    raw: &'a str,
    app_id: Option<String>,
    name: Option<&'static str>,
}

#[derive(Serialize)]
struct PermissionV1<'a> {
    name: &'a str,
    kind: &'static str,
    tier: Option<u8>,
    why: &'a str,
}

#[derive(Serialize)]
struct LifetimeV1 {
    issued_at: Option<Timestamp>,
    not_before: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    seconds: Option<i64>,
    state: &'static str,
}

#[derive(Serialize)]
struct UtiV1<'a> {
    raw: &'a str,
    request_id: Option<String>,
}

#[derive(Serialize)]
struct FindingV1<'a> {
    rule: &'static str,
    severity: Severity,
    confidence: Confidence,
    title: &'a str,
    why: &'a str,
    remedy: &'a [String],
    evidence: &'a [EvidenceV1],
    alternatives: Vec<&'static str>,
    explained_by: Option<&'static str>,
}

#[derive(Serialize)]
struct CheckV1<'a> {
    rule: &'static str,
    outcome: CheckOutcome,
    reason: &'a str,
}

#[derive(Serialize)]
struct RequestV1<'a> {
    url: &'a str,
    from: &'static str,
    at: Option<Timestamp>,
    status: Option<u16>,
}

#[derive(Serialize)]
struct NotCheckedV1<'a> {
    what: &'a str,
    why: &'a str,
}

/// Evidence of findings, groups and foreign entries has one shape everywhere.
pub(super) type EvidenceV1 = Evidence;

/// A token's own members, as they stood. What is no object is `null`, and a token inside the token is
/// named, not shown.
struct Members<'a>(Option<&'a Json>);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.filter(|json| json.is_object()) {
            Some(json) => Shown(json).serialize(serializer),
            None => serializer.serialize_none(),
        }
    }
}

struct Shown<'a>(&'a Json);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Json::String(text) if is_token_like(text) => serializer
                .serialize_str(&format!("<a token of {} characters, left out>", text.len())),
            Json::Array(items) => serializer.collect_seq(items.iter().map(Shown)),
            Json::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, &Shown(value))?;
                }
                map.end()
            }
            plain => plain.serialize(serializer),
        }
    }
}

/// The header or the claims of a token for `decode`, by the same rules.
pub fn members(json: Option<&Json>) -> impl Serialize {
    Members(json)
}

pub(super) fn report(report: &Report) -> ReportV1<'_> {
    ReportV1 {
        schema: "jwtenant/1",
        version: env!("CARGO_PKG_VERSION"),
        at: report.at,
        expectation: expectation(report),
        verdict: verdict(&report.verdict),
        tokens: report.tokens.iter().map(token).collect(),
        audit: report.audit.as_ref().map(super::audit::audit),
        requests: report
            .requests
            .iter()
            .map(|request| RequestV1 {
                url: &request.url,
                from: request.origin.word(),
                at: request.at,
                status: request.status,
            })
            .collect(),
        not_checked: report
            .not_checked
            .iter()
            .map(|NotChecked { what, why }| NotCheckedV1 { what, why })
            .collect(),
    }
}

fn expectation(report: &Report) -> ExpectationV1<'_> {
    let asked = &report.expectation;
    ExpectationV1 {
        tenants: asked
            .tenants
            .iter()
            .map(|tenant| ExpectedTenantV1 {
                given: &tenant.given,
                tenant: tenant.tenant.map(|id| id.to_string()),
                cloud: tenant.cloud.map(Cloud::id),
                from: tenant.from,
            })
            .collect(),
        issuers: asked
            .issuers
            .iter()
            .map(|issuer| issuer.issuer.as_str())
            .collect(),
        audiences: &asked.audiences,
        clients: &asked.clients,
        scopes: &asked.scopes,
        roles: &asked.roles,
        deny_guests: asked.deny_guests,
        require_signature: asked.require_signature,
        no_signature: asked.no_signature,
        fail_on: asked.fail_on,
        leeway: asked.leeway,
    }
}

fn verdict(verdict: &Verdict) -> VerdictV1<'_> {
    VerdictV1 {
        outcome: verdict.ending.word(),
        exit_code: verdict.ending.exit_code(),
        rule: verdict.rule,
        severity: verdict.severity,
        confidence: verdict.confidence,
        title: &verdict.title,
        summary: &verdict.summary,
    }
}

fn token(token: &TokenReport) -> TokenV1<'_> {
    let profile = &token.profile;
    let subject = &profile.subject;
    TokenV1 {
        source: SourceV1 {
            input: &token.source.input,
            place: &token.source.place,
            removed: &token.source.removed,
        },
        kind: profile.kind.word(),
        header: Members(Some(&token.token.header.0)),
        claims: Members(token.token.claims.as_ref().map(|claims| &claims.0)),
        notes: &token.notes,
        signature: signature(token),
        issuer: profile.issuer.as_ref().map(|issuer| IssuerV1 {
            raw: &issuer.raw,
            tenant: issuer.tenant.map(|tenant| tenant.to_string()),
            version: issuer.version.map(|version| version.word()),
            cloud: token.cloud().map(Cloud::id),
            kind: issuer.kind.word(),
        }),
        home_tenant: subject.home.map(|home| home.to_string()),
        home_source: subject.home_source.map(|source| source.word()),
        principal: PrincipalV1 {
            kind: subject.kind.word(),
            relation: subject.relation.map(|relation| relation.word()),
            oid: subject.oid.as_deref(),
            upn: subject.display.as_deref(),
        },
        client: profile.client.as_ref().map(|client| ClientV1 {
            id: &client.id,
            name: client.known.map(|app| app.name),
            first_party: client.is_first_party(),
            source: client.known.map(|app| app.source),
        }),
        audience: profile.audiences.first().map(audience),
        permissions: profile.permissions.iter().map(permission).collect(),
        lifetime: lifetime(token),
        uti: profile.uti.as_deref().map(|raw| UtiV1 {
            raw,
            request_id: profile.request_id().map(|id| id.to_string()),
        }),
        verdict: verdict(&token.verdict),
        findings: token.findings.iter().map(finding).collect(),
        checks: token
            .checks
            .iter()
            .map(
                |Check {
                     rule,
                     outcome,
                     reason,
                 }| CheckV1 {
                    rule,
                    outcome: *outcome,
                    reason,
                },
            )
            .collect(),
    }
}

fn signature(token: &TokenReport) -> SignatureV1<'_> {
    let proof = &token.proof;
    SignatureV1 {
        status: proof.status,
        via: proof.via,
        alg: token.token.header.text("alg"),
        kid: token.token.header.key_id(),
        key_issuer: proof.key.as_ref().and_then(|key| key.issuer.as_deref()),
        reason: &proof.reason,
    }
}

fn audience(audience: &Audience) -> AudienceV1<'_> {
    AudienceV1 {
        raw: &audience.raw,
        app_id: audience.app_id.map(|id| id.to_string()),
        name: audience.name,
    }
}

fn permission(permission: &Permission) -> PermissionV1<'_> {
    PermissionV1 {
        name: &permission.name,
        kind: permission.kind.word(),
        tier: permission.tier,
        why: &permission.why,
    }
}

fn finding(finding: &Finding) -> FindingV1<'_> {
    FindingV1 {
        rule: finding.rule,
        severity: finding.severity,
        confidence: finding.confidence,
        title: &finding.title,
        why: &finding.why,
        remedy: &finding.remedy,
        evidence: &finding.evidence,
        alternatives: finding
            .alternatives
            .iter()
            .map(|alternative| alternative.rule)
            .collect(),
        explained_by: finding.explained_by,
    }
}

fn lifetime(token: &TokenReport) -> LifetimeV1 {
    let lifetime = &token.profile.lifetime;
    LifetimeV1 {
        issued_at: lifetime.issued_at.time(),
        not_before: lifetime.not_before.time(),
        expires_at: Date::time(&lifetime.expires_at),
        seconds: lifetime.seconds(),
        state: lifetime.state.word(),
    }
}
