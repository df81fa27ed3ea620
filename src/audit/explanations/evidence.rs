//! The fields of a record that explanations point at, as evidence, under the names that the record's own
//! log gives them.
//!
//! Not its job: weighing them.

use std::net::IpAddr;

use crate::audit::record::{AuditRecord, Log};
use crate::finding::Evidence;

const RECORD: &str = "the audit record";

/// Where it stands in for a name.
const ONLY_ID: &str = "the audit record, which gives the actor no name";

/// Whose entry it is and what was asked for: the fields that every foreign entry is judged by.
pub(super) fn of(record: &AuditRecord) -> Vec<Evidence> {
    let mut list = vec![foreign_tenant(record)];
    let fields = [
        operation(record),
        user(record),
        client(record),
        object(record),
        ("RequestType", record.request_type),
        status(record),
        error(record),
    ];
    list.extend(named(&fields));
    list.extend(only_id(record));
    list
}

/// The object id of an actor whom the entry does not name: what one can search for.
fn only_id(record: &AuditRecord) -> Option<Evidence> {
    let id = record.object_ids.first().filter(|_| record.is_nobody())?;
    let at = format!("audit.{}", id.name);
    Some(Evidence::seen(at, id.value, ONLY_ID))
}

/// The same, found again among an entry's evidence.
pub(super) fn id_of_nobody(evidence: &[Evidence]) -> Option<&str> {
    let found = evidence.iter().find(|it| it.source == ONLY_ID)?;
    found.observed.as_deref()
}

/// The same, behind the fields that tell this explanation from the others.
pub(super) fn with(record: &AuditRecord, telling: &[(&str, Option<&str>)]) -> Vec<Evidence> {
    let mut list = named(telling);
    list.extend(of(record));
    list
}

/// Evidence of an entry that is not judged by its tenants, before what tells it from the others.
pub(super) fn of_own(record: &AuditRecord, telling: &[(&str, Option<&str>)]) -> Vec<Evidence> {
    let kind = user_type(record);
    let mut fields = vec![
        operation(record),
        user(record),
        ("UserType", kind.as_deref()),
        client(record),
        address(record),
        ("location", record.place.as_deref()),
        error(record),
    ];
    fields.extend(telling);
    let mut list = named(&fields);
    list.extend(only_id(record));
    list
}

/// What makes a sign-in one of a session that was at another address before: all of it is there, or nobody
/// would know.
pub(in crate::audit) fn moved(record: &AuditRecord, before: IpAddr) -> Option<Vec<Evidence>> {
    let session = record.sessions.first()?;
    let (at, now) = address(record);
    let agent = match record.log {
        Log::SignIn => "userAgent",
        _ => "UserAgent",
    };
    Some(vec![
        Evidence::seen(format!("audit.{}", session.name), session.value, RECORD),
        Evidence::seen(format!("audit.{at}"), now?, RECORD).against(before.to_string()),
        Evidence::seen(
            format!("audit.{agent}"),
            record.user_agent?,
            "the audit record; another one than before",
        ),
    ])
}

/// The kind of user, where the log itself says it; elsewhere it is our reading of other fields.
pub(super) fn user_type(record: &AuditRecord) -> Option<String> {
    let kind = record
        .user_type
        .filter(|_| record.log == Log::UnifiedAudit)?;
    Some(kind.to_string())
}

/// The fields that are there.
fn named(fields: &[(&str, Option<&str>)]) -> Vec<Evidence> {
    let there = fields
        .iter()
        .filter_map(|&(name, value)| Some((name, value?)));
    there
        .map(|(name, value)| Evidence::seen(format!("audit.{name}"), value, RECORD))
        .collect()
}

type Seen<'r> = (&'static str, Option<&'r str>);

/// A sign-in log has no operation: its word is ours, and the error tells.
fn operation<'r>(record: &'r AuditRecord) -> Seen<'r> {
    let (name, is_its_own) = match record.log {
        Log::UnifiedAudit => ("Operation", true),
        Log::SignIn => ("", false),
        Log::GraphActivity => ("requestMethod", true),
        Log::AzureActivity => ("operationName", true),
        Log::Directory => ("activityDisplayName", true),
    };
    (name, is_its_own.then_some(record.operation))
}

fn user<'r>(record: &'r AuditRecord) -> Seen<'r> {
    match record.users.first() {
        Some(user) => (user.name, Some(user.value)),
        None => ("UserId", None),
    }
}

fn client<'r>(record: &'r AuditRecord) -> Seen<'r> {
    let otherwise = match record.log {
        Log::UnifiedAudit => "ApplicationId",
        Log::AzureActivity => "Claims.appid",
        Log::Directory => "InitiatedBy.app.appId",
        Log::SignIn | Log::GraphActivity => "appId",
    };
    let name = record.clients.first().map(|client| client.name);
    (name.unwrap_or(otherwise), record.client)
}

fn object<'r>(record: &'r AuditRecord) -> Seen<'r> {
    let otherwise = match record.log {
        Log::UnifiedAudit | Log::Directory => "ObjectId",
        Log::GraphActivity => "requestUri",
        Log::SignIn | Log::AzureActivity => "resourceId",
    };
    let name = record.resources.first().map(|resource| resource.name);
    let is_the_resource = record.log == Log::SignIn;
    let name = name.filter(|_| is_the_resource);
    (name.unwrap_or(otherwise), record.object)
}

fn address<'r>(record: &'r AuditRecord) -> Seen<'r> {
    let otherwise = match record.log {
        Log::UnifiedAudit => "ClientIP",
        _ => "ipAddress",
    };
    let name = record.addresses.first().map(|address| address.name);
    (name.unwrap_or(otherwise), record.address)
}

fn error<'r>(record: &'r AuditRecord) -> Seen<'r> {
    let name = match record.log {
        Log::SignIn => "errorCode",
        _ => "ErrorNumber",
    };
    (name, record.error.as_deref())
}

fn status<'r>(record: &'r AuditRecord) -> Seen<'r> {
    let name = match record.log {
        Log::AzureActivity => "ActivityStatus",
        _ => "ResultStatusDetail",
    };
    (name, record.status_detail)
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
                "audit.{}, {}",
                record.organization_field(),
                record.organization_meaning()
            ),
            ..evidence.against(own)
        },
        None => evidence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::dialects;
    use crate::audit::members::Members;

    /// Where the evidence of a record stands, as the log spells it.
    fn places(json: &str, of: fn(&AuditRecord) -> Vec<Evidence>) -> Vec<String> {
        let mut members = Members::parse(json).unwrap();
        let dialect = dialects::of(&members).unwrap();
        members.unfold();
        let evidence = of(&(dialect.read)(&members));
        evidence.into_iter().map(|it| it.at.to_string()).collect()
    }

    #[test]
    fn evidence_stands_where_the_log_has_it() {
        let sign_in = r#"{"id":"x","createdDateTime":"2026-02-01T14:00:00Z","ipAddress":"::1",
            "userPrincipalName":"ada@example.com","appId":"04b07795-8ddb-461a-bbee-02f9e1bf7b46",
            "resourceId":"797f4846-ba00-4fd7-ba43-dac1f8f63013","status":{"errorCode":50126},
            "homeTenantId":"8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365",
            "resourceTenantId":"3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618"}"#;
        assert_eq!(
            places(sign_in, of),
            [
                "audit.homeTenantId",
                "audit.userPrincipalName",
                "audit.appId",
                "audit.resourceId",
                "audit.errorCode"
            ]
        );
        let azure = r#"{"operationName":"X/DELETE","caller":"ada@example.com","resourceId":"/X",
            "callerIpAddress":"","ActivityStatus":"Succeeded","claims":{"appid":"04b07795-8ddb-461a-bbee-02f9e1bf7b46",
            "ipaddr":"198.51.100.7","tid":"3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618"}}"#;
        let of_own: fn(&AuditRecord) -> Vec<Evidence> = |record| of_own(record, &[]);
        assert!(places(azure, of).contains(&"audit.ActivityStatus".to_owned()));
        assert_eq!(
            places(azure, of_own),
            [
                "audit.operationName",
                "audit.Caller",
                "audit.Claims.appid",
                "audit.Claims.ipaddr"
            ]
        );
        let exchange = r#"{"CreationTime":"2026-11-20T12:30:00","Operation":"Send","UserType":0,
            "UserId":"ada@example.com","ClientAppId":"04b07795-8ddb-461a-bbee-02f9e1bf7b46",
            "ClientIPAddress":"::1"}"#;
        assert_eq!(
            places(exchange, of_own),
            [
                "audit.Operation",
                "audit.UserId",
                "audit.UserType",
                "audit.ClientAppId",
                "audit.ClientIPAddress"
            ]
        );
    }
}
