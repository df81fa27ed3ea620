//! The report for programs: schema `jwtenant/1`. Field order is part of the contract; members may be
//! added, never changed or removed.
//!
//! Not its job: the program's own types may change; those of `json/v1.rs` are frozen.

mod audit;
mod fill;
mod members;
mod v1;

use serde::Serialize as _;

pub use members::members;

use super::format::Style;
use super::model::Report;
use crate::text::{escape_json, json_document};

/// One indented document.
#[must_use]
pub fn write(report: &Report, _: &Style) -> String {
    json_document(&fill::report(report))
}

/// One line.
#[must_use]
pub fn write_line(report: &Report, _: &Style) -> String {
    let mut bytes = Vec::new();
    append_line(report, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

/// One more line.
pub fn append_line(report: &Report, bytes: &mut Vec<u8>) {
    let start = bytes.len();
    // Writing into memory fails only for what cannot be JSON at all, and a report can.
    let _ = fill::report(report).serialize(&mut serde_json::Serializer::new(&mut *bytes));
    escape_json(bytes, start);
    bytes.push(b'\n');
}
