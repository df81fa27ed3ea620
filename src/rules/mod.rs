//! The wing that judges: rules as a list, and the verdict that is chosen from what they find.
//!
//! Not its job: getting anything. A rule is added as one `const` in its family's file and one line
//! in that family's list.

pub mod catalogue;
pub mod rule;
pub mod verdict;

mod account;
mod audience;
mod client;
mod issuer;
mod key;
mod kind;
mod lifetime;
mod permissions;
mod provider;
mod session;
mod shape;
mod signature;
mod spelling;
mod tenant;

use self::rule::Rule;

/// Every family, in the order in which its findings make headlines among equals: what breaks the
/// chain of proof before what differs from the expectation, and that before what is merely noted.
pub const FAMILIES: [(&str, &[Rule]); 14] = [
    ("key", key::RULES),
    ("signature", signature::RULES),
    ("issuer", issuer::RULES),
    ("spelling", spelling::RULES),
    ("tenant", tenant::RULES),
    ("audience", audience::RULES),
    ("provider", provider::RULES),
    ("client", client::RULES),
    ("permissions", permissions::RULES),
    ("account", account::RULES),
    ("session", session::RULES),
    ("lifetime", lifetime::RULES),
    ("kind", kind::RULES),
    ("shape", shape::RULES),
];

/// The families that judge the form of a token and not its claims: they speak of a part of one too.
const OF_THE_FORM: [&str; 3] = ["key", "signature", "shape"];

/// Ids that were rules once: never used again for anything else.
pub const RETIRED: [&str; 0] = [];

/// Every rule, in the order of the families.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|(_, rules)| rules.iter())
}

/// The rule of this id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod list_tests {
    use std::collections::HashSet;

    use crate::finding::Severity;

    use super::rule::Weight;

    use super::*;

    #[test]
    fn ids_are_unique_kebab_case_and_not_retired() {
        let mut seen = HashSet::new();
        for rule in all() {
            assert!(seen.insert(rule.id), "{} stands twice", rule.id);
            assert!(!RETIRED.contains(&rule.id), "{} is retired", rule.id);
            assert!(
                rule.id
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                rule.id
            );
        }
    }

    #[test]
    fn every_rule_speaks_in_whole_sentences() {
        for rule in all() {
            let begins_large =
                |text: &str| text.starts_with(|c: char| c.is_uppercase() || c == '{');
            assert!(!rule.title.ends_with('.'), "{}: {}", rule.id, rule.title);
            for text in [rule.why].iter().chain(rule.remedy) {
                assert!(
                    text.ends_with(['.', '?']) && begins_large(text),
                    "{}: {text}",
                    rule.id
                );
            }
            assert!(
                !rule.catalogue.is_empty(),
                "{} names no entry of the catalogue",
                rule.id
            );
        }
    }

    #[test]
    fn the_readme_holds_this_table() {
        let row = |rule: &Rule| {
            format!(
                "| `{}` | {} | {} | {} |\n",
                rule.id,
                rule.severity.word(),
                rule.title,
                rule.catalogue.join(", ")
            )
        };
        let head = "| rule | severity | what it finds | catalogue |\n|---|---|---|---|\n";
        let table = format!("{head}{}", all().map(row).collect::<String>());
        assert!(
            include_str!("../../README.md").contains(&table),
            "the README should hold:\n{table}"
        );
    }

    #[test]
    fn every_grave_story_says_what_else_it_could_be() {
        for rule in
            all().filter(|rule| rule.weight == Weight::Story && rule.severity >= Severity::Medium)
        {
            assert!(!rule.alternatives.is_empty(), "{}", rule.id);
        }
    }

    /// 80 columns, less the label and the mark at the right edge.
    #[test]
    fn every_title_fits_beside_its_mark() {
        for rule in all() {
            assert!(
                rule.title.chars().count() <= 72,
                "{}: {}",
                rule.id,
                rule.title
            );
        }
    }

    #[test]
    fn rules_refer_to_rules_that_exist() {
        for rule in all() {
            for id in rule
                .alternatives
                .iter()
                .map(|(id, _)| id)
                .chain(rule.explains)
            {
                assert!(by_id(id).is_some(), "{} refers to {id}", rule.id);
                assert_ne!(*id, rule.id);
            }
        }
    }

    #[test]
    fn every_placeholder_is_known() {
        for rule in all() {
            let texts = [rule.title, rule.why]
                .into_iter()
                .chain(rule.remedy.iter().copied());
            for text in texts.chain(rule.alternatives.iter().map(|(_, text)| *text)) {
                for part in text.split('{').skip(1) {
                    let name = part.split('}').next().unwrap_or_default();
                    let is_quoted_template = name == "tenantid";
                    assert!(
                        rule::PLACEHOLDERS.contains(&name) || is_quoted_template,
                        "{}: {name}",
                        rule.id
                    );
                }
            }
        }
    }
}
