//! What is read, and how: the inputs of every verb that reads tokens, and the arguments of `decode`.

use std::ffi::OsString;

use clap::Args;

use jwtenant::input::{self, Limits};

pub(super) const DECODE_HELP: &str = "Example:\n  jwtenant decode token.txt\n\nExit codes: 0 decoded, 3 nothing recognisable, \
                           4 recognised but nothing in it can be read";

#[derive(Args)]
pub struct Inputs {
    /// Files, folders, - for standard input, or a literal token; standard input without any
    ///
    /// A token is known by its shape: plain, with Bearer or Authorization before it, quoted, wrapped, in a
    /// token response, a redirect URL, a cookie, a curl line, a HAR recording, an MSAL token cache, what az,
    /// Get-AzAccessToken and kubelogin print, JSON lines, CSV, or in any text. An INPUT that is named by
    /// itself and holds no token leaves the answer undecided; of a folder only files with tokens count.
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<OsString>,
    /// Read a token from this environment variable
    #[arg(long, value_name = "NAME")]
    pub token_env: Vec<OsString>,
    /// The column of a CSV input that holds the tokens [default: all of its columns are looked through]
    #[arg(long, value_name = "NAME")]
    column: Option<String>,
    /// What is longer is too long to be a token
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().max_token_size, value_parser = token_size)]
    max_token_size: usize,
}

impl Inputs {
    /// Whether standard input is read because nothing else was named.
    pub fn are_not_named(&self) -> bool {
        self.inputs.is_empty() && self.token_env.is_empty()
    }

    /// How the inputs are to be read.
    pub fn reading(&self) -> input::Options {
        input::Options {
            limits: Limits {
                max_token_size: self.max_token_size,
            },
            column: self.column.clone(),
        }
    }
}

/// Between the shortest token and what fits into a person's memory.
fn token_size(text: &str) -> Result<usize, String> {
    let size: usize = text.parse().map_err(|_| "a number of bytes".to_owned())?;
    if (8..=LARGEST_TOKEN).contains(&size) {
        Ok(size)
    } else {
        Err(format!("from 8 to {LARGEST_TOKEN} bytes"))
    }
}

const LARGEST_TOKEN: usize = 1 << 30;

#[derive(Args)]
pub struct DecodeArgs {
    #[command(flatten)]
    pub inputs: Inputs,
    /// Say nothing on standard error
    #[arg(short, long)]
    pub quiet: bool,
}
