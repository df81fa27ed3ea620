//! The options of the network, and the verb `metadata`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Subcommand};

use jwtenant::authority::survey::Subject;
use jwtenant::entra::cloud::Cloud;
use jwtenant::entra::expectation::ExpectedTenant;
use jwtenant::entra::issuer::Issuer;
use jwtenant::entra::tenant::TenantName;

use super::{issuer, tenant};

/// Who is asked for metadata and keys. HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR are honoured.
#[derive(Args)]
#[command(next_help_heading = "Network")]
pub struct NetworkArgs {
    /// Saved metadata: a file or a folder with discovery documents and key sets; then nothing else is asked
    ///
    /// The network is not asked for anything, so that the answer can be repeated; with --refresh it is
    /// asked for what the files lack: an old key set beside the issuer's own, for example.
    #[arg(long, value_name = "PATH")]
    pub metadata: Vec<PathBuf>,
    /// Ask nobody: only the cache of earlier runs and saved metadata
    #[arg(long, conflicts_with = "refresh")]
    pub offline: bool,
    /// Ask the issuers even where the cache has an answer, or where --metadata has none
    #[arg(long)]
    pub refresh: bool,
    /// The national cloud to ask first
    #[arg(long, value_parser = cloud())]
    pub cloud: Option<Cloud>,
    /// Certificate authorities to trust beside the system's: PEM or DER
    #[arg(long, value_name = "FILE")]
    pub ca_cert: Vec<PathBuf>,
    /// The time for everything that is asked about one issuer
    #[arg(long, value_name = "SECONDS", default_value_t = 12, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub timeout: u64,
}

pub const METADATA_HELP: &str = "Examples:\n  \
    jwtenant metadata contoso.com\n  \
    jwtenant metadata contoso.com --save evidence/\n  \
    jwtenant check token.txt --tenant contoso.com --metadata evidence/\n  \
    jwtenant metadata cache clear\n\n\
    JSON (schema jwtenant-metadata/1): given, tenant, cloud, region, sub_region, documents (version, issuer, jwks_uri, \
    endpoints, url, from), keys (kid, issuer, cloud_instance_name, thumbprint, subject, not_before, not_after, usable), \
    problems, notes, requests (url, from, at, status).\n\n\
    Exit codes: 0 documents and keys were read, 2 wrong arguments, 4 something is missing";

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct MetadataArgs {
    /// A tenant by its GUID or one of its domains, or an issuer's URL
    #[arg(value_name = "TENANT|ISSUER", required = true, value_parser = subject)]
    pub subject: Option<Subject>,
    /// Write the documents into this folder, with a manifest: for --metadata
    #[arg(long, value_name = "DIR")]
    pub save: Option<PathBuf>,
    /// One JSON document instead of lines
    #[arg(long)]
    pub json: bool,
    /// Columns of the lines for people [default: the terminal's, at most 120; 80 elsewhere]; an address on a line of its own is never broken
    #[arg(long, conflicts_with = "json", value_parser = clap::value_parser!(u16).range(40..=500))]
    pub width: Option<u16>,
    #[command(flatten)]
    pub network: NetworkArgs,
    #[command(subcommand)]
    pub verb: Option<MetadataVerb>,
}

#[derive(Subcommand)]
pub enum MetadataVerb {
    /// The documents of earlier runs
    Cache {
        #[command(subcommand)]
        verb: CacheVerb,
    },
}

#[derive(Subcommand)]
pub enum CacheVerb {
    /// Show what is kept, since when, and whether it is still fresh
    List,
    /// Remove everything that is kept
    Clear,
}

/// A tenant's name, or anything with a scheme: an issuer. An issuer of Entra ID is its tenant.
fn subject(text: &str) -> Result<Subject, String> {
    if !text.contains("://") {
        let tenant = tenant(text)?;
        return match tenant.name {
            TenantName::Any => Err("name one tenant".to_owned()),
            _ => Ok(Subject::Tenant(tenant)),
        };
    }
    let issuer = issuer(text)?;
    let read = Issuer::read(&issuer.issuer);
    let named = match read.tenant.filter(|_| read.is_entra()) {
        Some(id) => Some(TenantName::Id(id)),
        None => read.segment().and_then(|segment| segment.parse().ok()),
    };
    Ok(match named {
        Some(name) => {
            let mut tenant = ExpectedTenant::new(text, name);
            tenant.cloud = read.cloud();
            Subject::Tenant(tenant)
        }
        None => Subject::Issuer(issuer),
    })
}

fn cloud() -> impl clap::builder::TypedValueParser<Value = Cloud> {
    PossibleValuesParser::new(Cloud::all().map(Cloud::id))
        .try_map(|id| Cloud::by_id(&id).ok_or("unknown cloud"))
}
