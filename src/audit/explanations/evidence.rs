//! The fields of a record that explanations point at, as evidence.
//!
//! Not its job: weighing them.

use crate::audit::record::AuditRecord;
use crate::finding::Evidence;

const RECORD: &str = "the audit record";

/// Whose entry it is and what was asked for: the fields that every foreign entry is judged by.
pub(super) fn of(record: &AuditRecord) -> Vec<Evidence> {
    let mut list = vec![foreign_tenant(record)];
    let fields = [
        ("audit.Operation", Some(record.operation)),
        ("audit.UserId", record.users.first().map(|user| user.value)),
        ("audit.ApplicationId", record.client),
        ("audit.ObjectId", record.object),
        ("audit.RequestType", record.request_type),
        ("audit.ResultStatusDetail", record.status_detail),
        ("audit.ErrorNumber", record.error.as_deref()),
    ];
    for (at, value) in fields {
        if let Some(value) = value {
            list.push(Evidence::seen(at, value, RECORD));
        }
    }
    list
}

fn foreign_tenant(record: &AuditRecord) -> Evidence {
    let evidence = match record.actor_tenant {
        Some(tenant) => Evidence::seen("audit.ActorContextId", tenant, RECORD),
        None => Evidence::absent("audit.ActorContextId", RECORD),
    };
    match record.organization {
        Some(own) => Evidence {
            source: "audit.OrganizationId, the tenant whose log this is".into(),
            ..evidence.against(own)
        },
        None => evidence,
    }
}
