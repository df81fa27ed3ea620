//! Real engines: where they are, and how a query is run in one.
//!
//! Not its job: judging what comes back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::support::tool::repository;

/// What a query returned.
#[derive(Debug, serde::Deserialize)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The cells of one column.
    pub fn column(&self, name: &str) -> Vec<&str> {
        let at = self.columns.iter().position(|column| column == name);
        let at = at.unwrap_or_else(|| panic!("no column {name} in {:?}", self.columns));
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }
}

fn folder() -> PathBuf {
    match std::env::var_os("JWTENANT_ENGINES") {
        Some(folder) => folder.into(),
        None => repository().join("target/engines"),
    }
}

fn script(name: &str) -> PathBuf {
    repository().join("tests/engines").join(name)
}

/// The Python that has these modules; nothing, and a line that says so, where it is missing.
pub fn python(modules: &str) -> Option<PathBuf> {
    let python = folder().join("venv/bin/python");
    let imports = Command::new(&python)
        .args(["-c", &format!("import {modules}")])
        .output();
    let is_there = imports.is_ok_and(|output| output.status.success());
    if !is_there {
        eprintln!(
            "skipped: Python with {modules} is not in {}",
            folder().display()
        );
    }
    is_there.then_some(python)
}

/// Whether Microsoft's parser of Kusto is there; a line says so where it is not.
pub fn has_kusto() -> bool {
    let package = folder().join("node_modules/@kusto/language-service-next");
    let has_node = Command::new("node").arg("--version").output().is_ok();
    let is_there = package.is_dir() && has_node;
    if !is_there {
        eprintln!(
            "skipped: node with @kusto/language-service-next is not in {}",
            folder().display()
        );
    }
    is_there
}

/// Runs queries in an engine of `run.py`, in a folder that holds what they read.
pub fn run(
    python: &Path,
    engine: &str,
    folder: &Path,
    queries: &[(String, String)],
) -> BTreeMap<String, Table> {
    let queries: Vec<Value> = queries
        .iter()
        .map(|(name, text)| json!({"name": name, "text": text}))
        .collect();
    fs::write(
        folder.join(format!("queries-{engine}.json")),
        Value::from(queries).to_string(),
    )
    .unwrap();
    let output = Command::new(python)
        .arg(script("run.py"))
        .arg(engine)
        .arg(folder)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{engine}: {errors}");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{engine}: {error}: {errors}"))
}

/// What the binder says of one query.
#[derive(Debug, serde::Deserialize)]
pub struct Bound {
    pub name: String,
    pub diagnostics: Vec<Diagnostic>,
    pub columns: Vec<String>,
}

#[derive(Debug, serde::Deserialize)]
pub struct Diagnostic {
    pub severity: String,
    pub code: String,
    pub message: String,
    pub at: String,
}

/// Binds queries: name, product and text of each.
pub fn bind(queries: &[(String, &str, String)]) -> Vec<Bound> {
    let room = tempfile::tempdir().unwrap();
    let given: Vec<Value> = queries
        .iter()
        .map(|(name, product, text)| json!({"name": name, "product": product, "text": text}))
        .collect();
    fs::write(
        room.path().join("binding.json"),
        Value::from(given).to_string(),
    )
    .unwrap();
    let schema = repository().join("src/facts/log-tables.tsv");
    fs::copy(schema, room.path().join("schema.tsv")).unwrap();
    let output = Command::new("node")
        .env("NODE_PATH", folder().join("node_modules"))
        .arg(script("bind.js"))
        .arg(room.path())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Runs a script of `tests/engines` that reads JSON and answers with JSON.
pub fn ask(python: &Path, name: &str, question: &Value) -> Value {
    let room = tempfile::tempdir().unwrap();
    let file = room.path().join("question.json");
    fs::write(&file, question.to_string()).unwrap();
    let output = Command::new(python)
        .arg(script(name))
        .arg(&file)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {errors}");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{name}: {error}: {errors}"))
}
