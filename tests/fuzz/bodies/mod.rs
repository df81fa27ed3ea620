//! What is done with any bytes, and what must hold then: one body for each target.
//!
//! `cargo fuzz` feeds them for minutes or hours (`tests/fuzz/README.md`); the integration tests include
//! this folder and feed them seeds and altered seeds on every run (`tests/integration/fuzz.rs`).
//!
//! Not its job: where the bytes come from.

mod asked;
mod exports;
mod forms;
mod hidden;
mod keys;
mod token;
pub mod well_formed;
pub mod world;

/// Something that takes bytes which anybody may have made.
#[derive(Debug)]
pub struct Target {
    pub name: &'static str,
    /// Panics where something does not hold that must.
    pub body: fn(&[u8]),
}

/// Every target; `tests/fuzz/targets` has a file of each name.
pub const TARGETS: [Target; 12] = [
    target("token", token::body),
    target("input", forms::input),
    target("har", forms::har),
    target("audit", exports::audit),
    target("containers", exports::containers),
    target("dialects", exports::dialects),
    target("packed", exports::packed),
    target("discovery", asked::discovery),
    target("jwks", keys::jwks),
    target("certificate", keys::certificate),
    target("redact", hidden::redact),
    target("explain", hidden::explain),
];

const fn target(name: &'static str, body: fn(&[u8])) -> Target {
    Target { name, body }
}

/// Feeds the target of this name.
///
/// # Panics
/// When there is none, and where something does not hold that must.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target of this name").body)(bytes);
}
