//! The exports in a folder: what cannot be opened is one that cannot be read, and hides none of the others.
//!
//! Not its job: listing the folder (`source.rs`).

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use jwtenant::audit::extent::Extent;
use jwtenant::audit::{Export, packed};

/// A file, or the entries of the archive that it is. It is opened only when it is read: a folder may hold
/// more of them than a process may have open. One that cannot be opened hides none of the others.
pub(super) fn in_folder(path: PathBuf) -> Vec<Export> {
    let name = path.to_string_lossy().into_owned();
    let opened = File::open(&path).and_then(|file| packed::exports(name.clone(), file));
    let mut exports = match opened {
        Ok(exports) => exports,
        Err(error) => {
            return vec![Export {
                name,
                source: Box::new(Unopened(Some(error))),
                file: None,
                is_named: false,
            }];
        }
    };
    if let [export] = exports.as_mut_slice()
        && export.name == name
    {
        *export = match export.file {
            Some(_) => Export::of(name, Arc::new(Extent::later(path))),
            None => Export {
                name,
                source: Box::new(Later { path, file: None }),
                file: None,
                is_named: false,
            },
        };
    }
    for export in &mut exports {
        export.is_named = false;
    }
    exports
}

/// Something that could not be opened.
struct Unopened(Option<io::Error>);

impl io::Read for Unopened {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Something without a length that is opened when it is read.
struct Later {
    path: PathBuf,
    file: Option<File>,
}

impl io::Read for Later {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(file) = &mut self.file {
            return file.read(buffer);
        }
        let mut file = File::open(&self.path)?;
        let read = file.read(buffer);
        self.file = Some(file);
        read
    }
}
