//! The lists that the person brings along: names of applications, tenants of published samples.
//!
//! Not its job: what a list looks like inside (`entra/known.rs`).

use std::fs::File;
use std::io::{self, Read as _};
use std::path::PathBuf;

use jwtenant::entra::known::Known;
use jwtenant::input::text_of;

use super::source::SourceError;

/// In bytes; a list of every application there is would be shorter.
const LONGEST: u64 = 64 << 20;

/// The lists that the person brings along.
pub fn known(apps: &[PathBuf], samples: &[PathBuf]) -> Result<Known, SourceError> {
    let mut known = Known::default();
    let text = |path: &PathBuf| {
        let failed = |source| SourceError::List {
            name: path.clone(),
            source,
        };
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(failed)?;
        file.take(LONGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        if bytes.len() as u64 > LONGEST {
            let why = format!("it has more than {LONGEST} bytes");
            return Err(failed(io::Error::other(why)));
        }
        Ok::<_, SourceError>(text_of(&bytes))
    };
    let bad = |path: &PathBuf| {
        let name = path.clone();
        move |source| SourceError::BadList { name, source }
    };
    for path in apps {
        known.add_apps(&text(path)?).map_err(bad(path))?;
    }
    for path in samples {
        known.add_samples(&text(path)?).map_err(bad(path))?;
    }
    Ok(known)
}
