//! What every table keeps, and a few rows that everything rests on.

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

#[test]
fn what_is_no_host_costs_no_search() {
    let below = resource("https://fabrikam.sharepoint.com").unwrap();
    assert!(below.is_pattern);
    // The pattern would fit, had such a name room in the DNS.
    let dots = format!("https://{}sharepoint.com", "a.".repeat(450_000));
    assert_eq!(resource(&dots), None);
}
