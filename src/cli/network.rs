//! Who is asked: options and environment become transports: the ways in which documents are got.
//!
//! Not its job: asking.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use etcetera::BaseStrategy as _;
use jwtenant::authority::Authority;
use jwtenant::authority::cache::Cache;
use jwtenant::authority::net::{Net, NetOptions, Roots};
use jwtenant::authority::online::Online;
use jwtenant::authority::snapshot::Snapshot;
use jwtenant::authority::transport::Transport;
use jwtenant::time::Timestamp;

use super::args::NetworkArgs;
use super::{Failure, exit, note};

/// The transports of these options: files, the network with its cache, or both. With files only they are
/// asked, so that a verdict can be repeated; `--refresh` adds the network for what they lack.
pub fn authority(
    args: &NetworkArgs,
    now: Timestamp,
    notes: &mut Vec<String>,
) -> Result<Authority, Failure> {
    let mut transports: Vec<Box<dyn Transport + Send + Sync>> = Vec::new();
    if !args.metadata.is_empty() {
        let snapshot = Snapshot::open(&args.metadata).map_err(|error| Failure {
            help: Some("--metadata takes a file or folder with discovery documents and key sets"),
            ..Failure::new(error, &exit::USAGE)
        })?;
        let problems = snapshot.problems.iter();
        notes.extend(problems.map(|problem| format!("metadata: {problem}")));
        transports.push(Box::new(snapshot));
    }
    if args.metadata.is_empty() || args.refresh {
        transports.push(Box::new(online(args, now)));
    }
    Ok(Authority::new(transports, args.cloud))
}

fn online(args: &NetworkArgs, now: Timestamp) -> Online {
    let net = Net::new(NetOptions {
        timeout: Duration::from_secs(args.timeout),
        roots: Roots {
            instead: certificates(),
            added: args.ca_cert.clone(),
        },
        proxy: proxy(),
        now,
    });
    Online {
        net: (!args.offline).then_some(net),
        cache: cache(),
        refresh: args.refresh,
        now,
    }
}

/// The folder for what can be fetched again: `$XDG_CACHE_HOME/jwtenant`, or the system's own place.
pub fn cache() -> Option<Cache> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(Cache::new(strategy.cache_dir().join("jwtenant")))
}

/// What a person can do about the documents that could not be had.
pub fn tell_help(authority: &Authority) {
    let mut told = Vec::new();
    for help in authority.faults().iter().filter_map(|fault| fault.help()) {
        if !told.contains(&help) {
            note("help", help);
            told.push(help);
        }
    }
}

/// SSL_CERT_FILE, and the folders of SSL_CERT_DIR, as OpenSSL reads them.
fn certificates() -> Vec<PathBuf> {
    let file = variable("SSL_CERT_FILE").map(PathBuf::from);
    let folders = variable("SSL_CERT_DIR");
    let folders = folders.iter().flat_map(env::split_paths);
    file.into_iter().chain(folders).collect()
}

/// Host and port of the proxy, for messages: never the user name and password in it.
fn proxy() -> Option<String> {
    let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let given = names.into_iter().find_map(variable)?.into_string().ok()?;
    let url = if given.contains("://") {
        given
    } else {
        format!("http://{given}")
    };
    let url = url::Url::parse(&url).ok()?;
    let host = url.host_str()?;
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

/// A variable that is set to nothing is not set.
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}
