//! What a table is to a hunt: its columns as normalised ones, and how its rows are narrowed down before
//! anything is parsed.
//!
//! Not its job: which tables there are.

use crate::trace::Key;

/// A table, or one under several names.
pub struct Table {
    /// The first names it in `Source`.
    pub names: &'static [&'static str],
    /// The column by which the engine keeps it.
    pub time: &'static str,
    /// Necessary for a match by a key; `{}` is its literal.
    pub filters: &'static [(Key, &'static str)],
    /// `extend` lines before the columns.
    pub prepared: &'static [&'static str],
    /// Normalised column and expression; a column that is not here is empty.
    pub columns: &'static [(&'static str, &'static str)],
    /// Whether the question `foreign` is asked of it.
    pub is_asked_who: bool,
}

impl Table {
    pub fn column(&self, name: &str) -> Option<&'static str> {
        let mut columns = self.columns.iter();
        columns
            .find(|(known, _)| *known == name)
            .map(|(_, text)| *text)
    }
}
