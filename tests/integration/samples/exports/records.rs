//! What the shapes of all audit records share; the services' own shapes stand beside it.
//!
//! Not its job: when they happen and to whom. The order of members is the service's.

mod collaboration;
mod directory;
mod exchange;

use serde::Serialize;
use uuid::Uuid;

use super::utc;
use crate::samples::seed::Seed;
use crate::samples::world::{Person, Tenant};
use crate::support::identifiers::uti_from_guid;
use crate::support::members::Members;

/// The record types used here. The export's column has the name, the record has the number.
#[derive(Clone, Copy)]
pub enum Kind {
    ExchangeAdmin = 1,
    ExchangeItem = 2,
    SharePointFileOperation = 6,
    AzureActiveDirectory = 8,
    AzureActiveDirectoryStsLogon = 15,
    MicrosoftTeams = 25,
    ExchangeItemAggregated = 50,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::ExchangeAdmin => "ExchangeAdmin",
            Self::ExchangeItem => "ExchangeItem",
            Self::SharePointFileOperation => "SharePointFileOperation",
            Self::AzureActiveDirectory => "AzureActiveDirectory",
            Self::AzureActiveDirectoryStsLogon => "AzureActiveDirectoryStsLogon",
            Self::MicrosoftTeams => "MicrosoftTeams",
            Self::ExchangeItemAggregated => "ExchangeItemAggregated",
        }
    }
}

pub struct Record {
    pub kind: Kind,
    pub seconds: i64,
    pub data: Members,
}

impl Record {
    pub fn text(&self, member: &str) -> String {
        self.data.text_of(member).expect("every record has it")
    }

    pub fn id(&self) -> String {
        self.text("Id")
    }
}

/// A client and the resource that it asks a token for.
pub struct Application {
    pub client: Uuid,
    pub resource: Uuid,
}

/// The token that a piece of work was done with.
pub struct Token {
    pub request_id: Uuid,
    pub issued_at: i64,
}

/// The browser of everybody.
const AGENT: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";

/// What all records of one sitting share.
pub struct Session {
    pub person: &'static Person,
    pub organization: &'static Tenant,
    pub id: Uuid,
}

/// One piece of work: with which token, when, and a generator for its ids.
pub struct Work<'a> {
    pub token: &'a Token,
    pub seconds: i64,
    pub seed: Seed,
}

impl Session {
    /// The members that every record opens with.
    fn opening(&self, kind: Kind, operation: &str, seconds: i64, id: Uuid) -> Members {
        Members::new()
            .with("CreationTime", utc(seconds))
            .with("Id", id)
            .with("Operation", operation)
            .with("OrganizationId", self.organization.id)
            .with("RecordType", kind as u8)
    }

    /// The same, behind the context of the token that the work was done with.
    fn in_context(&self, context: Members, kind: Kind, operation: &str, work: &mut Work) -> Record {
        let opening = self.opening(kind, operation, work.seconds, work.seed.guid());
        let context = context
            .with("IssuedAtTime", utc(work.token.issued_at))
            .with("UniqueTokenId", uti_from_guid(work.token.request_id));
        Record {
            kind,
            seconds: work.seconds,
            data: Members::new()
                .with("AppAccessContext", context)
                .followed_by(opening),
        }
    }
}

impl Record {
    #[must_use]
    fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.data = self.data.with(name, value);
        self
    }
}

pub fn named(name: &str, value: impl ToString) -> Members {
    Members::new()
        .with("Name", name)
        .with("Value", value.to_string())
}

/// An id and its kind, as `Actor` and `Target` list them.
pub fn typed(id: impl ToString, kind: u8) -> Members {
    Members::new().with("ID", id.to_string()).with("Type", kind)
}
