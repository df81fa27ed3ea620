//! Question 6: for what resource, with what power, the most powerful permissions first.

use crate::entra::permission::{Permission, PermissionKind};
use crate::report::model::TokenReport;
use crate::screen::Screen;

use super::layout::LABEL;

/// So many permissions of one kind are told with what they do; the rest by name.
const MOST_TOLD: usize = 6;
/// So many more are named.
const MOST_NAMED: usize = 25;
/// Permissions up to this tier are told with what they do.
const TOLD_TIER: u8 = 1;

/// Stands in every token for some resources.
const IMPERSONATION: &str = "user_impersonation";
const IMPERSONATION_CAVEAT: &str =
    "user_impersonation says nothing by itself: it reaches as far as the person's own rights.";

/// A kind of permission, and what a reader must know of it.
struct Part {
    kind: PermissionKind,
    label: &'static str,
    joint: &'static str,
    caveat: &'static str,
}

const PARTS: [Part; 3] = [
    Part {
        kind: PermissionKind::Scope,
        label: "scopes",
        joint: " ",
        caveat: "Scopes give no more than the person may do in the issuing tenant.",
    },
    Part {
        kind: PermissionKind::Role,
        label: "roles",
        joint: " ",
        caveat: "",
    },
    Part {
        kind: PermissionKind::DirectoryRole,
        label: "directory roles",
        joint: ", ",
        caveat: "",
    },
];

pub(super) fn power(screen: &mut Screen, token: &TokenReport) {
    screen.labelled("6 Power", LABEL, &format!("for {}", resources(token)));
    for part in PARTS {
        let held = token.profile.permissions.iter();
        let held: Vec<&Permission> = held
            .filter(|held| held.kind == part.kind && !held.is_marker)
            .collect();
        if !held.is_empty() {
            permissions(screen, token, &part, &held);
        }
    }
}

fn resources(token: &TokenReport) -> String {
    let each = token
        .profile
        .audiences
        .iter()
        .map(|audience| match audience.name {
            Some(name) => format!("{name} ({})", audience.raw),
            None => audience.raw.clone(),
        });
    let each: Vec<String> = each.collect();
    if each.is_empty() {
        "no audience".to_owned()
    } else {
        each.join(", ")
    }
}

fn permissions(screen: &mut Screen, token: &TokenReport, part: &Part, held: &[&Permission]) {
    // What says nothing by itself is named, not told.
    let is_told = |permission: &Permission| {
        permission.tier.is_some_and(|tier| tier <= TOLD_TIER) && permission.name != IMPERSONATION
    };
    let (told, named): (Vec<&Permission>, Vec<&Permission>) =
        held.iter().copied().partition(|held| is_told(held));
    let (told, more) = told.split_at(told.len().min(MOST_TOLD));
    screen.labelled("", LABEL, &format!("{}:", part.label));
    for permission in told {
        let tier = permission.tier.unwrap_or_default();
        screen.labelled(
            "",
            LABEL + 2,
            &format!("{} (tier {tier}: {})", permission.name, permission.why),
        );
    }
    let mut names: Vec<&str> = more
        .iter()
        .chain(&named)
        .map(|permission| permission.name.as_str())
        .collect();
    let left_out = names.len().saturating_sub(MOST_NAMED);
    names.truncate(MOST_NAMED);
    let rest = if left_out > 0 {
        format!(" and {left_out} more")
    } else {
        String::new()
    };
    if !names.is_empty() {
        screen.labelled("", LABEL + 2, &format!("{}{rest}", names.join(part.joint)));
    }
    let is_apps_own = part.kind == PermissionKind::Role && token.profile.subject.is_app();
    let caveat = if is_apps_own {
        "Roles are the application's own: no person's rights limit them."
    } else {
        part.caveat
    };
    if !caveat.is_empty() && !told.is_empty() {
        screen.labelled("", LABEL, caveat);
    }
    if held.iter().any(|held| held.name == IMPERSONATION) {
        screen.labelled("", LABEL, IMPERSONATION_CAVEAT);
    }
}
