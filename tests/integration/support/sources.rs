//! The sources of the program as text: without comments, and without what only tests compile.
//!
//! Not its job: any rule about them.

use std::fs;
use std::path::{Path, PathBuf};

use super::tool::repository;

/// One file below `src/`.
pub struct Source {
    /// `src/jose/token.rs`, with slashes everywhere.
    pub file: String,
    pub text: String,
    /// The text without comments and without everything behind `#[cfg(test)]`.
    pub code: String,
}

impl Source {
    /// `["jose", "token"]` for `src/jose/token.rs`; `mod.rs`, `lib.rs` and `main.rs` are their folder.
    pub fn module(&self) -> Vec<&str> {
        let path = self.file["src/".len()..self.file.len() - ".rs".len()].split('/');
        path.filter(|part| !["mod", "lib", "main"].contains(part))
            .collect()
    }
}

/// Every file that the program is made of, sorted by name.
pub fn program() -> Vec<Source> {
    let mut sources: Vec<Source> = files(&repository().join("src"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("sources are text");
            let code = without_tests(&without_comments(&text));
            let file = name(&path);
            Source { file, text, code }
        })
        .collect();
    let tests = files_of_tests(&sources);
    sources.retain(|source| !tests.contains(&source.file) && !source.file.contains("/tests/"));
    sources
}

/// All files below a folder, sorted; what git ignores and git itself are left out.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        let is_ours = path
            .file_name()
            .is_some_and(|name| name != "target" && name != ".git");
        match path.is_dir() {
            true if is_ours => found.extend(files(&path)),
            false if is_ours => found.push(path),
            _ => {}
        }
    }
    found.sort();
    found
}

/// A path as it is called from the folder of the repository.
pub fn name(path: &Path) -> String {
    let below = path
        .strip_prefix(repository())
        .expect("below the repository");
    below.to_string_lossy().replace('\\', "/")
}

fn without_comments(text: &str) -> String {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.map(|line| line.split(" // ").next().unwrap_or(line))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Cuts each item that follows `#[cfg(test)]`: one line up to its `;`, or a block up to the brace that
/// closes it at the same indent.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push_str(&format!("{line}\n"));
            continue;
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        let end = format!("{indent}}}");
        let _ = lines.find(|line| {
            line.ends_with(';') && !line.starts_with(&format!("{indent} ")) || *line == end
        });
    }
    kept
}

/// Files that only tests compile: those of `#[cfg(test)] mod name;`, and what lies below them.
fn files_of_tests(sources: &[Source]) -> Vec<String> {
    let declared = |source: &Source| {
        let mut lines = source.text.lines();
        let mut names = Vec::new();
        while lines.any(|line| line == "#[cfg(test)]") {
            let item = lines.next().unwrap_or_default();
            names.extend(
                item.strip_prefix("mod ")
                    .and_then(|item| item.strip_suffix(';'))
                    .map(str::to_owned),
            );
        }
        let folder = source.module().join("/");
        names
            .into_iter()
            .map(move |name| format!("src/{folder}/{name}.rs").replace("//", "/"))
    };
    sources.iter().flat_map(declared).collect()
}
