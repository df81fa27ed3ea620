//! Entries that applications make: service principals, provisioning between tenants, services of
//! Microsoft's and of vendors.
//!
//! Not its job: people.

use super::evidence;
use super::sources::SCHEMA;
use crate::audit::column::Column;
use crate::audit::condition::Condition::{self, All, Any, Begins, Holds, Is, Not, Present};
use crate::audit::condition::{Named, Part, Value};
use crate::audit::explanation::{About, Explanation, Grouping};
use crate::audit::standing;
use crate::entra::service::{MANAGEMENT_APIS, SERVICE_COMMUNICATIONS};
use crate::finding::{Confidence, Severity};

const SYNC_FABRIC: Part = Part::Text("SyncFabric");

/// `RecordType` of a change to a cross-tenant access policy.
const CROSS_TENANT_POLICY: Value = Value::Number(372);

const FOR_PEOPLE: &[Value] = &[
    Value::Id(SERVICE_COMMUNICATIONS),
    Value::Id(MANAGEMENT_APIS),
];

const SHAREPOINT_RECORDS: &[Value] = &[Value::Number(4), Value::Number(6), Value::Number(14)];

pub(in crate::audit) const SYNCHRONIZATION: Explanation = Explanation {
    id: "cross-tenant-synchronization",
    about: About::Foreign,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    title: "Users were written into this directory by a provisioning service of another tenant",
    why: "Cross-tenant synchronisation creates and updates guest or member accounts here for people of \
          another tenant. It acts as a provisioning service (`Microsoft.Azure.SyncFabric`) and works \
          only where a cross-tenant access setting lets that tenant in.",
    what_would_change_it: "No such setting that anybody remembers: it would keep a door open for \
          whoever made it.",
    look_alikes: &["multi-tenant-application", "foreign-actor-unexplained"],
    next_steps: &[
        "Look up {actor_tenant} in the cross-tenant access settings, and who added it: search for \
         operations that name `cross-tenant access setting` before {time}.",
        "Compare the accounts that were written with what the two organisations agreed.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &[
        "https://learn.microsoft.com/en-us/entra/identity/multi-tenant-organizations/cross-tenant-synchronization-overview",
    ],
    condition: Any(&[
        Holds(Column::Actors, SYNC_FABRIC),
        Holds(Column::Users, SYNC_FABRIC),
    ]),
    evidence: |record| {
        let name = record
            .actor_names
            .iter()
            .copied()
            .chain(record.users.iter().map(|user| user.value))
            .find(|name| name.contains("SyncFabric"));
        evidence::with(record, &[("Actor", name)])
    },
};

pub(super) const MULTI_TENANT: Explanation = Explanation {
    id: "multi-tenant-application",
    about: About::Foreign,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    title: "An application that is registered in another tenant acted here as itself",
    why: "A multi-tenant application is registered in its publisher's tenant and has a service principal in \
          each tenant that consented to it; many of Microsoft's own applications have one without \
          anybody's consent. Their entries name no person. What such an application may do is written on its service \
          principal.",
    what_would_change_it: "An application that nobody here consented to, permissions that reach further \
          than its purpose, or new credentials on it.",
    look_alikes: &["cross-tenant-synchronization", "vendor-application"],
    next_steps: &[
        "Look up the service principal of the entry: its owner (`appOwnerOrganizationId`; \
         f8cdef31-a31e-4b4a-93e4-5f571e91255a is Microsoft), its permissions, who consented and when.",
        "Compare what it did around {time} with what it is for; its home is {actor_tenant}.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &[SCHEMA],
    condition: Condition::Named(APPLICATION),
    evidence: |record| {
        let kind = evidence::user_type(record);
        evidence::with(record, &[("UserType", kind.as_deref())])
    },
};

pub(super) const CHANGED_SETTINGS: Explanation = Explanation {
    id: "cross-tenant-settings-changed",
    about: About::Own {
        why_not_foreign: "The change was made by an account of this tenant; it decides who else may come in.",
    },
    severity: Severity::Low,
    confidence: Confidence::High,
    title: "Somebody here changed which other tenants may come in",
    why: "Cross-tenant access settings name the tenants whose people may become guests, use shared \
          channels, be trusted with their own second factor, or be synchronised into this directory. \
          Foreign entries after such a change are often its consequence.",
    what_would_change_it: "A change that nobody ordered: it outlives a password reset.",
    look_alikes: &["cross-tenant-synchronization"],
    next_steps: &[
        "Ask {user} about the change at {time}, and compare the setting with what was agreed.",
        "Look for foreign entries after it: `jwtenant audit ... --since {time}`.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &["https://learn.microsoft.com/en-us/entra/external-id/cross-tenant-access-overview"],
    condition: All(&[
        Any(&[
            Is(Column::RecordType, &[CROSS_TENANT_POLICY]),
            Holds(Column::Operation, Part::Word("cross-tenant access")),
        ]),
        Not(&Condition::Named(standing::SIGN_IN)),
    ]),
    evidence: |record| evidence::of_own(record, &[]),
};

pub(in crate::audit) const SERVICE_ADDRESS: Explanation = Explanation {
    id: "service-address",
    about: About::Own {
        why_not_foreign: "The account is this tenant's own; only the address is not the person's.",
    },
    severity: Severity::Info,
    confidence: Confidence::Medium,
    title: "A service called on behalf of one of your users, and the log shows the service's address",
    why: "The Service Communications API and the Office 365 Management APIs are reached through a \
          service of Microsoft's, which signs in on the caller's behalf. The log then shows the \
          address of that service, in a region where the person is not: a sign-in \"from the United \
          States\" of somebody who sat at home. Which addresses belong to Microsoft is not looked up \
          here; the client, the resource and the person's other entries tell.",
    what_would_change_it: "The same address in entries of other clients, or calls at times when nothing \
          of the person's was running.",
    look_alikes: &["session-in-two-places"],
    next_steps: &[
        "Ask {user} whether a script, a dashboard or a monitoring tool of theirs reads service health \
         or audit data.",
        "Compare the address with the person's other sign-ins around {time}.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &[SCHEMA],
    condition: All(&[
        Condition::Named(standing::SIGN_IN),
        Not(&Condition::Named(standing::FAILED)),
        Any(&[
            Is(Column::Apps, FOR_PEOPLE),
            Is(Column::Resources, FOR_PEOPLE),
        ]),
        Not(&Condition::Named(APPLICATION)),
        Not(&Condition::Named(standing::NOBODY)),
    ]),
    evidence: |record| evidence::of_own(record, &[]),
};

pub(super) const VENDOR: Explanation = Explanation {
    id: "vendor-application",
    about: About::Own {
        why_not_foreign: "The application has a service principal in this tenant; no account of another tenant acted.",
    },
    severity: Severity::Info,
    confidence: Confidence::Low,
    title: "An application that this program does not know as Microsoft's worked in SharePoint as itself, as backup, security and migration services do",
    why: "Services that copy or scan sites sign in as an application. SharePoint logs them as \
          `app@sharepoint`, with the addresses of the vendor's data centre, often in another country \
          than yours.",
    what_would_change_it: "An application that nobody here bought or consented to.",
    look_alikes: &["multi-tenant-application", "datacenter-actor"],
    next_steps: &[
        "Look up the application's id among the enterprise applications of {organization}: who \
         consented to it, when, and to what.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &[SCHEMA],
    condition: All(&[
        Is(Column::RecordType, SHAREPOINT_RECORDS),
        Is(Column::User, &[Value::Word("app@sharepoint")]),
        Present(Column::Apps),
        // The table is asked last: this is asked of every record.
        Not(&Condition::KnownApp),
    ]),
    evidence: |record| evidence::of_own(record, &[("UserKey", record.user_key)]),
};

pub(in crate::audit) const DATACENTER: Explanation = Explanation {
    id: "datacenter-actor",
    about: About::Own {
        why_not_foreign: "Microsoft's own services and operators act under such names; no account of another company did.",
    },
    severity: Severity::Info,
    confidence: Confidence::High,
    title: "Microsoft's own services",
    why: "Moving mailboxes, replicating directories, licences and password resets are logged as \
          `NT AUTHORITY\\SYSTEM`, as accounts of `prod.outlook.com` or `support.onmicrosoft.com`, or as \
          services such as Microsoft Substrate Management. They make up most of many exports.",
    what_would_change_it: "An entry among them whose user type is neither system nor datacenter \
          administrator: such names can be given to accounts.",
    look_alikes: &["partner-administrator"],
    next_steps: &["Nothing, unless one of them changed something that nobody asked for."],
    came_to_nothing: false,
    grouping: Grouping::Kind,
    sources: &[
        "https://learn.microsoft.com/en-us/troubleshoot/azure/active-directory/unknown-actors-in-audit-reports",
        SCHEMA,
    ],
    // Whether it is one was asked before: `Side::Service`.
    condition: Condition::NEVER,
    evidence: |_| Vec::new(),
};

const APPLICATION: &Named = &Named {
    name: "is_application",
    condition: Any(&[
        // Application and service principal.
        Is(Column::UserType, &[Value::Number(5), Value::Number(6)]),
        Begins(Column::User, Part::Text("ServicePrincipal_")),
    ]),
};
