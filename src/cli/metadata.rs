//! The verb `metadata`: what a tenant or an issuer publishes of itself, a snapshot of it, the cache.
//!
//! Not its job: asking, and layout.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jwtenant::authority::Authority;
use jwtenant::authority::cache::Cache;
use jwtenant::authority::snapshot::save;
use jwtenant::authority::survey::Survey;
use jwtenant::report::metadata as report;
use jwtenant::text::Terminal;
use jwtenant::time::Timestamp;

use super::args::{CacheVerb, MetadataArgs, MetadataVerb};
use super::network::{self, tell_help};
use super::terminal::Surroundings;
use super::waiting::Waiting;
use super::{Failure, exit, note, print};

/// Runs the verb.
pub fn run(args: &MetadataArgs, now: Timestamp) -> Result<ExitCode, Failure> {
    if let Some(MetadataVerb::Cache { verb }) = &args.verb {
        return cache(verb, now);
    }
    let Some(subject) = &args.subject else {
        return Ok((&exit::USAGE).into());
    };
    let mut notes = Vec::new();
    let authority = network::authority(&args.network, now, &mut notes)?;
    let waiting = Waiting::begin(false);
    let survey = authority.survey(subject.clone());
    drop(waiting);
    print(&if args.json {
        report::json(&survey, now)
    } else {
        report::human(&survey, Surroundings::observe().width(args.width))
    })?;
    notes.iter().for_each(|text| note("note", text));
    tell_help(&authority);
    if let Some(folder) = &args.save {
        save_into(folder, &authority, &survey)?;
    }
    Ok(if survey.is_complete() {
        ExitCode::SUCCESS
    } else {
        (&exit::UNDECIDED).into()
    })
}

fn save_into(folder: &Path, authority: &Authority, survey: &Survey) -> Result<(), Failure> {
    if !survey.is_complete() {
        note("note", "nothing was saved: documents or keys are missing");
        return Ok(());
    }
    let saved = save(folder, &authority.answers()).map_err(|source| {
        let folder = folder.to_path_buf();
        Failure::new(CannotSave { folder, source }, &exit::USAGE)
    })?;
    let folder = folder.display();
    note(
        "note",
        &format!("{saved} documents are in {folder}: use them with --metadata {folder}"),
    );
    Ok(())
}

fn cache(verb: &CacheVerb, now: Timestamp) -> Result<ExitCode, Failure> {
    let Some(cache) = network::cache() else {
        note(
            "note",
            "this system names no folder for caches, so nothing is kept",
        );
        return Ok(ExitCode::SUCCESS);
    };
    match verb {
        CacheVerb::List => list(&cache, now)?,
        CacheVerb::Clear => {
            let removed = cache.clear().map_err(|source| {
                let folder = cache.folder().to_path_buf();
                Failure::new(CannotSave { folder, source }, &exit::USAGE)
            })?;
            note("note", &format!("removed {removed} documents"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(cache: &Cache, now: Timestamp) -> Result<(), Failure> {
    let mut text = String::new();
    for entry in cache.list() {
        let state = if entry.is_fresh(now) {
            "fresh"
        } else {
            "stale"
        };
        let fetched = entry
            .fetched()
            .map(|time| time.to_string())
            .unwrap_or_default();
        text.push_str(&format!("{fetched}  {state}  {}\n", Terminal(&entry.url)));
    }
    print(&text)
}

#[derive(Debug, thiserror::Error)]
#[error("cannot write {}", folder.display())]
struct CannotSave {
    folder: PathBuf,
    source: std::io::Error,
}
