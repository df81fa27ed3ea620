//! The report as a noun: everything that was read, proven, traced and judged.
//!
//! Not its job: any wording or layout beyond what the findings already say.

use std::sync::Arc;

use crate::audit::Audit;
use crate::authority::Request;
use crate::entra::cloud::Cloud;
use crate::entra::expectation::Expectation;
use crate::entra::family::Kinship;
use crate::entra::profile::Profile;
use crate::finding::Finding;
use crate::jose::proof::{Proof, Status};
use crate::jose::token::{Note, Token};
use crate::rules::verdict::{Check, Verdict};
use crate::time::Timestamp;
use crate::trace::TokenKeys;

/// Code of the notes that say what an error of the sign-in service means.
pub const ERROR_READING: &str = "error-reading";

/// The answer to one call.
#[derive(Debug)]
pub struct Report {
    pub at: Timestamp,
    pub expectation: Arc<Expectation>,
    pub verdict: Verdict,
    /// In the order in which they stood in the inputs.
    pub tokens: Vec<TokenReport>,
    /// Tokens that only served as search keys: decoded, not verified, not judged.
    pub searched: Vec<Searched>,
    /// What the tokens have to do with each other.
    pub together: Vec<Kinship>,
    /// Nothing where no export was given.
    pub audit: Option<Audit>,
    /// Every document that was used.
    pub requests: Vec<Request>,
    pub not_checked: Vec<NotChecked>,
}

/// The answer about one token.
#[derive(Debug)]
pub struct TokenReport {
    pub source: Source,
    pub token: Token,
    pub profile: Profile,
    pub proof: Proof,
    /// Leniencies of the form, and remarks about keys.
    pub notes: Vec<Note>,
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
    pub checks: Vec<Check>,
    /// What kept keys or metadata away, each a sentence without a full stop.
    pub key_problems: Vec<String>,
    /// Whether the issuing tenant's discovery document was read and names this issuer.
    pub metadata_read: bool,
    /// The cloud that this document names.
    pub metadata_cloud: Option<Cloud>,
    /// Whether its verdict counts for the whole: in a token response the access token decides.
    pub decides: bool,
}

/// A token that exports were searched for, numbered as in the matches.
#[derive(Debug)]
pub struct Searched {
    pub source: Source,
    pub profile: Profile,
    pub keys: TokenKeys,
}

/// Where a token stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The input's name as it was given, `-` for standard input.
    pub input: String,
    /// The place in it; empty for the whole.
    pub place: String,
    /// Further places of the same token in it.
    pub also: Vec<String>,
    /// What was peeled off around it.
    pub removed: Vec<&'static str>,
}

/// Something that an investigator might take for checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotChecked {
    pub what: Unchecked,
    pub why: String,
}

/// What was not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unchecked {
    /// In words of ours.
    Said(String),
    /// An input as a person named it, and the place in it; none where all of it is meant.
    Input { name: String, place: String },
}

impl Report {
    /// What is said of one token: alone it is the report's own verdict, in which unread exports count.
    #[must_use]
    pub fn verdict_of(&self, index: usize) -> &Verdict {
        match self.tokens.as_slice() {
            [token] if token.decides => &self.verdict,
            tokens => &tokens[index].verdict,
        }
    }
}

impl TokenReport {
    /// The cloud that the issuer's form names, or, where two clouds write the same form, the one that
    /// the tenant's document or else the verified key names.
    #[must_use]
    pub fn cloud(&self) -> Option<Cloud> {
        let issuer = self.profile.issuer.as_ref()?;
        let of_key = || {
            let key = self
                .proof
                .key
                .as_ref()
                .filter(|_| self.proof.status == Status::Valid)?;
            // A key that may not speak for this issuer tells nothing about its cloud.
            let is_foreign = self
                .findings
                .iter()
                .any(|finding| finding.rule == "foreign-key");
            Cloud::by_instance_name(key.cloud_instance.as_deref()?).filter(|_| !is_foreign)
        };
        let named = self.metadata_cloud.or_else(of_key);
        issuer
            .cloud()
            .or_else(|| named.filter(|cloud| issuer.clouds.contains(cloud)))
    }
}

impl std::fmt::Display for NotChecked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not read: {}: {}", self.what, self.why)
    }
}

impl NotChecked {
    pub fn new(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            what: Unchecked::Said(what.into()),
            why: why.into(),
        }
    }

    /// An input, or a place in it.
    pub fn of_input(name: &str, place: &str, why: impl Into<String>) -> Self {
        Self {
            what: Unchecked::Input {
                name: name.to_owned(),
                place: place.to_owned(),
            },
            why: why.into(),
        }
    }
}

impl std::fmt::Display for Unchecked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Said(what) => f.write_str(what),
            Self::Input { name, place } => {
                let name = match name.as_str() {
                    "-" => "standard input",
                    name => name,
                };
                f.write_str(format!("{name} {place}").trim())
            }
        }
    }
}
