//! Processor time of processes that were run, and the programs to compare with.
//!
//! Not its job: what to run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Seconds of user and system time, and of the clock.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    pub processor: f64,
    pub clock: f64,
}

/// Runs it so many times, its input a file and its output thrown away.
pub fn spent(program: &Path, arguments: &[&str], input: Option<&Path>, times: u32) -> Spent {
    let began = Instant::now();
    let before = children();
    for _ in 0..times {
        let stdin = match input {
            Some(path) => Stdio::from(std::fs::File::open(path).expect("an input")),
            None => Stdio::null(),
        };
        let status = Command::new(program)
            .args(arguments)
            .stdin(stdin)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("it starts");
        assert!(status.code().is_some(), "{} crashed", program.display());
    }
    let clock = began.elapsed().as_secs_f64();
    let processor = children()
        .zip(before)
        .map_or(clock, |(now, then)| now - then);
    Spent { processor, clock }
}

/// The processor time of all children that have ended, in seconds, where the system tells.
fn children() -> Option<f64> {
    /// Ticks of `/proc` in a second, on every Linux of today.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let fields: Vec<f64> = fields
        .split_whitespace()
        .filter_map(|field| field.parse().ok())
        .collect();
    // The state, a letter, is left out: cutime and cstime are the fields 16 and 17 of proc(5).
    Some((fields.get(12)? + fields.get(13)?) / TICKS)
}

/// A program of this name in `$PEERS` or in `PATH`.
pub fn peer(name: &str) -> Option<PathBuf> {
    let folders = ["PEERS", "PATH"].map(|name| std::env::var_os(name).unwrap_or_default());
    folders
        .iter()
        .flat_map(std::env::split_paths)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}
