//! The numbers of Entra's sign-in service, as they stand behind `AADSTS`.
//!
//! Not its job: reading a whole error text. Microsoft may change codes at any time and says that
//! programs must not depend on them
//! ([reference](https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes)).

use super::{Basis, Table};

pub const TABLE: Table = Table::new("aadsts", include_str!("aadsts.tsv"));

/// One number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// Decimal digits.
    pub code: &'static str,
    /// Microsoft's word for it; may be empty.
    pub name: &'static str,
    pub meaning: &'static str,
    /// What usually helps.
    pub fix: &'static str,
    /// The kind of trouble: `cross-tenant`, `consent`, `mfa`, …
    pub area: &'static str,
    /// Whether the answer depends on the tenant that was asked.
    pub is_about_tenant: bool,
    pub basis: Basis,
    pub source: &'static str,
}

/// The code of these digits.
#[must_use]
pub fn code(digits: &str) -> Option<Code> {
    TABLE.find(digits).next().map(read)
}

/// The codes of this name; the same name can stand for several.
pub fn named(name: &str) -> impl Iterator<Item = Code> {
    let rows = TABLE.rows().filter(move |row| {
        let known = row.column(1);
        !known.is_empty() && known.eq_ignore_ascii_case(name)
    });
    rows.map(read)
}

fn read(row: super::Row) -> Code {
    Code {
        code: row.column(0),
        name: row.column(1),
        meaning: row.column(2),
        area: row.column(3),
        fix: row.column(4),
        is_about_tenant: row.column(5) == "yes",
        basis: Basis::read(row.column(6)),
        source: row.column(7),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_by_digits_and_by_name() {
        let unknown_user = code("50020").unwrap();
        assert_eq!(unknown_user.name, "UserUnauthorized");
        assert!(unknown_user.is_about_tenant);
        assert!(named("useRunauthorized").any(|code| code == unknown_user));
        assert_eq!(code("5002"), None);
        assert_eq!(named("").count(), 0);
    }

    #[test]
    fn every_code_is_a_number() {
        for row in TABLE.rows() {
            assert!(
                row.column(0).bytes().all(|byte| byte.is_ascii_digit()),
                "{row:?}"
            );
        }
    }
}
