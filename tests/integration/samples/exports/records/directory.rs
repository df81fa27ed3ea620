//! Records of the directory: sign-ins and changes of its entries.
//!
//! Not its job: the token context, which the directory does not record.

use super::{AGENT, Application, Kind, Record, Session, Work, named, typed};
use crate::samples::seed::Seed;
use crate::samples::world::Person;
use crate::support::members::Members;
use uuid::Uuid;

impl Session {
    /// The sign-in that issued a token: its id *is* the token's `uti`. Identity was checked; that
    /// the resource let anybody in is not said.
    pub fn sign_in(&self, application: &Application, request_id: Uuid, seconds: i64) -> Record {
        let kind = Kind::AzureActiveDirectoryStsLogon;
        let person = self.person;
        let correlation = Seed::of(&format!("correlation/{request_id}")).guid();
        let data = self
            .opening(kind, "UserLoggedIn", seconds, request_id)
            .with("ResultStatus", "Success")
            .with("UserKey", person.oid)
            .with("UserType", 0)
            .with("Version", 1)
            .with("Workload", "AzureActiveDirectory")
            .with("ClientIP", person.address)
            .with("ObjectId", application.resource)
            .with("UserId", person.mail)
            .with("AzureActiveDirectoryEventType", 1)
            .with(
                "ExtendedProperties",
                [
                    named("ResultStatusDetail", "Redirect"),
                    named("UserAgent", AGENT),
                    named("RequestType", "OAuth2:Authorize"),
                ],
            )
            .with("ModifiedProperties", [(); 0])
            .with("Actor", [typed(person.oid, 0), typed(person.mail, 5)])
            .with("ActorContextId", person.home.id)
            .with("ActorIpAddress", person.address)
            .with("InterSystemsId", correlation)
            .with("IntraSystemId", request_id)
            .with("SupportTicketId", "")
            .with("Target", [typed(application.resource, 0)])
            .with("TargetContextId", self.organization.id)
            .with("ApplicationId", application.client)
            .with(
                "DeviceProperties",
                [
                    named("OS", "Windows10"),
                    named("BrowserType", "Edge"),
                    named("IsCompliantAndManaged", "False"),
                    named("SessionId", self.id),
                ],
            )
            .with("ErrorNumber", "0");
        Record {
            kind,
            seconds,
            data,
        }
    }

    /// An administrator changes a colleague's entry in the directory.
    pub fn update_user(&self, mut work: Work, user: &Person) -> Record {
        let kind = Kind::AzureActiveDirectory;
        let person = self.person;
        let included = r#"["Department"]"#;
        let data = self
            .opening(kind, "Update user.", work.seconds, work.seed.guid())
            .with("ResultStatus", "Success")
            .with(
                "UserKey",
                format!(
                    "{}@{}",
                    person.puid,
                    self.organization.domain.unwrap_or_default()
                ),
            )
            .with("UserType", 0)
            .with("Version", 1)
            .with("Workload", "AzureActiveDirectory")
            .with("ObjectId", user.mail)
            .with("UserId", person.mail)
            .with("AzureActiveDirectoryEventType", 1)
            .with(
                "ExtendedProperties",
                [
                    named("additionalDetails", r#"{"UserType":"Member"}"#),
                    named("extendedAuditEventCategory", "User"),
                ],
            )
            .with(
                "ModifiedProperties",
                [
                    changed("Department", r#"["Workshop"]"#, r#"["Sales"]"#),
                    changed("Included Updated Properties", included, ""),
                ],
            )
            .with("Actor", directory_object(person))
            .with("ActorContextId", self.organization.id)
            .with("InterSystemsId", work.seed.guid())
            .with("IntraSystemId", work.seed.guid())
            .with("SupportTicketId", "")
            .with("Target", directory_object(user))
            .with("TargetContextId", self.organization.id);
        Record {
            kind,
            seconds: work.seconds,
            data,
        }
    }
}

fn changed(name: &str, new: &str, old: &str) -> Members {
    Members::new()
        .with("Name", name)
        .with("NewValue", new)
        .with("OldValue", old)
}

/// A user as the directory's own records name one: five ids of the same thing.
fn directory_object(person: &Person) -> [Members; 5] {
    [
        typed(person.mail, 5),
        typed(person.puid, 3),
        typed(format!("User_{}", person.oid), 2),
        typed(person.oid, 2),
        typed("User", 2),
    ]
}
