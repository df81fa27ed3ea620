//! Exports as a whole: who is foreign, what followed, and what is only noted.

mod answers;
mod followed;
mod noted;

use super::*;
use crate::finding::Severity;

const OWN: &str = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";
const OTHER: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";

fn sign_in(id: u32, actor: &str, user: &str) -> String {
    format!(
        r#"{{"CreationTime":"2026-11-20T12:00:00","Id":"{id:08}-0c3b-4a97-b1e4-7f60d2c95a00","Operation":"UserLoggedIn","OrganizationId":"{OWN}","RecordType":15,"Workload":"AzureActiveDirectory","UserId":"{user}","ActorContextId":"{actor}","TargetContextId":"{OWN}","ApplicationId":"a0c73c16-a7e3-4564-9a95-2bdf47383716","ObjectId":"00000002-0000-0ff1-ce00-000000000000"}}"#
    )
}

fn mail(id: u32, user: &str) -> String {
    format!(
        r#"{{"CreationTime":"2026-11-20T12:30:00","Id":"{id:08}-0c3b-4a97-b1e4-7f60d2c95a00","Operation":"MailItemsAccessed","OrganizationId":"{OWN}","RecordType":50,"Workload":"Exchange","UserId":"{user}"}}"#
    )
}

fn surveyed(records: &[String]) -> Survey {
    seen_from(&[], records)
}

fn seen_from(own: &[&str], records: &[String]) -> Survey {
    let own: Vec<Uuid> = own.iter().map(|id| id.parse().unwrap()).collect();
    let source = std::io::Cursor::new(records.join("\n").into_bytes());
    let export = Export {
        name: "export".into(),
        source: Box::new(source),
        file: None,
        is_named: true,
    };
    survey(vec![export], &own, &[], &Options::default())
}

#[test]
fn foreign_is_whoever_is_of_another_tenant_and_nobody_else() {
    let survey = surveyed(&[
        sign_in(1, OWN, "kim@tailspin.example"),
        sign_in(2, OTHER, "pat@fabrikam.example"),
    ]);
    assert_eq!(survey.audit.foreign.len(), 1);
    assert_eq!(
        survey.audit.groups[0].explanation.id,
        "exchange-powershell-wrong-tenant"
    );
    let majority = survey.majority.unwrap();
    assert_eq!(
        (majority.tenant.to_string(), majority.records),
        (OWN.into(), 2)
    );
    assert!(majority.is_told);
}

#[test]
fn what_followed_is_counted_and_speaks() {
    let login = || sign_in(1, OTHER, "pat@fabrikam.example");
    let group = |records: &[String]| surveyed(records).audit.groups.remove(0);
    let alone = group(&[login()]);
    assert_eq!(
        (alone.followed.count, alone.severity, alone.confidence),
        (None, Severity::Low, Confidence::Medium)
    );
    let quiet = group(&[login(), mail(2, "kim@tailspin.example")]);
    assert_eq!(
        (quiet.followed.count, quiet.severity, quiet.confidence),
        (Some(0), Severity::Low, Confidence::High)
    );
    let active = group(&[
        login(),
        mail(2, "PAT@fabrikam.example"),
        mail(3, "pat@fabrikam.example"),
    ]);
    assert_eq!(
        (active.followed.count, active.severity),
        (Some(2), Severity::Medium)
    );
}

#[test]
fn placeholders_for_users_are_nobody() {
    let survey = surveyed(&[sign_in(1, OTHER, "Not Available"), mail(2, "Not Available")]);
    let group = &survey.audit.groups[0];
    assert_eq!((group.followed.count, group.names_nobody), (None, true));
}

#[test]
fn a_duplicate_counts_once() {
    let login = sign_in(1, OTHER, "pat@fabrikam.example");
    let survey = surveyed(&[login.clone(), login]);
    assert_eq!(
        (
            survey.audit.groups[0].count,
            survey.audit.exports[0].duplicates
        ),
        (1, Some(1))
    );
}

#[test]
fn services_of_microsoft_are_counted_and_not_listed() {
    let system =
        |id: u32| mail(id, "NT AUTHORITY\\\\SYSTEM (x)").replacen('{', r#"{"UserType":3,"#, 1);
    let survey = surveyed(&[system(1), system(2), mail(3, "kim@tailspin.example")]);
    assert!(survey.audit.noted.is_empty());
    assert_eq!(survey.audit.noted_groups[0].count, 2);
    assert_eq!(
        survey.audit.noted_groups[0].explanation.id,
        "datacenter-actor"
    );
}

#[test]
fn a_sign_in_log_that_does_not_say_whose_it_is_gets_its_own_tenant_by_majority() {
    let row = |id: u32, home: &str, resource: &str| {
        format!(
            r#"{{"id":"{id:08}-0c3b-4a97-b1e4-7f60d2c95a00","createdDateTime":"2026-11-20T12:00:00Z","appId":"04b07795-8ddb-461a-bbee-02f9e1bf7b46","ipAddress":"198.51.100.7","userPrincipalName":"u{id}@x.example","resourceTenantId":"{resource}","homeTenantId":"{home}"}}"#
        )
    };
    let records = [
        row(1, OWN, OTHER),
        row(2, OWN, OWN),
        row(3, OWN, OWN),
        row(4, OTHER, OWN),
    ];
    let audit = surveyed(&records).audit;
    let user = |group: &Group| group.user.clone().unwrap_or_default();
    let foreign: Vec<_> = audit.groups.iter().map(user).collect();
    let noted: Vec<_> = audit.noted_groups.iter().map(user).collect();
    assert_eq!(foreign, ["u4@x.example"]);
    assert_eq!(noted, ["u1@x.example"]);
    assert_eq!(audit.noted[0].explanation.id, "own-user-elsewhere");
    assert_eq!(audit.noted[0].group, 0);
}

#[test]
fn a_log_of_outbound_sign_ins_is_not_that_of_the_tenants_they_went_to() {
    let row = format!(
        r#"{{"id":"00000001-0c3b-4a97-b1e4-7f60d2c95a00","createdDateTime":"2026-11-20T12:00:00Z","appId":"04b07795-8ddb-461a-bbee-02f9e1bf7b46","ipAddress":"198.51.100.7","userPrincipalName":"u@x.example","resourceTenantId":"{OTHER}","homeTenantId":"{OWN}"}}"#
    );
    let untold = seen_from(&[OWN], std::slice::from_ref(&row));
    assert!(untold.names_own);
    assert!(!untold.majority.unwrap().is_told);
    let told = row.replacen('{', &format!(r#"{{"AADTenantId":"{OWN}","#), 1);
    let told = seen_from(&[OWN], &[told]).majority.unwrap();
    assert_eq!((told.tenant.to_string(), told.is_told), (OWN.into(), true));
    let third = "11111111-2222-4333-8444-555555555555";
    assert!(!seen_from(&[third], &[row]).names_own);
}

#[test]
fn none_of_ones_own_tenants_is_foreign_to_another_of_them() {
    let records = [
        sign_in(1, OWN, "kim@tailspin.example"),
        sign_in(2, OTHER, "pat@fabrikam.example"),
    ];
    let survey = seen_from(&[OWN, OTHER], &records);
    assert!(survey.audit.foreign.is_empty(), "{survey:?}");
    assert_eq!(seen_from(&[OWN], &records).audit.foreign.len(), 1);
}

#[test]
fn groups_stay_complete_when_entries_are_bounded() {
    let records: Vec<_> = (0..30)
        .map(|n| sign_in(n, OTHER, "pat@fabrikam.example"))
        .collect();
    let source = std::io::Cursor::new(records.join("\n").into_bytes());
    let export = Export {
        name: "export".into(),
        source: Box::new(source),
        file: None,
        is_named: true,
    };
    let options = Options {
        max_entries: 7,
        ..Options::default()
    };
    let audit = survey(vec![export], &[], &[], &options).audit;
    assert_eq!(
        (audit.foreign.len(), audit.groups[0].count, audit.not_kept),
        (7, 30, 23)
    );
}

#[test]
fn a_sign_in_log_is_no_activity() {
    let row = format!(
        r#"{{"id":"00000009-0c3b-4a97-b1e4-7f60d2c95a00","createdDateTime":"2026-11-20T12:01:00Z","appId":"x","ipAddress":"::1","userPrincipalName":"pat@fabrikam.example","resourceTenantId":"{OWN}","homeTenantId":"{OTHER}"}}"#
    );
    let survey = surveyed(&[sign_in(1, OTHER, "pat@fabrikam.example"), row]);
    assert_eq!(survey.of_workloads, 0);
    assert!(
        survey
            .audit
            .groups
            .iter()
            .all(|group| group.followed.count.is_none())
    );
}

fn directory(id: u32, actor: &str, user: &str, operation: &str) -> String {
    format!(
        r#"{{"CreationTime":"2026-11-20T12:10:00","Id":"{id:08}-0c3b-4a97-b1e4-7f60d2c95a00","Operation":"{operation}","OrganizationId":"{OWN}","RecordType":8,"Workload":"AzureActiveDirectory","UserId":"{user}","UserType":0,"ActorContextId":"{actor}","TargetContextId":"{OWN}"}}"#
    )
}

#[test]
fn a_guest_with_an_account_here_is_a_guest_and_power_is_weighed() {
    let guest = "bob_fabrikam.example#EXT#@tailspin.example";
    let survey = surveyed(&[
        sign_in(1, OWN, "kim@tailspin.example"),
        directory(2, OWN, guest, "Update user."),
        directory(3, OWN, guest, "Add member to role."),
    ]);
    let group = &survey.audit.groups[0];
    assert_eq!(
        (group.explanation.id, group.severity),
        ("guest-account", Severity::Medium)
    );
    assert_eq!(group.operations[0].name, "Add member to role.");
    assert!(group.operations[0].is_grave && !group.operations[1].is_grave);
    assert!(survey.audit.noted_groups.is_empty());
}

#[test]
fn what_the_log_says_failed_gave_nobody_power() {
    let guest = "bob_fabrikam.example#EXT#@tailspin.example";
    let add = |id, status: &str| {
        directory(id, OWN, guest, "Add member to role.").replacen(
            '{',
            &format!(r#"{{"ResultStatus":"{status}","#),
            1,
        )
    };
    let failed = surveyed(&[add(1, "Failure"), add(2, "failed"), add(3, "False")]);
    let group = &failed.audit.groups[0];
    let did = &group.operations[0];
    assert_eq!((did.count, did.is_grave, did.is_failure), (3, false, true));
    assert_eq!(group.severity, Severity::Info);
    for done in ["Success", "PartiallySucceeded", "True", ""] {
        let both = surveyed(&[add(1, "Failure"), add(2, done)]);
        let group = &both.audit.groups[0];
        assert_eq!(group.severity, Severity::Medium, "{done}");
        let counts = group.operations.iter().map(|did| (did.count, did.is_grave));
        assert_eq!(counts.collect::<Vec<_>>(), [(1, true), (1, false)]);
    }
    let truth =
        directory(1, OWN, guest, "New-InboxRule").replacen('{', r#"{"ResultStatus":false,"#, 1);
    assert!(surveyed(&[truth]).audit.groups[0].operations[0].is_failure);
    // Of sign-ins the word says nothing.
    let login = sign_in(4, OTHER, "pat@fabrikam.example");
    let login = login.replacen('{', r#"{"ResultStatus":"Failure","#, 1);
    assert!(!surveyed(&[login]).audit.groups[0].operations[0].is_failure);
}

#[test]
fn what_somebody_does_is_not_what_followed_it() {
    let survey = surveyed(&[
        mail(1, "bob_fabrikam.example#EXT#@tailspin.example"),
        mail(2, "kim@tailspin.example"),
    ]);
    assert_eq!(survey.audit.groups[0].followed.count, Some(0));
}

#[test]
fn a_guest_is_known_by_the_name_at_home() {
    let survey = surveyed(&[
        sign_in(1, OTHER, "mal@evil.example"),
        mail(2, "mal_evil.example#EXT#@tailspin.example"),
    ]);
    let login = &survey.audit.groups[0];
    assert_eq!(
        (login.followed.count, login.severity),
        (Some(1), Severity::Medium)
    );
}

#[test]
fn a_foreign_tenant_does_not_hide_behind_a_first_one() {
    let record = sign_in(1, OWN, "pat@fabrikam.example").replacen(
        '{',
        &format!(r#"{{"ActorContextId":"{OWN}","#),
        1,
    );
    let twice = record.replace(
        &format!(r#""ActorContextId":"{OWN}","TargetContextId""#),
        &format!(r#""ActorContextId":"{OTHER}","TargetContextId""#),
    );
    assert_eq!(surveyed(&[twice]).audit.groups.len(), 1);
}

#[test]
fn a_flood_of_groups_hides_nothing() {
    let mut records: Vec<_> = (0..20_010)
        .map(|n| sign_in(n, OTHER, &format!("u{n}@noise.example")))
        .collect();
    records.push(directory(
        90_000,
        OTHER,
        "mal@evil.example",
        "Add service principal credentials.",
    ));
    let audit = surveyed(&records).audit;
    let count: u64 = audit.groups.iter().map(|group| group.count).sum();
    assert_eq!((count, audit.merged), (20_011, 11));
    let worst = audit
        .groups
        .iter()
        .max_by_key(|group| group.severity)
        .unwrap();
    assert_eq!(worst.severity, Severity::Medium);
    assert!(worst.operations[0].is_grave);
}
