//! Issuers, in any of the forms of Entra ID and its relatives.

use crate::entra::cloud::Cloud;
use crate::entra::issuer::{Issuer, IssuerKind, Spelling, Version};
use crate::entra::tenant::TenantId;
use crate::explain::kinds::tenant;
use crate::explain::meaning::{Kind, Meaning};
use crate::explain::names;

pub(super) const KIND: Kind = Kind {
    name: "issuer",
    help: "an issuer URL: whose form, which tenant, version, cloud and spelling",
    look_up,
    keys: Vec::new,
};

const SOURCE: &str = "Microsoft's access tokens page and OpenID Connect metadata of its clouds";

fn look_up(word: &str) -> Vec<Meaning> {
    let issuer = Issuer::read(word);
    // A host alone is a host, not an issuer.
    let is_issuer = issuer.kind != IssuerKind::Other
        && (issuer.tenant.is_some()
            || issuer.kind == IssuerKind::Adfs
            || issuer.spelling == Spelling::Template
            || issuer.spelling == Spelling::MalformedTenant);
    if is_issuer {
        vec![meaning(&issuer)]
    } else {
        Vec::new()
    }
}

fn meaning(issuer: &Issuer) -> Meaning {
    let known = issuer
        .tenant
        .and_then(TenantId::known)
        .map(|known| known.kind);
    let version = match issuer.version {
        Some(Version::V1) => "1.0: tokens of this form have a trailing slash in iss",
        Some(Version::V2) => "2.0",
        None => "",
    };
    Meaning::new(KIND.name, issuer.raw.clone(), title(issuer.kind), SOURCE)
        .line(
            "tenant",
            issuer.tenant.map_or(String::new(), |id| format!("{id}, {}", names::tenant(&id.to_string()))),
        )
        .line("means", known.map_or("", tenant::means))
        .line("version", version)
        .line("cloud", clouds(&issuer.clouds))
        .line("spelling", spelling(issuer.spelling))
        .line(
            "note",
            "Issuers are compared exactly, character by character. What stands in a token's iss is a claim until the \
             signature is proven.",
        )
        .related(related(issuer))
        .related(known.map_or(&[] as &[_], tenant::related).iter().copied())
}

fn title(kind: IssuerKind) -> &'static str {
    match kind {
        IssuerKind::Entra => "an issuer of Entra ID",
        IssuerKind::Msa => "the issuer of personal Microsoft accounts",
        IssuerKind::B2c => "an issuer of Azure AD B2C",
        IssuerKind::Ciam => "an issuer of Entra External ID",
        IssuerKind::Adfs => "an issuer in the form of AD FS",
        IssuerKind::Acs => "an issuer of the Access Control Service: application@tenant",
        IssuerKind::Other => "an issuer of another provider",
    }
}

fn clouds(clouds: &[Cloud]) -> String {
    let names: Vec<&str> = clouds.iter().map(|cloud| cloud.name()).collect();
    names.join(" or ")
}

fn spelling(spelling: Spelling) -> &'static str {
    match spelling {
        Spelling::Canonical => "exactly as it is issued",
        Spelling::Odd => {
            "a known host and a tenant, but not a form that is issued: slashes, case or path differ"
        }
        Spelling::Template => {
            "a template: {tenantid} stands for the token's own tid and has to be filled in before comparing"
        }
        Spelling::MalformedTenant => "what stands in the tenant's place is no tenant id",
        Spelling::Foreign => "",
    }
}

fn related(issuer: &Issuer) -> Vec<&'static str> {
    let mut words = vec!["iss"];
    words.extend(match issuer.spelling {
        Spelling::Template => Some("template-issuer-expected"),
        Spelling::Odd => Some("odd-issuer-spelling"),
        _ => None,
    });
    words.extend(match issuer.kind {
        IssuerKind::B2c => Some("b2c-issuer"),
        IssuerKind::Ciam => Some("external-id-issuer"),
        IssuerKind::Adfs => Some("adfs-issuer"),
        IssuerKind::Acs => Some("actor-token"),
        IssuerKind::Msa => Some("personal-account"),
        _ => None,
    });
    words.extend(match issuer.version {
        Some(Version::V1) => Some("v1-token-v2-expected"),
        Some(Version::V2) => Some("v2-token-v1-expected"),
        None => None,
    });
    words
}
