//! What a rule or an explanation says: severity, confidence, evidence, finding.
//!
//! Not its job: deciding anything. A finding is data about the token; an error about our own work
//! is never one.

use serde::Serialize;

/// How much it matters. Only medium and high reach exit code 1 by default (`--fail-on`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
}

impl Severity {
    pub const ALL: [Self; 4] = [Self::Info, Self::Low, Self::Medium, Self::High];

    /// The word used in options, JSON and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// How sure the program may sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

impl Confidence {
    /// The word used in JSON and on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// One observation behind a finding: where it was seen, what stood there, what was expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// `header.kid`, `claims.tid`, `signature`, `audit.ActorContextId`, …
    pub at: String,
    /// The raw value, untrusted; `None` where its absence is the observation.
    pub observed: Option<String>,
    /// What was compared with it, if anything.
    pub expected: Option<String>,
    /// Where the expectation comes from: an option, a document, an RFC.
    pub source: String,
}

impl Evidence {
    /// Something seen, compared with nothing.
    pub fn seen(
        at: impl Into<String>,
        observed: impl Into<String>,
        source: impl Into<String>,
    ) -> Self {
        Self {
            at: at.into(),
            observed: Some(observed.into()),
            expected: None,
            source: source.into(),
        }
    }

    /// Something that is not there, although it tells by its absence.
    pub fn absent(at: impl Into<String>, source: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            observed: None,
            expected: None,
            source: source.into(),
        }
    }

    /// The same evidence with the value it was compared with.
    #[must_use]
    pub fn against(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }
}

/// A rule's answer about one token, as the report shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub rule: &'static str,
    pub severity: Severity,
    pub confidence: Confidence,
    pub title: String,
    pub why: String,
    pub remedy: Vec<String>,
    pub evidence: Vec<Evidence>,
    /// What else could account for the same evidence.
    pub alternatives: Vec<Alternative>,
    /// The rule whose benign story accounts for this finding and took its severity away.
    pub explained_by: Option<&'static str>,
}

/// Another rule that the same evidence could mean, and what tells the two apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    pub rule: &'static str,
    pub difference: String,
}
