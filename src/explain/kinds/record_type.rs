//! Types of record of the unified audit log, by number or name.

use crate::explain::kinds::number;
use crate::explain::meaning::{Kind, Meaning};
use crate::facts::logs::RecordType;

pub(super) const KIND: Kind = Kind {
    name: "record-type",
    help: "a type of audit record by its number or name (15, RecordType 15, ExchangeAdmin)",
    look_up,
    keys: || {
        RecordType::all()
            .flat_map(|known| [known.name, known.wire_name])
            .filter(|name| !name.is_empty())
            .collect()
    },
};

/// What an investigator should know of a type beyond its name.
struct Remark {
    value: &'static str,
    means: &'static str,
    related: &'static [&'static str],
}

const MAILBOX: &str = "What was done with messages and folders of a mailbox. With the user or the session of a sign-in, \
                       such records show that more happened than a sign-in.";

const REMARKS: &[Remark] = &[
    Remark {
        value: "1",
        means: "An administrator's command in Exchange: every cmdlet that changed something, and Get- cmdlets in some cases. \
                A record after somebody else's sign-in shows that more happened than a sign-in.",
        related: &["TokenTenantId", "ExternalAccess", "AppAccessContext"],
    },
    Remark {
        value: "2",
        means: MAILBOX,
        related: &["LogonType", "AppAccessContext"],
    },
    Remark {
        value: "3",
        means: MAILBOX,
        related: &["LogonType", "AppAccessContext"],
    },
    Remark {
        value: "4",
        means: "An event of SharePoint or OneDrive that is neither about a file nor about sharing.",
        related: &["AppAccessContext"],
    },
    Remark {
        value: "6",
        means: "A file of SharePoint or OneDrive was opened, changed, downloaded or deleted.",
        related: &["AppAccessContext"],
    },
    Remark {
        value: "8",
        means: "A change in the directory: users, groups, roles, applications, consent.",
        related: &["ActorContextId", "Actor"],
    },
    Remark {
        value: "9",
        means: "A sign-in in the form of old records. Today sign-ins have type 15.",
        related: &["ApplicationId"],
    },
    Remark {
        value: "14",
        means: "Somebody shared a file, a folder or a site of SharePoint or OneDrive, or used such a link. It is the first \
                thing to search when an outsider's sign-in to SharePoint puzzles.",
        related: &["sharepoint-pass-through"],
    },
    Remark {
        value: "15",
        means: "A sign-in at Entra (UserLoggedIn, UserLoginFailed). Success says that the identity was checked; it does not \
                say that anything was opened. Where ActorContextId is not your tenant, somebody from outside signed in, \
                which Microsoft's own applications allow by design.",
        related: &[
            "ActorContextId",
            "IntraSystemId",
            "ResultStatus",
            "pass-through-sign-in",
        ],
    },
    Remark {
        value: "18",
        means: "An administrator's command in the Security and Compliance centre.",
        related: &["UserType"],
    },
    Remark {
        value: "25",
        means: "An event of Teams: chats, meetings, teams, channels.",
        related: &["ParticipatingTenantIds", "teams-external-chat"],
    },
    Remark {
        value: "50",
        means: "Messages of a mailbox were accessed (MailItemsAccessed), many of them in one record. With the user or the \
                session of a sign-in, it shows that mail was read.",
        related: &["LogonType", "AppAccessContext"],
    },
    Remark {
        value: "87",
        means: "A change of roles in the Security and Compliance centre.",
        related: &["UserType"],
    },
];

fn look_up(word: &str) -> Vec<Meaning> {
    let word =
        number::behind(word, &["RecordType", "record type", "AuditLogRecordType"]).unwrap_or(word);
    RecordType::find(word).map(meaning).collect()
}

/// What PowerShell takes: a name of its own list, and the number of what documentation writes with blanks.
fn parameter(known: &RecordType) -> &'static str {
    let name = if known.wire_name.is_empty() {
        known.name
    } else {
        known.wire_name
    };
    let is_one_word = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_one_word { name } else { known.value }
}

fn meaning(known: RecordType) -> Meaning {
    let remark = REMARKS.iter().find(|remark| remark.value == known.value);
    let title = format!("{}, record type {}", known.name, known.value);
    let written = match known.wire_name {
        "" => String::new(),
        name => {
            format!("{name}: records and exports still have this name, documentation the new one")
        }
    };
    Meaning::new(KIND.name, known.value, title, known.source)
        .line("means", remark.map_or("", |remark| remark.means))
        .line("written as", written)
        .line(
            "search",
            format!("Search-UnifiedAuditLog -RecordType {}", parameter(&known)),
        )
        .line(
            "note",
            "A record holds the number; the RecordType column of an export from PowerShell holds the name.",
        )
        .related(["RecordType"])
        .related(remark.map_or(&[] as &[_], |remark| remark.related).iter().copied())
}
