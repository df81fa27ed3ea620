//! The face: the only floor that knows arguments, environment, terminal and clock.
//!
//! Not its job: reading, proving or judging anything; that is one call to the library.

mod args;
mod audit;
mod exit;
mod explain;
mod file;
mod hunt;
mod interrupt;
mod lists;
mod many;
mod metadata;
mod network;
mod pages;
mod paste;
mod records;
mod redact;
mod source;
mod terminal;
mod waiting;
mod watch;
mod write;

use std::error::Error;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use jwtenant::inspect::{Asking, Input, Inputs, decode as decode_all, inspect};
use jwtenant::report::model::Report;
use jwtenant::rules::verdict::Ending;
use jwtenant::text::{Terminal, without_tokens};
use jwtenant::time::Timestamp;

use self::args::{CheckArgs, DecodeArgs, Verb};
use self::file::{CannotPrint, CannotWrite, write_file, write_into};
use self::paste::Pasted;
use self::terminal::Surroundings;
use self::waiting::Waiting;
use self::watch::Watch;
use self::write::write_report;

/// Runs the program. `now` is the clock's reading.
pub fn run(arguments: Vec<OsString>, now: Timestamp) -> ExitCode {
    // Tokens, documents and logs know whole seconds.
    let now = Timestamp::from_seconds(now.seconds()).unwrap_or(now);
    let ended = match args::parse(arguments) {
        Ok(Verb::Check(args)) => check(&args, now),
        Ok(Verb::Audit(args)) => audit::audit(&args, now),
        Ok(Verb::Decode(args)) => decode(&args),
        Ok(Verb::Explain(args)) => explain::run(&args),
        Ok(Verb::Hunt(args)) => hunt::run(&args, now),
        Ok(Verb::Metadata(args)) => metadata::run(&args, now),
        Ok(Verb::Redact(args)) => redact::run(&args),
        Ok(Verb::Completions(args)) => pages::completions(&args),
        Ok(Verb::Man(args)) => pages::man(&args),
        Err(refused) if refused.is_mistake => {
            tell(&refused.text);
            return (&exit::USAGE).into();
        }
        Err(help) => print(&help.text).map(|()| ExitCode::SUCCESS),
    };
    ended.unwrap_or_else(|failure| failure.report())
}

/// Our own work failed, as opposed to a finding about a token.
struct Failure {
    error: Box<dyn Error>,
    help: Option<&'static str>,
    exit: &'static exit::Exit,
}

impl Failure {
    fn new(error: impl Error + 'static, exit: &'static exit::Exit) -> Self {
        Self {
            error: Box::new(error),
            help: None,
            exit,
        }
    }

    /// Says what happened with its whole chain of causes.
    fn report(&self) -> ExitCode {
        // A reader that has seen enough closes the pipe (`| head`): that is no failure of ours.
        let closed = self
            .error
            .downcast_ref::<CannotPrint>()
            .is_some_and(|error| error.source.kind() == io::ErrorKind::BrokenPipe);
        if closed {
            return ExitCode::SUCCESS;
        }
        let mut text = self.error.to_string();
        let mut cause = self.error.source();
        while let Some(error) = cause {
            text.push_str(&format!(": {error}"));
            cause = error.source();
        }
        note("error", &text);
        if let Some(help) = self.help {
            note("help", help);
        }
        self.exit.into()
    }
}

impl From<args::NoTime> for Failure {
    fn from(error: args::NoTime) -> Self {
        Self::new(error, &exit::USAGE)
    }
}

impl From<args::NoReport> for Failure {
    fn from(error: args::NoReport) -> Self {
        Self::new(error, &exit::USAGE)
    }
}

impl From<source::SourceError> for Failure {
    fn from(error: source::SourceError) -> Self {
        let exit = if error.is_mistake() {
            &exit::USAGE
        } else {
            &exit::UNREADABLE
        };
        Self {
            help: error.help(),
            ..Self::new(error, exit)
        }
    }
}

fn check(args: &CheckArgs, now: Timestamp) -> Result<ExitCode, Failure> {
    let around = Surroundings::observe();
    let mut notes = Vec::new();
    let authority = network::authority(&args.network, now, &mut notes)?;
    args.records.check()?;
    args.output.is_report()?;
    let key = redact::of_report(&args.conceal)?;
    let read = args.inputs.inputs.iter().chain(&args.sources.audit);
    source::not_over(args.output.output.as_deref(), read)?;
    let by_default = OsString::from("-");
    let by_default = args.inputs.are_not_named().then_some(&by_default);
    let named = args.inputs.inputs.iter().chain(by_default);
    source::once(named.chain(&args.sources.audit))?;
    let mut exports = source::exports(&args.sources.audit)?;
    let mut inputs = read_inputs(&args.inputs, &around, &mut notes)?;
    let mut expectation = args.expectation();
    expectation.known = lists::known(&args.sources.apps, &args.sources.known_samples)?;
    let asking = Asking {
        expectation: &expectation,
        authority: &authority,
        now: args.at().unwrap_or(now),
        threads: threads_for(&mut inputs),
    };
    let waiting = Waiting::begin(args.output.quiet);
    if exports.is_empty() && many::is_wanted(&args.output, &mut inputs) {
        let writing = many::Writing {
            output: &args.output,
            key: key.as_ref().filter(|_| !args.output.is_silent()),
            around: &around,
        };
        return many::check(&writing, &mut inputs, &asking, &notes, waiting);
    }
    let watch = Watch::over(&mut exports, waiting, args.output.quiet)
        .map_err(|error| Failure::new(error, &exit::UNREADABLE))?;
    let report = watch.read(args.records.options(), |bounds| {
        inspect(&mut inputs, &asking, exports, bounds)
    });

    let report = write_report(report, key.as_ref(), &args.output, &around, &notes)?;
    if !args.output.quiet {
        tell_what_was_removed(&report);
        tell_what_helps(&asking, report.verdict.ending, !report.tokens.is_empty());
        if report.tokens.is_empty() && args.inputs.are_not_named() {
            tell(INTRODUCTION);
        }
    }
    Ok(ExitCode::from(report.verdict.ending.exit_code()))
}

/// For whoever called the program with nothing to read.
const INTRODUCTION: &str = "\
jwtenant reads a token from a file or a pipe and says whose it is:
  jwtenant token.txt --tenant contoso.com      jwtenant audit export.csv --tenant contoso.com
  jwtenant explain AADSTS50020                 jwtenant --help
On a terminal it asks for a paste.
";

/// As many as there are cores; one token needs no other thread, and nobody then looks for cores.
fn threads_for(inputs: &mut Inputs) -> usize {
    if inputs.hold_more_than(1) {
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
    } else {
        1
    }
}

fn tell_what_helps(asking: &Asking, ending: Ending, is_any_token: bool) {
    if !matches!(ending, Ending::Expected | Ending::Time) {
        network::tell_help(asking.authority);
    }
    if is_any_token && !asking.expectation.asks_tenant() {
        note(
            "help",
            "--tenant names the tenant you expect (its GUID or domain); --tenant any accepts all",
        );
    }
}

fn decode(args: &DecodeArgs) -> Result<ExitCode, Failure> {
    let mut notes = Vec::new();
    let mut inputs = read_inputs(&args.inputs, &Surroundings::observe(), &mut notes)?;
    let threads = threads_for(&mut inputs);
    let mut out = io::stdout().lock();
    let decoded = decode_all(&mut inputs, threads, |lines| out.write_all(lines))
        .and_then(|decoded| out.flush().map(|()| decoded))
        .map_err(CannotPrint::from)?;
    if !args.quiet {
        notes.iter().for_each(|text| note("note", text));
        for item in &decoded.left_out {
            note("note", &format!("{}: {}", item.what, item.why));
        }
        if decoded.left_out_beyond > 0 {
            note(
                "note",
                &format!("left out: {} more", decoded.left_out_beyond),
            );
        }
        if !decoded.removed.is_empty() {
            note(
                "note",
                &format!("taken off around the token: {}", decoded.removed.join(", ")),
            );
        }
        let text = if decoded.found == 0 {
            "no token found: nothing in the input looks like one"
        } else {
            "decoded only: nothing was verified, everything is as claimed"
        };
        note("note", text);
    }
    Ok(match (decoded.found, decoded.readable) {
        (0, _) => (&exit::UNREADABLE).into(),
        (_, 0) => (&exit::UNDECIDED).into(),
        _ => ExitCode::SUCCESS,
    })
}

/// Reads what was named; a person at a terminal is asked for a paste.
fn read_inputs(
    named: &args::Inputs,
    around: &Surroundings,
    notes: &mut Vec<String>,
) -> Result<Inputs, Failure> {
    let opened = open_inputs(named, around, notes)?;
    Ok(Inputs::new(opened, named.reading()))
}

/// The same, for those who read in their own way.
fn open_inputs(
    named: &args::Inputs,
    around: &Surroundings,
    notes: &mut Vec<String>,
) -> Result<Vec<Input>, Failure> {
    if !around.stdin_is_terminal || !named.inputs.is_empty() || !named.token_env.is_empty() {
        return Ok(source::inputs(named, notes)?);
    }
    tell("paste a token (it is not shown; Ctrl-D or an empty line ends it): ");
    match paste::read_paste() {
        Ok(Pasted::Text(text)) => {
            let pasted = Input::of("-", text.into_bytes());
            Ok(vec![pasted])
        }
        Ok(Pasted::Cancelled) => Err(Failure::new(Cancelled, &exit::UNREADABLE)),
        Err(source) => Err(source::SourceError::Stdin { source }.into()),
    }
}

#[derive(Debug, thiserror::Error)]
#[error("nothing was pasted")]
struct Cancelled;

fn tell_what_was_removed(report: &Report) {
    for (index, token) in report.tokens.iter().enumerate() {
        if !token.source.removed.is_empty() {
            let which = if report.tokens.len() > 1 {
                format!("token {}: ", index + 1)
            } else {
                String::new()
            };
            note(
                "note",
                &format!(
                    "{which}taken off around the token: {}",
                    token.source.removed.join(", ")
                ),
            );
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    Ok(written.map_err(CannotPrint::from)?)
}

/// One line for the person, made safe to show.
fn note(label: &str, text: &str) {
    tell(&format!("{label}: {}\n", text.replace('\n', " ")));
}

/// Standard error is for people: what it repeats is made safe to show, and no token is repeated. When
/// it is closed there is nobody to tell.
fn tell(text: &str) {
    let lines = without_tokens(text);
    let lines: Vec<String> = lines
        .split('\n')
        .map(|line| Terminal(line).to_string())
        .collect();
    let _ = io::stderr().lock().write_all(lines.join("\n").as_bytes());
}
