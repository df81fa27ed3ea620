//! Azure's activity log: each entry carries the claims of the token that was used, a decoded token in
//! the log. As a table of Log Analytics (`Claims` is a JSON text) or as a diagnostic setting writes it
//! (`identity.claims`).
//!
//! `tenantId` is the directory of the subscription, whose log it is; `tid` of the claims is the tenant
//! that issued the token. They differ where somebody acts from a managing tenant (Azure Lighthouse).
//! Log Analytics has no such column (its `TenantId` is the workspace), so there the token's tenant is
//! all that is known.
//!
//! Not its job: what was done to which resource.

use crate::audit::address;
use crate::audit::dialect::Dialect;
use crate::audit::fields;
use crate::audit::members::Members;
use crate::audit::names::Name;
use crate::audit::record::{AuditRecord, Field, Log};
use crate::entra::audience::Audience;
use crate::time::Timestamp;

pub(super) const AZURE_ACTIVITY: Dialect = Dialect {
    id: "azure-activity-log",
    title: "Azure activity log",
    recognise: |record| {
        record.has(Name::OperationName)
            && (record.has(Name::Claims)
                || record
                    .object(Name::Identity)
                    .is_some_and(|identity| identity.has(Name::Claims)))
    },
    read,
};

fn read<'a>(record: &'a Members<'a>) -> AuditRecord<'a> {
    let claims = record.object(Name::Claims).or_else(|| {
        let identity = record.object(Name::Identity)?;
        identity.object(Name::Claims)
    });
    let Some(claims) = claims else {
        return common(record);
    };
    let tenant = claims.guid(Name::ClaimTenantId);
    let log_tenant = record.guid(Name::LogTenant);
    let addresses = [
        ("CallerIpAddress", record.text(Name::CallerIpAddress)),
        ("Claims.ipaddr", claims.text(Name::ClaimAddress)),
    ];
    AuditRecord {
        organization: log_tenant.or(tenant),
        token_tenant: tenant,
        // A guest's home; for everybody else the token's tenant is the home (`AuditRecord::actor_home`).
        actor_tenant: claims
            .text(Name::ClaimIdentityProvider)
            .and_then(fields::tenant_in),
        object_ids: Field::list("Claims.oid", claims.guid(Name::ClaimObjectId)),
        puids: Field::list("Claims.puid", claims.text(Name::Puid)),
        users: match claims.text(Name::ClaimName) {
            None => Field::list("Caller", record.text(Name::Caller)),
            name => Field::list("Claims.upn", name),
        },
        clients: Field::list("Claims.appid", claims.guid(Name::ClaimAppId)),
        client: claims.text(Name::ClaimAppId),
        resources: Field::list(
            "Claims.aud",
            claims
                .text(Name::Aud)
                .and_then(|audience| Audience::read(audience).app_id),
        ),
        uti: claims.text(Name::Uti),
        sessions: Field::list("Claims.sid", claims.text(Name::Sid)),
        issued_at: claims.integer(Name::Iat).and_then(Timestamp::from_seconds),
        addresses: addresses
            .iter()
            .filter_map(|&(name, text)| {
                let value = address::parse(text?)?;
                Some(Field { name, value })
            })
            .collect(),
        address: addresses.iter().find_map(|&(_, text)| text),
        ..common(record)
    }
}

/// What needs no claims.
fn common<'a>(record: &'a Members<'a>) -> AuditRecord<'a> {
    let times = [Name::EventTime, Name::TimeGenerated];
    let log_tenant = record.guid(Name::LogTenant);
    AuditRecord {
        log: Log::AzureActivity,
        // The correlation id is shared by all events of one operation: it tells no two apart.
        id: record.text(Name::EventDataId),
        time: times.into_iter().find_map(|name| record.time(name)),
        operation: record.text(Name::OperationName).unwrap_or_default(),
        workload: Some("Azure"),
        organization: log_tenant,
        log_tenant,
        target_tenant: log_tenant,
        user_key: record.text(Name::Caller),
        object: record
            .text(Name::UpperResourceId)
            .or_else(|| record.text(Name::ResourceId)),
        address: record.text(Name::CallerIpAddress),
        status_detail: record.text(Name::ActivityStatus),
        ..AuditRecord::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::dialects;
    use crate::audit::standing::{self, Side};

    const CLAIMS: &str = r#"{"aud":"https://management.core.windows.net/","uti":"N2jT94if-kGJzdwWp8mqAA",
        "iss":"https://sts.windows.net/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/","iat":"1784535981","sid":"s",
        "appid":"04b07795-8ddb-461a-bbee-02f9e1bf7b46","ipaddr":"198.51.100.7",
        "http://schemas.microsoft.com/identity/claims/identityprovider":"https://sts.windows.net/8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365/",
        "http://schemas.microsoft.com/identity/claims/objectidentifier":"8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1366",
        "http://schemas.microsoft.com/identity/claims/tenantid":"3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618"}"#;

    fn check(json: &str) {
        let mut members = Members::parse(json).unwrap();
        assert_eq!(dialects::of(&members).unwrap().id, AZURE_ACTIVITY.id);
        members.unfold();
        let record = read(&members);
        assert_eq!(record.uti, Some("N2jT94if-kGJzdwWp8mqAA"));
        assert_eq!(record.entry("", 1).is_foreign(), Some(true));
        let issued = record.issued_at.map(|time| time.to_string());
        assert_eq!(issued.as_deref(), Some("2026-07-20T08:26:21Z"));
        assert!(record.is_work() && record.time.is_some());
        assert_eq!((record.resources.len(), record.object_ids.len()), (1, 1));
    }

    #[test]
    fn the_token_in_the_log_is_read_in_both_shapes() {
        let text = serde_json::to_string(CLAIMS).unwrap();
        check(&format!(
            r#"{{"TimeGenerated":"2026-07-20T08:30:00Z","OperationNameValue":"MICROSOFT.COMPUTE/VM/WRITE",
                "Caller":"ada@example.com","CallerIpAddress":"198.51.100.7","EventDataId":"e","Claims":{text}}}"#
        ));
        check(&format!(
            r#"{{"time":"2026-07-20T08:30:00Z","resourceId":"/SUBSCRIPTIONS/X","operationName":"X/WRITE",
                "identity":{{"authorization":{{}},"claims":{CLAIMS}}},"callerIpAddress":"198.51.100.7"}}"#
        ));
    }

    /// A row of a diagnostic setting, of which the envelope names one tenant and the token another.
    fn managed(tid: &str, more_claims: &str) -> String {
        format!(
            r#"{{"time":"2026-07-20T08:30:00Z","tenantId":"{OWN}","resourceId":"/SUBSCRIPTIONS/X",
                "operationName":"MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE",
                "correlationId":"38613d07-3d8f-4d59-ab7a-aa4bd76d5f00",
                "identity":{{"claims":{{"tid":"{tid}"{more_claims}}}}}}}"#
        )
    }

    const OWN: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
    const OTHER: &str = "8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365";

    #[test]
    fn a_token_of_another_tenant_is_foreign_in_the_log_of_the_subscription() {
        for (tid, more_claims, home, side) in [
            (OWN, "", OWN, Side::Own),
            (OTHER, "", OTHER, Side::Foreign),
            // A guest: the token is this tenant's, the identity provider another.
            (
                OWN,
                r#","idp":"https://sts.windows.net/8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365/""#,
                OTHER,
                Side::Foreign,
            ),
            (
                OWN,
                r#","idp":"live.com""#,
                "9188040d-6c67-4c5b-b112-36a304b66dad",
                Side::Foreign,
            ),
        ] {
            let json = managed(tid, more_claims);
            let members = Members::parse(&json).unwrap();
            let record = read(&members);
            assert_eq!(record.organization, OWN.parse().ok(), "{json}");
            assert_eq!(record.log_tenant, OWN.parse().ok(), "{json}");
            assert_eq!(record.actor_home(), home.parse().ok(), "{json}");
            assert_eq!(standing::side(&record, &[]), side, "{json}");
        }
    }

    /// Events of one operation share their correlation id; one of them must not hide the others.
    #[test]
    fn a_correlation_id_is_no_id_of_an_event() {
        let json = managed(OWN, "");
        let members = Members::parse(&json).unwrap();
        let record = read(&members);
        assert_eq!(record.id, None);
    }
}
