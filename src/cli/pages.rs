//! The verbs `completions` and `man`.
//!
//! Not its job: what stands in a script or a page (`args/pages.rs`).

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use super::args::{self, CompletionsArgs, ManArgs};
use super::{CannotWrite, Failure, exit, print, write_file};

pub fn completions(args: &CompletionsArgs) -> Result<ExitCode, Failure> {
    print(&args::completions(args.shell))?;
    Ok(ExitCode::SUCCESS)
}

pub fn man(args: &ManArgs) -> Result<ExitCode, Failure> {
    let failed = |path: &Path| {
        let name = path.to_path_buf();
        move |source| Failure::new(CannotWrite { name, source }, &exit::USAGE)
    };
    fs::create_dir_all(&args.folder).map_err(failed(&args.folder))?;
    for (name, text) in args::manual().map_err(failed(&args.folder))? {
        write_file(&args.folder.join(name), &text)?;
    }
    Ok(ExitCode::SUCCESS)
}
