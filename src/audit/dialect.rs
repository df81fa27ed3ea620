//! What a dialect is: one vendor's way to write an audit record as a JSON object or a table's row.
//!
//! Not its job: the list of dialects (`dialects/mod.rs`) and the layout of files (`container.rs`).

use super::members::Members;
use super::record::AuditRecord;

/// One vendor's shape of a record. To add one: a file in `dialects/` and a line in its list.
pub struct Dialect {
    /// Kebab-case; stands in reports and JSON.
    pub id: &'static str,
    pub title: &'static str,
    /// Whether these members are a record of the dialect.
    pub recognise: fn(&Members) -> bool,
    /// Reads recognised members. It cannot fail: a member that is missing or odd stays absent.
    pub read: for<'a> fn(&'a Members<'a>) -> AuditRecord<'a>,
}
