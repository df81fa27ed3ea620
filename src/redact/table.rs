//! A table with a header: each cell by the title of its column. One door to `csv`.
//!
//! Not its job: what a cell is replaced by (`value.rs`).

use super::standin::Key;
use super::{Redacted, pieces, value};

/// Titles that tell an export of a log from any other text with commas.
const TITLES: &[&str] = &[
    "auditdata",
    "rawEventData",
    "recordtype",
    "creationdate",
    "userids",
    "date (utc)",
    "operations",
    "createddatetime",
    "timegenerated",
    "access_token",
    "token",
];

/// The redacted table, every cell in quotes; nothing where it is no table that is known.
pub(super) fn redact(text: &str, key: &Key) -> Option<Redacted> {
    let body = text
        .trim_start()
        .strip_prefix("#TYPE")
        .and_then(|rest| rest.split_once('\n'))
        .map_or(text, |(_, rest)| rest);
    let header = body.lines().find(|line| !line.trim().is_empty())?;
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|sign| header.bytes().filter(|byte| byte == sign).count())?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes());
    let mut rows = reader.records();
    let titles = rows.next()?.ok()?;
    let is_known = |title: &str| {
        let title = title.trim().trim_start_matches('\u{feff}');
        TITLES.iter().any(|known| title.eq_ignore_ascii_case(known))
    };
    if !titles.iter().any(is_known) {
        return None;
    }
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .quote_style(csv::QuoteStyle::Always)
        .flexible(true)
        .from_writer(Vec::new());
    let shown: Vec<String> = titles
        .iter()
        .map(|title| pieces::name(title, key))
        .collect();
    writer.write_record(&shown).ok()?;
    let mut left_out = 0_u64;
    for row in rows {
        let Ok(row) = row else {
            left_out += 1;
            continue;
        };
        let cells = row.iter().enumerate().map(|(index, cell)| {
            // A repeated header stays one.
            match titles.get(index) {
                Some(title) if title == cell => shown[index].clone(),
                Some(title) => value::text(title.trim(), cell, key),
                None => value::text("", cell, key),
            }
        });
        writer.write_record(cells).ok()?;
    }
    let mut redacted = Redacted {
        text: String::from_utf8(writer.into_inner().ok()?).ok()?,
        notes: Vec::new(),
    };
    if left_out > 0 {
        redacted.notes.push(format!(
            "{left_out} rows could not be read and were left out."
        ));
    }
    Some(redacted)
}
