//! Rules about a subject whose home is elsewhere although the issuing tenant is the right one:
//! guests, partners, people without an object in the tenant. Benign unless `--deny-guests` was asked.

use crate::entra::subject::{PrincipalKind, Relation};
use crate::entra::tenant::TenantId;
use crate::facts::TenantKind;
use crate::finding::{Confidence, Evidence, Severity};

use super::super::rule::{Case, Found, Outcome, Rule, Weight};
use super::story::{self, Story};

const WHO_IS_EXTERNAL: &str =
    "https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference (idp)";

/// In which way somebody is not at home in the issuing tenant: exactly one holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum External {
    Partner,
    Microsoft,
    PassThrough,
    Federated,
    Guest,
    /// From elsewhere, without a sign of which.
    Unclear,
}

/// How the subject is external; `None` where it is at home, as far as the token tells.
fn external(case: &Case) -> Option<External> {
    let subject = &case.profile.subject;
    let is_elsewhere = subject
        .home
        .is_some_and(|home| Some(home) != case.profile.issuing_tenant());
    let is_of_microsoft = || {
        let known = subject.home.and_then(TenantId::known);
        known.is_some_and(|known| known.kind == TenantKind::Microsoft)
    };
    match subject.kind {
        PrincipalKind::Partner => Some(External::Partner),
        _ if is_elsewhere && is_of_microsoft() => Some(External::Microsoft),
        _ if subject.relation == Some(Relation::PassThrough) => Some(External::PassThrough),
        PrincipalKind::Guest => Some(External::Guest),
        _ if subject.foreign_idp.is_some() => Some(External::Federated),
        PrincipalKind::Personal if is_elsewhere => Some(External::Guest),
        _ if is_elsewhere => Some(External::Unclear),
        _ => None,
    }
}

impl External {
    /// The title where nothing makes the issuing tenant the right one: no tenant was asked for, or any.
    fn title_without_a_tenant(self) -> &'static str {
        match self {
            Self::Partner => "a partner's administrator",
            Self::Microsoft => "somebody of Microsoft",
            Self::PassThrough => "somebody without an account in the issuing tenant",
            Self::Federated => "signed in through an identity provider that is no tenant",
            Self::Guest => "an external person (B2B guest)",
            Self::Unclear => "a person whose home is elsewhere",
        }
    }
}

/// Whoever fails for being a guest must fail for being a personal account in the tenant of those too.
pub(super) fn denied_person(case: &Case) -> Option<Outcome> {
    let profile = case.profile;
    let is_at_home = profile.subject.home == profile.issuing_tenant();
    let is_denied = case.expectation.deny_guests
        && profile.subject.kind == PrincipalKind::Personal
        && is_at_home
        && matches!(
            story::of(case),
            Story::Expected | Story::Any | Story::NotAsked
        );
    is_denied.then(|| {
        let mut evidence = story::home_evidence(case);
        evidence.push(Evidence::seen(
            "home",
            TenantId::PERSONAL.to_string(),
            "--deny-guests",
        ));
        Found::by(evidence)
            .titled("a personal Microsoft account")
            .failing()
            .into()
    })
}

/// The outcome of the rule that tells of this kind of external subject.
fn tells(case: &Case, wanted: External) -> Outcome {
    let story = story::of(case);
    if !matches!(story, Story::Expected | Story::Any | Story::NotAsked) {
        return Outcome::not_applicable("the issuing tenant is not the expected one");
    }
    match external(case) {
        None => Outcome::Pass,
        Some(found) if found != wanted => {
            Outcome::not_applicable("the subject is external in another way")
        }
        Some(_) => {
            let mut evidence = story::home_evidence(case);
            let told = |evidence| {
                let found = Found::by(evidence);
                if story == Story::Expected {
                    found
                } else {
                    found.titled(wanted.title_without_a_tenant())
                }
            };
            if !case.expectation.deny_guests {
                return told(evidence).into();
            }
            let home = case
                .profile
                .subject
                .home
                .map_or_else(|| "elsewhere".to_owned(), |home| home.to_string());
            // Where any tenant will do, everybody is expected to be at home in the issuing one.
            let issuing = case.profile.issuing_tenant();
            let expected = match (case.expected_tenants_text(), issuing) {
                (text, Some(issuing)) if text.is_empty() => issuing.to_string(),
                (text, _) => text,
            };
            let home = Evidence::seen("home", home, "--deny-guests");
            evidence.push(if expected.is_empty() {
                home
            } else {
                home.against(expected)
            });
            told(evidence).failing().into()
        }
    }
}

pub(super) const PARTNER_ADMIN: Rule = Rule {
    id: "partner-admin",
    catalogue: &["A06"],
    severity: Severity::Low,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "right tenant, a partner's administrator",
    why: "The token says that {user} works in {issuer_tenant} by delegated administration (GDAP or DAP): issuer and \
          tid name the customer's tenant on purpose, and there is no guest account.",
    remedy: &[
        "Check the partner relationship with {home_tenant}, its roles and its end date, in the Microsoft 365 admin center.",
    ],
    alternatives: &[(
        "b2b-guest",
        "A guest has an account in the directory: look for {user} there.",
    )],
    explains: &[],
    errors: &[],
    see: &["https://learn.microsoft.com/partner-center/customers/gdap-introduction"],
    check: |case| tells(case, External::Partner),
};

pub(super) const MICROSOFT_SUPPORT: Rule = Rule {
    id: "microsoft-support",
    catalogue: &["A07"],
    severity: Severity::Info,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "right tenant, somebody of Microsoft",
    why: "The subject's home is one of Microsoft's own tenants: a support engineer, or a consultant of Microsoft's who \
          was invited.",
    remedy: &[
        "Match the time with a support case or a Customer Lockbox request.",
        "The sign-in log shows support sign-ins with crossTenantAccessType microsoftSupport.",
    ],
    alternatives: &[(
        "b2b-guest",
        "An invited consultant has a guest account in the directory.",
    )],
    explains: &[],
    errors: &[],
    see: &["https://learn.microsoft.com/purview/customer-lockbox-requests"],
    check: |case| tells(case, External::Microsoft),
};

pub(super) const B2B_GUEST: Rule = Rule {
    id: "b2b-guest",
    catalogue: &["A05"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "right tenant, external person (B2B guest)",
    why: "A guest's token is issued by the inviting tenant: issuer and tid name that tenant on purpose, and only idp \
          shows where {user} is at home. The oid is the guest account in the directory of the inviting tenant.",
    remedy: &[
        "Ask whether {user} is expected, who invited the account, and which roles it has.",
        "The sign-in log shows such sign-ins with crossTenantAccessType b2bCollaboration.",
    ],
    alternatives: &[
        (
            "partner-admin",
            "A partner has directory roles (wids) and no guest account.",
        ),
        (
            "pass-through-user",
            "Without an account here it is a pass-through sign-in.",
        ),
    ],
    explains: &[],
    errors: &[],
    see: &["https://learn.microsoft.com/entra/external-id/what-is-b2b"],
    check: |case| tells(case, External::Guest),
};

pub(super) const PASS_THROUGH_USER: Rule = Rule {
    id: "pass-through-user",
    catalogue: &["A02"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "right tenant, somebody without an account in it",
    why: "The token says that its subject has no object in this tenant (pass-through authentication). The sign-in \
          service confirmed who it is; that is not yet access to anything.",
    remedy: &[
        "Search the audit log for anything else this user did, and ask where the id {issuer_tenant} is published.",
    ],
    alternatives: &[("b2b-guest", "A guest has an account in the directory.")],
    explains: &[],
    errors: &[],
    see: &[story::PASS_THROUGH],
    check: |case| tells(case, External::PassThrough),
};

pub(super) const EXTERNAL_PERSON: Rule = Rule {
    id: "external-person",
    catalogue: &["A05", "A06"],
    severity: Severity::Info,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "right tenant, a person whose home is elsewhere",
    why: "The claim idp names another tenant than the issuer. Whether that is a guest, a pass-through sign-in or a partner's \
          administrator cannot be told apart in this token.",
    remedy: &[
        "Look for {user} among the guests and the partner relationships; the sign-in log's crossTenantAccessType tells which.",
    ],
    alternatives: &[
        ("b2b-guest", "A guest has an account in the directory."),
        (
            "partner-admin",
            "A partner has directory roles and no guest account.",
        ),
    ],
    explains: &[],
    errors: &[],
    see: &[WHO_IS_EXTERNAL],
    check: |case| tells(case, External::Unclear),
};

pub(super) const FEDERATED_USER: Rule = Rule {
    id: "federated-user",
    catalogue: &["G21"],
    severity: Severity::Low,
    confidence: Confidence::Low,
    weight: Weight::Story,
    title: "right tenant, signed in through an identity provider that is no tenant",
    why: "The claim idp names a service that is not an Entra tenant. That can be direct federation or a social account, which \
          somebody configured, or a federation that nobody knows of.",
    remedy: &[
        "Compare idp with the identity providers and federated domains that are configured in the tenant.",
    ],
    alternatives: &[(
        "b2b-guest",
        "A guest from another organisation's own identity provider looks like this.",
    )],
    explains: &[],
    errors: &[],
    see: &["https://learn.microsoft.com/entra/external-id/direct-federation"],
    check: |case| tells(case, External::Federated),
};
