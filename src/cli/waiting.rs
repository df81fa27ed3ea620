//! A sign of life on a terminal while tokens are read and issuers asked: nothing for the first moments, nothing where
//! no person looks, and nothing left of it afterwards.
//!
//! Not its job: knowing what is being waited for.

use std::io::{self, IsTerminal as _, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Whoever waits less does not want to be told.
const PATIENCE: Duration = Duration::from_millis(300);
const FRAME: Duration = Duration::from_millis(120);
const FRAMES: [char; 4] = ['|', '/', '-', '\\'];

/// Shown as long as it lives.
pub struct Waiting {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Waiting {
    /// Begins to wait; without a terminal on standard error, or when told to be quiet, silently and
    /// without a thread.
    pub fn begin(quiet: bool) -> Self {
        let running = (!quiet && io::stderr().is_terminal()).then(|| {
            let (done, is_done) = mpsc::channel();
            let thread = thread::spawn(move || {
                let _ = show(&is_done, &mut io::stderr());
            });
            (done, thread)
        });
        Self { running }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.running.take() {
            drop(done);
            let _ = thread.join();
        }
    }
}

/// Draws until the other end is gone, then wipes the line.
fn show(is_done: &Receiver<()>, out: &mut impl Write) -> io::Result<()> {
    let mut frames = FRAMES.iter().cycle();
    let mut pause = PATIENCE;
    while is_done.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        pause = FRAME;
        let frame = frames.next().unwrap_or(&' ');
        write!(out, "\r{frame} working")?;
        out.flush()?;
    }
    if pause == FRAME {
        out.write_all(b"\r\x1b[K")?;
        out.flush()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_shows_late_and_leaves_nothing() {
        let (done, is_done) = mpsc::channel();
        let drawing = thread::spawn(move || {
            let mut out = Vec::new();
            show(&is_done, &mut out).map(|()| out)
        });
        thread::sleep(PATIENCE * 2);
        drop(done);
        let drawn = String::from_utf8(drawing.join().unwrap().unwrap()).unwrap();
        assert!(
            drawn.starts_with("\r| working") && drawn.ends_with("\r\x1b[K"),
            "{drawn:?}"
        );

        let (done, is_done) = mpsc::channel();
        drop(done);
        let mut out = Vec::new();
        show(&is_done, &mut out).unwrap();
        assert!(out.is_empty());
    }
}
