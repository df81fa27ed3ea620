//! The command line: verbs, options and their help. The one door to `clap`.
//!
//! Not its job: doing anything with them.

mod audit;
mod explain;
mod hunt;
mod inputs;
mod network;
mod pages;
mod redact;
mod values;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{
    Args, Command, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum,
};

use jwtenant::entra::expectation::{Expectation, ExpectedIssuer, ExpectedTenant};
use jwtenant::entra::known::Known;
use jwtenant::finding::Severity;
use jwtenant::report::{self, FORMATS, Format};
use jwtenant::time::Timestamp;

use super::exit;

use self::values::{format, issuer, severity, tenant, tenant_variable};

pub use self::audit::{AuditArgs, NoReport, NoTime, RecordArgs};
pub use self::explain::ExplainArgs;
pub use self::hunt::HuntArgs;
pub use self::inputs::{DecodeArgs, Inputs};
pub use self::network::{CacheVerb, MetadataArgs, MetadataVerb, NetworkArgs};
pub use self::pages::{CompletionsArgs, ManArgs};
pub use self::redact::{ConcealArgs, KeyArgs, NotRecords, RedactArgs};

/// Whose token is this, can that be proven, is it the tenant you expected, and if not, why?
#[derive(Parser)]
#[command(name = "jwtenant", version, after_help = exit::help(), max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
pub enum Verb {
    /// Read tokens, verify them, compare with what was expected, explain (the default verb)
    #[command(after_help = check_help())]
    Check(Box<CheckArgs>),
    /// Say which entries of audit log exports come from other tenants, and why each is probably there
    #[command(after_help = audit::HELP)]
    Audit(Box<AuditArgs>),
    /// Show header and claims as JSON, one token a line; verifies nothing, asks nobody
    #[command(after_help = inputs::DECODE_HELP)]
    Decode(DecodeArgs),
    /// Say what a word of a report, a token or a log means, or take an error text apart; asks nobody
    #[command(after_help = explain::help())]
    Explain(ExplainArgs),
    /// Show what a tenant or an issuer publishes of itself: cloud, issuers, endpoints, keys
    #[command(after_help = network::METADATA_HELP)]
    Metadata(Box<MetadataArgs>),
    /// Write a token or an export without what identifies or authenticates, fit to be shown
    #[command(after_help = redact::HELP)]
    Redact(RedactArgs),
    /// Write the same search for the engine that holds the logs: queries with all keys filled in; asks nobody
    #[command(after_help = hunt::help())]
    Hunt(Box<HuntArgs>),
    /// Write a completion script for a shell
    #[command(after_help = pages::COMPLETIONS_HELP)]
    Completions(CompletionsArgs),
    /// Write man pages into a folder
    #[command(after_help = pages::MAN_HELP)]
    Man(ManArgs),
}

/// The completion script of a shell.
pub fn completions(shell: clap_complete::Shell) -> String {
    pages::completions(Cli::command(), shell)
}

/// The man pages: file name and text.
pub fn manual() -> std::io::Result<Vec<(String, String)>> {
    pages::manual(Cli::command())
}

/// What stands in a verb's place where help is asked for.
const HELP: [&str; 5] = ["help", "-h", "--help", "-V", "--version"];

/// Adds the options of a verb to its command.
type AddOptions = fn(Command) -> Command;

/// The verbs, and what adds the options of each to a command.
const VERBS: [(&str, AddOptions); 9] = [
    ("check", CheckArgs::augment_args),
    ("audit", AuditArgs::augment_args),
    ("decode", DecodeArgs::augment_args),
    ("explain", ExplainArgs::augment_args),
    ("metadata", MetadataArgs::augment_args),
    ("redact", RedactArgs::augment_args),
    ("hunt", HuntArgs::augment_args),
    ("completions", CompletionsArgs::augment_args),
    ("man", ManArgs::augment_args),
];

fn check_help() -> String {
    format!(
        "Examples:\n  \
         jwtenant check token.txt --tenant contoso.com\n  \
         az account get-access-token | jwtenant check --tenant contoso.com\n  \
         jwtenant token.txt --tenant contoso.com --audit export.csv -o report.html\n  \
         jwtenant token.txt --tenant contoso.com --format markdown\n  \
         jwtenant token.txt --tenant contoso.com --redact -o shown.html\n\n{}",
        exit::help()
    )
}

#[derive(Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub inputs: Inputs,
    #[command(flatten)]
    asked: AskedArgs,
    #[command(flatten)]
    pub sources: SourceArgs,
    #[command(flatten)]
    pub records: RecordArgs,
    #[command(flatten)]
    pub network: NetworkArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub conceal: ConcealArgs,
}

/// What is expected of the tokens
#[derive(Args)]
#[command(next_help_heading = "What is expected")]
struct AskedArgs {
    /// The tenant: its GUID, one of its domains, or any; several: any one of them
    #[arg(long, value_name = "GUID|DOMAIN|any", env = tenant_variable(), value_delimiter = ',', value_parser = tenant)]
    tenant: Vec<ExpectedTenant>,
    /// Expected issuer, compared exactly. May be any OpenID Connect provider; naming it allows its metadata to be fetched
    #[arg(long, value_name = "URL", value_parser = issuer)]
    issuer: Vec<ExpectedIssuer>,
    /// Whom the token is for; spellings of one resource are known to be equal
    #[arg(long)]
    audience: Vec<String>,
    /// The application that got the token
    #[arg(long, value_name = "APP-ID")]
    client: Vec<String>,
    /// A delegated permission; several: all must be there, more are allowed
    #[arg(long)]
    scope: Vec<String>,
    /// An application role; several: all must be there, more are allowed
    #[arg(long)]
    role: Vec<String>,
    /// Fail for everybody whose home is not an expected tenant: guests, partners, personal accounts
    #[arg(long)]
    deny_guests: bool,
    /// Never exit with 0 or 5 unless the signature is valid
    #[arg(long, conflicts_with = "no_signature")]
    require_signature: bool,
    /// Do not ask for proof; the comparisons alone decide
    #[arg(long)]
    no_signature: bool,
    /// How far clocks may disagree
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(i64).range(0..=86_400))]
    leeway: i64,
    /// Judge lifetimes at this time instead of now (RFC 3339)
    #[arg(long, value_name = "TIME", value_parser = Timestamp::parse)]
    at: Option<Timestamp>,
    /// From which severity a finding makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "medium", value_parser = severity())]
    fail_on: Severity,
}

#[derive(Args)]
#[command(next_help_heading = "Where to look")]
pub struct SourceArgs {
    /// Audit log exports in which to trace the tokens
    #[arg(long, value_name = "EXPORT")]
    pub audit: Vec<OsString>,
    /// Names of applications: a CSV or JSON list of app ids and names, as Get-MgServicePrincipal prints
    #[arg(long, value_name = "FILE")]
    pub apps: Vec<PathBuf>,
    /// Tenants whose ids are printed in published samples: an id on each line, then where
    #[arg(long, value_name = "FILE")]
    pub known_samples: Vec<PathBuf>,
}

#[derive(Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// How to write the report [default: human, or by the ending of --output]
    ///
    /// human gives up to 20 tokens a screen each and counts more. json holds all tokens in one report, and in
    /// memory. jsonl writes a whole report for each token on a line of its own, in the order of the input, and
    /// keeps none of them: for any number of tokens. markdown and html count more than 20 tokens as human does.
    /// With --audit all tokens are traced together and stand in one report.
    #[arg(long, value_parser = format())]
    pub format: Option<&'static Format>,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Write the report into this file, and one line of verdict to standard error
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Tell every claim with its meaning, in the report for people
    #[arg(long)]
    pub explain_claims: bool,
    /// Print nothing: the exit code is the answer
    #[arg(short, long)]
    pub quiet: bool,
    /// Columns of the report for people [default: the terminal's, at most 120; 80 elsewhere]
    #[arg(long, value_parser = clap::value_parser!(u16).range(40..=500))]
    pub width: Option<u16>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

impl CheckArgs {
    /// Everything that was asked of the tokens.
    pub fn expectation(&self) -> Expectation {
        let asked = &self.asked;
        Expectation {
            tenants: asked.tenant.clone(),
            issuers: asked.issuer.clone(),
            audiences: asked.audience.clone(),
            clients: asked.client.clone(),
            scopes: asked.scope.clone(),
            roles: asked.role.clone(),
            deny_guests: asked.deny_guests,
            require_signature: asked.require_signature,
            no_signature: asked.no_signature,
            fail_on: asked.fail_on,
            leeway: asked.leeway,
            known: Known::default(),
        }
    }

    /// The moment of `--at`.
    pub fn at(&self) -> Option<Timestamp> {
        self.asked.at
    }
}

impl OutputArgs {
    /// The format that was asked for, else the one of the output file's ending, else the first.
    pub fn format(&self) -> &'static Format {
        let by_ending = || {
            let ending = self.output.as_ref()?.extension()?.to_str()?;
            report::format_of_ending(ending)
        };
        let json = self.json.then(|| report::format("json")).flatten();
        self.format
            .or(json)
            .or_else(by_ending)
            .unwrap_or(&FORMATS[0])
    }

    /// The ending of the output file, where the format was to follow from it and none has it.
    pub fn unknown_ending(&self) -> Option<&str> {
        let ending = self.output.as_ref()?.extension()?.to_str()?;
        let decides = self.format.is_none() && !self.json;
        (decides && report::format_of_ending(ending).is_none()).then_some(ending)
    }
}

/// How reading the command line ended without a verb to run: help that was asked for, or a mistake.
pub struct Refused {
    pub text: String,
    pub is_mistake: bool,
}

/// Reads the command line. Without a verb the verb is `check`.
pub fn parse(mut arguments: Vec<OsString>) -> Result<Verb, Refused> {
    let word = arguments.get(1).and_then(|argument| argument.to_str());
    let mut verb = VERBS.iter().find(|(name, _)| Some(*name) == word);
    let is_help = word.is_some_and(|word| HELP.contains(&word));
    if verb.is_none() && !is_help {
        arguments.insert(1.min(arguments.len()), "check".into());
        verb = VERBS.first();
    }
    if let Some(verb) = verb.and_then(|verb| alone(verb, &arguments)) {
        return Ok(verb);
    }
    Cli::try_parse_from(arguments)
        .map(|cli| cli.verb)
        .map_err(|error| Refused {
            is_mistake: error.use_stderr(),
            text: error.render().to_string(),
        })
}

/// Reads the command line against the options of the one verb that it names: to define those of all of them
/// costs more than to decode a token. `None`: there is help to show or a mistake to tell, which the whole
/// definition does.
fn alone((name, options): &(&'static str, AddOptions), arguments: &[OsString]) -> Option<Verb> {
    let verb = options(Command::new(*name));
    let program = Command::new("jwtenant")
        .subcommand(verb)
        .disable_help_subcommand(true);
    let matches = program.try_get_matches_from(arguments).ok()?;
    Verb::from_arg_matches(&matches).ok()
}

#[cfg(test)]
mod tests;
