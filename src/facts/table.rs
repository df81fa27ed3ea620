//! A sorted, tab-separated table that is searched where it lies, in the program's own image.
//!
//! Not its job: knowing what a column means (`facts/mod.rs` does). Nothing is parsed, copied or
//! indexed before somebody asks: a look-up is a binary search over the lines of the text.

use std::cmp::Ordering;

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
            let (line, behind) = cut(rest, b'\n');
            rest = behind.unwrap_or_default();
            let row = Row(line);
            (!line.is_empty() && row.column(0) == key).then_some(row)
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
    let (mut low, mut high) = (0, body.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = body[low..middle]
            .bytes()
            .rposition(|byte| byte == b'\n')
            .map_or(low, |newline| low + newline + 1);
        let line = cut(&body[start..], b'\n').0;
        let end = start + line.len();
        let line_key = cut(line, b'\t').0;
        if line_key.cmp(key) == Ordering::Less {
            low = (end + 1).min(body.len());
        } else {
            high = start;
        }
    }
    low
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
        assert_eq!(COLOURS.header().column(1), "value");
    }
}
