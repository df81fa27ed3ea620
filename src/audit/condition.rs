//! Conditions as data: a list of tests of the normalised record's columns. `audit` asks them of records,
//! `hunt` writes them in the languages of engines, so that the two cannot disagree.
//!
//! Not its job: which conditions there are (`standing.rs`, `explanations/`).

use uuid::Uuid;

use super::column::{Column, Seen};
use super::record::AuditRecord;
use crate::facts;

/// A condition. Texts are compared without blanks around.
#[derive(Clone, Copy, Debug)]
pub enum Condition {
    All(&'static [Condition]),
    Any(&'static [Condition]),
    Not(&'static Condition),
    /// One that several others ask.
    Named(&'static Named),
    /// Some value of the column is one of these.
    Is(Column, &'static [Value]),
    /// Some value of the column is there.
    Present(Column),
    /// Some value of the column begins so, ends so, or holds it somewhere.
    Begins(Column, Part),
    Ends(Column, Part),
    Holds(Column, Part),
    /// Both columns, of one value each, are there, and differ.
    Differ(Column, Column),
    /// Both columns, of one value each, are there, and are equal.
    Same(Column, Column),
    /// The column's tenant is one that the person named as theirs.
    Own(Column),
    /// The first client is in the table of Microsoft's applications.
    KnownApp,
}

/// A condition with a name, to be told once.
#[derive(Debug)]
pub struct Named {
    /// Like a column of truths: `is_guest`.
    pub name: &'static str,
    pub condition: Condition,
}

/// What a value is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    Id(Uuid),
    Number(i64),
    /// Case matters.
    Text(&'static str),
    /// ASCII in whatever case.
    Word(&'static str),
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Case matters.
    Text(&'static str),
    /// ASCII in whatever case.
    Word(&'static str),
}

impl Condition {
    /// Holds for no record: chosen by other means than one record's columns.
    pub const NEVER: Self = Self::Any(&[]);
    /// Holds for every record.
    pub const ALWAYS: Self = Self::All(&[]);

    /// Whether it holds for a record; `own` is the tenant that the person named as theirs.
    #[must_use]
    pub fn holds(&self, record: &AuditRecord, own: Option<Uuid>) -> bool {
        match self {
            Self::All(all) => all.iter().all(|it| it.holds(record, own)),
            Self::Any(any) => any.iter().any(|it| it.holds(record, own)),
            Self::Not(it) => !it.holds(record, own),
            Self::Named(named) => named.condition.holds(record, own),
            Self::Is(column, values) => {
                column.any(record, |seen| values.iter().any(|value| value.is(seen)))
            }
            Self::Present(column) => column.any(record, |_| true),
            Self::Begins(column, part) => column.any(record, |seen| {
                part.of(
                    seen,
                    |text, part| text.starts_with(part),
                    |text, part| text.get(..part.len()),
                )
            }),
            Self::Ends(column, part) => column.any(record, |seen| {
                part.of(
                    seen,
                    |text, part| text.ends_with(part),
                    |text, part| text.get(text.len().checked_sub(part.len())?..),
                )
            }),
            Self::Holds(column, part) => column.any(record, |seen| part.is_in(seen)),
            Self::Differ(one, other) => both(*one, *other, record, |one, other| one != other),
            Self::Same(one, other) => both(*one, *other, record, |one, other| one == other),
            Self::Own(column) => column.any(
                record,
                |seen| matches!(seen, Seen::Id(id) if Some(id) == own),
            ),
            Self::KnownApp => record
                .clients
                .first()
                .is_some_and(|client| facts::app(client.value).is_some()),
        }
    }
}

impl Value {
    fn is(self, seen: Seen) -> bool {
        match (self, seen) {
            (Self::Id(value), Seen::Id(seen)) => value == seen,
            (Self::Number(value), Seen::Number(seen)) => value == seen,
            (Self::Text(value), Seen::Text(seen)) => value == seen.trim(),
            (Self::Word(value), Seen::Text(seen)) => value.eq_ignore_ascii_case(seen.trim()),
            _ => false,
        }
    }
}

impl Part {
    fn of(
        self,
        seen: Seen,
        exactly: impl Fn(&str, &str) -> bool,
        cut: impl for<'t> Fn(&'t str, &str) -> Option<&'t str>,
    ) -> bool {
        let Seen::Text(text) = seen else {
            return false;
        };
        match self {
            Self::Text(part) => exactly(text.trim(), part),
            Self::Word(part) => {
                cut(text.trim(), part).is_some_and(|cut| cut.eq_ignore_ascii_case(part))
            }
        }
    }

    fn is_in(self, seen: Seen) -> bool {
        let Seen::Text(text) = seen else {
            return false;
        };
        match self {
            Self::Text(part) => text.contains(part),
            Self::Word(part) => text
                .as_bytes()
                .windows(part.len())
                .any(|window| window.eq_ignore_ascii_case(part.as_bytes())),
        }
    }
}

fn both(one: Column, other: Column, record: &AuditRecord, is: impl Fn(Uuid, Uuid) -> bool) -> bool {
    let id = |column: Column| {
        let mut found = None;
        column.any(record, |seen| {
            if let Seen::Id(id) = seen {
                found = Some(id);
            }
            true
        });
        found
    };
    matches!((id(one), id(other)), (Some(one), Some(other)) if is(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::record::Field;

    fn record(user: &str) -> AuditRecord<'_> {
        AuditRecord {
            users: vec![Field {
                name: "UserId",
                value: user,
            }],
            ..AuditRecord::default()
        }
    }

    #[test]
    fn parts_of_texts_are_found_with_and_without_case() {
        use Condition::{Begins, Ends, Holds};
        let of = |part| {
            [
                Begins(Column::User, part),
                Holds(Column::User, part),
                Ends(Column::User, part),
            ]
        };
        let held = |user: &str, part| of(part).map(|it| it.holds(&record(user), None));
        assert_eq!(held(" abc ", Part::Text("ab")), [true, true, false]);
        assert_eq!(held("abc", Part::Word("BC")), [false, true, true]);
        assert_eq!(held("abc", Part::Text("BC")), [false, false, false]);
        assert_eq!(held("é", Part::Word("xyz")), [false, false, false]);
        assert_eq!(held("aé", Part::Word("b")), [false, false, false]);
    }

    #[test]
    fn absence_is_neither_equal_nor_different() {
        use Condition::{Differ, Same};
        let id = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618".parse().ok();
        let mut record = AuditRecord {
            organization: id,
            ..AuditRecord::default()
        };
        let columns = (Column::Organization, Column::LogTenant);
        let held = |record: &AuditRecord| {
            [
                Differ(columns.0, columns.1).holds(record, None),
                Same(columns.0, columns.1).holds(record, None),
            ]
        };
        assert_eq!(held(&record), [false, false]);
        record.log_tenant = id;
        assert_eq!(held(&record), [false, true]);
        assert!(Condition::Own(columns.0).holds(&record, id));
        assert!(!Condition::Own(columns.0).holds(&record, None));
    }
}
