//! What an authority makes of answers and of silence, with documents instead of a network.

use super::*;
use crate::entra::expectation::{Expectation, ExpectedIssuer, ExpectedTenant};
use crate::entra::issuer::{Issuer, Version};
use crate::entra::metadata::Issuing;
use crate::entra::tenant::{TenantId, TenantName};

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

#[test]
fn a_cloud_that_a_token_names_and_that_is_silent_leaves_the_domain_open() {
    let resolve = |source: &str, otherwise| {
        let mut expectation = Expectation {
            tenants: vec![ExpectedTenant::new(
                "fabrikam.example",
                TenantName::Domain("fabrikam.example".into()),
            )],
            ..Expectation::default()
        };
        let seen = [Cloud::by_id("china").unwrap()];
        authority(&[(source, &v2())], otherwise).resolve(&mut expectation, &seen);
        expectation.tenants.remove(0)
    };
    // Whichever of the two is silent.
    let in_china = DOMAIN.replace(
        "login.microsoftonline.com",
        "login.partner.microsoftonline.cn",
    );
    for source in [DOMAIN, &in_china] {
        let open = resolve(source, Cause::ConnectionRefused);
        assert_eq!(open.tenant, None);
        assert!(
            open.unresolved.is_some_and(|why| why.contains(T)),
            "{source}"
        );
    }
    let known = resolve(DOMAIN, Cause::NoSuchTenant);
    assert_eq!((known.tenant, known.unresolved), (TenantId::parse(T), None));
}

#[test]
fn a_failed_question_for_the_keys_of_an_application_leaves_a_trace() {
    let issuer = Issuer::read(&v2());
    let question = Question {
        issuer: Some(&issuer),
        allowed: &[],
        client: Some("6f1c2a9e-04d7-4b58-9e33-c1a5d8f07b42".parse().unwrap()),
    };
    let look = |documents, otherwise| {
        authority(documents, otherwise).look_further(
            Further::OfClient,
            &question,
            &Issuing::default(),
        )
    };
    let failed = look(&[], Cause::Reset).unwrap();
    assert_eq!(
        failed.notes,
        [
            "asking for the keys of application 6f1c2a9e-04d7-4b58-9e33-c1a5d8f07b42 failed: login.microsoftonline.com: it cut the connection without an answer"
        ]
    );
    assert!(failed.asked[0].contains("appid="));
    let own = format!("{}?appid=6f1c2a9e-04d7-4b58-9e33-c1a5d8f07b42", v2());
    let other = look(&[(own.as_str(), "https://idp.example")], Cause::Reset).unwrap();
    assert!(
        other.notes[0].contains("names the issuer"),
        "{:?}",
        other.notes
    );
}

#[test]
fn no_more_addresses_are_asked_past_the_cache_than_at_all() {
    let authority = authority(&[], Cause::Reset);
    let cloud = Cloud::by_id("public").unwrap();
    let ask = |number: usize| {
        let tenant = TenantName::Domain(format!("t{number}.example"));
        let endpoint = Endpoint::discovery(cloud, &tenant, Version::V2).unwrap();
        authority.documents_past_cache(&endpoint)
    };
    for number in 0..MOST_DOCUMENTS {
        assert!(matches!(ask(number), Some(Err(Fault::Net(_)))));
    }
    assert!(matches!(
        ask(MOST_DOCUMENTS),
        Some(Err(Fault::TooMany { .. }))
    ));
    assert!(matches!(ask(0), Some(Err(Fault::Net(_)))));
}
