//! `jwtenant hunt`: queries in real engines, beside what the program says itself.
//!
//! The engines stand in `target/engines` or where `JWTENANT_ENGINES` says; `.ci/run` puts them there. A
//! test whose engine is missing says so and ends.
//!
//! Not its job: literals and conditions by themselves, which have unit tests beside their code.

mod binding;
mod engines;
mod fixture;
mod gate;
mod literals;
mod round_trip;
mod verb;
