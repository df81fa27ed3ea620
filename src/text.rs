//! Untrusted text, made safe to show on a terminal, and the marks that make hidden characters seen.
//!
//! Not its job: Markdown and HTML, which have rules of their own at their own edges. Inside the
//! program untrusted text stays raw; only an edge wraps it in one of these types.

mod tokens;

use std::fmt::{self, Write as _};

pub use tokens::{tokens_left_out, without_tokens};

/// Text for a terminal: what could move the cursor, change colours, reorder or hide letters is
/// written as `<U+001B>` instead of being sent.
#[derive(Clone, Copy)]
pub struct Terminal<'a>(pub &'a str);

impl fmt::Display for Terminal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(is_unsafe_to_show) {
            let (shown, from) = rest.split_at(at);
            f.write_str(shown)?;
            let mut characters = from.chars();
            if let Some(hidden) = characters.next() {
                write!(f, "<U+{:04X}>", u32::from(hidden))?;
            }
            rest = characters.as_str();
        }
        f.write_str(rest)
    }
}

/// Text with every character marked that the eye would miss: a blank is `␠`, a line feed `⏎`,
/// everything else that is invisible or outside ASCII is named by its code point. For showing why
/// two values that look alike differ.
#[derive(Clone, Copy)]
pub struct Marked<'a>(pub &'a str);

impl fmt::Display for Marked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                ' ' => f.write_char('␠')?,
                '\n' => f.write_char('⏎')?,
                '!'..='~' => f.write_char(c)?,
                _ => write!(f, "<U+{:04X}>", u32::from(c))?,
            }
        }
        Ok(())
    }
}

/// Control characters (C0, DEL, C1), bidirectional controls, and what takes no room on the screen
/// (Unicode TR 36, section 3.6; CVE-2021-42574).
#[must_use]
pub fn is_unsafe_to_show(c: char) -> bool {
    // Nearly every character, told first.
    if matches!(c, ' '..='~') {
        return false;
    }
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// Writes what must not be shown as escapes in the JSON that stands from `start` on
/// ([RFC 8259, section 7](https://www.rfc-editor.org/rfc/rfc8259#section-7)): it says the same, and a terminal
/// obeys nothing of it. Outside of strings JSON has no such character but line feeds of its own.
pub fn escape_json(json: &mut Vec<u8>, start: usize) {
    let written = &json[start..];
    if written.is_ascii() && memchr::memchr(0x7F, written).is_none() {
        return;
    }
    let Ok(text) = std::str::from_utf8(&json[start..]) else {
        return;
    };
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && is_unsafe_to_show(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    json.truncate(start);
    json.extend_from_slice(escaped.as_bytes());
}

/// An indented document and its line feed, without anything that must not be shown.
#[must_use]
pub fn json_document(document: &impl serde::Serialize) -> String {
    // Writing into memory fails only for what cannot be JSON at all.
    let mut json = serde_json::to_vec_pretty(document).unwrap_or_default();
    escape_json(&mut json, 0);
    json.push(b'\n');
    String::from_utf8(json).unwrap_or_default()
}

/// At most `limit` characters of `text`, with `…` where something was cut.
#[must_use]
pub fn clipped(text: &str, limit: usize) -> String {
    let kept = beginning(text, limit);
    if kept.len() == text.len() {
        text.to_owned()
    } else {
        format!("{kept}…")
    }
}

/// The first `limit` characters of `text`, or all of it.
#[must_use]
pub fn beginning(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let end = text.char_indices().nth(limit);
    end.map_or(text, |(end, _)| &text[..end])
}

/// The ids that stand on a page in full, so that sentences can name them by their beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownIds(Vec<String>);

impl ShownIds {
    /// Each of these.
    pub fn new(ids: impl IntoIterator<Item = String>) -> Self {
        let mut ids: Vec<String> = ids.into_iter().collect();
        ids.sort();
        ids.dedup();
        Self(ids)
    }

    /// The sentence with those ids shortened to their first eight digits, unless two begin alike.
    #[must_use]
    pub fn shortened(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for id in &self.0 {
            let start = &id[..8];
            let alike = self.0.iter().filter(|other| other.starts_with(start));
            if alike.count() == 1 {
                text = text.replace(id.as_str(), &format!("{start}…"));
            }
        }
        text
    }
}

/// A count and what is counted: `1 record`, `241 records`.
#[must_use]
pub fn amount(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// With commas between thousands.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_never_sees_controls_or_bidi() {
        let shown = Terminal("a\u{1b}[31m\u{9b}b\u{202e}c\u{200b}\r\n").to_string();
        assert_eq!(
            shown,
            "a<U+001B>[31m<U+009B>b<U+202E>c<U+200B><U+000D><U+000A>"
        );
    }

    #[test]
    fn json_says_the_same_without_what_must_not_be_shown() {
        let value =
            serde_json::json!({"a\u{202e}b": "\u{9b}2J \u{7f} \u{e0041} Zoë 漢字\n", "n": [1, {}]});
        let json = json_document(&value);
        assert!(
            json.contains(r"a\u202eb") && json.contains(r"\u009b2J \u007f \udb40\udc41 Zoë 漢字\n")
        );
        assert!(!json.chars().any(|c| c != '\n' && is_unsafe_to_show(c)));
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read, value);
    }

    #[test]
    fn ordinary_letters_of_any_script_pass() {
        assert_eq!(Terminal("Zoë 日本 – Ж").to_string(), "Zoë 日本 – Ж");
    }

    #[test]
    fn hidden_differences_become_visible() {
        assert_eq!(Marked(" x\u{a0}é\n").to_string(), "␠x<U+00A0><U+00E9>⏎");
    }

    #[test]
    fn thousands_are_told_apart() {
        let shown = [0, 999, 1_000, 12_345, 10_000_000].map(grouped);
        assert_eq!(shown, ["0", "999", "1,000", "12,345", "10,000,000"]);
    }

    #[test]
    fn clipping_counts_characters_not_bytes() {
        assert_eq!(clipped("ééé", 2), "éé…");
        assert_eq!(clipped("ééé", 3), "ééé");
    }
}
