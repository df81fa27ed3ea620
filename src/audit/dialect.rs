//! What a dialect is: one vendor's way to write an audit record as a JSON object.
//!
//! Not its job: the list of dialects (`dialects/mod.rs`) and the layout of files (`container.rs`).

use serde_json::{Map, Value};

use super::record::AuditRecord;

/// One vendor's shape of a record. To add one: a file in `dialects/` and a line in its list.
pub struct Dialect {
    /// Kebab-case; stands in reports and JSON.
    pub id: &'static str,
    pub title: &'static str,
    /// Whether this object is a record of the dialect, told by its members.
    pub recognise: fn(&Map<String, Value>) -> bool,
    /// Reads a recognised object. It cannot fail: a member that is missing or odd stays absent.
    pub read: for<'a> fn(&'a Map<String, Value>) -> AuditRecord<'a>,
}
