//! What the authority publishes about each tenant: discovery documents, key sets, the manifest.
//!
//! Not its job: writing files, or answering over the network.

use aws_lc_rs::digest::{SHA256, digest};
use serde::Serialize;

use super::world::{Keys, PERSONAL, TENANTS, Tenant};
use crate::support::members::Members;

/// When the documents were fetched, if one believes the manifest.
const FETCHED: &str = "2026-11-20T11:45:00Z";

/// A file below `samples/authority`.
pub struct Document {
    pub file: String,
    pub url: String,
    pub text: String,
}

/// Three documents for every tenant.
pub fn documents(keys: &Keys) -> Vec<Document> {
    TENANTS
        .iter()
        .flat_map(|tenant| {
            let Tenant {
                folder, cloud, id, ..
            } = tenant;
            let name = tenant
                .domain
                .map_or_else(|| id.to_string(), ToOwned::to_owned);
            let discovery = ".well-known/openid-configuration";
            let document = |file: &str, url: String, text: String| Document {
                file: format!("{folder}/{file}"),
                url,
                text,
            };
            [
                document(
                    "v1.json",
                    format!("{}/{name}/{discovery}", cloud.login),
                    pretty(&discovery_v1(tenant)),
                ),
                document(
                    "v2.json",
                    format!("{}/{name}/v2.0/{discovery}", cloud.login),
                    pretty(&discovery_v2(tenant)),
                ),
                document(
                    "keys.json",
                    keys_url(tenant),
                    pretty(&key_set(tenant, keys)),
                ),
            ]
        })
        .collect()
}

/// `manifest.json`: which file is the answer of which address, and its digest.
pub fn manifest(documents: &[Document]) -> String {
    #[derive(Serialize)]
    struct Manifest {
        schema: &'static str,
        documents: Vec<Members>,
    }
    let entry = |document: &Document| {
        Members::new()
            .with("file", &document.file)
            .with("url", &document.url)
            .with("fetched", FETCHED)
            .with("sha256", sha256(document.text.as_bytes()))
    };
    pretty(&Manifest {
        schema: "jwtenant-snapshot/1",
        documents: documents.iter().map(entry).collect(),
    })
}

/// The digest in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    digest(&SHA256, bytes)
        .as_ref()
        .iter()
        .fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a String takes everything");
            text
        })
}

fn keys_url(tenant: &Tenant) -> String {
    format!("{}/{}/discovery/v2.0/keys", tenant.cloud.login, tenant.id)
}

/// Version 1: its own issuer, and the keys that all tenants share.
fn discovery_v1(tenant: &Tenant) -> Members {
    let jwks_uri = format!("{}/common/discovery/keys", tenant.cloud.login);
    discovery(tenant, "oauth2", &jwks_uri, &tenant.v1_issuer()).with(
        "claims_supported",
        [
            "sub",
            "iss",
            "cloud_instance_name",
            "cloud_instance_host_name",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "acr",
            "amr",
            "nonce",
            "email",
            "given_name",
            "family_name",
            "nickname",
        ],
    )
}

/// Version 2: issuer and keys by the tenant's id.
fn discovery_v2(tenant: &Tenant) -> Members {
    discovery(
        tenant,
        "oauth2/v2.0",
        &keys_url(tenant),
        &tenant.v2_issuer(),
    )
    .with(
        "claims_supported",
        [
            "sub",
            "iss",
            "cloud_instance_name",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "acr",
            "nonce",
            "preferred_username",
            "name",
            "tid",
            "ver",
            "at_hash",
            "c_hash",
            "email",
        ],
    )
}

fn discovery(tenant: &Tenant, oauth2: &str, jwks_uri: &str, issuer: &str) -> Members {
    let cloud = &tenant.cloud;
    let at_login = |path: &str| format!("{}/{}/{path}", cloud.login, tenant.id);
    let no_scope: Option<&str> = None;
    Members::new()
        .with("token_endpoint", at_login(&format!("{oauth2}/token")))
        .with(
            "token_endpoint_auth_methods_supported",
            [
                "client_secret_post",
                "private_key_jwt",
                "client_secret_basic",
            ],
        )
        .with("jwks_uri", jwks_uri)
        .with(
            "response_modes_supported",
            ["query", "fragment", "form_post"],
        )
        .with("subject_types_supported", ["pairwise"])
        .with("id_token_signing_alg_values_supported", ["RS256"])
        .with(
            "response_types_supported",
            ["code", "id_token", "code id_token", "id_token token"],
        )
        .with(
            "scopes_supported",
            ["openid", "profile", "email", "offline_access"],
        )
        .with("issuer", issuer)
        .with("request_uri_parameter_supported", false)
        .with(
            "userinfo_endpoint",
            format!("https://{}/oidc/userinfo", cloud.graph),
        )
        .with(
            "authorization_endpoint",
            at_login(&format!("{oauth2}/authorize")),
        )
        .with(
            "device_authorization_endpoint",
            at_login(&format!("{oauth2}/devicecode")),
        )
        .with("http_logout_supported", true)
        .with("frontchannel_logout_supported", true)
        .with(
            "end_session_endpoint",
            at_login(&format!("{oauth2}/logout")),
        )
        .with("kerberos_endpoint", at_login("kerberos"))
        .with("tenant_region_scope", cloud.region)
        .with("tenant_region_sub_scope", no_scope)
        .with("cloud_instance_name", cloud.instance)
        .with("cloud_graph_host_name", cloud.graph_legacy)
        .with("msgraph_host", cloud.graph)
        .with("rbac_url", cloud.rbac)
}

#[derive(Serialize)]
struct KeySet {
    keys: Vec<Members>,
}

/// The keys of the tenant's cloud. Those of the public cloud name no tenant, but a template; the
/// one for personal accounts, which stands beside them in every public key set, names its tenant.
fn key_set(tenant: &Tenant, keys: &Keys) -> KeySet {
    let cloud = tenant.cloud.instance;
    let everybody = format!("{}/{{tenantid}}/v2.0", tenant.cloud.login);
    let keys = if cloud == PERSONAL.cloud.instance {
        let [first, second] = &keys.public;
        vec![
            first.entra_jwk(&everybody, cloud),
            second.entra_jwk(&everybody, cloud),
            keys.personal.entra_jwk(&PERSONAL.v2_issuer(), cloud),
        ]
    } else {
        vec![keys.us_gov.entra_jwk(&everybody, cloud)]
    };
    KeySet { keys }
}

/// Indented, for people; a line for each member.
fn pretty(document: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(document).expect("documents are JSON");
    text + "\n"
}
