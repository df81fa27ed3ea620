//! For every rule a token in which it is found, and a look-alike in which it is not: a rule that never
//! speaks, or always does, is none.

use crate::entra::expectation::Expectation;
use crate::entra::kind::Kind;
use crate::jose::proof::{Status, Via};
use crate::trace::{Key, Strength};

use super::*;

const OWN: fn() -> Expectation = own;

/// A rule, the token in which it is found, the look-alike, and what is expected of both.
struct Witness {
    rule: &'static str,
    found: Draft,
    lookalike: Draft,
    expectation: Expectation,
}

fn witness(rule: &'static str, found: Draft, lookalike: Draft) -> Witness {
    Witness {
        rule,
        found,
        lookalike,
        expectation: OWN(),
    }
}

impl Witness {
    fn asked(mut self, expectation: Expectation) -> Self {
        self.expectation = expectation;
        self
    }
}

fn audience(audience: &str) -> Expectation {
    Expectation {
        audiences: vec![audience.into()],
        ..own()
    }
}

fn v2_of(tenant: &str) -> String {
    format!("https://login.microsoftonline.com/{tenant}/v2.0")
}

fn app(draft: Draft) -> Draft {
    draft.without(&["scp"]).with(r#""idtyp":"app","oid":"o""#)
}

fn tenants() -> Vec<Witness> {
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

fn issuers() -> Vec<Witness> {
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
            Draft::of(E),
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

fn proofs() -> Vec<Witness> {
    let header = |text: &str| Draft::of(E).header(text);
    let nonce = r#"{"alg":"RS256","kid":"k","nonce":"n"}"#;
    let personal = r#""kid":"k","issuer":"https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0""#;
    let shared = r#""kid":"k","issuer":"https://login.microsoftonline.com/{tenantid}/v2.0""#;
    let government = r#""kid":"k","cloud_instance_name":"microsoftonline.us""#;
    vec![
        witness(
            "unsigned-token",
            Draft::of(E).status(Status::Unsigned),
            Draft::of(E),
        ),
        witness(
            "symmetric-algorithm",
            header(r#"{"alg":"HS256"}"#),
            header(r#"{"alg":"PS256"}"#),
        ),
        witness(
            "key-in-header",
            header(r#"{"alg":"RS256","jku":"https://a.example"}"#),
            header(r#"{"alg":"RS256","x5t":"t"}"#),
        ),
        witness(
            "bad-signature",
            Draft::of(E).status(Status::Invalid),
            header(nonce).status(Status::Invalid),
        ),
        witness(
            "nonce-signature-fails",
            header(nonce).status(Status::Invalid),
            Draft::of(E).status(Status::Invalid),
        ),
        witness(
            "header-nonce",
            header(nonce).via(Via::NonceTransform),
            header(nonce),
        ),
        witness(
            "foreign-key",
            Draft::of(E).key(personal),
            Draft::of(E).key(shared),
        ),
        witness(
            "key-of-another-cloud",
            Draft::v2(E).key(government),
            Draft::of(E).key(government),
        ),
        witness(
            "cut-signature",
            Draft::of(E).status(Status::Malformed),
            Draft::of(E).status(Status::Invalid),
        ),
        witness(
            "retired-key",
            Draft::of(E)
                .status(Status::NoKey)
                .keys(r#"{"keys":[{}]}"#)
                .with(&format!(r#""iat":{}"#, NOW - 86_401)),
            Draft::of(E).status(Status::NoKey).keys(r#"{"keys":[{}]}"#),
        ),
        witness(
            "unknown-key",
            Draft::of(E).status(Status::NoKey).keys(r#"{"keys":[{}]}"#),
            Draft::of(E).status(Status::NoKey),
        ),
    ]
}

fn uses() -> Vec<Witness> {
    let (exchange, graph) = (
        "https://outlook.office365.com",
        "https://graph.microsoft.com",
    );
    let scopes = Expectation {
        scopes: vec!["Mail.Read".into()],
        ..own()
    };
    let roles = Expectation {
        roles: vec!["Catalog.Read".into()],
        ..own()
    };
    let clients = Expectation {
        clients: vec![OWN_API.into()],
        ..own()
    };
    let id_token = || {
        Draft::of(E)
            .without(&["scp", "appid", "appidacr"])
            .with(r#""nonce":"n""#)
            .aud(OWN_API)
    };
    let global_admin = r#""wids":["62e90394-69f5-4237-9190-012177145e10"]"#;
    let member = r#""wids":["b79fbf4d-3ef9-4689-8143-76b194e85509"]"#;
    vec![
        witness(
            "microsoft-token-for-own-api",
            Draft::of(E),
            Draft::of(E).aud(OWN_API),
        )
        .asked(audience(OWN_API)),
        witness(
            "own-api-token-for-microsoft",
            Draft::of(E).aud(OWN_API),
            Draft::of(E),
        )
        .asked(audience(graph)),
        witness("wrong-audience", Draft::of(E), Draft::of(E).aud(graph)).asked(audience(graph)),
        witness(
            "audience-spelling",
            Draft::of(E).aud("https://outlook.office.com/"),
            Draft::of(E),
        )
        .asked(audience(exchange)),
        witness(
            "azure-ad-graph-audience",
            Draft::of(E).aud("https://graph.windows.net"),
            Draft::of(E).aud(graph),
        ),
        witness(
            "id-token-as-access-token",
            id_token(),
            Draft::of(E).with(r#""scp":"Mail.Read""#),
        )
        .asked(scopes.clone()),
        witness(
            "unexpected-client",
            Draft::of(E),
            Draft::of(E).with(&format!(r#""appid":"{OWN_API}""#)),
        )
        .asked(clients),
        witness(
            "application-of-unknown-home",
            app(Draft::of(E)).with(&format!(r#""appid":"{OWN_API}""#)),
            Draft::of(E),
        ),
        witness(
            "client-name-differs",
            Draft::of(E).with(r#""app_displayname":"Graph PowerShell""#),
            Draft::of(E).with(r#""app_displayname":"Legacy Exchange Online""#),
        ),
        witness("app-token-for-user-scope", app(Draft::of(E)), Draft::of(E)).asked(scopes.clone()),
        witness(
            "missing-scope",
            Draft::of(E),
            Draft::of(E).with(r#""scp":"mail.read""#),
        )
        .asked(scopes),
        witness(
            "missing-role",
            Draft::of(E),
            Draft::of(E).with(r#""roles":["Catalog.Read"]"#),
        )
        .asked(roles),
        witness(
            "exchange-app-without-rights",
            app(Draft::of(E)),
            app(Draft::of(E)).with(r#""roles":["Exchange.ManageAsApp"]"#),
        ),
        witness(
            "broad-first-party-scopes",
            Draft::of(E).with(r#""scp":"AdminApi.AccessAsUser.All""#),
            Draft::of(E),
        ),
        witness(
            "powerful-app-roles",
            app(Draft::of(E)).with(r#""roles":["Exchange.ManageAsApp"]"#),
            Draft::of(E).with(r#""roles":["Exchange.ManageAsApp"]"#),
        ),
        witness(
            "privileged-directory-role",
            Draft::of(E).with(global_admin),
            Draft::of(E).with(member),
        ),
        witness(
            "password-only-admin",
            Draft::of(E).with(global_admin).with(r#""amr":["pwd"]"#),
            Draft::of(E)
                .with(global_admin)
                .with(r#""amr":["pwd","mfa"]"#),
        ),
        witness(
            "unverified-email",
            Draft::of(E).with(r#""email":"a@b.example","xms_edov":false"#),
            Draft::of(E).with(r#""email":"a@b.example","xms_edov":true"#),
        ),
        witness(
            "key-bound-token",
            Draft::of(E).with(r#""cnf":{"kid":"k"}"#),
            Draft::of(E),
        ),
        witness(
            "audit-contradiction",
            Draft::of(E).contradicted(Strength::Token, Key::Client),
            Draft::of(E).contradicted(Strength::Token, Key::Address),
        ),
        witness(
            "audit-contradiction",
            Draft::of(E).contradicted(Strength::Session, Key::ObjectId),
            Draft::of(E).contradicted(Strength::Context, Key::ObjectId),
        ),
        witness(
            "service-address",
            Draft::of(E)
                .contradicted(Strength::Token, Key::Address)
                .seen_client(SERVICE_COMMUNICATIONS),
            Draft::of(E)
                .contradicted(Strength::Token, Key::Device)
                .seen_client(SERVICE_COMMUNICATIONS),
        ),
        witness(
            "used-from-elsewhere",
            Draft::of(E).contradicted(Strength::Token, Key::Address),
            Draft::of(E).contradicted(Strength::Token, Key::Client),
        ),
        witness(
            "session-elsewhere",
            Draft::of(E).contradicted(Strength::Session, Key::Device),
            Draft::of(E).contradicted(Strength::Token, Key::Device),
        ),
    ]
}

fn forms() -> Vec<Witness> {
    let exp = |seconds: i64| format!(r#""exp":{}"#, NOW + seconds);
    let cae = r#""xms_cc":["CP1"]"#;
    vec![
        witness(
            "expired",
            Draft::of(E).with(&exp(-60)),
            Draft::of(E).with(&exp(-59)),
        ),
        witness(
            "not-yet-valid",
            Draft::of(E).with(&format!(r#""nbf":{}"#, NOW + 61)),
            Draft::of(E),
        ),
        witness("no-expiry", Draft::of(E).without(&["exp"]), Draft::of(E)),
        witness(
            "long-lifetime",
            Draft::of(E).with(&exp(86_400)),
            Draft::of(E).with(&exp(86_400)).with(cae),
        ),
        witness("still-usable", Draft::of(E), Draft::of(E).with(&exp(-60))),
        witness(
            "refresh-token",
            Draft::opaque(Kind::RefreshToken),
            Draft::of(E),
        ),
        witness("encrypted-token", Draft::opaque(Kind::Jwe), Draft::of(E)),
        witness(
            "opaque-token",
            Draft::opaque(Kind::Opaque),
            Draft::opaque(Kind::RefreshToken),
        ),
        witness("saml-message", Draft::opaque(Kind::Saml), Draft::of(E)),
        witness("sts-error", Draft::opaque(Kind::StsError), Draft::of(E)),
        witness(
            "duplicate-claims",
            Draft::of(E).with(r#""oid":"a","oid":"b""#),
            Draft::of(E).with(r#""x":"a","x":"b""#),
        ),
        witness(
            "edited-sample",
            Draft::of(E)
                .with(r#""name":"****""#)
                .status(Status::Malformed),
            Draft::of(E).with(r#""name":"****""#),
        ),
        witness(
            "lenient-decoding",
            Draft::of(E).header(r#"{"kid":"k"}"#),
            Draft::of(E),
        ),
    ]
}

#[test]
fn every_rule_is_found_in_one_token_and_not_in_its_look_alike() {
    let witnesses: Vec<Witness> = [tenants(), issuers(), proofs(), uses(), forms()]
        .into_iter()
        .flatten()
        .collect();
    for Witness {
        rule,
        found,
        lookalike,
        expectation,
    } in &witnesses
    {
        let is_found = |draft: &Draft| {
            draft
                .judged(expectation)
                .findings
                .iter()
                .any(|finding| finding.rule == *rule)
        };
        assert!(is_found(found), "{rule} should be found");
        // An expectation alone makes this one; there is no token without it.
        let is_of_expectation = *rule == "discovery-url-expected";
        assert!(
            !is_found(lookalike) || is_of_expectation,
            "{rule} should not be found in its look-alike"
        );
    }
    // The open question of the signature is a check, never a finding.
    let without: Vec<&str> = super::super::all()
        .map(|rule| rule.id)
        .filter(|id| !witnesses.iter().any(|w| w.rule == *id))
        .collect();
    assert_eq!(without, ["signature"]);
}
