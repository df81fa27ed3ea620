//! What every report for people says, as plain structures: headline, sides, facts, what happened,
//! reasons, names, groups. The screen, Markdown and HTML lay them out; no sentence is written twice.
//!
//! Not its job: layout, and making untrusted text safe to show: all of it is raw here.

pub(super) mod absence;
mod blocks;
pub(super) mod chain;
pub(super) mod checks;
pub(super) mod claims;
mod codes;
pub(super) mod exports;
pub(super) mod facts;
mod followed;
pub(super) mod happened;
pub(super) mod headline;
pub(super) mod line;
pub(super) mod many;
pub(super) mod names;
pub(super) mod place;
pub(super) mod power;
pub(super) mod reasons;
pub(super) mod records;
pub(super) mod searched;
pub(super) mod sides;
pub(super) mod survey;
