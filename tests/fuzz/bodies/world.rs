//! The samples as the world in which any bytes are looked at: tenants, their documents, genuine tokens.
//!
//! Not its job: what must hold.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jwtenant::authority::Authority;
use jwtenant::authority::endpoint::{Endpoint, Wants};
use jwtenant::authority::snapshot::Snapshot;
use jwtenant::authority::transport::{Answer, Ask, Fault, Request, Transport};
use jwtenant::entra::expectation::{Expectation, ExpectedTenant};
use jwtenant::input::Options;
use jwtenant::inspect::{Asking, Input, Inputs, inspect};
use jwtenant::jose::jwks::KeySet;
use jwtenant::report::model::Report;
use jwtenant::time::Timestamp;
use jwtenant::{audit, input};
use uuid::Uuid;

/// Within the lifetime of the samples' tokens.
pub const AT: &str = "2026-11-20T12:30:00Z";

/// Tailspin, in whose log the samples' entries stand.
pub const OWN: Uuid = Uuid::from_u128(0x8e2f_60d1_47ab_4f39_b6c5_91d0_3c7e_a254);

/// The folder of the repository, for the tests and for the package of the targets.
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_root = |folder: &&Path| folder.join("samples").is_dir();
    here.ancestors()
        .find(is_root)
        .expect("the samples are above")
        .to_owned()
}

/// The bytes of a file of the samples.
pub fn sample(path: &str) -> Vec<u8> {
    std::fs::read(repository().join("samples").join(path)).expect("a sample")
}

/// All genuine tokens of the samples: those that anybody may see verified.
pub fn tokens() -> &'static [String] {
    static TOKENS: OnceLock<Vec<String>> = OnceLock::new();
    TOKENS.get_or_init(|| {
        let folders = std::fs::read_dir(repository().join("samples")).expect("samples");
        let mut paths: Vec<PathBuf> = folders
            .filter_map(|folder| Some(folder.ok()?.path().join("token.txt")))
            .collect();
        paths.sort();
        let texts = paths.iter().filter_map(|path| std::fs::read(path).ok());
        let found = texts.flat_map(|text| input::read(&text, &input::Limits::default()).found);
        found.map(|found| found.text.expose().to_owned()).collect()
    })
}

/// A token with which all is well.
pub fn healthy() -> &'static str {
    static HEALTHY: OnceLock<String> = OnceLock::new();
    HEALTHY.get_or_init(|| {
        let text = String::from_utf8(sample("healthy-v1/token.txt")).expect("text");
        text.trim().to_owned()
    })
}

/// The keys of every tenant of the samples.
pub fn key_sets() -> &'static [KeySet] {
    static SETS: OnceLock<Vec<KeySet>> = OnceLock::new();
    SETS.get_or_init(|| {
        let tenants = std::fs::read_dir(repository().join("samples/authority"));
        let files = tenants
            .expect("tenants")
            .filter_map(|tenant| Some(tenant.ok()?.path().join("keys.json")));
        files
            .filter_map(|file| KeySet::parse(&std::fs::read(file).ok()?).ok())
            .collect()
    })
}

pub fn at() -> Timestamp {
    Timestamp::parse(AT).expect("a time")
}

fn snapshot() -> &'static Snapshot {
    static SNAPSHOT: OnceLock<Snapshot> = OnceLock::new();
    SNAPSHOT.get_or_init(|| {
        Snapshot::open(&[repository().join("samples/authority")]).expect("a snapshot")
    })
}

/// The samples' documents, of which one kind may be replaced.
#[derive(Clone, Default)]
pub struct Documents {
    pub discovery: Option<Vec<u8>>,
    pub keys: Option<Vec<u8>>,
}

impl Transport for Documents {
    fn fetch(
        &self,
        endpoint: &Endpoint,
        ask: Ask,
        requests: &mut Vec<Request>,
    ) -> Result<Vec<Answer>, Fault> {
        let replaced = match endpoint.wants() {
            Wants::Discovery => &self.discovery,
            Wants::Keys => &self.keys,
        };
        super::asked::assert_may_be_asked(endpoint.url());
        let mut answers = snapshot().fetch(endpoint, ask, requests)?;
        if let Some(body) = replaced {
            for answer in &mut answers {
                answer.body.clone_from(body);
            }
        }
        Ok(answers)
    }
}

pub fn authority(documents: Documents) -> Authority {
    Authority::new(vec![Box::new(documents)], None)
}

/// Fabrikam's tenant is expected.
pub fn expectation() -> Expectation {
    let tenant = "fabrikam.example";
    let name = tenant.parse().expect("a domain");
    Expectation {
        tenants: vec![ExpectedTenant::new(tenant, name)],
        ..Expectation::default()
    }
}

/// Checks whatever the bytes hold.
pub fn check(bytes: &[u8], documents: Documents) -> Report {
    let expectation = expectation();
    let authority = authority(documents);
    let asking = Asking {
        expectation: &expectation,
        authority: &authority,
        now: at(),
        threads: 1,
    };
    let mut inputs = Inputs::new(vec![Input::of("-", bytes.to_vec())], Options::default());
    inspect(&mut inputs, &asking, Vec::new(), &audit::Options::default())
}
