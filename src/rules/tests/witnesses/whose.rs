//! Whose token it is: tenants and issuers.

use super::*;

pub fn tenants() -> Vec<Witness> {
    let personal = "9188040d-6c67-4c5b-b112-36a304b66dad";
    let services = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
    let guest = || Draft::of(E).idp(G).with(r#""altsecid":"5::1003""#);
    let mut china = own();
    china.tenants[0].cloud = crate::entra::cloud::Cloud::by_id("china");
    let mut samples = own();
    samples
        .known
        .add_samples(&format!("{X} https://blog.example/post"))
        .unwrap();
    vec![
        witness("published-tenant", Draft::of(X), Draft::of(G)).asked(samples),
        witness("copied-tenant-id", Draft::of(X).idp(E), guest()),
        witness(
            "own-guest-elsewhere",
            Draft::of(X).idp(E).with(r#""xms_idrel":"5""#),
            Draft::of(X).idp(E),
        ),
        witness(
            "placeholder-tenant",
            Draft::of("11111111-1111-1111-1111-111111111111"),
            Draft::of(X),
        ),
        witness("personal-account", Draft::of(personal), Draft::of(services)),
        witness(
            "microsoft-services",
            Draft::of(services),
            Draft::of(personal),
        ),
        witness(
            "other-cloud",
            Draft::v2(E),
            Draft::v2(E).iss("https://sts.chinacloudapi.cn/x/"),
        )
        .asked(china),
        witness("customer-token", Draft::of(X).aud(OWN_API), Draft::of(X)),
        witness("home-tenant-token", Draft::of(X), Draft::of(X).idp(G)),
        witness("other-tenant", Draft::of(X).idp(G), Draft::of(X)),
        witness(
            "partner-admin",
            Draft::of(E).idp(G).with(r#""xms_idrel":"11""#),
            guest(),
        ),
        witness(
            "microsoft-support",
            Draft::of(E).idp("72f988bf-86f1-41af-91ab-2d7cd011db47"),
            guest(),
        ),
        witness("b2b-guest", guest(), Draft::of(E).idp(E)),
        witness(
            "pass-through-user",
            Draft::of(E).with(r#""xms_idrel":"15""#),
            guest(),
        ),
        witness("external-person", Draft::of(E).idp(G), guest()),
        witness(
            "federated-user",
            Draft::of(E).with(r#""idp":"google.com""#),
            Draft::of(E).with(r#""idp":"live.com""#),
        ),
    ]
}

pub fn issuers() -> Vec<Witness> {
    let template = "https://login.microsoftonline.com/{tenantid}/v2.0";
    let keycloak = |host: &str| Draft::of(E).iss(&format!("https://{host}/realms/a"));
    let expected = || expecting_issuer("https://id.example/realms/a");
    vec![
        witness("v1-token-v2-expected", Draft::of(E), Draft::v2(E))
            .asked(expecting_issuer(&v2_of(E))),
        witness("v2-token-v1-expected", Draft::v2(E), Draft::of(E))
            .asked(expecting_issuer(&format!("https://sts.windows.net/{E}/"))),
        witness("template-issuer-expected", Draft::v2(E), Draft::of(E))
            .asked(expecting_issuer(template)),
        witness("issuer-nearly-equal", Draft::v2(E), Draft::of(E))
            .asked(expecting_issuer(&format!("{}/", v2_of(E)))),
        witness("issuer-alias-host", Draft::of(E), Draft::v2(X))
            .asked(expecting_issuer(&format!("https://login.windows.net/{E}/"))),
        witness(
            "issuer-scheme-differs",
            Draft::of(E).iss("http://id.example/realms/a"),
            keycloak("id.example"),
        )
        .asked(expected()),
        witness(
            "issuer-host-differs",
            keycloak("keycloak:8080"),
            keycloak("id.example"),
        )
        .asked(expected()),
        witness(
            "unexpected-issuer",
            Draft::of(E).iss("https://idp.example"),
            keycloak("id.example"),
        )
        .asked(expected()),
        witness("discovery-url-expected", Draft::v2(E), Draft::v2(E)).asked(expecting_issuer(
            &format!("{}/.well-known/openid-configuration", v2_of(E)),
        )),
        witness(
            "odd-issuer-spelling",
            Draft::of(E).iss(&format!("https://sts.windows.net/{E}/v2.0")),
            Draft::of(E),
        ),
        witness(
            "metadata-issuer-mismatch",
            Draft::of(E).metadata_names("https://idp.example"),
            Draft::of(E),
        ),
        witness(
            "lookalike-host",
            Draft::of(E).iss("https://1ogin.microsoftonline.com/"),
            Draft::of(E).iss("https://idp.example/"),
        ),
        witness("issuer-tenant-disagree", Draft::of(E).tid(X), Draft::of(E)),
        witness(
            "actor-token",
            Draft::of(E).with(r#""trustedfordelegation":"true""#),
            // Access Control Service signs tokens of applications in the same form.
            Draft::of(E).iss(&format!("00000001-0000-0000-c000-000000000000@{E}")),
        ),
        witness(
            "workload-assertion",
            Draft::of(E).iss("https://token.actions.githubusercontent.com"),
            Draft::of(E).iss("https://idp.example"),
        ),
        witness(
            "b2c-issuer",
            Draft::of(E).iss(&format!("https://woodgrove.b2clogin.com/{E}/v2.0/")),
            Draft::v2(E),
        ),
        witness(
            "external-id-issuer",
            Draft::of(E).iss(&format!("https://{E}.ciamlogin.com/{E}/v2.0")),
            Draft::v2(E),
        ),
        witness(
            "adfs-issuer",
            Draft::of(E).iss("http://fs.example/adfs/services/trust"),
            Draft::of(E),
        ),
        witness(
            "other-provider",
            Draft::of(E).iss("https://woodgrove.auth0.com/"),
            Draft::of(E),
        ),
    ]
}
