//! The fields of a record that explanations point at, as evidence.
//!
//! Not its job: weighing them.

use crate::audit::record::AuditRecord;
use crate::finding::Evidence;

const RECORD: &str = "the audit record";

/// Whose entry it is and what was asked for: the fields that every foreign entry is judged by.
pub(super) fn of(record: &AuditRecord) -> Vec<Evidence> {
    let mut list = vec![foreign_tenant(record)];
    list.extend(seen(&[
        ("audit.Operation", Some(record.operation)),
        ("audit.UserId", record.users.first().map(|user| user.value)),
        ("audit.ApplicationId", record.client),
        ("audit.ObjectId", record.object),
        ("audit.RequestType", record.request_type),
        ("audit.ResultStatusDetail", record.status_detail),
        ("audit.ErrorNumber", record.error.as_deref()),
    ]));
    list
}

/// The same, behind the fields that tell this explanation from the others.
pub(super) fn with(record: &AuditRecord, telling: &[(&str, Option<&str>)]) -> Vec<Evidence> {
    let mut list = seen(telling);
    list.extend(of(record));
    list
}

/// The fields that are there.
pub(super) fn seen(fields: &[(&str, Option<&str>)]) -> Vec<Evidence> {
    let there = fields.iter().filter_map(|&(at, value)| Some((at, value?)));
    there
        .map(|(at, value)| Evidence::seen(at, value, RECORD))
        .collect()
}

fn foreign_tenant(record: &AuditRecord) -> Evidence {
    let (at, tenant) = record.named_home();
    let at = format!("audit.{at}");
    let evidence = match tenant {
        Some(tenant) => Evidence::seen(at, tenant, RECORD),
        None => Evidence::absent(at, RECORD),
    };
    match record.organization {
        Some(own) => Evidence {
            source: format!(
                "audit.{}, the tenant whose log this is",
                record.organization_field()
            ),
            ..evidence.against(own)
        },
        None => evidence,
    }
}
