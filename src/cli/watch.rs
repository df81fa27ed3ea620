//! Long reading of exports, watched: a progress bar for a person at a terminal, and an end on Ctrl-C,
//! also where a pipe has nothing to say. The one door to `indicatif`.
//!
//! Not its job: reading, or what was found.

use std::fs;
use std::io::{self, IsTerminal as _, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jwtenant::audit::{Export, Options, Progress};

use super::interrupt::Interrupt;
use super::waiting::Waiting;

/// Whoever waits less does not want to be told.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often a silent pipe is left to look whether Ctrl-C was pressed.
const GLANCE: Duration = Duration::from_millis(50);
const BLOCK: usize = 256 * 1024;
/// Blocks that are read ahead from a pipe.
const AHEAD: usize = 4;

type Source = Box<dyn Read + Send>;

/// Watches the reading of exports, until it is dropped.
pub struct Watch(Arc<Shared>);

struct Shared {
    interrupt: Interrupt,
    bar: Option<ProgressBar>,
    /// The sign of life while issuers are asked; it goes when reading begins.
    waiting: Mutex<Option<Waiting>>,
}

impl Watch {
    /// Takes over from `waiting`. Where there is nothing to read, nothing is watched and Ctrl-C is
    /// left alone.
    ///
    /// # Errors
    /// What the system says about handling Ctrl-C.
    pub fn over(exports: &mut [Export], waiting: Waiting, quiet: bool) -> io::Result<Self> {
        let is_shown = !exports.is_empty() && !quiet && io::stderr().is_terminal();
        let interrupt = if exports.is_empty() {
            Interrupt::default()
        } else {
            Interrupt::install()?
        };
        let shared = Arc::new(Shared {
            interrupt,
            bar: is_shown.then(|| bar(size(exports))),
            waiting: Mutex::new(Some(waiting)),
        });
        for export in exports {
            let is_pipe = export.name == "-"
                || fs::metadata(&export.name).is_ok_and(|there| !there.is_file());
            let source = std::mem::replace(&mut export.source, Box::new(io::empty()));
            let inner = if is_pipe {
                Inner::Pipe(Pipe::Waiting(source))
            } else {
                Inner::File(source)
            };
            let shared = Arc::clone(&shared);
            export.source = Box::new(Watched { inner, shared });
        }
        Ok(Self(shared))
    }

    /// Reads with these bounds, watched. What `read` returns is the report.
    pub fn read<T>(&self, bounds: Options, read: impl FnOnce(&Options) -> T) -> T {
        let tell = |progress: Progress| self.0.tell(progress);
        let report = read(&Options {
            progress: Some(&tell),
            cancel: Some(self.0.interrupt.stopped()),
            ..bounds
        });
        self.0.end();
        report
    }
}

impl Shared {
    fn begin(&self) {
        let waiting = self.waiting.lock();
        drop(waiting.unwrap_or_else(PoisonError::into_inner).take());
        self.interrupt.begin_reading();
    }

    fn tell(&self, progress: Progress) {
        let words = |count, one, many| format!("{count} {}", if count == 1 { one } else { many });
        if let Some(bar) = &self.bar {
            bar.set_message(format!(
                "{}, {}",
                words(progress.records, "record", "records"),
                words(progress.matches, "match", "matches")
            ));
        }
    }

    /// Draws, once somebody has waited long enough.
    fn draw(&self, bytes: u64) {
        if let Some(bar) = &self.bar {
            if bar.is_hidden() && bar.elapsed() >= PATIENCE {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            bar.inc(bytes);
        }
    }

    fn end(&self) {
        self.begin();
        self.interrupt.end_reading();
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Tokens that are done, counted for a person at a terminal who has waited long enough.
pub struct TokenCount {
    bar: Option<ProgressBar>,
    /// The sign of life while the first issuers are asked; it goes with the first result.
    waiting: Option<Waiting>,
}

impl TokenCount {
    /// Takes over from `waiting`. Nothing is drawn between lines on one and the same terminal.
    pub fn over(waiting: Waiting, quiet: bool, lines_to_terminal: bool) -> Self {
        let is_shown = !quiet && !lines_to_terminal && io::stderr().is_terminal();
        let bar = || {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            if let Ok(style) =
                ProgressStyle::with_template("{spinner} {human_pos} tokens, {per_sec}")
            {
                bar.set_style(style);
            }
            bar
        };
        Self {
            bar: is_shown.then(bar),
            waiting: Some(waiting),
        }
    }

    /// So many are done.
    pub fn tell(&mut self, tokens: u64) {
        drop(self.waiting.take());
        if let Some(bar) = &self.bar {
            if bar.is_hidden() && bar.elapsed() >= PATIENCE {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            bar.set_position(tokens);
        }
    }
}

impl Drop for TokenCount {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The size of all exports, where every one is a file that can be measured.
fn size(exports: &[Export]) -> Option<u64> {
    let sizes = exports.iter().map(|export| {
        let there = fs::metadata(&export.name).ok()?;
        there.is_file().then_some(there.len())
    });
    sizes.sum()
}

fn bar(total: Option<u64>) -> ProgressBar {
    const OF_FILES: &str = "[{bar:24}] {bytes} of {total_bytes}, {bytes_per_sec}, {msg}";
    const OF_PIPES: &str = "{spinner} {bytes}, {bytes_per_sec}, {msg}";
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
    let template = if total.is_some() { OF_FILES } else { OF_PIPES };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message("0 records");
    bar
}

/// A source that is watched while it is read.
struct Watched {
    inner: Inner,
    shared: Arc<Shared>,
}

enum Inner {
    File(Source),
    Pipe(Pipe),
}

impl Read for Watched {
    /// After Ctrl-C the source ends here.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.shared.begin();
        if self.shared.interrupt.is_stopped() {
            return Ok(0);
        }
        let read = match &mut self.inner {
            Inner::File(source) => source.read(buffer)?,
            Inner::Pipe(pipe) => pipe.read(buffer, &self.shared)?,
        };
        self.shared.draw(read as u64);
        Ok(read)
    }
}

/// A source whose reading can last for ever: a thread of its own waits for it.
enum Pipe {
    Waiting(Source),
    Reading {
        blocks: Receiver<io::Result<Vec<u8>>>,
        block: Vec<u8>,
        at: usize,
    },
}

impl Pipe {
    fn read(&mut self, buffer: &mut [u8], shared: &Shared) -> io::Result<usize> {
        loop {
            let (blocks, block, at) = match self {
                Self::Waiting(source) => {
                    let source = std::mem::replace(source, Box::new(io::empty()));
                    *self = Self::Reading {
                        blocks: pump(source),
                        block: Vec::new(),
                        at: 0,
                    };
                    continue;
                }
                Self::Reading { blocks, block, at } => (blocks, block, at),
            };
            if *at < block.len() {
                let count = buffer.len().min(block.len() - *at);
                buffer[..count].copy_from_slice(&block[*at..*at + count]);
                *at += count;
                return Ok(count);
            }
            match blocks.recv_timeout(GLANCE) {
                Ok(next) => (*block, *at) = (next?, 0),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
                Err(RecvTimeoutError::Timeout) if shared.interrupt.is_stopped() => return Ok(0),
                Err(RecvTimeoutError::Timeout) => shared.draw(0),
            }
        }
    }
}

/// Reads on a thread of its own; the channel closes at the end. Nobody waits for the thread: it may
/// hang in a pipe until the program ends.
fn pump(mut source: Source) -> Receiver<io::Result<Vec<u8>>> {
    let (sender, receiver) = sync_channel(AHEAD);
    std::thread::spawn(move || {
        loop {
            let mut block = vec![0; BLOCK];
            let read = match source.read(&mut block) {
                Ok(0) => return,
                Ok(count) => {
                    block.truncate(count);
                    Ok(block)
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => Err(error),
            };
            let is_last = read.is_err();
            if sender.send(read).is_err() || is_last {
                return;
            }
        }
    });
    receiver
}
