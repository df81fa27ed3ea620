//! Rules about the power that a token carries: what was asked for and is missing, and what is more
//! than an investigator would guess.

use uuid::Uuid;

use crate::entra::kind::Kind;
use crate::entra::permission::{self, Permission, PermissionKind};
use crate::finding::{Confidence, Evidence, Severity};

use super::rule::{Case, Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    APP_TOKEN_FOR_USER_SCOPE,
    MISSING_SCOPE,
    MISSING_ROLE,
    EXCHANGE_APP_WITHOUT_RIGHTS,
    BROAD_FIRST_PARTY_SCOPES,
    POWERFUL_APP_ROLES,
    PRIVILEGED_DIRECTORY_ROLE,
];

/// Office 365 Exchange Online.
const EXCHANGE: Uuid = Uuid::from_u128(0x00000002_0000_0ff1_ce00_000000000000);

/// Clients of the public lists that do ask for consent: Microsoft Graph Command Line Tools, Graph
/// Explorer, PnP Management Shell.
const ASKS_FOR_CONSENT: [Uuid; 3] = [
    Uuid::from_u128(0x14d82eec_204b_4c2f_b7e8_296a70dab67e),
    Uuid::from_u128(0xde8bc8b5_d9f9_48b1_a8ad_b748da725064),
    Uuid::from_u128(0x31359c7f_bd7e_475c_86db_fdb8c937548e),
];

const PERMISSIONS: &str =
    "https://learn.microsoft.com/entra/identity-platform/permissions-consent-overview";

/// Asked permissions that the token lacks; names are compared without regard to case, as Entra ID does.
fn missing(case: &Case, claim: &'static str, asked: &[String], held: &[&str]) -> Outcome {
    if asked.is_empty() {
        return Outcome::not_applicable("none was expected");
    }
    if case.profile.kind == Kind::IdToken {
        return Outcome::not_applicable("it is an id token, which another rule tells");
    }
    let lacking: Vec<&str> = asked
        .iter()
        .map(String::as_str)
        .filter(|wanted| !held.iter().any(|held| held.eq_ignore_ascii_case(wanted)))
        .collect();
    if lacking.is_empty() {
        return Outcome::Pass;
    }
    let observed = if held.is_empty() {
        "none".to_owned()
    } else {
        held.join(" ")
    };
    Found::by([
        Evidence::seen(format!("claims.{claim}"), observed, "--scope, --role")
            .against(lacking.join(" ")),
    ])
    .failing()
    .into()
}

const APP_TOKEN_FOR_USER_SCOPE: Rule = Rule {
    id: "app-token-for-user-scope",
    catalogue: &["C11"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "an application's own token where a user's was expected",
    why: "A delegated scope was expected, but nobody signed in: the application got the token for itself, so it carries \
          roles at most, and calls on behalf of \"me\" fail.",
    remedy: &[
        "Let a user sign in (authorization code or on-behalf-of) to get scopes.",
        "If the application is meant to act for itself, expect its roles: --role.",
    ],
    alternatives: &[(
        "missing-scope",
        "A user's token that merely lacks the scope carries others in scp.",
    )],
    explains: &[],
    errors: &[],
    see: &[PERMISSIONS],
    check: |case| {
        if case.expectation.scopes.is_empty() {
            return Outcome::not_applicable("no scope was expected (--scope)");
        }
        if !case.profile.subject.is_app() {
            return Outcome::Pass;
        }
        let asked = case.expectation.scopes.join(" ");
        Found::by([Evidence::absent("claims.scp", "--scope").against(asked)])
            .failing()
            .into()
    },
};

const MISSING_SCOPE: Rule = Rule {
    id: "missing-scope",
    catalogue: &["C06", "C11"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "a scope that was expected is missing",
    why: "The token does not carry every delegated permission that was expected, so the resource will refuse some \
          calls.",
    remedy: &[
        "Let the client request the missing scope, and have it consented; then get a new token.",
        "An application that acts for itself never has scopes: expect roles (--role) instead.",
    ],
    alternatives: &[(
        "missing-role",
        "An application permission stands in roles, not in scp.",
    )],
    explains: &[],
    errors: &[],
    see: &[PERMISSIONS],
    check: |case| {
        if case.profile.subject.is_app() {
            return Outcome::not_applicable(
                "it is an application's own token, which another rule tells",
            );
        }
        missing(
            case,
            "scp",
            &case.expectation.scopes,
            &permission::scopes(case.claims),
        )
    },
};

const MISSING_ROLE: Rule = Rule {
    id: "missing-role",
    catalogue: &["C06", "C11"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "a role that was expected is missing",
    why: "The token does not carry every application role that was expected, so the resource will refuse some calls.",
    remedy: &[
        "Assign the role to the application or the user, have it consented; then get a new token.",
    ],
    alternatives: &[(
        "missing-scope",
        "A delegated permission stands in scp, not in roles.",
    )],
    explains: &[],
    errors: &[],
    see: &[PERMISSIONS],
    check: |case| {
        missing(
            case,
            "roles",
            &case.expectation.roles,
            &case.claims.texts("roles"),
        )
    },
};

/// Permissions of a kind up to a tier, as evidence.
fn powerful(case: &Case, kind: PermissionKind, tier: u8, claim: &'static str) -> Vec<Evidence> {
    let reaches = |permission: &&Permission| {
        permission.kind == kind && permission.tier.is_some_and(|own| own <= tier)
    };
    let found = case.profile.permissions.iter().filter(reaches);
    found
        .map(|found| Evidence::seen(format!("claims.{claim}"), &found.name, found.why))
        .collect()
}

const EXCHANGE_APP_WITHOUT_RIGHTS: Rule = Rule {
    id: "exchange-app-without-rights",
    catalogue: &["C06"],
    severity: Severity::Low,
    confidence: Confidence::Medium,
    weight: Weight::Detail,
    title: "an application's Exchange token without the right to run cmdlets",
    why: "The token carries no role. Exchange Online lets an application run cmdlets only with the role \
          Exchange.ManageAsApp and a directory role or role group of its own. Without the first the answer is a bare \
          UnAuthorized.",
    remedy: &[
        "Give the application Exchange.ManageAsApp on Office 365 Exchange Online, with consent.",
        "Give its service principal a directory role or a role group, then get a new token.",
    ],
    alternatives: &[],
    explains: &[],
    errors: &[
        "UnAuthorized",
        "The role assigned to application",
        "The token contains no permissions, or permissions can not be understood.",
    ],
    see: &["https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2"],
    check: |case| {
        let is_exchange = case
            .profile
            .audiences
            .iter()
            .any(|audience| audience.app_id == Some(EXCHANGE));
        if !is_exchange || !case.profile.subject.is_app() {
            return Outcome::not_applicable("it is not an application's token for Exchange Online");
        }
        let roles = case.claims.texts("roles");
        if roles
            .iter()
            .any(|role| role.starts_with("Exchange.ManageAsApp"))
        {
            return Outcome::Pass;
        }
        if !roles.is_empty() {
            return Outcome::not_applicable("its roles are for mailboxes, not for cmdlets");
        }
        Found::by([Evidence::absent("claims.roles", PERMISSIONS).against("Exchange.ManageAsApp")])
            .into()
    },
};

const BROAD_FIRST_PARTY_SCOPES: Rule = Rule {
    id: "broad-first-party-scopes",
    catalogue: &["C10"],
    severity: Severity::Low,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "broad scopes that most probably nobody was asked for",
    why: "Most of Microsoft's own clients come with permissions that are approved beforehand, without a consent that \
          anybody gave or recorded. They give no more than {user} may do in {issuer_tenant} anyway.",
    remedy: &[
        "Judge the token by the rights that {user} has in {issuer_tenant}, not by the list of scopes.",
    ],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &[PERMISSIONS],
    check: |case| {
        let client = case
            .profile
            .client
            .as_ref()
            .filter(|client| client.known.is_some());
        let Some(client) = client else {
            return Outcome::not_applicable("the client is not one of Microsoft's");
        };
        if client
            .app_id()
            .is_some_and(|id| ASKS_FOR_CONSENT.contains(&id))
        {
            return Outcome::not_applicable("this client asks for consent");
        }
        let mut broad = powerful(case, PermissionKind::Scope, 1, "scp");
        // user_impersonation stands in every such token and says nothing by itself.
        broad.retain(|evidence| evidence.observed.as_deref() != Some("user_impersonation"));
        Outcome::found_if_any(broad)
    },
};

const POWERFUL_APP_ROLES: Rule = Rule {
    id: "powerful-app-roles",
    catalogue: &["C10"],
    severity: Severity::Low,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "application roles that reach far",
    why: "Application roles are not limited by any user's rights: the application may do this by itself, everywhere \
          in {issuer_tenant} unless a policy of the resource narrows it (an application access policy, sites that \
          were selected).",
    remedy: &["Check that the application needs these roles and who holds its credentials."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &[PERMISSIONS],
    check: |case| {
        if !case.profile.subject.is_app() {
            return Outcome::not_applicable("the token is not an application's own");
        }
        Outcome::found_if_any(powerful(case, PermissionKind::Role, 1, "roles"))
    },
};

const PRIVILEGED_DIRECTORY_ROLE: Rule = Rule {
    id: "privileged-directory-role",
    catalogue: &["C12"],
    severity: Severity::Low,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "the subject holds a privileged directory role",
    why: "The wids claim names a directory role that Microsoft calls privileged, so this token opens more than its \
          scopes show.",
    remedy: &[
        "Check that the subject needs the role; people can have it activated only when needed.",
    ],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &[
        "https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference",
    ],
    check: |case| Outcome::found_if_any(powerful(case, PermissionKind::DirectoryRole, 0, "wids")),
};
