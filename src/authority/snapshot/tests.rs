//! What a snapshot answers, and what it leaves out.

use super::*;
use crate::entra::cloud::Cloud;
use crate::entra::issuer::Version;
use crate::entra::tenant::{TenantId, TenantName};

const T: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
const V2_URL: &str =
    "https://login.microsoftonline.com/fabrikam.example/v2.0/.well-known/openid-configuration";

fn discovery(issuer: &str) -> String {
    format!(
        r#"{{"issuer":"{issuer}","jwks_uri":"https://login.microsoftonline.com/{T}/discovery/v2.0/keys"}}"#
    )
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

impl Snapshot {
    fn fetch_one(&self, endpoint: &Endpoint) -> Result<Vec<Answer>, Fault> {
        self.fetch(endpoint, Ask::Usual, &mut Vec::new())
    }
}

fn open(folder: &tempfile::TempDir) -> Snapshot {
    Snapshot::open(&[folder.path().to_owned()]).unwrap()
}

fn by_domain() -> Endpoint {
    let public = Cloud::by_id("public").unwrap();
    Endpoint::discovery(
        public,
        &TenantName::Domain("fabrikam.example".into()),
        Version::V2,
    )
    .unwrap()
}

fn by_id(version: Version) -> Endpoint {
    let public = Cloud::by_id("public").unwrap();
    Endpoint::discovery(
        public,
        &TenantName::Id(TenantId::parse(T).unwrap()),
        version,
    )
    .unwrap()
}

fn keys() -> Endpoint {
    Endpoint::keys(Cloud::by_id("public").unwrap(), TenantId::parse(T).unwrap()).unwrap()
}

#[test]
fn documents_are_known_by_content_whatever_their_names() {
    let v1 = discovery(&format!("https://sts.windows.net/{T}/"));
    let folder = folder(&[
        ("a/one.txt", &v1),
        ("a/two", r#"{"keys":[]}"#),
        ("notes.md", "# no document"),
    ]);
    let snapshot = open(&folder);
    assert_eq!(snapshot.fetch_one(&by_id(Version::V1)).unwrap().len(), 1);
    assert!(snapshot.fetch_one(&by_id(Version::V2)).is_err());
    assert_eq!(snapshot.fetch_one(&keys()).unwrap().len(), 1);
    assert_eq!(snapshot.problems, [""; 0]);
}

#[test]
fn a_domain_is_found_only_through_the_manifest() {
    let v2 = discovery(&format!("https://login.microsoftonline.com/{T}/v2.0"));
    let hash = hex(&sha256(v2.as_bytes()));
    let manifest = format!(
        r#"{{"schema":"jwtenant-snapshot/1","documents":[{{"file":"f/v2.json","url":"{V2_URL}",
           "fetched":"2026-11-20T08:00:00Z","sha256":"{hash}"}}]}}"#
    );
    let snapshot = open(&folder(&[("f/v2.json", &v2), ("manifest.json", &manifest)]));
    let answer = &snapshot.fetch_one(&by_domain()).unwrap()[0];
    assert_eq!(answer.at, Timestamp::parse("2026-11-20T08:00:00Z").ok());
    let without = open(&folder(&[("f/v2.json", &v2)]));
    assert!(without.fetch_one(&by_domain()).is_err());
}

#[test]
fn a_changed_document_is_not_used_and_said() {
    let v2 = discovery(&format!("https://login.microsoftonline.com/{T}/v2.0"));
    let manifest = format!(
        r#"{{"schema":"jwtenant-snapshot/1","documents":[{{"file":"v2.json","url":"{V2_URL}","sha256":"00"}},
           {{"file":"gone.json","url":"https://idp.example/"}}]}}"#
    );
    let snapshot = open(&folder(&[("v2.json", &v2), ("manifest.json", &manifest)]));
    assert!(snapshot.fetch_one(&by_domain()).is_err());
    assert_eq!(snapshot.problems.len(), 2);
}

#[test]
fn a_manifest_is_read_within_the_bounds_of_any_document() {
    let padding = " ".repeat(MAX_DOCUMENT as usize);
    let manifest = format!(r#"{{"schema":"jwtenant-snapshot/1","documents":[]{padding}}}"#);
    let folder = folder(&[("manifest.json", &manifest)]);
    let problems = open(&folder).problems;
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].ends_with("cannot be read: it is larger than 5 MiB"),
        "{problems:?}"
    );
    let error = save(folder.path(), &[]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
}

#[test]
fn a_key_set_given_as_a_file_serves_every_token() {
    let folder = folder(&[("keys.json", r#"{"keys":[]}"#)]);
    let loose = Snapshot::open(&[folder.path().join("keys.json")]).unwrap();
    assert_eq!(loose.loose_keys().len(), 1);
    assert_eq!(open(&folder).loose_keys().len(), 0);
}

#[test]
fn unusable_paths_are_errors() {
    let empty = folder(&[("notes.md", "nothing")]);
    assert!(matches!(
        Snapshot::open(&[empty.path().to_owned()]),
        Err(SnapshotError::Empty { .. })
    ));
    let missing = empty.path().join("missing");
    assert!(matches!(
        Snapshot::open(&[missing]),
        Err(SnapshotError::Unreadable { .. })
    ));
}
