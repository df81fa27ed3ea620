//! `jwtenant audit --format records`: exports as normalised records, written as they are read.
//!
//! Not its job: what stands in a record (`audit::records`).

use std::io::{self, Write as _};
use std::process::ExitCode;

use jwtenant::audit::records::{Written, write};
use jwtenant::entra::tenant::TenantName;
use jwtenant::inspect;
use jwtenant::report::model::NotChecked;
use jwtenant::text::amount;
use jwtenant::time::Timestamp;

use super::args::AuditArgs;
use super::waiting::Waiting;
use super::watch::Watch;
use super::{CannotPrint, CannotWrite, Failure, exit, note, source, write_into};

/// Runs the verb.
pub fn run(args: &AuditArgs, now: Timestamp) -> Result<ExitCode, Failure> {
    let mut notes = Vec::new();
    args.records.check()?;
    let output = args.output.output.as_deref();
    source::not_over(output, args.exports.iter().chain(&args.token))?;
    source::once(args.exports.iter().chain(&args.token))?;
    let mut exports = source::exports(&args.exports)?;
    let tokens = source::tokens(&args.token, &mut notes)?;
    let (tokens, not_read) = inspect::token_keys(tokens, Default::default(), now);
    notes.extend(not_read.iter().map(NotChecked::to_string));
    // Nobody is asked, so a domain stays unresolved; a record then decides by itself.
    let expected = args.expectation().tenants;
    let own = expected.iter().filter_map(|tenant| match &tenant.name {
        TenantName::Id(id) => Some(id.0),
        _ => None,
    });
    let own: Vec<_> = own.collect();
    if own.len() < expected.len() {
        notes.push("--tenant is a domain and nobody is asked here: records were told apart by what they say themselves".to_owned());
    }
    let quiet = args.output.quiet;
    let watch = Watch::over(&mut exports, Waiting::begin(quiet), quiet)
        .map_err(|error| Failure::new(error, &exit::UNREADABLE))?;
    let into = |out: &mut dyn io::Write, bounds: &jwtenant::audit::Options, exports| {
        let mut out = io::BufWriter::with_capacity(1 << 16, out);
        let written = write(exports, &own, &tokens, bounds, &mut out)?;
        out.flush().map(|()| written)
    };
    let written = watch.read(args.records.options(), |bounds| match output {
        Some(path) => write_into(path, |file| into(file, bounds, exports)).map_err(|source| {
            let name = path.to_path_buf();
            Failure::new(CannotWrite { name, source }, &exit::USAGE)
        }),
        None => Ok(into(&mut io::stdout().lock(), bounds, exports).map_err(CannotPrint::from)?),
    })?;
    if !quiet {
        notes.iter().for_each(|text| note("note", text));
        tell_what_was_lost(&written);
    }
    Ok(ending(&written))
}

fn tell_what_was_lost(written: &Written) {
    for export in &written.exports {
        if let Some(error) = &export.error {
            note("note", &format!("{}: {error}", export.input));
        }
        // Of what is no export nobody misses rows.
        if export.is_beside() {
            continue;
        }
        let lost = export.lost();
        if lost > 0 {
            note(
                "note",
                &format!(
                    "{}: {} could not be read",
                    export.input,
                    amount(lost, "row", "rows")
                ),
            );
        }
        if let Some(why) = &export.truncated {
            note(
                "note",
                &format!("{} is probably cut off: {why}", export.input),
            );
        }
    }
    let count = amount(written.records, "record", "records");
    note("note", &format!("{count} written"));
}

/// Records were written; whether they are all is another matter.
fn ending(written: &Written) -> ExitCode {
    let is_whole = written.exports.iter().all(|export| {
        export.is_beside()
            || export.error.is_none() && export.truncated.is_none() && export.lost() == 0
    });
    match (written.records, is_whole && !written.incomplete) {
        (0, true) => ExitCode::SUCCESS,
        (0, false) => (&exit::UNREADABLE).into(),
        (_, true) => ExitCode::SUCCESS,
        (_, false) => (&exit::UNDECIDED).into(),
    }
}
