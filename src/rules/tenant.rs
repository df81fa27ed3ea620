//! Rules about the tenant: is it the expected one, and if not, which story explains it best?
//!
//! Not its job: choosing between stories (`rules/tenant/story.rs`, where exactly one holds for a
//! token, so that a failed expectation is exactly one finding).

mod home;
mod published;
mod story;

use crate::finding::{Confidence, Severity};

use self::story::{PASS_THROUGH, Story};
use super::rule::{Case, Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    COPIED_TENANT_ID,
    OWN_GUEST_ELSEWHERE,
    PLACEHOLDER_TENANT,
    PERSONAL_ACCOUNT,
    MICROSOFT_SERVICES,
    OTHER_CLOUD,
    CUSTOMER_TOKEN,
    HOME_TENANT_TOKEN,
    OTHER_TENANT,
    published::PUBLISHED_TENANT,
    home::PARTNER_ADMIN,
    home::MICROSOFT_SUPPORT,
    home::B2B_GUEST,
    home::PASS_THROUGH_USER,
    home::EXTERNAL_PERSON,
    home::FEDERATED_USER,
];

const GET_TOKEN: &str = "https://learn.microsoft.com/cli/azure/account#az-account-get-access-token";

/// The outcome of a rule that tells one story.
fn tells(case: &Case, wanted: Story, confidence: Confidence) -> Outcome {
    match story::of(case) {
        found if found == wanted => Found::by(story::evidence(case))
            .confidence(confidence)
            .failing()
            .into(),
        Story::Expected => Outcome::Pass,
        Story::NotAsked => Outcome::not_applicable("no tenant was expected"),
        Story::Open(_) => Outcome::not_applicable("the tenants could not be compared"),
        _ => Outcome::not_applicable("the tenants differ, which another rule explains"),
    }
}

const COPIED_TENANT_ID: Rule = Rule {
    id: "copied-tenant-id",
    catalogue: &["A01"],
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "wrong tenant, probably a tenant id copied with a sample",
    why: "{user} is at home in the expected tenant, but the token was issued by {issuer_tenant}: whoever ran the \
          script asked that tenant's sign-in service. The usual cause is a sample whose first line still holds its \
          author's tenant id.",
    remedy: &[
        "In the script, replace {issuer_tenant} on the authority line by {expected_tenant}, then get a new token.",
        "If you do not trust where the script comes from: revoke the sessions of {user}, and read the script.",
        "The administrators of {issuer_tenant} see the name and the address in their audit log; a short note saves \
         them an investigation.",
    ],
    alternatives: &[
        (
            "own-guest-elsewhere",
            "{user} is a guest or a partner administrator in {issuer_tenant}: ask {user}.",
        ),
        (
            "home-tenant-token",
            "The account is a member of {issuer_tenant} too: ask its administrators.",
        ),
    ],
    explains: &["issuer-tenant-disagree"],
    errors: &["UnAuthorized"],
    see: &[PASS_THROUGH],
    check: |case| {
        let outcome = tells(
            case,
            Story::CopiedTenantId,
            story::confidence_of_copied_id(case),
        );
        match outcome {
            Outcome::Found(found) if !story::is_home_told(case) => {
                found.because(BY_THE_NAME).into()
            }
            outcome => outcome,
        }
    },
};

const BY_THE_NAME: &str = "The name {user} ends in a domain of the expected tenant, and the token was issued by \
                           {issuer_tenant}. If the account is at home where its name says, whoever ran the script \
                           asked that tenant's sign-in service. The usual cause is a sample whose first line still \
                           holds its author's tenant id.";

const OWN_GUEST_ELSEWHERE: Rule = Rule {
    id: "own-guest-elsewhere",
    catalogue: &["A05"],
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "wrong tenant: your user, as a guest or partner of another tenant",
    why: "{user} seems to be at home in the expected tenant and has a relation to {issuer_tenant}, which issued this token. \
          That is ordinary work there, and the wrong token for a resource of yours.",
    remedy: &[
        "Get a token of the expected tenant instead: az login --tenant {expected_tenant}.",
        "If the work in {issuer_tenant} was meant, expect that tenant: --tenant {issuer_tenant}.",
    ],
    alternatives: &[(
        "copied-tenant-id",
        "Without a relation to {issuer_tenant} it would be a copied tenant id.",
    )],
    explains: &["issuer-tenant-disagree"],
    errors: &[],
    see: &["https://learn.microsoft.com/entra/external-id/what-is-b2b"],
    check: |case| tells(case, Story::OwnGuestElsewhere, Confidence::Medium),
};

const PLACEHOLDER_TENANT: Rule = Rule {
    id: "placeholder-tenant",
    catalogue: &["A12"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "the tenant is a placeholder, not a real one",
    why: "Where the tenant belongs stands a value from documentation, or one that is no tenant id at all. Nobody's \
          sign-in service issued a token for it.",
    remedy: &[
        "Look for the sample or the unset variable that the value comes from, and put {expected_tenant} there.",
    ],
    alternatives: &[(
        "edited-sample",
        "The token itself may be a printed sample rather than a real one.",
    )],
    explains: &["issuer-tenant-disagree"],
    errors: &["AADSTS700016", "AADSTS90002", "AADSTS900023"],
    see: &["https://learn.microsoft.com/entra/identity-platform/access-tokens"],
    check: |case| tells(case, Story::Placeholder, Confidence::High),
};

const PERSONAL_ACCOUNT: Rule = Rule {
    id: "personal-account",
    catalogue: &["A10"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "wrong tenant: a personal Microsoft account",
    why: "The token is issued by the tenant that all personal accounts share. Whoever signed in did so \
          with a personal account; a work account gets its tokens from the tenant of its organisation.",
    remedy: &[
        "Sign in again with a work account, in a private window or with prompt=select_account.",
        "If personal accounts are welcome, allow them in the application's registration and expect {issuer_tenant}.",
    ],
    alternatives: &[(
        "b2b-guest",
        "A personal account that was invited would get a token of {expected_tenant}.",
    )],
    explains: &[],
    errors: &[
        "Invalid Issuer (iss) claim",
        "Invalid JWT access token",
        "The given token is invalid",
    ],
    see: &["https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference"],
    check: |case| {
        home::denied_person(case)
            .unwrap_or_else(|| tells(case, Story::PersonalAccount, Confidence::High))
    },
};

const MICROSOFT_SERVICES: Rule = Rule {
    id: "microsoft-services",
    catalogue: &["A11"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "wrong tenant: Microsoft Services, where nobody's resources are",
    why: "A sign-in that names no tenant ends in Microsoft's own, most often with a personal account. Everybody gets \
          this same id, so it tells nothing about anybody.",
    remedy: &[
        "Name the tenant: az login --tenant {expected_tenant}.",
        "Or sign in with a work account of that tenant.",
    ],
    alternatives: &[(
        "personal-account",
        "For an API that takes personal accounts the issuer would be theirs, 9188040d-6c67-4c5b-b112-36a304b66dad.",
    )],
    explains: &[],
    errors: &["The access token is from the wrong issuer", "AADSTS50020"],
    see: &[GET_TOKEN],
    check: |case| tells(case, Story::MicrosoftServices, Confidence::High),
};

const OTHER_CLOUD: Rule = Rule {
    id: "other-cloud",
    catalogue: &["B06"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "wrong tenant: a tenant of another national cloud",
    why: "The issuer's host belongs to another cloud than the expected tenant's. Tokens are not portable between \
          clouds, and a tenant id means something only within its own.",
    remedy: &[
        "Use the sign-in host, the metadata and the resource of the cloud in which {expected_tenant} lives.",
    ],
    alternatives: &[(
        "home-tenant-token",
        "Within one cloud it would be a token of somebody's own tenant.",
    )],
    explains: &[],
    errors: &[
        "AADSTS900382",
        "AADSTS90051",
        "AADSTS900384",
        "InvalidCloudInstance",
    ],
    see: &["https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud"],
    check: |case| tells(case, Story::OtherCloud, Confidence::High),
};

const CUSTOMER_TOKEN: Rule = Rule {
    id: "customer-token",
    catalogue: &["A09"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "another tenant's token for an API that is none of Microsoft's",
    why: "The token is for {resource}, and a user or an application of {issuer_tenant} got it at home. If the API is \
          yours, that is how a multi-tenant API works, and wrong where only one tenant was meant.",
    remedy: &[
        "For a multi-tenant API: keep a list of customer tenants and accept iss and tid only from it.",
        "For a single tenant: make the registration single-tenant.",
        "Never switch issuer validation off: any tenant's token would pass.",
    ],
    alternatives: &[(
        "home-tenant-token",
        "For a resource of Microsoft's it would be a token of the wrong directory.",
    )],
    explains: &[],
    errors: &["IDX10205", "IDX40001", "The issuer '(null)' is invalid"],
    see: &["https://learn.microsoft.com/entra/identity-platform/claims-validation"],
    check: |case| {
        // Whose API it is only the person who asks can say.
        let confidence = if case.expectation.audiences.is_empty() {
            Confidence::Medium
        } else {
            Confidence::High
        };
        tells(case, Story::CustomerToken, confidence)
    },
};

const HOME_TENANT_TOKEN: Rule = Rule {
    id: "home-tenant-token",
    catalogue: &["A04"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "wrong tenant: the token comes from the account's own directory",
    why: "The account is at home in {issuer_tenant}, and that is where the token was asked for: what tools do that are \
          not told a tenant. A resource of {expected_tenant} does not take it.",
    remedy: &[
        "Ask for the tenant: az login --tenant {expected_tenant}, or az account get-access-token --tenant \
         {expected_tenant}, or Connect-AzAccount -Tenant {expected_tenant}.",
        "In code: set AZURE_TENANT_ID, or the authority, to {expected_tenant}.",
        "If the account has no access there, invite it as a guest first.",
    ],
    alternatives: &[(
        "copied-tenant-id",
        "A user of yours, with another tenant's id in the script: look at idp and the user name.",
    )],
    explains: &[],
    errors: &[
        "The access token is from the wrong issuer",
        "AKV10032: Invalid issuer",
        "Expected iss claim to be",
        "OrganizationFromTenantGuidNotFound",
        "WorkspaceNotFound",
    ],
    see: &[GET_TOKEN],
    check: |case| tells(case, Story::HomeTenantToken, Confidence::High),
};

/// The fallback, and the place where an unanswered question of the tenant is said.
const OTHER_TENANT: Rule = Rule {
    id: "other-tenant",
    catalogue: &["A04", "A15", "A16"],
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "another tenant than the expected one",
    why: "The token names the issuer {issuer}. No known story fits: neither the user's home, nor the client, nor \
          the resource explains it.",
    remedy: &[
        "Find out which program got this token and which tenant its authority line names.",
        "Look at client, resource and user below, and ask the user.",
    ],
    alternatives: &[
        (
            "copied-tenant-id",
            "A user of yours would show your tenant in idp, or your domain in the user name.",
        ),
        (
            "home-tenant-token",
            "A member of {issuer_tenant} would show no idp.",
        ),
    ],
    explains: &[],
    errors: &[],
    see: &["https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer"],
    check: |case| match story::of(case) {
        Story::NotAsked => Outcome::Undecided(
            "no tenant was expected; --tenant names it, --tenant any accepts all".into(),
        ),
        Story::Open(why) => Outcome::Undecided(why.into()),
        Story::Any => Outcome::not_applicable("any tenant was accepted (--tenant any)"),
        _ => tells(case, Story::Other, Confidence::Medium),
    },
};
