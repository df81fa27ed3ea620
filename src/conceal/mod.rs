//! A whole report without what identifies, after it was judged and before it is written: the only place
//! where `redact` and `report` meet.
//!
//! Every text of the model is looked at in `walk`, `claimed` and `records`, whose structs are taken apart
//! field by field: a new one does not compile before somebody has said what it is. (`..` stands only where a
//! struct keeps a field to itself, which nothing outside can read or show.) Twice: first the values, by the policy
//! of `redact`; then the sentences, with what was learned.
//!
//! Not its job: what may stay and what stands in (`redact`); outcomes, which are those of the report before.

mod claimed;
mod hand;
mod records;
mod walk;

use crate::redact::{Key, Originals, Redactor};
use crate::report::model::Report;
use crate::report::summary::Summary;

use self::hand::Hand;

/// A report that can be shown, and what must not be found in it.
pub struct Concealed {
    pub report: Report,
    pub originals: Originals,
}

/// Something that identifies was about to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a value that identifies somebody would have stayed in the report, so nothing was written (--redact)"
)]
pub struct Survived;

/// The same report with stand-ins.
#[must_use]
pub fn report(mut report: Report, key: &Key) -> Concealed {
    let originals = twice(key, |hand| walk::report(hand, &mut report));
    Concealed { report, originals }
}

/// What many tokens come to: their reports were concealed before they were counted, what was left out
/// and what was expected was not.
pub fn summary(summary: &mut Summary, key: &Key) -> Originals {
    twice(key, |hand| walk::summary(hand, summary))
}

fn twice(key: &Key, mut walk: impl FnMut(&Hand)) -> Originals {
    let mut hand = Hand::new(Redactor::new(key));
    walk(&hand);
    hand.learn();
    walk(&hand);
    hand.originals()
}

impl Concealed {
    /// The last look at what is about to be written.
    ///
    /// # Errors
    /// An original value stands in it.
    pub fn look_through(&self, text: &str) -> Result<(), Survived> {
        look_through(&self.originals, text)
    }
}

/// The same for what several reports come to.
///
/// # Errors
/// An original value stands in it.
pub fn look_through(originals: &Originals, text: &str) -> Result<(), Survived> {
    match originals.survive_in(text) {
        true => Err(Survived),
        false => Ok(()),
    }
}
