//! Finds what the command line names: files, folders, standard input, variables, literal tokens. A file
//! is opened when its turn comes.
//!
//! Not its job: knowing what is in them.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use jwtenant::audit::{Export, packed};
use jwtenant::entra::known::BadList;
use jwtenant::input::{Limits, Shape, read};
use jwtenant::inspect::Input;

mod folder;

use super::args::Inputs;

/// No error text is longer.
const MAX_WORDS: u64 = 64 << 20;

/// An input that cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error("cannot open {}", name.display())]
    Open { name: PathBuf, source: io::Error },
    #[error("cannot open the export {}", name.display())]
    Export { name: PathBuf, source: io::Error },
    #[error("cannot read the list {}", name.display())]
    List { name: PathBuf, source: io::Error },
    #[error("cannot read standard input")]
    Stdin { source: io::Error },
    #[error("the environment has no variable {0}")]
    NoVariable(String),
    #[error("the output {} is one of the inputs: it would replace the evidence", name.display())]
    OutputIsInput { name: PathBuf },
    #[error("standard input (-) can be read only once")]
    StdinTwice,
    #[error("{} is no list that can be used", name.display())]
    BadList { name: PathBuf, source: BadList },
}

impl SourceError {
    /// Whether an option was given something that it cannot take.
    pub fn is_mistake(&self) -> bool {
        matches!(
            self,
            Self::List { .. }
                | Self::BadList { .. }
                | Self::StdinTwice
                | Self::OutputIsInput { .. }
        )
    }

    /// What a person can do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Open { source, .. } if source.kind() == io::ErrorKind::NotFound => {
                Some("an INPUT is a file, a folder, - for standard input, or a token itself")
            }
            Self::Export { .. } => Some(
                "an EXPORT is a file with an audit log export (also .gz or .zip), a folder of them, or - for standard input",
            ),
            _ => None,
        }
    }
}

/// Refuses what names standard input twice: the second would find it empty.
pub fn once<'a>(names: impl IntoIterator<Item = &'a OsString>) -> Result<(), SourceError> {
    let count = names.into_iter().filter(|name| *name == "-").count();
    if count > 1 {
        return Err(SourceError::StdinTwice);
    }
    Ok(())
}

/// Refuses to write over what is read, by whatever name or link.
pub fn not_over<'a>(
    output: Option<&Path>,
    names: impl IntoIterator<Item = &'a OsString>,
) -> Result<(), SourceError> {
    let Some(output) = output else {
        return Ok(());
    };
    let Ok(real) = fs::canonicalize(output) else {
        return Ok(());
    };
    let is_input = |name: &OsString| {
        fs::canonicalize(name)
            .is_ok_and(|input| real == input || input.is_dir() && real.starts_with(&input))
    };
    if real.is_file() && names.into_iter().any(is_input) {
        return Err(SourceError::OutputIsInput {
            name: output.into(),
        });
    }
    Ok(())
}

/// Everything that was named, in order, with notes for the person.
pub fn inputs(named: &Inputs, notes: &mut Vec<String>) -> Result<Vec<Input>, SourceError> {
    let mut inputs = Vec::new();
    for name in &named.token_env {
        let value = std::env::var_os(name)
            .ok_or_else(|| SourceError::NoVariable(name.to_string_lossy().into_owned()))?;
        let name = format!("${}", name.to_string_lossy());
        inputs.push(Input::of(name, value.into_encoded_bytes()));
    }
    if named.inputs.is_empty() && inputs.is_empty() {
        inputs.push(standard_input());
    }
    add_all(&named.inputs, &mut inputs, notes)?;
    Ok(inputs)
}

fn add_all(
    names: &[OsString],
    inputs: &mut Vec<Input>,
    notes: &mut Vec<String>,
) -> Result<(), SourceError> {
    for name in names {
        if name == "-" {
            inputs.push(standard_input());
        } else {
            add_named(name, inputs, notes)?;
        }
    }
    Ok(())
}

/// Tokens to search exports for; none where none were named.
pub fn tokens(names: &[OsString], notes: &mut Vec<String>) -> Result<Vec<Input>, SourceError> {
    let mut inputs = Vec::new();
    add_all(names, &mut inputs, notes)?;
    Ok(inputs)
}

/// Opens the exports for reading; none is read yet. A folder stands for the files in it, at any depth,
/// but for hidden ones; a zip archive for its entries.
pub fn exports(names: &[OsString]) -> Result<Vec<Export>, SourceError> {
    let mut exports = Vec::new();
    for name in names {
        let failed = |source| SourceError::Export {
            name: name.into(),
            source,
        };
        let path = Path::new(name);
        if name == "-" {
            exports.push(Export {
                name: "-".into(),
                source: Box::new(io::stdin()),
                file: None,
                is_named: true,
            });
        } else if fs::metadata(path).map_err(failed)?.is_dir() {
            let mut files = Vec::new();
            list_files(path, &mut files).map_err(failed)?;
            files.retain(|file| {
                let inner = file.strip_prefix(path).unwrap_or(file);
                !packed::is_of_a_system(&inner.to_string_lossy())
            });
            if files.is_empty() {
                return Err(failed(io::Error::other("the folder holds no file")));
            }
            exports.extend(files.into_iter().flat_map(folder::in_folder));
        } else {
            exports.extend(in_file(path)?);
        }
    }
    Ok(exports)
}

fn in_file(path: &Path) -> Result<Vec<Export>, SourceError> {
    let name = path.to_string_lossy().into_owned();
    File::open(path)
        .and_then(|file| packed::exports(name, file))
        .map_err(|source| SourceError::Export {
            name: path.into(),
            source,
        })
}

fn add_named(
    name: &OsStr,
    inputs: &mut Vec<Input>,
    notes: &mut Vec<String>,
) -> Result<(), SourceError> {
    let path = Path::new(name);
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            let mut files = Vec::new();
            list_files(path, &mut files).map_err(|source| opening(name, source))?;
            // One that cannot be opened hides none of the others.
            inputs.extend(files.into_iter().map(file_of_a_folder));
            Ok(())
        }
        Ok(_) => {
            let file = File::open(path).map_err(|source| opening(name, source))?;
            inputs.push(Input {
                name: path.to_string_lossy().into_owned(),
                is_named: true,
                open: Box::new(|| Ok(Box::new(file))),
            });
            Ok(())
        }
        Err(source) => {
            let text = name.to_string_lossy();
            if !is_literal_token(&text) {
                return Err(opening(name, source));
            }
            notes.push("a token given as an argument can be seen in the process list and the shell's history".into());
            inputs.push(Input::of("argument", text.into_owned().into_bytes()));
            Ok(())
        }
    }
}

fn opening(name: &OsStr, source: io::Error) -> SourceError {
    // A name that is nearly a token must not be repeated in a message.
    let text = name.to_string_lossy();
    let name = if text.len() > 200 {
        PathBuf::from("the INPUT (a name of more than 200 characters)")
    } else {
        name.into()
    };
    SourceError::Open { name, source }
}

fn is_literal_token(text: &str) -> bool {
    let found = read(text.as_bytes(), &Limits::default()).found;
    found
        .iter()
        .any(|found| !matches!(found.shape, Shape::StsError | Shape::TooLong { .. }))
}

fn list_files(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        // Links are not followed: they can circle.
        let kind = entry.file_type()?;
        if kind.is_dir() {
            list_files(&entry.path(), files)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

fn file_of_a_folder(path: PathBuf) -> Input {
    Input {
        name: path.to_string_lossy().into_owned(),
        is_named: false,
        open: Box::new(|| Ok(Box::new(File::open(path)?))),
    }
}

fn standard_input() -> Input {
    Input {
        name: "-".into(),
        is_named: true,
        open: Box::new(|| Ok(Box::new(io::stdin()))),
    }
}

/// All that comes in on standard input, for words that are few.
pub fn words_of_standard_input() -> Result<String, SourceError> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(MAX_WORDS)
        .read_to_end(&mut bytes)
        .map_err(|source| SourceError::Stdin { source })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
