//! Whose entry is it: an outsider's, one's own, or one's own made elsewhere? And who of the outsiders
//! has a standing here: guests, partners, Microsoft's support.
//!
//! Not its job: why an entry is there (`explanations/`).

use uuid::Uuid;

use super::compare::is_guest_name;
use super::record::AuditRecord;
use crate::audit::record::{Log, STS_LOGON};

/// `UserType` of the unified audit log.
const REGULAR: u32 = 0;
const DATACENTER_ADMIN: u32 = 3;
const SYSTEM: u32 = 4;
const PARTNER: u32 = 9;
const GUEST: u32 = 10;

/// `LogonType` of a mailbox entry.
const DELEGATED_ADMIN: i64 = 6;

const MICROSOFT_TEAMS: u32 = 25;

/// Where the actor of an entry belongs, seen from the tenant whose log it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The account lives in another tenant.
    Foreign,
    /// One's own account, in another tenant.
    Elsewhere,
    /// One's own, or nothing says otherwise.
    Own,
    /// Microsoft's own services and operators.
    Service,
}

/// `own` is the tenant that the person named as theirs; the record itself wins where it names one.
pub(super) fn side(record: &AuditRecord, own: Option<Uuid>) -> Side {
    if is_datacenter(record) {
        return Side::Service;
    }
    let home = record.actor_home();
    let visited = record.organization;
    let is_own = |tenant: Uuid| Some(tenant) == own || is_sign_in_log_of(record, tenant);
    match (home, visited) {
        (Some(home), Some(visited)) if home != visited => {
            if is_own(home) {
                Side::Elsewhere
            } else {
                Side::Foreign
            }
        }
        _ if is_visitor(record) => Side::Foreign,
        _ => Side::Own,
    }
}

/// A sign-in log names both the tenant that was visited and, in some exports, the one that keeps it.
fn is_sign_in_log_of(record: &AuditRecord, tenant: Uuid) -> bool {
    record.log == Log::SignIn && record.log_tenant == Some(tenant)
}

/// An outsider by other signs than two tenants: Entra gives guests an account here, so the actor's
/// tenant is this one, and Exchange does not name a partner's tenant at all.
fn is_visitor(record: &AuditRecord) -> bool {
    has_standing(record)
        || record.is_external_user
        || is_unnamed_sign_in(record)
        || is_chat_guest(record)
}

/// Guests, partners and Microsoft's support: people whom somebody let in.
pub(super) fn has_standing(record: &AuditRecord) -> bool {
    is_guest(record) || is_partner(record) || is_access(record, "microsoftSupport")
}

/// A guest account: by its type, its name or the kind of its sign-in.
pub(super) fn is_guest(record: &AuditRecord) -> bool {
    record.user_type == Some(GUEST)
        || record
            .users
            .iter()
            .any(|user| is_guest_name(user.value) || user.value.starts_with("urn:spo:guest#"))
        || is_access(record, "b2bCollaboration")
}

/// A partner's administrator (GDAP, DAP, CSP).
pub(super) fn is_partner(record: &AuditRecord) -> bool {
    let is_person = !matches!(record.user_type, Some(DATACENTER_ADMIN | SYSTEM));
    record.user_type == Some(PARTNER)
        || is_access(record, "serviceProvider")
        || is_person && record.logon_type == Some(DELEGATED_ADMIN)
        || is_person && record.external_access && !is_datacenter_name(record)
}

/// The `crossTenantAccessType` of a sign-in log.
pub(super) fn is_access(record: &AuditRecord, kind: &str) -> bool {
    record
        .cross_tenant_access
        .is_some_and(|told| told.trim().eq_ignore_ascii_case(kind))
}

/// A sign-in whose actor nobody could name: neither a tenant nor a user.
fn is_unnamed_sign_in(record: &AuditRecord) -> bool {
    record.record_type == Some(STS_LOGON)
        && record.actor_home().is_none()
        && record.is_nobody()
        && record.object_ids.is_empty()
}

/// A message in a chat with other tenants, by somebody whom this directory does not know.
pub(super) fn is_chat_guest(record: &AuditRecord) -> bool {
    let is_outside_name = record.users.first().is_some_and(|user| {
        let is_person = user.value.contains('@') && record.object_ids.is_empty();
        user.value.starts_with(".cid.") || is_person
    });
    record.record_type == Some(MICROSOFT_TEAMS) && record.foreign_participants && is_outside_name
}

/// Microsoft's own services and operators.
fn is_datacenter(record: &AuditRecord) -> bool {
    // People from elsewhere are logged as `System` too, but with a tenant of theirs.
    let home = record.actor_home();
    let is_of_nobody = home.is_none() || home == record.organization;
    let is_theirs = matches!(record.user_type, Some(DATACENTER_ADMIN | SYSTEM));
    let is_unnamed = is_theirs && !record.is_sign_in() && !is_named(record);
    // A name alone is no proof: accounts can be called so.
    let is_called_so = is_datacenter_name(record) && !matches!(record.user_type, Some(REGULAR));
    is_of_nobody && (is_unnamed || is_called_so)
}

fn is_named(record: &AuditRecord) -> bool {
    record
        .users
        .first()
        .is_some_and(|user| user.value.contains('@'))
}

/// Names that Microsoft's services act under ("Unknown actors in audit reports",
/// <https://learn.microsoft.com/en-us/troubleshoot/azure/active-directory/unknown-actors-in-audit-reports>).
fn is_datacenter_name(record: &AuditRecord) -> bool {
    const BEGINNINGS: [&str; 2] = ["NT AUTHORITY\\", "SpoolsProvisioning-ApplicationAccount@"];
    const ENDINGS: [&str; 2] = [".prod.outlook.com", "@support.onmicrosoft.com"];
    const SERVICES: [&str; 8] = [
        "DaRT Team",
        "Microsoft Approval Management",
        "Microsoft Azure AD Internal - Jit Provisioning",
        "Microsoft Azure AD Subscription Lifecycle Process",
        "Microsoft Entra Subscription Lifecycle Process",
        "Microsoft Exchange Online Protection",
        "Microsoft Substrate Management",
        "Windows Azure Service Management API",
    ];
    let users = record.users.iter().map(|user| user.value.trim());
    let keys = record.user_key.into_iter();
    let is_account = |name: &str| {
        BEGINNINGS.iter().any(|start| starts_with(name, start))
            || ENDINGS.iter().any(|end| ends_with(name, end))
    };
    users.chain(keys).any(is_account)
        || record
            .actor_names
            .iter()
            .any(|name| SERVICES.contains(name))
}

fn starts_with(text: &str, start: &str) -> bool {
    let head = text.get(..start.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(start))
}

fn ends_with(text: &str, end: &str) -> bool {
    let at = text.len().checked_sub(end.len());
    let tail = at.and_then(|at| text.get(at..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}
