//! Applications that public lists know, by id or name.

use uuid::Uuid;

use crate::explain::meaning::{Kind, Meaning};
use crate::explain::names;
use crate::facts::{self, App};

pub(super) const KIND: Kind = Kind {
    name: "application",
    help: "an application of Microsoft's by its id or name (appid, azp, ApplicationId)",
    look_up,
    keys: || {
        App::all()
            .flat_map(|app| [app.name, app.other_name])
            .filter(|name| !name.is_empty())
            .collect()
    },
};

/// What an investigator should know of a client beyond its name.
struct Remark {
    id: &'static str,
    text: &'static str,
    /// What to do about a sign-in with it that puzzles.
    steps: &'static [&'static str],
    related: &'static [&'static str],
}

/// For clients that ask the account's own tenant unless told otherwise.
const NAME_THE_TENANT: &[&str] =
    &["For a token of another tenant, name that tenant when signing in."];
/// For clients of Exchange administration.
const EXCHANGE: &[&str] = &[
    "Search what the same user or object id did: record types 1, 2, 3 and 50 of the unified audit log. Without them only an \
     identity was checked.",
    "Your own user in somebody else's tenant: look for a tenant id on the authority line of the script, and replace it.",
    "Somebody else's user in your tenant: ask where your tenant id is published; compare with guests and partners.",
];

const REMARKS: &[Remark] = &[
    Remark {
        id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
        text: "az login and what builds on it. Without --tenant it asks the account's own tenant, which is the usual \
               reason for a token from another tenant than the resource's.",
        steps: NAME_THE_TENANT,
        related: &["home-tenant-token"],
    },
    Remark {
        id: "14d82eec-204b-4c2f-b7e8-296a70dab67e",
        text: "Connect-MgGraph. Its tokens are for Microsoft Graph, with the permissions that were asked for.",
        steps: NAME_THE_TENANT,
        related: &["header-nonce"],
    },
    Remark {
        id: "1950a258-227b-4e31-a9cf-717495945fc2",
        text: "Connect-AzAccount. Without -Tenant it asks the account's own tenant.",
        steps: NAME_THE_TENANT,
        related: &["home-tenant-token"],
    },
    Remark {
        id: "1b730954-1685-4b74-9bfd-dac224a7b894",
        text: "The retired AzureAD and MSOnline modules. Pre-authorised for very many resources, and copied into many \
               scripts for that reason.",
        steps: &["Find the script and move it to Microsoft Graph PowerShell."],
        related: &["azure-ad-graph-audience", "broad-first-party-scopes"],
    },
    Remark {
        id: "29d9ed98-a469-4536-ade2-f981bc1d605e",
        text: "The broker that signs in for other applications on a device. Used over a device code and followed by the \
               registration of a device, it deserves a look at the sign-in log.",
        steps: &[
            "In the sign-in log look at authenticationProtocol, then for a device registered right behind it in the directory's audit log.",
        ],
        related: &["amr", "deviceid"],
    },
    Remark {
        id: "a0c73c16-a7e3-4564-9a95-2bdf47383716",
        text: "Versions 1 and 2 of Exchange Online PowerShell, and many samples that get a token for \
               https://outlook.office365.com by themselves. It needs no secret and works in every tenant. A sign-in with \
               it by another tenant's user is most often a script that names the wrong tenant.",
        steps: EXCHANGE,
        related: &[
            "exchange-powershell-wrong-tenant",
            "copied-tenant-id",
            "broad-first-party-scopes",
        ],
    },
    Remark {
        id: "fb78d390-0c51-40cd-8e17-fdbfab77341b",
        text: "Connect-ExchangeOnline and Connect-IPPSSession of version 3. It needs no secret and works in every tenant.",
        steps: EXCHANGE,
        related: &[
            "exchange-powershell-wrong-tenant",
            "broad-first-party-scopes",
        ],
    },
];

fn look_up(word: &str) -> Vec<Meaning> {
    if let Ok(id) = word.parse::<Uuid>() {
        return facts::app(id).map(meaning).into_iter().collect();
    }
    App::all()
        .filter(|app| {
            app.name.eq_ignore_ascii_case(word) || app.other_name.eq_ignore_ascii_case(word)
        })
        .map(meaning)
        .collect()
}

fn meaning(app: App) -> Meaning {
    let remark = REMARKS.iter().find(|remark| remark.id == app.id);
    let steps = remark.map_or(&[] as &[&str], |remark| remark.steps);
    let owner = match app.owner_tenant {
        "" => String::new(),
        tenant => format!("{tenant}, {}", names::tenant(tenant)),
    };
    Meaning::new(KIND.name, app.id, app.name, app.source)
        .line("other name", other_name(app))
        .line("seen as", role(app))
        .line("remark", remark.map_or("", |remark| remark.text))
        .lines("do", steps.iter().map(|step| (*step).to_owned()))
        .line("in logs", in_logs(app))
        .line("owner", owner)
        .line(
            "note",
            "A name here is what public lists call this id. An id in a token or a log names the application; anybody can \
             use a client that needs no secret.",
        )
        .related(remark.map_or(&[] as &[_], |remark| remark.related).iter().copied())
}

fn in_logs(app: App) -> &'static str {
    match (app.is_client(), app.is_resource()) {
        (true, false) => {
            "As the client: appId in the sign-in log, ApplicationId in sign-ins of the unified audit log, ClientAppId in Exchange; \
             appid or azp in a token."
        }
        (false, true) => {
            "As the resource: resourceId in the sign-in log, ObjectId and Target in sign-ins of the unified audit log; aud in a \
             token."
        }
        _ => {
            "As a client: appId, ApplicationId, ClientAppId; appid or azp in a token. As a resource: resourceId, ObjectId and \
             Target; aud in a token."
        }
    }
}

fn other_name(app: App) -> String {
    match app.other_name {
        "" => String::new(),
        name => format!("{name} (in another public list)"),
    }
}

fn role(app: App) -> String {
    let mut words = match (app.is_client(), app.is_resource()) {
        (true, true) => "a client that asks for tokens, and a resource that receives them",
        (true, false) => "a client that asks for tokens",
        (false, true) => "a resource that receives tokens",
        (false, false) => "neither client nor resource in the lists at hand",
    }
    .to_owned();
    if app.shares_refresh_tokens() {
        words.push_str(
            "; its refresh tokens serve other Microsoft clients too (family of client ids)",
        );
    }
    words
}
