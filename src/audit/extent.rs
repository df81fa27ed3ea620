//! A regular file, as long as it was when it was opened: a log that is still written to is read up to
//! there, and a file that ends before it is told, with the place.
//!
//! Not its job: pipes and devices, which have no length.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use super::encoding::Source;
use crate::text::grouped;

/// A file of a known length, read by places, by several threads if need be.
#[derive(Debug)]
pub struct Extent {
    /// Where it is opened, when it is read.
    path: PathBuf,
    opened: OnceLock<Opened>,
}

#[derive(Debug)]
struct Opened {
    file: File,
    length: u64,
    /// The first place at which nothing was left, though the file had been longer.
    short_at: AtomicU64,
}

impl Opened {
    fn new(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self {
            file,
            length,
            short_at: AtomicU64::new(u64::MAX),
        })
    }
}

impl Extent {
    /// The file as it is now.
    ///
    /// # Errors
    /// Its length cannot be told.
    pub fn of(file: File) -> io::Result<Self> {
        Ok(Self {
            path: PathBuf::new(),
            opened: OnceLock::from(Opened::new(file)?),
        })
    }

    /// A file that is opened when it is first read: a folder may hold more of them than a process may
    /// have open.
    #[must_use]
    pub fn later(path: PathBuf) -> Self {
        Self {
            path,
            opened: OnceLock::new(),
        }
    }

    /// The whole of it, from its beginning.
    #[must_use]
    pub fn source(self: &Arc<Self>) -> Box<dyn Read + Send> {
        let source: Source = Box::new(Part::whole(self));
        source
    }

    /// # Errors
    /// It cannot be opened.
    pub(super) fn length(&self) -> io::Result<u64> {
        self.opened().map(|opened| opened.length)
    }

    /// Reads at a place; nothing behind the length.
    ///
    /// # Errors
    /// [`Shortened`], as the inner error, where the file ends before its length.
    pub(super) fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        let opened = self.opened()?;
        let left = usize::try_from(opened.length.saturating_sub(at)).unwrap_or(usize::MAX);
        let most = left.min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        match read_at(&opened.file, &mut buffer[..most], at)? {
            0 => {
                opened.short_at.fetch_min(at, Ordering::Relaxed);
                Err(io::Error::other(opened.shortened()?))
            }
            read => Ok(read),
        }
    }

    /// What to say of a file that turned out to be too short.
    pub(super) fn shortened(&self) -> io::Error {
        let shortened = self.opened().and_then(Opened::shortened);
        shortened.map_or_else(|error| error, io::Error::other)
    }

    /// By how many bytes it has grown since it was opened; nothing where it has not.
    pub(super) fn growth(&self) -> Option<u64> {
        let opened = self.opened.get()?;
        let now = opened.file.metadata().ok()?.len();
        now.checked_sub(opened.length).filter(|more| *more > 0)
    }

    /// Whether its last byte is the end of a line.
    pub(super) fn ends_a_line(&self) -> bool {
        let last = self.length().ok().and_then(|length| length.checked_sub(1));
        let mut byte = [0];
        last.is_some_and(|at| self.read_at(&mut byte, at).is_ok_and(|read| read == 1))
            && byte == *b"\n"
    }

    fn opened(&self) -> io::Result<&Opened> {
        if let Some(opened) = self.opened.get() {
            return Ok(opened);
        }
        let opened = Opened::new(File::open(&self.path)?)?;
        Ok(self.opened.get_or_init(|| opened))
    }
}

impl Opened {
    fn shortened(&self) -> io::Result<Shortened> {
        Ok(Shortened {
            from: self.length,
            to: self.file.metadata()?.len(),
            read: self.short_at.load(Ordering::Relaxed),
        })
    }
}

/// A file that ended before the length that it had when it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) struct Shortened {
    from: u64,
    to: u64,
    read: u64,
}

impl Shortened {
    /// The same, where an error is of this kind.
    pub(super) fn in_error(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl fmt::Display for Shortened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, read } = *self;
        let (before, read) = (grouped(from), grouped(read));
        if to < from {
            let to = grouped(to);
            write!(
                f,
                "the file became shorter while it was read (from {before} to {to} bytes)"
            )?;
        } else {
            write!(
                f,
                "the file was emptied and written anew while it was read (it had {before} bytes)"
            )?;
        }
        write!(f, "; records that end after byte {read} were not read")
    }
}

/// A part of a file, read by its place: several share the file without moving each other.
pub(super) struct Part {
    file: Arc<Extent>,
    at: u64,
    /// Nothing: where the file ends.
    end: Option<u64>,
}

impl Part {
    pub(super) fn whole(file: &Arc<Extent>) -> Self {
        Self {
            file: Arc::clone(file),
            at: 0,
            end: None,
        }
    }

    pub(super) fn between(file: &Arc<Extent>, at: u64, end: u64) -> Self {
        Self {
            file: Arc::clone(file),
            at,
            end: Some(end),
        }
    }
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let end = self.end.unwrap_or(u64::MAX);
        let left = usize::try_from(end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let most = left.min(buffer.len());
        let read = self.file.read_at(&mut buffer[..most], self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl io::Seek for Part {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        let at = match to {
            io::SeekFrom::Start(at) => Some(at),
            io::SeekFrom::End(by) => {
                let end = self.end.map_or_else(|| self.file.length(), Ok)?;
                end.checked_add_signed(by)
            }
            io::SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}
