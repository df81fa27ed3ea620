//! How many cases a property is tried with.
//!
//! Not its job: what the cases are.

use proptest::test_runner::Config;

/// As many as `PROPTEST_CASES` says, else so few: for properties of which each case is a process or a whole
/// report many times over.
pub fn few(usual: u32) -> Config {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let config = Config::default();
    Config {
        cases: if asked { config.cases } else { usual },
        failure_persistence: None,
        ..config
    }
}
