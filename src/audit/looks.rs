//! What a text looks like in which no record was recognised, told without repeating what may be a
//! secret: names of columns and keys, which are known for names, and otherwise its kind and size.
//!
//! Not its job: finding records, or reading tokens; that it holds one is all that is said.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::error::{ExportError, Looks};
use super::head::{HEAD, first_line};
use super::names::{Name, RECORD_COLUMNS};
use crate::input::{self, Limits};

const MOST_KEYS: usize = 12;
const LONGEST_KEY: usize = 40;
/// Names are words; numbers of more digits are part of an id or of a secret.
const MOST_DIGITS: usize = 3;

/// The first line of a table is a header where so many of its cells are names of columns.
const FEWEST_KNOWN: usize = 2;

/// The first bytes of a text.
pub(super) struct Beginning(pub Vec<u8>);

impl Beginning {
    /// Whether a column or key says that records stand in it.
    pub(super) fn has_record_column(&self) -> bool {
        let text = String::from_utf8_lossy(&self.0);
        let is_it = |name: &str| {
            RECORD_COLUMNS
                .first()
                .is_some_and(|it| name.eq_ignore_ascii_case(it))
        };
        match first_line(&text) {
            line if line.starts_with(['{', '[']) => json_keys(&text).iter().any(|key| is_it(key)),
            line => cells(line).any(is_it),
        }
    }

    /// The error of a text in which no record was recognised.
    pub(super) fn unrecognised(&self) -> ExportError {
        ExportError::Unrecognised {
            keys: self.keys(),
            looks: self.looks(),
            is_near: self.is_near(),
        }
    }

    fn looks(&self) -> Looks {
        let bytes = Some(self.0.len()).filter(|bytes| (*bytes as u64) < HEAD);
        let text = String::from_utf8_lossy(&self.0);
        if !input::read(&self.0, &Limits::default()).found.is_empty() {
            return Looks::Token;
        }
        match first_line(&text).starts_with(['{', '[']) {
            true => Looks::Json { bytes },
            false => Looks::Text { bytes },
        }
    }

    /// Whether some of the names are those that audit records have.
    fn is_near(&self) -> bool {
        let known = |name: &&String| Name::of_column(name).is_some();
        self.keys().iter().filter(known).count() >= FEWEST_KNOWN
    }

    /// The names a person would recognise the text by: keys of JSON objects, or the columns of a table of
    /// which some are known; at most twelve.
    fn keys(&self) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.0);
        let line = first_line(&text);
        let names: Vec<String> = if line.starts_with(['{', '[']) {
            json_keys(&text)
        } else {
            let known = cells(line).filter(|cell| Name::of_column(cell).is_some());
            let is_header = known.count() >= FEWEST_KNOWN || self.has_record_column();
            let cells = cells(line).filter(|_| is_header);
            cells.map(str::to_owned).collect()
        };
        let mut keys = Vec::new();
        for name in names.into_iter().filter(|name| is_name(name)) {
            if keys.len() < MOST_KEYS && !keys.contains(&name) {
                keys.push(name);
            }
        }
        keys
    }
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split([',', ';', '\t'])
        .map(|name| name.trim().trim_matches('"'))
}

fn is_name(name: &str) -> bool {
    let is_fit =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '@' | '$' | '(' | ')');
    !name.is_empty()
        && name.chars().count() <= LONGEST_KEY
        && name.chars().all(is_fit)
        && name.chars().filter(char::is_ascii_digit).count() <= MOST_DIGITS
}

/// The keys of a document, as far as it is there and is JSON: it may be cut anywhere.
fn json_keys(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut document = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
    // What was read before the cut is kept.
    _ = Keys(&mut keys).deserialize(&mut document);
    keys
}

struct Keys<'k>(&'k mut Vec<String>);

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, document: D) -> Result<(), D::Error> {
        document.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            self.0.push(key);
            map.next_value_seed(Keys(self.0))?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Keys(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        Beginning(text.into()).keys()
    }

    #[test]
    fn names_come_from_columns_or_keys() {
        assert_eq!(
            keys("#TYPE X\r\n\"Id\";c;UserId\r\n"),
            ["Id", "c", "UserId"]
        );
        assert_eq!(keys("a,AuditData\n"), ["a", "AuditData"]);
        assert_eq!(keys("[{\"id\" : 1, \"x\": {\"id\": \"v\""), ["id", "x"]);
    }

    #[test]
    fn nothing_that_may_be_a_secret_is_a_name() {
        for text in [
            "client_secret=abcDEF~123456789",
            "hunter2",
            "correct horse;battery staple,hunter2",
            "0.AUIA_short-refresh-token",
            "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.",
            "{client_secret: \"a\": 1}",
            "{\"x\": \"\\\"hunter2\": \\\"",
            "[settings]\n\"hunter2\": 1",
            "{\"abcDEF~123456789\": 1, \"0123456789abcdef\": 1}",
        ] {
            let keys = keys(text);
            assert!(keys.is_empty() || keys == ["x"], "{text}: {keys:?}");
        }
    }

    #[test]
    fn names_are_few_and_short() {
        let header = "AuditData,a,b,c,d,e,f,g,h,i,j,k,l,m";
        let many = format!("{},{header}", "x".repeat(500));
        let keys = keys(&many);
        assert_eq!((keys.len(), keys[0].as_str()), (12, "AuditData"));
    }

    #[test]
    fn what_it_is_stands_where_no_name_does() {
        let looks = |text: &str| Beginning(text.into()).looks();
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.";
        assert_eq!(looks(token), Looks::Token);
        assert_eq!(
            looks(&format!("Authorization: Bearer {token}")),
            Looks::Token
        );
        assert_eq!(looks("hunter2").to_string(), "it is text of 7 bytes");
        assert_eq!(looks("[1]").to_string(), "it is JSON of 3 bytes");
        let long = looks(&"x y ".repeat(1 << 14));
        assert_eq!(long.to_string(), "it is text of 64 KiB or more");
    }

    #[test]
    fn the_record_column_is_seen_wherever_it_stands() {
        let has = |text: &str| Beginning(text.into()).has_record_column();
        assert!(has("1,2,3,4,5,6,7,8,9,10,11,12,13,auditdata"));
        assert!(has("[{\"AuditData\":"));
        assert!(!has("AuditDataX,b"));
    }
}
