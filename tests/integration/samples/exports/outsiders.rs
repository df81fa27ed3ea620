//! Entries of the unified audit log that outsiders leave, and guessers: they have no session of ours.
//!
//! Not its job: one's own people at work (`workdays.rs`).

use uuid::Uuid;

use super::records::{Kind, Record, named, typed};
use super::utc;
use crate::samples::seed::Seed;
use crate::samples::world::Tenant;
use crate::support::members::Members;

/// A sign-in as the log of `organization` writes it.
pub struct SignIn {
    pub organization: &'static Tenant,
    /// The actor's tenant.
    pub home: Uuid,
    /// As `UserId` names it: often `Unknown` or `Not Available`.
    pub user: &'static str,
    /// The object id, where the log knows it.
    pub oid: Option<Uuid>,
    pub user_type: u8,
    pub client: Uuid,
    /// The resource's id, or `Unknown`.
    pub resource: String,
    pub address: &'static str,
    /// The STS error number; 0 for a success.
    pub error: u32,
    /// The sum of flags in `UserAuthenticationMethod`.
    pub method: u32,
}

impl SignIn {
    pub fn record(&self, seconds: i64, seed: &mut Seed) -> Record {
        let kind = Kind::AzureActiveDirectoryStsLogon;
        let request = seed.request_id();
        let (operation, detail) = match self.error {
            0 => ("UserLoggedIn", "Redirect"),
            _ => ("UserLoginFailed", "UserError"),
        };
        let key = self
            .oid
            .map_or_else(|| "Not Available".to_owned(), |oid| oid.to_string());
        let actor = self
            .oid
            .map_or_else(|| self.user.to_owned(), |oid| oid.to_string());
        let data = Members::new()
            .with("CreationTime", utc(seconds))
            .with("Id", request)
            .with("Operation", operation)
            .with("OrganizationId", self.organization.id)
            .with("RecordType", kind as u8)
            .with("ResultStatus", "Success")
            .with("UserKey", key)
            .with("UserType", self.user_type)
            .with("Version", 1)
            .with("Workload", "AzureActiveDirectory")
            .with("ClientIP", self.address)
            .with("ObjectId", &self.resource)
            .with("UserId", self.user)
            .with("AzureActiveDirectoryEventType", 1)
            .with(
                "ExtendedProperties",
                [
                    named("ResultStatusDetail", detail),
                    named("UserAuthenticationMethod", self.method),
                    named("RequestType", "OAuth2:Authorize"),
                ],
            )
            .with("ModifiedProperties", [(); 0])
            .with("Actor", [typed(actor, 0)])
            .with("ActorContextId", self.home)
            .with("ActorIpAddress", self.address)
            .with("InterSystemsId", seed.guid())
            .with("IntraSystemId", request)
            .with("SupportTicketId", "")
            .with("Target", [typed(&self.resource, 0)])
            .with("TargetContextId", self.organization.id)
            .with("ApplicationId", self.client)
            .with("ErrorNumber", self.error.to_string());
        Record {
            kind,
            seconds,
            data,
        }
    }
}
