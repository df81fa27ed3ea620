//! Whose the ids of a report are: every name with where it comes from, and what has none.
//!
//! Not its job: judging. A name is what a list calls an id; who holds the token is another question.

use uuid::Uuid;

use crate::entra::permission::{Permission, PermissionKind};
use crate::entra::tenant::TenantId;
use crate::facts;
use crate::report::model::{Report, TokenReport};

/// An application's name and where it comes from, `None` where no public list has it. The second name
/// of an id that two lists call differently stands behind the first.
#[must_use]
pub(super) fn application(id: Uuid) -> Option<String> {
    let app = facts::app(id)?;
    Some(format!(
        "{} ({})",
        facts::both_names(app.name, app.other_name),
        facts::origin(app.source)
    ))
}

/// The name of a publicly known tenant and where it comes from.
#[must_use]
pub(super) fn tenant(id: TenantId) -> Option<String> {
    let known = id.known()?;
    Some(format!("{} ({})", known.name, facts::origin(known.source)))
}

/// The ids of a token that have or could have a name, a line each.
pub(in crate::report) fn names(report: &Report, token: &TokenReport) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for id in tenants(token) {
        lines.push(format!("tenant {id}: {}", tenant_line(report, id)));
    }
    if let Some(client) = &token.profile.client {
        let known = client.app_id().and_then(application);
        let own = client
            .own_name
            .as_ref()
            .map(|name| format!("{name} (--apps)"));
        let unknown = || {
            "in no public list, which is normal for an organisation's own application".to_owned()
        };
        lines.push(format!(
            "client {}: {}",
            client.id,
            known.or(own).unwrap_or_else(unknown)
        ));
    }
    for audience in &token.profile.audiences {
        // An address says by itself whose it is; its id is told where the table knows it.
        let Some(id) = audience.app_id else { continue };
        let own = report.expectation.known.apps.get(&id);
        lines.push(match (audience.name, audience.source, own) {
            (Some(name), Some(source), _) => {
                format!("resource {id}: {name} ({})", facts::origin(source))
            }
            (.., Some(name)) => format!("resource {id}: {name} (--apps)"),
            _ => format!(
                "resource {id}: in no public list, which is normal for an organisation's own API"
            ),
        });
    }
    let has_roles = |held: &Permission| {
        held.kind == PermissionKind::DirectoryRole && held.tier.is_some() && !held.is_marker
    };
    if token.profile.permissions.iter().any(has_roles) {
        lines.push("directory roles: names from Microsoft's list of built-in roles".to_owned());
    }
    for marker in token
        .profile
        .permissions
        .iter()
        .filter(|held| held.is_marker)
    {
        lines.push(format!("wids: {} is a marker and no role", marker.name));
    }
    lines
}

/// Issuing tenant, tid and home, each once.
fn tenants(token: &TokenReport) -> Vec<TenantId> {
    let profile = &token.profile;
    let all = [
        profile.issuing_tenant(),
        profile.tid(),
        profile.subject.home,
    ];
    let mut each = Vec::new();
    for id in all.into_iter().flatten() {
        if !each.contains(&id) {
            each.push(id);
        }
    }
    each
}

/// What is known of a tenant.
pub(in crate::report) fn tenant_line(report: &Report, id: TenantId) -> String {
    if let Some(known) = tenant(id) {
        return known;
    }
    let asked = &report.expectation;
    if let Some(place) = asked.known.samples.get(&id) {
        let of = if place.is_empty() { "" } else { ": " };
        return format!("published in a sample{of}{place} (--known-samples)");
    }
    let given = asked
        .tenants
        .iter()
        .find(|expected| expected.tenant == Some(id) && expected.given != id.to_string());
    match given {
        Some(expected) => format!("{} (the domain that was asked)", expected.given),
        None => "in no public table, which is normal".to_owned(),
    }
}

/// A tenant's name alone: the domain that was asked, else what is publicly known.
pub(in crate::report) fn short_name(report: &Report, id: TenantId) -> Option<String> {
    let mut asked = report.expectation.tenants.iter();
    let given =
        asked.find(|expected| expected.tenant == Some(id) && expected.given != id.to_string());
    given
        .map(|expected| expected.given.clone())
        .or_else(|| Some(id.known()?.name.to_owned()))
}
