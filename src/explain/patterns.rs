//! The patterns of refusals, tried on a text. The one door to `regex-lite`, whose matching is linear
//! in the text whatever the pattern, and whose classes are ASCII. Nothing is compiled before a text is
//! there.
//!
//! Not its job: saying what a match means.

mod literal;

use std::ops::Range;

use regex_lite::{Captures, Regex};

use crate::facts::validator_errors::{self, ValidatorError};

use super::names::ROLES;

/// More refusals than this in one text are not told.
const MOST_REFUSALS: usize = 3;

/// What stands behind every error of the sign-in service, in prose and in JSON.
const LOGGED: &[&str] = &[
    r#"(?i)\btrace[ _]id"?: ?"?(?P<trace_id>[0-9a-f]{8}-[0-9a-f-]{27})"#,
    r#"(?i)\bcorrelation[ _]id"?: ?"?(?P<correlation_id>[0-9a-f]{8}-[0-9a-f-]{27})"#,
    r#"(?i)\btimestamp"?: ?"?(?P<timestamp>[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:]{8}Z?)"#,
];

const CODE: &str = r"AADSTS[:-]?\s?([0-9]{4,9})";
const GUID_OR_ADDRESS: &str =
    r#"https?://[^\s'"<>,;]+|\b[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\b"#;

/// A refusal that was recognised.
pub(super) struct Refusal {
    pub(super) error: ValidatorError,
    pub(super) values: Vec<Value>,
    place: Range<usize>,
}

/// A value in the text, under the name of its group.
pub(super) struct Value {
    pub(super) group: String,
    pub(super) text: String,
}

/// The refusals in a text, those that say the most first. Of two that share words the lesser is left
/// out, and so is one that names nothing where its product has said more.
pub(super) fn refusals(text: &str) -> Vec<Refusal> {
    let mut found: Vec<Refusal> = validator_errors::all()
        .filter_map(|error| refusal(error, text))
        .collect();
    found.sort_by_key(|refusal| {
        (
            std::cmp::Reverse(refusal.telling()),
            std::cmp::Reverse(refusal.place.len()),
            refusal.error.id,
        )
    });
    let mut kept: Vec<Refusal> = Vec::new();
    for refusal in found {
        let says_less = |other: &Refusal| {
            let shares_words =
                refusal.place.start < other.place.end && other.place.start < refusal.place.end;
            let is_repetition =
                refusal.values.is_empty() && refusal.error.product == other.error.product;
            shares_words || is_repetition
        };
        if kept.len() < MOST_REFUSALS && !kept.iter().any(says_less) {
            kept.push(refusal);
        }
    }
    kept
}

/// What the text says of itself: trace id, correlation id, time.
pub(super) fn logged(text: &str) -> Vec<Value> {
    LOGGED
        .iter()
        .filter_map(|pattern| {
            let regex = Regex::new(pattern).ok()?;
            let captures = regex.captures(text)?;
            Some(values(&regex, &captures))
        })
        .flatten()
        .collect()
}

/// The digits of the sign-in service's codes, in their order, each once.
pub(super) fn codes(text: &str) -> Vec<String> {
    distinct(Regex::new(CODE).into_iter().flat_map(|regex| {
        let all = regex.captures_iter(text);
        all.map(|captures| captures[1].to_owned())
            .collect::<Vec<_>>()
    }))
}

/// GUIDs and addresses, in their order, each once.
pub(super) fn ids(text: &str) -> Vec<String> {
    distinct(Regex::new(GUID_OR_ADDRESS).into_iter().flat_map(|regex| {
        let all = regex.find_iter(text);
        all.map(|found| found.as_str().trim_end_matches(['.', ')']).to_owned())
            .collect::<Vec<_>>()
    }))
}

impl Refusal {
    fn telling(&self) -> usize {
        let is_telling = |value: &&Value| {
            ROLES
                .iter()
                .any(|role| role.is_telling && role.group == value.group)
        };
        self.values.iter().filter(is_telling).count()
    }
}

fn refusal(error: ValidatorError, text: &str) -> Option<Refusal> {
    if !text.contains(literal::required(error.pattern).as_str()) {
        return None;
    }
    // Every pattern of the table compiles; a test says so.
    let regex = Regex::new(error.pattern).ok()?;
    let captures = regex.captures(text)?;
    Some(Refusal {
        values: values(&regex, &captures),
        place: captures.get(0)?.range(),
        error,
    })
}

fn values(regex: &Regex, captures: &Captures) -> Vec<Value> {
    regex
        .capture_names()
        .flatten()
        .filter_map(|group| {
            let text = captures.name(group)?.as_str().trim();
            Some(Value {
                group: group.to_owned(),
                text: text.to_owned(),
            })
        })
        .collect()
}

fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    values.filter(|value| seen.insert(value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_every_group_has_a_role() {
        let patterns = validator_errors::all().map(|error| error.pattern);
        for pattern in patterns.chain(LOGGED.iter().copied()) {
            let regex = Regex::new(pattern).unwrap();
            for group in regex.capture_names().flatten() {
                assert!(ROLES.iter().any(|role| role.group == group), "{group}");
            }
        }
        assert!(Regex::new(CODE).is_ok() && Regex::new(GUID_OR_ADDRESS).is_ok());
    }

    #[test]
    fn every_role_stands_in_a_pattern() {
        for role in ROLES {
            let group = format!("(?P<{}>", role.group);
            assert!(
                validator_errors::all().any(|error| error.pattern.contains(&group))
                    || LOGGED.iter().any(|pattern| pattern.contains(&group)),
                "{}",
                role.group
            );
        }
    }

    #[test]
    fn the_specific_comes_before_the_broad() {
        let ids = |text: &str| -> Vec<_> {
            refusals(text)
                .iter()
                .map(|refusal| refusal.error.id)
                .collect()
        };
        let tenant = "InvalidAuthenticationTokenTenant: The access token is from the wrong issuer 'https://a/'. It must \
                      match the tenant 'https://b/' associated with this subscription.";
        assert_eq!(ids(tenant), ["ARM-WRONG-ISSUER"]);
        let audience =
            "InvalidAuthenticationToken: Access token validation failure. Invalid audience.";
        assert_eq!(ids(audience), ["GRAPH-AUDIENCE"]);
        let databricks = "Expected iss claim to be: https://sts.windows.net/a/, but was: https://sts.windows.net/b/.";
        assert_eq!(ids(databricks), ["DATABRICKS-ISS"]);
        let vault = "AKV10032: Invalid issuer. Expected one of https://sts.windows.net/a/, found https://sts.windows.net/b/.";
        assert_eq!(ids(vault), ["AKV10032"]);
        assert_eq!(ids("all is well"), [] as [&str; 0]);
    }
}
