//! Tests of `entra/subject.rs`.

use super::*;
use crate::jose::json::parse;

const E: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
const X: &str = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";

/// Expands `E` and `X` in iss, tid and idp, and adds other members.
fn subject(iss: &str, tid: &str, idp: Option<&str>, rest: &str) -> Subject {
    let sts = |tenant: &str| format!("https://sts.windows.net/{tenant}/");
    let idp = idp.map_or_else(String::new, |idp| {
        let value = if idp.len() == 36 {
            sts(idp)
        } else {
            idp.to_owned()
        };
        format!(r#","idp":"{value}""#)
    });
    let payload = format!(
        r#"{{"iss":"{}","tid":"{tid}","scp":"x"{idp}{rest}}}"#,
        sts(iss)
    );
    let claims = Claims(parse(payload.as_bytes()).value);
    let issuer = claims.text("iss").map(Issuer::read);
    Subject::read(&claims, issuer.as_ref(), |tenant| tenant.to_string() == E)
}

fn home(subject: &Subject) -> Option<String> {
    subject.home.map(|home| home.to_string())
}

#[test]
fn the_truth_table_of_homes() {
    let member = subject(E, E, None, "");
    assert_eq!(
        (home(&member).as_deref(), member.kind),
        (Some(E), PrincipalKind::Member)
    );
    let guest = subject(E, E, Some(X), r#","altsecid":"5::100300""#);
    assert_eq!(
        (home(&guest).as_deref(), guest.kind),
        (Some(X), PrincipalKind::Guest)
    );
    let personal = subject(E, E, Some("live.com"), r#","altsecid":"1:live.com:0003""#);
    assert_eq!(
        (personal.home, personal.kind),
        (Some(TenantId::PERSONAL), PrincipalKind::Guest)
    );
    let external = subject(E, E, Some(X), "");
    assert_eq!(
        (home(&external).as_deref(), external.kind),
        (Some(X), PrincipalKind::Unknown)
    );
    let own_user_elsewhere = subject(X, X, Some(E), "");
    assert_eq!(home(&own_user_elsewhere).as_deref(), Some(E));
    let only_issuer_foreign = subject(X, E, None, "");
    assert_eq!(home(&only_issuer_foreign).as_deref(), Some(E));
    assert_eq!(only_issuer_foreign.home_source, Some(HomeSource::Tid));
    let disagreeing = subject(E, X, None, "");
    assert_eq!(home(&disagreeing), None);
}

#[test]
fn only_odd_relations_mean_something() {
    let relation =
        |values: &str| subject(E, E, None, &format!(r#","xms_idrel":"{values}""#)).relation;
    assert_eq!(relation("1 30"), Some(Relation::Member));
    assert_eq!(relation("2 12"), None);
    assert_eq!(relation("11 30"), Some(Relation::Gdap));
    assert_eq!(relation("15 2"), Some(Relation::PassThrough));
}

#[test]
fn a_pass_through_subject_is_not_at_home() {
    let subject = subject(E, E, None, r#","xms_idrel":"15""#);
    assert_eq!((subject.home, subject.kind), (None, PrincipalKind::Unknown));
}

#[test]
fn applications_are_recognised_without_idtyp() {
    let claims = |text: &str| Claims(parse(text.as_bytes()).value);
    assert!(is_app_only(&claims(r#"{"roles":["R"]}"#)));
    assert!(is_app_only(&claims(r#"{"oid":"a","sub":"a"}"#)));
    assert!(is_app_only(&claims(r#"{"idtyp":"app","upn":"x"}"#)));
    assert!(!is_app_only(&claims(
        r#"{"roles":["R"],"preferred_username":"pat"}"#
    )));
    assert!(!is_app_only(&claims(r#"{"scp":"x","oid":"a","sub":"a"}"#)));
    assert!(!is_app_only(&claims(r#"{"idtyp":"user","roles":["R"]}"#)));
}

#[test]
fn a_social_provider_is_named_but_is_no_tenant() {
    let subject = subject(E, E, Some("google.com"), "");
    assert_eq!(
        (subject.home, subject.foreign_idp.as_deref()),
        (None, Some("google.com"))
    );
}

#[test]
fn a_part_of_a_token_makes_nobody_a_member_or_an_application() {
    let part = |text: &str| {
        let claims = Claims(parse(text.as_bytes()).value);
        let issuer = claims.text("iss").map(Issuer::read);
        let subject = Subject::read(&claims, issuer.as_ref(), |_| false).of_a_part(&claims);
        (subject.home.is_some(), subject.kind)
    };
    let of = |rest: &str| {
        part(&format!(
            r#"{{"iss":"https://sts.windows.net/{E}/"{rest}}}"#
        ))
    };
    assert_eq!(of(""), (false, PrincipalKind::Unknown));
    assert_eq!(of(r#","roles":["R"]"#), (false, PrincipalKind::Unknown));
    assert_eq!(of(r#","xms_idrel":"1 18""#), (true, PrincipalKind::Member));
    assert_eq!(of(r#","idtyp":"app""#).1, PrincipalKind::App);
}
