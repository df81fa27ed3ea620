//! The shape of a rule: what it says, and the pure function that asks whether it holds.
//!
//! Not its job: any rule, or the list of them (`rules/mod.rs`). A rule sees a [`Case`] and nothing
//! else: no clock, no options, no network.

use std::borrow::Cow;

use crate::entra::expectation::Expectation;
use crate::entra::metadata::Issuing;
use crate::entra::profile::Profile;
use crate::entra::tenant::TenantId;
use crate::finding::{Confidence, Evidence, Severity};
use crate::jose::claims::Claims;
use crate::jose::header::Algorithm;
use crate::jose::proof::{Proof, Status};
use crate::jose::token::{Form, Token};
use crate::time::Timestamp;
use crate::trace::Trace;

/// One rule. Texts may hold placeholders such as `{user}`; [`Case::fill`] fills in the token's own
/// values.
pub struct Rule {
    /// Kebab-case, stable for ever, unique; reads well after "allow".
    pub id: &'static str,
    /// Entries of the catalogue of diagnoses that it covers.
    pub catalogue: &'static [&'static str],
    pub severity: Severity,
    pub confidence: Confidence,
    pub weight: Weight,
    pub title: &'static str,
    pub why: &'static str,
    pub remedy: &'static [&'static str],
    /// What else the same evidence could be: a rule, and what tells the two apart.
    pub alternatives: &'static [(&'static str, &'static str)],
    /// Findings of other rules that this one, when found, accounts for.
    pub explains: &'static [&'static str],
    /// Beginnings of the texts by which receivers refuse such a token: what people search for.
    pub errors: &'static [&'static str],
    pub see: &'static [&'static str],
    pub check: fn(&Case) -> Outcome,
}

/// Whether a finding can be the headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It tells the token's story.
    Story,
    /// It is worth knowing beside the story, and a headline only where it is medium or high.
    Detail,
}

/// Why a check ended as it did. Nearly always a sentence of the rule's own, which is not copied for each
/// token.
pub type Reason = Cow<'static, str>;

/// How a check ends.
pub enum Outcome {
    /// Looked at and in order.
    Pass,
    Found(Found),
    /// Asked, and could not be answered; says what was missing. Leads to exit code 4.
    Undecided(Reason),
    /// Not asked, or without meaning for this token; says why.
    NotApplicable(Reason),
}

/// What a rule found, beyond its own constant texts.
#[derive(Default)]
pub struct Found {
    pub evidence: Vec<Evidence>,
    /// Where the rule's own title says more than this token shows.
    pub title: Option<&'static str>,
    /// The same of its why.
    pub why: Option<&'static str>,
    pub severity: Option<Severity>,
    pub confidence: Option<Confidence>,
    /// It answers something that was asked with no: no story demotes it.
    pub fails_expectation: bool,
    /// It is worth a word, and too little to account for any other finding.
    pub is_hint: bool,
}

/// A token with everything that is known around it.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    pub token: &'a Token,
    pub claims: &'a Claims,
    pub profile: &'a Profile,
    pub proof: &'a Proof,
    pub issuing: &'a Issuing,
    pub expectation: &'a Expectation,
    /// Records of the audit exports that belong to this token.
    pub traces: &'a [Trace],
    pub at: Timestamp,
}

impl Outcome {
    pub(super) fn not_applicable(why: impl Into<Reason>) -> Self {
        Self::NotApplicable(why.into())
    }

    /// Found when there is evidence, passed when there is none.
    pub(super) fn found_if_any(evidence: Vec<Evidence>) -> Self {
        if evidence.is_empty() {
            Self::Pass
        } else {
            Self::Found(Found::by(evidence))
        }
    }
}

impl Found {
    pub(super) fn by(evidence: impl IntoIterator<Item = Evidence>) -> Self {
        Self {
            evidence: evidence.into_iter().collect(),
            ..Self::default()
        }
    }

    pub(super) fn titled(mut self, title: &'static str) -> Self {
        self.title = Some(title);
        self
    }

    pub(super) fn because(mut self, why: &'static str) -> Self {
        self.why = Some(why);
        self
    }

    pub(super) fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    pub(super) fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// Noticed, but it accounts for nothing that other rules found.
    pub(super) fn hint(mut self) -> Self {
        self.is_hint = true;
        self
    }

    /// A failed expectation is medium, whatever story explains it.
    pub(super) fn failing(mut self) -> Self {
        self.severity = Some(Severity::Medium);
        self.fails_expectation = true;
        self
    }
}

impl From<Found> for Outcome {
    fn from(found: Found) -> Self {
        Self::Found(found)
    }
}

/// The placeholders that texts of rules may hold.
pub const PLACEHOLDERS: [&str; 9] = [
    "expected_tenant",
    "issuer_tenant",
    "home_tenant",
    "issuer",
    "user",
    "client",
    "resource",
    "audience",
    "asked_audience",
];

impl Case<'_> {
    /// Fills the placeholders of a text. Values come from the token and stay raw; what the token does
    /// not tell becomes a word. A value is never looked through for placeholders itself: a token that
    /// holds some would make the text grow without end.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('{') {
            filled.push_str(before);
            rest = match behind.split_once('}') {
                Some((name, after)) if PLACEHOLDERS.contains(&name) => {
                    filled.push_str(&self.value(name));
                    after
                }
                _ => {
                    filled.push('{');
                    behind
                }
            };
        }
        filled.push_str(rest);
        filled
    }

    fn value(&self, placeholder: &str) -> String {
        let profile = self.profile;
        let id = |tenant: Option<TenantId>, words: &str| {
            tenant.map_or_else(|| words.to_owned(), |tenant| tenant.to_string())
        };
        let (value, words) = match placeholder {
            "expected_tenant" => return id(self.expected_tenant(), "YOUR-TENANT"),
            "issuer_tenant" => return id(profile.issuing_tenant(), "the issuing tenant"),
            "home_tenant" => return id(profile.subject.home, "another tenant"),
            "issuer" => (
                profile.issuer.as_ref().map(|issuer| issuer.raw.clone()),
                "no issuer",
            ),
            "user" => (profile.subject.display.clone(), "the user"),
            "client" => {
                let client = profile.client.as_ref();
                (
                    client.map(|client| {
                        client
                            .name()
                            .map_or(client.id.as_str(), |(name, _)| name)
                            .to_owned()
                    }),
                    "the client",
                )
            }
            "resource" => {
                let audience = profile.audiences.first();
                (
                    audience
                        .map(|audience| audience.name.map_or(audience.raw.clone(), str::to_owned)),
                    "the resource",
                )
            }
            "audience" => (
                profile
                    .audiences
                    .first()
                    .map(|audience| audience.raw.clone()),
                "no audience",
            ),
            "asked_audience" => (
                self.expectation.audiences.first().cloned(),
                "the expected audience",
            ),
            _ => (None, ""),
        };
        value.unwrap_or_else(|| words.to_owned())
    }

    /// The tenants that are expected: by `--tenant`, else those inside `--issuer`.
    #[must_use]
    pub fn expected_tenants(&self) -> Vec<TenantId> {
        self.expectation.accepted_tenants()
    }

    fn expected_tenant(&self) -> Option<TenantId> {
        self.expected_tenants().first().copied()
    }

    /// Whether this tenant is expected.
    #[must_use]
    pub fn expects(&self, tenant: TenantId) -> bool {
        self.expected_tenants().contains(&tenant)
    }

    /// The expected values as one text, for evidence.
    #[must_use]
    pub fn expected_tenants_text(&self) -> String {
        let ids: Vec<String> = self
            .expected_tenants()
            .iter()
            .map(ToString::to_string)
            .collect();
        ids.join(" or ")
    }

    /// Whether the signature was checked and holds.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.proof.status == Status::Valid
    }

    /// Whether the signature matters and nothing proves it.
    #[must_use]
    pub fn lacks_proof(&self) -> bool {
        self.expectation.asks_proof() && !self.is_proven()
    }

    /// Whether the payload ends in the middle, so that claims can be missing that the token has.
    #[must_use]
    pub fn is_payload_unfinished(&self) -> bool {
        self.token.is_payload_cut()
    }

    /// Whether a part of a signed token got lost: its payload ends in the middle, or nothing stands
    /// where its signature belongs although the header names how it was signed.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        let is_signed = matches!(
            self.token.header.algorithm(),
            Algorithm::Asymmetric(_) | Algorithm::Symmetric(_)
        );
        let is_without_signature = self.token.form == Form::Jws && !self.token.has_signature();
        is_signed && (is_without_signature || self.is_payload_unfinished())
    }

    /// The option that a tenant expectation came from.
    #[must_use]
    pub fn tenant_source(&self) -> &'static str {
        if self.expectation.tenants.is_empty() {
            "--issuer"
        } else {
            "--tenant"
        }
    }
}
