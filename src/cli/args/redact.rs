//! The arguments of `redact`.

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
    /// A file whose content is the key: the same stand-ins in every call with it; keep it to yourself
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// Write into this file
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Say nothing on standard error
    #[arg(short, long)]
    pub quiet: bool,
}
