//! The one integration test binary; every module below it is a subject.
//!
//! Not its job: unit tests, which stand beside the code they test.

mod regenerate;
mod samples;
mod support;
