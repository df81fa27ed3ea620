//! The bodies of the fuzz targets, fed with seeds and altered seeds on every run; `cargo fuzz` feeds them
//! for longer (`tests/fuzz/README.md`).
//!
//! Not its job: what must hold (`tests/fuzz/bodies`), and the seeds (`fuzz/seeds.rs`).

#[path = "../fuzz/bodies/mod.rs"]
pub mod bodies;
mod seeds;

pub use bodies::world;

use std::fs;

use proptest::prelude::*;
use proptest::sample::Index;

use self::bodies::{TARGETS, Target};
use crate::support::tool::repository;

/// Longer seeds take the place of many short ones; whole exports are read by other tests.
const LONGEST: usize = 32 * 1024;

#[test]
fn every_target_holds_for_its_seeds() {
    for target in &TARGETS {
        for seed in short_seeds(target) {
            bodies::run(target.name, &seed);
        }
    }
}

fn short_seeds(target: &Target) -> Vec<Vec<u8>> {
    let mut seeds = seeds::of(target.name);
    seeds.retain(|seed| seed.len() <= LONGEST);
    assert!(!seeds.is_empty(), "{} has no short seed", target.name);
    seeds
}

#[test]
fn every_target_has_a_file_of_its_name_and_the_package_knows_it() {
    let package = fs::read_to_string(repository().join("tests/fuzz/Cargo.toml")).expect("text");
    let mut files: Vec<String> = fs::read_dir(repository().join("tests/fuzz/targets"))
        .expect("a folder")
        .map(|file| file.expect("readable").file_name().to_string_lossy().into())
        .collect();
    files.sort();
    let mut names: Vec<String> = TARGETS.iter().map(|it| format!("{}.rs", it.name)).collect();
    names.sort();
    assert_eq!(files, names);
    for name in names {
        assert!(package.contains(&format!("path = \"targets/{name}\"")));
    }
}

/// Something that changes a few bytes of a seed.
#[derive(Clone, Debug)]
enum Change {
    Put(Index, u8),
    Insert(Index, Vec<u8>),
    Drop(Index, usize),
    Repeat(Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 1..4),
        proptest::sample::select(&b"\"{}[],:.\\/\n\r\t ;=&#%\0\xff\xfe\xef\x1b"[..])
            .prop_map(|it| vec![it]),
        Just("\u{202e}".as_bytes().to_vec()),
        Just(b"1e400".to_vec()),
        Just(b"null".to_vec()),
    ];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Put(at, byte)),
        (any::<Index>(), piece).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (any::<Index>(), 1..40_usize).prop_map(|(at, count)| Change::Drop(at, count)),
        (any::<Index>(), 1..200_usize).prop_map(|(at, count)| Change::Repeat(at, count)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let length = bytes.len();
        let end = |at: usize, count: usize| (at + count).min(length);
        match change {
            Change::Put(at, byte) if length > 0 => bytes[at.index(length)] = *byte,
            Change::Drop(at, count) if length > 0 => {
                let at = at.index(length);
                bytes.drain(at..end(at, *count));
            }
            Change::Repeat(at, count) if length > 0 => {
                let at = at.index(length);
                let piece = bytes[at..end(at, *count)].to_vec();
                bytes.splice(at..at, piece);
            }
            Change::Insert(at, piece) => {
                let at = at.index(length + 1);
                bytes.splice(at..at, piece.iter().copied());
            }
            _ => {}
        }
    }
    bytes
}

fn target_and_bytes() -> impl Strategy<Value = (&'static Target, Vec<u8>)> {
    let all: Vec<_> = TARGETS.iter().map(|it| (it, short_seeds(it))).collect();
    let seed = (0..TARGETS.len(), any::<Index>()).prop_map(move |(target, index)| {
        let (target, seeds) = &all[target];
        (*target, seeds[index.index(seeds.len())].clone())
    });
    (seed, proptest::collection::vec(change(), 1..8))
        .prop_map(|((target, seed), changes)| (target, changed(seed, &changes)))
}

proptest! {
    #[test]
    fn every_target_holds_for_altered_seeds((target, bytes) in target_and_bytes()) {
        (target.body)(&bytes);
    }
}

#[test]
#[ignore = "writes the seeds of the fuzz targets below target/fuzz/corpus"]
fn write_the_seeds() {
    for target in &TARGETS {
        let folder = repository().join("target/fuzz/corpus").join(target.name);
        fs::create_dir_all(&folder).expect("a folder");
        for (number, seed) in seeds::of(target.name).into_iter().enumerate() {
            fs::write(folder.join(format!("seed-{number:03}")), seed).expect("it is written");
        }
    }
}

#[test]
#[ignore = "feeds the file that JWTENANT_FIND names to the target whose folder it lies in"]
fn feed_a_find() {
    let path = std::path::PathBuf::from(std::env::var("JWTENANT_FIND").expect("a file"));
    let target = path.parent().and_then(|folder| folder.file_name());
    let target = target.expect("a folder").to_string_lossy();
    bodies::run(&target, &fs::read(&path).expect("a find"));
}
