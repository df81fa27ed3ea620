//! Permissions: scopes and application roles, by name or by their GUID.

use uuid::Uuid;

use crate::explain::meaning::{Kind, Meaning};
use crate::facts::Permission;

pub(super) const KIND: Kind = Kind {
    name: "permission",
    help: "a scope or an application role (Mail.ReadWrite), by name or GUID, on every resource that has it",
    look_up,
    keys: || {
        Permission::all()
            .map(|permission| permission.name)
            .collect()
    },
};

fn look_up(word: &str) -> Vec<Meaning> {
    let id = word.parse::<Uuid>().ok().map(|id| id.to_string());
    let mut asked: Vec<Permission> = Permission::all()
        .filter(|permission| match &id {
            Some(id) => permission.id == id,
            None => permission.name.eq_ignore_ascii_case(word),
        })
        .collect();
    asked.sort_by_key(|permission| permission.is_app);
    match asked.first() {
        Some(first) => vec![meaning(first.name, &asked)],
        None => Vec::new(),
    }
}

fn meaning(name: &'static str, asked: &[Permission]) -> Meaning {
    let is = |is_app: bool| asked.iter().any(|permission| permission.is_app == is_app);
    let mut sources: Vec<&str> = asked.iter().map(|permission| permission.source).collect();
    sources.sort_unstable();
    sources.dedup();
    let mut meaning = Meaning::new(KIND.name, name, title(name, asked), sources.join("; "));
    for permission in asked {
        let label = if permission.is_app {
            "application"
        } else {
            "delegated"
        };
        meaning = meaning.line(
            label,
            format!(
                "{}: {} ({})",
                permission.resource,
                permission.effect,
                tier(permission.tier)
            ),
        );
    }
    if is(false) {
        meaning = meaning.line(
            "scp",
            "As a delegated scope it never gives more than the signed-in person may do anyway. Microsoft's own clients are \
             pre-authorised for many scopes: nobody need have consented.",
        );
    }
    if is(true) {
        meaning = meaning.line(
            "roles",
            "As an application role it belongs to the application itself and is capped by nobody's rights.",
        );
    }
    let related = KINDS_OF_PERMISSION.iter().filter(|(is_app, _)| is(*is_app));
    meaning.related(related.flat_map(|(_, words)| words.iter().copied()))
}

/// What belongs to delegated and to application permissions.
const KINDS_OF_PERMISSION: [(bool, &[&str]); 2] = [
    (false, &["scp", "broad-first-party-scopes"]),
    (true, &["roles", "powerful-app-roles"]),
];

fn title(name: &str, asked: &[Permission]) -> String {
    let mut resources: Vec<&str> = asked.iter().map(|permission| permission.resource).collect();
    resources.sort_unstable();
    resources.dedup();
    format!("{name}, a permission on {}", resources.join(" and "))
}

/// The tier in words; the tiers are this project's own classification.
fn tier(tier: u8) -> &'static str {
    match tier {
        0 => "tier 0: can take over the control plane",
        1 => "tier 1: broad data, or the administration of a service",
        2 => "tier 2: reconnaissance, or limited",
        _ => "tier 3: low",
    }
}
