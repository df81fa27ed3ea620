//! `manifest.json` of a folder of saved documents: where each came from, when, and its SHA-256. Its
//! format is `jwtenant-snapshot/1`.
//!
//! Not its job: the documents themselves.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::read_document;

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SCHEMA: &str = "jwtenant-snapshot/1";

/// What the manifest says of a document.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Listed {
    pub(super) file: PathBuf,
    pub(super) url: String,
    pub(super) fetched: Option<String>,
    pub(super) sha256: Option<String>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct Manifest {
    pub(super) schema: String,
    pub(super) documents: Vec<Listed>,
}

impl Manifest {
    /// Within the bounds of every other document: a folder may come from anybody.
    ///
    /// # Errors
    /// What is wrong with it, as it reads behind its path.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let body = read_document(path).map_err(|error| format!("cannot be read: {error}"))?;
        serde_json::from_slice::<Self>(&body)
            .ok()
            .filter(|manifest| manifest.schema == SCHEMA)
            .ok_or_else(|| format!("is no manifest of schema {SCHEMA}"))
    }
}

pub(super) fn is_manifest(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == MANIFEST)
}
