//! What an authority makes of answers and of silence, with documents instead of a network.

use super::*;
use crate::entra::expectation::{Expectation, ExpectedIssuer};

use super::net::fault::{Cause, NetFault};

const T: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
const DOMAIN: &str = "https://login.microsoftonline.com/fabrikam.example/v2.0";

/// Documents by address; what it lacks, it answers with its cause.
struct Wire {
    documents: Vec<(String, String)>,
    otherwise: Cause,
}

impl Transport for Wire {
    fn fetch(&self, endpoint: &Endpoint, _: Ask, _: &mut Vec<Request>) -> Documents {
        let url = endpoint.url().as_str();
        match self.documents.iter().find(|(known, _)| known == url) {
            Some((_, body)) => Ok(vec![Answer {
                url: url.to_owned(),
                body: body.clone().into_bytes(),
                origin: Origin::Cache,
                at: None,
                status: Some(200),
                notes: Vec::new(),
            }]),
            None => Err(NetFault::new(endpoint.url(), self.otherwise.clone()).into()),
        }
    }
}

fn authority(documents: &[(&str, &str)], otherwise: Cause) -> Authority {
    let documents = documents.iter().map(|(source, issuer)| {
        let (source, query) = source.split_once('?').map_or((*source, String::new()), |(source, query)| (source, format!("?{query}")));
        (
            format!("{source}/.well-known/openid-configuration{query}"),
            format!(r#"{{"issuer":"{issuer}","jwks_uri":"https://login.microsoftonline.com/{T}/discovery/v2.0/keys"}}"#),
        )
    });
    let wire = Wire {
        documents: documents.collect(),
        otherwise,
    };
    Authority::new(vec![Box::new(wire)], None)
}

fn v2() -> String {
    format!("https://login.microsoftonline.com/{T}/v2.0")
}

fn resolved(authority: &Authority, given: &str) -> ExpectedIssuer {
    let mut expectation = Expectation {
        issuers: vec![ExpectedIssuer::new(given)],
        ..Expectation::default()
    };
    authority.resolve(&mut expectation, &[]);
    expectation.issuers.remove(0)
}

#[test]
fn a_discovery_url_with_a_domain_is_resolved_like_the_domain() {
    let given = format!("{DOMAIN}/.well-known/openid-configuration");
    let found = resolved(&authority(&[(DOMAIN, &v2())], Cause::Reset), &given);
    assert_eq!(
        (found.issuer.as_str(), found.is_unresolved()),
        (v2().as_str(), false)
    );
    // Neither silence nor the issuer of somebody else is an answer.
    for documents in [&[][..], &[(DOMAIN, "https://idp.example")]] {
        let lost = resolved(&authority(documents, Cause::Reset), &given);
        assert!(lost.is_unresolved(), "{lost:?}");
    }
}

#[test]
fn a_policy_behind_the_discovery_path_is_asked_there() {
    let source = "https://woodgrove.b2clogin.com/woodgrove.onmicrosoft.com/v2.0";
    let issuer = format!("https://woodgrove.b2clogin.com/{T}/v2.0/");
    let of_policy = format!("{source}?p=B2C_1_signin");
    let found = resolved(
        &authority(&[(of_policy.as_str(), issuer.as_str())], Cause::Status(404)),
        &format!("{source}/.well-known/openid-configuration?p=B2C_1_signin"),
    );
    assert_eq!(found.issuer, issuer);
}
