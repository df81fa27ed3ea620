//! The arguments of `redact`, and those by which reports are redacted.

use std::path::PathBuf;

use clap::Args;

use super::Inputs;

pub const HELP: &str = "\
Tenant ids, object ids, names, mail and IP addresses, devices, sessions and everything else that is not known to be \
harmless get stand-ins; times, applications, permissions, operations and error numbers stay. Signatures are dropped. \
Equal values get equal stand-ins within one call, so a token and an export redacted together still fit; with \
--key-file across calls. Read the result before you share it.\n\n\
Examples:\n  \
jwtenant redact token.txt\n  \
head -c 32 /dev/urandom > secret.key\n  \
jwtenant redact token.txt --key-file secret.key -o token-redacted.txt\n  \
jwtenant redact export.csv --key-file secret.key -o export-redacted.csv\n\n\
Exit codes: 0 redacted, 2 wrong arguments, 3 nothing recognisable";

#[derive(Args)]
pub struct RedactArgs {
    #[command(flatten)]
    pub inputs: Inputs,
    #[command(flatten)]
    pub key: KeyArgs,
    /// Write into this file
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Say nothing on standard error
    #[arg(short, long)]
    pub quiet: bool,
}

/// The key of the stand-ins
#[derive(Args)]
pub struct KeyArgs {
    /// A file whose content is the key: the same stand-ins in every call with it; keep it to yourself
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
}

/// A report that can be shown
#[derive(Args)]
#[command(next_help_heading = "Output")]
pub struct ConcealArgs {
    /// Replace everything that identifies by stand-ins, as the verb redact does: a report to paste into a ticket
    ///
    /// Outcome, rules, times, applications and permissions stay. With --key-file the stand-ins are those of the
    /// verb redact under the same key, so that reports, tokens and exports still fit. Notes on standard error
    /// are for you and stay as they are.
    #[arg(long)]
    pub redact: bool,
    #[command(flatten)]
    pub key: KeyArgs,
}

/// A key of stand-ins, and nothing that they would stand in for.
#[derive(Debug, thiserror::Error)]
#[error("--key-file is the key of --redact, which was not given")]
pub struct NoRedact;

/// Records stream, and their values are not a report's.
#[derive(Debug, thiserror::Error)]
#[error("--redact is for reports; the verb redact writes an export without what identifies")]
pub struct NotRecords;

impl ConcealArgs {
    /// A key without `--redact` is a mistake.
    pub fn check(&self) -> Result<(), NoRedact> {
        match self.key.key_file.is_some() && !self.redact {
            true => Err(NoRedact),
            false => Ok(()),
        }
    }
}
