//! The `jwtenant` program: reads the clock and the arguments, and calls the face.

#![allow(
    clippy::disallowed_methods,
    reason = "this is floor 6: clock and environment enter the program here"
)]

mod cli;

use std::process::ExitCode;
use std::time::SystemTime;

use jwtenant::time::Timestamp;

fn main() -> ExitCode {
    let Some(now) = Timestamp::from_system(SystemTime::now()) else {
        // Before the year -9999 or after 9999 no token is valid anyway.
        return ExitCode::from(2);
    };
    cli::run(std::env::args_os().collect(), now)
}
