//! Types of identity in the lists `Actor` and `Target` of audit records, by number. Their names are
//! words of every day, so a name alone is not asked.

use crate::explain::kinds::number;
use crate::explain::meaning::{Kind, Meaning};
use crate::facts::logs;

pub(super) const KIND: Kind = Kind {
    name: "identity-type",
    help: "a type of identity in Actor and Target (IdentityType 3, Actor Type 5)",
    look_up,
    keys: Vec::new,
};

fn look_up(word: &str) -> Vec<Meaning> {
    let names = ["IdentityType", "identity type", "Actor Type", "Target Type"];
    let Some(word) = number::behind(word, &names) else {
        return Vec::new();
    };
    let known = logs::identity_types()
        .filter(|known| known.value == word || known.name.eq_ignore_ascii_case(word));
    known
        .map(|known| {
            let title = format!("{}, identity type {}", known.name, known.value);
            Meaning::new(KIND.name, known.value, title, known.source)
                .line("means", known.meaning)
                .related(["Actor", "Target", "puid", "oid"])
        })
        .collect()
}
