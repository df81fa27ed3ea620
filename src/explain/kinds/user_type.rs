//! Types of user of the unified audit log, by number or name.

use crate::explain::kinds::number;
use crate::explain::meaning::{Kind, Meaning};
use crate::facts::logs::{self, NumberedType};

pub(super) const KIND: Kind = Kind {
    name: "user-type",
    help: "a type of user of an audit record (UserType 4, PartnerTechnician)",
    look_up,
    keys: || logs::user_types().map(|known| known.name).collect(),
};

/// What follows from a type; the documentation says little more than the name.
const MEANINGS: [(&str, &str); 11] = [
    ("0", "An ordinary user."),
    ("1", "Not used by the documentation."),
    (
        "2",
        "An administrator, by the record's own service. Records of Entra never have it.",
    ),
    (
        "3",
        "Microsoft's own datacenter staff or an automatic task of theirs.",
    ),
    (
        "4",
        "A service's own account. A sign-in of somebody from another tenant can have it too, with \"Not Available\" as the \
         user: look at ActorContextId before taking it for a service.",
    ),
    ("5", "An application."),
    (
        "6",
        "A service principal: an application as one tenant knows it.",
    ),
    ("7", "A policy that the organisation made."),
    ("8", "A policy of the service itself."),
    (
        "9",
        "A partner's technician who works for a customer with delegated administration (GDAP).",
    ),
    ("10", "A guest."),
];

fn look_up(word: &str) -> Vec<Meaning> {
    let word = number::behind(word, &["UserType", "user type"]).unwrap_or(word);
    let is_asked =
        |known: &NumberedType| known.value == word || known.name.eq_ignore_ascii_case(word);
    logs::user_types().filter(is_asked).map(meaning).collect()
}

fn meaning(known: NumberedType) -> Meaning {
    let text = MEANINGS.iter().find(|(value, _)| *value == known.value);
    let related: &[&str] = match known.value {
        "9" => &["partner-administrator", "partner-admin"],
        "10" => &["guest-account", "b2b-guest"],
        "3" => &["datacenter-actor"],
        "4" => &["ActorContextId", "pass-through-sign-in"],
        _ => &[],
    };
    let title = format!("{}, user type {}", known.name, known.value);
    Meaning::new(KIND.name, known.value, title, known.source)
        .line("means", text.map_or("", |(_, text)| text))
        .related(["UserType"])
        .related(related.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_a_meaning() {
        for known in logs::user_types() {
            assert!(
                MEANINGS.iter().any(|(value, _)| *value == known.value),
                "{known:?}"
            );
        }
    }
}
