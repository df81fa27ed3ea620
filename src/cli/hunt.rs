//! The verb `hunt`: a token or keys in, queries out. Asks nobody, runs nothing.
//!
//! Not its job: what the queries say.

use std::fs;
use std::io::{self, BufRead as _};
use std::process::ExitCode;

use jwtenant::entra::tenant::TenantName;
use jwtenant::hunt::{self, Asked, HuntError, Keys, Question};
use jwtenant::inspect;
use jwtenant::report::model::NotChecked;
use jwtenant::time::Timestamp;
use uuid::Uuid;

use super::args::HuntArgs;
use super::terminal::Surroundings;
use super::{CannotWrite, Failure, exit, note, open_inputs, print, tell, write_file};

/// Runs the verb.
pub fn run(args: &HuntArgs, now: Timestamp) -> Result<ExitCode, Failure> {
    let mut notes = Vec::new();
    let is_given = !args.inputs.are_not_named();
    // Without an input, keys and a question of all, a pipe is read; where nothing comes out of it and
    // nobody asked for more, the question is about all.
    let is_wanted = args.question.is_some_and(|it| it != Question::Foreign);
    let is_open = args.key.is_empty() && args.question != Some(Question::Foreign);
    let is_read = is_given || is_open && (is_wanted || something_is_piped());
    let mut keys = match is_read {
        true => match of_inputs(args, now, &mut notes)? {
            Some(keys) => keys,
            None => {
                notes.iter().for_each(|text| note("note", text));
                note(
                    "error",
                    "no token found that can be read: nothing to search by",
                );
                return Ok((&exit::UNREADABLE).into());
            }
        },
        false => Keys::default(),
    };
    for key in &args.key {
        keys.add(key)
            .map_err(|error| Failure::new(error, &exit::USAGE))?;
    }
    let keys = keys.with_own(own(args)?);
    let by_default = match is_read || !args.key.is_empty() {
        true => Question::Trace,
        false => Question::Foreign,
    };
    let logs = args.logs();
    let asked = Asked {
        engines: each_once(&args.engine),
        question: args.question.unwrap_or(by_default),
        days: args.days,
        logs: &logs,
    };
    let hunt = hunt::hunt(&keys, &asked).map_err(refused)?;
    if !args.quiet {
        notes.iter().for_each(|text| note("note", text));
        for dropped in &keys.not_used {
            let text = format!(
                "{} is not searched by: it must be {}",
                dropped.key, dropped.why
            );
            note("note", &text);
        }
    }
    match &args.output {
        None if args.json => print(&hunt::json(&hunt))?,
        None => print(&hunt::human(&hunt))?,
        Some(folder) => {
            fs::create_dir_all(folder).map_err(|source| {
                let name = folder.clone();
                Failure::new(CannotWrite { name, source }, &exit::USAGE)
            })?;
            let mut files = hunt::files(&hunt);
            if args.json {
                files.push(("hunt.json".to_owned(), hunt::json(&hunt)));
            }
            for (name, text) in &files {
                write_file(&folder.join(name), text)?;
            }
            if !args.quiet {
                tell(&format!("{} files in {}\n", files.len(), folder.display()));
            }
        }
    }
    if !args.quiet {
        note(
            "note",
            "nothing was verified, nobody was asked, nothing was run",
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether standard input is no terminal and holds something. What is looked at stays to be read: the
/// standard library keeps it in the buffer that all readers of the stream share.
fn something_is_piped() -> bool {
    let is_terminal = Surroundings::observe().stdin_is_terminal;
    let mut stdin = io::stdin().lock();
    !is_terminal && stdin.fill_buf().is_ok_and(|start| !start.is_empty())
}

/// What the token of the inputs offers; of several the first, and that is said.
fn of_inputs(
    args: &HuntArgs,
    now: Timestamp,
    notes: &mut Vec<String>,
) -> Result<Option<Keys>, Failure> {
    let around = Surroundings::observe();
    let inputs = open_inputs(&args.inputs, &around, notes)?;
    let (tokens, not_read) = inspect::token_keys(inputs, args.inputs.reading(), now);
    notes.extend(not_read.iter().map(NotChecked::to_string));
    if tokens.len() > 1 {
        notes.push(format!(
            "{} tokens found: the queries are for the first of them",
            tokens.len()
        ));
    }
    Ok(tokens.first().map(Keys::of_token))
}

/// A domain would have to be asked for, and nobody is.
fn own(args: &HuntArgs) -> Result<Vec<Uuid>, Failure> {
    let ids = args.tenant.iter().map(|tenant| match &tenant.name {
        TenantName::Id(id) => Ok(id.0),
        _ => Err(Failure {
            help: Some("jwtenant metadata DOMAIN shows the GUID of a domain"),
            ..Failure::new(NotAGuid, &exit::USAGE)
        }),
    });
    ids.collect()
}

#[derive(Debug, thiserror::Error)]
#[error("--tenant must be a GUID here: nobody is asked for a domain's")]
struct NotAGuid;

fn refused(error: HuntError) -> Failure {
    let help = match error {
        HuntError::NoKey { .. } => {
            Some("give a token that holds one, or --key NAME=VALUE; --question foreign needs none")
        }
        HuntError::NoTenant => Some("--tenant GUID names it"),
        HuntError::Path => None,
    };
    Failure {
        help,
        ..Failure::new(error, &exit::USAGE)
    }
}

fn each_once(given: &[&'static jwtenant::hunt::Engine]) -> Vec<&'static jwtenant::hunt::Engine> {
    let mut engines: Vec<&'static jwtenant::hunt::Engine> = Vec::new();
    for engine in given {
        if engines.iter().all(|known| known.id != engine.id) {
            engines.push(engine);
        }
    }
    engines
}
