//! Pages that several explanations rest on.
//!
//! Not its job: pages of one explanation, which stand with it.

/// Microsoft on audit entries that puzzle people, entries of other tenants among them.
pub(super) const MICROSOFT: &str =
    "https://learn.microsoft.com/en-us/purview/audit-troubleshooting-scenarios";

/// The fields of the unified audit log.
pub(super) const SCHEMA: &str = "https://learn.microsoft.com/en-us/office/office-365-management-api/office-365-management-activity-api-schema";
