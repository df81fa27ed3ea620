//! `explain`: words from the command line or standard input, what they mean, and whether any is known.

use std::ffi::OsString;
use std::process::ExitCode;

use jwtenant::explain::{Explained, explain_with, human, json};

use super::args::{ExplainArgs, OutputArgs};
use super::terminal::Surroundings;
use super::{Failure, exit, lists, note, print, source};

/// Runs the verb.
pub fn run(args: &ExplainArgs) -> Result<ExitCode, Failure> {
    let lists = lists::known(&args.apps, &args.known_samples)?;
    let explained = explain_with(&words(&args.words)?, &lists);
    if args.json {
        print(&json(&explained))?;
    } else {
        let style = Surroundings::observe().style(&look(args));
        print(&human(&explained, style.width, style.colour))?;
        tell_what_is_unknown(&explained);
    }
    Ok(if explained.is_known() {
        ExitCode::SUCCESS
    } else {
        (&exit::UNREADABLE).into()
    })
}

/// The words as text; `-` stands for what comes in on standard input. What is no Unicode is shown as
/// such: no word of ours is.
fn words(given: &[OsString]) -> Result<Vec<String>, Failure> {
    let mut words = Vec::new();
    for word in given {
        if word == "-" {
            words.push(source::words_of_standard_input()?);
        } else {
            words.push(word.to_string_lossy().into_owned());
        }
    }
    Ok(words)
}

fn tell_what_is_unknown(explained: &Explained) {
    for unknown in &explained.unknown {
        note("note", &format!("nothing is known of {}", unknown.word));
        if !unknown.suggestions.is_empty() {
            note(
                "help",
                &format!("spelled alike: {}", unknown.suggestions.join(", ")),
            );
        }
    }
    if explained.meanings.is_empty() && explained.unknown.is_empty() {
        note("note", "nothing was asked");
    }
}

fn look(args: &ExplainArgs) -> OutputArgs {
    OutputArgs {
        explain_claims: false,
        format: None,
        json: args.json,
        output: None,
        color: args.color,
        quiet: false,
        width: args.width,
    }
}
