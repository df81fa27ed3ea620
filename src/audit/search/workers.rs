//! A file sifted by several threads, each reading its own stretches; what they find comes in the order
//! of the file, and no thread runs far ahead.
//!
//! A stretch begins in the middle of some line. Its thread takes the next line for the beginning of a
//! row, which may be wrong in a table, where a quoted cell spans lines. So each result tells where it
//! began; if the one before it did not end there, the stretch is sifted again from where that ended.
//!
//! Not its job: cutting rows (`sift.rs`).

use std::io;
use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use memchr::{memchr, memrchr};

use super::Plan;
use super::searcher::Searcher;
use super::sift::{self, Batch, Layout};
use crate::audit::extent::{Extent, Shortened};
use crate::audit::lines::{LARGEST_ROW, feeds};
use crate::audit::rows::TOO_LONG;

/// Results of one thread that may wait.
const WAITING: usize = 2;

/// How far a row may reach beyond its stretch; longer ones are read by the thread that collects.
const OVERHANG: usize = 512 * 1024;

/// And over how many lines: each time the row is sifted again from its beginning.
const MOST_LINES: usize = 64;

/// How long a thread is waited for before the reader may look around.
const GLANCE: Duration = Duration::from_millis(50);

/// What was found in a part of the file.
pub(super) struct Stretch {
    pub batch: Batch,
    pub bytes: u64,
}

pub(super) struct Workers {
    work: Arc<Work>,
    threads: Vec<(Receiver<Told>, Option<JoinHandle<()>>)>,
    /// Number of the next stretch.
    next: u64,
    /// Where the rows that were handed over end.
    at: u64,
    /// The file ends there, though it had been longer.
    is_cut: bool,
}

/// `None` where no row begins in a stretch.
type Told = io::Result<Option<Sifted>>;

/// What all threads know.
struct Work {
    file: Arc<Extent>,
    from: u64,
    length: u64,
    read: Arc<AtomicU64>,
    layout: Layout,
    searcher: Arc<Searcher>,
    /// Nobody wants to know any more.
    is_over: AtomicBool,
}

/// Rows between two places of the file.
struct Sifted {
    from: u64,
    to: u64,
    batch: Batch,
    is_cut: bool,
}

/// What was read at once; its memory is used again.
#[derive(Default)]
struct Block {
    bytes: Vec<u8>,
    filled: usize,
    /// The file ended too early.
    is_cut: bool,
}

impl Block {
    fn text(&self) -> &[u8] {
        &self.bytes[..self.filled]
    }
}

impl Workers {
    /// Begins with the row at `from`.
    pub(super) fn begin(
        file: Arc<Extent>,
        from: u64,
        read: Arc<AtomicU64>,
        layout: Layout,
        plan: &Plan,
    ) -> Self {
        let work = Arc::new(Work {
            file,
            from,
            length: plan.sizes.block as u64,
            read,
            layout,
            searcher: Arc::clone(&plan.searcher),
            is_over: AtomicBool::new(false),
        });
        let count = plan.threads;
        let threads = (0..count).map(|number| {
            let (results, receiver) = sync_channel(WAITING);
            let work = Arc::clone(&work);
            let run = move || work.run(number as u64, count as u64, &results);
            // Without a thread nobody sends, and the work is done where it is collected.
            (receiver, thread::Builder::new().spawn(run).ok())
        });
        Self {
            threads: threads.collect(),
            at: from,
            is_cut: false,
            work,
            next: 0,
        }
    }

    /// The rows of the next stretch; `None` at the end. [`io::ErrorKind::WouldBlock`]: ask again later.
    pub(super) fn next(&mut self) -> io::Result<Option<Stretch>> {
        if self.is_cut {
            return Err(self.work.file.shortened());
        }
        let turn = (self.next % self.threads.len() as u64) as usize;
        let end = self.work.start(self.next + 1);
        let told = match self.threads[turn].0.recv_timeout(GLANCE) {
            Ok(told) => told?,
            Err(RecvTimeoutError::Timeout) => return Err(io::ErrorKind::WouldBlock.into()),
            // The thread is gone; what it had to do is done here.
            Err(RecvTimeoutError::Disconnected) => None,
        };
        self.next += 1;
        let from = self.at;
        let sifted = match told {
            Some(sifted) if sifted.from == from => sifted,
            _ if from >= end => Sifted::nothing(from),
            _ => self.work.sift_until(from, end, LARGEST_ROW + 1)?,
        };
        self.at = sifted.to;
        self.is_cut = sifted.is_cut;
        let bytes = sifted.to - from;
        // Nothing was left to read at or behind the end of the stretch.
        let is_over = bytes == 0 && from < end && !self.is_cut;
        let batch = sifted.batch;
        Ok((!is_over).then_some(Stretch { batch, bytes }))
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.work.is_over.store(true, Ordering::Relaxed);
        for (results, thread) in mem::take(&mut self.threads) {
            // A thread that finds nobody listening ends.
            drop(results);
            _ = thread.map(JoinHandle::join);
        }
    }
}

impl Work {
    fn start(&self, stretch: u64) -> u64 {
        self.from + stretch * self.length
    }

    fn run(&self, first: u64, step: u64, results: &SyncSender<Told>) {
        let mut stretch = first;
        let mut block = Block::default();
        loop {
            let (told, is_end) = match self.sift(stretch, &mut block) {
                Ok((sifted, is_end)) => (Ok(sifted), is_end),
                Err(error) => (Err(error), true),
            };
            if results.send(told).is_err() || is_end || self.is_over.load(Ordering::Relaxed) {
                return;
            }
            stretch += step;
        }
    }

    /// The rows that begin in a stretch, and whether the file ends before the next one; no rows where
    /// none begins, or the last one is too long for this thread.
    fn sift(&self, stretch: u64, block: &mut Block) -> io::Result<(Option<Sifted>, bool)> {
        // A row begins here if the byte before is the end of a line.
        let before = u64::from(stretch > 0);
        let start = self.start(stretch) - before;
        let mut reach = usize::try_from(self.length + before).unwrap_or(usize::MAX);
        block.filled = 0;
        let mut is_end = self.fill(start, reach, block)?;
        let first = match stretch {
            0 => 0,
            _ => match memchr(b'\n', block.text()) {
                Some(feed) if feed + 1 < reach => feed + 1,
                _ => return Ok((None, is_end)),
            },
        };
        let from = start + first as u64;
        let is_last = is_end;
        let mut batch = Batch::default();
        let mut used = first;
        // The row that reaches beyond the stretch is completed line by line.
        for lines in 0.. {
            used += self.sift_block(&block.text()[used..], is_end, &mut batch);
            let own = usize::try_from(self.length + before).unwrap_or(usize::MAX);
            if used >= own || is_end {
                break;
            }
            if reach > own + OVERHANG || lines > MOST_LINES || self.is_over.load(Ordering::Relaxed)
            {
                return Ok((None, is_last));
            }
            reach = self.add_line(start, reach, block, &mut is_end)?;
        }
        let to = start + used as u64;
        let is_cut = block.is_cut;
        let sifted = Sifted {
            from,
            to,
            batch,
            is_cut,
        };
        Ok((Some(sifted), is_last))
    }

    /// Reads on up to the end of the line.
    fn add_line(
        &self,
        start: u64,
        reach: usize,
        block: &mut Block,
        is_end: &mut bool,
    ) -> io::Result<usize> {
        const MORE: usize = 8 * 1024;
        *is_end = self.fill(start, reach + MORE, block)?;
        let feed = memchr(b'\n', &block.text()[reach.min(block.filled)..]);
        if let Some(feed) = feed {
            *is_end &= reach + feed + 1 == block.filled;
            block.filled = reach + feed + 1;
        }
        Ok(block.filled)
    }

    fn sift_block(&self, text: &[u8], is_end: bool, batch: &mut Batch) -> usize {
        sift::sift(&self.layout, Some(&self.searcher), text, is_end, batch)
    }

    /// Sifts from the beginning of a row until at least `end`.
    fn sift_until(&self, from: u64, end: u64, longest: usize) -> io::Result<Sifted> {
        let mut batch = Batch::default();
        let mut block = Block::default();
        let mut at = from;
        let mut reach = usize::try_from(end.saturating_sub(from)).unwrap_or(usize::MAX);
        while at < end {
            block.filled = 0;
            let is_end = self.fill(at, reach, &mut block)?;
            let used = self.sift_block(block.text(), is_end, &mut batch);
            at += used as u64;
            if is_end {
                break;
            }
            reach = match used {
                0 if reach > longest => {
                    // A row beyond the cap: the rest of its line goes with it.
                    batch.lost.push((batch.lines, TOO_LONG));
                    at = self.skip_row(at, &mut batch)?;
                    usize::try_from(end.saturating_sub(at)).unwrap_or(usize::MAX)
                }
                0 => reach + OVERHANG,
                _ => usize::try_from(end.saturating_sub(at)).unwrap_or(usize::MAX),
            }
            .max(1);
        }
        Ok(Sifted {
            from,
            to: at,
            batch,
            is_cut: block.is_cut,
        })
    }

    /// The end of the line in which a row grows beyond the cap.
    fn skip_row(&self, from: u64, batch: &mut Batch) -> io::Result<u64> {
        let mut at = from;
        let mut block = Block::default();
        loop {
            block.filled = 0;
            let is_end = self.fill(at, OVERHANG, &mut block)?;
            let cap = (from + LARGEST_ROW as u64).saturating_sub(at);
            let beyond = usize::try_from(cap).map_or(block.filled, |cap| cap.min(block.filled));
            let stop = memchr(b'\n', &block.text()[beyond..]).map(|feed| beyond + feed + 1);
            let used = stop.unwrap_or(block.filled);
            batch.lines += feeds(&block.text()[..used]);
            at += used as u64;
            if stop.is_some() || is_end {
                return Ok(at);
            }
        }
    }

    /// Reads until the block holds `length` bytes from `start` on; true at the end of the file.
    fn fill(&self, start: u64, length: usize, block: &mut Block) -> io::Result<bool> {
        let mut filled = block.filled;
        if block.bytes.len() < length {
            block.bytes.resize(length, 0);
        }
        while filled < length {
            let room = &mut block.bytes[filled..length];
            match self.file.read_at(room, start + filled as u64) {
                Ok(0) => break,
                Ok(read) => {
                    filled += read;
                    self.read.fetch_add(read as u64, Ordering::Relaxed);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if Shortened::in_error(&error).is_some() => {
                    // A row of which only the beginning is there is none.
                    let end = memrchr(b'\n', &block.bytes[..filled]);
                    filled = end.map_or(0, |feed| feed + 1);
                    block.is_cut = true;
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        block.filled = filled;
        Ok(filled < length)
    }
}

impl Sifted {
    fn nothing(at: u64) -> Self {
        Self {
            from: at,
            to: at,
            batch: Batch::default(),
            is_cut: false,
        }
    }
}
