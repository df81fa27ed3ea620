//! A sign-in that was only passed through: Entra tells a Microsoft service who somebody is, in the
//! log of the tenant that was asked for, before the service decides whether to let them in.
//!
//! Not its job: scripts that name the wrong tenant (`exchange_powershell.rs`), and people with a
//! standing here (`visitors.rs`).

use uuid::uuid;

use super::evidence;
use super::sources::MICROSOFT;
use crate::audit::column::Column;
use crate::audit::condition::Condition::{self, All, Any, Is, Not};
use crate::audit::condition::{Named, Value};
use crate::audit::explanation::{About, Explanation, Grouping};
use crate::audit::{record, standing};
use crate::finding::{Confidence, Severity};

const SHAREPOINT_ONLINE: &[Value] = &[Value::Id(record::SHAREPOINT_ONLINE)];
const MY_APPS: &[Value] = &[Value::Id(uuid!("0000000c-0000-0000-c000-000000000000"))];
const PORTAL_OR_RESOURCE_MANAGER: &[Value] = &[
    Value::Id(uuid!("c44b4083-3bb0-49c1-b47d-974e53cbdf3c")),
    Value::Id(uuid!("797f4846-ba00-4fd7-ba43-dac1f8f63013")),
];

pub(super) const SHAREPOINT: Explanation = Explanation {
    id: "sharepoint-pass-through",
    about: About::Foreign,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    title: "Someone from another tenant followed a link to this tenant's SharePoint or OneDrive",
    why: "A link to a file or site leads through the sign-in of the tenant that hosts it. Whoever \
          follows it while signed in elsewhere is identified there first, and that identification \
          is what the entry records; SharePoint then checks sharing and permissions by itself. Links \
          in articles, mails and samples produce such entries for years, successes and failures \
          mixed, often under the user name `Unknown` or `Not Available`.",
    what_would_change_it: "SharePoint or OneDrive entries (RecordType 4, 6 or 14) of the same user, \
          session or address soon after it, or a guest account behind the name. An export without \
          those record types cannot show that nothing followed.",
    look_alikes: &["pass-through-sign-in", "saml-method-value", "guest-account"],
    next_steps: &[
        "Search the log for everything else by {user} and from the same address around {time}.",
        "Look for sharing links that may have left your organisation, and remove those no longer \
         wanted.",
        "Check whether a guest account or a cross-tenant access setting names {actor_tenant}.",
    ],
    came_to_nothing: true,
    grouping: Grouping::Actor,
    sources: &[
        MICROSOFT,
        "https://www.michev.info/blog/post/2533/more-on-entries-from-other-tenants-visible-in-the-unified-audit-log",
    ],
    condition: All(&[
        Any(&[
            Condition::Named(PASS_THROUGH),
            All(&[
                Condition::Named(OUTSIDER),
                Condition::Named(standing::NOBODY),
            ]),
        ]),
        Any(&[
            Is(Column::Apps, SHAREPOINT_ONLINE),
            Is(Column::Resources, SHAREPOINT_ONLINE),
        ]),
    ]),
    evidence: |record| evidence::of(record),
};

pub(super) const APP_PANEL: Explanation = Explanation {
    id: "my-apps-pass-through",
    about: About::Foreign,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    title: "Someone from another tenant opened the My Apps page with this tenant's name in the address",
    why: "The My Apps page (Microsoft App Access Panel) identifies its visitor in the tenant that the \
          address names; personal accounts of outlook.com, or with a mail address elsewhere, appear \
          with the tenant of all personal accounts. The entry shows that somebody was identified; \
          the page itself holds nothing for an account that this tenant does not know.",
    what_would_change_it: "A guest account behind the name, or entries of applications of yours by \
          the same user or session.",
    look_alikes: &["pass-through-sign-in", "guest-account"],
    next_steps: &[
        "Look up {user} among your guest accounts: an invitation sends its reader to this page.",
        "Search the log for everything else by {user} around {time}.",
        "Check whether a cross-tenant access setting names {actor_tenant}.",
    ],
    came_to_nothing: true,
    grouping: Grouping::Actor,
    sources: &[MICROSOFT],
    condition: All(&[
        Condition::Named(PASS_THROUGH),
        Any(&[Is(Column::Apps, MY_APPS), Is(Column::Resources, MY_APPS)]),
    ]),
    evidence: |record| evidence::of(record),
};

pub(super) const AZURE: Explanation = Explanation {
    id: "azure-portal-sign-in",
    about: About::Foreign,
    severity: Severity::Low,
    confidence: Confidence::Low,
    title: "Someone from another tenant signed in to the Azure portal or to Azure Resource Manager with this tenant",
    why: "The portal and the command line tools ask for a token of every directory that a person \
          switches to or names; guests and partner administrators do so daily. Entra logs it here, \
          the second factor as an entry of its own (`SAS:EndAuth`), and for people from elsewhere \
          often without a name (`Not Available`). What they may do is decided by role assignments \
          in your subscriptions, which this log does not hold.",
    what_would_change_it: "Entries of the Azure activity log by the same object id: then somebody did \
          something. No guest account and no role assignment behind it speak for a switch of \
          directories that led nowhere.",
    look_alikes: &[
        "guest-account",
        "partner-administrator",
        "pass-through-sign-in",
    ],
    next_steps: &[
        "Search the Azure activity log for the same object id around {time}.",
        "List role assignments of principals from other tenants: `Get-AzRoleAssignment` shows \
         partners as `Foreign Principal for ...`.",
        "Check whether {user} is a guest, and whether a partner relationship or a cross-tenant access \
         setting names {actor_tenant}.",
    ],
    came_to_nothing: true,
    grouping: Grouping::Actor,
    sources: &[MICROSOFT],
    condition: All(&[
        Condition::Named(PASS_THROUGH),
        Any(&[
            Is(Column::Apps, PORTAL_OR_RESOURCE_MANAGER),
            Is(Column::Resources, PORTAL_OR_RESOURCE_MANAGER),
        ]),
    ]),
    evidence: |record| evidence::of(record),
};

pub(super) const SAML_METHOD: Explanation = Explanation {
    id: "saml-method-value",
    about: About::Foreign,
    severity: Severity::Low,
    confidence: Confidence::Low,
    title: "An outsider's sign-in with the method value 16457, which hunting rules read as a SAML anomaly",
    why: "`UserAuthenticationMethod` is a sum of flags, and 16457 is one that hunting tools list as a \
          sign of a SAML token that was made elsewhere. The same value was reported for people from \
          other tenants who follow a link; their home tenant did the signing in, so this log only \
          knows that it was done. Microsoft does not document the value.",
    what_would_change_it: "The same value on entries of your own, federated users would be another \
          matter: compare the certificate of your federation with what is configured in Entra.",
    look_alikes: &["pass-through-sign-in", "sharepoint-pass-through"],
    next_steps: &[
        "Search the log for the same value on entries of your own users; none confirms this \
         explanation.",
        "Search the log for everything else by {user} of {actor_tenant} around {time}.",
    ],
    came_to_nothing: true,
    grouping: Grouping::Actor,
    sources: &["https://github.com/cisagov/Sparrow/issues/20"],
    condition: All(&[
        Condition::Named(PASS_THROUGH),
        Is(Column::Method, &[Value::Text("16457")]),
    ]),
    evidence: |record| {
        let method = record.authentication_method.map(str::trim);
        evidence::with(record, &[("UserAuthenticationMethod", method)])
    },
};

pub(super) const SIGN_IN: Explanation = Explanation {
    id: "pass-through-sign-in",
    about: About::Foreign,
    severity: Severity::Low,
    confidence: Confidence::Low,
    title: "Someone from another tenant was identified on the way to a Microsoft service here",
    why: "Entra identifies a person before the service they want decides about access, and writes a \
          successful `UserLoggedIn` into the log of the tenant that was asked for even when no \
          account exists there. The entry tells who knocked, not that a door was opened.",
    what_would_change_it: "Any later entry of a workload (Exchange, SharePoint, Teams, Azure) by the \
          same user or session, or many different users of one tenant within a short time. If the \
          account turns out to be a guest or a partner of yours, that is the explanation.",
    look_alikes: &[
        "exchange-powershell-wrong-tenant",
        "sharepoint-pass-through",
        "guest-account",
        "partner-administrator",
    ],
    next_steps: &[
        "Search the log for everything else by {user} around {time}.",
        "Check whether a guest account, a partner relationship or a cross-tenant access setting \
         names {actor_tenant}.",
        "If your tenant's id {organization} stands in public code or articles, expect more of these.",
    ],
    came_to_nothing: true,
    grouping: Grouping::Actor,
    sources: &[MICROSOFT],
    condition: All(&[
        Condition::Named(PASS_THROUGH),
        // Microsoft documents it for its own applications only.
        Any(&[standing::access("passthrough"), Condition::KnownApp]),
    ]),
    evidence: |record| {
        let said = record
            .cross_tenant_access
            .filter(|kind| kind.trim().eq_ignore_ascii_case("passthrough"));
        evidence::with(record, &[("CrossTenantAccessType", said)])
    },
};

pub(super) const FAILED: Explanation = Explanation {
    id: "foreign-sign-in-failed",
    about: About::Foreign,
    severity: Severity::Info,
    confidence: Confidence::High,
    title: "Someone from another tenant tried to sign in here and did not get a token",
    why: "The sign-in service knows the person from another tenant and refused or interrupted the \
          request: no account here, a cross-tenant setting or a Conditional Access policy that keeps \
          outsiders out, consent that was missing, or a step that the person did not finish. The \
          error number tells which.",
    what_would_change_it: "A success of the same user soon after it is the entry to look at: an \
          interruption is often followed by one.",
    look_alikes: &["pass-through-sign-in", "guest-account"],
    next_steps: &[
        "See what {error} means and what helps: `jwtenant explain {error}`.",
        "Search for a success of {user} of {actor_tenant} after {time}.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Answer,
    sources: &[MICROSOFT],
    condition: All(&[
        Condition::Named(standing::SIGN_IN),
        Condition::Named(standing::FAILED),
    ]),
    evidence: |record| evidence::of(record),
};

/// A successful sign-in entry of somebody who shows no standing in this tenant.
pub(super) const PASS_THROUGH: &Named = &Named {
    name: "is_pass_through",
    condition: All(&[
        Condition::Named(OUTSIDER),
        Not(&Condition::Named(standing::FAILED)),
        Is(Column::Operation, &[Value::Text("UserLoggedIn")]),
    ]),
};

const OUTSIDER: &Named = &Named {
    name: "is_outsider",
    condition: All(&[
        Condition::Named(standing::SIGN_IN),
        Not(&Condition::Named(standing::STANDING)),
    ]),
};
