//! The words of the logs: types of records, users and identities, fields of the unified audit log and
//! the sign-in logs, columns of the tables in which engines keep them, and which claim stands where.
//!
//! Not its job: reading a record (`audit` does), or writing a query.

use super::{Basis, RECORD_TYPES, Row, Table, USER_TYPES};

pub const CLAIMS: Table = Table::new("log-claims", include_str!("log-claims.tsv"));
pub const FIELDS: Table = Table::new("log-fields", include_str!("log-fields.tsv"));
pub const IDENTITY_TYPES: Table = Table::new("identity-types", include_str!("identity-types.tsv"));
pub const TABLES: Table = Table::new("log-tables", include_str!("log-tables.tsv"));

/// A type of record of the unified audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordType {
    /// Decimal digits.
    pub value: &'static str,
    /// As the documentation calls it now.
    pub name: &'static str,
    /// What records and exports still write where the documentation has renamed it; empty otherwise.
    pub wire_name: &'static str,
    pub source: &'static str,
}

impl RecordType {
    /// Every type of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        RECORD_TYPES.rows().map(|row| Self {
            value: row.column(0),
            name: row.column(1),
            wire_name: row.column(2),
            source: row.column(3),
        })
    }

    /// By number, or by either name in any spelling of case.
    pub fn find(word: &str) -> impl Iterator<Item = Self> {
        Self::all().filter(move |known| {
            known.value == word
                || known.name.eq_ignore_ascii_case(word)
                || (!known.wire_name.is_empty() && known.wire_name.eq_ignore_ascii_case(word))
        })
    }
}

/// A number with a name: a type of user, or a type of identity in `Actor` and `Target`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberedType {
    /// Decimal digits.
    pub value: &'static str,
    pub name: &'static str,
    /// Empty where the name says it all.
    pub meaning: &'static str,
    pub source: &'static str,
}

/// Types of user (`UserType`).
pub fn user_types() -> impl Iterator<Item = NumberedType> {
    USER_TYPES.rows().map(|row| NumberedType {
        value: row.column(0),
        name: row.column(1),
        meaning: "",
        source: row.column(2),
    })
}

/// Types of identity (`Type` in `Actor` and `Target`).
pub fn identity_types() -> impl Iterator<Item = NumberedType> {
    IDENTITY_TYPES.rows().map(|row| NumberedType {
        value: row.column(0),
        name: row.column(1),
        meaning: row.column(2),
        source: row.column(3),
    })
}

/// A field of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// As records spell it.
    pub name: &'static str,
    /// The log, and the part of it, in which it stands.
    pub log: &'static str,
    pub meaning: &'static str,
    /// How to read the value; may be empty.
    pub reading: &'static str,
    /// The claim that it repeats; empty where there is none.
    pub claim: &'static str,
    pub basis: Basis,
    pub source: &'static str,
}

impl Field {
    /// Every field of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        FIELDS.rows().map(Self::read)
    }

    fn read(row: Row) -> Self {
        Self {
            name: row.column(1),
            log: row.column(2),
            meaning: row.column(3),
            reading: row.column(4),
            claim: row.column(5),
            basis: Basis::read(row.column(6)),
            source: row.column(7),
        }
    }
}

/// The fields of this name in any spelling of case.
#[must_use]
pub fn fields(name: &str) -> Vec<Field> {
    FIELDS.find(&name.to_lowercase()).map(Field::read).collect()
}

/// Where a claim of a token stands in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub log: &'static str,
    /// The field; several with commas.
    pub field: &'static str,
    pub basis: Basis,
    pub source: &'static str,
}

/// The logs that repeat this claim.
pub fn places(claim: &str) -> impl Iterator<Item = Place> + use<'_> {
    CLAIMS.find(claim).map(|row| Place {
        log: row.column(1),
        field: row.column(2),
        basis: Basis::read(row.column(3)),
        source: row.column(4),
    })
}

/// A column of a table in which a log engine keeps logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub table: &'static str,
    /// `Sentinel` or `Defender XDR`.
    pub product: &'static str,
    pub name: &'static str,
    /// Empty where the sources do not agree.
    pub kql_type: &'static str,
    /// Documented where two sources agree.
    pub basis: Basis,
    pub source: &'static str,
}

impl Column {
    /// Every column of every table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLES.rows().map(|row| Self {
            table: row.column(0),
            product: row.column(1),
            name: row.column(2),
            kql_type: row.column(3),
            basis: Basis::read(row.column(4)),
            source: row.column(5),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_type_by_number_and_by_both_names() {
        let one = |word| {
            let mut found = RecordType::find(word);
            let first = found.next().map(|known| known.value);
            assert_eq!(found.next(), None, "{word}");
            first
        };
        assert_eq!(one("15"), Some("15"));
        assert_eq!(one("azureactivedirectorystslogon"), Some("15"));
        assert_eq!(one("Viva Engage"), Some("22"));
        assert_eq!(one("Yammer"), Some("22"));
        assert_eq!(one("WorkplaceAnalytics"), Some("44"));
        assert_eq!(one("VivaInsights"), Some("44"));
        assert_eq!(one(""), None);
        assert_eq!(one("015"), None);
    }

    #[test]
    fn a_field_in_any_spelling_of_case() {
        assert_eq!(fields("SESSIONID").len(), 1);
        assert_eq!(fields("IntraSystemId")[0].claim, "uti");
        assert_eq!(fields(""), []);
    }

    #[test]
    fn claims_of_the_tables_are_claims() {
        let of_fields = Field::all().map(|field| field.claim);
        let of_places = CLAIMS.rows().map(|row| row.column(0));
        for claim in of_fields.chain(of_places).filter(|claim| !claim.is_empty()) {
            assert_ne!(super::super::claims::claims(claim), [], "{claim}");
        }
    }

    #[test]
    fn the_request_id_is_found_from_the_token() {
        let fields: Vec<_> = places("uti").map(|place| place.field).collect();
        assert!(fields.contains(&"uniqueTokenIdentifier"));
        assert!(fields.contains(&"AppAccessContext.UniqueTokenId"));
    }
}
