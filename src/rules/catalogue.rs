//! The catalogue of diagnoses that this program is held against, and where each entry is answered.
//!
//! Not its job: the answers. Most entries are rules and say so themselves (`Rule::catalogue`); here
//! stand those that are answered elsewhere, or cannot be seen in a token at all.

/// The groups of the catalogue and how many entries each has.
pub const GROUPS: [(char, usize); 7] = [
    ('A', 16),
    ('B', 13),
    ('C', 13),
    ('D', 9),
    ('E', 10),
    ('F', 2),
    ('G', 21),
];

/// Where an entry is answered that is no rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// An explanation of audit records (`audit/explanations`).
    Explanation(&'static str),
    /// Said of several tokens together (`entra/family.rs`).
    Family,
    /// Cannot be seen in a token; only what is named could tell.
    NotInAToken(&'static str),
}

/// Entries that are answered elsewhere.
pub const ELSEWHERE: [(&str, Elsewhere); 7] = [
    ("A03", Elsewhere::Explanation("sharepoint-pass-through")),
    (
        "A13",
        Elsewhere::NotInAToken(
            "the history of the subscription: which tenant it belonged to before",
        ),
    ),
    (
        "A14",
        Elsewhere::NotInAToken("the token cache of the machine: which account the tool chose"),
    ),
    ("D09", Elsewhere::Family),
    (
        "G12",
        Elsewhere::NotInAToken(
            "the sign-in log: the first sign-in's client, address and user agent, and what followed",
        ),
    ),
    (
        "G13",
        Elsewhere::NotInAToken("the sign-in log: authenticationProtocol or originalTransferMethod"),
    ),
    ("G14", Elsewhere::Family),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn all_84_entries_are_answered() {
        let entries: BTreeSet<String> = GROUPS
            .iter()
            .flat_map(|(group, count)| (1..=*count).map(move |n| format!("{group}{n:02}")))
            .collect();
        assert_eq!(entries.len(), 84);
        let by_rules = super::super::all().flat_map(|rule| rule.catalogue.iter().copied());
        let answered: BTreeSet<String> = by_rules
            .chain(ELSEWHERE.iter().map(|(entry, _)| *entry))
            .map(str::to_owned)
            .collect();
        let missing: Vec<_> = entries.difference(&answered).collect();
        let unknown: Vec<_> = answered.difference(&entries).collect();
        assert!(
            missing.is_empty() && unknown.is_empty(),
            "missing {missing:?}, unknown {unknown:?}"
        );
    }

    #[test]
    fn explanations_that_are_named_exist() {
        // Read as text: rules and explanations are siblings that do not know each other.
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/audit/explanations");
        let files = std::fs::read_dir(folder).unwrap();
        let sources: String = files
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect();
        for (entry, elsewhere) in ELSEWHERE {
            if let Elsewhere::Explanation(id) = elsewhere {
                assert!(sources.contains(&format!("id: \"{id}\"")), "{entry}: {id}");
            }
        }
    }
}
