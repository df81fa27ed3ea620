//! Whose entry is it: an outsider's, one's own, or one's own made elsewhere? And who of the outsiders
//! has a standing here: guests, partners, Microsoft's support. All of it is conditions, which `hunt`
//! writes in the languages of engines.
//!
//! Not its job: why an entry is there (`explanations/`).

use uuid::Uuid;

use super::column::Column;
use super::condition::Condition::{
    All, Any, Begins, Differ, Ends, Holds, Is, Not, Own, Present, Same,
};
use super::condition::{Condition, Named, Part, Value};
use super::record::{AuditRecord, STS_LOGON};

/// `UserType` of the unified audit log.
const REGULAR: Value = Value::Number(0);
const DATACENTER_ADMIN: Value = Value::Number(3);
const SYSTEM: Value = Value::Number(4);
const PARTNER_TECHNICIAN: Value = Value::Number(9);
const GUEST_USER: Value = Value::Number(10);

/// `LogonType` of a mailbox entry.
const DELEGATED_ADMIN: Value = Value::Number(6);

const MICROSOFT_TEAMS: Value = Value::Number(25);

const OF_SIGN_IN_SERVICE: Value = Value::Number(STS_LOGON as i64);

/// Where the actor of an entry belongs, seen from the tenant whose log it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The account lives in another tenant.
    Foreign,
    /// One's own account, in another tenant.
    Elsewhere,
    /// One's own, or nothing says otherwise.
    Own,
    /// Microsoft's own services and operators.
    Service,
}

/// `own` are the tenants that the person named as theirs; the record itself wins where it names one.
pub(super) fn side(record: &AuditRecord, own: &[Uuid]) -> Side {
    let holds = |named: &Named| {
        let holds = |own: Option<Uuid>| named.condition.holds(record, own);
        own.iter().any(|id| holds(Some(*id))) || own.is_empty() && holds(None)
    };
    // An engine asked the same of the whole record, of which its row holds less.
    if record.explained.is_some() {
        return Side::Foreign;
    }
    if holds(SERVICE) {
        return Side::Service;
    }
    if holds(TWO_TENANTS) {
        return match holds(HOME_IS_OWN) {
            true => Side::Elsewhere,
            false => Side::Foreign,
        };
    }
    match holds(VISITOR) {
        true => Side::Foreign,
        false if holds(SIGN_IN) && record.visited().is_some() => Side::Elsewhere,
        false => Side::Own,
    }
}

/// The account lives in another tenant, as one condition.
pub const FOREIGN: Condition = All(&[
    Not(&Condition::Named(SERVICE)),
    Any(&[
        All(&[
            Condition::Named(TWO_TENANTS),
            Not(&Condition::Named(HOME_IS_OWN)),
        ]),
        All(&[
            Not(&Condition::Named(TWO_TENANTS)),
            Condition::Named(VISITOR),
        ]),
    ]),
]);

const TWO_TENANTS: &Named = &Named {
    name: "is_of_two_tenants",
    condition: Differ(Column::ActorTenant, Column::Organization),
};

/// A sign-in log names both the tenant that was visited and, in some exports, the one that keeps it.
const HOME_IS_OWN: &Named = &Named {
    name: "is_home_own",
    condition: Any(&[
        Own(Column::ActorTenant),
        All(&[OF_SIGN_IN_LOG, Same(Column::LogTenant, Column::ActorTenant)]),
    ]),
};

/// An outsider by other signs than two tenants: Entra gives guests an account here, so the actor's
/// tenant is this one, and Exchange does not name a partner's tenant at all.
const VISITOR: &Named = &Named {
    name: "is_visitor",
    condition: Any(&[
        Condition::Named(STANDING),
        Present(Column::External),
        Condition::Named(UNNAMED_SIGN_IN),
        Condition::Named(CHAT_GUEST),
    ]),
};

/// Guests, partners and Microsoft's support: people whom somebody let in.
pub(super) const STANDING: &Named = &Named {
    name: "has_standing",
    condition: Any(&[
        Condition::Named(GUEST),
        Condition::Named(PARTNER),
        access("microsoftSupport"),
    ]),
};

/// A guest account: by its type, its name or the kind of its sign-in.
pub(super) const GUEST: &Named = &Named {
    name: "is_guest",
    condition: Any(&[
        Is(Column::UserType, &[GUEST_USER]),
        Holds(Column::Users, Part::Word("#EXT#")),
        Begins(Column::Users, Part::Text("urn:spo:guest#")),
        access("b2bCollaboration"),
    ]),
};

/// A partner's administrator (GDAP, DAP, CSP).
pub(super) const PARTNER: &Named = &Named {
    name: "is_partner",
    condition: Any(&[
        Is(Column::UserType, &[PARTNER_TECHNICIAN]),
        access("serviceProvider"),
        All(&[
            Not(&Is(Column::UserType, &[DATACENTER_ADMIN, SYSTEM])),
            Any(&[
                Is(Column::LogonType, &[DELEGATED_ADMIN]),
                All(&[
                    Present(Column::ExternalAccess),
                    Not(&Condition::Named(CALLED_LIKE_A_SERVICE)),
                ]),
            ]),
        ]),
    ]),
};

/// The `crossTenantAccessType` of a sign-in log: one of the words that Graph documents.
pub(super) const fn access(kind: &'static str) -> Condition {
    let values: &[Value] = match kind.as_bytes() {
        b"b2bCollaboration" => &[Value::Word("b2bCollaboration")],
        b"b2bDirectConnect" => &[Value::Word("b2bDirectConnect")],
        b"microsoftSupport" => &[Value::Word("microsoftSupport")],
        b"serviceProvider" => &[Value::Word("serviceProvider")],
        b"passthrough" => &[Value::Word("passthrough")],
        _ => &[],
    };
    Is(Column::Access, values)
}

/// Entra's sign-in service wrote it.
pub const SIGN_IN: &Named = &Named {
    name: "is_sign_in",
    condition: Any(&[
        Is(Column::RecordType, &[OF_SIGN_IN_SERVICE]),
        OF_SIGN_IN_LOG,
    ]),
};

const OF_SIGN_IN_LOG: Condition = Is(Column::Log, &[Value::Text("sign-in")]);

/// The sign-in did not succeed. `ResultStatus` cannot tell: it says success for most failures too.
pub(super) const FAILED: &Named = &Named {
    name: "has_failed",
    condition: Any(&[
        Is(Column::Operation, &[Value::Text("UserLoginFailed")]),
        All(&[
            OF_SIGN_IN_LOG,
            Present(Column::Error),
            Not(&Is(Column::Error, &[Value::Text("0")])),
        ]),
    ]),
};

/// Whoever the log could not name.
pub(super) const NOBODY: &Named = &Named {
    name: "is_nobody",
    condition: Any(&[
        Not(&Present(Column::User)),
        Is(
            Column::User,
            &[
                Value::Word("unknown"),
                Value::Word("not available"),
                Value::Word("__null__"),
            ],
        ),
    ]),
};

/// A sign-in whose actor nobody could name: neither a tenant nor a user.
const UNNAMED_SIGN_IN: &Named = &Named {
    name: "is_unnamed_sign_in",
    condition: All(&[
        Is(Column::RecordType, &[OF_SIGN_IN_SERVICE]),
        Not(&Present(Column::ActorTenant)),
        Condition::Named(NOBODY),
        Not(&Present(Column::ObjectIds)),
    ]),
};

/// A message in a chat with other tenants, by somebody whom this directory does not know.
pub(super) const CHAT_GUEST: &Named = &Named {
    name: "is_chat_guest",
    condition: All(&[
        Is(Column::RecordType, &[MICROSOFT_TEAMS]),
        Present(Column::Chat),
        Any(&[
            Begins(Column::User, Part::Text(".cid.")),
            All(&[
                Holds(Column::User, Part::Text("@")),
                Not(&Present(Column::ObjectIds)),
            ]),
        ]),
    ]),
};

/// Microsoft's own services and operators.
pub(super) const SERVICE: &Named = &Named {
    name: "is_service",
    condition: All(&[
        // People from elsewhere are logged as `System` too, but with a tenant of theirs.
        Any(&[
            Not(&Present(Column::ActorTenant)),
            Same(Column::ActorTenant, Column::Organization),
        ]),
        Any(&[
            All(&[
                Is(Column::UserType, &[DATACENTER_ADMIN, SYSTEM]),
                Not(&Condition::Named(SIGN_IN)),
                Not(&Holds(Column::User, Part::Text("@"))),
            ]),
            // A name alone is no proof: accounts can be called so.
            All(&[
                Condition::Named(CALLED_LIKE_A_SERVICE),
                Not(&Is(Column::UserType, &[REGULAR])),
            ]),
        ]),
    ]),
};

/// Names that Microsoft's services act under ("Unknown actors in audit reports",
/// <https://learn.microsoft.com/en-us/troubleshoot/azure/active-directory/unknown-actors-in-audit-reports>).
const CALLED_LIKE_A_SERVICE: &Named = &Named {
    name: "is_called_like_a_service",
    condition: Any(&[
        Begins(Column::Users, NT_AUTHORITY),
        Begins(Column::Users, PROVISIONING),
        Ends(Column::Users, MAIL_SERVER),
        Ends(Column::Users, SUPPORT),
        Begins(Column::UserKey, NT_AUTHORITY),
        Begins(Column::UserKey, PROVISIONING),
        Ends(Column::UserKey, MAIL_SERVER),
        Ends(Column::UserKey, SUPPORT),
        Is(Column::Actors, SERVICES),
    ]),
};

const NT_AUTHORITY: Part = Part::Word("NT AUTHORITY\\");
const PROVISIONING: Part = Part::Word("SpoolsProvisioning-ApplicationAccount@");
const MAIL_SERVER: Part = Part::Word(".prod.outlook.com");
const SUPPORT: Part = Part::Word("@support.onmicrosoft.com");

const SERVICES: &[Value] = &[
    Value::Text("DaRT Team"),
    Value::Text("Microsoft Approval Management"),
    Value::Text("Microsoft Azure AD Internal - Jit Provisioning"),
    Value::Text("Microsoft Azure AD Subscription Lifecycle Process"),
    Value::Text("Microsoft Entra Subscription Lifecycle Process"),
    Value::Text("Microsoft Exchange Online Protection"),
    Value::Text("Microsoft Substrate Management"),
    Value::Text("Windows Azure Service Management API"),
];
