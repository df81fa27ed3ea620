//! Where `samples/` comes from: a made-up world, the tokens it issues, the traces they leave.
//!
//! Not its job: running the program on them.

mod checked;

pub mod authority;
pub mod case;
pub mod cases;
pub mod exports;
pub mod seed;
pub mod stories;
pub mod tokens;
pub mod world;
pub mod write;

/// A folder with a `command`, whether it holds a token or only a log.
pub struct Folder {
    pub name: &'static str,
    pub class: case::Class,
}

/// Every folder with a `command`.
pub fn folders() -> impl Iterator<Item = Folder> {
    let cases = cases::all().map(|case| (case.name, case.class));
    let stories = stories::STORIES
        .iter()
        .map(|story| (story.name, story.class));
    cases
        .chain(stories)
        .map(|(name, class)| Folder { name, class })
}
