//! The record of Microsoft's unified audit log: the `AuditData` of `Search-UnifiedAuditLog`, of the
//! Purview portal and of the Office 365 Management Activity API.
//!
//! Field names are those on the wire; the schema page spells some differently
//! (<https://learn.microsoft.com/en-us/office/office-365-management-api/office-365-management-activity-api-schema>).
//!
//! Not its job: wrappers around `AuditData` (`envelope.rs`).

use uuid::Uuid;

use crate::audit::address;
use crate::audit::dialect::Dialect;
use crate::audit::fields;
use crate::audit::members::Members;
use crate::audit::names::Name;
use crate::audit::record::{
    AuditRecord, EXCHANGE_ONLINE, FAILURES, Field, Log, SHAREPOINT_ONLINE, STS_LOGON,
};
use crate::facts;

pub(super) const UNIFIED_AUDIT_LOG: Dialect = Dialect {
    id: "unified-audit-log",
    title: "Microsoft 365 unified audit log",
    recognise: |record| record.has(Name::CreationTime) && record.has(Name::Operation),
    read,
};

/// The kinds of `Actor` and `Target` ids (`IdentityTypeType` in the schema) that we compare.
const OBJECT_ID: i64 = 0;
const DISPLAY_NAME: i64 = 1;
/// `Other`, where changes of the directory have the object id among other ids.
const OTHER: i64 = 2;
const PUID: i64 = 3;
const UPN: i64 = 5;

pub(super) fn read<'a>(record: &'a Members<'a>) -> AuditRecord<'a> {
    let token = record.object(Name::AppAccessContext);
    let record_type = number_or_name(record, Name::RecordType, facts::record_type);
    let organization = record.guid(Name::OrganizationId);
    let chat = record.object(Name::ParticipantInfo);
    let extended = |key| record.named(Name::ExtendedProperties, key);
    AuditRecord {
        log: Log::UnifiedAudit,
        id: record.text(Name::Id),
        time: record.time(Name::CreationTime),
        operation: record.text(Name::Operation).unwrap_or_default(),
        workload: record.text(Name::Workload),
        record_type,
        user_type: number_or_name(record, Name::UserType, facts::user_type),
        organization,
        log_tenant: organization,
        // Where it stands twice, the foreign one counts: nobody shall hide behind a first one.
        actor_tenant: record
            .guids(Name::ActorContextId)
            .find(|tenant| Some(*tenant) != organization)
            .or_else(|| record.guid(Name::ActorContextId)),
        target_tenant: record.guid(Name::TargetContextId),
        token_tenant: record.guid(Name::TokenTenantId),
        external_user_tenant: record.guid(Name::ExternalUserTenantId),
        external_access: record.is_true(Name::ExternalAccess),
        forwards_to: [
            "ForwardingSmtpAddress",
            "ForwardingAddress",
            "ForwardTo",
            "RedirectTo",
        ]
        .into_iter()
        .find_map(|name| record.named(Name::Parameters, name)),
        logon_type: record.integer(Name::LogonType),
        support_ticket: record.text(Name::SupportTicketId),
        foreign_participants: chat.is_some_and(|chat| chat.is_true(Name::HasForeignTenantUsers)),
        participating_tenants: chat.map(participants).unwrap_or_default(),
        object_ids: object_ids(record, token),
        puids: puids(record),
        users: users(record),
        user_key: record.text(Name::UserKey),
        actor_names: record.identities(Name::Actor, DISPLAY_NAME).collect(),
        clients: clients(record, token),
        client: record
            .text(Name::ApplicationId)
            .or_else(|| record.text(Name::ClientAppId))
            .or_else(|| record.text(Name::AppId)),
        resources: resources(record, record_type),
        apis: apis(record, token),
        object: record.text(Name::ObjectId),
        request_id: record.guid(Name::IntraSystemId),
        uti: token.and_then(|token| token.text(Name::UniqueTokenId)),
        sessions: sessions(record, token),
        issued_at: token.and_then(|token| token.time(Name::IssuedAtTime)),
        addresses: ADDRESSES
            .iter()
            .filter_map(|&(name, text)| Field::of(text, address::parse(record.text(name)?)))
            .collect(),
        devices: devices(record, token),
        address: ADDRESSES.iter().find_map(|&(name, _)| record.text(name)),
        error: record.scalar(Name::ErrorNumber),
        is_failure: is_failure(record, record_type),
        request_type: extended("RequestType"),
        user_agent: extended("UserAgent").or_else(|| record.text(Name::UserAgent)),
        status_detail: extended("ResultStatusDetail"),
        authentication_method: extended("UserAuthenticationMethod"),
        ..AuditRecord::default()
    }
}

const ADDRESSES: &[(Name, &str)] = &[
    (Name::ClientIp, "ClientIP"),
    (Name::ActorIpAddress, "ActorIpAddress"),
    (Name::ClientIpAddress, "ClientIPAddress"),
    (Name::ActorIp, "ActorIP"),
];

/// Of sign-ins the word says nothing.
fn is_failure(record: &Members, record_type: Option<u32>) -> bool {
    let status = record.scalar(Name::ResultStatus);
    let is_one = |status: &str| {
        FAILURES
            .iter()
            .any(|word| status.trim().eq_ignore_ascii_case(word))
    };
    record_type != Some(STS_LOGON) && status.as_deref().is_some_and(is_one)
}

/// `-Formatted` and Graph write names where the record has numbers.
fn number_or_name(record: &Members, name: Name, of: fn(&str) -> Option<u32>) -> Option<u32> {
    match record.integer(name) {
        Some(number) => u32::try_from(number).ok(),
        None => of(record.text(name)?.trim()),
    }
}

fn participants(chat: &Members) -> Vec<Uuid> {
    chat.texts(Name::ParticipatingTenantIds)
        .filter_map(fields::guid)
        .collect()
}

fn object_ids(record: &Members, token: Option<&Members>) -> Vec<Field<Uuid>> {
    let actors = record
        .identities(Name::Actor, OBJECT_ID)
        .filter_map(|id| Field::of("Actor", fields::guid(id)));
    let in_token = token.and_then(|token| token.guid(Name::UserObjectId));
    actors
        .chain(Field::of("Actor", directory_object(record)))
        .chain(Field::of("UserKey", record.guid(Name::UserKey)))
        .chain(Field::of("TokenObjectId", record.guid(Name::TokenObjectId)))
        .chain(Field::of("AppAccessContext.UserObjectId", in_token))
        .collect()
}

/// Who changed the directory: beside the object id stands `User_` or `ServicePrincipal_` with the same
/// id, which tells it from an application's id of the same type.
fn directory_object(record: &Members) -> Option<Uuid> {
    let marked = |id: &str| {
        let (kind, id) = id.trim().split_once('_')?;
        let is_marked = matches!(kind, "User" | "ServicePrincipal");
        fields::guid(id).filter(|_| is_marked)
    };
    let others = || record.identities(Name::Actor, OTHER);
    let mut plain = others().filter_map(fields::guid);
    match others().find_map(marked) {
        Some(marked) => plain.find(|id| *id == marked),
        // A person has no second id of this type.
        None if others().any(|word| word.trim() == "User") => {
            plain.next().filter(|_| plain.next().is_none())
        }
        None => None,
    }
}

fn puids<'a>(record: &'a Members<'a>) -> Vec<Field<&'a str>> {
    let actors = record
        .identities(Name::Actor, PUID)
        .filter_map(|id| Field::of("Actor", puid(id)));
    let key = record.text(Name::UserKey).and_then(puid);
    actors.chain(Field::of("UserKey", key)).collect()
}

/// The 16 hex digits in `PUID`, `PUID@tenant` and `i:0h.f|membership|puid@live.com`.
fn puid(text: &str) -> Option<&str> {
    // An object id stands there most often.
    if text.len() == 36 && text.as_bytes()[8] == b'-' {
        return None;
    }
    let last = text.rsplit('|').next()?;
    let (digits, _) = last.split_once('@').unwrap_or((last, ""));
    let digits = digits.trim();
    let is_puid = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_puid.then_some(digits)
}

fn users<'a>(record: &'a Members<'a>) -> Vec<Field<&'a str>> {
    let name = Field::of("UserId", record.text(Name::UserId));
    let actors = record
        .identities(Name::Actor, UPN)
        .filter_map(|id| Field::of("Actor", Some(id)));
    name.into_iter().chain(actors).collect()
}

fn clients(record: &Members, token: Option<&Members>) -> Vec<Field<Uuid>> {
    let own = [
        (Name::ApplicationId, "ApplicationId"),
        (Name::ClientAppId, "ClientAppId"),
        (Name::AppId, "AppId"),
    ];
    let seen_by_workload = token.and_then(|token| token.guid(Name::ClientAppId));
    own.into_iter()
        .filter_map(|(name, text)| Field::of(text, record.guid(name)))
        .chain(Field::of("AppAccessContext.ClientAppId", seen_by_workload))
        .collect()
}

/// Outside of sign-in entries `ObjectId` names a mailbox, a file or a group.
fn resources(record: &Members, record_type: Option<u32>) -> Vec<Field<Uuid>> {
    if record_type != Some(STS_LOGON) {
        return Vec::new();
    }
    let targets = record
        .identities(Name::Target, OBJECT_ID)
        .filter_map(|id| Field::of("Target", fields::resource(id)));
    let object = record.text(Name::ObjectId).and_then(fields::resource);
    Field::of("ObjectId", object)
        .into_iter()
        .chain(targets)
        .collect()
}

/// Workloads that are a resource by themselves, with its application id.
const WORKLOADS: &[(&str, Uuid)] = &[
    ("Exchange", EXCHANGE_ONLINE),
    ("SharePoint", SHAREPOINT_ONLINE),
    ("OneDrive", SHAREPOINT_ONLINE),
];

/// The interface that the client called, and the workload behind it.
fn apis(record: &Members, token: Option<&Members>) -> Vec<Field<Uuid>> {
    let called = token.and_then(|token| fields::resource(token.text(Name::ApiId)?));
    let workload = record.text(Name::Workload).and_then(|workload| {
        let mut known = WORKLOADS.iter();
        known.find(|(name, _)| workload.eq_ignore_ascii_case(name))
    });
    Field::of("AppAccessContext.APIId", called)
        .into_iter()
        .chain(Field::of("Workload", workload.map(|&(_, id)| id)))
        .collect()
}

fn devices(record: &Members, token: Option<&Members>) -> Vec<Field<Uuid>> {
    let of_sign_in = record
        .named(Name::DeviceProperties, "Id")
        .and_then(fields::guid);
    let in_token = token.and_then(|token| token.guid(Name::DeviceId));
    [
        ("DeviceProperties.Id", of_sign_in),
        ("AppAccessContext.DeviceId", in_token),
        ("DeviceId", record.guid(Name::DeviceId)),
    ]
    .into_iter()
    .filter_map(|(name, value)| Field::of(name, value))
    .collect()
}

fn sessions<'a>(record: &'a Members<'a>, token: Option<&'a Members<'a>>) -> Vec<Field<&'a str>> {
    let in_token = token.and_then(|token| token.text(Name::AadSessionId));
    let of_device = record.named(Name::DeviceProperties, "SessionId");
    [
        ("SessionId", record.text(Name::SessionId)),
        ("AppAccessContext.AADSessionId", in_token),
        ("DeviceProperties.SessionId", of_device),
    ]
    .into_iter()
    .filter_map(|(name, value)| Field::of(name, value))
    .collect()
}

#[cfg(test)]
mod tests;
