//! Sign-ins in Defender's advanced hunting: `EntraIdSignInEvents`, and `AADSignInEventsBeta` before it.
//!
//! They do not name the home tenant of a person, only whether the person is external or a guest.
//!
//! Not its job: `CloudAppEvents`, which carries records of the unified audit log (`envelope.rs`).

use super::sign_in;
use crate::audit::address;
use crate::audit::dialect::Dialect;
use crate::audit::members::Members;
use crate::audit::names::Name;
use crate::audit::record::{AuditRecord, Field, Log};

pub(super) const SIGN_IN_EVENTS: Dialect = Dialect {
    id: "defender-sign-in-events",
    title: "Entra sign-ins in Defender (EntraIdSignInEvents, AADSignInEventsBeta)",
    recognise: |record| {
        record.has(Name::AccountObjectId)
            && record.has(Name::RequestId)
            && record.has(Name::ErrorCode)
    },
    read,
};

/// `UserType` of the unified audit log.
const GUEST: u32 = 10;

fn read<'a>(record: &'a Members<'a>) -> AuditRecord<'a> {
    let error = record.scalar(Name::ErrorCode);
    let is_external =
        record.integer(Name::IsExternalUser) == Some(1) || record.is_true(Name::IsExternalUser);
    let is_guest =
        record.is_true(Name::IsGuestUser) || record.integer(Name::IsGuestUser) == Some(1);
    let organization = record.guid(Name::ResourceTenantId);
    AuditRecord {
        log: Log::SignIn,
        id: record.text(Name::RequestId),
        time: record
            .time(Name::Timestamp)
            .or_else(|| record.time(Name::TimeGenerated)),
        operation: sign_in::operation(error.as_deref()),
        workload: Some("Entra sign-in log"),
        user_type: is_guest.then_some(GUEST),
        organization,
        target_tenant: organization,
        is_external_user: is_external,
        object_ids: Field::list("AccountObjectId", record.guid(Name::AccountObjectId)),
        users: Field::list("AccountUpn", record.text(Name::AccountUpn)),
        user_key: record.text(Name::AccountObjectId),
        clients: Field::list("ApplicationId", record.guid(Name::ApplicationId)),
        client: record.text(Name::ApplicationId),
        resources: Field::list("ResourceId", record.guid(Name::UpperResourceId)),
        object: record.text(Name::UpperResourceId),
        request_id: record.guid(Name::RequestId),
        uti: record.text(Name::UniqueTokenId),
        sessions: Field::list("SessionId", record.text(Name::SessionId)),
        addresses: Field::list(
            "IPAddress",
            record.text(Name::IpAddress).and_then(address::parse),
        ),
        address: record.text(Name::IpAddress),
        user_agent: record.text(Name::UserAgent),
        error,
        ..AuditRecord::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::dialects;

    #[test]
    fn a_row_names_the_token_and_that_the_person_is_external() {
        let json = r#"{"Timestamp":"2026-07-20T08:31:00.1234567Z","RequestId":"38613d07-3d8f-4d59-ab7a-aa4bd76d5f00",
            "UniqueTokenId":"Bz1hOI89WU2reqpL121fAA","SessionId":"s","AccountUpn":"ada@example.com",
            "AccountObjectId":"8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365","IsExternalUser":1,"IsGuestUser":false,
            "ErrorCode":0,"ApplicationId":"04b07795-8ddb-461a-bbee-02f9e1bf7b46","IPAddress":"::1",
            "ResourceId":"797f4846-ba00-4fd7-ba43-dac1f8f63013",
            "ResourceTenantId":"3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618"}"#;
        let members = Members::parse(json).unwrap();
        assert_eq!(dialects::of(&members).unwrap().id, SIGN_IN_EVENTS.id);
        let record = read(&members);
        assert!(record.is_external_user && record.is_sign_in() && !record.has_failed());
        assert_eq!(
            record.request_id.map(|id| id.to_string()).as_deref(),
            record.id
        );
        assert!(record.uti.is_some() && record.time.is_some());
        assert_eq!((record.resources.len(), record.clients.len()), (1, 1));
    }
}
