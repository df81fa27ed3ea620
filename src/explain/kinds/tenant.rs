//! Tenants that everybody knows, by id or name.

use crate::entra::tenant::TenantId;
use crate::explain::meaning::{Kind, Meaning};
use crate::facts::{KnownTenant, TenantKind};

pub(super) const KIND: Kind = Kind {
    name: "tenant",
    help: "a tenant id that is publicly known (personal accounts, Microsoft's own, placeholders)",
    look_up,
    keys: || {
        let names = KnownTenant::all().map(|tenant| tenant.name);
        names
            .chain(NICKNAMES.iter().map(|(name, ..)| *name))
            .collect()
    },
};

/// What follows from a tenant's kind.
struct Story {
    /// Behind the name, in one line.
    short: &'static str,
    means: &'static str,
    steps: &'static [&'static str],
    related: &'static [&'static str],
}

/// Words that stand in an address where a tenant stands.
const NICKNAMES: [(&str, &str, &str); 3] = [
    (
        "common",
        "every organisation's tenant and personal accounts",
        "The account that signs in decides the tenant, which is the account's own: a guest gets a token of the home tenant, \
         not of the inviting one.",
    ),
    (
        "organizations",
        "every organisation's tenant, no personal accounts",
        "The account that signs in decides the tenant, which is the account's own: a guest gets a token of the home tenant, \
         not of the inviting one.",
    ),
    (
        "consumers",
        "personal Microsoft accounts only",
        "Tokens come from the one tenant of personal accounts, 9188040d-6c67-4c5b-b112-36a304b66dad.",
    ),
];

fn nickname(word: &str) -> Option<Meaning> {
    let (name, title, means) = NICKNAMES
        .iter()
        .find(|(name, ..)| name.eq_ignore_ascii_case(word))?;
    let source = "entra-docs access-tokens.md";
    let meaning = Meaning::new(KIND.name, *name, *title, source)
        .line("means", *means)
        .line(
            "in a token",
            "Never: iss and tid hold a real tenant. The metadata of common and organizations names {tenantid} as a template.",
        )
        .lines(
            "do",
            ["Put the id or a domain of the tenant that you mean in its place to get that tenant's token.".to_owned()],
        )
        .related(["home-tenant-token", "template-issuer-expected"]);
    Some(meaning)
}

fn look_up(word: &str) -> Vec<Meaning> {
    if let Some(meaning) = nickname(word) {
        return vec![meaning];
    }
    let id = word.parse().ok().map(TenantId);
    KnownTenant::all()
        .filter(|known| match id {
            Some(id) => known.id == id.to_string(),
            None => known.name.eq_ignore_ascii_case(word),
        })
        .map(meaning)
        .collect()
}

fn meaning(known: KnownTenant) -> Meaning {
    let story = story(known.kind);
    Meaning::new(KIND.name, known.id, known.name, known.source)
        .line("means", story.means)
        .lines("do", story.steps.iter().map(|step| (*step).to_owned()))
        .related(story.related.iter().copied())
}

/// Behind a tenant's name, in one line.
pub(in crate::explain) fn short(kind: TenantKind) -> &'static str {
    story(kind).short
}

/// What a tenant of this kind means.
pub(in crate::explain) fn means(kind: TenantKind) -> &'static str {
    story(kind).means
}

/// The words that belong to a tenant of this kind.
pub(in crate::explain) fn related(kind: TenantKind) -> &'static [&'static str] {
    story(kind).related
}

fn story(kind: TenantKind) -> &'static Story {
    match kind {
        TenantKind::Personal => &PERSONAL,
        TenantKind::Services => &SERVICES,
        TenantKind::Microsoft => &MICROSOFT,
        TenantKind::Placeholder => &PLACEHOLDER,
        TenantKind::DocsSample => &DOCS_SAMPLE,
    }
}

const PERSONAL: Story = Story {
    short: "the one tenant of all personal accounts (outlook.com, live.com)",
    means: "Every personal Microsoft account signs in here. It is no organisation's tenant, and the same id for everybody: \
            it tells nothing about who somebody is.",
    steps: &[
        "If a work account was meant: sign in again and choose it, with the tenant named instead of common.",
        "If personal accounts should be let in, the application's registration has to allow them.",
    ],
    related: &["personal-account", "idp", "tid"],
};

const SERVICES: Story = Story {
    short: "the same for everybody: personal accounts that name no tenant land here",
    means: "Microsoft owns it and keeps many of its applications in it. A token with this tenant usually belongs to a \
            personal account that asked for Azure without naming a tenant. Everybody gets the same id, so it is nobody's \
            organisation and was not taken from anybody.",
    steps: &[
        "Name the tenant of the resource: az login --tenant TENANT, or the authority in code.",
        "An account without any directory has to create one, or be invited into one, first.",
    ],
    related: &["microsoft-services", "personal-account"],
};

const MICROSOFT: Story = Story {
    short: "Microsoft's own",
    means: "A tenant of Microsoft's own staff or production. Services list it among the issuers that they accept, and \
            error texts repeat that list; it says nothing about your tenant.",
    steps: &[
        "In an error text, look for the id in the list that is not Microsoft's: that is the tenant to use.",
        "As a person's home: compare with a support case before anything else.",
    ],
    related: &["microsoft-support"],
};

const PLACEHOLDER: Story = Story {
    short: "a placeholder, no tenant at all",
    means: "A value that stands where a tenant should be filled in. No tenant has this id.",
    steps: &["Fill in your tenant's id or one of its domains, then get a new token."],
    related: &["placeholder-tenant"],
};

const DOCS_SAMPLE: Story = Story {
    short: "a sample id of public documentation",
    means: "This id is printed in documentation, help texts or test data. Where it stands in a setting, a sample was \
            copied without filling in the own tenant.",
    steps: &["Replace it by your tenant's id or one of its domains, then get a new token."],
    related: &["placeholder-tenant", "copied-tenant-id"],
};
