//! A text that is read block by block, and kept from where it is needed.
//!
//! Not its job: what stands in it, or how much may be kept.

use std::io::{self, Read};

use crate::audit::encoding::Source;

pub(super) struct Text {
    source: Source,
    block: usize,
    buffer: Vec<u8>,
    /// What is still needed of the buffer.
    start: usize,
    end: usize,
}

impl Text {
    pub(super) fn new(source: Source, block: usize) -> Self {
        Self {
            source,
            block,
            buffer: Vec::new(),
            start: 0,
            end: 0,
        }
    }

    /// What was read and not passed.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    pub(super) fn pass(&mut self, length: usize) {
        self.start = (self.start + length).min(self.end);
    }

    /// Reads more; false at the end.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        let room = self.end + self.block;
        if self.buffer.len() < room {
            self.buffer.resize(room, 0);
        }
        loop {
            match self.source.read(&mut self.buffer[self.end..room]) {
                Ok(read) => {
                    self.end += read;
                    return Ok(read > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}
