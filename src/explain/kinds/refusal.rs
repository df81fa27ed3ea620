//! Codes of validators, by themselves: `IDX10205`, `AKV10032`. Whole texts are read by
//! `error_text.rs`.

use crate::explain::advice::{self, Values};
use crate::explain::meaning::{Kind, Meaning};
use crate::facts::validator_errors::{self, ValidatorError, by_id};

pub(super) const KIND: Kind = Kind {
    name: "refusal",
    help: "a validator's refusal: its code (IDX10205, AKV10032), or the whole text of the error",
    look_up: |word| by_id(word).map(meaning).into_iter().collect(),
    keys: || validator_errors::all().map(|error| error.id).collect(),
};

/// What a refusal means by itself.
fn meaning(error: ValidatorError) -> Meaning {
    advice::with_steps(fixed(error), advice::of(error.id), &Values::default())
}

/// What a refusal means, without what to do about it.
pub(in crate::explain) fn fixed(error: ValidatorError) -> Meaning {
    let title = format!("{}, said by {}", error.id, error.product);
    Meaning::new(KIND.name, error.id, title, error.source)
        .line("means", error.meaning)
        .line("check", error.check)
        .line("basis", error.basis.words())
}
