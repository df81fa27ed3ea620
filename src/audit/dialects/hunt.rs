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
        users: Field::list("User", row.text(Name::HuntUser)),
        clients: Field::list("App", row.guid(Name::HuntApp)),
        client: row.text(Name::HuntApp),
        resources: Field::list("Resource", row.guid(Name::HuntResource)),
        object: row.text(Name::HuntResource),
        addresses: Field::list("Ip", row.text(Name::HuntIp).and_then(address::parse)),
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
    let named = text(Column::Log);
    let log = Log::ALL.into_iter().find(|log| named == Some(log.word()));
    AuditRecord {
        log: log.unwrap_or_default(),
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
        devices: Field::list("dev", guid(Column::Device)),
        address: text(Column::Address),
        error: text(Column::Error).map(Cow::Borrowed),
        is_failure: is_true(Column::Failed),
        request_type: text(Column::RequestType),
        authentication_method: text(Column::Method),
        transfer: text(Column::Transfer).map(|value| Field {
            name: Column::Transfer.name(),
            value,
        }),
        forwards_to: text(Column::Forward),
        user_agent: text(Column::Agent),
        ..AuditRecord::default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::audit::column::COLUMNS;
    use crate::audit::dialects;

    /// Every field of a record, so that a new one has to be thought of here.
    fn full() -> AuditRecord<'static> {
        let id = |digit: &str| digit.repeat(32).parse().ok();
        let ids = |digit: &str| vec![named(id(digit).unwrap_or_default())];
        AuditRecord {
            log: Log::SignIn,
            id: Some("x"),
            time: fields::time("2026-11-20T12:03:32"),
            operation: "Set-Mailbox",
            workload: Some("Exchange"),
            record_type: Some(1),
            user_type: Some(2),
            organization: id("1"),
            log_tenant: id("2"),
            actor_tenant: id("3"),
            target_tenant: id("4"),
            token_tenant: id("5"),
            external_user_tenant: id("6"),
            cross_tenant_access: Some("passthrough"),
            is_external_user: true,
            external_access: true,
            forwards_to: Some("smtp:x@evil.example"),
            logon_type: Some(6),
            support_ticket: Some("7"),
            foreign_participants: true,
            participating_tenants: id("7").into_iter().collect(),
            object_ids: ids("8"),
            puids: vec![named("1003BFFDACDB6497")],
            users: vec![named("Ada Lovelace"), named("kim@tailspin.example")],
            user_key: Some("key"),
            actor_names: vec!["Some Service", "x"],
            clients: ids("9"),
            client: Some("99999999-9999-9999-9999-999999999999"),
            resources: ids("a"),
            apis: ids("b"),
            object: Some("object"),
            request_id: id("c"),
            uti: Some("N2jT94if-kGJzdwWp8mqAA"),
            sessions: vec![named("s"), named("t")],
            issued_at: fields::time("2026-11-20T12:00:00"),
            addresses: address::parse("::1").map(named).into_iter().collect(),
            devices: ids("f"),
            address: Some("::1"),
            place: Some("Chicago, US".into()),
            error: Some("50126".into()),
            is_failure: true,
            request_type: Some("OAuth2:Token"),
            user_agent: Some("Mozilla/5.0 (X11)"),
            status_detail: Some("Redirect"),
            authentication_method: Some("16457"),
            explained: Some("guest-account"),
            transfer: Some(named("deviceCode")),
        }
    }

    fn named<T>(value: T) -> Field<T> {
        Field { name: "", value }
    }

    /// Without the names of fields, which are the columns', and without what is not written.
    fn written(mut record: AuditRecord) -> AuditRecord {
        // The actor's tenant is written as it follows from these.
        record.external_user_tenant = None;
        record.participating_tenants.clear();
        // No explanation, comparison or count asks for these.
        (record.place, record.status_detail) = (None, None);
        // Of rows of a query only.
        record.explained = None;
        fn forget<T>(fields: &mut [Field<T>]) {
            fields.iter_mut().for_each(|field| field.name = "");
        }
        let lists = [
            &mut record.object_ids,
            &mut record.clients,
            &mut record.resources,
            &mut record.apis,
            &mut record.devices,
        ];
        lists.into_iter().for_each(|list| forget(list));
        [&mut record.puids, &mut record.users, &mut record.sessions]
            .into_iter()
            .for_each(|list| forget(list));
        forget(&mut record.addresses);
        forget(record.transfer.as_mut_slice());
        record
    }

    #[test]
    fn a_normalised_record_is_read_back_whole() {
        let record = full();
        let columns = COLUMNS.iter();
        let row: BTreeMap<_, _> = columns
            .map(|(column, name, ..)| (*name, column.text(&record)))
            .collect();
        let json = serde_json::to_string(&row).unwrap();
        let members = Members::parse(&json).unwrap();
        assert_eq!(dialects::of(&members).unwrap().id, RECORDS.id);
        assert_eq!(written(read_record(&members)), written(record));
    }
}
