//! What to do about a refusal that names the tenant, the application or the audience: the steps behind
//! the catalogue's entries E01 to E10, and those of the commonest validators.
//!
//! Not its job: what a code means (`facts`).

use super::meaning::Meaning;

/// Steps for some codes and refusals.
pub(super) struct Advice {
    /// Ids of refusals, digits of codes.
    keys: &'static [&'static str],
    /// Texts may hold the placeholders of [`PLACEHOLDERS`].
    steps: &'static [&'static str],
    related: &'static [&'static str],
}

/// What an error text names, for the steps.
#[derive(Default)]
pub(super) struct Values {
    pub(super) tenant: Option<String>,
    pub(super) home_tenant: Option<String>,
    pub(super) expected_tenant: Option<String>,
    pub(super) app: Option<String>,
    pub(super) resource: Option<String>,
}

/// A placeholder, its value, and what stands there where the text does not tell.
type Placeholder = (&'static str, fn(&Values) -> &Option<String>, &'static str);

const PLACEHOLDERS: [Placeholder; 5] = [
    ("{tenant}", |values| &values.tenant, "<the tenant>"),
    (
        "{home_tenant}",
        |values| &values.home_tenant,
        "<the account's own tenant>",
    ),
    (
        "{expected_tenant}",
        |values| &values.expected_tenant,
        "<the tenant of the resource>",
    ),
    ("{app}", |values| &values.app, "<the application>"),
    ("{resource}", |values| &values.resource, "<the resource>"),
];

/// The advice for this code or refusal.
pub(super) fn of(key: &str) -> Option<&'static Advice> {
    ADVICE.iter().find(|advice| advice.keys.contains(&key))
}

/// What a refusal means, with the steps that its key calls for.
pub(super) fn with_steps(meaning: Meaning, advice: Option<&Advice>, values: &Values) -> Meaning {
    let Some(advice) = advice else {
        return meaning;
    };
    let related = advice.related.iter().copied();
    meaning.act("do", advice.steps(values)).related(related)
}

impl Advice {
    fn steps(&self, values: &Values) -> Vec<String> {
        self.steps.iter().map(|step| fill(step, values)).collect()
    }
}

/// Fills in one text. Values are untrusted and are not expanded in their turn: each part between two
/// placeholders is copied as it stands.
fn fill(step: &str, values: &Values) -> String {
    let mut filled = String::new();
    let mut rest = step;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        rest = &rest[start..];
        let known = PLACEHOLDERS
            .iter()
            .find(|(name, ..)| rest.starts_with(name));
        let (name, value) = known.map_or(("{", "{"), |(name, value, otherwise)| {
            (*name, value(values).as_deref().unwrap_or(otherwise))
        });
        filled.push_str(value);
        rest = &rest[name.len()..];
    }
    filled.push_str(rest);
    filled
}

const ADVICE: &[Advice] = &[
    // E01
    Advice {
        keys: &["50020", "AAD-50020"],
        steps: &[
            "Is {tenant} the tenant that was meant? If it is unknown to you, it came with a sample or a link: replace it by \
             your own on the authority line.",
            "If the account should work in {tenant}, have it invited there as a guest, then sign in again.",
            "If another account was meant, sign out and choose an account of {tenant}, or name the account's own tenant:",
            "az login --tenant {home_tenant}",
        ],
        related: &[
            "home-tenant-token",
            "copied-tenant-id",
            "personal-account",
            "b2b-guest",
        ],
    },
    // E02
    Advice {
        keys: &["700016", "AAD-700016"],
        steps: &[
            "Compare {app} with the registration, letter by letter; a placeholder means that the sample was not filled in.",
            "Is {tenant} the tenant in which the application is registered or was consented to? If not, name that one.",
            "If it is the right tenant: have an administrator consent there, or restore the deleted application.",
        ],
        related: &["placeholder-tenant", "copied-tenant-id"],
    },
    // E03
    Advice {
        keys: &[
            "90002",
            "900023",
            "900021",
            "50059",
            "AAD-90002",
            "AAD-900021",
        ],
        steps: &[
            "Compare {tenant} with the tenant's id or one of its verified domains; a variable may be unset.",
            "Is it the right cloud? Each has its own login host: `jwtenant metadata` shows which one answers.",
        ],
        related: &["placeholder-tenant", "other-cloud"],
    },
    // E04
    Advice {
        keys: &["50194"],
        steps: &[
            "Put the application's own tenant on the authority line in the place of common.",
            "Only if other organisations should sign in: make the registration multi-tenant.",
        ],
        related: &["customer-token"],
    },
    // E05
    Advice {
        keys: &["500011", "AAD-500011"],
        steps: &[
            "Look at {resource} closely: a doubled https://, a port or a missing api:// is enough.",
            "Is {tenant} the tenant that uses this resource? If not, name the right one.",
            "If both are right, the resource was never used in that tenant: an administrator has to consent to it.",
        ],
        related: &["wrong-audience", "audience-spelling", "copied-tenant-id"],
    },
    // E06
    Advice {
        keys: &[
            "90072", "50034", "50014", "16000", "16003", "500208", "51004",
        ],
        steps: &[
            "Compare the account with the tenant that was asked: it has no object there.",
            "Choose an account of that tenant, name the account's own tenant, or have the account invited as a guest.",
        ],
        related: &["home-tenant-token", "personal-account", "b2b-guest"],
    },
    // E07
    Advice {
        keys: &["500021", "500022", "500212", "500213"],
        steps: &[
            "Somebody set this up on purpose: the account's organisation, or the one that was asked, allows only some \
             tenants.",
            "If the tenant that was asked was not meant at all, this is the control that kept the token from being issued: \
             correct the tenant.",
            "If it was meant, ask the administrators of both sides for cross-tenant access.",
        ],
        related: &["copied-tenant-id", "other-tenant"],
    },
    // E08
    Advice {
        keys: &[
            "70021",
            "700211",
            "700212",
            "700213",
            "7002138",
            "AAD-70021X",
        ],
        steps: &[
            "Compare issuer, subject and audience of the presented token with the federated credential, character by \
             character: a trailing slash, the case, another branch or environment is enough.",
            "`jwtenant decode` shows iss, sub and aud of the presented token.",
        ],
        related: &["workload-assertion", "iss", "sub", "aud"],
    },
    // E09
    Advice {
        keys: &["50072", "50074", "50076", "50079"],
        steps: &[
            "Sign in interactively for this resource, in the tenant that asks for it:",
            "az login --tenant {tenant}",
            "For a guest the inviting tenant's policy counts, and the factor may have to be registered there.",
        ],
        related: &["b2b-guest", "amr"],
    },
    // E10
    Advice {
        keys: &["65001", "65004", "90094"],
        steps: &[
            "Nobody has consented in this tenant: ask interactively, or have an administrator consent.",
            "If the tenant is not the one that was meant, correct it first: consent belongs to one tenant.",
        ],
        related: &["scp", "roles"],
    },
    // A04: the resource belongs to another tenant than the one that was asked for the token.
    Advice {
        keys: &[
            "ARM-WRONG-ISSUER",
            "ARM-TENANT",
            "AKV10032",
            "DATABRICKS-ISS",
            "STORAGE-ISSUER",
            "COGNITIVE-TENANT",
            "GRAPH-TENANT",
            "SQL-TOKEN",
        ],
        steps: &[
            "Get the token from the resource's tenant, with one of:",
            "az login --tenant {expected_tenant}",
            "Connect-AzAccount -Tenant {expected_tenant}",
            "AZURE_TENANT_ID={expected_tenant}",
            "If the resource has just moved to another tenant, wait up to an hour and get a new token.",
        ],
        related: &["home-tenant-token", "other-tenant"],
    },
    // A09 and B01 to B05: one's own API, and the issuers that it accepts.
    Advice {
        keys: &[
            "IDX10205",
            "IDX10212",
            "IDX40001",
            "ASPNET-ISSUER",
            "SPRING-ISSUER",
            "SPRING-AZURE-ISSUER",
        ],
        steps: &[
            "Same tenant in both, another spelling: the version is chosen by the API's own registration \
             (requestedAccessTokenVersion). Change it and get a new token, or accept both spellings.",
            "Another tenant: correct the authority of the client, or, if customers of other tenants should come in, list \
             their issuers.",
            "Do not switch issuer validation off: then a token of any tenant would pass.",
        ],
        related: &[
            "v1-token-v2-expected",
            "customer-token",
            "template-issuer-expected",
        ],
    },
    // C01, C02
    Advice {
        keys: &[
            "IDX10214",
            "ARM-AUDIENCE",
            "AKV10022",
            "GRAPH-AUDIENCE",
            "DATABRICKS-AUD",
            "ASPNET-AUDIENCE",
            "SERVICEBUS-AUDIENCE",
            "STORAGE-AUDIENCE",
        ],
        steps: &[
            "One token serves one resource: ask for the scope of the resource that refuses, such as its URL with /.default.",
            "If both audiences are the same resource in two spellings, ask with the one that is expected.",
        ],
        related: &[
            "wrong-audience",
            "audience-spelling",
            "id-token-as-access-token",
        ],
    },
    // C04, G02, G03
    Advice {
        keys: &[
            "IDX10500",
            "IDX10501",
            "IDX10503",
            "IDX10511",
            "IDX10516",
            "GRAPH-SIGNATURE",
        ],
        steps: &[
            "Look at aud first: a token for Microsoft Graph cannot be verified by anybody else.",
            "Compare the metadata that the validator reads with the token's iss: same tenant, same cloud, same version.",
            "`jwtenant check` says which key signed, and whether the signature holds.",
        ],
        related: &["header-nonce", "unknown-key", "microsoft-token-for-own-api"],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{aadsts, validator_errors};

    #[test]
    fn every_key_is_a_code_or_a_refusal_and_stands_once() {
        let keys: Vec<_> = ADVICE.iter().flat_map(|advice| advice.keys).collect();
        for key in &keys {
            assert!(
                aadsts::code(key).is_some() || validator_errors::by_id(key).is_some(),
                "{key}"
            );
            assert_eq!(
                keys.iter().filter(|other| other == &key).count(),
                1,
                "{key}"
            );
        }
    }

    #[test]
    fn steps_are_sentences_and_their_placeholders_are_filled() {
        for advice in ADVICE {
            for step in advice.steps(&Values::default()) {
                let is_command = ["az ", "Connect-", "AZURE_"]
                    .iter()
                    .any(|start| step.starts_with(start));
                assert!(is_command || step.ends_with(['.', ':']), "{step}");
                assert!(!step.contains('{'), "{step}");
            }
        }
    }

    #[test]
    fn a_value_is_not_expanded_in_its_turn() {
        let values = Values {
            tenant: Some("{app}".into()),
            app: Some("x".into()),
            ..Values::default()
        };
        assert_eq!(fill("{tenant} {app} {other}", &values), "{app} x {other}");
    }
}
