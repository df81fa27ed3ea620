//! Writes a snapshot: the documents as they came, and a manifest with the time and the SHA-256 of
//! each, so that a verdict can be repeated years later.
//!
//! Not its job: reading one.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::jose::digest::{hex, sha256};

use super::super::transport::Answer;
use super::manifest::{Listed, MANIFEST, Manifest, SCHEMA};
use super::read_document;

/// Writes these documents into a folder and returns how many. A snapshot that is there already is
/// added to; documents of the same address are replaced.
///
/// # Errors
/// When the folder or a file cannot be written, or when a `manifest.json` of something else is there.
pub fn save(folder: &Path, answers: &[Answer]) -> io::Result<usize> {
    fs::create_dir_all(folder)?;
    let mut manifest = existing(folder)?;
    for answer in answers {
        let file = file_of(&answer.url);
        let path = folder.join(&file);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        write_whole(&path, &answer.body)?;
        manifest.documents.retain(|listed| listed.url != answer.url);
        manifest.documents.push(Listed {
            file,
            url: answer.url.clone(),
            fetched: answer.at.map(|time| time.to_string()),
            sha256: Some(hex(&sha256(&answer.body))),
        });
    }
    manifest.documents.sort_by(|a, b| a.url.cmp(&b.url));
    let mut text = serde_json::to_vec_pretty(&manifest)?;
    text.push(b'\n');
    write_whole(&folder.join(MANIFEST), &text)?;
    Ok(answers.len())
}

fn existing(folder: &Path) -> io::Result<Manifest> {
    let empty = Manifest {
        schema: SCHEMA.to_owned(),
        documents: Vec::new(),
    };
    match read_document(&folder.join(MANIFEST)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(empty),
        Err(error) => Err(error),
        Ok(text) => serde_json::from_slice(&text)
            .ok()
            .filter(|manifest: &Manifest| manifest.schema == SCHEMA)
            .ok_or_else(|| io::Error::other("its manifest.json belongs to something else")),
    }
}

/// `https://host/tenant/v2.0/keys` becomes `host/tenant_v2.0_keys.json`: a folder for each host, and
/// only characters that every system allows.
fn file_of(url: &str) -> PathBuf {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let plain = |text: &str| -> String {
        let kept = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        text.chars()
            .map(|c| if kept(c) { c } else { '_' })
            .collect()
    };
    let name = format!("{}.json", plain(path).trim_matches(['.', '_']));
    Path::new(plain(host).trim_matches('.')).join(name)
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // Its error names the temporary file, which means nothing to a person.
    let mut file =
        tempfile::NamedTempFile::new_in(folder).map_err(|error| io::Error::from(error.kind()))?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_names_that_stay_inside_the_folder() {
        let name = |url: &str| file_of(url).to_string_lossy().replace('\\', "/");
        assert_eq!(
            name(
                "https://login.microsoftonline.com/fabrikam.example/v2.0/.well-known/openid-configuration"
            ),
            "login.microsoftonline.com/fabrikam.example_v2.0_.well-known_openid-configuration.json"
        );
        assert_eq!(name("https://[::1]:8443/../k?a=b"), "___1__8443/k_a_b.json");
    }
}
