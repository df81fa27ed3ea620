//! Checks that do not hold their tokens: a line for each, or counts of all.
//!
//! Not its job: what a line or the counts say (`report`).

use std::io::{self, Write};
use std::process::ExitCode;

use jwtenant::inspect::{Asking, Inputs, each};
use jwtenant::report::model::Report;
use jwtenant::report::summary::Summary;
use jwtenant::report::{Many, human};

use super::args::{CheckArgs, OutputArgs};
use super::terminal::Surroundings;
use super::waiting::Waiting;
use super::watch::TokenCount;
use super::{
    CannotPrint, CannotWrite, Failure, exit, note, print, tell, tell_what_helps, write_file,
    write_into,
};

/// So many tokens get a screen each.
pub const SCREENS: usize = 20;

/// Whether a report that holds all tokens is more than what is asked for.
pub fn is_wanted(output: &OutputArgs, inputs: &mut Inputs) -> bool {
    if output.quiet {
        return inputs.hold_more_than(SCREENS);
    }
    match output.format().many {
        Many::Together => false,
        // One report is one line.
        Many::Lines(_) => inputs.hold_more_than(1),
        Many::Summary(_) => inputs.hold_more_than(SCREENS),
    }
}

/// Checks them, writes what was asked for, and says what they come to.
pub fn check(
    args: &CheckArgs,
    inputs: &mut Inputs,
    asking: &Asking,
    around: &Surroundings,
    notes: &[String],
    waiting: Waiting,
) -> Result<ExitCode, Failure> {
    let output = &args.output;
    if !output.quiet {
        notes.iter().for_each(|text| note("note", text));
    }
    let are_lines = matches!(output.format().many, Many::Lines(_));
    let to_terminal = around.stdout_is_terminal && output.output.is_none();
    let mut count = TokenCount::over(waiting, output.quiet, are_lines && to_terminal);
    let summary = match output.format().many {
        Many::Lines(append) if !output.quiet => lines(inputs, asking, output, append, &mut count)?,
        _ => {
            let tell = |(), summary: &Summary| {
                count.tell(summary.tokens);
                Ok(())
            };
            each(inputs, asking, |_, ()| (), tell).map_err(CannotPrint::from)?
        }
    };
    drop(count);
    if let (Many::Summary(write), false) = (output.format().many, output.quiet) {
        let text = write(&summary, &around.style(output));
        match &output.output {
            Some(path) => write_file(path, &text)?,
            None => print(&text)?,
        }
    }
    let Some(verdict) = summary.verdict() else {
        return Ok((&exit::UNREADABLE).into());
    };
    if !output.quiet {
        if output.output.is_some() {
            tell(&format!("{}\n", human::one_line(verdict)));
        }
        tell_about(&summary, are_lines);
        tell_what_helps(asking, verdict.ending, summary.tokens > 0);
    }
    Ok(ExitCode::from(verdict.ending.exit_code()))
}

/// A line for each token, to a file or to standard output.
fn lines(
    inputs: &mut Inputs,
    asking: &Asking,
    output: &OutputArgs,
    append: fn(&Report, &mut Vec<u8>),
    count: &mut TokenCount,
) -> Result<Summary, Failure> {
    let mut to = |out: &mut dyn Write| {
        let summary = each(inputs, asking, append, |lines: Vec<u8>, so_far| {
            count.tell(so_far.tokens);
            out.write_all(&lines)
        })?;
        if let Some(report) = summary.of_nothing() {
            let mut line = Vec::new();
            append(&report, &mut line);
            out.write_all(&line)?;
        }
        out.flush()?;
        Ok(summary)
    };
    match &output.output {
        Some(path) => write_into(path, to).map_err(|source| {
            let name = path.clone();
            Failure::new(CannotWrite { name, source }, &exit::USAGE)
        }),
        None => Ok(to(&mut io::stdout().lock()).map_err(CannotPrint::from)?),
    }
}

/// What stands in no line: what was peeled off and left out; and for lines, what they come to.
fn tell_about(summary: &Summary, are_lines: bool) {
    if !summary.removed.is_empty() {
        let removed = summary.removed.join(", ");
        note("note", &format!("taken off around the tokens: {removed}"));
    }
    if !are_lines {
        return;
    }
    for item in summary.left_out() {
        note("note", &format!("left out: {}: {}", item.what, item.why));
    }
    if summary.left_out_beyond() > 0 {
        let more = summary.left_out_beyond();
        note("note", &format!("left out: {more} more"));
    }
    if summary.tokens == 0 {
        return;
    }
    let endings = summary.endings().into_iter();
    let endings: Vec<String> = endings
        .map(|(ending, count)| format!("{count} {}", ending.word()))
        .collect();
    note(
        "note",
        &format!("{} tokens: {}", summary.tokens, endings.join(", ")),
    );
}
