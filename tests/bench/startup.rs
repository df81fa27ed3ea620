//! The start of a whole process with one token: what a person waits for.
//!
//! Not its job: throughput.

use super::corpus::{AT, Corpus, TENANT};
use super::measure::{own, peer, spent};

pub fn run(corpus: &Corpus, times: u32) {
    let token = corpus.token();
    let file = corpus.path("one.txt");
    let metadata = corpus.path("metadata");
    let metadata = metadata.to_str().expect("UTF-8");
    let milliseconds = |seconds: f64| seconds * 1000.0 / f64::from(times);

    println!("start of a process, one token, {times} runs, processor time");
    let decode = spent(own(), &["decode"], Some(&file), times).processor;
    let options = [
        "check",
        "--tenant",
        TENANT,
        "--metadata",
        metadata,
        "--at",
        AT,
    ];
    let check = spent(own(), &options, Some(&file), times).processor;
    println!(
        "  jwtenant decode                    {:7.3} ms",
        milliseconds(decode)
    );
    println!(
        "  jwtenant check, metadata at hand   {:7.3} ms",
        milliseconds(check)
    );
    let python = "import sys,json,base64;h,c,s=sys.stdin.read().strip().split('.');\
                  print([json.loads(base64.urlsafe_b64decode(p+'='*(-len(p)%4))) for p in (h,c)])";
    for (name, arguments, input) in [
        ("jwtinfo", vec![token.as_str()], &file),
        ("jwt", vec!["decode", token.as_str()], &file),
        ("openssl", vec!["dgst", "-sha256"], &file),
        ("python3", vec!["-c", python], &file),
    ] {
        let Some(program) = peer(name) else {
            println!("  {name:<34} not here");
            continue;
        };
        let other = spent(&program, &arguments, Some(input), times).processor;
        println!(
            "  {name:<34} {:7.3} ms   decode is {:.2}x, check is {:.2}x of it",
            milliseconds(other),
            decode / other,
            check / other
        );
    }
}
