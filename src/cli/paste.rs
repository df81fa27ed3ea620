//! A token pasted into a terminal: of any length, not echoed, and the terminal as it was on every way
//! out. The one door to `crossterm`.
//!
//! Not its job: knowing what was pasted, beyond "could this be a whole token". A terminal in line mode
//! cuts a line at 4,095 characters, which is shorter than many tokens; so line mode is left.

use std::io::{self, Write as _};
use std::time::Duration;

use crossterm::event::{
    DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind,
    KeyModifiers, poll, read,
};
use crossterm::execute;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use jwtenant::input::{Limits, Shape, read as recognise};

/// After Enter: silence of this length ends the paste when a whole token is there. A paste without
/// marks arrives in pieces, but never with such pauses.
const SILENCE: Duration = Duration::from_millis(300);

/// After an empty line: what follows within this time was not typed, so the line was pasted. Left to the
/// shell, the rest of a token would be executed.
const PENDING: Duration = Duration::from_millis(100);

/// How pasting ended.
pub enum Pasted {
    Text(String),
    /// Ctrl-C.
    Cancelled,
}

/// Asks for a paste on standard error and reads it.
///
/// # Errors
/// When the terminal cannot be switched or read.
pub fn read_paste() -> io::Result<Pasted> {
    let mut raw = RawTerminal::enter()?;
    let mut text = String::new();
    let ended = loop {
        match next(&mut raw, &text)? {
            Step::More(piece) => text.push_str(&piece),
            Step::Erase => drop(text.pop()),
            Step::Pasted(piece) => {
                text.push_str(&piece);
                break Pasted::Text(text);
            }
            Step::Done => break Pasted::Text(text),
            Step::Cancel => break Pasted::Cancelled,
        }
    };
    drop(raw);
    // The cursor still stands behind the prompt.
    writeln!(io::stderr())?;
    Ok(ended)
}

enum Step {
    More(String),
    Erase,
    /// A paste with marks around it: it is whole.
    Pasted(String),
    Done,
    Cancel,
}

fn next(raw: &mut RawTerminal, so_far: &str) -> io::Result<Step> {
    let awaits_silence = so_far.ends_with('\n') && is_whole_token(so_far);
    loop {
        if awaits_silence && !poll(SILENCE)? {
            return Ok(Step::Done);
        }
        match read()? {
            Event::Paste(piece) => return Ok(Step::Pasted(piece)),
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                if let Some(step) = typed(raw, key, so_far)? {
                    return Ok(step);
                }
            }
            _ => {}
        }
    }
}

/// What a key means; `None` for keys without a meaning here.
fn typed(raw: &mut RawTerminal, key: KeyEvent, so_far: &str) -> io::Result<Option<Step>> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    Ok(match key.code {
        KeyCode::Char('c') if control => Some(Step::Cancel),
        KeyCode::Char('d') if control => Some(Step::Done),
        KeyCode::Char('z') if control => {
            raw.suspend()?;
            None
        }
        // Line feeds of an unmarked paste arrive as Ctrl-J.
        KeyCode::Char('j') if control => Some(line_end(so_far, || poll(PENDING))?),
        KeyCode::Enter => Some(line_end(so_far, || poll(PENDING))?),
        KeyCode::Tab => Some(Step::More("\t".into())),
        KeyCode::Backspace => Some(Step::Erase),
        KeyCode::Char(c) if !control => Some(Step::More(c.into())),
        _ => None,
    })
}

/// An empty line ends the paste, unless more follows at once; another line goes on.
fn line_end(so_far: &str, more_follows: impl FnOnce() -> io::Result<bool>) -> io::Result<Step> {
    let is_empty = so_far.is_empty() || so_far.ends_with('\n');
    Ok(if is_empty && !more_follows()? {
        Step::Done
    } else {
        Step::More("\n".into())
    })
}

fn is_whole_token(text: &str) -> bool {
    recognise(text.as_bytes(), &Limits::default())
        .found
        .iter()
        .any(|found| {
            matches!(
                found.shape,
                Shape::Compact | Shape::Jwe | Shape::Opaque | Shape::RefreshToken
            )
        })
}

/// Restores the terminal before a signal ends the program as it always does.
#[cfg(unix)]
fn restore_on_signals() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            // After the paste, reading may want to end by itself.
            if signal == SIGINT && super::interrupt::is_handled() {
                continue;
            }
            RawTerminal::leave();
            // Where even the default action fails there is nothing left to try.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
    Ok(())
}

/// Windows ends a console program without a signal, and restores the console's mode itself.
#[cfg(not(unix))]
fn restore_on_signals() -> io::Result<()> {
    Ok(())
}

/// A terminal out of line mode; back in it when dropped, also by a panic.
struct RawTerminal;

impl RawTerminal {
    fn enter() -> io::Result<Self> {
        restore_on_signals()?;
        enable_raw_mode()?;
        let raw = Self;
        execute!(io::stderr(), EnableBracketedPaste)?;
        Ok(raw)
    }

    fn leave() {
        // On the way out there is nobody left to tell about a failure.
        let _ = execute!(io::stderr(), DisableBracketedPaste);
        let _ = disable_raw_mode();
    }

    /// Ctrl-Z: the shell gets its terminal as it was, and the paste goes on after `fg`.
    #[cfg(unix)]
    fn suspend(&mut self) -> io::Result<()> {
        Self::leave();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        enable_raw_mode()?;
        execute!(io::stderr(), EnableBracketedPaste)
    }

    #[cfg(not(unix))]
    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for RawTerminal {
    fn drop(&mut self) {
        Self::leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_line_ends_a_paste_and_another_goes_on() {
        let typed = |so_far| line_end(so_far, || Ok(false)).unwrap();
        assert!(matches!(typed(""), Step::Done));
        assert!(matches!(typed("abc\n"), Step::Done));
        assert!(matches!(typed("abc"), Step::More(text) if text == "\n"));
    }

    #[test]
    fn an_empty_line_in_the_middle_of_a_paste_does_not_leave_the_rest_to_the_shell() {
        for so_far in ["", "abc\n"] {
            let pasted = line_end(so_far, || Ok(true)).unwrap();
            assert!(matches!(pasted, Step::More(text) if text == "\n"));
        }
    }

    #[test]
    fn silence_ends_only_what_could_be_a_token() {
        let token = format!(
            "{}.{}.{}",
            "eyJhbGciOiJSUzI1NiJ9",
            "eyJpc3MiOiJ4In0",
            "A".repeat(342)
        );
        assert!(is_whole_token(&format!("{token}\n")));
        assert!(!is_whole_token("Bearer\n"));
        assert!(!is_whole_token("\n"));
    }
}
