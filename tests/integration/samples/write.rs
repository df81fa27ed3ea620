//! Puts the samples on disk: each case in a folder, the authority beside them, and a list of all.
//!
//! Not its job: what stands in the files. Files that it does not know stay as they are.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::case::{Case, Export};
use super::stories::{STORIES, Story};
use super::world::Keys;
use super::{authority, cases};

/// `samples/` of this repository.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// Writes everything anew below `root`.
///
/// # Errors
/// What the file system says.
pub fn all(root: &Path, keys: &Keys) -> io::Result<()> {
    let documents = authority::documents(keys);
    for document in &documents {
        write(&root.join("authority").join(&document.file), &document.text)?;
    }
    write(
        &root.join("authority/manifest.json"),
        &authority::manifest(&documents),
    )?;
    for case in cases::all() {
        write_case(&root.join(case.name), case, keys)?;
    }
    stories(root)
}

/// Writes what needs no keys: the stories without a token, and the list of all.
///
/// # Errors
/// What the file system says.
pub fn stories(root: &Path) -> io::Result<()> {
    for story in STORIES {
        write_story(&root.join(story.name), story)?;
    }
    write(&root.join("README.md"), &readme())
}

fn write_story(folder: &Path, story: &Story) -> io::Result<()> {
    let exports = (story.exports)();
    write(&folder.join("command"), &story.command(&exports))?;
    write(&folder.join("README.md"), &story.readme())?;
    write_exports(folder, &exports)
}

fn write_exports(folder: &Path, exports: &[Export]) -> io::Result<()> {
    exports
        .iter()
        .try_for_each(|export| write(&folder.join(export.file), &export.text))
}

fn write_case(folder: &Path, case: &Case, keys: &Keys) -> io::Result<()> {
    let exports = (case.exports)(case.name);
    let token = (case.token)(case.name, keys);
    write(&folder.join("token.txt"), &format!("{token}\n"))?;
    write(&folder.join("command"), &case.command(&exports))?;
    write(&folder.join("README.md"), &case.readme())?;
    write_exports(folder, &exports)
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(path.parent().expect("a path below samples/"))?;
    fs::write(path, text)
}

fn readme() -> String {
    let row =
        |name: &str, class: &str, what: &str| format!("| [{name}]({name}) | {class} | {what} |\n");
    let cases = cases::all().map(|case| row(case.name, case.class.name(), case.what));
    let stories = STORIES
        .iter()
        .map(|story| row(story.name, story.class.name(), story.what));
    let rows: String = cases.chain(stories).collect();
    format!("{INTRODUCTION}\n| case | class | what it is |\n|---|---|---|\n{rows}")
}

const INTRODUCTION: &str = "\
# Samples

Everything here is made up: companies, people, ids, addresses, and the keys, whose private halves
were forgotten as soon as the tokens were signed. Only the ids of Microsoft's own applications and
of its two special tenants are real and public.

Each folder holds a token (`token.txt`), an audit log export, or both, and the command that reads
them (`command`; in a checkout, `cargo run --release --` stands for `jwtenant`).
`authority/` is the offline stand-in for the tenants' published metadata and keys.
`cargo test --test integration -- --ignored regenerate_samples` writes all of it anew,
`-- --ignored regenerate_stories` only what holds no token.
";
