//! Sentinel's table `OfficeActivity`: the unified audit log without Entra's entries, its members
//! renamed where a column of Log Analytics has the name.
//!
//! Not its job: what the members mean (`unified.rs`).

use super::unified;
use crate::audit::dialect::Dialect;
use crate::audit::members::Members;
use crate::audit::names::Name;
use crate::audit::record::AuditRecord;

pub(super) const OFFICE_ACTIVITY: Dialect = Dialect {
    id: "sentinel-office-activity",
    title: "Microsoft 365 activity (Sentinel, OfficeActivity)",
    recognise: |record| {
        record.has(Name::Operation)
            && record.has(Name::TimeGenerated)
            && (record.has(Name::OfficeWorkload) || record.has(Name::OfficeId))
    },
    read,
};

fn read<'a>(record: &'a Members<'a>) -> AuditRecord<'a> {
    AuditRecord {
        id: record.text(Name::OfficeId),
        time: record.time(Name::TimeGenerated),
        workload: record.text(Name::OfficeWorkload),
        object: record.text(Name::OfficeObjectId),
        ..unified::read(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::dialects;

    #[test]
    fn renamed_members_and_json_in_strings_are_read() {
        let json = r#"{"TimeGenerated":"2026-11-20T12:30:00Z","OfficeId":"x","OfficeWorkload":"Exchange",
            "TenantId":"8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365","Operation":"MailItemsAccessed","RecordType":"50",
            "UserType":"Regular","OrganizationId":"3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618",
            "UserId":"kim@tailspin.example","Client_IPAddress":"[2001:db8::1]:443","Logon_Type":"Owner",
            "AppAccessContext":"{\"UniqueTokenId\":\"AbC\",\"AADSessionId\":\"s\"}"}"#;
        let mut members = Members::parse(json).unwrap();
        assert_eq!(dialects::of(&members).unwrap().id, OFFICE_ACTIVITY.id);
        members.unfold();
        let record = read(&members);
        assert_eq!((record.id, record.uti), (Some("x"), Some("AbC")));
        assert_eq!((record.record_type, record.user_type), (Some(50), Some(0)));
        assert!(record.time.is_some() && record.is_work() && record.sessions.len() == 1);
        // The workspace is not the tenant.
        let own = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618".parse().ok();
        assert_eq!((record.organization, record.addresses.len()), (own, 1));
    }
}
