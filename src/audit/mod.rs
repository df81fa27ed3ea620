//! Traces tokens through audit exports, and says why entries of other tenants are there.
//!
//! An export passes through in this order: `encoding` (any text as UTF-8), `head` (what is it),
//! `container` with `lines` and `rows` (rows with their line), `envelope` (the record in its
//! wrapper), `dialects` (a normalised [`record::AuditRecord`]), `correlate` and `compare` (which
//! token, what agrees), `explanations` (why a foreign entry is there). One record is in memory at a
//! time; what stays are matches and fingerprints of ids, both bounded.
//!
//! Not its job: opening files, reading tokens, judging them, or showing anything.

mod address;
mod compare;
mod correlate;
pub mod dialect;
pub mod dialects;
mod encoding;
mod error;
pub mod explanation;
pub mod explanations;
mod fields;
mod head;
mod lines;
pub mod record;
mod rows;
mod seen;
