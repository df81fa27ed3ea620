//! Text cut into physical lines, each with its number, none larger than a cap.
//!
//! Not its job: knowing where a record ends. A quoted CSV cell may span lines (`rows.rs`).

use std::io::{self, BufRead};

use memchr::memchr;

/// The largest row that is taken into memory, in bytes of UTF-8. The longest record met in public
/// exports has 16 KB; a row beyond this cap is a damaged file or no export.
pub(super) const LARGEST_ROW: usize = 4 * 1024 * 1024;

/// One physical line, which was appended to the reader's buffer with its line feed, if it had one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// From 1.
    pub number: u64,
    /// The buffer would have grown beyond [`LARGEST_ROW`]: it was not appended to.
    pub too_long: bool,
}

pub(super) struct Lines<R> {
    source: R,
    read: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, read: 0 }
    }

    /// How many lines were read in full.
    pub(super) fn read(&self) -> u64 {
        self.read
    }

    /// Appends the next line to `buffer`; `None` at the end.
    ///
    /// # Errors
    /// What the source says; an interrupted call is repeated.
    pub(super) fn next_line(&mut self, buffer: &mut Vec<u8>) -> io::Result<Option<Line>> {
        let start = buffer.len();
        let mut line = Line {
            number: self.read + 1,
            too_long: false,
        };
        let mut at_end = true;
        loop {
            let block = match self.source.fill_buf() {
                Ok(block) => block,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if block.is_empty() {
                break;
            }
            at_end = false;
            let feed = memchr(b'\n', block);
            let taken = feed.map_or(block.len(), |at| at + 1);
            if buffer.len() + taken > LARGEST_ROW {
                line.too_long = true;
                buffer.truncate(start);
            }
            if !line.too_long {
                buffer.extend_from_slice(&block[..taken]);
            }
            self.source.consume(taken);
            if feed.is_some() {
                break;
            }
        }
        if at_end {
            return Ok(None);
        }
        self.read += 1;
        Ok(Some(line))
    }
}

/// How many line feeds there are.
pub(super) fn feeds(text: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', text).count() as u64
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::*;

    #[test]
    fn lines_keep_their_feed_and_their_number() {
        let mut lines = Lines::new(&b"a\r\n\nlast"[..]);
        let mut seen = Vec::new();
        let mut buffer = Vec::new();
        while let Some(line) = lines.next_line(&mut buffer).unwrap() {
            seen.push((line.number, std::mem::take(&mut buffer)));
        }
        assert_eq!(
            seen,
            [
                (1, b"a\r\n".to_vec()),
                (2, b"\n".to_vec()),
                (3, b"last".to_vec())
            ]
        );
    }

    #[test]
    fn a_line_beyond_the_cap_is_passed_over_and_the_next_one_read() {
        let huge = io::repeat(b'x').take(LARGEST_ROW as u64 + 1);
        let mut lines = Lines::new(BufReader::new(huge.chain(&b"\nnext"[..])));
        let mut buffer = Vec::new();
        let first = lines.next_line(&mut buffer).unwrap().unwrap();
        assert!(first.too_long && buffer.is_empty());
        let second = lines.next_line(&mut buffer).unwrap().unwrap();
        assert_eq!((second.number, buffer), (2, b"next".to_vec()));
    }
}
