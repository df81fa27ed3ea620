//! Cookies: `Cookie: a=b; AuthToken=eyJ…`, `Set-Cookie: …`, or the pairs alone.
//!
//! Not its job: a whole request with other headers, which the scanner of `text.rs` reads.

use super::found::{Found, Removed};
use super::recogniser::Limits;
use super::{named, percent};

/// The tokens in lines that all are cookies, or in one line of bare pairs.
pub(super) fn read(text: &str, limits: &Limits) -> Option<Vec<Found>> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut found = Vec::new();
    for line in lines() {
        found.extend(pairs(header_value(line)?, limits));
    }
    if lines().count() == 0 || found.is_empty() {
        return None;
    }
    Some(found)
}

/// The tokens in `name=value; name=value`.
pub(super) fn pairs(text: &str, limits: &Limits) -> Vec<Found> {
    let mut all = Vec::new();
    for pair in text.split(';') {
        if let Some((name, value)) = pair.split_once('=') {
            all.extend(self::pair(name.trim(), value, limits));
        }
    }
    all
}

/// The tokens in one cookie.
pub(super) fn pair(name: &str, value: &str, limits: &Limits) -> Vec<Found> {
    let removed: &[Removed] = if value.contains('%') {
        &[Removed::Cookie, Removed::UrlEncoding]
    } else {
        &[Removed::Cookie]
    };
    let found = named::read(name, &percent::decoded(value), limits).into_iter();
    found
        .map(|found| {
            found
                .at(format!("cookie {}", named::shown(name)))
                .inside(removed)
        })
        .collect()
}

/// What stands behind `Cookie:` or `Set-Cookie:`, or the line itself where it is nothing but pairs.
fn header_value(line: &str) -> Option<&str> {
    if let Some((name, value)) = line.split_once(':')
        && ["cookie", "set-cookie"].contains(&name.trim().to_ascii_lowercase().as_str())
    {
        return Some(value);
    }
    is_pairs(line).then_some(line)
}

fn is_pairs(line: &str) -> bool {
    let is_pair = |pair: &str| {
        pair.split_once('=').is_some_and(|(name, value)| {
            !name.is_empty() && !name.contains(char::is_whitespace) && !value.contains(' ')
        })
    };
    line.contains("; ") && line.trim_end_matches(';').split("; ").all(is_pair)
}

#[cfg(test)]
mod tests {
    use super::super::forge::{jwt, one};
    use super::*;

    #[test]
    fn cookies_of_both_directions_and_bare_pairs() {
        let token = jwt();
        for line in [
            format!("Cookie: a=b; AuthToken={token}; c=d"),
            format!("cookie: AuthToken={token}\r\n"),
            format!("Set-Cookie: AuthToken={token}; Path=/; HttpOnly; Expires=Fri, 20 Nov 2026"),
            format!("a=b; AuthToken=\"{token}\""),
            format!("Cookie: AuthToken=Bearer%20{token}"),
        ] {
            let found = one(read(&line, &Limits::default()));
            assert_eq!(found.text.expose(), token, "{line}");
            assert_eq!(found.place, "cookie AuthToken");
            assert_eq!(found.removed[0], Removed::Cookie);
        }
    }

    #[test]
    fn other_headers_are_not_its_job() {
        let request = format!("GET / HTTP/1.1\nCookie: a={}\n", jwt());
        assert!(read(&request, &Limits::default()).is_none());
        assert!(read("", &Limits::default()).is_none());
        assert!(read("Cookie: a=b", &Limits::default()).is_none());
    }
}
