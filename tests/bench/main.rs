//! How fast: the start of whole processes, and tokens by the thousand, as ratios against what this
//! machine has of `jwtinfo`, `jwt-cli`, `openssl` and `python3`. Run by hand:
//! `cargo bench --profile dist --bench speed`; peers are looked for in `PATH` and in `$PEERS`.
//!
//! Not its job: asserting anything. Time is the processor's, not the clock's, so that other work on the
//! machine disturbs less; a ratio holds within one run only.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    dead_code,
    reason = "a bench reads its environment, prints, and uses a part of the forge"
)]

mod batch;
mod corpus;
#[path = "../integration/support/forge.rs"]
mod forge;
mod measure;
#[path = "../integration/support/members.rs"]
mod members;
mod startup;

use corpus::Corpus;

/// A smoke run (`--smoke`, or `cargo test --benches`) does everything once and means nothing.
fn main() {
    let is_smoke = std::env::args().any(|argument| argument == "--smoke" || argument == "--test");
    let corpus = Corpus::make(if is_smoke { 200 } else { 20_000 });
    startup::run(&corpus, if is_smoke { 1 } else { 1_000 });
    batch::run(&corpus);
}
