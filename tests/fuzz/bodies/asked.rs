//! Any bytes as a discovery document, and any address as an issuer's: nobody is asked who must not be.
//!
//! Not its job: keys (`keys.rs`).

use std::net::IpAddr;

use jwtenant::authority::endpoint::Endpoint;
use jwtenant::entra::cloud::Cloud;
use jwtenant::entra::expectation::ExpectedIssuer;
use jwtenant::entra::issuer::Issuer;
use jwtenant::entra::metadata::Discovery;
use jwtenant::entra::tenant::TenantId;
use jwtenant::jose::proof::Status;
use url::{Host, Url};

use super::well_formed::assert_report;
use super::world::{self, Documents};

pub fn discovery(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(discovery) = Discovery::parse(bytes) {
        // Members that count stand once, and are those that any reader of JSON finds.
        let value: serde_json::Value = match serde_json::from_slice(bytes) {
            Ok(value) => value,
            Err(_) => serde_json::Value::Null,
        };
        if value.is_object() {
            assert_eq!(value["issuer"].as_str(), Some(discovery.issuer.as_str()));
            assert_eq!(
                value["jwks_uri"].as_str(),
                Some(discovery.jwks_uri.as_str())
            );
        }
        let _ = discovery.cloud();
        let public = ExpectedIssuer::new("https://idp.example/");
        let document = Endpoint::discovery_of(&public).expect("a public issuer");
        if let Ok(keys) = Endpoint::keys_of(&discovery, &document) {
            assert_may_be_asked(keys.url());
        }
        let public_cloud = Cloud::by_id("public").expect("the public cloud");
        let tenant = TenantId(world::OWN);
        if let Ok(keys) = Endpoint::keys_for_client(&discovery, public_cloud, tenant) {
            assert_may_be_asked(keys.url());
            let host = keys.url().host_str();
            assert!(
                public_cloud
                    .login_hosts()
                    .iter()
                    .any(|known| host == Some(*known))
            );
        }
    }
    let _ = Issuer::read(&text);
    if let Ok(endpoint) = Endpoint::discovery_of(&ExpectedIssuer::new(&text)) {
        assert_no_user(endpoint.url());
    }
    // A genuine token, and these bytes as what its issuer says of itself.
    let documents = Documents {
        discovery: Some(bytes.to_vec()),
        keys: None,
    };
    let report = world::check(world::healthy().as_bytes(), documents);
    assert_report(&report);
    // Whatever the document says, nothing else than the sample's own keys was believed.
    assert_ne!(report.tokens[0].proof.status, Status::Invalid);
}

/// # Panics
/// Where the address leads to a place that a public issuer must not lead to.
pub fn assert_may_be_asked(url: &Url) {
    assert_no_user(url);
    assert_eq!(url.scheme(), "https", "{url}");
    let address: Option<IpAddr> = match url.host() {
        Some(Host::Ipv4(v4)) => Some(v4.into()),
        Some(Host::Ipv6(v6)) => Some(v6.to_canonical()),
        Some(Host::Domain(name)) => {
            assert!(!name.trim_end_matches('.').ends_with("localhost"), "{url}");
            None
        }
        None => panic!("{url} has no host"),
    };
    match address {
        Some(IpAddr::V4(v4)) => {
            let is_inside =
                v4.is_loopback() || v4.is_private() || v4.is_link_local() || v4.is_unspecified();
            assert!(!is_inside, "{url}");
        }
        Some(IpAddr::V6(v6)) => {
            let is_inside = v6.is_loopback()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6.is_unspecified();
            assert!(!is_inside, "{url}");
        }
        None => {}
    }
}

fn assert_no_user(url: &Url) {
    assert!(
        url.username().is_empty() && url.password().is_none(),
        "{url}"
    );
}
