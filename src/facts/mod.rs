//! What is publicly known about Microsoft's clouds, tenants, applications, resources, permissions
//! and roles: small tables with a source in every row.
//!
//! Not its job: judging anything. A name here is a label that the source gives, not a proof; an id
//! that no table knows is unknown, not suspicious.

mod table;

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
pub const ALL: [Table; 8] = [
    APPS,
    AUDIENCES,
    CLOUDS,
    DIRECTORY_ROLES,
    PERMISSIONS,
    RECORD_TYPES,
    TENANTS,
    USER_TYPES,
];

/// An application that Microsoft runs, as public lists name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct App {
    pub id: &'static str,
    pub name: &'static str,
    /// Another name that a public list gives to the same id; empty for most.
    pub other_name: &'static str,
    role: &'static str,
    pub source: &'static str,
}

impl App {
    /// Whether public lists have seen it ask for tokens, as opposed to receive them.
    #[must_use]
    pub fn is_client(&self) -> bool {
        matches!(self.role, "client" | "both")
    }
}

/// The application with this id, if the table knows it.
#[must_use]
pub fn app(id: Uuid) -> Option<App> {
    let row = APPS.find(&id.to_string()).next()?;
    Some(App {
        id: row.column(0),
        name: row.column(1),
        other_name: row.column(2),
        role: row.column(3),
        source: row.column(6),
    })
}

/// A resource behind one spelling of an audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource {
    pub app_id: &'static str,
    pub name: &'static str,
    /// The cloud in which this spelling is used: `any`, `public`, `usgov`, …
    pub cloud: &'static str,
    pub source: &'static str,
}

/// The resource that this audience names. `audience` is in lower case and without a closing slash.
#[must_use]
pub fn resource(audience: &str) -> Option<Resource> {
    let row = AUDIENCES.find(audience).next()?;
    Some(Resource {
        app_id: row.column(1),
        name: row.column(2),
        cloud: row.column(3),
        source: row.column(4),
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
    pub name: &'static str,
    pub kind: TenantKind,
    pub source: &'static str,
}

/// The tenant with this id, if it is a publicly known one.
#[must_use]
pub fn tenant(id: Uuid) -> Option<KnownTenant> {
    let row = TENANTS.find(&id.to_string()).next()?;
    let kind = match row.column(2) {
        "placeholder" => TenantKind::Placeholder,
        "docs-sample" => TenantKind::DocsSample,
        "personal" => TenantKind::Personal,
        "services" => TenantKind::Services,
        _ => TenantKind::Microsoft,
    };
    Some(KnownTenant {
        name: row.column(1),
        kind,
        source: row.column(4),
    })
}

/// A permission and how far it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    pub resource_app_id: &'static str,
    /// An application permission (role) as opposed to a delegated one (scope).
    pub is_app: bool,
    /// 0 takes over the control plane, 1 reads or administers broadly, 2 is reconnaissance or
    /// limited, 3 is low. This project's own classification.
    pub tier: u8,
    pub effect: &'static str,
}

/// Everything known about permissions of this name, on whatever resource.
pub fn permissions(name: &str) -> impl Iterator<Item = Permission> + use<'_> {
    PERMISSIONS.find(name).filter_map(|row| {
        Some(Permission {
            resource_app_id: row.column(1),
            is_app: row.column(2) == "app",
            tier: row.column(3).parse().ok()?,
            effect: row.column(4),
        })
    })
}

/// A directory role behind a `wids` value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DirectoryRole {
    pub name: &'static str,
    /// Microsoft's own `isPrivileged` flag.
    pub is_privileged: bool,
    /// An ordinary-user or app-only marker that is no role, although it stands among them.
    pub is_pseudo: bool,
}

/// The built-in role with this template id. Custom roles have ids of their own and are unknown.
#[must_use]
pub fn directory_role(id: Uuid) -> Option<DirectoryRole> {
    let row = DIRECTORY_ROLES.find(&id.to_string()).next()?;
    Some(DirectoryRole {
        name: row.column(1),
        is_privileged: row.column(2) == "yes",
        is_pseudo: row.column(3) == "pseudo",
    })
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
mod tests {
    use super::*;

    fn guid(text: &str) -> Uuid {
        text.parse().unwrap()
    }

    #[test]
    fn every_table_is_sorted_square_and_sourced() {
        for table in ALL {
            let columns = (0..)
                .take_while(|index| !table.header().column(*index).is_empty())
                .count();
            let keys: Vec<_> = table.rows().map(|row| row.column(0)).collect();
            assert!(
                keys.is_sorted_by(|a, b| a.as_bytes() <= b.as_bytes()),
                "{}",
                table.name
            );
            assert_eq!(
                table.header().column(columns - 1),
                "source",
                "{}",
                table.name
            );
            for row in table.rows() {
                assert!(
                    !row.column(columns - 1).is_empty(),
                    "{}: {row:?} has no source",
                    table.name
                );
                assert_eq!(
                    row.column(columns),
                    "",
                    "{}: {row:?} is too wide",
                    table.name
                );
            }
        }
    }

    #[test]
    fn record_and_user_types_are_known_by_every_name() {
        assert_eq!(record_type("AzureActiveDirectoryStsLogon"), Some(15));
        assert_eq!(record_type("Yammer"), record_type("viva engage"));
        assert_eq!(record_type(""), None);
        assert_eq!(user_type("DcAdmin"), Some(3));
    }

    #[test]
    fn the_two_names_of_remote_powershell() {
        let app = app(guid("a0c73c16-a7e3-4564-9a95-2bdf47383716")).unwrap();
        assert_eq!(app.name, "Microsoft Exchange Online Remote PowerShell");
        assert_eq!(app.other_name, "Legacy Exchange Online");
        assert!(app.is_client());
    }

    #[test]
    fn spellings_of_one_resource_meet() {
        let by_url = resource("https://outlook.office365.com").unwrap();
        let by_id = resource("00000002-0000-0ff1-ce00-000000000000").unwrap();
        assert_eq!(by_url.app_id, by_id.app_id);
    }

    #[test]
    fn well_known_tenants_have_a_kind() {
        let kind = |id| tenant(guid(id)).map(|tenant| tenant.kind);
        assert_eq!(
            kind("9188040d-6c67-4c5b-b112-36a304b66dad"),
            Some(TenantKind::Personal)
        );
        assert_eq!(
            kind("f8cdef31-a31e-4b4a-93e4-5f571e91255a"),
            Some(TenantKind::Services)
        );
        assert_eq!(
            kind("aaaabbbb-0000-cccc-1111-dddd2222eeee"),
            Some(TenantKind::DocsSample)
        );
        assert_eq!(kind("3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618"), None);
    }

    #[test]
    fn pseudo_roles_are_not_roles() {
        assert!(
            directory_role(guid("b79fbf4d-3ef9-4689-8143-76b194e85509"))
                .unwrap()
                .is_pseudo
        );
        let admin = directory_role(guid("62e90394-69f5-4237-9190-012177145e10")).unwrap();
        assert!(admin.is_privileged && !admin.is_pseudo);
    }

    #[test]
    fn a_permission_can_exist_in_both_kinds() {
        let kinds: Vec<_> = permissions("Mail.ReadWrite").map(|p| p.is_app).collect();
        assert!(kinds.contains(&true) && kinds.contains(&false));
    }
}
