//! CSV with tokens in its cells. The one place where the readers of tokens name `csv`.
//!
//! Not its job: audit exports, which are another kind of CSV (`audit`).

use csv::{ReaderBuilder, StringRecord};

use super::found::{Found, Removed};
use super::member::LONGEST_NAME;
use super::named;
use super::recogniser::Limits;

/// A column that was asked for and is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no column {asked:?}{}", told(has, *more))]
pub struct NoColumn {
    pub asked: String,
    /// The first names that there are; none where the first line does not look like names, so that it
    /// may be a row with secrets in it.
    pub has: Vec<String>,
    /// How many names there are beyond those.
    pub more: usize,
}

fn told(has: &[String], more: usize) -> String {
    let beyond = match more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match has {
        [] => ", and the first line does not look like the names of columns".into(),
        names => format!("; there are: {}{beyond}", names.join(", ")),
    }
}

/// How many names a message tells.
const NAMES_TOLD: usize = 20;

/// What is as long as this and holds a digit is rather a value than a name.
const SHORTEST_VALUE: usize = 24;

/// The first line of a table, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) delimiter: u8,
    names: Vec<String>,
}

/// So many rows tell a table from a text with commas.
const ROWS_SEEN: usize = 1000;

/// What separates the cells: a comma, a semicolon where the comma is the decimal sign, a tab.
const DELIMITERS: [u8; 3] = *b",;\t";

impl Head {
    /// Takes the first line apart; the delimiter that makes most of it.
    fn read(text: &str) -> Option<Self> {
        DELIMITERS
            .into_iter()
            .filter_map(|delimiter| {
                let first = rows(text, delimiter).next()?.ok()?;
                let names = first.iter().map(|name| name.trim().to_owned()).collect();
                Some(Self { delimiter, names })
            })
            .max_by_key(|head: &Self| head.names.len())
    }

    /// The head of a text that begins as a table does: the first rows are as long as it. The last one
    /// may be cut off.
    pub(super) fn of_table(start: &str) -> Option<Self> {
        let head = Self::read(start).filter(Self::is_of_a_table)?;
        let mut others = rows(start, head.delimiter).skip(1).take(ROWS_SEEN);
        let mut before = others.next()?;
        let mut count = 0;
        for row in others {
            let is_as_long = before.is_ok_and(|row| row.len() == head.names.len());
            if !is_as_long {
                return None;
            }
            count += 1;
            before = row;
        }
        (count > 0).then_some(head)
    }

    /// The head of a text, and the place of the column that was asked for.
    pub(super) fn with_column(text: &str, asked: &str) -> Result<(Self, usize), NoColumn> {
        let head = Self::read(text).unwrap_or(Self {
            delimiter: b',',
            names: Vec::new(),
        });
        let column = head.column(asked)?;
        Ok((head, column))
    }

    /// The tokens in the rows of a part of a table, whose first row has this number. Rows are counted as
    /// spreadsheets do: the line of names is the first, and holds no token.
    pub(super) fn in_rows(
        &self,
        first_row: usize,
        text: &str,
        column: Option<usize>,
        limits: &Limits,
    ) -> Vec<Found> {
        let numbered = rows(text, self.delimiter).zip(first_row..);
        let rows = numbered.filter(|(_, number)| *number > 1);
        rows.filter_map(|(row, number)| Some((row.ok()?, number)))
            .flat_map(|(row, number)| self.in_row(&row, column, number, limits))
            .collect()
    }

    fn in_row(
        &self,
        row: &StringRecord,
        column: Option<usize>,
        number: usize,
        limits: &Limits,
    ) -> Vec<Found> {
        let name = |index: usize| self.names.get(index).map_or("", String::as_str);
        row.iter()
            .enumerate()
            .filter(|(index, _)| column.is_none_or(|column| column == *index))
            .flat_map(|(index, cell)| in_cell(name(index), cell, number, limits))
            .collect()
    }

    /// Whether this looks like the names of columns: several, each a short one, each once.
    fn is_of_a_table(&self) -> bool {
        let is_name = |name: &String| {
            name.len() <= LONGEST_NAME
                && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || " _-.()#".contains(c))
        };
        let mut sorted: Vec<_> = self.names.iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        self.names.len() > 1 && sorted.len() == self.names.len() && self.names.iter().all(is_name)
    }

    /// The place of the column of this name, whatever its case.
    fn column(&self, asked: &str) -> Result<usize, NoColumn> {
        let is_asked = |name: &String| name.eq_ignore_ascii_case(asked.trim());
        self.names.iter().position(is_asked).ok_or_else(|| {
            let names = if self.is_of_a_table() && !self.may_hold_values() {
                self.names.as_slice()
            } else {
                &[]
            };
            let told = names.iter().take(NAMES_TOLD);
            NoColumn {
                asked: asked.to_owned(),
                has: told.map(|name| named::shown(name)).collect(),
                more: names.len().saturating_sub(NAMES_TOLD),
            }
        })
    }

    fn may_hold_values(&self) -> bool {
        let is_value = |name: &String| {
            name.len() >= SHORTEST_VALUE && name.contains(|c: char| c.is_ascii_digit())
        };
        self.names.iter().any(is_value)
    }
}

/// A text that is a table by its shape: a line of names, and as many cells in every row.
pub(super) fn read(text: &str, limits: &Limits) -> Option<Vec<Found>> {
    let head = Head::read(text).filter(Head::is_of_a_table)?;
    let count = head.names.len();
    let mut all = Vec::new();
    for (index, row) in rows(text, head.delimiter).enumerate().skip(1) {
        let row = row.ok().filter(|row| row.len() == count)?;
        all.extend(head.in_row(&row, None, index + 1, limits));
    }
    (!all.is_empty()).then_some(all)
}

/// The tokens in one column of a table, which was named; a row without it holds none.
///
/// # Errors
/// [`NoColumn`] when the first line does not name it.
pub(super) fn column(text: &str, asked: &str, limits: &Limits) -> Result<Vec<Found>, NoColumn> {
    let (head, column) = Head::with_column(text, asked)?;
    Ok(head.in_rows(1, text, Some(column), limits))
}

fn in_cell(name: &str, cell: &str, row: usize, limits: &Limits) -> Vec<Found> {
    let found = named::read(name, cell, limits).into_iter();
    found
        .map(|found| {
            let place = format!("row {row} column {}", named::shown(name));
            found.at(place).of_response(row).inside(&[Removed::Csv])
        })
        .collect()
}

fn rows(text: &str, delimiter: u8) -> impl Iterator<Item = csv::Result<StringRecord>> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
        .into_records()
}

#[cfg(test)]
mod tests {
    use super::super::forge::{id_token, jwt};
    use super::*;

    fn table(text: &str) -> Vec<Found> {
        read(text, &Limits::default()).unwrap_or_default()
    }

    #[test]
    fn cells_are_named_by_row_and_column() {
        for delimiter in [",", ";", "\t"] {
            let rows = [
                ["time", "user", "token"].map(str::to_owned),
                ["1", "\"a\nb\"", &jwt()].map(str::to_owned),
                ["2", "b", &format!("\"Bearer {}\"", id_token())].map(str::to_owned),
            ];
            let text = rows.map(|row| row.join(delimiter)).join("\r\n");
            let found = table(&text);
            assert_eq!(found.len(), 2, "{text}");
            assert_eq!(found[0].place, "row 2 column token");
            assert_eq!(found[1].place, "row 3 column token");
            assert_eq!(found[1].removed, [Removed::Csv, Removed::BearerPrefix]);
            assert_eq!(found[1].text.expose(), id_token());
        }
    }

    #[test]
    fn one_column_can_be_asked_for() {
        let text = format!("id,first,second\n1,{},{}\n2\n", jwt(), id_token());
        let found = column(&text, "Second", &Limits::default()).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text.expose(), id_token());
        let missing = column(&text, "third", &Limits::default()).unwrap_err();
        assert_eq!(
            missing.to_string(),
            "there is no column \"third\"; there are: id, first, second"
        );
        let alone = column(&format!("t\n{}\n", jwt()), "t", &Limits::default()).unwrap();
        assert_eq!(alone[0].place, "row 2 column t");
    }

    /// A file without a line of names begins with a row, which may hold a secret.
    #[test]
    fn only_names_are_told_and_not_all_of_many() {
        let missing = |text: &str| {
            let result = column(text, "token", &Limits::default());
            result.unwrap_err().to_string()
        };
        for row in [
            "3b1c7f5e,Qx8~1_very.secret\n4,5\n",
            "app,Qx8Q~verySecretValue0123456789abcdefgh-ABCD\n",
            "app,Qx8QverySecretValue0123456789abcdefgh-ABCD\n",
            "Qx8Q~secret\n",
        ] {
            let told = missing(row);
            assert_eq!(
                told,
                "there is no column \"token\", and the first line does not look like the names of columns"
            );
        }
        let names: Vec<_> = (0..50_000).map(|number| format!("c{number}")).collect();
        let told = missing(&names.join(","));
        assert!(
            told.ends_with("c18, c19 and 49980 more"),
            "{}",
            &told[..200]
        );
    }

    #[test]
    fn logs_and_lists_of_tokens_are_no_tables() {
        for text in [
            String::new(),
            format!("{0}\n{0}\n", jwt()),
            format!("first, second\n{}\n", jwt()),
            format!("2026-11-20 10:00, started\n2026-11-20 10:01, {}\n", jwt()),
            format!("a,a\n1,{}\n", jwt()),
        ] {
            assert!(table(&text).is_empty(), "{text}");
        }
    }
}
