//! The start of a whole process with one token: what a person waits for.
//!
//! Not its job: throughput.

use std::path::{Path, PathBuf};

use super::corpus::{AT, Corpus, TENANT};
use super::measure::{peer, spent};

/// The programs take turns so often, so that what else the machine does meets all of them.
const ROUNDS: u32 = 10;

const PYTHON: &str = "import sys,json,base64;h,c,s=sys.stdin.read().strip().split('.');\
                      print([json.loads(base64.urlsafe_b64decode(p+'='*(-len(p)%4))) for p in (h,c)])";

struct Contender<'a> {
    name: &'a str,
    /// Nothing where it is not installed.
    program: Option<PathBuf>,
    arguments: Vec<&'a str>,
    /// Seconds of processor time.
    spent: f64,
}

impl<'a> Contender<'a> {
    fn new(name: &'a str, program: Option<&Path>, arguments: Vec<&'a str>) -> Self {
        Self {
            name,
            program: program.map(Path::to_owned),
            arguments,
            spent: 0.0,
        }
    }
}

pub fn run(corpus: &Corpus, times: u32) {
    let token = corpus.token();
    let file = corpus.path("one.txt");
    let own = corpus.program();
    let metadata = corpus.path("metadata");
    let metadata = metadata.to_str().expect("UTF-8");
    let options = ["--tenant", TENANT, "--metadata", metadata, "--at", AT];
    let check = [&["check"], &options[..]].concat();
    let peer = |name, arguments| Contender::new(name, peer(name).as_deref(), arguments);
    let mut contenders = [
        Contender::new("jwtenant decode", Some(&own), vec!["decode"]),
        Contender::new("jwtenant check, metadata at hand", Some(&own), check),
        peer("jwtinfo", vec![token.as_str()]),
        peer("jwt", vec!["decode", token.as_str()]),
        peer("openssl", vec!["dgst", "-sha256"]),
        peer("python3", vec!["-c", PYTHON]),
    ];
    let rounds = ROUNDS.min(times);
    for _ in 0..rounds {
        for it in &mut contenders {
            if let Some(program) = &it.program {
                it.spent += spent(program, &it.arguments, Some(&file), times / rounds).processor;
            }
        }
    }

    let runs = times / rounds * rounds;
    println!("start of a process, one token, {runs} runs, processor time");
    let [decode, check, ..] = &contenders;
    let (decode, check) = (decode.spent, check.spent);
    for it in &contenders {
        let Contender { name, spent, .. } = it;
        if it.program.is_none() {
            println!("  {name:<34} not here");
            continue;
        }
        println!(
            "  {name:<34} {:7.3} ms   decode is {:.2}x, check is {:.2}x of it",
            spent * 1000.0 / f64::from(runs),
            decode / spent,
            check / spent
        );
    }
}
