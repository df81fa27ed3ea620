//! Records of SharePoint and Teams: files and chats.
//!
//! Not its job: sign-ins to them, which the directory records.

use super::{AGENT, Kind, Record, Session, Work};
use crate::samples::seed::Seed;
use crate::support::members::Members;

impl Session {
    pub fn file(&self, mut work: Work) -> Record {
        let (site, file) = *work.seed.pick(&[
            ("Sales", "Offers 2026.xlsx"),
            ("Sales", "Price list.docx"),
            ("Workshop", "Shift plan.xlsx"),
            ("Workshop", "Engine checklist.pdf"),
            ("Office", "Travel rules.docx"),
        ]);
        let operation = *work
            .seed
            .pick(&["FileAccessed", "FileAccessed", "FileModified"]);
        let extension = file.rsplit('.').next().unwrap_or_default();
        let host = "https://tailspin.sharepoint.example";
        let folder = "Shared Documents";
        let context = Members::new()
            .with("AADSessionId", self.id)
            .with("CorrelationId", work.seed.guid());
        self.in_context(context, Kind::SharePointFileOperation, operation, &mut work)
            .with(
                "UserKey",
                format!(
                    "i:0h.f|membership|{}@live.com",
                    self.person.puid.to_lowercase()
                ),
            )
            .with("UserType", 0)
            .with("Version", 1)
            .with("Workload", "SharePoint")
            .with("ClientIP", self.person.address)
            .with("UserId", self.person.mail)
            .with("EventSource", "SharePoint")
            .with("ItemType", "File")
            .with("ListItemUniqueId", work.seed.guid())
            .with("Site", Seed::of(site).guid())
            .with("UserAgent", AGENT)
            .with("ApplicationDisplayName", "Office 365 SharePoint Online")
            .with("SourceFileExtension", extension)
            .with("SiteUrl", format!("{host}/sites/{site}/"))
            .with("SourceFileName", file)
            .with("SourceRelativeUrl", folder)
            .with("ObjectId", format!("{host}/sites/{site}/{folder}/{file}"))
    }

    pub fn chat_message(&self, mut work: Work) -> Record {
        let participants = Members::new()
            .with("HasForeignTenantUsers", false)
            .with("HasGuestUsers", false)
            .with("HasOtherGuestUsers", false)
            .with("HasUnauthenticatedUsers", false)
            .with("ParticipatingTenantIds", [self.organization.id]);
        let thread = work.seed.guid().simple().to_string();
        let context = Members::new().with("AADSessionId", self.id);
        self.in_context(context, Kind::MicrosoftTeams, "MessageSent", &mut work)
            .with("UserKey", self.person.oid)
            .with("UserType", 0)
            .with("Version", 1)
            .with("Workload", "MicrosoftTeams")
            .with("ClientIP", self.person.address)
            .with("UserId", self.person.mail)
            .with("ChatThreadId", format!("19:{thread}@thread.v2"))
            .with("CommunicationType", "GroupChat")
            .with("ExtraProperties", [(); 0])
            .with("MessageId", (work.seconds * 1000).to_string())
            .with("MessageVersion", "1")
            .with("ParticipantInfo", participants)
            .with("ResourceTenantId", self.organization.id)
            .with("ItemName", format!("19:{thread}@thread.v2"))
    }
}
