//! What validators say when they refuse a token: patterns of their texts, and what each means.
//!
//! Not its job: matching. The patterns are in the syntax of the `regex-lite` package; where several fit,
//! the one that names the most values says the most.

use super::{Basis, Table};

pub const TABLE: Table = Table::new("validator-errors", include_str!("validator-errors.tsv"));

/// One kind of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValidatorError {
    /// In upper case: the validator's own code where it has one.
    pub id: &'static str,
    /// Who says it.
    pub product: &'static str,
    /// Named groups hold what the text names: `issuer`, `expected_issuer`, `tenant`, `audience`, …
    pub pattern: &'static str,
    pub meaning: &'static str,
    pub check: &'static str,
    pub basis: Basis,
    pub source: &'static str,
}

/// The refusal of this id, in any spelling of case.
#[must_use]
pub fn by_id(id: &str) -> Option<ValidatorError> {
    TABLE.find(&id.to_ascii_uppercase()).next().map(read)
}

/// Every kind of refusal.
pub fn all() -> impl Iterator<Item = ValidatorError> {
    TABLE.rows().map(read)
}

fn read(row: super::Row) -> ValidatorError {
    ValidatorError {
        id: row.column(0),
        product: row.column(1),
        pattern: row.column(2),
        meaning: row.column(3),
        check: row.column(4),
        basis: Basis::read(row.column(5)),
        source: row.column(6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_validators_are_ids() {
        assert_eq!(by_id("idx10205").unwrap().product, "IdentityModel");
        assert_eq!(by_id("AKV10032").unwrap().product, "Key Vault");
        assert_eq!(by_id("IDX1020"), None);
    }
}
