//! Feeds `explain` (`tests/fuzz/bodies`) for as long as it is asked to.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::run("explain", bytes));
