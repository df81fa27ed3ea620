//! A token and a record that name each other, held side by side: what agrees, what contradicts, what
//! one of them does not say.
//!
//! A key may contradict only where both sides must tell the same thing. The same session carries
//! other tokens for other applications, so there a different `uti`, time, client or resource says
//! nothing and counts as absent; and in another tenant's directory the same person is another object.
//!
//! Not its job: whether the two belong together (`correlate.rs`), or what a contradiction means
//! (`rules`).

use std::fmt::Display;
use std::ops::RangeInclusive;

use uuid::Uuid;

use super::fields;
use super::record::{AuditRecord, Field, Log};
use crate::time::Timestamp;
use crate::trace::{Contradiction, Key, Strength, TokenKeys};

/// Every key is in exactly one of the three.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Comparison {
    pub agree: Vec<Key>,
    pub absent: Vec<Key>,
    pub contradict: Vec<Contradiction>,
}

enum Relation {
    Agree,
    Absent,
    /// The record's field, the token's value, the record's value.
    Differ(&'static str, String, String),
}

/// Whose property a key is, which decides whether it may differ within a session.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Token,
    Session,
    /// One person's object in one tenant.
    Account,
}

impl Of {
    /// Whether values that differ contradict each other in records of this tie.
    fn must_agree(self, tie: Strength, token: &TokenKeys, record: &AuditRecord) -> bool {
        match (tie, self) {
            (Strength::Session, Self::Token) => false,
            (Strength::Session, Self::Account) => {
                token.issuer_tenant.is_some() && token.issuer_tenant == record.organization
            }
            _ => true,
        }
    }
}

type Compare = fn(&TokenKeys, &AuditRecord) -> Relation;

/// In the order of the report.
const KEYS: &[(Key, Of, Compare)] = &[
    (Key::Uti, Of::Token, uti),
    (Key::RequestId, Of::Token, request),
    (Key::Session, Of::Session, session),
    (Key::ObjectId, Of::Account, object_id),
    (Key::Puid, Of::Account, puid),
    (Key::IssuedAt, Of::Token, issued_at),
    (Key::IssuerTenant, Of::Token, issuer_tenant),
    (Key::HomeTenant, Of::Session, home_tenant),
    (Key::TokenTenant, Of::Token, token_tenant),
    (Key::Client, Of::Token, client),
    (Key::Resource, Of::Token, resource),
    (Key::Address, Of::Session, address),
    (Key::Device, Of::Session, device),
    (Key::User, Of::Account, user),
];

impl Comparison {
    pub(super) fn agrees(&self, key: Key) -> bool {
        self.agree.contains(&key)
    }

    pub(super) fn differs(&self, key: Key) -> bool {
        self.contradict.iter().any(|found| found.key == key)
    }
}

pub(super) fn compare(token: &TokenKeys, record: &AuditRecord, tie: Strength) -> Comparison {
    let mut comparison = Comparison::default();
    for (key, of, compare) in KEYS {
        match compare(token, record) {
            Relation::Agree => comparison.agree.push(*key),
            Relation::Differ(field, own, seen) if of.must_agree(tie, token, record) => {
                comparison.contradict.push(Contradiction {
                    key: *key,
                    token: own,
                    record: seen,
                    field,
                });
            }
            Relation::Differ(..) | Relation::Absent => comparison.absent.push(*key),
        }
    }
    comparison
}

fn uti(token: &TokenKeys, record: &AuditRecord) -> Relation {
    let seen = record.uti.and_then(plain_uti);
    let own = token.uti.as_deref().and_then(plain_uti);
    one(own, record.log.uti_field(), seen)
}

/// Without `IntraSystemId` a different `Id` is only the record's own number.
fn request(token: &TokenKeys, record: &AuditRecord) -> Relation {
    if record.request_id.is_none() && request_id(record) != token.request_id {
        return Relation::Absent;
    }
    let field = match record.log {
        Log::SignIn => "id",
        _ => "IntraSystemId",
    };
    one(token.request_id, field, request_id(record))
}

fn session(token: &TokenKeys, record: &AuditRecord) -> Relation {
    let own = token.session.as_deref().and_then(plain_session);
    any(own, &record.sessions, |seen| plain_session(seen))
}

fn object_id(token: &TokenKeys, record: &AuditRecord) -> Relation {
    any(token.object_id, &record.object_ids, |&seen| Some(seen))
}

fn puid(token: &TokenKeys, record: &AuditRecord) -> Relation {
    let own = token.puid.as_deref().map(str::to_ascii_uppercase);
    any(own, &record.puids, |seen| Some(seen.to_ascii_uppercase()))
}

/// `iat` stands in `IssuedAtTime`. A sign-in entry without it is written when the token is issued,
/// and Entra sets `iat` about five minutes back: up to a minute before and fifteen after agree, half
/// an hour apart contradicts. Any other entry happens at any time in the token's life.
fn issued_at(token: &TokenKeys, record: &AuditRecord) -> Relation {
    const AGREES: RangeInclusive<i64> = -60..=15 * 60;
    const FARTHEST: u64 = 30 * 60;
    if record.issued_at.is_some() {
        let own = token.issued_at.map(whole_seconds);
        let seen = record.issued_at.map(whole_seconds);
        return one(own, record.log.issued_at_field(), seen);
    }
    let (Some(own), Some(seen), true) = (token.issued_at, record.time, record.is_sign_in()) else {
        return Relation::Absent;
    };
    match seen.seconds_since(own) {
        apart if AGREES.contains(&apart) => Relation::Agree,
        apart if apart.unsigned_abs() > FARTHEST => {
            let field = match record.log {
                Log::SignIn => "createdDateTime",
                _ => "CreationTime",
            };
            Relation::Differ(field, own.to_string(), seen.to_string())
        }
        _ => Relation::Absent,
    }
}

/// `iat` has no fraction; a log may write one.
fn whole_seconds(time: Timestamp) -> Timestamp {
    Timestamp::from_seconds(time.seconds()).unwrap_or(time)
}

/// The log is kept by the tenant that issued the token, also where the person lives elsewhere; but for
/// Azure, where a managing tenant's token reaches into another's subscription: its log has the `tid`.
fn issuer_tenant(token: &TokenKeys, record: &AuditRecord) -> Relation {
    if record.log == Log::AzureActivity && record.token_tenant.is_some() {
        let field = record.log.token_tenant_field();
        return one(token.issuer_tenant, field, record.token_tenant);
    }
    let seen = tenants([
        (record.organization_field(), record.organization),
        ("TargetContextId", record.target_tenant),
    ]);
    any(token.issuer_tenant, &seen, |&seen| Some(seen))
}

/// The identity provider of Graph's and Azure's logs is the issuer for most tokens, and the home for a
/// guest's.
fn home_tenant(token: &TokenKeys, record: &AuditRecord) -> Relation {
    let seen = tenants([
        (record.log.home_field(), record.actor_tenant),
        ("ExternalUserTenantId", record.external_user_tenant),
    ]);
    match any(token.home_tenant, &seen, |&seen| Some(seen)) {
        Relation::Differ(..)
            if matches!(record.log, Log::GraphActivity | Log::AzureActivity)
                && record.actor_tenant == token.issuer_tenant =>
        {
            Relation::Absent
        }
        relation => relation,
    }
}

/// Only `TokenTenantId` repeats `tid`. A sign-in entry has no field that always equals it: for a
/// person from elsewhere `tid` names either tenant.
fn token_tenant(token: &TokenKeys, record: &AuditRecord) -> Relation {
    let field = record.log.token_tenant_field();
    one(token.tenant, field, record.token_tenant)
}

/// Workloads also name services in the middle as the client; only a sign-in entry must name the
/// token's own.
fn client(token: &TokenKeys, record: &AuditRecord) -> Relation {
    match any(token.client, &record.clients, |&seen| Some(seen)) {
        Relation::Differ(..) if !record.is_sign_in() => Relation::Absent,
        relation => relation,
    }
}

/// A token for one interface reaches the workload behind it: `apis` can agree, but not contradict.
fn resource(token: &TokenKeys, record: &AuditRecord) -> Relation {
    match any(token.resource, &record.apis, |&seen| Some(seen)) {
        Relation::Agree => Relation::Agree,
        _ => any(token.resource, &record.resources, |&seen| Some(seen)),
    }
}

fn address(token: &TokenKeys, record: &AuditRecord) -> Relation {
    let own = token.address.map(|address| address.to_canonical());
    any(own, &record.addresses, |&seen| Some(seen))
}

/// What workloads call a device is the directory's for some of them only; it can agree.
fn device(token: &TokenKeys, record: &AuditRecord) -> Relation {
    match any(token.device, &record.devices, |&seen| Some(seen)) {
        Relation::Differ("DeviceId", ..) if record.log == Log::UnifiedAudit => Relation::Absent,
        relation => relation,
    }
}

/// Names agree without regard to case. They contradict only where both are plain sign-in names:
/// records also write placeholders, GUIDs, and a guest's name in the guest's own spelling.
fn user(token: &TokenKeys, record: &AuditRecord) -> Relation {
    let Some(own) = token.user.as_deref() else {
        return Relation::Absent;
    };
    let mut users = record.users.iter();
    if users.clone().any(|seen| folded(seen.value) == folded(own)) {
        return Relation::Agree;
    }
    let is_guest = users.clone().any(|seen| is_guest_name(seen.value));
    match users.find(|seen| is_sign_in_name(seen.value)) {
        Some(seen) if is_sign_in_name(own) && !is_guest => {
            Relation::Differ(seen.name, own.to_owned(), seen.value.to_owned())
        }
        _ => Relation::Absent,
    }
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// `ada_example.com#EXT#@tenant.example`.
pub(super) fn is_guest_name(name: &str) -> bool {
    name.to_ascii_uppercase().contains("#EXT#")
}

fn is_sign_in_name(name: &str) -> bool {
    let name = name.trim();
    let Some((local, domain)) = name.split_once('@') else {
        return false;
    };
    // `app@sharepoint` and the like name a service.
    !local.is_empty()
        && domain.contains('.')
        && !domain.contains('@')
        && !name.contains([' ', ':', '|', '#'])
        && fields::guid(local).is_none()
}

/// The request id that a record is filed under.
pub(super) fn request_id(record: &AuditRecord) -> Option<Uuid> {
    record
        .request_id
        .or_else(|| record.id.and_then(fields::guid))
}

/// A `uti` without padding, which some logs add. Its case is part of it.
pub(super) fn plain_uti(uti: &str) -> Option<&str> {
    let plain = uti.trim().trim_end_matches('=');
    (!plain.is_empty()).then_some(plain)
}

/// A session id in one case: it is a GUID, whatever version.
pub(super) fn plain_session(session: &str) -> Option<String> {
    let plain = session.trim();
    (!plain.is_empty()).then(|| plain.to_ascii_lowercase())
}

fn tenants<const N: usize>(places: [(&'static str, Option<Uuid>); N]) -> Vec<Field<Uuid>> {
    places
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| Field { name, value }))
        .collect()
}

fn one<T: PartialEq + Display>(token: Option<T>, name: &'static str, seen: Option<T>) -> Relation {
    match (token, seen) {
        (Some(token), Some(seen)) if token == seen => Relation::Agree,
        (Some(token), Some(seen)) => Relation::Differ(name, token.to_string(), seen.to_string()),
        _ => Relation::Absent,
    }
}

/// Agrees if any place agrees; otherwise the first, most telling place is the one that differs.
fn any<T: PartialEq + Display, U: Display>(
    token: Option<T>,
    seen: &[Field<U>],
    plain: impl Fn(&U) -> Option<T>,
) -> Relation {
    match (token, seen.first()) {
        (Some(token), Some(first)) => {
            if seen
                .iter()
                .any(|seen| plain(&seen.value).as_ref() == Some(&token))
            {
                Relation::Agree
            } else {
                Relation::Differ(first.name, token.to_string(), first.value.to_string())
            }
        }
        _ => Relation::Absent,
    }
}

#[cfg(test)]
mod tests;
