//! The claims set ([RFC 7519](https://www.rfc-editor.org/rfc/rfc7519#section-4)) with typed looks at
//! it: a claim of another type is not seen, except where its absence would say something (`has`, `date`).
//!
//! Not its job: vendor claims. `entra` reads those through the same looks.

use crate::time::Timestamp;

use super::json::Json;

/// A decoded payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims(pub Json);

/// A claim that should hold a NumericDate (RFC 7519, section 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Date {
    Absent,
    At(Timestamp),
    /// Something stands there that is no moment; its text as written.
    Unreadable(String),
}

impl Date {
    /// The moment, if there is one.
    #[must_use]
    pub fn time(&self) -> Option<Timestamp> {
        match self {
            Self::At(time) => Some(*time),
            _ => None,
        }
    }
}

impl Claims {
    /// Whether a claim of this name stands there, whatever its type.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some()
    }

    /// A claim that is a string.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Json::as_str)
    }

    /// A claim that is a string or an array of strings, as a list; other items are left out.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<&str> {
        match self.0.get(name) {
            Some(Json::String(text)) => vec![text],
            Some(value) => value.items().iter().filter_map(Json::as_str).collect(),
            None => Vec::new(),
        }
    }

    /// A claim that is one string of words with blanks between them, such as `scp`.
    #[must_use]
    pub fn words(&self, name: &str) -> Vec<&str> {
        self.texts(name)
            .into_iter()
            .flat_map(str::split_whitespace)
            .collect()
    }

    /// `exp`, `nbf`, `iat` and their like. A number in a string is read as the number (some issuers
    /// write it so); a fraction is dropped.
    #[must_use]
    pub fn date(&self, name: &str) -> Date {
        let text = match self.0.get(name) {
            None => return Date::Absent,
            Some(Json::Number(text) | Json::String(text)) => text.as_str(),
            Some(other) => return Date::Unreadable(other.to_text()),
        };
        match seconds(text).and_then(Timestamp::from_seconds) {
            Some(time) => Date::At(time),
            None => Date::Unreadable(text.to_owned()),
        }
    }
}

/// Whole seconds of a number's text. Beyond 2^53 a JSON number is no longer exact, and no calendar
/// reaches there, so a float is enough for the forms that are no plain integer.
fn seconds(text: &str) -> Option<i64> {
    if let Ok(whole) = text.parse() {
        return Some(whole);
    }
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let value: f64 = text.parse().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "bounded by the filter, and the fraction is dropped"
    )]
    Some(value)
        .filter(|value| value.abs() < EXACT)
        .map(|value| value as i64)
}

#[cfg(test)]
mod tests {
    use super::super::json::parse;
    use super::*;

    fn claims(text: &str) -> Claims {
        Claims(parse(text.as_bytes()).value)
    }

    #[test]
    fn dates_in_every_odd_form() {
        let date = |value: &str| match claims(&format!("{{\"exp\":{value}}}")).date("exp") {
            Date::At(time) => time.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(date("1795177800"), "2026-11-20T12:30:00Z");
        assert_eq!(date("1795177800.9"), "2026-11-20T12:30:00Z");
        assert_eq!(date("1.7951778e9"), "2026-11-20T12:30:00Z");
        assert_eq!(date("\"1795177800\""), "2026-11-20T12:30:00Z");
        assert_eq!(date("-1"), "1969-12-31T23:59:59Z");
        assert_eq!(date("1e400"), "Unreadable(\"1e400\")");
        assert_eq!(date("1795177800000"), "Unreadable(\"1795177800000\")");
        assert_eq!(date("\"soon\""), "Unreadable(\"soon\")");
        assert_eq!(date("true"), "Unreadable(\"true\")");
        assert_eq!(claims("{}").date("exp"), Date::Absent);
    }

    #[test]
    fn a_list_can_be_one_string() {
        assert_eq!(claims(r#"{"aud":"a"}"#).texts("aud"), ["a"]);
        assert_eq!(claims(r#"{"aud":["a",1,"b"]}"#).texts("aud"), ["a", "b"]);
        assert_eq!(claims(r#"{"scp":" A  B "}"#).words("scp"), ["A", "B"]);
        assert_eq!(claims("[]").texts("aud"), Vec::<&str>::new());
    }
}
