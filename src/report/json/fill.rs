//! How a report becomes `jwtenant/1`.
//!
//! Not its job: the shape (`json/v1.rs`), or the audit block (`json/audit.rs`).

use crate::entra::audience::Audience;
use crate::entra::cloud::Cloud;
use crate::entra::family::Kinship;
use crate::entra::permission::Permission;
use crate::finding::Finding;
use crate::jose::claims::Date;
use crate::report::model::{NotChecked, Report, TokenReport};
use crate::rules::verdict::{Check, Verdict};

use super::members::Members;
use super::v1::{
    AudienceV1, CheckV1, ClientV1, ExpectationV1, ExpectedTenantV1, FindingV1, IssuerV1, KinshipV1,
    LifetimeV1, NotCheckedV1, PermissionV1, PrincipalV1, ReportV1, RequestV1, SignatureV1,
    SourceV1, TokenV1, UtiV1, VerdictV1,
};

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
            .map(|NotChecked { what, why }| NotCheckedV1 {
                what: what.to_string(),
                why,
            })
            .collect(),
        together: report
            .together
            .iter()
            .map(|Kinship { kind, tokens, text }| KinshipV1 { kind, tokens, text })
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
            also: &token.source.also,
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
            name: client.name().map(|(name, _)| name),
            first_party: client.is_first_party().then_some(true),
            source: client.name().map(|(_, source)| source),
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
        why: permission.why,
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
