//! What came after a foreign entry, and what came before it.

use super::*;

fn mail_at(id: u32, minute: u32) -> String {
    mail(id, "pat@fabrikam.example").replace("T12:30:00", &format!("T12:{minute:02}:00"))
}

fn login_at(minute: u32) -> String {
    let login = sign_in(1, OTHER, "pat@fabrikam.example");
    let (before, after) = login.split_once("\"CreationTime\":\"").unwrap();
    let (_, after) = after.split_once('"').unwrap();
    format!("{before}\"CreationTime\":\"2026-11-20T12:{minute:02}:00\"{after}")
}

/// Purview exports the newest first: what stands further down is not what came after.
#[test]
fn only_what_came_after_the_entry_followed_it_and_is_named() {
    let survey = surveyed(&[
        mail_at(50, 50),
        mail_at(36, 36),
        login_at(35),
        mail_at(34, 34),
        mail_at(10, 10),
    ]);
    let group = &survey.audit.groups[0];
    assert_eq!(group.followed.count, Some(2));
    assert_eq!(group.severity, Severity::Medium);
    let told: Vec<String> = group
        .followed
        .records
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "2026-11-20T12:36:00Z MailItemsAccessed, line 2 of export, id 00000036-0c3b-4a97-b1e4-7f60d2c95a00",
            "2026-11-20T12:50:00Z MailItemsAccessed, line 1 of export, id 00000050-0c3b-4a97-b1e4-7f60d2c95a00",
        ]
    );
}

#[test]
fn what_failed_afterwards_is_told_as_failed() {
    let failed = mail_at(36, 36).replacen('{', r#"{"ResultStatus":"Failed","#, 1);
    let survey = surveyed(&[login_at(35), failed]);
    let told = survey.audit.groups[0].followed.records[0].to_string();
    assert!(
        told.starts_with("2026-11-20T12:36:00Z MailItemsAccessed (failed), line 2 of export"),
        "{told}"
    );
}

#[test]
fn what_came_before_the_entry_says_nothing_against_it() {
    let survey = surveyed(&[login_at(35), mail_at(34, 34), mail_at(10, 10)]);
    let group = &survey.audit.groups[0];
    assert_eq!(group.followed.count, Some(0));
    assert!(group.followed.records.is_empty());
    assert_eq!(
        (group.severity, group.confidence),
        (Severity::Low, Confidence::High)
    );
}

/// A culture's own spelling is not guessed, so nobody knows whether the mail was read before or after.
#[test]
fn activity_whose_order_is_unknown_is_no_activity_after_it() {
    let local = |json: String, minute: u32| {
        let (iso, other) = (
            format!("2026-11-20T12:{minute:02}:00"),
            format!("20.11.2026 12:{minute:02}:00"),
        );
        json.replace(&iso, &other)
    };
    let survey = surveyed(&[local(login_at(35), 35), local(mail_at(36, 36), 36)]);
    let group = &survey.audit.groups[0];
    assert_eq!((group.followed.count, group.followed.unordered), (None, 1));
    assert_eq!(group.severity, Severity::Low);
}
