//! A text that has only the rows left that were proposed, and where these stood.
//!
//! It is read like the text itself, so that whatever reads the layout reads it too. One thread reads,
//! until it is known that the text is an export; the rest of a file is then shared out.
//!
//! Not its job: cutting rows (`sift.rs`).

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use memchr::memchr;

use super::sift::{self, Batch, Layout};
use super::workers::Workers;
use super::{Plan, Told};
use crate::audit::encoding::Source;
use crate::audit::extent::Extent;
use crate::audit::lines::{LARGEST_ROW, feeds};
use crate::audit::rows::TOO_LONG;

/// After so many bytes without a row the reader is asked whether to go on.
const BREATH: u64 = 8 * 1024 * 1024;

/// A file whose bytes, from `start` on, are the text.
pub(in crate::audit) struct Place {
    pub file: Arc<Extent>,
    pub start: u64,
    /// Bytes that were read, for the progress.
    pub read: Arc<AtomicU64>,
}

pub(in crate::audit) struct Sieve {
    source: Source,
    place: Option<Place>,
    layout: Layout,
    plan: Plan,
    told: Arc<Told>,
    origins: Arc<Origins>,
    /// What was read of the source and not sifted yet, with room behind it.
    block: Vec<u8>,
    filled: usize,
    is_at_end: bool,
    /// The rest of the line is of a row that was too long.
    skips_line: bool,
    /// Bytes and lines that were sifted.
    bytes: u64,
    lines: u64,
    workers: Option<Workers>,
    /// Proposed rows, and how much of them was handed out.
    text: Vec<u8>,
    taken: usize,
    kept: u64,
    silent: u64,
}

/// Where the rows of a sieved text stood in the whole one.
#[derive(Default)]
pub(in crate::audit) struct Origins(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// Line of the sieved text, and of the whole one; both from 1.
    parts: VecDeque<(u64, u64)>,
    lost: VecDeque<(u64, &'static str)>,
    /// Lines of the whole text that were sifted.
    lines: u64,
}

impl Origins {
    /// The line of the whole text. Lines are asked for in their order.
    pub(in crate::audit) fn line(&self, line: u64) -> u64 {
        let mut known = self.lock();
        while known.parts.get(1).is_some_and(|part| part.0 <= line) {
            known.parts.pop_front();
        }
        let first = known.parts.front().copied();
        first.map_or(line, |(sieved, whole)| whole + line.saturating_sub(sieved))
    }

    /// A row that cannot be read, if there is one that was not told yet.
    pub(in crate::audit) fn next_lost(&self) -> Option<(u64, &'static str)> {
        self.lock().lost.pop_front()
    }

    /// How many lines of the whole text were sifted.
    pub(in crate::audit) fn lines(&self) -> u64 {
        self.lock().lines
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sieve {
    pub(in crate::audit) fn new(
        source: Source,
        place: Option<Place>,
        layout: Layout,
        plan: Plan,
        told: Arc<Told>,
    ) -> Self {
        Self {
            source,
            place,
            layout,
            plan,
            told,
            origins: Arc::default(),
            block: Vec::new(),
            filled: 0,
            is_at_end: false,
            skips_line: false,
            bytes: 0,
            lines: 0,
            workers: None,
            text: Vec::new(),
            taken: 0,
            kept: 0,
            silent: 0,
        }
    }

    pub(in crate::audit) fn origins(&self) -> Arc<Origins> {
        Arc::clone(&self.origins)
    }

    /// The next rows; `None` at the end.
    fn next_batch(&mut self) -> io::Result<Option<Batch>> {
        let passes = self.told.may_pass(self.bytes, &self.plan);
        if passes && self.workers.is_none() && !self.skips_line && self.plan.threads > 1 {
            self.share_out();
        }
        if let Some(workers) = &mut self.workers {
            let stretch = workers.next()?;
            self.bytes += stretch.as_ref().map_or(0, |stretch| stretch.bytes);
            return Ok(stretch.map(|stretch| stretch.batch));
        }
        self.read_block()?;
        let mut batch = Batch::default();
        let mut used = 0;
        if self.skips_line {
            used = self.skip_line(0, &mut batch);
        }
        if !self.skips_line {
            let searcher = passes.then_some(&*self.plan.searcher);
            let rest = &self.block[used..self.filled];
            used += sift::sift(&self.layout, searcher, rest, self.is_at_end, &mut batch);
            if self.filled - used > LARGEST_ROW {
                batch.lost.push((batch.lines, TOO_LONG));
                batch.lines += feeds(&self.block[used..used + LARGEST_ROW]);
                self.skips_line = true;
                used = self.skip_line(used + LARGEST_ROW, &mut batch);
            }
        }
        self.block.copy_within(used..self.filled, 0);
        self.filled -= used;
        self.bytes += used as u64;
        let is_over = self.is_at_end && used == 0;
        Ok((!is_over).then_some(batch))
    }

    fn read_block(&mut self) -> io::Result<()> {
        let room = self.filled + self.plan.sizes.block;
        if self.block.len() < room {
            self.block.resize(room, 0);
        }
        while !self.is_at_end {
            match self.source.read(&mut self.block[self.filled..room]) {
                Ok(0) => self.is_at_end = true,
                Ok(read) => {
                    self.filled += read;
                    break;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Where the next line begins, or the end of what was read.
    fn skip_line(&mut self, from: usize, batch: &mut Batch) -> usize {
        match memchr(b'\n', &self.block[from..self.filled]) {
            Some(feed) => {
                self.skips_line = false;
                batch.lines += 1;
                from + feed + 1
            }
            None => self.filled,
        }
    }

    fn share_out(&mut self) {
        let Some(Place { file, start, read }) = self.place.take() else {
            return;
        };
        // What was read ahead is read again.
        read.fetch_sub(self.filled as u64, Ordering::Relaxed);
        let from = start + self.bytes;
        self.block = Vec::new();
        self.workers = Some(Workers::begin(
            file,
            from,
            read,
            self.layout.clone(),
            &self.plan,
        ));
    }

    fn take(&mut self, batch: Batch) {
        let mut known = self.origins.lock();
        let (kept, lines) = (self.kept + 1, self.lines + 1);
        let parts = batch.parts.into_iter();
        known
            .parts
            .extend(parts.map(|(own, line)| (kept + own, lines + line)));
        let lost = batch.lost.into_iter();
        known
            .lost
            .extend(lost.map(|(line, why)| (lines + line, why)));
        self.kept += batch.kept;
        self.lines += batch.lines;
        known.lines = self.lines;
        drop(known);
        self.told.pass(batch.passed);
        self.text = batch.text;
        self.taken = 0;
    }
}

impl Read for Sieve {
    /// [`io::ErrorKind::WouldBlock`] once in a while, between two rows: the reader may look around, and
    /// read on.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() {
            if self.silent >= BREATH {
                self.silent = 0;
                return Err(io::ErrorKind::WouldBlock.into());
            }
            let before = self.bytes;
            let Some(batch) = self.next_batch()? else {
                return Ok(0);
            };
            self.silent += self.bytes - before;
            self.take(batch);
        }
        let rest = &self.text[self.taken..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.taken += count;
        Ok(count)
    }
}
