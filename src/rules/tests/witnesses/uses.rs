//! What it is for: audiences, clients, permissions, sessions and lifetimes.

use super::*;

pub fn uses() -> Vec<Witness> {
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
