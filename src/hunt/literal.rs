//! Values as literals, one writer a language: whatever the text, it stays inside its quotes.
//!
//! Every value that comes here was parsed by a closed grammar before (`keys.rs`), after which only an
//! apostrophe could matter. This is the second line of defence, and it does not rely on the first.
//!
//! Not its job: knowing what a value means.

use std::fmt::Write as _;

/// Kusto: `"..."`. Everything outside printable ASCII is written as `\uXXXX`, so nothing is refused.
#[must_use]
pub fn kql(text: &str) -> Option<String> {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' => literal.push_str("\\\\"),
            '"' => literal.push_str("\\\""),
            ' '..='~' => literal.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing into memory does not fail.
                    let _ = write!(literal, "\\u{unit:04x}");
                }
            }
        }
    }
    literal.push('"');
    Some(literal)
}

/// DuckDB and OData: `'...'`, an apostrophe doubled, a backslash plain. Control characters are refused.
#[must_use]
pub fn doubled(text: &str) -> Option<String> {
    has_no_control(text).then(|| format!("'{}'", text.replace('\'', "''")))
}

/// ClickHouse: `'...'` with backslashes. Control characters are refused.
#[must_use]
pub fn backslashed(text: &str) -> Option<String> {
    let plain = text.replace('\\', "\\\\").replace('\'', "\\'");
    has_no_control(text).then(|| format!("'{plain}'"))
}

/// Spark and Databricks: as [`backslashed`]; a text with `$` is refused, because Spark fills variables in
/// even inside literals.
#[must_use]
pub fn spark(text: &str) -> Option<String> {
    backslashed(text).filter(|_| !text.contains('$'))
}

/// PowerShell: `'...'`, with every character doubled that it takes for an apostrophe. Control characters
/// are refused.
#[must_use]
pub fn powershell(text: &str) -> Option<String> {
    let mut literal = String::from("'");
    for c in text.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201B}') {
            literal.push(c);
        }
        literal.push(c);
    }
    literal.push('\'');
    has_no_control(text).then_some(literal)
}

fn has_no_control(text: &str) -> bool {
    // U+2028 and U+2029 end lines for some readers.
    !text
        .chars()
        .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

#[cfg(test)]
mod nasty;
#[cfg(test)]
mod tests;
