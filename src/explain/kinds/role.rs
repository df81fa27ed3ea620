//! Directory roles, by template id or name.

use uuid::Uuid;

use crate::explain::meaning::{Kind, Meaning};
use crate::facts::{self, DirectoryRole};

pub(super) const KIND: Kind = Kind {
    name: "directory-role",
    help: "a directory role by its template id or name (wids)",
    look_up,
    keys: || DirectoryRole::all().map(|role| role.name).collect(),
};

fn look_up(word: &str) -> Vec<Meaning> {
    if let Ok(id) = word.parse::<Uuid>() {
        return facts::directory_role(id).map(meaning).into_iter().collect();
    }
    DirectoryRole::all()
        .filter(|role| role.name.eq_ignore_ascii_case(word))
        .map(meaning)
        .collect()
}

fn meaning(role: DirectoryRole) -> Meaning {
    let means = match (role.is_pseudo, role.is_privileged) {
        (true, _) => "A marker among the roles that is no role: it gives no right.",
        (false, true) => "A built-in role that Microsoft calls privileged.",
        (false, false) => "A built-in role that Microsoft does not call privileged.",
    };
    let related: &[_] = if role.is_privileged {
        &["wids", "privileged-directory-role"]
    } else {
        &["wids"]
    };
    Meaning::new(KIND.name, role.id, role.name, role.source)
        .line("means", means)
        .line(
            "in a token",
            "As a value of wids: the person, or the service principal, has it in the issuing tenant, and there only.",
        )
        .line(
            "note",
            "The id is the same in every tenant. Custom roles have ids of their own, which no table can know.",
        )
        .related(related.iter().copied())
}
