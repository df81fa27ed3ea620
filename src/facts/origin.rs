//! Where a name comes from, in few words: the source of a row is written for those who check it and is
//! too long to stand beside every name.
//!
//! Not its job: the sources themselves, which every row keeps.

/// What sources begin with, and the words for it.
const ORIGINS: &[(&str, &str)] = &[
    ("AADInternals", "public code"),
    ("Graph docs", "Microsoft's documentation"),
    (
        "Microsoft Entra built-in roles",
        "Microsoft's list of built-in roles",
    ),
    ("ROADtools", "a public list of first-party apps"),
    ("azure-docs", "Microsoft's documentation"),
    ("azure_auth", "public code"),
    ("common", "common use"),
    ("entra-docs", "Microsoft's documentation"),
    ("identitymodel", "public code"),
    ("maester", "public code"),
    ("manual", "this program's own table"),
    ("merill/microsoft-info", "a public list of Microsoft's apps"),
    ("ms-cloud-germany", "Microsoft's documentation"),
    ("public audit-log analyses", "published analyses of logs"),
    ("public code", "public code"),
    ("published audit-log analyses", "published analyses of logs"),
    ("secureworks", "a public list of first-party apps"),
];

/// The words for a source.
#[must_use]
pub fn origin(source: &str) -> &'static str {
    known(source).unwrap_or("a public source")
}

fn known(source: &str) -> Option<&'static str> {
    let found = ORIGINS.iter().find(|(start, _)| source.starts_with(start));
    found.map(|(_, words)| *words)
}

/// A name, and the second one of an id that two lists call differently.
#[must_use]
pub fn both_names(name: &str, other: &str) -> String {
    match other {
        "" => name.to_owned(),
        other => format!("{name}, also listed as {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{APPS, AUDIENCES, DIRECTORY_ROLES, TENANTS};

    #[test]
    fn every_row_with_a_name_says_where_it_comes_from() {
        for (table, column) in [
            (APPS, 6),
            (AUDIENCES, 4),
            (DIRECTORY_ROLES, 4),
            (TENANTS, 4),
        ] {
            for row in table.rows() {
                assert!(
                    known(row.column(column)).is_some(),
                    "{}: {row:?}",
                    table.name
                );
            }
        }
    }
}
