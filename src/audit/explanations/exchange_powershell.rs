//! Exchange Online PowerShell, pointed at somebody else's tenant.
//!
//! Not its job: other clients and resources (`pass_through.rs`).

use uuid::uuid;

use super::evidence;
use super::pass_through::PASS_THROUGH;
use super::sources::MICROSOFT;
use crate::audit::column::Column;
use crate::audit::condition::Condition::{self, All, Is};
use crate::audit::condition::Value;
use crate::audit::explanation::{About, Explanation, Grouping};
use crate::audit::record;
use crate::finding::{Confidence, Severity};

const EXCHANGE_ONLINE: Value = Value::Id(record::EXCHANGE_ONLINE);

const EXCHANGE_POWERSHELL: &[Value] = &[
    // Remote PowerShell, modules V1 and V2, and scripts that copied its id.
    Value::Id(uuid!("a0c73c16-a7e3-4564-9a95-2bdf47383716")),
    // The REST module, V3.
    Value::Id(uuid!("fb78d390-0c51-40cd-8e17-fdbfab77341b")),
];

pub(super) const WRONG_TENANT: Explanation = Explanation {
    id: "exchange-powershell-wrong-tenant",
    about: About::Foreign,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    title: "An Exchange Online PowerShell sign-in from another tenant was pointed at this one",
    why: "A script or a `Connect-ExchangeOnline` call carried this tenant's id or domain as the \
          place to sign in, while the person's account lives in another tenant; most often the id \
          came along with a copied sample. Entra confirms the identity and logs it here, in the \
          tenant that was named. Exchange turns the connection down unless the account has a role \
          here, so \"logged in\" is not \"got in\".",
    what_would_change_it: "Exchange entries (RecordType 1, 2, 3 or 50) by the same user, object id or \
          session after it, or an account that is a guest or a partner administrator of yours. An \
          export without Exchange record types cannot show that nothing followed.",
    look_alikes: &["pass-through-sign-in", "foreign-actor-unexplained"],
    next_steps: &[
        "Search the Exchange administrator and mailbox log for {user} after {time}; an empty answer \
         confirms this explanation.",
        "Check that {actor_tenant} is neither a partner with delegated administration nor named in \
         cross-tenant access settings.",
        "Search your documentation, samples and public posts for {organization}; replace a real id \
         in them by a placeholder.",
        "If it goes on, tell the administrators of {actor_tenant}: the remedy is one line of their \
         script.",
    ],
    came_to_nothing: true,
    grouping: Grouping::Actor,
    sources: &[
        "https://www.michev.info/blog/post/2533/more-on-entries-from-other-tenants-visible-in-the-unified-audit-log",
        MICROSOFT,
    ],
    condition: All(&[
        Condition::Named(PASS_THROUGH),
        Is(Column::Apps, EXCHANGE_POWERSHELL),
        Is(Column::Resources, &[EXCHANGE_ONLINE]),
    ]),
    evidence: |record| evidence::of(record),
};
