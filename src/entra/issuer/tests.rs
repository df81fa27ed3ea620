//! Tests of `entra/issuer.rs`.

use super::*;

const T: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";

fn read(form: &str) -> (IssuerKind, Option<Version>, Spelling, bool, String) {
    let issuer = Issuer::read(&form.replace('T', T));
    let clouds: Vec<_> = issuer.clouds.iter().map(|cloud| cloud.id()).collect();
    (
        issuer.kind,
        issuer.version,
        issuer.spelling,
        issuer.tenant.is_some(),
        clouds.join("+"),
    )
}

#[test]
fn forms_that_are_issued() {
    use IssuerKind::{Acs, Adfs, B2c, Ciam, Entra};
    use Spelling::Canonical;
    let (v1, v2) = (Some(Version::V1), Some(Version::V2));
    for (form, kind, version, has_tenant, clouds) in [
        (
            "https://sts.windows.net/T/",
            Entra,
            v1,
            true,
            "public+usgov",
        ),
        (
            "https://login.microsoftonline.com/T/v2.0",
            Entra,
            v2,
            true,
            "public",
        ),
        (
            "https://login.microsoftonline.us/T/v2.0",
            Entra,
            v2,
            true,
            "usgov",
        ),
        ("https://sts.chinacloudapi.cn/T/", Entra, v1, true, "china"),
        (
            "https://login.partner.microsoftonline.cn/T/v2.0",
            Entra,
            v2,
            true,
            "china",
        ),
        (
            "https://login.chinacloudapi.cn/T/v2.0",
            Entra,
            v2,
            true,
            "china",
        ),
        (
            "https://login.sovcloud-identity.fr/T/v2.0",
            Entra,
            v2,
            true,
            "bleu",
        ),
        (
            "https://woodgrove.b2clogin.com/T/v2.0/",
            B2c,
            v2,
            true,
            "public",
        ),
        ("https://T.ciamlogin.com/T/v2.0", Ciam, v2, true, "public"),
        (
            "http://fs.fabrikam.example/adfs/services/trust",
            Adfs,
            None,
            false,
            "",
        ),
        (
            "00000001-0000-0000-c000-000000000000@T",
            Acs,
            None,
            true,
            "",
        ),
    ] {
        assert_eq!(
            read(form),
            (kind, version, Canonical, has_tenant, clouds.to_owned()),
            "{form}"
        );
    }
}

#[test]
fn spellings_that_are_not_issued() {
    for (form, spelling) in [
        ("https://sts.windows.net/T", Spelling::Odd),
        ("https://sts.windows.net/T/v2.0", Spelling::Odd),
        ("https://login.windows.net/T/", Spelling::Odd),
        ("https://login.microsoftonline.com/T/v2.0/", Spelling::Odd),
        ("Https://login.microsoftonline.com/T/v2.0", Spelling::Odd),
        (
            "https://login.microsoftonline.com/{tenantid}/v2.0",
            Spelling::Template,
        ),
        (
            "https://sts.windows.net/fa15d692-e9c7-4460-a743-29f29522229/",
            Spelling::MalformedTenant,
        ),
    ] {
        let (kind, _, read_spelling, ..) = read(form);
        assert_eq!(
            (kind, read_spelling),
            (IssuerKind::Entra, spelling),
            "{form}"
        );
    }
}

#[test]
fn impostors_are_other() {
    for form in [
        "https://login.microsoftonline.com.evil.example/T/v2.0",
        "https://login.microsoftonline.com@evil.example/T/v2.0",
        "https://login.microsoftonline.com:8443/T/v2.0",
        "https://login.microsoftonline.com\\.evil.example/T/v2.0",
        "https://evil.example/https://sts.windows.net/T/",
        "https://1ogin.microsoftonline.com/T/v2.0",
        "T",
        "",
    ] {
        let (kind, _, spelling, has_tenant, _) = read(form);
        assert_eq!(
            (kind, spelling, has_tenant),
            (IssuerKind::Other, Spelling::Foreign, false),
            "{form}"
        );
    }
    let (_, _, spelling, has_tenant, _) = read("https://sts.windows.net/T.evil/");
    assert_eq!((spelling, has_tenant), (Spelling::MalformedTenant, false));
}

#[test]
fn the_v2_form_serves_both_versions() {
    let forms = |raw: &str| Issuer::read(&raw.replace('T', T)).v2_forms();
    let public = format!("https://login.microsoftonline.com/{T}/v2.0");
    assert_eq!(
        forms("https://login.microsoftonline.com/T/v2.0"),
        std::slice::from_ref(&public)
    );
    assert!(forms("https://sts.windows.net/T/").contains(&public));
    assert!(forms("https://idp.example").is_empty());
}

#[test]
fn personal_accounts_have_a_kind_of_their_own() {
    let issuer = Issuer::read(&format!(
        "https://login.microsoftonline.com/{}/v2.0",
        TenantId::PERSONAL
    ));
    assert_eq!(issuer.kind, IssuerKind::Msa);
}
