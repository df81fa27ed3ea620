//! Which addresses come into being, and which do not.

use super::*;

#[test]
fn a_tenant_becomes_a_url_of_its_cloud() {
    let cloud = Cloud::by_id("public").unwrap();
    let domain = TenantName::Domain("fabrikam.example".into());
    let endpoint = Endpoint::discovery(cloud, &domain, Version::V2).unwrap();
    assert_eq!(
        endpoint.url().as_str(),
        "https://login.microsoftonline.com/fabrikam.example/v2.0/.well-known/openid-configuration"
    );
    assert_eq!(endpoint.issuer(), None);
    assert_eq!(
        Endpoint::discovery(cloud, &TenantName::Any, Version::V2),
        None
    );
}

#[test]
fn an_issuer_of_the_user_is_asked_over_https_only() {
    let of = |issuer: &str| {
        Endpoint::discovery_of(&ExpectedIssuer::new(issuer)).map(|found| found.url.to_string())
    };
    assert_eq!(
        of("https://idp.example/realm/").unwrap(),
        "https://idp.example/realm/.well-known/openid-configuration"
    );
    assert!(of("http://127.0.0.1:8080").is_ok() && of("http://[::1]:8080").is_ok());
    assert!(matches!(
        of("http://idp.example"),
        Err(Refused::NotHttps(_))
    ));
    assert!(matches!(
        of("file:///etc/passwd"),
        Err(Refused::NotHttps(_))
    ));
    assert!(matches!(
        of("https://a@idp.example"),
        Err(Refused::UserInfo(_))
    ));
    assert!(matches!(of("idp.example"), Err(Refused::NotAUrl(_))));
}

#[test]
fn keys_of_a_public_issuer_stay_on_https_and_off_private_networks() {
    let keys = |issuer: &str, jwks_uri: &str| {
        let document = Endpoint::discovery_of(&ExpectedIssuer::new(issuer)).unwrap();
        let text = format!(r#"{{"issuer":"{issuer}","jwks_uri":"{jwks_uri}"}}"#);
        Endpoint::keys_of(&Discovery::parse(text.as_bytes()).unwrap(), &document)
    };
    let public = "https://idp.example";
    assert!(keys(public, "https://keys.elsewhere.example/jwks").is_ok());
    for address in [
        "127.0.0.1",
        "169.254.169.254",
        "10.0.0.1",
        "[::1]",
        "[fd00::1]",
        "[::ffff:10.0.0.1]",
        "localhost",
        "metadata.google.internal",
    ] {
        let refused = keys(public, &format!("https://{address}/jwks"));
        assert!(matches!(refused, Err(Refused::Private(_))), "{address}");
    }
    let loopback = "https://localhost:8443";
    assert!(keys(loopback, "https://127.0.0.1:8443/jwks").is_ok());
    for jwks_uri in [
        "http://localhost:8080/jwks",
        "file:///etc/passwd",
        "http://idp.example/jwks",
    ] {
        assert!(
            matches!(keys(loopback, jwks_uri), Err(Refused::NotHttps(_))),
            "{jwks_uri}"
        );
    }
    assert!(matches!(keys(public, "/jwks"), Err(Refused::NotAUrl(_))));
    assert!(matches!(
        keys(public, "https://a:b@idp.example/"),
        Err(Refused::UserInfo(_))
    ));
}

#[test]
fn keys_of_an_application_stand_on_a_host_of_the_cloud() {
    let cloud = Cloud::by_id("public").unwrap();
    let tenant = TenantId::PERSONAL;
    let keys = |jwks_uri: &str| {
        let text = format!(r#"{{"issuer":"x","jwks_uri":"{jwks_uri}"}}"#);
        let discovery = Discovery::parse(text.as_bytes()).unwrap();
        Endpoint::keys_for_client(&discovery, cloud, tenant)
    };
    assert!(keys("https://login.microsoftonline.com/t/discovery/keys?appid=x").is_ok());
    assert!(matches!(
        keys("https://login.microsoftonline.com.evil.example/keys"),
        Err(Refused::OtherHost(_))
    ));
}
