//! Which certificate authorities are trusted: the system's, those of files, or both.
//!
//! Not its job: reading the environment. SSL_CERT_FILE and SSL_CERT_DIR are read on floor 6 and come
//! as paths, so that they work on every system; the files are read when the first request is made.

use std::fs;
use std::path::{Path, PathBuf};

use reqwest::Certificate;
use reqwest::blocking::ClientBuilder;

use super::Roots;
use super::fault::Cause;

/// Larger files are no certificates.
const LARGEST: u64 = 8 << 20;

impl Roots {
    pub(super) fn apply(&self, builder: ClientBuilder) -> Result<ClientBuilder, Cause> {
        let added = read_all(&self.added)?;
        if self.instead.is_empty() {
            return Ok(if added.is_empty() {
                builder
            } else {
                builder.tls_certs_merge(added)
            });
        }
        Ok(builder.tls_certs_only(read_all(&self.instead)?.into_iter().chain(added)))
    }
}

fn read_all(paths: &[PathBuf]) -> Result<Vec<Certificate>, Cause> {
    let mut certificates = Vec::new();
    for path in paths {
        let found = if path.is_dir() {
            read_folder(path)?
        } else {
            read_file(path)?
        };
        if found.is_empty() {
            return Err(bad(path, "holds no certificate"));
        }
        certificates.extend(found);
    }
    Ok(certificates)
}

/// A folder may hold other things beside certificates; they are passed over.
fn read_folder(folder: &Path) -> Result<Vec<Certificate>, Cause> {
    let entries = fs::read_dir(folder).map_err(|error| bad(folder, &error.to_string()))?;
    let files = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file());
    Ok(files
        .filter_map(|path| read_file(&path).ok())
        .flatten()
        .collect())
}

/// PEM with any number of certificates, or a single one in DER.
fn read_file(path: &Path) -> Result<Vec<Certificate>, Cause> {
    let size = fs::metadata(path)
        .map_err(|error| bad(path, &error.to_string()))?
        .len();
    if size > LARGEST {
        return Err(bad(path, "is too large to hold certificates"));
    }
    let bytes = fs::read(path).map_err(|error| bad(path, &error.to_string()))?;
    let is_der = bytes.first() == Some(&0x30);
    let read = if is_der {
        Certificate::from_der(&bytes).map(|certificate| vec![certificate])
    } else {
        Certificate::from_pem_bundle(&bytes)
    };
    read.map_err(|_| bad(path, "holds no readable certificate"))
}

fn bad(path: &Path, why: &str) -> Cause {
    Cause::Roots(format!("the certificates of {}: {why}", path.display()))
}
