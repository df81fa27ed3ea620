//! Tokens by the thousand in one process, per second of one core.
//!
//! Not its job: the start, which is subtracted.

use std::path::Path;
use std::process::Command;

use super::corpus::{AT, Corpus, TENANT};
use super::measure::{self, Spent, peer};

/// Each is run so often.
const RUNS: u32 = 3;

pub fn run(corpus: &Corpus) {
    let own = corpus.program();
    let many = corpus.path("many.txt");
    let metadata = corpus.path("metadata");
    let metadata = metadata.to_str().expect("UTF-8");
    let tokens = f64::from(u32::try_from(corpus.tokens).expect("few") * RUNS);
    let asked = ["--tenant", TENANT, "--metadata", metadata, "--at", AT];
    let check = |more: &[&'static str]| [&["check"], more, &asked[..]].concat();

    println!(
        "{} tokens in one process, per second of processor time, on one core where taskset is",
        corpus.tokens
    );
    let told = |name: &str, spent: Spent| {
        let rate = tokens / spent.processor;
        println!(
            "  {name:<34} {rate:9.0} a second; {:.2} processors at once",
            spent.processor / spent.clock
        );
        rate
    };
    let alone = |arguments: &[&str]| on_one_core(&own, arguments, &many);
    told("decode", alone(&["decode"]));
    let verified = told("check -q", alone(&check(&["-q"])));
    told(
        "check -q --no-signature",
        alone(&check(&["-q", "--no-signature"])),
    );
    let lines = told(
        "check --format jsonl",
        alone(&check(&["--format", "jsonl"])),
    );
    told(
        "check -q, on all cores",
        measure::spent(&own, &check(&["-q"]), Some(&many), RUNS),
    );
    match openssl() {
        Some(rate) => println!(
            "  {:<34} {rate:9.0} a second; check -q is {:.2}x, with reports {:.2}x of it",
            "openssl speed rsa2048, verify",
            verified / rate,
            lines / rate
        ),
        None => println!("  openssl is not here"),
    }
    if let Some(python) = peer("python3") {
        let script = "import sys,json,base64\nd=lambda p:json.loads(base64.urlsafe_b64decode(p+'='*(-len(p)%4)))\n\
                      for l in sys.stdin:\n h,c,s=l.split('.')\n print(json.dumps([d(h),d(c)]))";
        told(
            "python3, decoding only",
            on_one_core(&python, &["-c", script], &many),
        );
    }
}

/// Beside another one, a core that shares its unit with it is slower.
fn on_one_core(program: &Path, arguments: &[&str], input: &Path) -> Spent {
    let Some(taskset) = peer("taskset") else {
        return measure::spent(program, arguments, Some(input), RUNS);
    };
    let program = program.to_str().expect("UTF-8");
    let arguments = [&["-c", "0", program][..], arguments].concat();
    measure::spent(&taskset, &arguments, Some(input), RUNS)
}

/// Verifications a second that `openssl speed` reaches on one core.
fn openssl() -> Option<f64> {
    let program = peer("openssl")?;
    let output = Command::new(program)
        .args(["speed", "-seconds", "2", "rsa2048"])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text
        .lines()
        .find(|line| line.starts_with("rsa") && line.contains("2048"))?;
    let words: Vec<&str> = line.split_whitespace().collect();
    // rsa  2048 bits 0.000631s 0.000018s   1585.7  54617.6 (sign, verify; newer ones add two more)
    let rates: Vec<f64> = words
        .iter()
        .filter(|word| !word.ends_with('s'))
        .filter_map(|word| word.parse().ok())
        .filter(|rate| *rate != 2048.0)
        .collect();
    rates.get(1).copied()
}
