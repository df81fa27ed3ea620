//! The verb `redact`: reads inputs, writes them without what identifies or authenticates. And the key by
//! which reports are redacted.
//!
//! Not its job: knowing what that is.

use std::io::{self, Read as _};
use std::path::PathBuf;
use std::process::ExitCode;

use jwtenant::input::is_packed;
use jwtenant::input::stream::Source;
use jwtenant::redact::{Key, redact};

use super::args::{ConcealArgs, KeyArgs, RedactArgs};
use super::terminal::Surroundings;
use super::{Failure, exit, note, open_inputs, print, source, write_file};

/// An input is held in memory, twice.
const LARGEST: u64 = 1 << 30;

/// Shorter keys can be tried.
const SHORTEST_KEY: usize = 16;

/// Runs the verb.
pub fn run(args: &RedactArgs) -> Result<ExitCode, Failure> {
    source::not_over(args.output.as_deref(), &args.inputs.inputs)?;
    let key = key(&args.key)?;
    let mut notes = Vec::new();
    let inputs = open_inputs(&args.inputs, &Surroundings::observe(), &mut notes)?;
    let mut text = String::new();
    let (mut unknown, mut packed) = (Vec::new(), Vec::new());
    let mut has_tokens = false;
    let mut known = 0_usize;
    for input in inputs {
        let name = input.name;
        let bytes = read_all(input.open).map_err(|source| {
            let name = name.clone();
            Failure::new(Unreadable { name, source }, &exit::UNREADABLE)
        })?;
        match redact(&bytes, &key) {
            Some(redacted) => {
                known += 1;
                has_tokens |= redacted.lost_signatures();
                text.push_str(&redacted.text);
                notes.extend(redacted.notes);
            }
            None if is_packed(&bytes) => packed.push(name),
            None => unknown.push(name),
        }
    }
    let nothing = known == 0;
    if !nothing {
        match &args.output {
            Some(path) => write_file(path, &text)?,
            None => print(&text)?,
        }
    }
    if !args.quiet {
        notes.iter().for_each(|text| note("note", text));
        for name in &unknown {
            let text = format!("{name} holds no token, no JSON and no log table; it was left out");
            note("note", &text);
        }
        for name in &packed {
            let text = format!("{name} is packed: unpack it first; it was left out");
            note("note", &text);
        }
        if has_tokens {
            note("note", "signatures were dropped, so nobody can verify this");
        }
        if !nothing {
            note("note", "read it before you share it");
        }
    }
    Ok(if nothing {
        (&exit::UNREADABLE).into()
    } else {
        ExitCode::SUCCESS
    })
}

/// A whole input, if it fits into memory.
fn read_all(open: impl FnOnce() -> io::Result<Source>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open()?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other(format!(
            "it has more than {} GiB",
            LARGEST >> 30
        )));
    }
    Ok(bytes)
}

#[derive(Debug, thiserror::Error)]
#[error("cannot read {name}")]
struct Unreadable {
    name: String,
    source: io::Error,
}

/// The key by which a report is redacted; nothing where it is to stay as it is.
pub fn of_report(args: &ConcealArgs) -> Result<Option<Key>, Failure> {
    args.check()
        .map_err(|error| Failure::new(error, &exit::USAGE))?;
    args.redact.then(|| key(&args.key)).transpose()
}

fn key(args: &KeyArgs) -> Result<Key, Failure> {
    let Some(path) = &args.key_file else {
        return Key::random().map_err(|error| Failure::new(error, &exit::USAGE));
    };
    let content = std::fs::read(path).map_err(|source| {
        let name = path.clone();
        Failure::new(KeyFile::Unreadable { name, source }, &exit::USAGE)
    })?;
    if content.len() < SHORTEST_KEY {
        let name = path.clone();
        return Err(Failure::new(KeyFile::Short { name }, &exit::USAGE));
    }
    Ok(Key::of_file(&content))
}

#[derive(Debug, thiserror::Error)]
enum KeyFile {
    #[error("cannot read the key file {}", name.display())]
    Unreadable { name: PathBuf, source: io::Error },
    #[error("the key file {} has less than {SHORTEST_KEY} bytes: it could be guessed", name.display())]
    Short { name: PathBuf },
}
