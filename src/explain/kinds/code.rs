//! Numbers of Entra's sign-in service: `AADSTS50020`, the bare digits, or Microsoft's word for it.

use crate::explain::advice::{self, Values};
use crate::explain::meaning::{Kind, Meaning};
use crate::facts::aadsts::{self, Code};

pub(super) const KIND: Kind = Kind {
    name: "sign-in-error",
    help: "an AADSTS code, with or without AADSTS before it",
    look_up,
    keys: || {
        let names = aadsts::TABLE.rows().map(|row| row.column(1));
        names.filter(|name| !name.is_empty()).collect()
    },
};

const CAVEAT: &str =
    "Microsoft may change codes at any time and says that programs must not depend on them.";

fn look_up(word: &str) -> Vec<Meaning> {
    match digits(word) {
        Some(digits) => aadsts::code(digits).map(meaning).into_iter().collect(),
        None => aadsts::named(word).map(meaning).collect(),
    }
}

/// The number of a code, known or not.
pub(in crate::explain) fn digits(word: &str) -> Option<&str> {
    let start = word
        .get(..6)
        .filter(|start| start.eq_ignore_ascii_case("AADSTS"));
    let digits = start.map_or(word, |start| &word[start.len()..]);
    let digits = digits.trim_start_matches([':', '-', ' ']);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(digits)
}

/// Microsoft's own page about a code.
pub(in crate::explain) fn link(digits: &str) -> String {
    format!("https://login.microsoftonline.com/error?code={digits}")
}

/// What a code means by itself.
fn meaning(code: Code) -> Meaning {
    advice::with_steps(fixed(code), advice::of(code.code), &Values::default())
}

/// What a code in a text means, known or not, without what to do about it.
pub(in crate::explain) fn of_text(digits: &str) -> Meaning {
    match aadsts::code(digits) {
        Some(code) => fixed(code),
        None => {
            let key = format!("AADSTS{digits}");
            let title = format!("{key}, not in the table");
            Meaning::new(KIND.name, key, title, link(digits)).line("note", CAVEAT)
        }
    }
}

fn fixed(code: Code) -> Meaning {
    let title = match code.name {
        "" => format!("AADSTS{}", code.code),
        name => format!("AADSTS{} {name}", code.code),
    };
    let tenant = if code.is_about_tenant {
        "The answer depends on the tenant that was asked: look at the tenant first."
    } else {
        ""
    };
    Meaning::new(
        KIND.name,
        format!("AADSTS{}", code.code),
        title,
        code.source,
    )
    .line("means", code.meaning)
    .line("helps", code.fix)
    .line("tenant", tenant)
    .line("area", code.area)
    .line("basis", code.basis.words())
    .line("Microsoft", link(code.code))
    .line("note", CAVEAT)
    .related(["sts-error"])
}
