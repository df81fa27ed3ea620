//! What must hold for every token: noise changes nothing, innocent features never make it worse, and no
//! innocent feature hides a decisive sign.

use proptest::prelude::*;

use crate::finding::Severity;
use crate::jose::proof::Status;

use super::*;

/// Members that mean nothing to any rule.
fn noise() -> impl Strategy<Value = String> {
    ("x[a-z]{3,8}", "[ -!#-\\[\\]-~]{0,20}")
        .prop_map(|(name, value)| format!(r#""{name}":"{value}""#))
}

/// Features of ordinary tokens.
fn innocent() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        r#""xms_cc":["CP1"]"#,
        r#""acr":"1""#,
        r#""amr":["pwd","mfa"]"#,
        r#""wids":["b79fbf4d-3ef9-4689-8143-76b194e85509"]"#,
        r#""ipaddr":"198.51.100.23""#,
        r#""sid":"8c212cdf-7f6b-4d3f-a922-29200d3af75a""#,
        r#""uti":"YY4vXTsMl0qx5H9g0slaAA""#,
        r#""ver":"1.0""#,
        r#""tenant_region_scope":"EU""#,
        r#""xms_idrel":"1 18""#,
    ])
}

/// Tokens of every innocent story, as they are judged with `own()`.
fn stories() -> impl Strategy<Value = usize> {
    0..STORIES
}

const STORIES: usize = 10;

fn story(number: usize) -> Draft {
    match number {
        0 => Draft::of(E),
        1 => Draft::v2(E).aud(OWN_API),
        2 => Draft::of(X),
        3 => Draft::of(X).idp(E),
        4 => Draft::of(X).aud(OWN_API),
        5 => Draft::of(E)
            .idp(G)
            .with(r#""altsecid":"5::10032001FFB8CC44""#),
        6 => Draft::of("9188040d-6c67-4c5b-b112-36a304b66dad"),
        7 => Draft::of("f8cdef31-a31e-4b4a-93e4-5f571e91255a")
            .with(r#""idp":"live.com","altsecid":"1:live.com:0003""#),
        8 => Draft::v2(E)
            .without(&["scp"])
            .with(r#""idtyp":"app","oid":"o","roles":["Catalog.Read"]"#),
        _ => Draft::of(E)
            .header(r#"{"alg":"RS256","kid":"k","nonce":"n"}"#)
            .via(Via::NonceTransform),
    }
}

fn gravest(draft: &Draft) -> Severity {
    draft
        .judged(&own())
        .findings
        .iter()
        .map(|finding| finding.severity)
        .max()
        .unwrap_or(Severity::Info)
}

proptest! {
    #[test]
    fn noise_changes_no_verdict(number in stories(), noise in prop::collection::vec(noise(), 0..6)) {
        let plain = story(number).verdict(&own());
        let noisy = noise.iter().fold(story(number), |draft, member| draft.with(member));
        prop_assert_eq!(noisy.verdict(&own()), plain);
    }

    #[test]
    fn the_order_of_members_changes_no_verdict(number in stories(), order in 0..20_usize) {
        let plain = story(number).judged(&own());
        let rotated = story(number).rotated(order).judged(&own());
        prop_assert_eq!(rotated.verdict.rule, plain.verdict.rule);
        prop_assert_eq!(rotated.verdict.ending, plain.verdict.ending);
        let rules = |judgement: &Judgement| judgement.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>();
        prop_assert_eq!(rules(&rotated), rules(&plain));
    }

    #[test]
    fn innocent_features_never_make_it_worse(number in stories(), features in prop::collection::hash_set(innocent(), 0..5)) {
        let plain = gravest(&story(number));
        let featured = features.iter().fold(story(number), |draft, member| draft.with(member));
        prop_assert!(gravest(&featured) <= plain.max(Severity::Low), "{:?}", featured.verdict(&own()));
        prop_assert!(gravest(&featured) < Severity::High);
        // Nor what a script sees.
        let (plain, featured) = (story(number).verdict(&own()), featured.verdict(&own()));
        prop_assert_eq!(featured.1, plain.1, "{} and {}", plain.0, featured.0);
    }

    #[test]
    fn nothing_innocent_hides_a_decisive_sign(
        features in prop::collection::hash_set(innocent(), 0..5),
        noise in prop::collection::vec(noise(), 0..4),
        sign in 0..6_usize,
        order in 0..20_usize,
    ) {
        let (draft, rule) = match sign {
            3 => (Draft::of(E).key(r#""kid":"k","issuer":"https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0""#), "foreign-key"),
            4 => (Draft::of(E).tid(X), "issuer-tenant-disagree"),
            5 => (Draft::of(E).header(r#"{"alg":"RS256","kid":"k","jku":"https://keys.example/set"}"#).status(Status::Invalid), "key-in-header"),
            0 => (Draft::of(E).status(Status::Invalid), "bad-signature"),
            1 => (Draft::of(E).header(r#"{"alg":"none"}"#).status(Status::Unsigned), "unsigned-token"),
            _ => (Draft::of(E).header(r#"{"alg":"HS256"}"#).status(Status::Unsupported), "symmetric-algorithm"),
        };
        let draft = features.iter().fold(draft, |draft, member| draft.with(member));
        let draft = noise.iter().fold(draft, |draft, member| draft.with(member)).rotated(order);
        prop_assert_eq!(draft.verdict(&own()), (rule, Ending::Unexpected));
    }
}
