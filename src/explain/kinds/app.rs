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
    related: &'static [&'static str],
}

const REMARKS: &[Remark] = &[
    Remark {
        id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
        text: "az login and what builds on it. Without --tenant it asks the account's own tenant, which is the usual \
               reason for a token from another tenant than the resource's.",
        related: &["home-tenant-token"],
    },
    Remark {
        id: "14d82eec-204b-4c2f-b7e8-296a70dab67e",
        text: "Connect-MgGraph. Its tokens are for Microsoft Graph, with the permissions that were asked for.",
        related: &["header-nonce"],
    },
    Remark {
        id: "1950a258-227b-4e31-a9cf-717495945fc2",
        text: "Connect-AzAccount. Without -Tenant it asks the account's own tenant.",
        related: &["home-tenant-token"],
    },
    Remark {
        id: "1b730954-1685-4b74-9bfd-dac224a7b894",
        text: "The retired AzureAD and MSOnline modules. Pre-authorised for very many resources, and copied into many \
               scripts for that reason.",
        related: &["azure-ad-graph-audience", "broad-first-party-scopes"],
    },
    Remark {
        id: "29d9ed98-a469-4536-ade2-f981bc1d605e",
        text: "The broker that signs in for other applications on a device. Used over a device code and followed by the \
               registration of a device, it deserves a look at the sign-in log.",
        related: &["amr", "deviceid"],
    },
    Remark {
        id: "a0c73c16-a7e3-4564-9a95-2bdf47383716",
        text: "Versions 1 and 2 of Exchange Online PowerShell, and many samples that get a token for \
               https://outlook.office365.com by themselves. It needs no secret and works in every tenant. A sign-in with \
               it by another tenant's user is most often a script that names the wrong tenant.",
        related: &[
            "exchange-powershell-wrong-tenant",
            "copied-tenant-id",
            "broad-first-party-scopes",
        ],
    },
    Remark {
        id: "fb78d390-0c51-40cd-8e17-fdbfab77341b",
        text: "Connect-ExchangeOnline and Connect-IPPSSession of version 3. It needs no secret and works in every tenant.",
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
    let owner = match app.owner_tenant {
        "" => String::new(),
        tenant => format!("{tenant}, {}", names::tenant(tenant)),
    };
    Meaning::new(KIND.name, app.id, app.name, app.source)
        .line("other name", other_name(app))
        .line("seen as", role(app))
        .line("remark", remark.map_or("", |remark| remark.text))
        .line("owner", owner)
        .line(
            "note",
            "A name here is what public lists call this id. An id in a token or a log names the application; anybody can \
             use a client that needs no secret.",
        )
        .related(remark.map_or(&[] as &[_], |remark| remark.related).iter().copied())
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
