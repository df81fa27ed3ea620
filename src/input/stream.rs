//! A source of any length, read in pieces: what fits into the first block is read whole, in every form
//! there is; what goes on is read by lines or rows, as many at a time as fit.
//!
//! Not its job: where to cut (`stream/cut.rs`), or threads: a piece is read by whoever takes it. The
//! one door of the readers of tokens to `encoding_rs_io`.

mod cut;
#[cfg(test)]
mod tests;

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::found::{Found, Removed};
use super::recogniser::Limits;
use super::table::{Head, NoColumn};
use super::{Options, Tokenless, encoding, read_with, response, sts_error, text};
use cut::Cut;

/// Bytes that come from anywhere.
pub type Source = Box<dyn Read + Send>;

/// How much is held at a time, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// What is not longer is read whole.
    pub whole: usize,
    /// A part of what is longer.
    pub part: usize,
    /// A line or row that is longer is left out.
    pub record: usize,
    /// A document that cannot be read in parts.
    pub document: u64,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            whole: 4 << 20,
            part: 64 << 10,
            record: 64 << 20,
            document: 1 << 30,
        }
    }
}

/// Why a source cannot be read, or not further.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("it is one document of more than {0} bytes")]
    TooLarge(u64),
    #[error(transparent)]
    NoColumn(#[from] NoColumn),
}

/// A piece of a source.
#[derive(Debug)]
pub enum Piece {
    /// Everything: the source was short, or one document.
    Whole(Vec<Found>),
    /// Everything, and no token in it.
    Tokenless(Tokenless),
    /// Some lines or rows, to be read.
    Part(Part),
    /// A line or row that is too long to be held.
    LeftOut { place: String, why: String },
}

/// Some lines or rows of a long source.
#[derive(Debug)]
pub struct Part {
    bytes: Vec<u8>,
    /// The number of its first line or row.
    first: usize,
    form: Form,
    removed: Vec<Removed>,
}

/// How a long source is read.
#[derive(Clone, Debug)]
enum Form {
    JsonLines,
    Table {
        head: Arc<Head>,
        column: Option<usize>,
    },
    Text,
}

/// A source, being read.
pub struct Stream {
    source: Source,
    options: Arc<Options>,
    sizes: Sizes,
    state: State,
}

enum State {
    Begun,
    Parts(Parts),
    Over,
}

struct Parts {
    form: Form,
    /// What was read, of which the first `given` bytes were handed out.
    buffer: Vec<u8>,
    given: usize,
    is_drained: bool,
    next: usize,
    removed: Vec<Removed>,
}

impl Stream {
    #[must_use]
    pub fn new(source: Source, options: Arc<Options>, sizes: Sizes) -> Self {
        Self {
            source,
            options,
            sizes,
            state: State::Begun,
        }
    }

    /// The next piece; nothing when all were given.
    ///
    /// # Errors
    /// [`StreamError`], after which there is nothing more.
    pub fn next_piece(&mut self) -> Result<Option<Piece>, StreamError> {
        let piece = match std::mem::replace(&mut self.state, State::Over) {
            State::Begun => self.begin()?,
            State::Parts(parts) => self.part(parts)?,
            State::Over => None,
        };
        Ok(piece)
    }

    fn begin(&mut self) -> Result<Option<Piece>, StreamError> {
        let mut start = Vec::new();
        let block = self.sizes.whole as u64 + 1;
        self.source.by_ref().take(block).read_to_end(&mut start)?;
        if start.len() <= self.sizes.whole {
            return self.whole(&start).map(Some);
        }
        let encoding = encoding::of(&start);
        let sample = [encoding.missing_mark, start.as_slice()].concat();
        let Some(form) = self.form(&encoding::decode(&sample).text)? else {
            let rest = self.sizes.document.saturating_sub(start.len() as u64) + 1;
            self.source.by_ref().take(rest).read_to_end(&mut start)?;
            if start.len() as u64 > self.sizes.document {
                return Err(StreamError::TooLarge(self.sizes.document));
            }
            return self.whole(&start).map(Some);
        };
        let mut buffer = start;
        if encoding.is_utf16 {
            let rest = std::mem::replace(&mut self.source, Box::new(io::empty()));
            let marked = Cursor::new(encoding.missing_mark).chain(Cursor::new(buffer));
            let text = DecodeReaderBytesBuilder::new().build(marked.chain(rest));
            self.source = Box::new(text);
            buffer = Vec::new();
        } else if encoding.removed.contains(&Removed::Bom) {
            buffer.drain(..3);
        }
        self.part(Parts {
            form,
            buffer,
            given: 0,
            is_drained: false,
            next: 1,
            removed: encoding.removed,
        })
    }

    fn whole(&self, bytes: &[u8]) -> Result<Piece, StreamError> {
        let found = read_with(bytes, &self.options)?.found;
        Ok(if found.is_empty() {
            Piece::Tokenless(Tokenless::of(bytes))
        } else {
            Piece::Whole(found)
        })
    }

    /// How to read on; nothing for a document that has no parts.
    fn form(&self, start: &str) -> Result<Option<Form>, NoColumn> {
        if let Some(column) = &self.options.column {
            let (head, column) = Head::with_column(start, column)?;
            return Ok(Some(Form::table(head, Some(column))));
        }
        if start.trim_start().starts_with(['{', '[']) {
            let is_lines = response::is_lines(start, &self.options.limits);
            return Ok(is_lines.then_some(Form::JsonLines));
        }
        let head = Head::of_table(start);
        Ok(Some(
            head.map_or(Form::Text, |head| Form::table(head, None)),
        ))
    }

    fn part(&mut self, mut parts: Parts) -> Result<Option<Piece>, StreamError> {
        let mut size = self.sizes.part;
        let counted = loop {
            parts.fill(size, &mut self.source)?;
            let waiting = parts.waiting();
            if waiting.is_empty() {
                return Ok(None);
            }
            let limit = waiting.len().min(size);
            let window = &waiting[..limit];
            let is_all = parts.is_drained && limit == waiting.len();
            match cut::at(parts.form.cutting(), window, is_all) {
                Cut::At(counted) => break counted,
                Cut::Further if size < self.sizes.record => {
                    size = (size * 2).min(self.sizes.record)
                }
                Cut::Further => return self.leave_out(parts).map(Some),
            }
        };
        let part = Part {
            bytes: parts.take(counted.bytes),
            first: parts.next,
            form: parts.form.clone(),
            removed: parts.removed.clone(),
        };
        parts.next += counted.records;
        self.state = State::Parts(parts);
        Ok(Some(Piece::Part(part)))
    }

    /// Passes over a line or row that is too long. Where a row that never closes its quotes ends,
    /// nobody can tell: at the next line, as for a line.
    fn leave_out(&mut self, mut parts: Parts) -> Result<Piece, StreamError> {
        let unit = match parts.form {
            Form::Table { .. } => "row",
            Form::JsonLines | Form::Text => "line",
        };
        let piece = Piece::LeftOut {
            place: format!("{unit} {}", parts.next),
            why: format!("it has more than {} bytes", self.sizes.record),
        };
        while !parts.waiting().is_empty() {
            if let Some(end) = memchr::memchr(b'\n', parts.waiting()) {
                parts.given += end + 1;
                break;
            }
            parts.given = parts.buffer.len();
            parts.fill(self.sizes.part, &mut self.source)?;
        }
        parts.next += 1;
        self.state = State::Parts(parts);
        Ok(piece)
    }
}

impl Parts {
    /// What was read and not handed out.
    fn waiting(&self) -> &[u8] {
        &self.buffer[self.given..]
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        let taken = self.waiting()[..count].to_vec();
        self.given += count;
        taken
    }

    fn fill(&mut self, size: usize, source: &mut Source) -> io::Result<()> {
        let missing = size.saturating_sub(self.waiting().len());
        if missing > 0 && !self.is_drained {
            // Less than a part is left: moved at the price of a part, once a part.
            self.buffer.drain(..self.given);
            self.given = 0;
            let read = source.take(missing as u64).read_to_end(&mut self.buffer)?;
            self.is_drained = read < missing;
        }
        Ok(())
    }
}

impl Form {
    fn table(head: Head, column: Option<usize>) -> Self {
        Self::Table {
            head: Arc::new(head),
            column,
        }
    }

    fn cutting(&self) -> cut::Cutting {
        match self {
            Self::JsonLines => cut::Cutting::Lines,
            Self::Table { head, .. } => cut::Cutting::Rows {
                delimiter: head.delimiter,
            },
            Self::Text => cut::Cutting::Text,
        }
    }
}

impl Piece {
    /// The tokens in this piece.
    #[must_use]
    pub fn read(self, limits: &Limits) -> Vec<Found> {
        match self {
            Self::Whole(found) => found,
            Self::Part(part) => part.read(limits),
            Self::Tokenless(_) | Self::LeftOut { .. } => Vec::new(),
        }
    }
}

impl Part {
    /// What an input looks like that begins so.
    #[must_use]
    pub fn looks(&self) -> Tokenless {
        match Tokenless::of(&self.bytes) {
            // More comes after so many blanks.
            Tokenless::Empty => Tokenless::Other,
            looks => looks,
        }
    }

    /// The tokens in it.
    #[must_use]
    pub fn read(&self, limits: &Limits) -> Vec<Found> {
        let encoding::Decoded { text, removed } = encoding::further(&self.bytes);
        let removed = [self.removed.as_slice(), &removed].concat();
        let found = match &self.form {
            Form::JsonLines => response::lines_from(self.first, &text, limits),
            Form::Table { head, column } => head.in_rows(self.first, &text, *column, limits),
            Form::Text => {
                let mut found = text::scan_from(self.first, &text, limits);
                found.extend(sts_error::lines(self.first, &text, limits));
                found.sort_by_key(|found| found.response);
                found
            }
        };
        let found = found.into_iter();
        found.map(|found| found.inside(&removed)).collect()
    }
}
