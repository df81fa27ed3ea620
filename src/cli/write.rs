//! A report, written where it was asked for.
//!
//! Not its job: many reports (`many.rs`), or what a format says (`report`).

use jwtenant::conceal;
use jwtenant::redact::Key;
use jwtenant::report::model::Report;
use jwtenant::report::{FORMATS, Format, Style, human};

use super::args::OutputArgs;
use super::terminal::Surroundings;
use super::{Failure, exit, note, print, tell, write_file};

/// Writes the report where it was asked for: to a file with one line of verdict on standard error, to
/// standard output, or, when only the exit code counts, nowhere. Under a key it is redacted first. Returns
/// what was written.
pub fn write_report(
    report: Report,
    key: Option<&Key>,
    output: &OutputArgs,
    around: &Surroundings,
    notes: &[String],
) -> Result<Report, Failure> {
    if !output.quiet {
        notes.iter().for_each(|text| note("note", text));
        if let Some(ending) = output.unknown_ending() {
            note("note", &of_no_format(ending, output.format()));
        }
    }
    if output.is_silent() {
        return Ok(report);
    }
    let style = Style {
        is_redacted: key.is_some(),
        ..around.style(output)
    };
    let write = |report: &Report| (output.format().write)(report, &style);
    let (report, text) = match key {
        None => {
            let text = write(&report);
            (report, text)
        }
        Some(key) => {
            let concealed = conceal::report(report, key);
            let text = write(&concealed.report);
            concealed
                .look_through(&text)
                .map_err(|survived| Failure::new(survived, &exit::USAGE))?;
            (concealed.report, text)
        }
    };
    match &output.output {
        Some(path) => {
            write_file(path, &text)?;
            if !output.quiet {
                tell(&format!("{}\n", human::one_line(&report.verdict)));
            }
        }
        None => print(&text)?,
    }
    Ok(report)
}

/// What is written into a file whose ending is none that decides.
fn of_no_format(ending: &str, written: &Format) -> String {
    let known = FORMATS.iter().flat_map(|format| format.endings);
    let known: Vec<String> = known.map(|ending| format!(".{ending}")).collect();
    format!(
        "no format has the ending .{ending}, so the file is written as --format {}; by their ending are known {}",
        written.name,
        known.join(", ")
    )
}
