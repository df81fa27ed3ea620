//! Metadata from files: discovery documents and key sets that somebody saved, known by their
//! content. The format of `manifest.json` is `jwtenant-snapshot/1`.
//!
//! Not its job: deciding whether a saved document is still true. When it was fetched is told with it.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::entra::issuer::Issuer;
use crate::entra::metadata::Discovery;
use crate::jose::digest::{hex, sha256};
use crate::jose::jwks::KeySet;
use crate::time::Timestamp;

use super::endpoint::{Endpoint, Wants};
use super::transport::{Answer, Fault, Origin, Transport};

/// Larger files are no metadata: a set of 1,000 keys with certificates has 1.4 MB.
const MAX_DOCUMENT: u64 = 5 << 20;
/// More files than any snapshot holds; a folder such as `/` must not be read through.
const MAX_FILES: usize = 10_000;
const MAX_DEPTH: usize = 16;
const MANIFEST: &str = "manifest.json";

/// Saved documents.
#[derive(Debug, Default)]
pub struct Snapshot {
    documents: Vec<Document>,
    /// Documents that were left out, each with its reason.
    pub problems: Vec<String>,
}

#[derive(Debug)]
struct Document {
    path: PathBuf,
    content: Content,
    body: Vec<u8>,
    /// Named on the command line itself, not found in a folder.
    is_loose: bool,
    listed: Option<Listed>,
}

#[derive(Debug)]
enum Content {
    Discovery(Box<Discovery>),
    Keys,
}

/// What the manifest says of a document.
#[derive(Clone, Debug, Deserialize)]
struct Listed {
    file: PathBuf,
    url: String,
    fetched: Option<String>,
    sha256: Option<String>,
}

#[derive(Deserialize)]
struct Manifest {
    schema: String,
    documents: Vec<Listed>,
}

/// A path of `--metadata` that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    #[error("cannot read {}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} holds no discovery document and no key set", path.display())]
    Empty { path: PathBuf },
    #[error("{} holds more than {MAX_FILES} files; name the folder of the snapshot itself", path.display())]
    TooMany { path: PathBuf },
}

impl Snapshot {
    /// Reads files and folders.
    ///
    /// # Errors
    /// [`SnapshotError`] when a path cannot be read or holds nothing of use. A single bad document in a
    /// folder is a problem of the snapshot, not an error.
    pub fn open(paths: &[PathBuf]) -> Result<Self, SnapshotError> {
        let mut snapshot = Self::default();
        for path in paths {
            let before = snapshot.documents.len() + snapshot.problems.len();
            let unreadable = |source| SnapshotError::Unreadable {
                path: path.clone(),
                source,
            };
            if fs::metadata(path).map_err(unreadable)?.is_dir() {
                let mut files = Vec::new();
                list_files(path, 0, &mut files).map_err(unreadable)?;
                if files.len() > MAX_FILES {
                    return Err(SnapshotError::TooMany { path: path.clone() });
                }
                snapshot.add_folder(&files);
            } else {
                let body = read_document(path).map_err(unreadable)?;
                snapshot.add(path.clone(), body, true, None);
            }
            if snapshot.documents.len() + snapshot.problems.len() == before {
                return Err(SnapshotError::Empty { path: path.clone() });
            }
        }
        Ok(snapshot)
    }

    fn add_folder(&mut self, files: &[PathBuf]) {
        let listed = self.read_manifests(files);
        for path in files.iter().filter(|path| !is_manifest(path)) {
            // A folder may hold anything; what cannot be read or is no metadata is passed over.
            if let Ok(body) = read_document(path) {
                self.add(path.clone(), body, false, listed.get(path).cloned());
            }
        }
    }

    fn read_manifests(&mut self, files: &[PathBuf]) -> HashMap<PathBuf, Listed> {
        let mut listed = HashMap::new();
        for path in files.iter().filter(|path| is_manifest(path)) {
            let manifest = fs::read(path)
                .ok()
                .and_then(|body| serde_json::from_slice::<Manifest>(&body).ok());
            let Some(manifest) =
                manifest.filter(|manifest| manifest.schema == "jwtenant-snapshot/1")
            else {
                self.problems.push(format!(
                    "{} is no manifest of schema jwtenant-snapshot/1",
                    path.display()
                ));
                continue;
            };
            let folder = path.parent().unwrap_or(Path::new(""));
            for document in manifest.documents {
                let file = folder.join(&document.file);
                if !files.contains(&file) {
                    self.problems.push(format!(
                        "{} is listed in the manifest but is not there",
                        file.display()
                    ));
                }
                listed.insert(file, document);
            }
        }
        listed
    }

    fn add(&mut self, path: PathBuf, body: Vec<u8>, is_loose: bool, listed: Option<Listed>) {
        let content = match (Discovery::parse(&body), KeySet::parse(&body)) {
            (Ok(discovery), _) => Content::Discovery(Box::new(discovery)),
            (_, Ok(_)) => Content::Keys,
            (Err(why), _) => {
                if is_loose || listed.is_some() {
                    self.problems.push(format!(
                        "{} is no discovery document and no key set: {why}",
                        path.display()
                    ));
                }
                return;
            }
        };
        let claimed = listed.as_ref().and_then(|listed| listed.sha256.as_deref());
        if claimed.is_some_and(|claimed| !claimed.eq_ignore_ascii_case(&hex(&sha256(&body)))) {
            self.problems.push(format!(
                "{} is not used: its SHA-256 is not the manifest's",
                path.display()
            ));
            return;
        }
        self.documents.push(Document {
            path,
            content,
            body,
            is_loose,
            listed,
        });
    }

    fn discovery(&self, endpoint: &Endpoint) -> Vec<&Document> {
        let by_url = self
            .documents
            .iter()
            .filter(|document| document.url() == Some(endpoint.url().as_str()));
        let found: Vec<_> = by_url
            .filter(|document| matches!(document.content, Content::Discovery(_)))
            .collect();
        if !found.is_empty() {
            return found;
        }
        let speaks_for = |document: &&Document| match &document.content {
            Content::Discovery(discovery) => Some(discovery.issuer.as_str()) == endpoint.issuer(),
            Content::Keys => false,
        };
        self.documents.iter().find(speaks_for).into_iter().collect()
    }

    fn keys(&self, endpoint: &Endpoint) -> Vec<&Document> {
        let is_keys =
            |document: &&Document| matches!(document.content, Content::Keys) && !document.is_loose;
        let by_url: Vec<_> = self
            .documents
            .iter()
            .filter(is_keys)
            .filter(|document| document.url() == Some(endpoint.url().as_str()))
            .collect();
        if !by_url.is_empty() {
            return by_url;
        }
        // A key set serves the discovery documents of its own folder.
        let folders: Vec<&Path> = self
            .documents
            .iter()
            .filter(|document| document.leads_to(endpoint))
            .filter_map(|document| document.path.parent())
            .collect();
        let in_folders = |document: &&Document| {
            document
                .path
                .parent()
                .is_some_and(|folder| folders.contains(&folder))
        };
        self.documents
            .iter()
            .filter(is_keys)
            .filter(in_folders)
            .collect()
    }
}

impl Transport for Snapshot {
    fn fetch(&self, endpoint: &Endpoint) -> Result<Vec<Answer>, Fault> {
        let found = match endpoint.wants() {
            Wants::Discovery => self.discovery(endpoint),
            Wants::Keys => self.keys(endpoint),
        };
        if found.is_empty() {
            return Err(Fault::NotInSnapshot(endpoint.url().to_string()));
        }
        Ok(found.into_iter().map(Document::answer).collect())
    }

    fn loose_keys(&self) -> Vec<Answer> {
        let is_loose =
            |document: &&Document| document.is_loose && matches!(document.content, Content::Keys);
        self.documents
            .iter()
            .filter(is_loose)
            .map(Document::answer)
            .collect()
    }
}

impl Document {
    fn url(&self) -> Option<&str> {
        self.listed.as_ref().map(|listed| listed.url.as_str())
    }

    /// Whether it is the discovery document of the tenant or issuer whose keys are wanted.
    fn leads_to(&self, endpoint: &Endpoint) -> bool {
        let Content::Discovery(discovery) = &self.content else {
            return false;
        };
        discovery.jwks_uri == endpoint.url().as_str()
            || Some(discovery.issuer.as_str()) == endpoint.issuer()
            || (endpoint.tenant().is_some()
                && Issuer::read(&discovery.issuer).tenant == endpoint.tenant())
    }

    fn answer(&self) -> Answer {
        let fetched = self
            .listed
            .as_ref()
            .and_then(|listed| listed.fetched.as_deref());
        Answer {
            url: self
                .url()
                .map_or_else(|| self.path.display().to_string(), str::to_owned),
            body: self.body.clone(),
            origin: Origin::Snapshot,
            at: fetched.and_then(|time| Timestamp::parse(time).ok()),
            status: None,
        }
    }
}

fn is_manifest(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == MANIFEST)
}

/// All files below a folder in a stable order. Links to folders are not followed: they can circle.
fn list_files(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let kind = entry.file_type()?;
        if kind.is_dir() && depth < MAX_DEPTH {
            list_files(&entry.path(), depth + 1, files)?;
        } else if !kind.is_dir() {
            files.push(entry.path());
        }
        if files.len() > MAX_FILES {
            break;
        }
    }
    Ok(())
}

fn read_document(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is no regular file",
        ));
    }
    if metadata.len() > MAX_DOCUMENT {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "it is larger than 5 MiB",
        ));
    }
    fs::read(path)
}

#[cfg(test)]
mod tests {
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
        assert_eq!(snapshot.fetch(&by_id(Version::V1)).unwrap().len(), 1);
        assert!(snapshot.fetch(&by_id(Version::V2)).is_err());
        assert_eq!(snapshot.fetch(&keys()).unwrap().len(), 1);
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
        let answer = &snapshot.fetch(&by_domain()).unwrap()[0];
        assert_eq!(answer.at, Timestamp::parse("2026-11-20T08:00:00Z").ok());
        let without = open(&folder(&[("f/v2.json", &v2)]));
        assert!(without.fetch(&by_domain()).is_err());
    }

    #[test]
    fn a_changed_document_is_not_used_and_said() {
        let v2 = discovery(&format!("https://login.microsoftonline.com/{T}/v2.0"));
        let manifest = format!(
            r#"{{"schema":"jwtenant-snapshot/1","documents":[{{"file":"v2.json","url":"{V2_URL}","sha256":"00"}},
               {{"file":"gone.json","url":"https://idp.example/"}}]}}"#
        );
        let snapshot = open(&folder(&[("v2.json", &v2), ("manifest.json", &manifest)]));
        assert!(snapshot.fetch(&by_domain()).is_err());
        assert_eq!(snapshot.problems.len(), 2);
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
}
