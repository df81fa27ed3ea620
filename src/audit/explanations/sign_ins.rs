//! Sign-ins that one should look at for what they are, whoever made them: guessed passwords, device
//! codes, sessions in two places, names of applications on people's changes.
//!
//! Not its job: counting, without which one entry proves nothing (`history.rs`).

use super::evidence;
use super::sources::MICROSOFT;
use crate::audit::column::Column;
use crate::audit::condition::Condition::{self, All, Any, Holds, Is, Not};
use crate::audit::condition::{Part, Value};
use crate::audit::explanation::{About, Explanation, Grouping};
use crate::audit::standing;
use crate::finding::{Confidence, Evidence, Severity};

const STS_ERRORS: &str =
    "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes";

/// Numbers that a guessed name or password earns: wrong password, locked or blocked, no such user,
/// expired, disabled, no password there, name or password not valid.
const GUESSED: &[Value] = &[
    Value::Text("50126"),
    Value::Text("50053"),
    Value::Text("50034"),
    Value::Text("50055"),
    Value::Text("50057"),
    Value::Text("50056"),
    Value::Text("50064"),
    Value::Text("50144"),
];

pub(in crate::audit) const FAILED: Explanation = Explanation {
    id: "failed-sign-ins",
    about: About::Own {
        why_not_foreign: "They were aimed at accounts of this tenant, and the tenants in the entries are its own.",
    },
    severity: Severity::Info,
    confidence: Confidence::High,
    title: "Sign-ins to your own accounts that failed because of the password or the user name",
    why: "Somebody gave a wrong password or a name that does not exist. Old passwords in phones and \
          scripts do this all day. For names that do not exist the log leaves the user out.",
    what_would_change_it: "Many different names from one address within a short time, or a success \
          from the same address.",
    look_alikes: &["password-guessing"],
    next_steps: &["Look up the devices of the people behind the names, if it is a few names only."],
    came_to_nothing: false,
    grouping: Grouping::Address,
    sources: &[STS_ERRORS, MICROSOFT],
    condition: All(&[
        Condition::Named(standing::SIGN_IN),
        Condition::Named(standing::FAILED),
        Any(&[
            Is(Column::Error, GUESSED),
            // A resource that does not exist is what guessing tools name to learn which users do.
            All(&[
                Is(Column::Error, &[Value::Text("500011")]),
                Is(Column::Object, &[Value::Text("Unknown")]),
            ]),
        ]),
    ]),
    evidence: |record| evidence::of_own(record, &[]),
};

/// What failed sign-ins become when one address tried this many names.
pub(in crate::audit) const GUESSING: Explanation = Explanation {
    id: "password-guessing",
    about: About::Own {
        why_not_foreign: "They were aimed at accounts of this tenant, and the tenants in the entries are its own.",
    },
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    title: "One address failed for many of your accounts, or many times, as in a password spray",
    why: "Guessing one password for many names stays below the limits that lock an account. One address \
          with failures for many different names is its trace; a proxy of your own with many people \
          behind it would show successes as well.",
    what_would_change_it: "The address is your own network's or a proxy of yours, and the same people \
          succeed from it.",
    look_alikes: &["failed-sign-ins"],
    next_steps: &[
        "Search for any success from the same address, and for the same user agent from others.",
        "Reset the passwords of accounts that succeeded, and revoke their sessions.",
        "Block legacy authentication, and ask for a second factor everywhere.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Address,
    sources: &[STS_ERRORS, MICROSOFT],
    condition: Condition::NEVER,
    evidence: |_| Vec::new(),
};

pub(super) const DEVICE_CODE: Explanation = Explanation {
    id: "device-code-sign-in",
    about: About::Own {
        why_not_foreign: "The account is this tenant's own.",
    },
    severity: Severity::Low,
    confidence: Confidence::Low,
    title: "A sign-in by device code: somebody confirmed on one device what another one asked for",
    why: "The Azure and Exchange command line tools and devices without a browser sign in this way. It \
          also works for whoever talks a person into typing a code: the token then goes to them, with \
          the person's second factor in it. The token itself does not show how it was asked for; only \
          the log does.",
    what_would_change_it: "A person who does not use such tools, an address of the asking side that is \
          not theirs, or a device that was registered right after it.",
    look_alikes: &["session-in-two-places"],
    next_steps: &[
        "Ask {user} whether they typed a code around {time} or earlier (a refreshed sign-in keeps the mark), and who \
         gave it to them.",
        "Compare the address of the entry with the person's others; look for a device registration \
         after it.",
        "If nobody needs it, block the device code flow by Conditional Access.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &[
        "https://learn.microsoft.com/en-us/entra/identity/conditional-access/concept-authentication-flows",
    ],
    condition: All(&[
        Condition::Named(standing::SIGN_IN),
        Not(&Condition::Named(standing::FAILED)),
        Is(
            Column::Transfer,
            &[Value::Word("deviceCodeFlow"), Value::Word("deviceCode")],
        ),
    ]),
    evidence: |record| {
        let transfer = record.transfer.map(|it| (it.name, Some(it.value)));
        evidence::with(record, transfer.as_slice())
    },
};

/// The same, for people of other tenants.
pub(super) const FOREIGN_DEVICE_CODE: Explanation = Explanation {
    id: "foreign-device-code-sign-in",
    about: About::Foreign,
    title: "Someone from another tenant signed in here by device code",
    look_alikes: &["pass-through-sign-in", "exchange-powershell-wrong-tenant"],
    next_steps: &[
        "Ask who {user} of {actor_tenant} is; a command line tool pointed at this tenant is the usual \
         cause.",
        "Search the log for everything else by the same user and session after {time}.",
    ],
    ..DEVICE_CODE
};

/// What a session becomes that shows up elsewhere; the history decides.
pub(in crate::audit) const TWO_PLACES: Explanation = Explanation {
    id: "session-in-two-places",
    about: About::Own {
        why_not_foreign: "The account is this tenant's own.",
    },
    severity: Severity::Low,
    confidence: Confidence::Low,
    title: "One session was used from another network and with another client than before",
    why: "A session belongs to one browser or device. The same session id from another network and with \
          another user agent can be a phone that changed from Wi-Fi to mobile while an app refreshed \
          its token, a VPN, or a service that acts for the person. It can also be a token or cookie \
          that somebody else uses.",
    what_would_change_it: "Both networks belong to the person, or the service behind one of them is \
          known: then it is nothing. Rules, consents or mass downloads from the new place only: then \
          it is not.",
    look_alikes: &["service-address", "device-code-sign-in"],
    next_steps: &[
        "Put the entries of the session in order, and ask {user} where they were at {time}.",
        "If nobody knows the second place: revoke the person's sessions, then change the password.",
        "Trace a token of the session: `jwtenant check TOKEN --audit EXPORT`.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Session,
    sources: &[
        "https://learn.microsoft.com/en-us/entra/identity/authentication/how-to-authentication-track-linkable-identifiers",
    ],
    condition: Condition::NEVER,
    evidence: |_| Vec::new(),
};

pub(super) const ACTOR_TOKEN: Explanation = Explanation {
    id: "application-name-on-a-users-change",
    about: About::Own {
        why_not_foreign: "The account that the entry names is this tenant's own.",
    },
    severity: Severity::Medium,
    confidence: Confidence::Low,
    title: "A change by a user carries the display name of one of Microsoft's applications",
    why: "Microsoft services could act for a user of any tenant with so-called actor tokens; until \
          July 2025 Azure AD Graph did not check which tenant they came from (CVE-2025-55241). A change \
          made in that way shows the user's sign-in name together with the application's display \
          name. Exchange hybrid and SharePoint add-ins used the same mechanism by right.",
    what_would_change_it: "A hybrid or add-in set-up that accounts for the change, or the person who \
          remembers making it. An entry after July 2025 is unlikely to be that hole: it was closed.",
    look_alikes: &["datacenter-actor"],
    next_steps: &[
        "Ask {user} about the change at {time}.",
        "Look at what was changed: new administrators, credentials of applications, domains.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &[
        "https://msrc.microsoft.com/update-guide/vulnerability/CVE-2025-55241",
        "https://github.com/elastic/detection-rules/issues/5133",
    ],
    condition: All(&[
        Any(&[
            Is(Column::RecordType, &[Value::Number(8)]),
            Is(Column::Log, &[Value::Text("directory")]),
        ]),
        Is(Column::Actors, ACTING_SERVICES),
        Holds(Column::Users, Part::Text("@")),
    ]),
    evidence: |record| {
        let is_one = |name: &&&str| {
            let mut known = ACTING_SERVICES.iter();
            known.any(|it| matches!(it, Value::Text(text) if *text == name.trim()))
        };
        let name = record.actor_names.iter().find(is_one);
        evidence::of_own(record, &[("Actor", name.copied())])
    },
};

pub(in crate::audit) const ELSEWHERE: Explanation = Explanation {
    id: "own-user-elsewhere",
    about: About::Own {
        why_not_foreign: "The account is this tenant's own; it is the other tenant's log in which it is the foreign one.",
    },
    severity: Severity::Info,
    confidence: Confidence::High,
    title: "One of your own users signed in to another tenant",
    why: "Guests, partner administrators and people who follow a link are signed in to the other tenant \
          with the account they have here. The home tenant's sign-in log shows it too, with two \
          tenants in the row.",
    what_would_change_it: "A tenant that nobody here works with, and a client that reads a lot: data can \
          leave this way (exfiltration), and a copied script can ask the wrong tenant for a token.",
    look_alikes: &["exchange-powershell-wrong-tenant"],
    next_steps: &[
        "Ask {user} what they did in {organization} at {time}.",
        "If it was a script: check the tenant it names. `jwtenant check TOKEN --tenant {actor_tenant}` \
         says whose token it got.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &["https://learn.microsoft.com/en-us/entra/external-id/cross-tenant-access-overview"],
    // Whether it is one was asked before: `Side::Elsewhere`.
    condition: Condition::NEVER,
    evidence: |record| match (record.visited(), record.actor_tenant) {
        (Some(visited), Some(home)) => {
            let asked = Evidence::seen("audit.TargetContextId", visited, "the audit record");
            let mut list = vec![asked.against(home)];
            list.extend(evidence::of_own(record, &[]));
            list
        }
        _ => evidence::of(record),
    },
};

/// Display names of services that could act for a user.
const ACTING_SERVICES: &[Value] = &[
    Value::Text("Office 365 Exchange Online"),
    Value::Text("Office 365 SharePoint Online"),
    Value::Text("Skype for Business Online"),
    Value::Text("Dataverse"),
    Value::Text("Microsoft Dynamics ERP"),
];
