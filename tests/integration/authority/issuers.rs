//! Issuers of all kinds: which are asked, where, and which keys may come from elsewhere.

use serde_json::json;

use super::{FABRIKAM_ID, pat};
use crate::samples::tokens::Draft;
use crate::samples::world::{AZURE_CLI, CATALOG, CATALOG_APP, PERSONAL, ROBIN};
use crate::support::authority::program::Program;
use crate::support::authority::published::{Provider, entra, keys};
use crate::support::authority::{Authority, Reply};

#[test]
fn hosts_that_a_token_names_are_never_contacted() {
    for issuer in [
        "https://login.microsoftonline.com.evil.example/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/v2.0",
        "https://login.microsoftonline.com@evil.example/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/v2.0",
        "https://evil.example\\login.microsoftonline.com/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/v2.0",
        "https://login.mіcrosoftonline.com/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/v2.0",
        "https://169.254.169.254/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/v2.0",
        "https://woodgrove.b2clogin.com/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/v2.0/",
        "https://fs.fabrikam.example/adfs",
        "00000001-0000-0000-c000-000000000000@3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618",
        "https://idp.example",
    ] {
        let authority = Authority::start(entra);
        let token = pat().with("iss", issuer).signed(&keys().public[0]);
        let ran = Program::behind(&authority).check(&token, &["--tenant", FABRIKAM_ID]);
        assert!([1, 4].contains(&ran.code), "{issuer}: {ran:?}");
        assert_eq!(authority.urls(), [""; 0], "{issuer}");
        assert_eq!(
            ran.json()["tokens"][0]["signature"]["status"],
            "not_checked",
            "{issuer}"
        );
    }
}

#[test]
fn personal_accounts_have_keys_of_their_own() {
    let authority = Authority::start(entra);
    for (key, code) in [(&keys().personal, 0), (&keys().public[0], 1)] {
        let token = Draft::v2("personal", &PERSONAL, &CATALOG)
            .of(&ROBIN)
            .through(CATALOG_APP, "Catalog.Read")
            .signed(key);
        let ran = Program::behind(&authority).check(&token, &["--tenant", "any"]);
        assert_eq!(ran.code, code, "{ran:?}");
        assert_eq!(ran.json()["tokens"][0]["signature"]["status"], "valid");
    }
}

#[test]
fn b2c_is_asked_at_the_discovery_url_of_its_policy() {
    let issuer = format!("https://woodgrove.b2clogin.com/{FABRIKAM_ID}/v2.0/");
    let policy = "https://woodgrove.b2clogin.com/woodgrove.onmicrosoft.com/B2C_1_signin";
    let provider = Provider::new(&issuer);
    let discovery = provider.discovery_with(&format!("{policy}/discovery/v2.0/keys"));
    let jwks = provider.jwks();
    let authority = Authority::start(move |asked| match asked.url() {
        url if !url.starts_with(
            "https://woodgrove.b2clogin.com/woodgrove.onmicrosoft.com/B2C_1_signin/",
        ) =>
        {
            Reply::status(404)
        }
        _ if asked.wants_keys() => Reply::json(jwks.clone()),
        _ => Reply::json(discovery.clone()),
    });
    let given = format!("{policy}/v2.0/.well-known/openid-configuration");
    let ran = Program::behind(&authority).check(&provider.token(), &["--issuer", &given]);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn external_id_writes_the_tenants_id_into_the_host() {
    let issuer = format!("https://{FABRIKAM_ID}.ciamlogin.com/{FABRIKAM_ID}/v2.0");
    let friendly = format!("https://woodgrove.ciamlogin.com/{FABRIKAM_ID}");
    let provider = Provider::new(&issuer);
    let discovery = provider.discovery_with(&format!("{friendly}/discovery/v2.0/keys"));
    let jwks = provider.jwks();
    let authority = Authority::start(move |asked| {
        Reply::json(if asked.wants_keys() {
            jwks.clone()
        } else {
            discovery.clone()
        })
    });
    for given in [
        issuer.clone(),
        format!("{friendly}/v2.0/.well-known/openid-configuration"),
    ] {
        let ran = Program::behind(&authority).check(&provider.token(), &["--issuer", &given]);
        assert_eq!(ran.code, 0, "{given}: {ran:?}");
    }
}

#[test]
fn ad_fs_writes_another_issuer_into_access_tokens() {
    let service = "https://fs.fabrikam.example/adfs";
    let provider = Provider::new("http://fs.fabrikam.example/adfs/services/trust");
    let discovery = json!({
        "issuer": service,
        "access_token_issuer": provider.issuer,
        "jwks_uri": "https://fs.fabrikam.example/adfs/discovery/keys",
    });
    let jwks = provider.jwks();
    let authority = Authority::start(move |asked| {
        Reply::json(if asked.wants_keys() {
            jwks.clone()
        } else {
            discovery.to_string()
        })
    });
    let ran = Program::behind(&authority).check(&provider.token(), &["--issuer", service]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(
        authority.urls()[0],
        format!("{service}/.well-known/openid-configuration")
    );
}

#[test]
fn a_key_of_one_application_is_asked_for_by_its_id() {
    // The tenant publishes this key only to those who name the application.
    let authority = Authority::start(|asked| {
        let appid = format!("?appid={AZURE_CLI}");
        let Some(target) = asked.target.strip_suffix(&appid) else {
            return entra(asked);
        };
        let mut plain = asked.clone();
        plain.target = target.to_owned();
        if asked.wants_keys() {
            let jwk = keys().unpublished.entra_jwk(
                "https://login.microsoftonline.com/{tenantid}/v2.0",
                "microsoftonline.com",
            );
            return Reply::json(format!(r#"{{"keys":[{jwk}]}}"#));
        }
        let mut reply = entra(&plain);
        let text = String::from_utf8(reply.body).expect("UTF-8");
        reply.body = text
            .replace("discovery/keys", &format!("discovery/keys{appid}"))
            .into();
        reply
    });
    let token = pat().signed(&keys().unpublished);
    let ran = Program::behind(&authority).check(&token, &["--tenant", FABRIKAM_ID]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.says(&format!(
            "the keys of application {AZURE_CLI} were asked for as well"
        )),
        "{ran:?}"
    );
    assert_eq!(authority.urls().len(), 4);

    let known = super::token();
    authority.forget();
    Program::behind(&authority).check(&known, &["--tenant", FABRIKAM_ID, "--refresh"]);
    assert_eq!(authority.urls().len(), 2, "only where the key is unknown");
}

#[test]
fn an_unknown_key_costs_few_requests_and_proves_nothing() {
    let authority = Authority::start(entra);
    let token = pat().signed(&keys().unpublished);
    let twice = format!("{token}\n{token}\n");
    let ran = Program::behind(&authority).check(&twice, &["--tenant", FABRIKAM_ID]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert_eq!(ran.json()["tokens"][0]["signature"]["status"], "no_key");
    assert!(authority.urls().len() <= 3, "{:?}", authority.urls());
}

#[test]
fn government_keys_in_the_public_set_are_told_by_their_certificate() {
    // As older sets publish it: the public template for an issuer, no cloud_instance_name.
    let authority = Authority::start(|asked| {
        if !asked.wants_keys() {
            return entra(asked);
        }
        let issuer = "https://login.microsoftonline.com/{tenantid}/v2.0";
        let jwk = keys()
            .us_gov
            .entra_jwk(issuer, "")
            .without("cloud_instance_name");
        Reply::json(format!(r#"{{"keys":[{jwk}]}}"#))
    });
    let v2 = pat()
        .with(
            "iss",
            format!("https://login.microsoftonline.com/{FABRIKAM_ID}/v2.0"),
        )
        .with("ver", "2.0")
        .signed(&keys().us_gov);
    let ran = Program::behind(&authority).check(&v2, &["--tenant", FABRIKAM_ID]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(ran.json()["verdict"]["rule"], "key-of-another-cloud");
}
