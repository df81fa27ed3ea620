//! The arguments of `explain`, and the help that its kinds of word write.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use jwtenant::explain::KINDS;

use super::Color;

pub(super) fn help() -> String {
    let kinds = KINDS
        .iter()
        .map(|kind| format!("  {:<15} {}\n", kind.name, kind.help));
    format!(
        "Words that are known:\n{}\nExamples:\n  jwtenant explain b2b-guest\n  jwtenant explain AADSTS50020\n  \
         jwtenant explain \"AADSTS50020: User account ... does not exist in tenant ...\"\n\n{JSON}\n\n\
         Exit codes: 0 at least one word is known, 3 none is (suggestions are on standard error)",
        kinds.collect::<String>()
    )
}

const JSON: &str = r#"--json (schema jwtenant-explain/1; members in this order):
  { "schema": "jwtenant-explain/1",
    "meanings": [ { "kind": "...", "key": "...", "title": "...",
        "text": [ { "label": "...", "text": "..." } ],
        "names": [ { "role": "tenant", "value": "...", "id": "GUID|null", "meaning": "..." } ],
        "related": [ "..." ], "source": "..." } ],
    "unknown": [ { "word": "...", "note": "...", "suggestions": [ "..." ] } ] }
  A line with an empty label continues the one before. names: what an error text
  names (tenant, identity provider, application, issuer, expected issuer, ...)."#;

#[derive(Args)]
pub struct ExplainArgs {
    /// Words, or the text of an error in one argument or in many; - for standard input
    #[arg(value_name = "WORD", required = true)]
    pub words: Vec<OsString>,
    /// Names of applications: a CSV or JSON list of app ids and names, as Get-MgServicePrincipal prints
    #[arg(long, value_name = "FILE")]
    pub apps: Vec<PathBuf>,
    /// Tenants whose ids are printed in published samples: an id on each line, then where
    #[arg(long, value_name = "FILE")]
    pub known_samples: Vec<PathBuf>,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Columns [default: the terminal's, at most 120; 80 elsewhere]
    #[arg(long, value_parser = clap::value_parser!(u16).range(40..=500))]
    pub width: Option<u16>,
}
