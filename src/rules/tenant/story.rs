//! Which story the tenants of a token tell: exactly one, so that a failed expectation is one finding.
//!
//! Not its job: words. The order of the questions is the order of the catalogue: what makes the
//! value meaningless first, then the special tenants, then whose user it is.

use crate::entra::issuer::{IssuerKind, Spelling};
use crate::entra::subject::{self, HomeSource, PrincipalKind, Relation};
use crate::entra::tenant::TenantId;
use crate::finding::{Confidence, Evidence};

use super::super::rule::Case;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Story {
    NotAsked,
    Any,
    Expected,
    /// Asked, and not to be answered; says what was missing.
    Open(String),
    CopiedTenantId,
    OwnGuestElsewhere,
    Placeholder,
    PersonalAccount,
    MicrosoftServices,
    OtherCloud,
    CustomerToken,
    HomeTenantToken,
    Other,
}

pub(super) fn of(case: &Case) -> Story {
    let (profile, expectation) = (case.profile, case.expectation);
    if expectation.any_tenant() {
        return Story::Any;
    }
    if !expectation.asks_tenant() {
        return Story::NotAsked;
    }
    if case.token.claims.is_none() {
        return Story::Open("its claims cannot be read".into());
    }
    let expected = case.expected_tenants();
    let unresolved = expectation
        .tenants
        .iter()
        .find(|tenant| tenant.tenant.is_none());
    let Some(issuer) = &profile.issuer else {
        return Story::Open("the token names no issuer".into());
    };
    if expected.is_empty() && unresolved.is_none() {
        // Only issuers without a tenant are expected: the issuer is compared instead.
        return Story::Expected;
    }
    let Some(issuing) = issuer.tenant else {
        let is_damaged = matches!(
            issuer.spelling,
            Spelling::MalformedTenant | Spelling::Template
        );
        return if is_damaged {
            Story::Placeholder
        } else {
            Story::Other
        };
    };
    if expected.contains(&issuing) {
        return if is_in_expected_cloud(case) {
            Story::Expected
        } else {
            Story::OtherCloud
        };
    }
    if let Some(tenant) = unresolved {
        let why = tenant.unresolved.as_deref().unwrap_or("it was not asked");
        return Story::Open(format!(
            "{} was not resolved to a tenant: {why}",
            tenant.given
        ));
    }
    if !is_in_expected_cloud(case) {
        return Story::OtherCloud;
    }
    differing(case, issuing)
}

/// The tenants differ: why?
fn differing(case: &Case, issuing: TenantId) -> Story {
    let profile = case.profile;
    let is_own_user = is_own_user(case);
    let has_relation = matches!(
        profile.subject.relation,
        Some(Relation::Guest | Relation::Gdap | Relation::Dap)
    ) || profile.subject.kind == PrincipalKind::Guest
        && profile.subject.relation.is_some();
    if issuing.is_placeholder() {
        return Story::Placeholder;
    }
    if is_own_user {
        return if has_relation {
            Story::OwnGuestElsewhere
        } else {
            Story::CopiedTenantId
        };
    }
    match issuing {
        TenantId::PERSONAL => return Story::PersonalAccount,
        TenantId::SERVICES => return Story::MicrosoftServices,
        _ => {}
    }
    let is_at_home = profile.subject.home == Some(issuing);
    let is_entra = profile
        .issuer
        .as_ref()
        .is_some_and(|issuer| issuer.kind == IssuerKind::Entra);
    match (is_at_home && is_entra, profile.is_for_microsoft()) {
        (true, false) if !profile.audiences.is_empty() => Story::CustomerToken,
        (true, true) if !profile.subject.is_app() => Story::HomeTenantToken,
        _ => Story::Other,
    }
}

/// Whether the person is at home in an expected tenant: by `idp`; by an expected `tid` under a
/// foreign issuer, for Microsoft's own clients and resources only; or, where nothing tells the home,
/// by the domain of the user name, which proves nothing but makes the story likely.
fn is_own_user(case: &Case) -> bool {
    let subject = &case.profile.subject;
    if subject.is_app() {
        return false;
    }
    match (subject.home, subject.home_source) {
        (Some(home), Some(HomeSource::Tid)) => {
            case.expects(home)
                && case.profile.has_public_microsoft_client()
                && case.profile.is_for_microsoft()
        }
        (Some(home), Some(HomeSource::Idp | HomeSource::AltSecId)) => case.expects(home),
        // Without idp the issuing tenant counts as home; a user name of an expected domain is stronger.
        _ => subject
            .display
            .as_deref()
            .is_some_and(|user| case.expectation.expects_domain_of(user)),
    }
}

/// Whether a claim tells the subject's home, as opposed to the domain of a name.
pub(super) fn is_home_told(case: &Case) -> bool {
    matches!(
        case.profile.subject.home_source,
        Some(HomeSource::Idp | HomeSource::AltSecId | HomeSource::Tid)
    )
}

/// How sure the story of the copied id may sound.
pub(super) fn confidence_of_copied_id(case: &Case) -> Confidence {
    let profile = case.profile;
    let is_told_by_idp = profile.subject.home_source == Some(HomeSource::Idp);
    let is_pass_through = profile.subject.relation == Some(Relation::PassThrough);
    let fits = profile.has_public_microsoft_client() && profile.is_for_microsoft();
    match (is_pass_through, is_told_by_idp && fits) {
        (true, _) => Confidence::High,
        (false, true) if case.claims.has("altsecid") => Confidence::Medium,
        (false, true) => Confidence::High,
        (false, false) => Confidence::Low,
    }
}

/// Whether the issuer's form can belong to a cloud that the expected tenants are in, as far as either
/// is known.
fn is_in_expected_cloud(case: &Case) -> bool {
    let Some(issuer) = &case.profile.issuer else {
        return true;
    };
    let clouds: Vec<_> = case
        .expectation
        .tenants
        .iter()
        .filter_map(|tenant| tenant.cloud)
        .collect();
    clouds.is_empty()
        || issuer.clouds.is_empty()
        || issuer.clouds.iter().any(|cloud| clouds.contains(cloud))
}

/// How many records stand as evidence.
const MOST_RECORDS: usize = 5;

/// What stands on both sides.
pub(super) fn evidence(case: &Case) -> Vec<Evidence> {
    let profile = case.profile;
    let expected = case.expected_tenants_text();
    let mut evidence = Vec::new();
    if let Some(issuer) = &profile.issuer {
        evidence.push(
            Evidence::seen("claims.iss", &issuer.raw, case.tenant_source()).against(&expected),
        );
    }
    if let Some(tid) = &profile.tid {
        let seen = Evidence::seen("claims.tid", tid, case.tenant_source());
        let is_expected = profile.tid().is_some_and(|tid| case.expects(tid));
        evidence.push(if is_expected {
            seen
        } else {
            seen.against(&expected)
        });
    }
    evidence.extend(home_evidence(case));
    if let Some(client) = &profile.client {
        let source = client.name().map_or("no list knows it", |(name, _)| name);
        evidence.push(Evidence::seen(
            format!("claims.{}", client.claim),
            &client.id,
            source,
        ));
    }
    if let Some((claim, user)) = subject::name(case.claims) {
        evidence.push(Evidence::seen(
            format!("claims.{claim}"),
            user,
            "for display only",
        ));
    }
    let foreign = case.traces.iter();
    let foreign = foreign.filter(|trace| trace.entry.is_foreign() == Some(true));
    // An export can hold hundreds: they are in the report by themselves.
    for trace in foreign.take(MOST_RECORDS) {
        let observed = trace
            .entry
            .actor_tenant
            .map(|tenant| tenant.to_string())
            .unwrap_or_default();
        let organization = trace
            .entry
            .organization
            .map(|tenant| tenant.to_string())
            .unwrap_or_default();
        let place = format!("{} line {}", trace.entry.input, trace.entry.line);
        evidence
            .push(Evidence::seen("audit.ActorContextId", observed, place).against(organization));
    }
    evidence
}

/// Microsoft's page on logins by outside users.
pub(super) const PASS_THROUGH: &str = "https://learn.microsoft.com/purview/audit-troubleshooting-scenarios (a successful login by an outside user)";

/// The claims that tell where the subject is at home, each with what it means.
pub(super) fn home_evidence(case: &Case) -> Vec<Evidence> {
    let relation = match case.profile.subject.relation {
        Some(relation) => format!(
            "relation to the tenant, told by odd numbers only: {}",
            relation.word()
        ),
        None => "relation to the tenant: no odd number, so nothing is told".to_owned(),
    };
    let meanings = [
        ("idp", "where the person signed in"),
        (
            "altsecid",
            "5:: is another Entra tenant, 1:live.com: a personal account",
        ),
        ("xms_idrel", relation.as_str()),
        ("acct", "0 is a member, 1 a guest"),
    ];
    let claims = meanings.into_iter().filter_map(|(claim, meaning)| {
        let value = case.claims.0.get(claim)?.to_text();
        Some(Evidence::seen(format!("claims.{claim}"), value, meaning))
    });
    claims.collect()
}
