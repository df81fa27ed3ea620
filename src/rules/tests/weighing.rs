//! What decides where several things are found: proof, time, stories and thresholds.

use crate::entra::expectation::Expectation;
use crate::finding::Severity;
use crate::jose::proof::Status;

use super::*;

#[test]
fn proof_decides_before_time_and_after_findings() {
    let open = Draft::of(E).status(Status::NoKey);
    assert_eq!(open.verdict(&own()).1, Ending::Undecided);
    assert_eq!(
        open.verdict(&Expectation {
            no_signature: true,
            ..own()
        })
        .1,
        Ending::Expected
    );
    assert_eq!(
        Draft::of(X).status(Status::NoKey).verdict(&own()).1,
        Ending::Unexpected
    );
    assert_eq!(
        Draft::of(E).status(Status::Invalid).verdict(&own()),
        ("bad-signature", Ending::Unexpected)
    );
    let nonce = Draft::of(E)
        .header(r#"{"alg":"RS256","kid":"k","nonce":"n"}"#)
        .status(Status::Invalid);
    assert_eq!(
        nonce.verdict(&own()),
        ("nonce-signature-fails", Ending::Unexpected)
    );
    let unsigned = Draft::of(E)
        .header(r#"{"alg":"none"}"#)
        .status(Status::Unsigned);
    assert_eq!(
        unsigned.verdict(&own()),
        ("unsigned-token", Ending::Unexpected)
    );
}

#[test]
fn placeholders_that_a_token_holds_are_not_filled() {
    let many = "{user}{client}".repeat(200);
    let draft = Draft::of(E)
        .iss(&many)
        .header(r#"{"alg":"HS256"}"#)
        .status(Status::Unsupported)
        .with(&format!(
            r#""upn":"{}","appid":"{}""#,
            "{client}".repeat(200),
            "{resource}".repeat(200)
        ));
    let judgement = draft.judged(&own());
    let other = judgement.findings.iter().find(|f| f.rule == "other-tenant");
    let named = format!("The token names the issuer {many}.");
    assert!(other.is_some_and(|finding| finding.why.starts_with(&named)));
    let longest = judgement.findings.iter().map(|f| f.why.len()).max();
    assert!(longest < Some(20_000), "{longest:?}");
}

#[test]
fn below_the_threshold_a_failure_is_never_as_expected() {
    let lenient = Expectation {
        fail_on: Severity::High,
        ..own()
    };
    assert_eq!(Draft::of(X).verdict(&lenient).1, Ending::Undecided);
    let summary = Draft::of(X).judged(&lenient).verdict.summary;
    assert!(summary.contains("--fail-on"), "{summary}");
    let strict = Expectation {
        fail_on: Severity::Info,
        ..own()
    };
    assert_eq!(Draft::of(E).verdict(&strict).1, Ending::Unexpected);
}

fn is_explained(judgement: &Judgement, rule: &str) -> bool {
    let mut findings = judgement.findings.iter();
    findings.any(|f| f.rule == rule && f.explained_by == Some("edited-sample"))
}

/// Marks of editing in a token of the expected tenant: whoever forges one can write them too.
const MARKS: [&str; 4] = [
    r#""note":"xxxxxxxx-xxxx""#,
    r#""name":"****""#,
    r#""upn":"<redacted>""#,
    r#""oid":"a","oid":"b","note":"****""#,
];

#[test]
fn a_mask_never_explains_a_signature_that_fails() {
    for mark in MARKS {
        let forged = Draft::of(E).with(mark).status(Status::Invalid);
        assert_eq!(
            forged.verdict(&own()),
            ("bad-signature", Ending::Unexpected),
            "{mark}"
        );
    }
    let edited = Draft::of("fa15d692-e9c7-4460-a743-29f29522229")
        .tid(E)
        .status(Status::Invalid);
    let judgement = edited.judged(&expecting(&["any"]));
    assert!(is_explained(&judgement, "issuer-tenant-disagree"));
    assert!(!is_explained(&judgement, "bad-signature"));
}

#[test]
fn a_mask_in_the_tenant_or_the_signature_explains_what_else_is_odd() {
    let twice = r#""oid":"a","oid":"b","note":"****""#;
    for (status, explained) in [(Status::Malformed, true), (Status::NoKey, false)] {
        let judgement = Draft::of(E).with(twice).status(status).judged(&own());
        assert_eq!(is_explained(&judgement, "duplicate-claims"), explained);
        assert_ne!(judgement.verdict.ending, Ending::Expected);
    }
}

#[test]
fn without_proof_nothing_is_as_expected_unless_proof_was_not_asked() {
    let statuses = [
        Status::Invalid,
        Status::NoKey,
        Status::NotChecked,
        Status::Unsupported,
        Status::Unsigned,
        Status::Malformed,
    ];
    let bare = |no_signature, require_signature| Expectation {
        no_signature,
        require_signature,
        ..own()
    };
    for status in statuses {
        for mark in MARKS {
            let draft = Draft::of(E).with(mark).status(status);
            let ending = draft.verdict(&own()).1;
            assert!(
                matches!(ending, Ending::Undecided | Ending::Unexpected),
                "{status:?} {mark}"
            );
        }
    }
    let open = Draft::of(E).status(Status::NotChecked);
    assert_eq!(open.verdict(&bare(true, false)).1, Ending::Expected);
    assert_eq!(open.verdict(&bare(true, true)).1, Ending::Undecided);
}

#[test]
fn a_signature_that_fails_under_keys_that_the_header_does_not_name_is_an_open_question() {
    for header in [
        r#"{"alg":"RS256"}"#,
        r#"{"alg":"RS256","kid":"other"}"#,
        r#"{"alg":"RS256","x5t":"other"}"#,
        r#"{"alg":"RS256","kid":"other","nonce":"n"}"#,
    ] {
        let draft = Draft::of(E).header(header).status(Status::Invalid);
        let judgement = draft.judged(&own());
        assert_eq!(judgement.verdict.ending, Ending::Undecided, "{header}");
        let text = format!("{:?} {:?}", judgement.verdict, judgement.findings);
        assert!(!text.contains("forged"), "{text}");
    }
    let by_thumbprint = Draft::of(E)
        .header(r#"{"alg":"RS256","x5t":"t"}"#)
        .key(r#""x5t":"t""#)
        .status(Status::Invalid);
    assert_eq!(
        by_thumbprint.verdict(&own()),
        ("bad-signature", Ending::Unexpected)
    );
}

#[test]
fn a_signature_that_was_not_checked_passes_no_rule_about_it() {
    use crate::rules::verdict::CheckOutcome::NotApplicable;
    let rules = [
        "bad-signature",
        "nonce-signature-fails",
        "unknown-key",
        "retired-key",
        "cut-signature",
    ];
    let judgement = Draft::of(E).status(Status::NotChecked).judged(&own());
    let of_proof = judgement.checks.iter();
    for check in of_proof.filter(|check| rules.contains(&check.rule)) {
        assert_eq!(check.outcome, NotApplicable, "{}", check.rule);
    }
}

#[test]
fn a_key_that_the_header_does_not_name_is_not_missing() {
    let keys = r#"{"keys":[{"kid":"k"}]}"#;
    for header in [r#"{"alg":"RS256"}"#, r#"{"alg":"ES256","kid":"k"}"#] {
        let draft = Draft::of(E).header(header).keys(keys).status(Status::NoKey);
        assert_eq!(
            draft.verdict(&own()),
            ("none", Ending::Undecided),
            "{header}"
        );
    }
}

#[test]
fn a_token_that_was_cut_while_copying_is_undecided_and_nothing_is_concluded_from_the_rest() {
    for tenant in [E, X] {
        for lost in 1..120 {
            let draft = Draft::of(tenant).cut(lost);
            let judgement = draft.judged(&own());
            assert_eq!(
                draft.verdict(&own()),
                ("cut-signature", Ending::Undecided),
                "{lost}"
            );
            let of_claims = judgement
                .findings
                .iter()
                .find(|f| !["cut-signature", "lenient-decoding"].contains(&f.rule));
            assert_eq!(of_claims, None, "{lost}");
            let unasked = Expectation {
                no_signature: true,
                ..own()
            };
            assert_eq!(draft.verdict(&unasked).1, Ending::Undecided, "{lost}");
        }
    }
    // The whole payload: what it says can be compared, and nothing of it is proven.
    let headless = Draft::of(E).cut(0);
    assert_eq!(
        headless.verdict(&own()),
        ("cut-signature", Ending::Undecided)
    );
    assert_eq!(Draft::of(X).cut(0).verdict(&own()).0, "home-tenant-token");
    // Cut out of the middle: the signature is whole and cannot hold.
    let mut middle = Draft::of(E).cut(40).status(Status::Invalid);
    middle.signature = "AAAA";
    assert_eq!(middle.verdict(&own()), ("cut-signature", Ending::Undecided));
    // Text behind a whole payload is no cut.
    let header = encode(br#"{"alg":"RS256","kid":"k"}"#);
    let behind = format!("{header}.{}.AAAA", encode(br#"{"iss":"x"}xyz"#));
    assert!(!Token::parse(&behind).unwrap().is_payload_cut());
    let none = Draft::of(E).header(r#"{"alg":"none"}"#).cut(40);
    assert_eq!(none.verdict(&own()), ("unsigned-token", Ending::Unexpected));
}

#[test]
fn a_headline_about_anything_else_says_that_nothing_is_proven() {
    for status in [
        Status::NoKey,
        Status::NotChecked,
        Status::Unsupported,
        Status::Malformed,
    ] {
        let summary = Draft::of(X).status(status).judged(&own()).verdict.summary;
        assert!(summary.contains("not verified"), "{status:?}: {summary}");
    }
    let proven = Draft::of(X).judged(&own()).verdict.summary;
    assert!(!proven.contains("not verified"));
}

#[test]
fn one_open_question_is_told_once() {
    let undecided = Draft::of(E).iss("").status(Status::NoKey);
    let asked = Expectation {
        issuers: vec![ExpectedIssuer::new("https://idp.example")],
        audiences: vec![OWN_API.into()],
        ..own()
    };
    for draft in [undecided.without(&["iss"]), Draft::of(E).cut(9)] {
        let summary = draft.judged(&asked).verdict.summary;
        let mut open: Vec<&str> = summary.split(" Open: ").skip(1).collect();
        let told = open.len();
        open.sort_unstable();
        open.dedup();
        assert_eq!(open.len(), told, "{summary}");
    }
    for draft in [Draft::of(E).cut(0), Draft::of(E).status(Status::NoKey)] {
        let summary = draft.judged(&own()).verdict.summary;
        assert_eq!(summary.matches(" Open: ").count(), 1, "{summary}");
    }
}

#[test]
fn benign_stories_explain_but_never_hide_decisive_signs() {
    // A well-formed token with a bad signature stays what it is, whoever's user it names.
    let verdict = Draft::of(X).idp(E).status(Status::Invalid).verdict(&own());
    assert_eq!(verdict, ("bad-signature", Ending::Unexpected));
}

#[test]
fn a_benign_judgement_has_no_word_of_alarm() {
    for draft in [
        Draft::of(X).idp(E),
        Draft::of(X),
        Draft::of(E).idp(G),
        Draft::of(X).aud(OWN_API),
    ] {
        let judgement = draft.judged(&own());
        let text = format!("{:?} {:?}", judgement.verdict, judgement.findings).to_lowercase();
        for word in ["attack", "forged", "stolen"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
}

#[test]
fn another_place_fails_for_the_token_is_noted_for_its_session_and_explained_by_a_service() {
    let place = |strength| Draft::of(E).contradicted(strength, Key::Address);
    let management = r#""aud":"c5393580-f805-4401-95e8-94b7a6ef2fc2""#;
    for (draft, rule, ending) in [
        (
            place(Strength::Token),
            "used-from-elsewhere",
            Ending::Unexpected,
        ),
        (
            place(Strength::Token).seen_client(SERVICE_COMMUNICATIONS),
            "service-address",
            Ending::Expected,
        ),
        (
            place(Strength::Token).with(management),
            "service-address",
            Ending::Expected,
        ),
        (place(Strength::Session), "none", Ending::Expected),
        (place(Strength::Context), "none", Ending::Expected),
        (place(Strength::Tenant), "none", Ending::Expected),
    ] {
        assert_eq!(draft.verdict(&own()), (rule, ending));
    }
    let judged = place(Strength::Session).judged(&own());
    let noted = judged.findings.iter();
    let mut noted = noted.filter(|finding| finding.rule == "session-elsewhere");
    assert_eq!(noted.next().map(|it| it.severity), Some(Severity::Low));
}
