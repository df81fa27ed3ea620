//! Shell completions and man pages, made from the definition of the command line itself. The one door
//! to `clap_complete` and `clap_mangen`.
//!
//! Not its job: writing them anywhere.

use std::io;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;

#[derive(Args)]
pub struct CompletionsArgs {
    /// The shell that is to complete
    #[arg(value_enum)]
    pub shell: Shell,
}

#[derive(Args)]
pub struct ManArgs {
    /// The folder into which the pages are written; it is made where it is missing
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

pub const COMPLETIONS_HELP: &str = "Examples:\n  \
    jwtenant completions bash >> ~/.bash_completion\n  \
    mkdir -p ~/.zfunc\n  \
    jwtenant completions zsh > ~/.zfunc/_jwtenant\n  \
    mkdir -p ~/.config/fish/completions\n  \
    jwtenant completions fish > ~/.config/fish/completions/jwtenant.fish\n  \
    jwtenant completions powershell | Out-String | Invoke-Expression";

pub const MAN_HELP: &str = "Example:\n  jwtenant man ~/.local/share/man/man1";

/// What a shell is to read.
pub fn completions(mut command: Command, shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "jwtenant", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The page of the program and one for each verb: file name and text.
///
/// # Errors
/// Never in memory.
pub fn manual(mut command: Command) -> io::Result<Vec<(String, String)>> {
    command.build();
    let mut pages = vec![page(&command, "jwtenant")?];
    for verb in command.get_subcommands() {
        if verb.get_name() != "help" {
            pages.push(page(verb, &format!("jwtenant-{}", verb.get_name()))?);
        }
    }
    Ok(pages)
}

fn page(command: &Command, name: &str) -> io::Result<(String, String)> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text)?;
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok((format!("{name}.1"), text))
}
