//! Exports of any size are read in the same memory, in every layout and encoding, also from a pipe.
//! Linux only: the peak is what `/proc` says (`VmHWM`).
//!
//! Not its job: speed.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::support::tool::repository;

const SMALL: usize = 2 * 1024 * 1024;
const LARGE: usize = 16 * 1024 * 1024;

/// What a larger export may take beyond a small one: less than the difference of the two.
const GROWTH: u64 = 6 * 1024 * 1024;

/// What reading may take at all, beside 24 bytes for each id.
const MOST: u64 = 32 * 1024 * 1024;

#[derive(Clone, Copy, Debug)]
enum Layout {
    JsonLines,
    Csv,
    Array,
    Utf16,
}

impl Layout {
    /// Records up to this size, in pieces; each has an id of its own and is a good kilobyte.
    fn pieces(self, size: usize) -> impl Iterator<Item = Vec<u8>> {
        const RECORDS: usize = 64;
        let mut id = 0_u64;
        let mut written = 0;
        std::iter::from_fn(move || {
            if written >= size {
                return None;
            }
            let mut piece = String::new();
            if id == 0 {
                piece.push_str(match self {
                    Self::Csv => "CreationDate,AuditData\r\n",
                    Self::Array => "[",
                    Self::Utf16 => "\u{feff}",
                    Self::JsonLines => "",
                });
            }
            for _ in 0..RECORDS {
                let record = record(id);
                let _ = match self {
                    Self::Csv => write!(piece, "x,\"{}\"\r\n", record.replace('"', "\"\"")),
                    Self::Array if id > 0 => write!(piece, ",{record}"),
                    Self::Array => write!(piece, "{record}"),
                    Self::JsonLines | Self::Utf16 => writeln!(piece, "{record}"),
                };
                id += 1;
            }
            let piece = match self {
                Self::Utf16 => piece.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                _ => piece.into_bytes(),
            };
            written += piece.len();
            Some(piece)
        })
    }
}

fn record(id: u64) -> String {
    format!(
        r#"{{"CreationTime":"2026-11-20T12:00:00","Id":"{id:08x}-0c3b-4a97-b1e4-7f60d2c95a00","Operation":"FileAccessed","OrganizationId":"8e2f60d1-47ab-4f39-b6c5-91d03c7ea254","RecordType":6,"Workload":"SharePoint","UserId":"kim@tailspin.example","ClientIP":"203.0.113.7","SourceFileName":"{}"}}"#,
        "x".repeat(1_000)
    )
}

/// The most that the program held, in bytes, when it had read all of an export from a pipe.
fn peak_of(pieces: impl Iterator<Item = Vec<u8>>) -> u64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jwtenant"))
        .args(["audit", "-", "--offline", "--quiet"])
        .env_remove("JWTENANT_TENANT")
        .current_dir(repository())
        .stdin(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    for piece in pieces {
        pipe.write_all(&piece).expect("it reads");
    }
    // What is still in the pipe and in blocks that were read ahead is a small part of it.
    thread::sleep(Duration::from_millis(100));
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it runs");
    drop(pipe);
    // 4 where a row was lost: the answer is not complete.
    let code = child.wait().expect("it ends").code();
    assert!(matches!(code, Some(0 | 4)), "{code:?}");
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number
        .and_then(|it| it.parse::<u64>().ok())
        .expect("a number")
        * 1024
}

/// Beyond the cap a row is passed over, not taken into memory.
#[test]
fn a_line_of_any_length_takes_no_more_memory() {
    let blocks = std::iter::repeat_n(vec![b'x'; 64 * 1024], LARGE / (64 * 1024));
    let line = std::iter::once(br#"{"CreationTime":""#.to_vec())
        .chain(blocks)
        .chain([format!("\"}}\n{}\n", record(1)).into_bytes()]);
    let peak = peak_of(line);
    assert!(peak < MOST, "{peak} bytes");
}

#[test]
fn a_larger_export_takes_no_more_memory() {
    let layouts = [Layout::JsonLines, Layout::Csv, Layout::Array, Layout::Utf16];
    thread::scope(|scope| {
        for layout in layouts {
            scope.spawn(move || {
                let (small, large) = (peak_of(layout.pieces(SMALL)), peak_of(layout.pieces(LARGE)));
                assert!(large < MOST, "{layout:?}: {large} bytes");
                assert!(
                    large < small + GROWTH,
                    "{layout:?}: {small}, then {large} bytes"
                );
            });
        }
    });
}
