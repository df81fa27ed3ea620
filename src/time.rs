//! Moments and spans of time, in UTC, as values: the one door to `jiff`.
//!
//! Not its job: to know what time it is. There is no `now` here; the clock is read once in
//! `main.rs` and handed down, so that `--at` can replace it and a verdict can be repeated.

use std::fmt;
use std::time::SystemTime;

/// A moment in UTC. Ordering is chronological.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

/// The text is no moment that this program can read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a time: write it as RFC 3339, for example 2026-11-20T12:30:00Z")]
pub struct NotATime;

impl Timestamp {
    /// Reads an RFC 3339 date-time ([RFC 3339, section 5.6](https://www.rfc-editor.org/rfc/rfc3339#section-5.6)),
    /// and what `jiff` reads beside it: without seconds (`2026-11-20 12:30Z`), without separators
    /// (`20261120T123000Z`), with the name of a time zone behind the offset, which is not looked at.
    ///
    /// # Errors
    /// [`NotATime`] for anything else, a local time without an offset included.
    pub fn parse(text: &str) -> Result<Self, NotATime> {
        text.trim().parse().map(Self).map_err(|_| NotATime)
    }

    /// Reads a time of the audit log: RFC 3339, or the same without an offset, which is UTC there
    /// (Office 365 Management Activity API schema, `CreationTime`).
    ///
    /// # Errors
    /// [`NotATime`] for anything else.
    pub fn parse_utc(text: &str) -> Result<Self, NotATime> {
        let text = text.trim();
        Self::parse(text).or_else(|_| Self::parse(&format!("{text}Z")))
    }

    /// A NumericDate of RFC 7519, section 2: seconds since 1970-01-01T00:00:00Z.
    /// `None` beyond the years that a calendar can name (about -9999 to 9999).
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        jiff::Timestamp::from_second(seconds).ok().map(Self)
    }

    /// The system clock's reading, as `main.rs` takes it.
    #[must_use]
    pub fn from_system(time: SystemTime) -> Option<Self> {
        jiff::Timestamp::try_from(time).ok().map(Self)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.as_second()
    }

    /// Seconds from `earlier` to `self`, negative when `self` is the earlier one.
    #[must_use]
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.seconds() - earlier.seconds()
    }
}

/// RFC 3339 in UTC, with a fraction only where there is one.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A length of time as people say it, in its two largest units: `45 s`, `74 min`, `3 h 12 min`,
/// `5 d 4 h`. The sign is dropped; the sentence around it says "ago" or "left".
#[must_use]
pub fn span_in_words(seconds: i64) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    const YEAR: u64 = 365 * DAY;
    let pair = |large: u64, unit: &str, small: u64, small_unit: &str| {
        if small == 0 {
            format!("{large} {unit}")
        } else {
            format!("{large} {unit} {small} {small_unit}")
        }
    };
    match seconds.unsigned_abs() {
        s if s < 2 * MINUTE => format!("{s} s"),
        s if s < 2 * HOUR => format!("{} min", s / MINUTE),
        s if s < 2 * DAY => pair(s / HOUR, "h", s % HOUR / MINUTE, "min"),
        s if s < 2 * YEAR => pair(s / DAY, "d", s % DAY / HOUR, "h"),
        s => pair(s / YEAR, "years", s % YEAR / DAY, "d"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_offsets_and_writes_utc() {
        let time = Timestamp::parse("2026-11-20T13:30:00+01:00").unwrap();
        assert_eq!(time.to_string(), "2026-11-20T12:30:00Z");
        assert_eq!(time.seconds(), 1_795_177_800);
        assert_eq!(Timestamp::from_seconds(1_795_177_800), Some(time));
        for other in [
            "2026-11-20 12:30Z",
            "20261120T123000Z",
            "2026-11-20T13:30:00+01:00[Europe/Berlin]",
        ] {
            assert_eq!(Timestamp::parse(other), Ok(time), "{other}");
        }
    }

    #[test]
    fn a_time_without_offset_is_utc_only_in_the_audit_log() {
        assert_eq!(Timestamp::parse("2026-11-20T12:30:00"), Err(NotATime));
        assert_eq!(
            Timestamp::parse_utc("2026-11-20T12:30:00"),
            Timestamp::parse("2026-11-20T12:30:00Z")
        );
        assert_eq!(
            Timestamp::parse_utc("11/20/2026 12:30:00 PM"),
            Err(NotATime)
        );
    }

    #[test]
    fn impossible_seconds_are_no_time() {
        assert_eq!(Timestamp::from_seconds(i64::MAX), None);
        assert_eq!(Timestamp::from_seconds(i64::MIN), None);
    }

    #[test]
    fn spans_name_their_two_largest_units() {
        let words: Vec<_> = [0, 45, -4440, 11_520, 7200, 446_400, 246_700_800]
            .map(span_in_words)
            .into();
        assert_eq!(
            words,
            [
                "0 s",
                "45 s",
                "74 min",
                "3 h 12 min",
                "2 h",
                "5 d 4 h",
                "7 years 300 d"
            ]
        );
    }
}
