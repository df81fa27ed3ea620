//! Question 6: for what resource, with what power, the most powerful permissions first.

use crate::entra::permission::{Permission, PermissionKind};
use crate::report::model::TokenReport;

use super::line::Line;

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
struct Kind {
    kind: PermissionKind,
    label: &'static str,
    joint: &'static str,
    caveat: &'static str,
}

/// For what resource, with what power.
pub(in crate::report) struct Power<'a> {
    pub resources: String,
    pub parts: Vec<Part<'a>>,
}

/// The permissions of one kind.
pub(in crate::report) struct Part<'a> {
    pub label: &'static str,
    joint: &'static str,
    /// All of them, the most powerful first.
    pub held: Vec<&'a Permission>,
    /// What a reader must know of them.
    pub caveats: Vec<&'static str>,
    has_told: bool,
}

const KINDS: [Kind; 3] = [
    Kind {
        kind: PermissionKind::Scope,
        label: "scopes",
        joint: " ",
        caveat: "Scopes give no more than the person may do in the issuing tenant.",
    },
    Kind {
        kind: PermissionKind::Role,
        label: "roles",
        joint: " ",
        caveat: "",
    },
    Kind {
        kind: PermissionKind::DirectoryRole,
        label: "directory roles",
        joint: ", ",
        caveat: "",
    },
];

impl<'a> Power<'a> {
    pub(in crate::report) fn of(token: &'a TokenReport) -> Self {
        let part = |kind: &Kind| Part::of(token, kind);
        Self {
            resources: resources(token),
            parts: KINDS.iter().filter_map(part).collect(),
        }
    }

    /// The same as lines; what is less powerful only by name.
    pub(in crate::report) fn lines(&self) -> Vec<Line> {
        let resources = Line::plain(format!("for {}", self.resources));
        let parts = self.parts.iter().flat_map(Part::lines);
        std::iter::once(resources).chain(parts).collect()
    }
}

impl<'a> Part<'a> {
    /// `None` where the token has no permission of this kind.
    fn of(token: &'a TokenReport, kind: &Kind) -> Option<Self> {
        let held = token.profile.permissions.iter();
        let held: Vec<&Permission> = held
            .filter(|held| held.kind == kind.kind && !held.is_marker)
            .collect();
        if held.is_empty() {
            return None;
        }
        let has_told = held.iter().any(|held| is_told(held));
        let is_apps_own = kind.kind == PermissionKind::Role && token.profile.subject.is_app();
        let caveat = if is_apps_own {
            "Roles are the application's own: no person's rights limit them."
        } else {
            kind.caveat
        };
        let mut caveats = Vec::new();
        if !caveat.is_empty() {
            caveats.push(caveat);
        }
        if held.iter().any(|held| held.name == IMPERSONATION) {
            caveats.push(IMPERSONATION_CAVEAT);
        }
        Some(Self {
            label: kind.label,
            joint: kind.joint,
            held,
            caveats,
            has_told,
        })
    }

    fn lines(&self) -> Vec<Line> {
        let (told, named): (Vec<&Permission>, Vec<&Permission>) =
            self.held.iter().copied().partition(|held| is_told(held));
        let (told, more) = told.split_at(told.len().min(MOST_TOLD));
        let mut lines = vec![Line::plain(format!("{}:", self.label))];
        lines.extend(told.iter().map(|permission| {
            let tier = permission.tier.unwrap_or_default();
            let text = format!("{} (tier {tier}: {})", permission.name, permission.why);
            Line::plain(text).inner()
        }));
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
            lines.push(Line::plain(format!("{}{rest}", names.join(self.joint))).inner());
        }
        // What limits power is told where power is.
        let caveats = self.caveats.iter();
        let caveats = caveats.filter(|caveat| self.has_told || **caveat == IMPERSONATION_CAVEAT);
        lines.extend(caveats.map(|caveat| Line::plain(*caveat)));
        lines
    }
}

/// What says nothing by itself is named, not told.
fn is_told(permission: &Permission) -> bool {
    permission.tier.is_some_and(|tier| tier <= TOLD_TIER) && permission.name != IMPERSONATION
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
