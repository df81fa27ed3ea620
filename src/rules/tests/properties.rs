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
    0..6_usize
}

fn story(number: usize) -> Draft {
    match number {
        0 => Draft::of(E),
        1 => Draft::v2(E).aud(OWN_API),
        2 => Draft::of(X),
        3 => Draft::of(X).idp(E),
        4 => Draft::of(X).aud(OWN_API),
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
    fn innocent_features_never_make_it_worse(number in stories(), features in prop::collection::hash_set(innocent(), 0..5)) {
        let plain = gravest(&story(number));
        let featured = features.iter().fold(story(number), |draft, member| draft.with(member));
        prop_assert!(gravest(&featured) <= plain.max(Severity::Low), "{:?}", featured.verdict(&own()));
        prop_assert!(gravest(&featured) < Severity::High);
    }

    #[test]
    fn nothing_innocent_hides_a_decisive_sign(
        features in prop::collection::hash_set(innocent(), 0..5),
        noise in prop::collection::vec(noise(), 0..4),
        sign in 0..3_usize,
    ) {
        let (draft, rule) = match sign {
            0 => (Draft::of(E).status(Status::Invalid), "bad-signature"),
            1 => (Draft::of(E).header(r#"{"alg":"none"}"#).status(Status::Unsigned), "unsigned-token"),
            _ => (Draft::of(E).header(r#"{"alg":"HS256"}"#).status(Status::Unsupported), "symmetric-algorithm"),
        };
        let draft = features.iter().fold(draft, |draft, member| draft.with(member));
        let draft = noise.iter().fold(draft, |draft, member| draft.with(member));
        prop_assert_eq!(draft.verdict(&own()), (rule, Ending::Unexpected));
    }
}
