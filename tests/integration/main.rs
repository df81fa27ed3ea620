//! The one integration test binary; every module below it is a subject.
//!
//! Not its job: unit tests, which stand beside the code they test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test reads its environment, says what it skips, and fails by panicking"
)]

mod authority;
mod benign;
mod concealed;
mod containers;
#[cfg(unix)]
mod examples;
mod explain;
mod extremes;
mod footprint;
mod forms;
mod fuzz;
mod habits;
mod hostile;
mod house;
mod hunt;
#[cfg(unix)]
mod interrupt;
mod json_contract;
mod limits;
mod many;
#[cfg(target_os = "linux")]
mod memory;
mod metadata;
mod options;
mod outputs;
mod packed;
mod pages;
#[cfg(unix)]
mod paste;
mod properties;
mod redact;
mod regenerate;
mod samples;
mod search;
mod snapshots;
mod support;
mod survey;
mod vectors;
