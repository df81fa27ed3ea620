//! The power a token claims: scopes, roles and directory roles, with their reach where it is known.
//!
//! Not its job: effective rights. A delegated scope never gives more than the person has; an
//! application role does. Both stand here as the token names them.

use uuid::Uuid;

use crate::facts;
use crate::jose::claims::Claims;

/// One permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// As it stands in the token (untrusted), or the directory role's name where the id is known.
    pub name: String,
    pub kind: PermissionKind,
    /// 0 takes over the control plane, 1 reads or administers broadly, 2 is reconnaissance or limited,
    /// 3 is low; `None` where nothing is known.
    pub tier: Option<u8>,
    pub why: &'static str,
    /// One of the ids among the directory roles that are no role.
    pub is_marker: bool,
}

/// Where a permission comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PermissionKind {
    /// `scp`: delegated, capped by the person's own rights.
    Scope,
    /// `roles`: the application's own rights, or the person's role in the resource.
    Role,
    /// `wids`: the directory roles of the subject, a person or a service principal, in the issuing tenant.
    DirectoryRole,
}

impl PermissionKind {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Scope => "scope",
            Self::Role => "role",
            Self::DirectoryRole => "directory_role",
        }
    }
}

/// All permissions of a token, the most powerful first.
#[must_use]
pub fn read(claims: &Claims, resource: Option<Uuid>) -> Vec<Permission> {
    let resource = resource.map(|id| id.to_string());
    let resource = resource.as_deref();
    let scopes = scopes(claims)
        .into_iter()
        .map(|name| named(name, PermissionKind::Scope, resource));
    let roles = claims
        .texts("roles")
        .into_iter()
        .map(|name| named(name, PermissionKind::Role, resource));
    let directory = claims.texts("wids").into_iter().map(directory_role);
    let mut all: Vec<Permission> = scopes.chain(roles).chain(directory).collect();
    all.sort_by_key(|permission| permission.tier.unwrap_or(u8::MAX));
    all
}

/// The delegated scopes: `scp`, or `scope` of other providers (RFC 9068, section 2.2.3).
#[must_use]
pub fn scopes(claims: &Claims) -> Vec<&str> {
    let name = if claims.has("scp") { "scp" } else { "scope" };
    claims.words(name)
}

fn named(name: &str, kind: PermissionKind, resource: Option<&str>) -> Permission {
    let is_app = kind == PermissionKind::Role;
    // The same name means different things on different resources: only the token's own counts.
    let known = facts::permissions(name)
        .find(|known| known.is_app == is_app && Some(known.resource_app_id) == resource);
    Permission {
        name: name.to_owned(),
        kind,
        tier: known.map(|known| known.tier),
        why: known.map_or("not in the table", |known| known.effect),
        is_marker: false,
    }
}

fn directory_role(id: &str) -> Permission {
    let known = id.parse().ok().and_then(facts::directory_role);
    let (name, tier, why) = match known {
        Some(role) if role.is_pseudo => (role.name, None, "a marker that is no role"),
        Some(role) if role.is_privileged => (
            role.name,
            Some(0),
            "a directory role that Microsoft calls privileged",
        ),
        Some(role) => (role.name, Some(2), "a directory role"),
        None => (
            id,
            None,
            "no built-in role has this id; custom roles have ids of their own",
        ),
    };
    Permission {
        name: name.to_owned(),
        kind: PermissionKind::DirectoryRole,
        tier,
        why,
        is_marker: known.is_some_and(|role| role.is_pseudo),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::json::parse;

    const EXCHANGE: Uuid = Uuid::from_u128(0x00000002_0000_0ff1_ce00_000000000000);

    fn tiers(payload: &str, resource: Option<Uuid>) -> Vec<(String, Option<u8>)> {
        let claims = Claims(parse(payload.as_bytes()).value);
        read(&claims, resource)
            .into_iter()
            .map(|permission| (permission.name, permission.tier))
            .collect()
    }

    #[test]
    fn the_most_powerful_come_first() {
        let payload = r#"{"scp":"EWS.AccessAsUser.All Own.Read AdminApi.AccessAsUser.All"}"#;
        assert_eq!(
            tiers(payload, Some(EXCHANGE)),
            [
                ("AdminApi.AccessAsUser.All".into(), Some(0)),
                ("EWS.AccessAsUser.All".into(), Some(1)),
                ("Own.Read".into(), None),
            ]
        );
    }

    #[test]
    fn a_name_counts_only_on_its_own_resource() {
        let payload = r#"{"scp":"AdminApi.AccessAsUser.All"}"#;
        assert_eq!(
            tiers(payload, None),
            [("AdminApi.AccessAsUser.All".into(), None)]
        );
    }

    #[test]
    fn markers_are_no_roles() {
        let payload = r#"{"wids":["b79fbf4d-3ef9-4689-8143-76b194e85509","62e90394-69f5-4237-9190-012177145e10"]}"#;
        let tiers: Vec<_> = tiers(payload, None)
            .into_iter()
            .map(|(_, tier)| tier)
            .collect();
        assert_eq!(tiers, [Some(0), None]);
    }
}
