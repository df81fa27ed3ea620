//! The verdicts that must hold, as tables: claims and expectations in, headline and ending out.

use crate::entra::expectation::Expectation;
use crate::finding::{Confidence, Severity};

use super::*;

#[test]
fn the_truth_table_of_tenants() {
    use Ending::{Expected, Unexpected};
    let personal = "9188040d-6c67-4c5b-b112-36a304b66dad";
    let services = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
    for (draft, rule, ending) in [
        (Draft::of(E), "none", Expected),
        (Draft::of(E).idp(E), "none", Expected),
        (
            Draft::of(E).idp(G).with(r#""altsecid":"5::1003""#),
            "b2b-guest",
            Expected,
        ),
        (
            Draft::of(E).with(r#""idp":"live.com","altsecid":"1:live.com:0003""#),
            "b2b-guest",
            Expected,
        ),
        (Draft::of(E).idp(G), "external-person", Expected),
        (
            Draft::of(E).idp(G).with(r#""xms_idrel":"11 2""#),
            "partner-admin",
            Expected,
        ),
        (
            Draft::of(E).with(r#""xms_idrel":"15 2""#),
            "pass-through-user",
            Expected,
        ),
        (
            Draft::of(E).with(r#""idp":"google.com""#),
            "federated-user",
            Expected,
        ),
        (Draft::of(X).idp(E), "copied-tenant-id", Unexpected),
        (
            Draft::of(X).idp(E).with(r#""altsecid":"5::1003""#),
            "copied-tenant-id",
            Unexpected,
        ),
        (
            Draft::of(X).idp(E).with(r#""xms_idrel":"15""#),
            "copied-tenant-id",
            Unexpected,
        ),
        (
            Draft::of(X).idp(E).with(r#""xms_idrel":"5""#),
            "own-guest-elsewhere",
            Unexpected,
        ),
        (
            Draft::of(X).with(r#""upn":"pat@fabrikam.example""#),
            "copied-tenant-id",
            Unexpected,
        ),
        (Draft::of(X).tid(E), "copied-tenant-id", Unexpected),
        (Draft::of(X), "home-tenant-token", Unexpected),
        (Draft::of(X).aud(OWN_API), "customer-token", Unexpected),
        (Draft::of(X).idp(G), "other-tenant", Unexpected),
        (Draft::of(personal), "personal-account", Unexpected),
        (
            Draft::of(services).with(r#""idp":"live.com""#),
            "microsoft-services",
            Unexpected,
        ),
        (
            Draft::of("aaaabbbb-0000-cccc-1111-dddd2222eeee"),
            "placeholder-tenant",
            Unexpected,
        ),
        (Draft::of("{tenantid}"), "placeholder-tenant", Unexpected),
        (Draft::of(E).tid(X), "issuer-tenant-disagree", Unexpected),
    ] {
        assert_eq!(
            draft.verdict(&own()),
            (rule, ending),
            "{} / {} {}",
            draft.iss,
            draft.tid,
            draft.rest
        );
    }
}

#[test]
fn a_failed_tenant_is_exactly_one_medium_finding() {
    for draft in [
        Draft::of(X),
        Draft::of(X).idp(E),
        Draft::of(X).tid(E),
        Draft::of(X).aud(OWN_API),
    ] {
        let judgement = draft.judged(&own());
        let grave: Vec<_> = judgement
            .findings
            .iter()
            .filter(|f| f.severity >= Severity::Medium)
            .collect();
        assert_eq!(grave.len(), 1, "{grave:?}");
        assert_eq!(grave[0].severity, Severity::Medium);
    }
}

#[test]
fn confidence_follows_the_evidence() {
    let confidence = |draft: Draft| draft.judged(&own()).verdict.confidence;
    assert_eq!(confidence(Draft::of(X).idp(E)), Confidence::High);
    assert_eq!(
        confidence(Draft::of(X).idp(E).with(r#""altsecid":"5::1""#)),
        Confidence::Medium
    );
    assert_eq!(confidence(Draft::of(X).tid(E)), Confidence::Low);
    assert_eq!(
        confidence(Draft::of(X).with(r#""upn":"pat@fabrikam.example""#)),
        Confidence::Low
    );
}

#[test]
fn several_tenants_are_alternatives() {
    assert_eq!(
        Draft::of(X).verdict(&expecting(&[E, X])),
        ("none", Ending::Expected)
    );
    assert_eq!(
        Draft::of(X).verdict(&expecting(&["any"])),
        ("none", Ending::Expected)
    );
}

#[test]
fn an_open_question_of_the_tenant_is_undecided() {
    assert_eq!(
        Draft::of(X).verdict(&Expectation::default()).1,
        Ending::Undecided
    );
    let mut unresolved = own();
    unresolved.tenants[0].tenant = None;
    assert_eq!(Draft::of(X).verdict(&unresolved).1, Ending::Undecided);
}

#[test]
fn guests_fail_only_where_they_are_denied() {
    let denied = Expectation {
        deny_guests: true,
        ..own()
    };
    let guest = Draft::of(E).idp(G).with(r#""altsecid":"5::1003""#);
    assert_eq!(guest.verdict(&denied), ("b2b-guest", Ending::Unexpected));
    assert_eq!(
        Draft::of(E).with(r#""xms_idrel":"15""#).verdict(&denied).1,
        Ending::Unexpected
    );
    assert_eq!(
        Draft::of(E)
            .idp(G)
            .with(r#""xms_idrel":"11""#)
            .verdict(&denied)
            .1,
        Ending::Unexpected
    );
    assert_eq!(Draft::of(E).verdict(&denied).1, Ending::Expected);
}

#[test]
fn issuers_of_one_tenant_differ_by_spelling() {
    let (v1, v2) = (
        format!("https://sts.windows.net/{E}/"),
        format!("https://login.microsoftonline.com/{E}/v2.0"),
    );
    let verdict = |draft: Draft, issuer: &str| draft.verdict(&expecting_issuer(issuer));
    assert_eq!(verdict(Draft::of(E), &v1), ("none", Ending::Expected));
    assert_eq!(
        verdict(Draft::of(E), &v2),
        ("v1-token-v2-expected", Ending::Unexpected)
    );
    assert_eq!(
        verdict(Draft::v2(E), &v1),
        ("v2-token-v1-expected", Ending::Unexpected)
    );
    assert_eq!(
        verdict(Draft::v2(E), &v2.to_uppercase()),
        ("issuer-nearly-equal", Ending::Unexpected)
    );
    assert_eq!(
        verdict(Draft::of(E), v1.trim_end_matches('/')),
        ("issuer-nearly-equal", Ending::Unexpected)
    );
    // Which issuer stands behind a domain was not found out.
    let unread =
        "https://login.microsoftonline.com/fabrikam.example/v2.0/.well-known/openid-configuration";
    assert_eq!(verdict(Draft::v2(E), unread).1, Ending::Undecided);
    let template = "https://login.microsoftonline.com/{tenantid}/v2.0";
    assert_eq!(
        verdict(Draft::v2(E), template),
        ("template-issuer-expected", Ending::Unexpected)
    );
    let discovery = format!("{v2}/.well-known/openid-configuration");
    assert_eq!(
        verdict(Draft::v2(E), &discovery),
        ("none", Ending::Expected)
    );
    assert_eq!(
        verdict(Draft::of(X), &v1),
        ("home-tenant-token", Ending::Unexpected)
    );
    assert_eq!(
        verdict(Draft::of(E), "https://idp.example"),
        ("unexpected-issuer", Ending::Unexpected)
    );
}

#[test]
fn issuer_and_tid_are_compared_wherever_the_issuer_names_a_tenant() {
    let disagrees = |iss: String, tid: &str| {
        let judgement = Draft::of(E).iss(&iss).tid(tid).judged(&expecting(&[E]));
        let mut findings = judgement.findings.into_iter();
        findings
            .find(|f| f.rule == "issuer-tenant-disagree")
            .map(|f| f.severity)
    };
    let ciam = format!("https://{E}.ciamlogin.com/{E}/v2.0");
    assert_eq!(disagrees(ciam.clone(), X), Some(Severity::High));
    assert_eq!(disagrees(ciam, E), None);
    let b2c = format!("https://fabrikam.b2clogin.com/{E}/v2.0/");
    assert_eq!(disagrees(b2c, X), Some(Severity::Medium));
    let nameless = "https://fabrikam.b2clogin.com/tfp/policy/v2.0/";
    assert_eq!(disagrees(nameless.into(), X), None);
}

#[test]
fn a_host_that_imitates_is_told_whatever_its_path_and_the_real_one_is_not() {
    let is_lookalike = |iss: String| {
        let judgement = Draft::of(E).iss(&iss).judged(&own());
        judgement
            .findings
            .iter()
            .any(|f| f.rule == "lookalike-host")
    };
    for path in [format!("adfs/{E}/v2.0"), format!("{E}/v2.0"), "adfs".into()] {
        let evil = format!("https://login.microsoftonline.com.evil.example/{path}");
        assert!(is_lookalike(evil.clone()), "{evil}");
    }
    for host in [
        "login.microsoftonline.com:443",
        "westeurope.login.microsoft.com",
    ] {
        assert!(!is_lookalike(format!("https://{host}/{E}/v2.0")), "{host}");
    }
}

#[test]
fn audiences_are_compared_through_their_spellings() {
    let verdict = |draft: Draft, audience: &str| {
        draft.verdict(&Expectation {
            audiences: vec![audience.into()],
            ..own()
        })
    };
    assert_eq!(
        verdict(Draft::of(E), "https://outlook.office365.com"),
        ("none", Ending::Expected)
    );
    assert_eq!(
        verdict(Draft::of(E), "00000002-0000-0ff1-ce00-000000000000"),
        ("none", Ending::Expected)
    );
    assert_eq!(
        verdict(Draft::of(E), OWN_API).0,
        "microsoft-token-for-own-api"
    );
    assert_eq!(
        verdict(Draft::of(E).aud(OWN_API), "https://graph.microsoft.com").0,
        "own-api-token-for-microsoft"
    );
    assert_eq!(
        verdict(Draft::of(E), "https://graph.microsoft.com").0,
        "wrong-audience"
    );
    assert_eq!(
        verdict(Draft::of(E).aud(OWN_API), "api://another").0,
        "wrong-audience"
    );
}

#[test]
fn clients_and_permissions_that_were_asked_for() {
    let client = |id: &str| Expectation {
        clients: vec![id.into()],
        ..own()
    };
    assert_eq!(
        Draft::of(E)
            .verdict(&client("A0C73C16-A7E3-4564-9A95-2BDF47383716"))
            .1,
        Ending::Expected
    );
    assert_eq!(
        Draft::of(E).verdict(&client(OWN_API)),
        ("unexpected-client", Ending::Unexpected)
    );
    let scope = |scopes: &[&str]| Expectation {
        scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
        ..own()
    };
    assert_eq!(
        Draft::of(E).verdict(&scope(&["User_Impersonation"])).1,
        Ending::Expected
    );
    assert_eq!(
        Draft::of(E)
            .verdict(&scope(&["user_impersonation", "Mail.Read"]))
            .0,
        "missing-scope"
    );
    let role = Expectation {
        roles: vec!["Catalog.Read".into()],
        ..own()
    };
    assert_eq!(Draft::of(E).verdict(&role).0, "missing-role");
}
