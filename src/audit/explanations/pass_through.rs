//! A sign-in that was only passed through: Entra tells a Microsoft service who somebody is, in the
//! log of the tenant that was asked for, before the service decides whether to let them in.
//!
//! Not its job: scripts that name the wrong tenant (`exchange_powershell.rs`).

use uuid::{Uuid, uuid};

use super::evidence;
use crate::audit::compare::is_guest_name;
use crate::audit::explanation::Explanation;
use crate::audit::record::AuditRecord;
use crate::finding::{Confidence, Severity};

const SHAREPOINT_ONLINE: Uuid = uuid!("00000003-0000-0ff1-ce00-000000000000");

/// `UserType` of an entry that a partner or a guest made: somebody with a standing here.
const PARTNER_OR_GUEST: [u32; 2] = [9, 10];

pub(super) const MICROSOFT: &str =
    "https://learn.microsoft.com/en-us/purview/audit-troubleshooting-scenarios";

pub(super) const SHAREPOINT: Explanation = Explanation {
    id: "sharepoint-pass-through",
    severity: Severity::Low,
    confidence: Confidence::Medium,
    title: "Someone from another tenant followed a link to this tenant's SharePoint or OneDrive",
    why: "A link to a file or site leads through the sign-in of the tenant that hosts it. Whoever \
          follows it while signed in elsewhere is identified there first, and that identification \
          is what the entry records; SharePoint then checks sharing and permissions by itself. Links \
          in articles, mails and samples produce such entries for years, often under the user name \
          `Unknown` or `Not Available`.",
    what_would_change_it: "SharePoint or OneDrive entries (RecordType 4, 6 or 14) of the same user, \
          session or address soon after it, or a guest account behind the name. An export without \
          those record types cannot show that nothing followed.",
    look_alikes: &["pass-through-sign-in", "foreign-actor-unexplained"],
    next_steps: &[
        "Search the log for everything else by {user} and from the same address around {time}.",
        "Look for sharing links that may have left your organisation, and remove those no longer \
         wanted.",
        "Check whether a guest account or a cross-tenant access setting names {actor_tenant}.",
    ],
    came_to_nothing: true,
    sources: &[
        MICROSOFT,
        "https://www.michev.info/blog/post/2533/more-on-entries-from-other-tenants-visible-in-the-unified-audit-log",
    ],
    discriminators: |record| {
        let names = |app: Uuid| {
            let places = record.resources.iter().chain(&record.clients);
            places.into_iter().any(|place| place.value == app)
        };
        (is_pass_through(record) && names(SHAREPOINT_ONLINE)).then(|| evidence::of(record))
    },
};

pub(super) const SIGN_IN: Explanation = Explanation {
    id: "pass-through-sign-in",
    severity: Severity::Low,
    confidence: Confidence::Low,
    title: "Someone from another tenant was identified on the way to a Microsoft service here",
    why: "Entra identifies a person before the service they want decides about access, and writes a \
          successful `UserLoggedIn` into the log of the tenant that was asked for even when no \
          account exists there. The entry tells who knocked, not that a door was opened.",
    what_would_change_it: "Any later entry of a workload (Exchange, SharePoint, Teams, Azure) by the \
          same user or session, a client application that is not Microsoft's, or many different \
          users of one tenant within a short time. If the account turns out to be a guest or a \
          partner of yours, that is the explanation.",
    look_alikes: &[
        "exchange-powershell-wrong-tenant",
        "sharepoint-pass-through",
        "foreign-actor-unexplained",
    ],
    next_steps: &[
        "Search the log for everything else by {user} around {time}.",
        "Check whether a guest account, a partner relationship or a cross-tenant access setting \
         names {actor_tenant}.",
        "If your tenant's id {organization} stands in public code or articles, expect more of these.",
    ],
    came_to_nothing: true,
    sources: &[MICROSOFT],
    discriminators: |record| is_pass_through(record).then(|| evidence::of(record)),
};

/// A successful sign-in entry of somebody who shows no standing in this tenant.
pub(super) fn is_pass_through(record: &AuditRecord) -> bool {
    let has_standing = record
        .user_type
        .is_some_and(|kind| PARTNER_OR_GUEST.contains(&kind))
        || record.users.iter().any(|user| is_guest_name(user.value));
    record.is_sign_in() && record.operation == "UserLoggedIn" && !has_standing
}
