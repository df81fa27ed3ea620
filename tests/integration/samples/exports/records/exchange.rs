//! Records of Exchange Online: mailboxes, and their administration.
//!
//! Not its job: anything that happens outside a mailbox.

use super::{Kind, Record, Session, Work, named};
use crate::samples::seed::Seed;
use crate::samples::world::Person;
use crate::support::members::Members;

impl Session {
    pub fn mail_items_accessed(&self, mut work: Work) -> Record {
        let kind = Kind::ExchangeItemAggregated;
        let folder = Members::new()
            .with(
                "FolderItems",
                [Members::new().with("SizeInBytes", work.seed.within(4_000..90_000))],
            )
            .with("Id", work.seed.base64url(33))
            .with("Path", "\\Inbox");
        self.mailbox(kind, "MailItemsAccessed", &mut work)
            .with(
                "OperationProperties",
                [
                    named("MailAccessType", "Bind"),
                    named("IsThrottled", "False"),
                ],
            )
            .with("Folders", [folder])
            .with("OperationCount", 1)
    }

    pub fn send(&self, mut work: Work) -> Record {
        let subject = *work.seed.pick(&[
            "Offer for two training flights",
            "Re: delivery on Thursday",
            "Minutes of the workshop meeting",
        ]);
        let item = Members::new()
            .with("Id", work.seed.base64url(48))
            .with(
                "InternetMessageId",
                format!("<{}@mail.tailspin.example>", work.seed.base64url(18)),
            )
            .with("SizeInBytes", work.seed.within(3_000..60_000))
            .with("Subject", subject);
        self.mailbox(Kind::ExchangeItem, "Send", &mut work)
            .with("Item", item)
            .with("SaveToSentItems", true)
    }

    /// What the records of a mailbox share; the token's tenant and object stand in them as well.
    fn mailbox(&self, kind: Kind, operation: &str, work: &mut Work) -> Record {
        let client = "d3590ed6-52b3-4102-aeff-aad2292ab01c";
        let context = Members::new()
            .with("AADSessionId", self.id)
            .with("ClientAppId", client);
        self.in_context(context, kind, operation, work)
            .with("ResultStatus", "Succeeded")
            .with("UserKey", self.person.puid)
            .with("UserType", 0)
            .with("Version", 1)
            .with("Workload", "Exchange")
            .with("UserId", self.person.mail)
            .with("AppId", client)
            .with("ClientAppId", client)
            .with("ClientIPAddress", self.person.address)
            .with("ClientInfoString", "Client=OutlookService;Outlook/16.0")
            .with("ExternalAccess", false)
            .with("InternalLogonType", 0)
            .with("LogonType", 0)
            .with(
                "LogonUserSid",
                format!(
                    "S-1-5-21-1004336348-1177238915-682003330-{}",
                    self.person.oid.as_fields().1
                ),
            )
            .with("MailboxGuid", Seed::of(self.person.mail).guid())
            .with("MailboxOwnerUPN", self.person.mail)
            .with("OrganizationName", self.organization.domain)
            .with("OriginatingServer", "AM0PR05MB4412 (15.20.9320.013)\r\n")
            .with("SessionId", self.id)
            .with("TokenObjectId", self.person.oid)
            .with("TokenTenantId", self.organization.id)
            .with("TokenType", "Bearer")
    }

    /// An administrator changes a colleague's mailbox.
    pub fn set_mailbox(&self, mut work: Work, mailbox: &Person) -> Record {
        let (name, value) = *work.seed.pick(&[
            ("MaxSendSize", "35 MB"),
            ("HiddenFromAddressListsEnabled", "False"),
            ("AuditEnabled", "True"),
        ]);
        let port = work.seed.within(10_000..60_000);
        let client_ip = if self.person.address.contains(':') {
            format!("[{}]:{port}", self.person.address)
        } else {
            format!("{}:{port}", self.person.address)
        };
        self.in_context(
            Members::new(),
            Kind::ExchangeAdmin,
            "Set-Mailbox",
            &mut work,
        )
        .with("ResultStatus", "True")
        .with("UserKey", self.person.puid)
        .with("UserType", 2)
        .with("Version", 1)
        .with("Workload", "Exchange")
        .with("ClientIP", client_ip)
        .with("ObjectId", mailbox.oid)
        .with("UserId", self.person.mail)
        .with("AppId", "497effe9-df71-4043-a8bb-14cf78c4b63b")
        .with("AppPoolName", "MSExchangeAdminApiNetCore")
        .with("ClientAppId", "")
        .with("ExternalAccess", false)
        .with("OrganizationName", self.organization.domain)
        .with("OriginatingServer", "AM0PR05MB4412 (15.20.9320.013)\r\n")
        .with(
            "Parameters",
            [named("Identity", mailbox.oid), named(name, value)],
        )
        .with("RequestId", work.seed.guid())
        .with("SessionId", self.id)
    }
}
