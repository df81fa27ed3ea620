//! Rules about the application that got the token.

use crate::finding::{Confidence, Evidence, Severity};

use super::rule::{Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[UNEXPECTED_CLIENT];

const UNEXPECTED_CLIENT: Rule = Rule {
    id: "unexpected-client",
    catalogue: &["C13"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "obtained by another application than the expected one",
    why: "The token was issued to {client}, which is not among the expected applications.",
    remedy: &["Find out which program runs as {client} for {user}, and whether it is meant to."],
    alternatives: &[],
    explains: &[],
    see: &["https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference"],
    check: |case| {
        let expected = &case.expectation.clients;
        if expected.is_empty() {
            return Outcome::not_applicable("no client was expected (--client)");
        }
        let Some(client) = &case.profile.client else {
            return Outcome::Undecided(
                "the token names no client (appid, azp or client_id)".into(),
            );
        };
        if expected
            .iter()
            .any(|wanted| wanted.trim().eq_ignore_ascii_case(&client.id))
        {
            return Outcome::Pass;
        }
        let at = format!("claims.{}", client.claim);
        Found::by([Evidence::seen(at, &client.id, "--client").against(expected.join(" or "))])
            .failing()
            .into()
    },
};
