//! Operations that give somebody power or carry data out: whoever does them, they are read before
//! anything else, and no explanation of a login accounts for them.
//!
//! Not its job: saying that one was wrong. Administrators and partners do them by right.

use super::record::AuditRecord;

/// Beginnings of operation names, in lower case, as Entra, Exchange and the compliance center write them.
const GRAVE: &[&str] = &[
    // Roles, consents, credentials, federation, users.
    "add member to role",
    "add eligible member to role",
    "add scoped member to role",
    "add app role assignment",
    "add delegated permission grant",
    "add oauth2permissiongrant",
    "consent to application",
    "add service principal",
    "add application",
    "add owner to",
    "update application",
    "set domain authentication",
    "set federation settings",
    "add unverified domain",
    "add verified domain",
    "add partner to",
    "add a partner to",
    "update a partner cross-tenant",
    "add user",
    "reset user password",
    "change user password",
    "disable strong authentication",
    "disable account",
    "delete user",
    "update conditional access policy",
    "delete conditional access policy",
    // Mailboxes.
    "new-inboxrule",
    "set-inboxrule",
    "updateinboxrules",
    "add-mailboxpermission",
    "add-mailboxfolderpermission",
    "add-recipientpermission",
    "new-transportrule",
    "set-transportrule",
    "new-managementroleassignment",
    "new-rolegroup",
    "add-rolegroupmember",
    "new-inboundconnector",
    "new-outboundconnector",
    "set-adminauditlogconfig",
    "mailitemsaccessed",
    "sendas",
    "sendonbehalf",
    "new-compliancesearch",
    "new-compliancesearchaction",
    "searchexported",
];

/// Provisioning between tenants does these by design.
const PROVISIONING: &[&str] = &["add user", "delete user", "disable account"];

/// Whether the record is one of them, and it was done; `provisions` where the actor is there to write users.
pub(super) fn is_grave(record: &AuditRecord, provisions: bool) -> bool {
    if record.is_sign_in() || record.has_failed() || record.is_failure {
        return false;
    }
    let operation = record.operation.trim().to_ascii_lowercase();
    let is_of = |list: &[&str]| list.iter().any(|start| operation.starts_with(start));
    let is_excused = provisions && is_of(PROVISIONING);
    is_of(GRAVE) && !is_excused || record.forwards_to.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(operation: &str) -> bool {
        let record = AuditRecord {
            operation,
            record_type: Some(8),
            ..AuditRecord::default()
        };
        is_grave(&record, false)
    }

    #[test]
    fn power_and_forwarding_are_grave_and_reading_a_site_is_not() {
        for operation in [
            "Add member to role.",
            "Update application – Certificates and secrets management ",
            "New-InboxRule",
            "MailItemsAccessed",
            "Consent to application.",
        ] {
            assert!(is(operation), "{operation}");
        }
        for operation in [
            "FileAccessed",
            "Update user.",
            "Set-Mailbox",
            "MessageSent",
            "",
        ] {
            assert!(!is(operation), "{operation}");
        }
        let forwards = AuditRecord {
            operation: "Set-Mailbox",
            forwards_to: Some("smtp:x@evil.example"),
            ..AuditRecord::default()
        };
        assert!(is_grave(&forwards, false));
        let provisioned = AuditRecord {
            operation: "Add user.",
            ..AuditRecord::default()
        };
        assert!(is_grave(&provisioned, false) && !is_grave(&provisioned, true));
    }
}
