//! Rules about whom the token is for.

use uuid::Uuid;

use crate::entra::audience::Likeness;
use crate::entra::kind::Kind;
use crate::finding::{Confidence, Evidence, Severity};

use super::rule::{Case, Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    ID_TOKEN_AS_ACCESS_TOKEN,
    GRAPH_TOKEN_FOR_OWN_API,
    OWN_API_TOKEN_FOR_MICROSOFT,
    WRONG_AUDIENCE,
    AUDIENCE_SPELLING,
    RETIRED_GRAPH,
];

/// Windows Azure Active Directory, the resource of Azure AD Graph.
const AZURE_AD_GRAPH: Uuid = Uuid::from_u128(0x00000002_0000_0000_c000_000000000000);

const SCOPES: &str = "https://learn.microsoft.com/entra/identity-platform/scopes-oidc";

/// How the token's audiences compare with those that were asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    NotAsked,
    Open,
    Same,
    OtherSpelling,
    /// A Microsoft resource where an own API was expected.
    MicrosoftForOwn,
    /// An own API where a Microsoft resource was expected.
    OwnForMicrosoft,
    Different,
}

fn answer(case: &Case) -> Answer {
    let (expected, observed) = (&case.expectation.audiences, &case.profile.audiences);
    if expected.is_empty() {
        return Answer::NotAsked;
    }
    if observed.is_empty() {
        return Answer::Open;
    }
    let likenesses = observed
        .iter()
        .flat_map(|audience| expected.iter().map(|wanted| audience.likeness(wanted)));
    let likenesses: Vec<Likeness> = likenesses.collect();
    if likenesses.contains(&Likeness::Exact) {
        return Answer::Same;
    }
    if likenesses.contains(&Likeness::Spelling) {
        return Answer::OtherSpelling;
    }
    let expects_microsoft = expected
        .iter()
        .any(|wanted| crate::entra::audience::Audience::read(wanted).is_microsoft());
    match (case.profile.is_for_microsoft(), expects_microsoft) {
        (true, false) => Answer::MicrosoftForOwn,
        (false, true) => Answer::OwnForMicrosoft,
        _ => Answer::Different,
    }
}

fn failed(case: &Case, wanted: Answer) -> Outcome {
    match answer(case) {
        Answer::NotAsked => Outcome::not_applicable("no audience was expected (--audience)"),
        Answer::Open => Outcome::not_applicable("the token names no audience"),
        Answer::Same | Answer::OtherSpelling => Outcome::Pass,
        _ if is_misused_id_token(case) => {
            Outcome::not_applicable("it is an id token, which another rule tells")
        }
        found if found == wanted => Found::by([compared(case)]).failing().into(),
        _ => Outcome::not_applicable("the audiences differ in another way"),
    }
}

fn compared(case: &Case) -> Evidence {
    let observed: Vec<&str> = case
        .profile
        .audiences
        .iter()
        .map(|audience| audience.raw.as_str())
        .collect();
    Evidence::seen("claims.aud", observed.join(" "), "--audience")
        .against(case.expectation.audiences.join(" or "))
}

/// An id token is wrong only where something was asked that only an access token can answer.
fn is_misused_id_token(case: &Case) -> bool {
    let asks_permission = !case.expectation.scopes.is_empty() || !case.expectation.roles.is_empty();
    let audience_differs = !matches!(
        answer(case),
        Answer::NotAsked | Answer::Same | Answer::OtherSpelling
    );
    case.profile.kind == Kind::IdToken && (asks_permission || audience_differs)
}

const ID_TOKEN_AS_ACCESS_TOKEN: Rule = Rule {
    id: "id-token-as-access-token",
    catalogue: &["C03"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "an id token where an access token belongs",
    why: "The token says who signed in, for the application itself. It carries no permission, and no API should \
          accept it.",
    remedy: &["Send the access_token of the same response, requested for the API's own scope."],
    alternatives: &[(
        "wrong-audience",
        "An access token for another resource would carry scp or roles.",
    )],
    explains: &[],
    errors: &["Access token validation failure. Invalid audience."],
    see: &["https://learn.microsoft.com/entra/identity-platform/id-tokens"],
    check: |case| {
        if case.profile.kind != Kind::IdToken {
            return Outcome::Pass;
        }
        if !is_misused_id_token(case) {
            return Outcome::not_applicable("nothing was asked that an id token cannot answer");
        }
        let asked = &case.expectation;
        let options = [
            ("--audience", &asked.audiences),
            ("--scope", &asked.scopes),
            ("--role", &asked.roles),
        ];
        let given: Vec<_> = options
            .into_iter()
            .filter(|(_, values)| !values.is_empty())
            .collect();
        let names: Vec<&str> = given.iter().map(|(option, _)| *option).collect();
        let values: Vec<&str> = given
            .iter()
            .flat_map(|(_, values)| values.iter().map(String::as_str))
            .collect();
        let evidence =
            Evidence::seen("kind", "id token", names.join(", ")).against(values.join(" "));
        Found::by([
            evidence,
            Evidence::absent("claims.scp", "access tokens carry scp or roles"),
        ])
        .failing()
        .into()
    },
};

const GRAPH_TOKEN_FOR_OWN_API: Rule = Rule {
    id: "microsoft-token-for-own-api",
    catalogue: &["C01", "C09"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "a token for a Microsoft resource instead of your own API",
    why: "The token is for {resource}. An API must refuse tokens that are meant for somebody else, whatever they say \
          about the user.",
    remedy: &[
        "Let the client request a scope of the API itself, such as api://<id>/<scope>: one token per resource.",
    ],
    alternatives: &[(
        "wrong-audience",
        "The expected audience itself may be mistyped.",
    )],
    explains: &[],
    errors: &[
        "IDX10214: Audience validation failed",
        "IDX10511",
        "AADSTS50013",
        "AADSTS500131",
    ],
    see: &[SCOPES],
    check: |case| failed(case, Answer::MicrosoftForOwn),
};

const OWN_API_TOKEN_FOR_MICROSOFT: Rule = Rule {
    id: "own-api-token-for-microsoft",
    catalogue: &["C02"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "a token for your own API instead of a Microsoft resource",
    why: "The token is for {audience}, so {asked_audience} answers it with \"Invalid audience\".",
    remedy: &[
        "Let the client, or the API on the user's behalf, request a token for {asked_audience}.",
    ],
    alternatives: &[(
        "id-token-as-access-token",
        "An id token has the client itself as its audience.",
    )],
    explains: &[],
    errors: &["Access token validation failure. Invalid audience."],
    see: &[SCOPES],
    check: |case| failed(case, Answer::OwnForMicrosoft),
};

const WRONG_AUDIENCE: Rule = Rule {
    id: "wrong-audience",
    catalogue: &["C01", "C02", "C08"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "a token for another resource",
    why: "The token is for {resource} and not for {asked_audience}.",
    remedy: &["Let the client request a token for {asked_audience}: one token per resource."],
    alternatives: &[(
        "audience-spelling",
        "Two spellings of one resource are not known as such to the table.",
    )],
    explains: &[],
    errors: &[
        "IDX10214: Audience validation failed",
        "Invalid issuer or signature.",
    ],
    see: &[SCOPES],
    check: |case| match answer(case) {
        Answer::Open => Outcome::Undecided("the token names no audience to compare".into()),
        _ => failed(case, Answer::Different),
    },
};

const AUDIENCE_SPELLING: Rule = Rule {
    id: "audience-spelling",
    catalogue: &["C05", "C07"],
    severity: Severity::Low,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "the expected resource, in another spelling of its audience",
    why: "Both values name the same resource. Receivers that compare exactly accept only one of them.",
    remedy: &[
        "Let the receiver accept {audience}, or request the token by the spelling that the receiver expects.",
    ],
    alternatives: &[],
    explains: &[],
    errors: &["expected audience", "AADSTS500131"],
    see: &["https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference"],
    check: |case| match answer(case) {
        Answer::OtherSpelling => Found::by([compared(case)]).into(),
        Answer::NotAsked => Outcome::not_applicable("no audience was expected (--audience)"),
        _ => Outcome::Pass,
    },
};

const RETIRED_GRAPH: Rule = Rule {
    id: "azure-ad-graph-audience",
    catalogue: &["G16"],
    severity: Severity::Low,
    confidence: Confidence::Medium,
    weight: Weight::Detail,
    title: "for Azure AD Graph, the retired interface",
    why: "Azure AD Graph reaches the whole directory and logs less than Microsoft Graph. Old modules still ask for it, \
          and so do tools that map directories.",
    remedy: &["Find out which program still uses Azure AD Graph, and move it to Microsoft Graph."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &["https://learn.microsoft.com/graph/migrate-azure-ad-graph-overview"],
    check: |case| {
        let of_graph = case
            .profile
            .audiences
            .iter()
            .filter(|audience| audience.app_id == Some(AZURE_AD_GRAPH));
        Outcome::found_if_any(
            of_graph
                .map(|audience| Evidence::seen("claims.aud", &audience.raw, "Azure AD Graph"))
                .collect(),
        )
    },
};
