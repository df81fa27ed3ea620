//! Pasting into a terminal, through a pseudo-terminal: any length, not echoed, ended as the help says,
//! and the terminal as it was on every way out.
//!
//! Not its job: what was pasted (`forms.rs`). Windows has another kind of console.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::AsFd as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

use crate::support::forge;
use crate::support::tool::repository;

/// Switched on while a paste is awaited, and off again.
const MARKS_ON: &str = "\u{1b}[?2004h";
const MARKS_OFF: &str = "\u{1b}[?2004l";

const TOO_LONG: Duration = Duration::from_secs(30);

/// The program, waiting for a paste at a terminal of its own.
struct Terminal {
    keyboard: File,
    /// The program's end, held open to look at its modes.
    line: File,
    before: String,
    shown: Arc<Mutex<Vec<u8>>>,
    child: Child,
}

/// What is left when the program has ended.
struct Left {
    status: ExitStatus,
    stdout: String,
    /// Everything that the terminal showed.
    shown: String,
    is_as_before: bool,
}

impl Terminal {
    /// Standard input and standard error are the terminal, standard output is a pipe.
    fn with(arguments: &[&str]) -> Self {
        let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        grantpt(&keyboard).expect("its other end");
        unlockpt(&keyboard).expect("its other end");
        let name = ptsname(&keyboard, Vec::new()).expect("a name");
        let line = File::options()
            .read(true)
            .write(true)
            .open(name.to_str().expect("UTF-8"))
            .expect("its other end");
        let end = || Stdio::from(line.try_clone().expect("another handle"));
        let before = modes(&line);
        let child = Command::new(env!("CARGO_BIN_EXE_jwtenant"))
            .args(arguments)
            .current_dir(repository())
            .env_clear()
            .env("HOME", env!("CARGO_TARGET_TMPDIR"))
            .stdin(end())
            .stderr(end())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let keyboard = File::from(keyboard);
        let shown = Arc::<Mutex<Vec<u8>>>::default();
        let mut screen = keyboard.try_clone().expect("another handle");
        let drawn = Arc::clone(&shown);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = screen.read(&mut bytes) {
                drawn
                    .lock()
                    .expect("no panic")
                    .extend_from_slice(&bytes[..count]);
            }
        });
        let terminal = Self {
            keyboard,
            line,
            before,
            shown,
            child,
        };
        terminal.wait_until("it asks", || terminal.shown().contains(MARKS_ON));
        terminal
    }

    fn shown(&self) -> String {
        String::from_utf8_lossy(&self.shown.lock().expect("no panic")).into_owned()
    }

    fn wait_until(&self, what: &str, is_so: impl Fn() -> bool) {
        let began = Instant::now();
        while !is_so() {
            assert!(began.elapsed() < TOO_LONG, "{what}: {:?}", self.shown());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn is_raw(&self) -> bool {
        let modes = tcgetattr(self.line.as_fd()).expect("modes").local_modes;
        !modes.intersects(LocalModes::ICANON | LocalModes::ECHO)
    }

    fn is_as_before(&self) -> bool {
        modes(&self.line) == self.before
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    fn types(mut self, keys: &str) -> Self {
        self.keyboard.write_all(keys.as_bytes()).expect("typed");
        self
    }

    fn ends(mut self) -> Left {
        let mut stdout = String::new();
        let mut pipe = self.child.stdout.take().expect("piped");
        pipe.read_to_string(&mut stdout).expect("UTF-8");
        let status = self.child.wait().expect("it ends");
        self.wait_until("it leaves", || self.shown().contains(MARKS_OFF));
        Left {
            status,
            stdout,
            shown: self.shown(),
            is_as_before: self.is_as_before(),
        }
    }
}

fn modes(line: &File) -> String {
    format!("{:?}", tcgetattr(line.as_fd()).expect("a terminal"))
}

/// Longer than any line that a terminal hands over by itself.
fn token() -> String {
    let groups = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 ".repeat(120);
    let token = forge::unsigned(
        r#"{"alg":"none","typ":"JWT"}"#,
        &format!(r#"{{"sub":"pasted","groups":"{groups}"}}"#),
    );
    assert!(token.len() > 6000 - 100, "{}", token.len());
    token
}

impl Left {
    /// The token arrived whole, and nothing of it was shown.
    fn holds_the_token(&self) -> &Self {
        assert!(self.status.success(), "{:?} {}", self.status, self.shown);
        assert!(self.stdout.contains(r#""sub":"pasted""#), "{}", self.stdout);
        assert_eq!(self.stdout.matches("0f1e2d3c").count(), 120);
        let token = token();
        for piece in token.as_bytes().chunks(64) {
            let piece = String::from_utf8_lossy(piece);
            assert!(!self.shown.contains(&*piece), "echoed: {}", self.shown);
        }
        self.left_no_trace()
    }

    fn left_no_trace(&self) -> &Self {
        assert!(self.is_as_before, "the terminal's modes changed");
        assert!(self.shown.contains("paste a token"), "{}", self.shown);
        assert!(!self.stdout.contains("paste a token"), "{}", self.stdout);
        self
    }
}

const DECODE: &[&str] = &["decode"];

#[test]
fn a_paste_of_any_length_ends_as_the_prompt_says() {
    let token = token();
    let wrapped: Vec<_> = token
        .as_bytes()
        .chunks(100)
        .map(String::from_utf8_lossy)
        .collect();
    for (how, keys) in [
        ("marked", format!("\u{1b}[200~{token}\u{1b}[201~")),
        (
            "marked, with a line end",
            format!("\u{1b}[200~{token}\n\u{1b}[201~"),
        ),
        ("Enter and silence", format!("{token}\r")),
        ("an empty line", format!("{token}\r\r")),
        ("Ctrl-D", format!("{token}\u{4}")),
        ("over many lines", format!("{}\r\r", wrapped.join("\r"))),
        ("corrected", format!("{token}x\u{7f}\u{4}")),
    ] {
        let left = Terminal::with(DECODE).types(&keys).ends();
        eprintln!("{how}");
        left.holds_the_token();
    }
}

#[test]
fn check_asks_in_the_same_way() {
    let left = Terminal::with(&["check", "--json", "--offline"])
        .types(&format!("{}\r", token()))
        .ends();
    assert_eq!(left.status.code(), Some(1), "unsigned: {}", left.shown);
    let report: serde_json::Value = serde_json::from_str(&left.stdout).expect("JSON");
    assert_eq!(report["tokens"][0]["claims"]["sub"], "pasted");
    left.left_no_trace();
}

#[test]
fn nothing_pasted_is_said_and_leaves_no_trace() {
    for keys in ["\u{3}", "eyJhbGciOi\u{3}", "\r", "\u{4}"] {
        let left = Terminal::with(DECODE).types(keys).ends();
        assert_eq!(left.status.code(), Some(3), "{keys:?}: {}", left.shown);
        assert!(left.stdout.is_empty(), "{keys:?}: {}", left.stdout);
        left.left_no_trace();
    }
}

#[test]
fn a_signal_ends_it_and_leaves_no_trace() {
    use std::os::unix::process::ExitStatusExt as _;
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let terminal = Terminal::with(DECODE).types("eyJhbGciOi");
        assert!(terminal.is_raw());
        kill_process(terminal.pid(), signal).expect("sent");
        let left = terminal.ends();
        assert_eq!(left.status.signal(), Some(signal.as_raw()));
        left.left_no_trace();
    }
}

#[test]
fn ctrl_z_lends_the_terminal_to_the_shell() {
    let token = token();
    let (first, second) = token.split_at(3000);
    let terminal = Terminal::with(DECODE).types(first).types("\u{1a}");
    let stopped = waitpid(Some(terminal.pid()), WaitOptions::UNTRACED)
        .expect("a child")
        .expect("it stops");
    assert!(stopped.1.stopped());
    assert!(terminal.is_as_before(), "the shell gets it as it was");
    kill_process(terminal.pid(), Signal::CONT).expect("sent");
    terminal.wait_until("it goes on", || terminal.is_raw());
    terminal.types(second).types("\r").ends().holds_the_token();
}
