//! Tokens traced through exports: which records belong to them, the firmest first, within bounds.
//!
//! Every strength has room of its own, so that no number of weak matches pushes a firm one out. Where
//! only the tenants fit, a record is told for those tokens alone of which nothing better was found.
//!
//! Not its job: which record belongs to which token (`correlate.rs`), or reading (`reader.rs`).

use std::collections::{BTreeMap, HashSet};

use uuid::Uuid;

use super::correlate::{Index, Tie};
use super::group::Groups;
use super::reader::{self, At};
use super::record::AuditRecord;
use super::search::Plan;
use super::seen::{MOST_IDS, SeenIds};
use super::standing::{self, Side};
use super::{Audit, Explained, Export, Options};
use crate::trace::{Strength, TokenKeys, Trace};

/// Reads the exports one after the other and finds the records that belong to one of the tokens.
///
/// Rows that hold no key of any token are counted, but not parsed, unless [`Options::exhaustive`] asks
/// for it; the matches are the same, unless a log writes letters or digits of an id as `\\u` escapes.
///
/// An export that cannot be read never fails the others: its summary says what happened. The tokens
/// are numbered by their place in the slice ([`Trace::token`]).
#[must_use]
pub fn trace(exports: Vec<Export>, tokens: &[TokenKeys], options: &Options) -> Audit {
    let plan = match options.exhaustive {
        true => None,
        false => Plan::new(tokens, options.searching),
    };
    let mut tracer = Tracer::new(tokens, &[], options.max_entries);
    let mut look = |record: &AuditRecord, at: At| tracer.look(record, at);
    let reading = reader::search(exports, options, plan.as_ref(), &mut look);
    Audit {
        exports: reading.exports,
        incomplete: reading.incomplete,
        ..tracer.into_audit()
    }
}

pub(super) struct Tracer<'a> {
    own: &'a [Uuid],
    index: Index<'a>,
    most: usize,
    /// Ids of records that belong to a token.
    told: SeenIds,
    /// What was kept of each strength.
    found: BTreeMap<Strength, Vec<Trace>>,
    left_out: BTreeMap<Strength, u64>,
    /// Matched records of other tenants' actors, each with its firmest strength and the tokens that it
    /// belongs to.
    foreign: Vec<(Explained, Strength, Vec<usize>)>,
}

impl<'a> Tracer<'a> {
    /// `own` are the tenants that the person named as theirs; `most` matches of each strength are kept: a
    /// session can fill an export.
    pub(super) fn new(tokens: &'a [TokenKeys], own: &'a [Uuid], most: usize) -> Self {
        Self {
            own,
            index: Index::new(tokens),
            most,
            told: SeenIds::new(MOST_IDS),
            found: BTreeMap::new(),
            left_out: BTreeMap::new(),
            foreign: Vec::new(),
        }
    }

    /// Whether the record belongs to a token, and none of its id was told before.
    ///
    /// Where one of its id was met that belonged to none, this one may tell more: in another export it is whole.
    pub(super) fn look(&mut self, record: &AuditRecord, at: At) -> bool {
        let ties = self.index.of(record);
        if ties.is_empty() {
            return false;
        }
        if let Some(id) = record.id {
            if at.is_again && self.told.knows(record.log, id) {
                return false;
            }
            self.told.keep(record.log, id);
        }
        let entry = record.entry(at.input, at.line);
        let foreign = (standing::side(record, self.own) == Side::Foreign)
            .then(|| Explained::choose(record, Side::Foreign, at))
            .flatten();
        let explanation = foreign.as_ref().map(|foreign| foreign.explanation.id);
        let mut tokens = Vec::new();
        let mut firmest = Strength::Tenant;
        for Tie {
            token,
            strength,
            compared,
        } in ties
        {
            let found = self.found.entry(strength).or_default();
            if found.len() >= self.most {
                *self.left_out.entry(strength).or_default() += 1;
                continue;
            }
            found.push(Trace {
                token,
                entry: entry.clone(),
                strength,
                agree: compared.agree,
                absent: compared.absent,
                contradict: compared.contradict,
                explanation,
            });
            firmest = firmest.min(strength);
            tokens.push(token);
        }
        if let Some(foreign) = foreign.filter(|_| !tokens.is_empty()) {
            self.foreign.push((foreign, firmest, tokens));
        }
        true
    }

    /// What was found; nothing of the exports themselves.
    pub(super) fn into_audit(mut self) -> Audit {
        self.drop_mere_tenants();
        let mut matches: Vec<Trace> = self.found.into_values().flatten().collect();
        matches.sort_by_key(|found| {
            let time = found.entry.time;
            (found.strength, time.is_none(), time, found.token)
        });
        let mut groups = Groups::default();
        for (foreign, ..) in self.foreign {
            groups.add(foreign, self.most);
        }
        Audit {
            matches,
            matches_left_out: self.left_out.into_values().sum(),
            foreign: groups.entries,
            groups: groups.groups,
            not_kept: groups.not_kept,
            merged: groups.merged,
            ..Audit::default()
        }
    }

    /// Beside a better match, that somebody of the same tenants was there at the time says nothing.
    fn drop_mere_tenants(&mut self) {
        let better: Vec<usize> = self
            .found
            .iter()
            .filter(|(strength, _)| **strength != Strength::Tenant)
            .flat_map(|(_, found)| found.iter().map(|trace| trace.token))
            .collect();
        let has_better: HashSet<usize> = better.into_iter().collect();
        if let Some(found) = self.found.get_mut(&Strength::Tenant) {
            found.retain(|trace| !has_better.contains(&trace.token));
            if found.is_empty() {
                self.left_out.remove(&Strength::Tenant);
            }
        }
        self.foreign.retain(|(_, firmest, tokens)| {
            *firmest != Strength::Tenant || tokens.iter().any(|token| !has_better.contains(token))
        });
    }
}
