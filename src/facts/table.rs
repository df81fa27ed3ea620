//! A sorted, tab-separated table that is searched where it lies, in the program's own image.
//!
//! Not its job: knowing what a column means (`facts/mod.rs` does). Nothing is parsed, copied or
//! indexed before somebody asks: a look-up is a binary search over the lines of the text.

use std::cmp::Ordering;

use memchr::{memchr, memrchr};

/// One table: a header line, then rows sorted bytewise by their first column.
#[derive(Clone, Copy)]
pub struct Table {
    /// The file's name, for messages of the tests.
    pub name: &'static str,
    text: &'static str,
}

/// One row; columns are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row(&'static str);

impl Row {
    /// The column's text, empty where the row has none.
    #[must_use]
    pub fn column(self, index: usize) -> &'static str {
        let mut rest = self.0;
        for _ in 0..index {
            match cut(rest, b'\t') {
                (_, Some(behind)) => rest = behind,
                (_, None) => return "",
            }
        }
        cut(rest, b'\t').0
    }
}

impl Row {
    /// The first columns' texts, in one pass; empty where the row has none.
    #[must_use]
    pub fn columns<const N: usize>(self) -> [&'static str; N] {
        let mut rest = Some(self.0);
        std::array::from_fn(|_| match rest.map(|rest| cut(rest, b'\t')) {
            Some((column, behind)) => {
                rest = behind;
                column
            }
            None => "",
        })
    }
}

impl Table {
    pub(super) const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text }
    }

    /// The column names.
    #[must_use]
    pub fn header(self) -> Row {
        Row(self
            .text
            .split_once('\n')
            .map_or(self.text, |(header, _)| header))
    }

    /// All rows in order.
    pub fn rows(self) -> impl Iterator<Item = Row> {
        self.body().lines().map(Row)
    }

    /// All rows whose first column is exactly `key`.
    pub fn find(self, key: &str) -> impl Iterator<Item = Row> + use<'_> {
        let body = self.body();
        let mut rest = &body[first_line_not_before(body, key)..];
        std::iter::from_fn(move || {
            let end = memchr(b'\n', rest.as_bytes());
            let row = Row(&rest[..end.unwrap_or(rest.len())]);
            rest = end.map_or("", |end| &rest[end + 1..]);
            (!row.0.is_empty() && row.column(0) == key).then_some(row)
        })
    }

    fn body(self) -> &'static str {
        cut(self.text, b'\n').1.unwrap_or_default()
    }
}

/// What stands before the first separator, and what behind it, if there is one. Columns are short: to look
/// at each byte takes less time than to set up a search.
fn cut(text: &str, separator: u8) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == separator) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

/// Where the first line begins whose first column is not less than `key`.
fn first_line_not_before(body: &str, key: &str) -> usize {
    let bytes = body.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = memrchr(b'\n', &bytes[low..middle]).map_or(low, |newline| low + newline + 1);
        if key_at(&bytes[start..], key.as_bytes()) == Ordering::Less {
            let end = memchr(b'\n', &bytes[middle..]);
            low = end.map_or(bytes.len(), |newline| middle + newline + 1);
        } else {
            high = start;
        }
    }
    low
}

/// How the first column of this line compares with `key`; no more of the line is read.
fn key_at(line: &[u8], key: &[u8]) -> Ordering {
    let same = line.iter().zip(key).take_while(|(a, b)| a == b).count();
    let ends = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b'\t' | b'\n'));
    match (line.get(same), key.get(same)) {
        (here, None) if ends(here) => Ordering::Equal,
        (_, None) => Ordering::Greater,
        (here, Some(_)) if ends(here) => Ordering::Less,
        (here, wanted) => here.cmp(&wanted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLOURS: Table = Table::new(
        "colours",
        "key\tvalue\nblue\t1\ngreen\t2\ngreen\t3\nred\t4\n",
    );

    #[test]
    fn finds_every_row_of_a_key_and_only_those() {
        let values = |key| {
            COLOURS
                .find(key)
                .map(|row| row.column(1))
                .collect::<Vec<_>>()
        };
        assert_eq!(values("blue"), ["1"]);
        assert_eq!(values("green"), ["2", "3"]);
        assert_eq!(values("red"), ["4"]);
        for missing in ["", "a", "gree", "greenish", "zinc"] {
            assert!(values(missing).is_empty(), "{missing}");
        }
    }

    #[test]
    fn an_empty_table_holds_nothing() {
        assert_eq!(Table::new("empty", "key\tvalue\n").find("key").count(), 0);
        assert_eq!(Table::new("bare", "key").rows().count(), 0);
    }

    #[test]
    fn a_missing_column_is_empty() {
        let row = COLOURS.find("red").next().unwrap();
        assert_eq!(row.column(9), "");
        assert_eq!(row.columns(), ["red", "4", "", ""]);
        assert_eq!(COLOURS.header().column(1), "value");
    }
}
