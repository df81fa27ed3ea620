//! The default way: over the network, to the issuing tenant, and to nobody else.

use super::{FABRIKAM_ID, pat, token};
use crate::samples::tokens::Draft;
use crate::samples::world::{ARM, AZURE_CLI, LEE, LITWARE, TAILSPIN};
use crate::support::authority::Authority;
use crate::support::authority::program::Program;
use crate::support::authority::published::{entra, keys, unknown_tenant};

#[test]
fn a_token_is_proven_with_discovery_and_keys_alone() {
    let authority = Authority::start(entra);
    let token = token();
    let ran = Program::behind(&authority).check(&token, &["--tenant", "fabrikam.example"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let login = "https://login.microsoftonline.com";
    assert_eq!(
        authority.urls(),
        [
            format!("{login}/fabrikam.example/v2.0/.well-known/openid-configuration"),
            format!("{login}/{FABRIKAM_ID}/.well-known/openid-configuration"),
            format!("{login}/{FABRIKAM_ID}/discovery/v2.0/keys"),
        ]
    );
    let listed = ran.requests().into_iter().map(|(url, from, status)| {
        assert_eq!((from.as_str(), status), ("network", Some(200)));
        url
    });
    assert_eq!(listed.collect::<Vec<_>>(), authority.urls());
}

#[test]
fn nothing_of_the_token_and_nothing_that_identifies_leaves() {
    let authority = Authority::start(entra);
    let token = token();
    let ran = Program::behind(&authority).check(&token, &["--tenant", "fabrikam.example"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let version = concat!("jwtenant/", env!("CARGO_PKG_VERSION"));
    for asked in authority.asked() {
        assert_eq!((asked.method.as_str(), asked.through_proxy), ("GET", true));
        assert_eq!(asked.header("user-agent"), Some(version));
        let names: Vec<_> = asked
            .headers
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(names.len(), 3, "{names:?}");
        assert!(
            names.contains(&"accept") && names.contains(&"host"),
            "{names:?}"
        );
        let text = format!("{asked:?}");
        for part in token.split('.') {
            assert!(!text.contains(&part[..20]), "{text}");
        }
        assert!(!text.contains("pat@"), "{text}");
    }
}

#[test]
fn without_network_the_question_stays_open_and_says_so() {
    let authority = Authority::start(entra);
    let ran = Program::direct(&authority)
        .env("HTTPS_PROXY", "http://127.0.0.1:1")
        .check(&token(), &["--tenant", FABRIKAM_ID]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(
        ran.says("login.microsoftonline.com: the proxy 127.0.0.1:1 cannot be reached"),
        "{ran:?}"
    );
    assert!(ran.stderr.contains("help: check HTTPS_PROXY"), "{ran:?}");
    assert_eq!(ran.json()["tokens"][0]["claims"]["tid"], FABRIKAM_ID);
}

#[test]
fn given_files_are_all_that_is_asked() {
    let authority = Authority::start(entra);
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/authority");
    let options = ["--tenant", "fabrikam.example", "--metadata", samples];
    let ran = Program::behind(&authority).check(&token(), &options);
    // The samples' keys are of another run: the key is unknown, and still nobody is asked.
    assert_eq!((ran.code, authority.urls().len()), (4, 0), "{ran:?}");

    let refreshed =
        Program::behind(&authority).check(&token(), &[&options[..], &["--refresh"]].concat());
    assert_eq!(refreshed.code, 0, "{refreshed:?}");
    assert_eq!(
        authority.urls(),
        [format!(
            "https://login.microsoftonline.com/{FABRIKAM_ID}/discovery/v2.0/keys"
        )]
    );
}

#[test]
fn a_domain_that_nobody_knows_is_not_resolved() {
    let authority = Authority::start(entra);
    let ran = Program::behind(&authority).check(&token(), &["--tenant", "nobody.example"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(
        ran.says("no such tenant in this cloud (AADSTS90002)"),
        "{ran:?}"
    );
    assert!(ran.stderr.contains("--cloud"), "{ran:?}");
    let asked = authority.urls();
    let for_it: Vec<_> = asked
        .iter()
        .filter(|url| url.contains("nobody.example"))
        .collect();
    assert_eq!(
        for_it.len(),
        2,
        "the public and the Chinese cloud: {asked:?}"
    );
}

#[test]
fn a_government_tenant_is_found_in_its_own_cloud() {
    let authority = Authority::start(entra);
    let token = Draft::v1("gov", &LITWARE, &ARM)
        .of(&LEE)
        .through(AZURE_CLI, "user_impersonation")
        .signed(&keys().us_gov);
    let ran = Program::behind(&authority).check(&token, &["--tenant", "litware.example"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["expectation"]["tenants"][0]["cloud"], "usgov");
    let urls = authority.urls();
    assert!(
        urls[0].starts_with("https://login.microsoftonline.com/litware.example/"),
        "{urls:?}"
    );
    assert!(
        urls[2].starts_with("https://login.microsoftonline.us/"),
        "{urls:?}"
    );
}

/// Where the Chinese cloud knows fabrikam.example as another tenant.
fn with_a_namesake(asked: &crate::support::authority::Asked) -> crate::support::authority::Reply {
    let china = "login.partner.microsoftonline.cn";
    if asked.host != china {
        return entra(asked);
    }
    if !asked.target.starts_with("/fabrikam.example/") {
        return unknown_tenant();
    }
    let other = TAILSPIN.id;
    crate::support::authority::Reply::json(format!(
        r#"{{"issuer":"https://{china}/{other}/v2.0","jwks_uri":"https://{china}/{other}/discovery/v2.0/keys"}}"#
    ))
}

#[test]
fn a_domain_of_two_tenants_is_ambiguous_once_a_token_is_of_the_other_cloud() {
    let token = pat()
        .with(
            "iss",
            format!("https://sts.chinacloudapi.cn/{}/", TAILSPIN.id),
        )
        .with("tid", TAILSPIN.id)
        .signed(&keys().public[0]);
    let authority = Authority::start(with_a_namesake);
    let ran = Program::behind(&authority).check(&token, &["--tenant", "fabrikam.example"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.says("the domain is several tenants"), "{ran:?}");

    let named = Program::behind(&authority).check(
        &token,
        &["--tenant", "fabrikam.example", "--cloud", "china"],
    );
    assert_eq!(
        named.json()["expectation"]["tenants"][0]["tenant"],
        TAILSPIN.id.to_string()
    );
    assert_eq!(named.json()["expectation"]["tenants"][0]["cloud"], "china");
}
