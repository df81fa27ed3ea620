//! Metadata from files: discovery documents and key sets that somebody saved, known by their
//! content.
//!
//! Not its job: deciding whether a saved document is still true. When it was fetched is told with it.

mod manifest;
mod save;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::entra::issuer::Issuer;
use crate::entra::metadata::{BadDiscovery, Discovery};
use crate::jose::digest::{hex, sha256};
use crate::jose::json;
use crate::jose::jwks::KeySet;
use crate::time::Timestamp;

use super::endpoint::{Endpoint, Wants};
use super::transport::{Answer, Ask, Fault, Origin, Request, Transport};

/// Larger files are no metadata: a set of 1,000 keys with certificates has 1.4 MB.
const MAX_DOCUMENT: u64 = 5 << 20;
/// More files than any snapshot holds; a folder such as `/` must not be read through.
const MAX_FILES: usize = 10_000;
const MAX_DEPTH: usize = 16;

use self::manifest::{Listed, Manifest, is_manifest};
pub use self::save::save;

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
        let present: HashSet<&Path> = files.iter().map(PathBuf::as_path).collect();
        for path in files.iter().filter(|path| is_manifest(path)) {
            let manifest = match Manifest::read(path) {
                Ok(manifest) => manifest,
                Err(why) => {
                    self.problems.push(format!("{} {why}", path.display()));
                    continue;
                }
            };
            let folder = path.parent().unwrap_or(Path::new(""));
            for document in manifest.documents {
                let file = folder.join(&document.file);
                if !present.contains(file.as_path()) {
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
        let content = match content(&body) {
            Ok(content) => content,
            Err(why) => {
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
    fn fetch(
        &self,
        endpoint: &Endpoint,
        ask: Ask,
        requests: &mut Vec<Request>,
    ) -> Result<Vec<Answer>, Fault> {
        let found = match endpoint.wants() {
            Wants::Discovery => self.discovery(endpoint),
            Wants::Keys => self.keys(endpoint),
        };
        if found.is_empty() || ask == Ask::PastCache {
            return Err(Fault::NotInSnapshot(endpoint.url().to_string()));
        }
        let answers: Vec<_> = found.into_iter().map(Document::answer).collect();
        requests.extend(answers.iter().map(Answer::request));
        Ok(answers)
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
            notes: Vec::new(),
        }
    }
}

fn content(body: &[u8]) -> Result<Content, BadDiscovery> {
    let document =
        json::document(body).map_err(|fault| BadDiscovery::NotJson(fault.to_string()))?;
    match Discovery::read(&document) {
        Ok(discovery) => Ok(Content::Discovery(Box::new(discovery))),
        Err(_) if KeySet::is_in(&document) => Ok(Content::Keys),
        Err(why) => Err(why),
    }
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
            format!("it is larger than {} MiB", MAX_DOCUMENT >> 20),
        ));
    }
    fs::read(path)
}

#[cfg(test)]
mod tests;
