//! One JSON object a line: bare records, or wrappers around them.
//!
//! Not its job: texts that begin with a batch (`{"records": [..]}`), and documents that span lines
//! (`documents.rs`).

use std::io::{BufRead, BufReader};

use super::{BLOCK, Container, Row, Rows, documents, is_blank};
use crate::audit::error::RowError;
use crate::audit::head::Head;
use crate::audit::lines::Lines;
use crate::audit::rows::LINE_TOO_LONG;
use crate::audit::search::sift::Layout;

pub(super) const JSON_LINES: Container = Container {
    recognise: |head| {
        let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
        let first = lines.next().unwrap_or_default();
        let opens = |line: &str| {
            let inner = line.strip_prefix('{');
            inner.is_some_and(|inner| inner.trim_start().starts_with('"'))
        };
        // A line that is cut short is one too, if it is the last or the next one begins afresh.
        let stands_alone = match ending(first) {
            Ending::AtEnd => true,
            Ending::Early => false,
            Ending::Open => match lines.next() {
                Some(next) => opens(next),
                None => is_short(head),
            },
        };
        opens(first) && !documents::is_wrapper(first) && stands_alone
    },
    rows,
    sifted: |head, search| super::sift(head, search, Layout::Lines, rows),
};

fn rows(head: Head) -> Box<dyn Rows> {
    Box::new(JsonLines {
        lines: Lines::new(BufReader::with_capacity(BLOCK, head.text)),
        buffer: Vec::new(),
    })
}

/// Whether the head is the whole text: it is at most 64 KiB long, and a little less where its last
/// character was cut or its bytes were decoded.
fn is_short(head: &str) -> bool {
    head.len() < 60 * 1024
}

enum Ending {
    /// The first value ends with the line.
    AtEnd,
    /// Something follows it on the line.
    Early,
    Open,
}

fn ending(line: &str) -> Ending {
    let mut values = serde_json::Deserializer::from_str(line).into_iter::<serde::de::IgnoredAny>();
    match values.next() {
        Some(Ok(_)) if values.byte_offset() == line.len() => Ending::AtEnd,
        Some(Ok(_)) => Ending::Early,
        _ => Ending::Open,
    }
}

struct JsonLines<R> {
    lines: Lines<R>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Rows for JsonLines<R> {
    fn next_row(&mut self, row: &mut Row) -> Result<bool, RowError> {
        loop {
            self.buffer.clear();
            let line = self.lines.next_line(&mut self.buffer);
            let line = line.map_err(|source| RowError::Read {
                line: self.lines.read(),
                source,
            })?;
            let Some(line) = line else {
                return Ok(false);
            };
            if line.too_long {
                return Err(RowError::unreadable(line.number, LINE_TOO_LONG));
            }
            if !is_blank(&self.buffer) {
                row.begin(line.number);
                row.set_json(&self.buffer);
                return Ok(true);
            }
        }
    }
}
