//! Rules about the application that got the token.

use crate::finding::{Confidence, Evidence, Severity};

use super::rule::{Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    UNEXPECTED_CLIENT,
    APPLICATION_OF_UNKNOWN_HOME,
    CLIENT_NAME_DIFFERS,
];

const CLAIMS_REFERENCE: &str =
    "https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference";

const UNEXPECTED_CLIENT: Rule = Rule {
    id: "unexpected-client",
    catalogue: &["C13"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "obtained by another application than the expected one",
    why: "The token was issued to {client}, which is not among the expected applications.",
    remedy: &["Find out which program runs as {client} for {user}, and whether it is meant to."],
    alternatives: &[(
        "client-name-differs",
        "Two applications can carry one name: compare the ids.",
    )],
    explains: &[],
    errors: &[],
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

const APPLICATION_OF_UNKNOWN_HOME: Rule = Rule {
    id: "application-of-unknown-home",
    catalogue: &["A08"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "the token does not say who owns this application",
    why: "An application acts for itself. Its service principal lives in {issuer_tenant}, but the application may be \
          registered in another tenant, and no claim tells.",
    remedy: &[
        "Look up appOwnerOrganizationId of the service principal {client}, its consent and its credentials.",
    ],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &[
        "https://learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals",
    ],
    check: |case| match &case.profile.client {
        Some(client) if case.profile.subject.is_app() && client.known.is_none() => {
            Found::by([Evidence::seen(
                format!("claims.{}", client.claim),
                &client.id,
                "no public list knows it",
            )])
            .into()
        }
        Some(_) if case.profile.subject.is_app() => Outcome::Pass,
        _ => Outcome::not_applicable("the token is not an application's own"),
    },
};

const CLIENT_NAME_DIFFERS: Rule = Rule {
    id: "client-name-differs",
    catalogue: &["C13"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "the client's name in the token is not the published one",
    why: "Names of applications are labels: the owner of an application chooses it, and lists differ over time. Only \
          the id identifies the client.",
    remedy: &["Identify the client by its id, never by its name."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &[CLAIMS_REFERENCE],
    check: |case| {
        let (Some(client), Some(name)) =
            (&case.profile.client, case.claims.text("app_displayname"))
        else {
            return Outcome::not_applicable("the token does not name its client in words");
        };
        match client.known {
            Some(app)
                if ![app.name, app.other_name]
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(name)) =>
            {
                Found::by([
                    Evidence::seen("claims.app_displayname", name, app.source).against(app.name)
                ])
                .into()
            }
            Some(_) => Outcome::Pass,
            None => Outcome::not_applicable("no public list knows the client"),
        }
    },
};
