//! What the queries of `hunt` return, exported as CSV or JSON from whatever engine ran them, and the
//! normalised records that `--format records` writes.
//!
//! A query's row holds less than a record: its explanation was chosen in the engine, by the same
//! conditions, and is taken over where it is one of ours.
//!
//! Not its job: the summary of a `foreign` question, which has no entries in it.

use std::borrow::Cow;

use crate::audit::address;
use crate::audit::column::{Column, TRUE};
use crate::audit::dialect::Dialect;
use crate::audit::explanations;
use crate::audit::fields;
use crate::audit::members::Members;
use crate::audit::names::Name;
use crate::audit::record::{AuditRecord, Field, Log, STS_LOGON};

pub(super) const ROWS: Dialect = Dialect {
    id: "hunt-rows",
    title: "Rows that a query of jwtenant hunt returned",
    recognise: |record| {
        record.has(Name::HuntRecord) && record.has(Name::HuntOwnTenant) && record.has(Name::HuntWhy)
    },
    read: read_row,
};

pub(super) const RECORDS: Dialect = Dialect {
    id: "hunt-records",
    title: "Normalised records (jwtenant audit --format records)",
    recognise: |record| {
        record.has(Name::FlatTime)
            && record.has(Name::FlatOrganization)
            && record.has(Name::FlatLog)
    },
    read: read_record,
};

fn field<T>(name: &'static str, value: Option<T>) -> Vec<Field<T>> {
    let field = value.map(|value| Field { name, value });
    field.into_iter().collect()
}

fn read_row<'a>(row: &'a Members<'a>) -> AuditRecord<'a> {
    let operation = row.text(Name::Operation).unwrap_or_default();
    let is_sign_in = operation.starts_with("UserLog");
    let source = row.text(Name::HuntSource).unwrap_or_default();
    let is_sign_in_log = is_sign_in && source.to_ascii_lowercase().contains("sign");
    let organization = row.guid(Name::HuntOwnTenant);
    AuditRecord {
        log: if is_sign_in_log {
            Log::SignIn
        } else {
            Log::UnifiedAudit
        },
        id: row.text(Name::HuntRecord),
        time: row.time(Name::HuntTime),
        operation,
        workload: row.text(Name::HuntSource),
        record_type: (is_sign_in && !is_sign_in_log).then_some(STS_LOGON),
        organization,
        log_tenant: organization,
        actor_tenant: row.guid(Name::HuntActorTenant),
        users: field("User", row.text(Name::HuntUser)),
        clients: field("App", row.guid(Name::HuntApp)),
        client: row.text(Name::HuntApp),
        resources: field("Resource", row.guid(Name::HuntResource)),
        object: row.text(Name::HuntResource),
        addresses: field("Ip", row.text(Name::HuntIp).and_then(address::parse)),
        address: row.text(Name::HuntIp),
        explained: row
            .text(Name::HuntWhy)
            .and_then(explanations::foreign)
            .map(|it| it.id),
        ..AuditRecord::default()
    }
}

/// Every column back; `users` and `actors` hold one a line.
fn read_record<'a>(record: &'a Members<'a>) -> AuditRecord<'a> {
    let text = |column: Column| {
        let name = Name::of(column.name())?;
        record.text(name)
    };
    let words = |column| text(column).unwrap_or_default().split(' ');
    let lines = |column| text(column).unwrap_or_default().split('\n');
    let guid = |column| text(column).and_then(fields::guid);
    let number = |column| text(column).and_then(|it| it.trim().parse::<u32>().ok());
    let guids = |column: Column| {
        let ids = words(column).filter_map(fields::guid);
        let name = column.name();
        ids.map(|value| Field { name, value }).collect::<Vec<_>>()
    };
    let texts = |column: Column, values: Vec<&'a str>| {
        let name = column.name();
        let there = values.into_iter().filter(|it| !it.trim().is_empty());
        there.map(|value| Field { name, value }).collect::<Vec<_>>()
    };
    let is_true = |column| text(column) == Some(TRUE);
    let log = match text(Column::Log) {
        Some("sign-in") => Log::SignIn,
        Some("graph-activity") => Log::GraphActivity,
        Some("azure-activity") => Log::AzureActivity,
        Some("directory") => Log::Directory,
        _ => Log::UnifiedAudit,
    };
    AuditRecord {
        log,
        id: text(Column::Id),
        time: text(Column::Time).and_then(fields::time),
        operation: text(Column::Operation).unwrap_or_default(),
        workload: text(Column::Workload),
        record_type: number(Column::RecordType),
        user_type: number(Column::UserType),
        organization: guid(Column::Organization),
        log_tenant: guid(Column::LogTenant),
        actor_tenant: guid(Column::ActorTenant),
        target_tenant: guid(Column::TargetTenant),
        token_tenant: guid(Column::TokenTenant),
        cross_tenant_access: text(Column::Access),
        is_external_user: is_true(Column::External),
        external_access: is_true(Column::ExternalAccess),
        logon_type: text(Column::LogonType).and_then(|it| it.trim().parse().ok()),
        support_ticket: text(Column::Ticket),
        foreign_participants: is_true(Column::Chat),
        object_ids: guids(Column::ObjectIds),
        puids: texts(Column::Puids, words(Column::Puids).collect()),
        users: texts(Column::Users, lines(Column::Users).collect()),
        user_key: text(Column::UserKey),
        actor_names: lines(Column::Actors).filter(|it| !it.is_empty()).collect(),
        clients: guids(Column::Apps),
        client: text(Column::App),
        resources: guids(Column::Resources),
        apis: guids(Column::Apis),
        object: text(Column::Object),
        request_id: guid(Column::Request),
        uti: text(Column::Uti),
        sessions: texts(Column::Sessions, words(Column::Sessions).collect()),
        issued_at: text(Column::IssuedAt).and_then(fields::time),
        addresses: words(Column::Addresses)
            .filter_map(address::parse)
            .map(|value| Field { name: "ips", value })
            .collect(),
        devices: field("dev", guid(Column::Device)),
        address: text(Column::Address),
        error: text(Column::Error).map(Cow::Borrowed),
        request_type: text(Column::RequestType),
        authentication_method: text(Column::Method),
        transfer: text(Column::Transfer),
        ..AuditRecord::default()
    }
}
