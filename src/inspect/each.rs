//! Any number of tokens, one report each, in their order; nothing is kept of them but a summary.
//!
//! Not its job: exports. What traces tokens must know all of them first (`inspect`).

use std::io;
use std::sync::{Arc, Mutex};

use crate::authority::Request;
use crate::entra::cloud::Cloud;
use crate::entra::expectation::Expectation;
use crate::report::model::{NotChecked, Report};
use crate::report::summary::Summary;

use super::candidate::{self, Candidate};
use super::overall::{leave_open, overall, with_inputs};
use super::token::{Expected, ask, judge};
use super::{Asking, Inputs, cloud, workers};

/// What became of one piece of work.
struct Done<T> {
    told: T,
    summary: Summary,
    left_out: Vec<NotChecked>,
}

/// Answers about each token as if it were the only one: the report of each is told by `tell`, which runs
/// on many threads, puts it into what `sink` then gets in the order of the tokens, and gives back what is to
/// be counted. Returns what all of them come to.
///
/// A domain among the expected tenants is looked for in the cloud that the token at hand names.
///
/// # Errors
/// Those of `sink`; then nothing more is read.
pub fn each<T: Default + Send>(
    inputs: &mut Inputs,
    asking: &Asking,
    tell: impl Fn(Report, &mut T) -> Report + Sync,
    mut sink: impl FnMut(T, &Summary) -> io::Result<()>,
) -> io::Result<Summary> {
    let limits = inputs.limits();
    let expectations = Expectations::default();
    let mut all = Summary::new(asking.now);
    let work = |batch| {
        let mut done = Done {
            told: T::default(),
            summary: Summary::new(asking.now),
            left_out: Vec::new(),
        };
        for candidate in candidate::candidates(batch, &limits, &mut done.left_out) {
            let report = report(candidate, asking, &expectations);
            let report = tell(report, &mut done.told);
            done.summary.add(&report);
        }
        done
    };
    workers::ordered(
        asking.threads,
        || inputs.next_batch(),
        work,
        |done: Done<T>| {
            all.append(done.summary);
            all.leave_out(done.left_out);
            sink(done.told, &all)
        },
    )?;
    all.leave_out(inputs.settle());
    let nothing = overall(&[], all.left_out());
    all.close(nothing, expectations.first(asking));
    all.revise(|verdict| with_inputs(verdict, inputs.left_open()));
    Ok(all)
}

fn report(candidate: Candidate, asking: &Asking, expectations: &Expectations) -> Report {
    let Resolved { expected, requests } = expectations.of(asking, cloud(&candidate));
    let asked = ask(candidate, &expected, asking.authority, asking.now);
    let mut used = Vec::clone(&requests);
    for request in asking.authority.requests_for(&asked.issuing.asked) {
        if !used.contains(&request) {
            used.push(request);
        }
    }
    let token = judge(asked, 0, None, asking.now);
    // Its own, also where another token of the same response decides.
    let verdict = token.verdict.clone();
    let tokens = vec![token];
    let mut not_checked = Vec::new();
    leave_open(&tokens, None, &mut not_checked);
    Report {
        at: asking.now,
        verdict,
        expectation: expected.all,
        tokens,
        searched: Vec::new(),
        together: Vec::new(),
        audit: None,
        requests: used,
        not_checked,
    }
}

/// What is expected, by the cloud in which domains are looked for: resolved once for each.
#[derive(Default)]
struct Expectations(Mutex<Vec<(Option<Cloud>, Resolved)>>);

#[derive(Clone)]
struct Resolved {
    expected: Expected,
    /// What was asked for it.
    requests: Arc<Vec<Request>>,
}

impl Expectations {
    fn of(&self, asking: &Asking, cloud: Option<Cloud>) -> Resolved {
        let resolve = || {
            let mut expectation = asking.expectation.clone();
            let clouds: Vec<Cloud> = cloud.into_iter().collect();
            let asked = asking.authority.resolve(&mut expectation, &clouds);
            Resolved {
                expected: Expected::new(expectation),
                requests: Arc::new(asking.authority.requests_for(&asked)),
            }
        };
        // Held while it is resolved: whoever needs the same, waits.
        let Ok(mut known) = self.0.lock() else {
            return resolve();
        };
        if let Some((_, resolved)) = known.iter().find(|(known, _)| *known == cloud) {
            return resolved.clone();
        }
        let resolved = resolve();
        known.push((cloud, resolved.clone()));
        resolved
    }

    /// For all tokens, as it was resolved first; as it was given where there was no token.
    fn first(&self, asking: &Asking) -> Arc<Expectation> {
        let known = self.0.lock().ok();
        let first = known.as_ref().and_then(|known| known.first());
        match first {
            Some((_, resolved)) => Arc::clone(&resolved.expected.all),
            None => Arc::new(asking.expectation.clone()),
        }
    }
}
