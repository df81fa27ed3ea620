//! Reports in files, whole or not at all; and what is said where none can be written.
//!
//! Not its job: what is written.

use std::io;
use std::path::{Path, PathBuf};

use super::{Failure, exit};

/// Writes beside the file and renames, so that nobody ever reads half a report.
pub fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    write_into(path, |file| file.write_all(text.as_bytes())).map_err(|source| {
        let name = path.to_path_buf();
        Failure::new(CannotWrite { name, source }, &exit::USAGE)
    })
}

/// The same for what is written little by little.
pub fn write_into<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<T>,
) -> io::Result<T> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if std::fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        // A device or a pipe is written to, never replaced.
        let mut there = std::fs::File::options().write(true).open(path)?;
        return write(&mut there);
    }
    // Its error names the temporary file, which means nothing to a person: the folder's own says more.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| {
        let of_folder = std::fs::metadata(folder).err();
        of_folder.unwrap_or_else(|| error.kind().into())
    })?;
    let written = write(&mut file)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(written)
}

/// Standard output did not take what was written: a full disk behind it, or nobody who reads.
#[derive(Debug, thiserror::Error)]
#[error("cannot write standard output")]
pub struct CannotPrint {
    #[from]
    pub source: io::Error,
}

impl From<CannotPrint> for Failure {
    fn from(error: CannotPrint) -> Self {
        Self::new(error, &exit::USAGE)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("cannot write {}", name.display())]
pub struct CannotWrite {
    pub name: PathBuf,
    pub source: io::Error,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_temporary_name_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing").join("report.txt");
        let error = write_into(&path, |_| Ok(())).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert!(!error.to_string().contains(".tmp"), "{error}");
    }
}
