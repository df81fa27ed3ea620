//! A match between a token and an audit record, as a noun: `audit` makes it, `rules` read it.
//!
//! Not its job: reading exports (`audit/container.rs`) or finding matches (`audit/correlate.rs`).

use std::net::IpAddr;

use serde::Serialize;
use uuid::Uuid;

use crate::time::Timestamp;

/// What a token offers to join by. Everything is optional: a key that is absent neither agrees nor
/// contradicts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenKeys {
    /// The `uti` claim as it stands; case-sensitive base64url.
    pub uti: Option<String>,
    /// `uti` decoded: the request id of the sign-in (`IntraSystemId`, sign-in `id`).
    pub request_id: Option<Uuid>,
    /// The `sid` claim.
    pub session: Option<String>,
    pub object_id: Option<Uuid>,
    /// 16 hex digits, upper case.
    pub puid: Option<String>,
    /// The tenant that `iss` names: whose log the sign-in is in.
    pub issuer_tenant: Option<Uuid>,
    /// The tenant that `tid` names.
    pub tenant: Option<Uuid>,
    /// Where the person's account lives, as far as the token tells.
    pub home_tenant: Option<Uuid>,
    pub client: Option<Uuid>,
    /// The application id behind `aud`, where the table knows it.
    pub resource: Option<Uuid>,
    pub address: Option<IpAddr>,
    /// The `deviceid` claim: the device as the directory knows it.
    pub device: Option<Uuid>,
    pub issued_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    /// Display name of the account, compared without regard to case; never proof of identity.
    pub user: Option<String>,
}

impl TokenKeys {
    /// The issuing and the home tenant, where these are two: a token of a guest, a partner, or of somebody
    /// whom the issuing tenant does not know at all.
    #[must_use]
    pub fn visit(&self) -> Option<(Uuid, Uuid)> {
        self.issuer_tenant
            .zip(self.home_tenant)
            .filter(|(issuer, home)| issuer != home)
    }
}

/// A thing that a token and a record can agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Uti,
    RequestId,
    Session,
    ObjectId,
    Puid,
    IssuedAt,
    IssuerTenant,
    HomeTenant,
    TokenTenant,
    Client,
    Resource,
    Address,
    Device,
    User,
}

impl Key {
    /// The word in JSON and on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Uti => "uti",
            Self::RequestId => "request_id",
            Self::Session => "session",
            Self::ObjectId => "object_id",
            Self::Puid => "puid",
            Self::IssuedAt => "issued_at",
            Self::IssuerTenant => "issuer_tenant",
            Self::HomeTenant => "home_tenant",
            Self::TokenTenant => "token_tenant",
            Self::Client => "client",
            Self::Resource => "resource",
            Self::Address => "address",
            Self::Device => "device",
            Self::User => "user",
        }
    }
}

/// How firmly a record is tied to the token, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// The same token: `uti`, or its decoded form as the request id.
    Token,
    /// The same session (`sid`), not necessarily the same token.
    Session,
    /// The same person and client, and either the second of issue or resource, address and the token's
    /// life; neither token nor session is named.
    Context,
    /// Only the tenants fit: the log's issued the token, the actor's is its home, within its life. It
    /// may be anybody of that home.
    Tenant,
}

impl Strength {
    /// The word in JSON and on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Session => "session",
            Self::Context => "context",
            Self::Tenant => "tenant",
        }
    }
}

/// Values that stand on both sides of a join and differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    pub key: Key,
    pub token: String,
    pub record: String,
    /// The record's field, as the log spells it.
    pub field: &'static str,
}

/// What a report tells of one audit record. Texts are raw and untrusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Name of the export it stands in, as the user gave it.
    pub input: String,
    /// Line of the export at which the record begins, from 1.
    pub line: u64,
    pub id: Option<String>,
    pub time: Option<Timestamp>,
    pub operation: String,
    pub workload: Option<String>,
    /// `RecordType` as a number, where the export has one.
    pub record_type: Option<u32>,
    /// The tenant whose log this is (`OrganizationId`).
    pub organization: Option<Uuid>,
    /// The actor's own tenant (`ActorContextId`).
    pub actor_tenant: Option<Uuid>,
    /// The tenant of what was acted upon (`TargetContextId`).
    pub target_tenant: Option<Uuid>,
    pub user: Option<String>,
    pub client: Option<String>,
    pub resource: Option<String>,
    pub address: Option<String>,
    /// The STS error number, `0` for none (`ErrorNumber`).
    pub error: Option<String>,
}

impl Entry {
    /// Whether the actor's tenant is another one than the tenant whose log this is.
    /// `None` where either is missing.
    #[must_use]
    pub fn is_foreign(&self) -> Option<bool> {
        Some(self.actor_tenant? != self.organization?)
    }
}

/// One record that belongs to one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Index of the token in the report.
    pub token: usize,
    pub entry: Entry,
    pub strength: Strength,
    pub agree: Vec<Key>,
    pub absent: Vec<Key>,
    pub contradict: Vec<Contradiction>,
    /// The explanation of a foreign entry (`audit/explanations.rs`).
    pub explanation: Option<&'static str>,
}
