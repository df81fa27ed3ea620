//! One audit record with everything that a token can be compared with, whatever dialect it was
//! written in.
//!
//! Not its job: reading JSON (`dialects/`) or comparing (`compare.rs`). Texts are raw and borrowed
//! from the record's JSON.

use std::borrow::Cow;
use std::net::IpAddr;

use uuid::Uuid;

use crate::time::Timestamp;
use crate::trace::Entry;

/// `RecordType` of an entry of Entra's sign-in service, `AzureActiveDirectoryStsLogon`.
pub const STS_LOGON: u32 = 15;

/// A value and the name of the field that held it, as the log spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<T> {
    pub name: &'static str,
    pub value: T,
}

/// A normalised record. Lists hold every place that can name the same thing, most telling first;
/// places that are blank, all zeros or no GUID are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuditRecord<'a> {
    pub id: Option<&'a str>,
    /// `CreationTime`, UTC.
    pub time: Option<Timestamp>,
    pub operation: &'a str,
    pub workload: Option<&'a str>,
    /// As a number, also where the export has the name.
    pub record_type: Option<u32>,
    /// `UserType` as a number: 0 regular, 4 system, 5 application, 6 service principal, 9 partner,
    /// 10 guest.
    pub user_type: Option<u32>,

    /// The tenant whose log this is.
    pub organization: Option<Uuid>,
    pub actor_tenant: Option<Uuid>,
    pub target_tenant: Option<Uuid>,
    /// `tid` of the token, in Exchange entries.
    pub token_tenant: Option<Uuid>,
    pub external_user_tenant: Option<Uuid>,

    /// Object ids of who acted.
    pub object_ids: Vec<Field<Uuid>>,
    pub puids: Vec<Field<&'a str>>,
    /// Names of who acted, placeholders such as `Not Available` included.
    pub users: Vec<Field<&'a str>>,
    pub user_key: Option<&'a str>,

    pub clients: Vec<Field<Uuid>>,
    /// The client as it is spelled, GUID or not.
    pub client: Option<&'a str>,
    /// Applications that a token was asked for; only sign-in entries name them.
    pub resources: Vec<Field<Uuid>>,
    /// `ObjectId`: in a sign-in entry the resource, elsewhere the mailbox, file or group.
    pub object: Option<&'a str>,

    /// `IntraSystemId`: the sign-in's request id, which is the token's `uti` decoded.
    pub request_id: Option<Uuid>,
    /// `InterSystemsId`: the correlation id that the client chose.
    pub correlation_id: Option<Uuid>,
    /// `AppAccessContext.UniqueTokenId`: the token's `uti`; case matters.
    pub uti: Option<&'a str>,
    /// The token's `sid` in the places where workloads put it.
    pub sessions: Vec<Field<&'a str>>,
    /// `AppAccessContext.IssuedAtTime`: the token's `iat`.
    pub issued_at: Option<Timestamp>,

    pub addresses: Vec<Field<IpAddr>>,
    /// The address as it is spelled, port and name included.
    pub address: Option<&'a str>,
    pub error: Option<Cow<'a, str>>,
    pub request_type: Option<&'a str>,
    pub user_agent: Option<&'a str>,
    /// `ResultStatusDetail`; more telling than `ResultStatus`, which says success for failures too.
    pub status_detail: Option<&'a str>,
}

impl AuditRecord<'_> {
    /// Whether Entra's sign-in service wrote it.
    #[must_use]
    pub fn is_sign_in(&self) -> bool {
        self.record_type == Some(STS_LOGON)
    }

    /// What a report tells of it; `input` and `line` say where it stands.
    #[must_use]
    pub fn entry(&self, input: &str, line: u64) -> Entry {
        let resource = self.is_sign_in().then_some(self.object).flatten();
        Entry {
            input: input.to_owned(),
            line,
            id: self.id.map(str::to_owned),
            time: self.time,
            operation: self.operation.to_owned(),
            workload: self.workload.map(str::to_owned),
            record_type: self.record_type,
            organization: self.organization,
            actor_tenant: self.actor_tenant,
            target_tenant: self.target_tenant,
            user: self.users.first().map(|user| user.value.to_owned()),
            client: guid_or_text(&self.clients, self.client),
            resource: guid_or_text(&self.resources, resource),
            address: self.address.map(str::to_owned),
            error: self.error.as_deref().map(str::to_owned),
        }
    }
}

/// The GUID in its one spelling, else what stood there.
fn guid_or_text(guids: &[Field<Uuid>], text: Option<&str>) -> Option<String> {
    let guid = guids.first().map(|guid| guid.value.to_string());
    guid.or_else(|| text.map(str::to_owned))
}
