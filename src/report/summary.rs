//! What many tokens come to: counted by verdict, tenant and client, each with a first place to look at.
//!
//! Not its job: wording and layout (`words/many.rs`). It stays small however many tokens there are.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::entra::expectation::Expectation;
use crate::entra::family::{Relative, relate};
use crate::finding::Severity;
use crate::rules::verdict::{Ending, Verdict};
use crate::text::beginning;
use crate::time::Timestamp;

use super::model::{NotChecked, Report, Source};

/// Different verdicts, tenants or clients that are told apart; the rest is counted as one.
const MOST_KINDS: usize = 1000;

/// Tokens that are compared with each other.
pub const MOST_RELATIVES: usize = 10_000;

/// Things that were left out, each told; the rest is counted.
const MOST_LEFT_OUT: usize = 100;

/// How many of a kind, and where the first stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub tokens: u64,
    pub first: Source,
}

/// Counts by kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts<K> {
    kinds: BTreeMap<K, Count>,
    /// Tokens of kinds beyond those that are told apart.
    pub others: u64,
}

/// A verdict, as far as it is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VerdictKind {
    pub ending: Ending,
    pub severity: Severity,
    pub title: String,
}

/// Several tokens with something in common: how many such groups, and a sentence about the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    pub kind: &'static str,
    pub groups: usize,
    /// Numbers of the first group's tokens, from 0.
    pub first: Vec<usize>,
    pub text: String,
}

/// What the tokens come to.
#[derive(Clone, Debug)]
pub struct Summary {
    pub at: Timestamp,
    pub tokens: u64,
    /// Those whose verdict counts: beside an access token, others do not.
    pub deciding: u64,
    pub verdicts: Counts<VerdictKind>,
    /// By the issuing tenant's id; no entry for tokens without one.
    pub tenants: Counts<String>,
    /// By the client's id and, where one is known, its name.
    pub clients: Counts<(String, Option<String>)>,
    /// What was peeled off, each once.
    pub removed: Vec<&'static str>,
    worst: Option<Verdict>,
    expectation: Option<Arc<Expectation>>,
    relatives: Vec<Relative>,
    left_out: Vec<NotChecked>,
    /// How many more were left out.
    left_out_beyond: u64,
}

/// What stands in a summary as it was told, and not by way of a report.
pub struct ToldOutright<'a> {
    pub left_out: &'a mut [NotChecked],
    pub expectation: &'a mut Option<Arc<Expectation>>,
    /// The verdict, where no token made it.
    pub nothing: Option<&'a mut Verdict>,
}

/// What stands in a token can be of any length.
const LONGEST: usize = 160;

fn short(text: &str) -> String {
    beginning(text, LONGEST).to_owned()
}

impl<K: Ord + Clone> Counts<K> {
    fn new() -> Self {
        Self {
            kinds: BTreeMap::new(),
            others: 0,
        }
    }

    /// Counts so many more of a kind; the place of the first is asked for once a kind.
    fn add(&mut self, kind: K, tokens: u64, first: impl FnOnce() -> Source) {
        let is_full = self.kinds.len() >= MOST_KINDS;
        match self.kinds.get_mut(&kind) {
            Some(known) => known.tokens += tokens,
            None if is_full => self.others += tokens,
            None => {
                let first = first();
                self.kinds.insert(kind, Count { tokens, first });
            }
        }
    }

    fn append(&mut self, other: Self) {
        for (kind, count) in other.kinds {
            self.add(kind, count.tokens, || count.first);
        }
        self.others += other.others;
    }

    /// The kinds, the most frequent first.
    #[must_use]
    pub fn by_frequency(&self) -> Vec<(&K, &Count)> {
        let mut kinds: Vec<_> = self.kinds.iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(count.tokens));
        kinds
    }

    /// How many kinds there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}

impl Summary {
    #[must_use]
    pub fn new(at: Timestamp) -> Self {
        Self {
            at,
            tokens: 0,
            deciding: 0,
            verdicts: Counts::new(),
            tenants: Counts::new(),
            clients: Counts::new(),
            removed: Vec::new(),
            worst: None,
            expectation: None,
            relatives: Vec::new(),
            left_out: Vec::new(),
            left_out_beyond: 0,
        }
    }

    /// Counts the tokens of a report.
    pub fn add(&mut self, report: &Report) {
        for token in &report.tokens {
            let source = || Source {
                also: Vec::new(),
                ..token.source.clone()
            };
            let verdict = &token.verdict;
            let kind = VerdictKind {
                ending: verdict.ending,
                severity: verdict.severity,
                title: short(&verdict.title),
            };
            self.verdicts.add(kind, 1, source);
            if let Some(tenant) = token.profile.issuing_tenant() {
                self.tenants.add(tenant.to_string(), 1, source);
            }
            if let Some(client) = &token.profile.client {
                let name = client.name().map(|(name, _)| name.to_owned());
                self.clients.add((short(&client.id), name), 1, source);
            }
            for removed in &token.source.removed {
                self.note_removed(removed);
            }
            if token.decides {
                self.deciding += 1;
                self.note_verdict(verdict);
            }
            let number = usize::try_from(self.tokens).unwrap_or(usize::MAX);
            if number < MOST_RELATIVES {
                let claims = token.token.claims.as_ref();
                self.relatives
                    .extend(Relative::of(number, &token.profile, claims));
            }
            self.tokens += 1;
        }
    }

    /// Counts what stands behind these.
    pub fn append(&mut self, other: Self) {
        let before = usize::try_from(self.tokens).unwrap_or(usize::MAX);
        let numbered = other.relatives.into_iter();
        let numbered = numbered.map(|relative| relative.behind(before));
        let room = MOST_RELATIVES.saturating_sub(self.relatives.len());
        self.relatives.extend(numbered.take(room));
        self.tokens += other.tokens;
        self.deciding += other.deciding;
        self.verdicts.append(other.verdicts);
        self.tenants.append(other.tenants);
        self.clients.append(other.clients);
        for removed in other.removed {
            self.note_removed(removed);
        }
        if let Some(worst) = &other.worst {
            self.note_verdict(worst);
        }
        self.leave_out(other.left_out);
        self.left_out_beyond += other.left_out_beyond;
    }

    /// Tells what was left out.
    pub fn leave_out(&mut self, items: Vec<NotChecked>) {
        for item in items {
            if self.left_out.len() < MOST_LEFT_OUT {
                self.left_out.push(item);
            } else {
                self.left_out_beyond += 1;
            }
        }
    }

    /// What no report of a token brought in, to be rewritten.
    pub fn told_outright(&mut self) -> ToldOutright<'_> {
        ToldOutright {
            left_out: &mut self.left_out,
            expectation: &mut self.expectation,
            nothing: self.worst.as_mut().filter(|_| self.deciding == 0),
        }
    }

    /// What was left out, as far as it is told.
    #[must_use]
    pub fn left_out(&self) -> &[NotChecked] {
        &self.left_out
    }

    /// How many were left out beyond those that are told.
    #[must_use]
    pub fn left_out_beyond(&self) -> u64 {
        self.left_out_beyond
    }

    /// Says what holds where no token decides, and what was expected.
    pub fn close(&mut self, nothing: Verdict, expectation: Arc<Expectation>) {
        self.worst.get_or_insert(nothing);
        self.expectation = Some(expectation);
    }

    /// Rewrites the verdict for all, by what no token shows.
    pub fn revise(&mut self, revised: impl FnOnce(Verdict) -> Verdict) {
        self.worst = self.worst.take().map(revised);
    }

    /// The report of an input in which there was no token; nothing where there was one.
    #[must_use]
    pub fn of_nothing(&self) -> Option<Report> {
        let is_nothing = self.tokens == 0;
        let verdict = self.worst.clone().filter(|_| is_nothing)?;
        Some(Report {
            at: self.at,
            expectation: Arc::clone(self.expectation.as_ref()?),
            verdict,
            tokens: Vec::new(),
            together: Vec::new(),
            audit: None,
            searched: Vec::new(),
            requests: Vec::new(),
            not_checked: self.left_out.clone(),
        })
    }

    /// The one verdict for all: the worst of those that decide, of equals the first.
    #[must_use]
    pub fn verdict(&self) -> Option<&Verdict> {
        self.worst.as_ref()
    }

    /// What was expected.
    #[must_use]
    pub fn expectation(&self) -> Option<&Expectation> {
        self.expectation.as_deref()
    }

    /// How many tokens ended how, as far as verdicts were told apart.
    #[must_use]
    pub fn endings(&self) -> Vec<(Ending, u64)> {
        let mut endings: Vec<(Ending, u64)> = Vec::new();
        for (kind, count) in self.verdicts.by_frequency() {
            match endings
                .iter_mut()
                .find(|(ending, _)| *ending == kind.ending)
            {
                Some((_, tokens)) => *tokens += count.tokens,
                None => endings.push((kind.ending, count.tokens)),
            }
        }
        endings
    }

    /// What the tokens have to do with each other, by kind, as far as they were compared.
    #[must_use]
    pub fn families(&self) -> Vec<Family> {
        let mut families: Vec<Family> = Vec::new();
        for kinship in relate(&self.relatives) {
            match families
                .iter_mut()
                .find(|family| family.kind == kinship.kind)
            {
                Some(family) => family.groups += 1,
                None => families.push(Family {
                    kind: kinship.kind,
                    groups: 1,
                    first: kinship.tokens,
                    text: kinship.text,
                }),
            }
        }
        families
    }

    fn note_removed(&mut self, removed: &'static str) {
        if !self.removed.contains(&removed) {
            self.removed.push(removed);
        }
    }

    fn note_verdict(&mut self, verdict: &Verdict) {
        let weight = |verdict: &Verdict| (verdict.ending.weight(), verdict.severity);
        let is_worse = self
            .worst
            .as_ref()
            .is_none_or(|worst| weight(verdict) > weight(worst));
        if is_worse {
            self.worst = Some(verdict.clone());
        }
    }
}
