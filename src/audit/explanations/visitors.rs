//! People from other tenants who have a standing here: guests, partners, shared channels, Microsoft's
//! support.
//!
//! Not its job: telling who they are (`standing.rs`), and people without a standing
//! (`pass_through.rs`).

use super::evidence;
use super::sources::{MICROSOFT, SCHEMA};
use crate::audit::column::Column;
use crate::audit::condition::Condition::{self, Any, Present};
use crate::audit::explanation::{About, Explanation, Grouping};
use crate::audit::record::AuditRecord;
use crate::audit::standing;
use crate::finding::{Confidence, Evidence, Severity};

const SIGN_IN_DETAILS: &str = "https://learn.microsoft.com/en-us/entra/identity/monitoring-health/concept-sign-in-log-activity-details";

pub(super) const MICROSOFT_SUPPORT: Explanation = Explanation {
    id: "microsoft-support-engineer",
    about: About::Foreign,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    title: "A Microsoft support engineer worked in this tenant",
    why: "Microsoft's support can be let into a tenant for one case; the entry then carries the number \
          of the case, or the sign-in log calls the access `microsoftSupport`. With Customer Lockbox \
          each access was approved here first.",
    what_would_change_it: "No support case of yours with that number or at that time.",
    look_alikes: &["partner-administrator", "foreign-actor-unexplained"],
    next_steps: &[
        "Find the support case that was open at {time}, and its number in the entry.",
        "Look up the approval of {user} in the Customer Lockbox requests, if you use it.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &[SIGN_IN_DETAILS, SCHEMA],
    condition: Any(&[
        standing::access("microsoftSupport"),
        Present(Column::Ticket),
    ]),
    evidence: |record| telling(record, &[("SupportTicketId", record.support_ticket)]),
};

pub(super) const PARTNER: Explanation = Explanation {
    id: "partner-administrator",
    about: About::Foreign,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    title: "An administrator of a partner company worked in this tenant (GDAP, CSP or delegated administration)",
    why: "Resellers and service providers administer their customers with accounts of their own \
          tenant. Entra logs them as partner technicians or with the access `serviceProvider`, \
          Exchange as delegated administrators or with `ExternalAccess`, and no account of theirs \
          exists here. What they may do follows from the roles of the relationship.",
    what_would_change_it: "No relationship with the partner's tenant, one that has ended, or changes \
          that nobody ordered.",
    look_alikes: &[
        "guest-account",
        "microsoft-support-engineer",
        "datacenter-actor",
    ],
    next_steps: &[
        "Look up {actor_tenant} under Partner relationships in the Microsoft 365 admin center, with \
         its roles and its end date.",
        "Ask the partner what {user} did at {time}.",
        "Look for role assignments of the partner in Azure: `Get-AzRoleAssignment` shows them as \
         `Foreign Principal for ...`.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &[SCHEMA, SIGN_IN_DETAILS],
    condition: Condition::Named(standing::PARTNER),
    evidence: |record| {
        let external = record.external_access.then_some("true");
        let logon = record.logon_type.map(|kind| kind.to_string());
        telling(
            record,
            &[
                ("ExternalAccess", external),
                ("LogonType", logon.as_deref()),
            ],
        )
    },
};

pub(super) const DIRECT_CONNECT: Explanation = Explanation {
    id: "b2b-direct-connect",
    about: About::Foreign,
    severity: Severity::Low,
    confidence: Confidence::High,
    title: "Someone of another tenant came in by B2B direct connect, for a shared channel of Teams",
    why: "Two tenants that allow it let their people into each other's shared channels without a guest \
          account; the sign-in log calls the access `b2bDirectConnect`.",
    what_would_change_it: "No cross-tenant access setting that allows direct connect with that tenant.",
    look_alikes: &["guest-account", "teams-external-chat"],
    next_steps: &[
        "Look up {actor_tenant} in the cross-tenant access settings, B2B direct connect, inbound.",
        "Ask the owners of shared channels whether {user} is one of their members.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &[SIGN_IN_DETAILS],
    condition: standing::access("b2bDirectConnect"),
    evidence: |record| telling(record, &[]),
};

pub(super) const GUEST: Explanation = Explanation {
    id: "guest-account",
    about: About::Foreign,
    severity: Severity::Info,
    confidence: Confidence::High,
    title: "A guest of this tenant, whose account lives elsewhere",
    why: "An invited person keeps their own account and has a guest account here; its name often holds \
          `#EXT#`, its type is guest, and the sign-in log calls the access `b2bCollaboration`. A guest \
          may do what the guest account was given, so work in sites and chats is to be expected.",
    what_would_change_it: "Nobody who knows the guest, an invitation shortly before by an account that \
          does not invite people, or roles that a guest should not hold.",
    look_alikes: &[
        "partner-administrator",
        "b2b-direct-connect",
        "sharepoint-pass-through",
    ],
    next_steps: &[
        "Look up {user} among your guest accounts: who invited it, when, and which roles and groups it \
         has. Search by the mail address: names with `#EXT#` do not filter well.",
        "Ask the sponsor whether the guest is still needed.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &[SIGN_IN_DETAILS, MICROSOFT],
    condition: Condition::Named(standing::GUEST),
    evidence: |record| telling(record, &[]),
};

pub(super) const TEAMS_CHAT: Explanation = Explanation {
    id: "teams-external-chat",
    about: About::Foreign,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    title: "Someone of another tenant, or with a personal account, wrote in a Teams chat with your people",
    why: "External access lets people of other organisations, and with personal Teams accounts \
          (`.cid.` names), chat with yours. The record says that foreign tenants take part, and that \
          this directory does not know the writer.",
    what_would_change_it: "A one-to-one chat out of the blue, by a sender of an `onmicrosoft.com` \
          domain who calls themselves help desk or support: that is a known pattern of people who \
          want remote control or a sign-in code.",
    look_alikes: &["guest-account", "b2b-direct-connect"],
    next_steps: &[
        "Ask the people of the chat who {user} is, and whether they were expected.",
        "Look for a device code sign-in or a remote control session of theirs soon after {time}.",
        "If nobody needs it, limit external access to known domains; {actor_tenant} is the other side.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &[
        "https://learn.microsoft.com/en-us/microsoftteams/trusted-organizations-external-meetings-chat",
    ],
    condition: Condition::Named(standing::CHAT_GUEST),
    evidence: |record| {
        telling(
            record,
            &[
                ("ParticipantInfo.HasForeignTenantUsers", Some("true")),
                ("UserKey", record.user_key),
            ],
        )
    },
};

/// The kind of access and of user, then what is special, then what every foreign entry shows.
fn telling(record: &AuditRecord, special: &[(&str, Option<&str>)]) -> Vec<Evidence> {
    let kind = evidence::user_type(record);
    let mut fields = vec![
        ("CrossTenantAccessType", record.cross_tenant_access),
        ("UserType", kind.as_deref()),
    ];
    fields.extend(special);
    evidence::with(record, &fields)
}
