//! The members of a token's header and payload: what each means and how to read its value.
//!
//! Not its job: reading the value of a particular token (`entra` does).

use super::{Basis, Table};

pub const TABLE: Table = Table::new("claims", include_str!("claims.tsv"));

/// One member. A name can stand in both parts with two meanings (`nonce`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// As it is spelled in tokens.
    pub name: &'static str,
    /// In the header, as opposed to the payload.
    pub is_header: bool,
    /// The tokens that carry it: `v1`, `v2`, `id`, `optional`, …
    pub tokens: &'static str,
    /// Its JSON type; empty where it goes without saying.
    pub json_type: &'static str,
    pub meaning: &'static str,
    /// How to read the value; may be empty.
    pub reading: &'static str,
    pub basis: Basis,
    pub source: &'static str,
}

/// Everything known of this name, in any spelling of case.
#[must_use]
pub fn claims(name: &str) -> Vec<Claim> {
    let key = name.to_lowercase();
    let rows = TABLE.find(&key);
    rows.map(|row| Claim {
        name: row.column(1),
        is_header: row.column(2) == "header",
        tokens: row.column(3),
        json_type: row.column(4),
        meaning: row.column(5),
        reading: row.column(6),
        basis: Basis::read(row.column(7)),
        source: row.column(8),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_stand_in_both_parts() {
        let places: Vec<_> = claims("nonce")
            .iter()
            .map(|claim| claim.is_header)
            .collect();
        assert!(places.contains(&true) && places.contains(&false));
    }

    #[test]
    fn case_does_not_matter_when_asking() {
        assert_eq!(claims("AGEGROUP")[0].name, "ageGroup");
        assert_eq!(claims("no-such-claim"), []);
    }
}
