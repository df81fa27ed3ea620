//! How fast and in how much memory tokens are searched for in exports, beside other tools that are
//! installed. Prints ratios: figures of one run on one machine.
//!
//! `cargo bench --profile dist --bench audit_search -- --size 1000` (in MB; 64 without it). Processor
//! time, user and system, is told by python3; without it only the wall clock is.
//!
//! Not its job: asserting anything about time.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench measures and prints"
)]

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

#[path = "audit_export.rs"]
mod audit_export;

use audit_export::{OWN, Shape, Wanted};

const UTI: &str = "N2jT94if-kGJzdwWp8mqAA";
const REQUEST: &str = "f7d36837-9f88-41fa-89cd-dc16a7c9aa00";
const SESSION: &str = "001eb37a-80ea-2ad3-9000-5a0c7d1e3b4f";
const OBJECT_ID: &str = "5a0c7d1e-3b4f-4a6c-8d2e-9f1b0c3d5e7f";

/// Each command runs so often; the best run counts.
const RUNS: usize = 5;

struct Bench {
    folder: PathBuf,
    has_python: bool,
}

#[derive(Clone, Copy)]
struct Cost {
    processor: f64,
    wall: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse::<u64>().ok()
    };
    let size = after("--size").unwrap_or(64);
    let folder = std::env::temp_dir().join(format!("jwtenant-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let has_python = is_installed("python3");
    let bench = Bench { folder, has_python };
    bench.write_tokens();
    for shape in [Shape::JsonLines, Shape::Csv, Shape::Array] {
        bench.measure(shape, size * 1_000_000);
    }
    std::fs::remove_dir_all(&bench.folder).unwrap();
}

impl Bench {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// One token, and ten thousand.
    fn write_tokens(&self) {
        let token = |number: u64| {
            let (uti, session, oid) = match number {
                0 => (UTI.to_owned(), SESSION.to_owned(), OBJECT_ID.to_owned()),
                _ => {
                    let id = |kind: u128| {
                        let mixed = u128::from(number)
                            .wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
                        uuid::Uuid::from_u128(mixed ^ (kind << 96))
                    };
                    let uti = URL_SAFE_NO_PAD.encode(id(1).as_bytes());
                    (uti, id(2).to_string(), id(3).to_string())
                }
            };
            let header = r#"{"typ":"JWT","alg":"RS256","kid":"bench"}"#;
            let puid = (number + 1).wrapping_mul(0x9E37_79B1) & 0xFFFF_FFFF;
            let claims = format!(
                r#"{{"aud":"https://graph.microsoft.com","iss":"https://sts.windows.net/{OWN}/","iat":1795176000,"nbf":1795176000,"exp":1795180000,"tid":"{OWN}","oid":"{oid}","puid":"10032000{puid:08X}","sid":"{session}","uti":"{uti}","ver":"1.0"}}"#
            );
            let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
            format!("{}.{}.{}\n", part(header), part(&claims), part("signature"))
        };
        std::fs::write(self.file("one.txt"), token(0)).unwrap();
        let many: String = (0..10_000).map(token).collect();
        std::fs::write(self.file("many.txt"), many).unwrap();
    }

    fn measure(&self, shape: Shape, size: u64) {
        let name = match shape {
            Shape::JsonLines => "export.jsonl",
            Shape::Csv => "export.csv",
            Shape::Array => "export.json",
        };
        let path = self.file(name);
        let wanted = Wanted {
            uti: UTI,
            session: SESSION,
            object_id: OBJECT_ID,
            every: 200_000,
        };
        let mut out = BufWriter::new(File::create(&path).unwrap());
        let records = audit_export::write(&mut out, shape, size, 1, &wanted).unwrap();
        out.flush().unwrap();
        println!("{shape:?}: {} MB, {records} records", size / 1_000_000);
        let one = self.tool(&path, "one.txt", &[]);
        let own = self.run(&one, RUNS);
        let rate = size as f64 / 1e9 / own.processor;
        println!(
            "  jwtenant                    {rate:6.2} GB/s of processor, {:.3} s wall, {:.1} MB at most",
            own.wall,
            self.memory(&one)
        );
        let beside = |what: &str, command: &[OsString], runs: usize| {
            let cost = self.run(command, runs);
            println!(
                "  {what:27} {:6.2}x its processor time, {:6.2}x its wall time ({:.3} s, {:.3} s)",
                cost.processor / own.processor,
                cost.wall / own.wall,
                cost.processor,
                cost.wall
            );
        };
        beside(
            "every record parsed",
            &self.tool(&path, "one.txt", &["--exhaustive"]),
            2,
        );
        let many = self.tool(&path, "many.txt", &[]);
        beside("10,000 tokens", &many, 2);
        println!(
            "  10,000 tokens               {:.1} MB at most",
            self.memory(&many)
        );
        let nothing = self.file("nothing.jsonl");
        std::fs::write(&nothing, "{\"CreationTime\":\"\",\"Operation\":\"\"}\n").unwrap();
        beside(
            "10,000 tokens, tiny export",
            &self.tool(&nothing, "many.txt", &[]),
            2,
        );
        if is_installed("rg") {
            beside(
                "rg -c -F, one key",
                &words(&["rg", "-c", "-F", UTI], &path),
                RUNS,
            );
            let keys = ["-e", UTI, "-e", REQUEST, "-e", SESSION, "-e", OBJECT_ID];
            let all = [&["rg", "-c", "-F"], &keys[..]].concat();
            beside("rg -c -F, four keys", &words(&all, &path), RUNS);
        }
        self.packed(&path, shape);
        if is_installed("jq") && shape == Shape::JsonLines {
            let filter = format!("select(.AppAccessContext.UniqueTokenId == \"{UTI}\")");
            beside("jq", &words(&["jq", "-c", &filter], &path), 1);
        }
        if self.has_python {
            let (csv, duck) = scripts(shape);
            if !csv.is_empty() {
                beside("python csv + json", &script(&csv, &path), 1);
            }
            if !duck.is_empty() && has_duck() {
                beside("DuckDB", &script(&duck, &path), 2);
            }
        }
        std::fs::remove_file(&path).unwrap();
    }

    /// The same text as gzip and as UTF-16, where these can be made.
    fn packed(&self, path: &Path, shape: Shape) {
        if shape != Shape::JsonLines || !is_installed("rg") {
            return;
        }
        let compare = |what: &str, path: &Path, options: &[&str]| {
            let own = self.run(&self.tool(path, "one.txt", &[]), 3);
            let command = words(&[&["rg", "-c", "-F"], options, &[UTI]].concat(), path);
            let rg = self.run(&command, 3);
            let memory = self.memory(&self.tool(path, "one.txt", &[]));
            println!(
                "  {what:27} {:6.2}x its processor time, {:6.2}x its wall time, {memory:.1} MB at most",
                rg.processor / own.processor,
                rg.wall / own.wall
            );
        };
        let packed = path.with_extension("jsonl.gz");
        let gzip = Command::new("gzip").arg("-k").arg(path).status();
        if gzip.is_ok_and(|status| status.success()) {
            compare("rg -z on gzip", &packed, &["-z"]);
            std::fs::remove_file(&packed).unwrap();
        }
        let wide = self.file("export16.jsonl");
        let text = std::fs::read_to_string(path).unwrap();
        let mut out = BufWriter::new(File::create(&wide).unwrap());
        out.write_all(b"\xff\xfe").unwrap();
        text.encode_utf16()
            .for_each(|unit| out.write_all(&unit.to_le_bytes()).unwrap());
        drop((out, text));
        compare("rg -E utf-16le", &wide, &["-E", "utf-16le"]);
        std::fs::remove_file(&wide).unwrap();
    }

    fn tool(&self, export: &Path, tokens: &str, more: &[&str]) -> Vec<OsString> {
        let mut command: Vec<OsString> =
            vec![env!("CARGO_BIN_EXE_jwtenant").into(), "check".into()];
        command.extend(["--offline", "--no-signature", "-q", "--tenant", OWN].map(OsString::from));
        command.extend(more.iter().map(OsString::from));
        command.extend([self.file(tokens).into(), "--audit".into(), export.into()]);
        command
    }

    /// The cheapest of several runs.
    fn run(&self, command: &[OsString], runs: usize) -> Cost {
        let runs = (0..runs).map(|_| self.run_once(command));
        let cheaper = |a: Cost, b: Cost| Cost {
            processor: a.processor.min(b.processor),
            wall: a.wall.min(b.wall),
        };
        runs.reduce(cheaper).unwrap()
    }

    fn run_once(&self, command: &[OsString]) -> Cost {
        const MEASURE: &str = "import resource, subprocess, sys, time\n\
            t = time.perf_counter()\n\
            subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n\
            u = resource.getrusage(resource.RUSAGE_CHILDREN)\n\
            print(u.ru_utime + u.ru_stime, time.perf_counter() - t)";
        if !self.has_python {
            let begun = Instant::now();
            quiet(command).status().unwrap();
            let wall = begun.elapsed().as_secs_f64();
            return Cost {
                processor: wall,
                wall,
            };
        }
        let told = Command::new("python3")
            .args(["-c", MEASURE])
            .args(command)
            .output()
            .unwrap();
        let told = String::from_utf8(told.stdout).unwrap();
        let mut numbers = told
            .split_whitespace()
            .map(|number| number.parse().unwrap());
        Cost {
            processor: numbers.next().unwrap(),
            wall: numbers.next().unwrap(),
        }
    }

    /// The most memory that was resident, in MB, as far as Linux tells it while the process runs.
    fn memory(&self, command: &[OsString]) -> f64 {
        let mut child = quiet(command).spawn().unwrap();
        let status = format!("/proc/{}/status", child.id());
        let mut most = 0.0;
        while child.try_wait().unwrap().is_none() {
            let told = std::fs::read_to_string(&status).unwrap_or_default();
            let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
            most = kilobytes.map_or(most, |it: f64| it.max(most));
            std::thread::sleep(Duration::from_millis(1));
        }
        most / 1_000.0
    }
}

fn quiet(command: &[OsString]) -> Command {
    let mut quiet = Command::new(&command[0]);
    quiet
        .args(&command[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet
}

fn is_installed(tool: &str) -> bool {
    let tool = OsString::from(tool);
    quiet(&[tool, "--version".into()])
        .status()
        .is_ok_and(|status| status.success())
}

fn has_duck() -> bool {
    let import = ["python3", "-c", "import duckdb"].map(OsString::from);
    quiet(&import).status().is_ok_and(|status| status.success())
}

fn words(words: &[&str], path: &Path) -> Vec<OsString> {
    words
        .iter()
        .map(OsString::from)
        .chain([path.into()])
        .collect()
}

fn script(text: &str, path: &Path) -> Vec<OsString> {
    words(&["python3", "-c", text], path)
}

/// Python with its own libraries, and DuckDB; nothing where a tool cannot read the shape in pieces.
fn scripts(shape: Shape) -> (String, String) {
    let duck = |source: &str| {
        format!("import duckdb, sys\nf = sys.argv[1]\nprint(duckdb.sql(f\"{source}\").fetchall())")
    };
    match shape {
        Shape::Csv => (
            format!(
                "import csv, json, sys\ncsv.field_size_limit(1 << 30)\nn = 0\n\
                 for row in csv.DictReader(open(sys.argv[1], newline='')):\n \
                 r = json.loads(row['AuditData'])\n \
                 n += r.get('AppAccessContext', {{}}).get('UniqueTokenId') == '{UTI}'\nprint(n)"
            ),
            duck(&format!(
                "select count(*) from read_csv('{{f}}') where json_extract_string(AuditData, '$.AppAccessContext.UniqueTokenId') = '{UTI}'"
            )),
        ),
        Shape::JsonLines => (
            String::new(),
            duck(&format!(
                "select count(*) from read_json('{{f}}') where AppAccessContext.UniqueTokenId = '{UTI}'"
            )),
        ),
        Shape::Array => (String::new(), String::new()),
    }
}
