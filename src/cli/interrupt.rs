//! Ctrl-C while exports are read: the first one ends the reading, and what was found so far is told;
//! the second one, or one at any other time, ends the program as always. The one door to `ctrlc`, and
//! with `paste.rs` to `signal-hook`.
//!
//! Not its job: pasting, where Ctrl-C is a key (`paste.rs`).

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A handler is there: whoever handled Ctrl-C before leaves it alone from then on.
static IS_HANDLED: AtomicBool = AtomicBool::new(false);

/// What the handler and the reading tell each other.
#[derive(Clone, Default)]
pub struct Interrupt(Arc<State>);

#[derive(Default)]
struct State {
    /// Exports are being read.
    reading: AtomicBool,
    /// Ctrl-C was pressed meanwhile.
    stopped: AtomicBool,
}

/// Whether Ctrl-C is handled here.
#[cfg(unix)]
pub fn is_handled() -> bool {
    IS_HANDLED.load(Ordering::Relaxed)
}

impl Interrupt {
    /// Handles Ctrl-C from now on.
    ///
    /// # Errors
    /// What the system says.
    pub fn install() -> io::Result<Self> {
        let interrupt = Self::default();
        handle(interrupt.clone())?;
        IS_HANDLED.store(true, Ordering::Relaxed);
        Ok(interrupt)
    }

    pub fn stopped(&self) -> &AtomicBool {
        &self.0.stopped
    }

    pub fn is_stopped(&self) -> bool {
        self.0.stopped.load(Ordering::Relaxed)
    }

    pub fn begin_reading(&self) {
        self.0.reading.store(true, Ordering::Relaxed);
    }

    pub fn end_reading(&self) {
        self.0.reading.store(false, Ordering::Relaxed);
    }

    /// Whether this Ctrl-C is the one that ends the reading.
    fn take(&self) -> bool {
        self.0.reading.load(Ordering::Relaxed) && !self.0.stopped.swap(true, Ordering::Relaxed)
    }
}

#[cfg(unix)]
fn handle(interrupt: Interrupt) -> io::Result<()> {
    use signal_hook::consts::SIGINT;
    let mut signals = signal_hook::iterator::Signals::new([SIGINT])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if !interrupt.take() {
                // Where even the default action fails there is nothing left to try.
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        }
    });
    Ok(())
}

/// What a console program ends with on Ctrl-C (`STATUS_CONTROL_C_EXIT`), as a process sees it.
#[cfg(windows)]
const CONTROL_C_EXIT: i32 = 0xC000_013A_u32.cast_signed();

#[cfg(windows)]
fn handle(interrupt: Interrupt) -> io::Result<()> {
    let handler = move || {
        if !interrupt.take() {
            std::process::exit(CONTROL_C_EXIT);
        }
    };
    ctrlc::set_handler(handler).map_err(io::Error::other)
}

#[cfg(not(any(unix, windows)))]
fn handle(_: Interrupt) -> io::Result<()> {
    Ok(())
}
