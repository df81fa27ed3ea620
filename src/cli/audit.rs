//! `jwtenant audit`: exports, without a token or with one to search for.

use std::process::ExitCode;

use jwtenant::input::Options as Reading;
use jwtenant::inspect::{Inputs, survey};
use jwtenant::time::Timestamp;

use super::args::AuditArgs;
use super::terminal::Surroundings;
use super::waiting::Waiting;
use super::{Failure, network, source, write_report};

pub fn audit(args: &AuditArgs, now: Timestamp) -> Result<ExitCode, Failure> {
    let around = Surroundings::observe();
    let mut notes = Vec::new();
    let authority = network::authority(&args.network, now, &mut notes)?;
    let exports = source::exports(&args.exports)?;
    let tokens = source::tokens(&args.token, &mut notes)?;
    let tokens = (!tokens.is_empty()).then(|| Inputs::new(tokens, Reading::default()));
    let waiting = Waiting::begin(args.output.quiet);
    let at = args.at.unwrap_or(now);
    let report = survey(
        exports,
        tokens,
        &args.expectation(),
        &authority,
        &args.records.options(),
        at,
    );
    drop(waiting);
    write_report(&report, &args.output, &around, &notes)?;
    if !args.output.quiet && report.verdict.ending != jwtenant::rules::verdict::Ending::Expected {
        network::tell_help(&authority);
    }
    Ok(ExitCode::from(report.verdict.ending.exit_code()))
}
