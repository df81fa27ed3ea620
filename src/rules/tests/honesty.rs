//! What a finding may say: no more than the token and the question show.

use crate::entra::expectation::Expectation;
use crate::finding::Confidence;
use crate::jose::proof::Status;

use super::*;

#[test]
fn no_tenant_is_right_where_none_was_expected() {
    let guest = || Draft::of(E).idp(G).with(r#""altsecid":"5::1003""#);
    let title = |expectation: &Expectation| {
        let findings = guest().judged(expectation).findings;
        let guest = findings.into_iter().find(|f| f.rule == "b2b-guest");
        guest.map(|found| found.title).unwrap_or_default()
    };
    assert!(title(&own()).starts_with("right tenant"));
    for asked in [Expectation::default(), expecting(&["any"])] {
        assert!(title(&asked).starts_with("an external person"));
    }
    let denied = Expectation {
        deny_guests: true,
        ..expecting(&["any"])
    };
    let judgement = guest().judged(&denied);
    let evidence = &judgement.findings[0].evidence;
    let home = evidence.iter().find(|one| one.at == "home");
    assert_eq!(home.and_then(|one| one.expected.as_deref()), Some(E));
    let personal = Draft::of("9188040d-6c67-4c5b-b112-36a304b66dad");
    assert_eq!(
        personal.verdict(&denied),
        ("personal-account", Ending::Unexpected)
    );
}

#[test]
fn a_story_says_no_more_than_the_token() {
    let told = |draft: Draft, expectation: &Expectation| {
        let judgement = draft.judged(expectation);
        judgement.findings.into_iter().next().unwrap()
    };
    let by_name = told(
        Draft::of(X).with(r#""preferred_username":"pat@fabrikam.example""#),
        &own(),
    );
    assert_eq!(by_name.rule, "copied-tenant-id");
    assert!(
        by_name.why.contains("If the account is at home"),
        "{}",
        by_name.why
    );
    assert!(
        by_name
            .evidence
            .iter()
            .any(|one| one.at == "claims.preferred_username")
    );
    assert!(
        told(Draft::of(X).idp(E), &own())
            .why
            .contains("is at home in")
    );

    let customer = || Draft::of(X).aud(OWN_API);
    assert_eq!(told(customer(), &own()).confidence, Confidence::Medium);
    let asked = Expectation {
        audiences: vec![OWN_API.into()],
        ..own()
    };
    assert_eq!(told(customer(), &asked).confidence, Confidence::High);
}

#[test]
fn an_application_with_a_role_for_mailboxes_needs_none_for_cmdlets() {
    let lacks = |roles: &str| {
        let draft = Draft::of(E).without(&["scp"]);
        let draft = draft.with(r#""idtyp":"app","oid":"o""#).with(roles);
        let findings = draft.judged(&own()).findings;
        findings
            .iter()
            .any(|f| f.rule == "exchange-app-without-rights")
    };
    for role in [
        "full_access_as_app",
        "SMTP.SendAsApp",
        "Mail.Read",
        "Exchange.ManageAsAppV2",
    ] {
        assert!(!lacks(&format!(r#""roles":["{role}"]"#)), "{role}");
    }
    assert!(lacks(r#""roles":[]"#));
}

#[test]
fn clients_that_ask_for_consent_have_no_scopes_that_nobody_was_asked_for() {
    let is_broad = |client: &str| {
        let draft = Draft::of(E).aud("https://graph.microsoft.com");
        let draft = draft.with(&format!(
            r#""scp":"Directory.ReadWrite.All","appid":"{client}""#
        ));
        let findings = draft.judged(&own()).findings;
        findings
            .iter()
            .any(|f| f.rule == "broad-first-party-scopes")
    };
    assert!(is_broad("04b07795-8ddb-461a-bbee-02f9e1bf7b46"));
    for asks in [
        "14d82eec-204b-4c2f-b7e8-296a70dab67e",
        "de8bc8b5-d9f9-48b1-a8ad-b748da725064",
        "31359c7f-bd7e-475c-86db-fdb8c937548e",
    ] {
        assert!(!is_broad(asks), "{asks}");
    }
}

#[test]
fn another_provider_has_lifetimes_of_its_own_and_its_proven_token_is_usable() {
    let draft = || {
        let draft = Draft::of(E).iss("https://fabrikam.okta.com/oauth2/default");
        draft.with(&format!(r#""exp":{}"#, NOW + 86_400))
    };
    let found = |draft: Draft, rule: &str| {
        let findings = draft.judged(&Expectation::default()).findings;
        findings.iter().any(|f| f.rule == rule)
    };
    assert!(!found(draft(), "long-lifetime"));
    assert!(found(
        draft().iss(&format!("https://sts.windows.net/{E}/")),
        "long-lifetime"
    ));
    assert!(found(draft(), "still-usable"));
    assert!(!found(draft().status(Status::NotChecked), "still-usable"));
}
