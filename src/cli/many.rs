//! Checks of more tokens than fit into memory: each is answered and let go, as one line or in counts of all.
//!
//! Not its job: what a line or the counts say (`report`).

use std::io::{self, Write};
use std::process::ExitCode;

use jwtenant::conceal::{self, Survived};
use jwtenant::inspect::{Asking, Inputs, each};
use jwtenant::redact::Key;
use jwtenant::report::model::Report;
use jwtenant::report::summary::Summary;
use jwtenant::report::{Many, Style, human, json};
use jwtenant::text::amount;

use super::args::OutputArgs;
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
    if output.is_silent() {
        return inputs.hold_more_than(SCREENS);
    }
    match output.format().many {
        Many::Together => false,
        // One report is one line.
        Many::Lines(_) => inputs.hold_more_than(1),
        Many::Summary(_) => inputs.hold_more_than(SCREENS),
    }
}

/// Where and how it is written.
pub struct Writing<'a> {
    pub output: &'a OutputArgs,
    /// Reports are redacted under it.
    pub key: Option<&'a Key>,
    pub around: &'a Surroundings,
}

/// Checks them, writes what was asked for, and says what they come to.
pub fn check(
    writing: &Writing,
    inputs: &mut Inputs,
    asking: &Asking,
    notes: &[String],
    waiting: Waiting,
) -> Result<ExitCode, Failure> {
    let Writing {
        output,
        key,
        around,
    } = writing;
    if !output.quiet {
        notes.iter().for_each(|text| note("note", text));
    }
    let are_lines = matches!(output.format().many, Many::Lines(_));
    let to_terminal = around.stdout_is_terminal && output.output.is_none();
    let mut count = TokenCount::over(waiting, output.quiet, are_lines && to_terminal);
    let mut summary = match output.format().many {
        Many::Lines(append) if !output.is_silent() => {
            lines(writing, inputs, asking, append, &mut count)?
        }
        _ => counted(*key, inputs, asking, &mut count).map_err(failed)?,
    };
    drop(count);
    let originals = key.map(|key| conceal::summary(&mut summary, key));
    if let (Many::Summary(write), false) = (output.format().many, output.is_silent()) {
        let style = Style {
            is_redacted: key.is_some(),
            ..around.style(output)
        };
        let text = write(&summary, &style);
        if let Some(originals) = originals {
            conceal::look_through(&originals, &text).map_err(survived)?;
        }
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

/// Reports that are only counted. What a summary takes of one stands in its line too: under a key that is
/// looked through.
fn counted(
    key: Option<&Key>,
    inputs: &mut Inputs,
    asking: &Asking,
    count: &mut TokenCount,
) -> io::Result<Summary> {
    let tell = |report, told: &mut Told| {
        told.tell(report, key, |report, bytes| {
            if key.is_some() {
                json::append_line(report, bytes);
            }
        })
    };
    each(inputs, asking, tell, |told: Told, summary: &Summary| {
        told.lines()?;
        count.tell(summary.tokens);
        Ok(())
    })
}

/// Lines of reports, unless something survived in one of them.
#[derive(Default)]
struct Told {
    bytes: Vec<u8>,
    survived: Option<Survived>,
}

impl Told {
    /// One more, redacted under a key. Returns what was written.
    fn tell(
        &mut self,
        report: Report,
        key: Option<&Key>,
        append: impl Fn(&Report, &mut Vec<u8>),
    ) -> Report {
        let Some(key) = key else {
            append(&report, &mut self.bytes);
            return report;
        };
        let concealed = conceal::report(report, key);
        let start = self.bytes.len();
        append(&concealed.report, &mut self.bytes);
        let line = String::from_utf8_lossy(&self.bytes[start..]);
        self.survived = self.survived.or(concealed.look_through(&line).err());
        concealed.report
    }

    fn lines(self) -> io::Result<Vec<u8>> {
        match self.survived {
            None => Ok(self.bytes),
            Some(survived) => Err(io::Error::other(survived)),
        }
    }
}

/// A line for each token, to a file or to standard output.
fn lines(
    writing: &Writing,
    inputs: &mut Inputs,
    asking: &Asking,
    append: fn(&Report, &mut Vec<u8>),
    count: &mut TokenCount,
) -> Result<Summary, Failure> {
    let key = writing.key;
    let mut to = |out: &mut dyn Write| {
        let tell = |report, told: &mut Told| told.tell(report, key, append);
        let summary = each(inputs, asking, tell, |told: Told, so_far| {
            count.tell(so_far.tokens);
            out.write_all(&told.lines()?)
        })?;
        if let Some(report) = summary.of_nothing() {
            let mut told = Told::default();
            told.tell(report, key, append);
            out.write_all(&told.lines()?)?;
        }
        out.flush()?;
        Ok(summary)
    };
    match &writing.output.output {
        Some(path) => write_into(path, to).map_err(|source| {
            let name = path.clone();
            Failure::new(CannotWrite { name, source }, &exit::USAGE)
        }),
        None => to(&mut io::stdout().lock()).map_err(failed),
    }
}

fn survived(error: Survived) -> Failure {
    Failure::new(error, &exit::USAGE)
}

/// What survived says so itself; for everything else it is standard output.
fn failed(error: io::Error) -> Failure {
    match error.downcast::<Survived>() {
        Ok(error) => survived(error),
        Err(source) => CannotPrint { source }.into(),
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
    let count = amount(summary.tokens, "token", "tokens");
    note("note", &format!("{count}: {}", endings.join(", ")));
}
