//! `jwtenant audit`: exports, without a token or with one to search for.

use std::process::ExitCode;

use jwtenant::inspect::survey;
use jwtenant::report::RECORDS;
use jwtenant::time::Timestamp;

use super::args::{AuditArgs, NotRecords};
use super::terminal::Surroundings;
use super::waiting::Waiting;
use super::watch::Watch;
use super::{Failure, exit, network, records, redact, source, write_report};

pub fn audit(args: &AuditArgs, now: Timestamp) -> Result<ExitCode, Failure> {
    let key = redact::of_report(&args.conceal)?;
    if args.output.format().name == RECORDS.name {
        if key.is_some() {
            return Err(Failure::new(NotRecords, &exit::USAGE));
        }
        return records::run(args, now);
    }
    let around = Surroundings::observe();
    let mut notes = Vec::new();
    let authority = network::authority(&args.network, now, &mut notes)?;
    args.records.check()?;
    let output = args.output.output.as_deref();
    source::not_over(output, args.exports.iter().chain(&args.token))?;
    source::once(args.exports.iter().chain(&args.token))?;
    let mut exports = source::exports(&args.exports)?;
    let tokens = source::tokens(&args.token, &mut notes)?;
    let waiting = Waiting::begin(args.output.quiet);
    let at = args.at.unwrap_or(now);
    let watch = Watch::over(&mut exports, waiting, args.output.quiet)
        .map_err(|error| Failure::new(error, &exit::UNREADABLE))?;
    let expectation = args.expectation();
    let report = watch.read(args.records.options(), |bounds| {
        survey(exports, tokens, &expectation, &authority, bounds, at)
    });
    let report = write_report(report, key.as_ref(), &args.output, &around, &notes)?;
    if !args.output.quiet && report.verdict.ending != jwtenant::rules::verdict::Ending::Expected {
        network::tell_help(&authority);
    }
    Ok(ExitCode::from(report.verdict.ending.exit_code()))
}
