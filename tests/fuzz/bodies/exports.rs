//! Any bytes as an audit export: how they arrive makes no difference, a search finds what reading
//! everything finds, and a record says the same in every container.
//!
//! Not its job: whether an explanation is right.

use std::io::{self, Cursor, Read, Write as _};
use std::sync::{Arc, OnceLock};

use jwtenant::audit::extent::Extent;
use jwtenant::audit::packed;
use jwtenant::audit::survey::Survey;
use jwtenant::audit::{self, Audit, Export, Options, Searching, survey::survey};
use jwtenant::entra::expectation::Expectation;
use jwtenant::entra::profile::Profile;
use jwtenant::inspect;
use jwtenant::jose::token::Token;
use jwtenant::trace::TokenKeys;

use super::well_formed::assert_report;
use super::world::{self, Documents};

/// A source that gives so many bytes at a time.
pub struct Bites {
    source: Cursor<Vec<u8>>,
    most: usize,
}

impl Bites {
    pub fn new(bytes: &[u8], most: usize) -> Self {
        Self {
            source: Cursor::new(bytes.to_vec()),
            most,
        }
    }
}

impl Read for Bites {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(self.most);
        self.source.read(&mut buffer[..most])
    }
}

fn export(source: impl Read + Send + 'static) -> Export {
    Export {
        name: "x".into(),
        source: Box::new(source),
        file: None,
        is_named: true,
    }
}

fn whole(bytes: &[u8]) -> Export {
    export(Cursor::new(bytes.to_vec()))
}

/// What the samples' tokens offer to search by.
fn keys() -> &'static [TokenKeys] {
    static KEYS: OnceLock<Vec<TokenKeys>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let tokens = world::tokens()
            .iter()
            .filter_map(|text| Token::parse(text).ok());
        let expectation = Expectation::default();
        let keys = tokens.filter_map(|token| {
            let profile = Profile::read(token.claims.as_ref()?, &expectation, world::at());
            Some(profile.keys(&token))
        });
        keys.collect()
    })
}

/// The first three bytes choose the size of the bites and of the blocks, and the number of threads.
pub fn audit(bytes: &[u8]) {
    let [bite, block, choice, bytes @ ..] = bytes else {
        return;
    };
    let source = Bites::new(bytes, usize::from(*bite) + 1);
    let searching = Searching {
        in_full: u64::from(choice >> 2) * 8,
        block: usize::from(*block) + 1,
        threads: Some(1 + usize::from(choice & 1)),
    };
    let options = Options {
        searching,
        ..Options::default()
    };
    // Beside files, which several threads search, there are streams.
    let searched_export = match choice & 2 {
        0 => export(source),
        _ => file(bytes),
    };
    let searched = audit::trace(vec![searched_export], keys(), &options);
    let exhaustive = Options {
        exhaustive: true,
        ..options
    };
    let read = audit::trace(vec![whole(bytes)], keys(), &exhaustive);
    assert_found_alike(&searched, &read);
}

fn file(bytes: &[u8]) -> Export {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(bytes).expect("it is written");
    let file = Extent::of(file).expect("its length");
    Export::of("x".into(), Arc::new(file))
}

fn assert_found_alike(searched: &Audit, read: &Audit) {
    assert_eq!(searched.matches, read.matches);
    assert_eq!(searched.matches_left_out, read.matches_left_out);
    assert_eq!(searched.foreign, read.foreign);
    let (searched, read) = (&searched.exports[0], &read.exports[0]);
    assert_eq!(searched.dialect, read.dialect);
    assert_eq!(searched.error.is_some(), read.error.is_some());
    assert_eq!(
        searched.records + searched.unreadable,
        read.records + read.unreadable
    );
}

/// The first byte chooses the size of the bites.
pub fn containers(bytes: &[u8]) {
    let [bite, bytes @ ..] = bytes else {
        return;
    };
    let options = Options::default();
    let at_once = survey(vec![whole(bytes)], &[world::OWN], keys(), &options);
    let bites = export(Bites::new(bytes, usize::from(*bite) + 1));
    let in_bites = survey(vec![bites], &[world::OWN], keys(), &options);
    assert_eq!(told(&at_once), told(&in_bites));
    assert_complete(&at_once);
    let report = inspect::survey(
        vec![whole(bytes)],
        Vec::new(),
        &world::expectation(),
        &world::authority(Documents::default()),
        &options,
        world::at(),
    );
    assert_report(&report);
}

fn told(survey: &Survey) -> String {
    format!("{survey:?}")
}

/// Every record that is told stands in a group, and the groups count all of them.
fn assert_complete(survey: &Survey) {
    let audit = &survey.audit;
    for told in &audit.foreign {
        assert!(told.group < audit.groups.len());
    }
    for told in &audit.noted {
        assert!(told.group < audit.noted_groups.len());
    }
    let counted: u64 = audit.groups.iter().map(|group| group.count).sum();
    assert!(audit.foreign.len() as u64 <= counted);
    let records: u64 = audit.exports.iter().map(|export| export.records).sum();
    assert!(counted <= records, "{counted} of {records}");
}

/// Documents, one a line: the same in every container that can hold them.
pub fn dialects(bytes: &[u8]) {
    let lines = bytes.split(|byte| *byte == b'\n');
    let documents = lines.filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok());
    let records: Vec<String> = documents
        .filter(serde_json::Value::is_object)
        .map(|it| it.to_string())
        .collect();
    if records.is_empty() {
        return;
    }
    let lines = records.join("\n");
    let array = format!("[{}]", records.join(","));
    let spread = format!("[\n  {}\n]\n", records.join(",\n  "));
    let alike: Vec<String> = [lines, array, spread]
        .iter()
        .map(|text| meaning(text))
        .collect();
    assert_eq!(alike[0], alike[1], "lines and an array");
    assert_eq!(alike[1], alike[2], "an array and a spread one");
}

/// What an export says, but for the places.
fn meaning(text: &str) -> String {
    let survey = survey(
        vec![whole(text.as_bytes())],
        &[world::OWN],
        keys(),
        &Options::default(),
    );
    let audit = &survey.audit;
    let groups: Vec<_> = audit.groups.iter().chain(&audit.noted_groups).collect();
    let kinds: Vec<_> = groups
        .iter()
        .map(|group| {
            (
                group.count,
                group.explanation.id,
                group.severity,
                &group.evidence,
            )
        })
        .collect();
    let export = &audit.exports[0];
    format!(
        "{} {:?} {kinds:?} {:?}",
        export.records, export.contents, survey.majority
    )
}

/// Archives and packed streams: they end, in proportion to their size.
pub fn packed(bytes: &[u8]) {
    let options = Options::default();
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(bytes).expect("it is written");
    io::Seek::rewind(&mut file).expect("its beginning");
    if let Ok(exports) = packed::exports("x".into(), file) {
        let count = exports.len();
        let survey = survey(exports, &[world::OWN], &[], &options);
        assert_eq!(survey.audit.exports.len(), count, "each is told");
        assert_complete(&survey);
    }
    let _ = survey(vec![whole(bytes)], &[], &[], &options);
}
