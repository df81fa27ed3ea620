//! What is publicly known about Microsoft's clouds, tenants, applications, resources, permissions
//! and roles: small tables with a source in every row.
//!
//! Not its job: judging anything. A name here is a label that the source gives, not a proof; an id
//! that no table knows is unknown, not suspicious.

pub mod aadsts;
pub mod claims;
pub mod logs;
mod origin;
mod table;
pub mod validator_errors;

pub use origin::{both_names, origin};
pub use table::{Row, Table};

use uuid::Uuid;

pub const APPS: Table = Table::new("apps", include_str!("apps.tsv"));
pub const AUDIENCES: Table = Table::new("audiences", include_str!("audiences.tsv"));
pub const CLOUDS: Table = Table::new("clouds", include_str!("clouds.tsv"));
pub const DIRECTORY_ROLES: Table =
    Table::new("directory-roles", include_str!("directory-roles.tsv"));
pub const PERMISSIONS: Table = Table::new("permissions", include_str!("permissions.tsv"));
pub const RECORD_TYPES: Table = Table::new("record-types", include_str!("record-types.tsv"));
pub const TENANTS: Table = Table::new("tenants", include_str!("tenants.tsv"));
pub const USER_TYPES: Table = Table::new("user-types", include_str!("user-types.tsv"));

/// Every table, for the tests that guard them.
pub const ALL: &[Table] = &[
    aadsts::TABLE,
    APPS,
    AUDIENCES,
    claims::TABLE,
    CLOUDS,
    DIRECTORY_ROLES,
    logs::CLAIMS,
    logs::FIELDS,
    logs::IDENTITY_TYPES,
    logs::TABLES,
    PERMISSIONS,
    RECORD_TYPES,
    TENANTS,
    validator_errors::TABLE,
    USER_TYPES,
];

/// How sure a row is, where a table says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// In the vendor's or the library's own pages or source.
    Documented,
    /// Seen in real tokens or quoted in public threads.
    Observed,
    /// Worked out from samples.
    Derived,
    /// A guess, or from memory without a source at hand.
    Unsure,
}

impl Basis {
    fn read(word: &str) -> Self {
        match word {
            "documented" => Self::Documented,
            "observed" => Self::Observed,
            "derived" => Self::Derived,
            _ => Self::Unsure,
        }
    }

    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "seen in practice, not documented",
            Self::Derived => "worked out from samples, not documented",
            Self::Unsure => "not confirmed: a guess or from memory",
        }
    }
}

/// An application that Microsoft runs, as public lists name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct App {
    pub id: &'static str,
    pub name: &'static str,
    /// Another name that a public list gives to the same id; empty for most.
    pub other_name: &'static str,
    role: &'static str,
    foci: &'static str,
    /// The tenant that owns it, where a list says so; empty otherwise.
    pub owner_tenant: &'static str,
    pub source: &'static str,
}

impl App {
    /// Whether public lists have seen it ask for tokens, as opposed to receive them.
    #[must_use]
    pub fn is_client(&self) -> bool {
        matches!(self.role, "client" | "both")
    }

    /// Whether public lists have seen it receive tokens.
    #[must_use]
    pub fn is_resource(&self) -> bool {
        matches!(self.role, "resource" | "both")
    }

    /// Whether its refresh tokens serve other clients of Microsoft's too ("family of client ids").
    #[must_use]
    pub fn shares_refresh_tokens(&self) -> bool {
        self.foci == "yes"
    }

    /// Every application of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        APPS.rows().map(Self::read)
    }

    fn read(row: Row) -> Self {
        let [id, name, other_name, role, foci, owner_tenant, source] = row.columns();
        Self {
            id,
            name,
            other_name,
            role,
            foci,
            owner_tenant,
            source,
        }
    }
}

/// The application with this id, if the table knows it.
#[must_use]
pub fn app(id: Uuid) -> Option<App> {
    APPS.find(&id.to_string()).next().map(App::read)
}

/// A resource behind one spelling of an audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource {
    pub app_id: &'static str,
    pub name: &'static str,
    /// The cloud in which this spelling is used: `any`, `public`, `usgov`, …
    pub cloud: &'static str,
    pub source: &'static str,
    /// Whether the row is a pattern, `https://*.sharepoint.com`: every host below it is a resource of
    /// its own with the same application behind it.
    pub is_pattern: bool,
}

/// The resource that this audience names. `audience` is in lower case and without a trailing slash.
#[must_use]
pub fn resource(audience: &str) -> Option<Resource> {
    let exact = AUDIENCES.find(audience).next();
    let row = exact.or_else(|| {
        let host = audience.strip_prefix("https://")?;
        // No longer name exists (RFC 1035, section 2.3.4), and each dot costs a look.
        let is_host = host.len() <= 253
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
        let above = host.match_indices('.').filter(|(at, _)| is_host && *at > 0);
        let mut patterns = above.map(|(at, _)| format!("https://*{}", &host[at..]));
        patterns.find_map(|pattern| AUDIENCES.find(&pattern).next())
    })?;
    Some(Resource {
        app_id: row.column(1),
        name: row.column(2),
        cloud: row.column(3),
        source: row.column(4),
        is_pattern: row.column(0) != audience,
    })
}

/// Why a tenant id is known to everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TenantKind {
    /// Never a real tenant: all zeros, all ones, …
    Placeholder,
    /// Printed in documentation, help texts or test fixtures.
    DocsSample,
    /// Microsoft's own.
    Microsoft,
    /// Personal Microsoft accounts.
    Personal,
    /// "Microsoft Services": owns first-party apps, receives personal accounts without a tenant.
    Services,
}

/// A tenant that is publicly known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownTenant {
    pub id: &'static str,
    pub name: &'static str,
    pub kind: TenantKind,
    pub source: &'static str,
}

/// The tenant with this id, if it is a publicly known one.
#[must_use]
pub fn tenant(id: Uuid) -> Option<KnownTenant> {
    TENANTS.find(&id.to_string()).next().map(KnownTenant::read)
}

impl KnownTenant {
    /// Every tenant of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TENANTS.rows().map(Self::read)
    }

    fn read(row: Row) -> Self {
        let [id, name, kind, _, source] = row.columns();
        let kind = match kind {
            "placeholder" => TenantKind::Placeholder,
            "docs-sample" => TenantKind::DocsSample,
            "personal" => TenantKind::Personal,
            "services" => TenantKind::Services,
            _ => TenantKind::Microsoft,
        };
        Self {
            id,
            name,
            kind,
            source,
        }
    }
}

/// A permission and how far it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    pub name: &'static str,
    pub resource_app_id: &'static str,
    /// The resource's name.
    pub resource: &'static str,
    /// The permission's own GUID on that resource; empty where no list has it.
    pub id: &'static str,
    /// An application permission (role) as opposed to a delegated one (scope).
    pub is_app: bool,
    /// 0 takes over the control plane, 1 reads or administers broadly, 2 is reconnaissance or
    /// limited, 3 is low. This project's own classification.
    pub tier: u8,
    pub effect: &'static str,
    pub source: &'static str,
}

impl Permission {
    /// Every permission of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        PERMISSIONS.rows().filter_map(Self::read)
    }

    fn read(row: Row) -> Option<Self> {
        let [
            name,
            resource_app_id,
            kind,
            tier,
            effect,
            resource,
            id,
            source,
        ] = row.columns();
        Some(Self {
            name,
            resource_app_id,
            is_app: kind == "app",
            tier: tier.parse().ok()?,
            effect,
            resource,
            id,
            source,
        })
    }
}

/// Everything known about permissions of this name, on whatever resource.
pub fn permissions(name: &str) -> impl Iterator<Item = Permission> + use<'_> {
    PERMISSIONS.find(name).filter_map(Permission::read)
}

/// A directory role behind a `wids` value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DirectoryRole {
    /// The template id, the same in every tenant.
    pub id: &'static str,
    pub name: &'static str,
    /// Microsoft's own `isPrivileged` flag.
    pub is_privileged: bool,
    /// An ordinary-user or app-only marker that is no role, although it stands among them.
    pub is_pseudo: bool,
    pub source: &'static str,
}

impl DirectoryRole {
    /// Every role of the table, those included that are none.
    pub fn all() -> impl Iterator<Item = Self> {
        DIRECTORY_ROLES.rows().map(Self::read)
    }

    fn read(row: Row) -> Self {
        Self {
            id: row.column(0),
            name: row.column(1),
            is_privileged: row.column(2) == "yes",
            is_pseudo: row.column(3) == "pseudo",
            source: row.column(4),
        }
    }
}

/// The built-in role with this template id. Custom roles have ids of their own and are unknown.
#[must_use]
pub fn directory_role(id: Uuid) -> Option<DirectoryRole> {
    let id = id.to_string();
    DIRECTORY_ROLES.find(&id).next().map(DirectoryRole::read)
}

/// The number of a record type of the unified audit log, by the name that formatted exports write.
#[must_use]
pub fn record_type(name: &str) -> Option<u32> {
    number_of(RECORD_TYPES, &[1, 2], name)
}

/// The number of a user type of the unified audit log, by its name.
#[must_use]
pub fn user_type(name: &str) -> Option<u32> {
    number_of(USER_TYPES, &[1], name)
}

fn number_of(table: Table, columns: &[usize], name: &str) -> Option<u32> {
    let is_named = |row: &Row| {
        let mut names = columns.iter().map(|&column| row.column(column));
        names.any(|known| !known.is_empty() && known.eq_ignore_ascii_case(name))
    };
    table.rows().find(is_named)?.column(0).parse().ok()
}

#[cfg(test)]
mod tests;
