//! A row of a table cut into its cells (RFC 4180, section 2, read leniently).
//!
//! Not its job: where a row ends (`rows.rs`), or what a cell holds.

use memchr::memchr;

/// Appends the bytes of a cell, with its quotes taken off and doubled quotes made single, to a
/// buffer.
pub(super) struct Cells<'a> {
    rest: Option<&'a [u8]>,
    delimiter: u8,
}

impl<'a> Cells<'a> {
    /// `row` without its line end.
    pub(super) fn new(row: &'a [u8], delimiter: u8) -> Self {
        Self {
            rest: Some(row),
            delimiter,
        }
    }

    /// Replaces what `cell` holds by the next cell; false when there is none.
    pub(super) fn next_into(&mut self, cell: &mut Vec<u8>) -> bool {
        cell.clear();
        self.step(|bytes| cell.extend_from_slice(bytes))
    }

    /// Passes over one cell; false when there is none.
    pub(super) fn skip(&mut self) -> bool {
        self.step(|_| ())
    }

    fn step(&mut self, mut keep: impl FnMut(&[u8])) -> bool {
        let Some(mut rest) = self.rest else {
            return false;
        };
        if let Some(quoted) = rest.strip_prefix(b"\"") {
            rest = quoted;
            while let Some(quote) = memchr(b'"', rest) {
                let is_doubled = rest.get(quote + 1) == Some(&b'"');
                keep(&rest[..quote + usize::from(is_doubled)]);
                rest = &rest[quote + 1 + usize::from(is_doubled)..];
                if !is_doubled {
                    return self.finish(rest, keep);
                }
            }
            // It never closes: the cell is all that is left.
            keep(rest);
            self.rest = None;
            return true;
        }
        self.finish(rest, keep)
    }

    /// The plain rest of a cell, up to the delimiter.
    fn finish(&mut self, rest: &'a [u8], mut keep: impl FnMut(&[u8])) -> bool {
        match memchr(self.delimiter, rest) {
            Some(end) => {
                keep(&rest[..end]);
                self.rest = Some(&rest[end + 1..]);
            }
            None => {
                keep(rest);
                self.rest = None;
            }
        }
        true
    }
}

/// All cells as text, damaged letters replaced: for headers.
pub(super) fn texts(row: &[u8], delimiter: u8) -> Vec<String> {
    let mut cells = Cells::new(row, delimiter);
    let mut cell = Vec::new();
    let mut texts = Vec::new();
    while cells.next_into(&mut cell) {
        texts.push(String::from_utf8_lossy(&cell).into_owned());
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_come_off_and_doubled_ones_become_single() {
        for (row, expected) in [
            ("", &[""] as &[_]),
            ("a,b", &["a", "b"]),
            (r#""a,b","c""d",""#, &["a,b", "c\"d", ""]),
            (r#""",,"""""#, &["", "", "\""]),
            ("\"a\nb\",c", &["a\nb", "c"]),
            (r#"a"b,"c"d,e"#, &["a\"b", "cd", "e"]),
            (r#""open,a"#, &["open,a"]),
        ] {
            assert_eq!(texts(row.as_bytes(), b','), expected, "{row}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_csv_writes_is_read_back(
            cells in proptest::collection::vec("[a,\"\n ]{0,9}", 2..6),
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&cells).unwrap();
            let row = writer.into_inner().unwrap();
            proptest::prop_assert_eq!(texts(&row[..row.len() - 1], b','), cells);
        }
    }
}
