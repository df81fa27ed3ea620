//! The arguments of `audit`.

use std::ffi::OsString;

use clap::Args;

use jwtenant::audit::Options;
use jwtenant::entra::expectation::{Expectation, ExpectedTenant};
use jwtenant::entra::tenant::TenantName;
use jwtenant::finding::Severity;
use jwtenant::report::RECORDS;
use jwtenant::time::Timestamp;

use super::network::NetworkArgs;
use super::{ConcealArgs, OutputArgs, severity, tenant};

pub const HELP: &str = "Examples:\n  \
    jwtenant audit unified-audit-log.csv --tenant contoso.com\n  \
    jwtenant audit export.jsonl --tenant contoso.com --json\n  \
    jwtenant audit unified-audit-log.csv --tenant contoso.com -o report.html\n  \
    jwtenant audit export.jsonl --tenant contoso.com --redact\n\n\
    Exit codes: 0 every foreign entry has an explanation below --fail-on, 1 one has not, 2 wrong arguments, 3 nothing \
    readable, 4 the question stayed open (own tenant unknown, export cut off)";

#[derive(Args)]
pub struct AuditArgs {
    /// Audit log exports, known by their content: files (also .gz, .zip), folders, - for standard input
    #[arg(value_name = "EXPORT", required = true)]
    pub exports: Vec<OsString>,
    /// The own tenant: its GUID or one of its domains, never any [default: the tenant of most records]
    #[arg(long, value_name = "GUID|DOMAIN", env = super::tenant_variable(), value_delimiter = ',', value_parser = tenant_of_log)]
    tenant: Vec<ExpectedTenant>,
    /// From which severity an entry makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "medium", value_parser = severity())]
    fail_on: Severity,
    /// Search for the tokens in this file too: decoded, not verified, nobody is asked about them
    #[arg(long, value_name = "INPUT")]
    pub token: Vec<OsString>,
    /// The time of this report instead of now (RFC 3339)
    #[arg(long, value_name = "TIME", value_parser = Timestamp::parse)]
    pub at: Option<Timestamp>,
    #[command(flatten)]
    pub records: RecordArgs,
    #[command(flatten)]
    pub network: NetworkArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub conceal: ConcealArgs,
}

/// With any tenant for the own one nobody would be from another.
fn tenant_of_log(text: &str) -> Result<ExpectedTenant, String> {
    let tenant = tenant(text)?;
    match tenant.name {
        TenantName::Any => Err(
            "it names no tenant, and entries are foreign to one: name the tenant whose log it is, or leave it out and the \
             tenant of most records is taken"
                .to_owned(),
        ),
        _ => Ok(tenant),
    }
}

/// Bounds on the records of exports
#[derive(Args)]
#[command(next_help_heading = "Which records")]
pub struct RecordArgs {
    /// Leave out records before this time (RFC 3339)
    #[arg(long, value_name = "TIME", value_parser = Timestamp::parse)]
    since: Option<Timestamp>,
    /// Leave out records after this time (RFC 3339)
    #[arg(long, value_name = "TIME", value_parser = Timestamp::parse)]
    until: Option<Timestamp>,
    /// Keep so many foreign entries, and so many matches of each strength; the rest is only counted
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    max_entries: u32,
    /// Parse every record, also those that hold no id of the tokens that are traced (audit always does)
    #[arg(long)]
    exhaustive: bool,
}

impl RecordArgs {
    /// Bounds between which no time lies are a mistake.
    pub fn check(&self) -> Result<(), NoTime> {
        match (self.since, self.until) {
            (Some(since), Some(until)) if since > until => Err(NoTime),
            _ => Ok(()),
        }
    }

    /// These bounds, without anything to watch or stop the reading.
    pub fn options(&self) -> Options<'static> {
        Options {
            since: self.since,
            until: self.until,
            max_entries: usize::try_from(self.max_entries).unwrap_or(usize::MAX),
            exhaustive: self.exhaustive,
            ..Options::default()
        }
    }
}

impl AuditArgs {
    /// The own tenant, and what fails.
    pub fn expectation(&self) -> Expectation {
        Expectation {
            tenants: self.tenant.clone(),
            fail_on: self.fail_on,
            ..Expectation::default()
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("--since is later than --until")]
pub struct NoTime;

/// Records come from exports, and there is no report to write them into.
#[derive(Debug, thiserror::Error)]
#[error("--format records is of audit: jwtenant audit EXPORT --format records")]
pub struct NoReport;

impl OutputArgs {
    /// Only the exit code counts: quiet, and no file that was asked for.
    pub fn is_silent(&self) -> bool {
        self.quiet && self.output.is_none()
    }

    /// Whether a report was asked for.
    pub fn is_report(&self) -> Result<(), NoReport> {
        match self.format().name == RECORDS.name {
            true => Err(NoReport),
            false => Ok(()),
        }
    }
}
