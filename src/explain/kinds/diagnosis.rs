//! Diagnoses that are no rule: what a token cannot show, and what several inputs show together.
//!
//! Not its job: diagnoses that are rules or explanations of audit entries; those have kinds of their own.

use crate::explain::meaning::{Kind, Meaning};

pub(super) const KIND: Kind = Kind {
    name: "diagnosis",
    help: "what a token cannot show by itself (device-code, page-in-between), by id or number (G13)",
    look_up,
    keys: || DIAGNOSES.iter().map(|diagnosis| diagnosis.id).collect(),
};

struct Diagnosis {
    /// Its number in the catalogue.
    number: &'static str,
    id: &'static str,
    title: &'static str,
    means: &'static str,
    /// What a token shows of it.
    in_a_token: &'static str,
    steps: &'static [&'static str],
    related: &'static [&'static str],
    source: &'static str,
}

const CANNOT: &str =
    "It cannot be seen in a token: the token looks like any other token of that person.";

const DIAGNOSES: &[Diagnosis] = &[
    Diagnosis {
        number: "A03",
        id: "unknown-principal-pass-through",
        title: "sign-ins to SharePoint by nobody who is named",
        means: "People of other organisations follow a shared link or a link in a sample. Entra checks who they are and writes a \
                sign-in with \"Unknown\" or \"Not Available\" as the user; they have no account with you.",
        in_a_token: "Only audit records show it: `jwtenant audit EXPORT`.",
        steps: &[
            "Search the sharing events of the same days, and find where the link is published.",
        ],
        related: &["sharepoint-pass-through", "ActorContextId"],
        source: "https://learn.microsoft.com/purview/audit-troubleshooting-scenarios",
    },
    Diagnosis {
        number: "A13",
        id: "subscription-moved",
        title: "a subscription that went to another tenant",
        means: "After a subscription is transferred, its resources expect tokens of the new tenant, while tools, connections and \
                vaults go on with the old one.",
        in_a_token: "It cannot be seen in a token: only the history of the subscription tells to which tenant it belonged.",
        steps: &[
            "Ask whether the subscription was moved in the last days.",
            "Point vaults (their tenantId), managed identities and connections at the new tenant, sign in again, and wait up to an \
             hour.",
        ],
        related: &["home-tenant-token", "InvalidAuthenticationTokenTenant"],
        source: "the text of InvalidAuthenticationTokenTenant; public threads of Azure tools",
    },
    Diagnosis {
        number: "A14",
        id: "cached-account",
        title: "a token from the cache of another account",
        means: "The tool found an older account in its cache, or the browser a running session, and took that instead of the one \
                that was meant.",
        in_a_token: "It cannot be seen in a token whether a cache was asked; oid, upn and an iat from before the sign-in are hints.",
        steps: &[
            "az account clear, Disconnect-AzAccount, Disconnect-MgGraph, or a private window; then sign in with the tenant named.",
        ],
        related: &["home-tenant-token", "oid", "iat"],
        source: "public threads of Azure tools",
    },
    Diagnosis {
        number: "D09",
        id: "several-tokens",
        title: "several tokens in one input",
        means: "Tokens are compared with each other: the same session (sid), the same person (oid, or puid across tenants), the \
                same token twice (uti), different tenants.",
        in_a_token: "`jwtenant check` says it under TOGETHER as soon as the input holds more than one.",
        steps: &[],
        related: &["sid", "uti", "oid"],
        source: "entra-docs how-to-authentication-track-linkable-identifiers.md",
    },
    Diagnosis {
        number: "G12",
        id: "page-in-between",
        title: "a sign-in page in between",
        means: "Somebody signed in on a page that passed everything on to Microsoft and kept the session. Only methods that \
                resist phishing prevent it: a passkey, Windows Hello for Business, a certificate.",
        in_a_token: CANNOT,
        steps: &[
            "Sign-in log: find the sign-in by the token's session (sid) and look at its first entry: client OfficeHome, an address \
             of a hosting provider, a browser that the person does not use.",
            "Then the non-interactive sign-ins of the same session from other addresses.",
            "If it is so: revoke the person's sessions, reset the password, look for new factors, devices and inbox rules.",
        ],
        related: &[
            "sid",
            "session-in-two-places",
            "AADNonInteractiveUserSignInLogs",
        ],
        source: "published incident analyses; Microsoft Graph signIn resource type",
    },
    Diagnosis {
        number: "G13",
        id: "device-code",
        title: "a sign-in with a device code",
        means: "A code was shown on one device and typed on another. For az and PowerShell on a server that is how it should be; \
                people are also talked into typing somebody else's code.",
        in_a_token: "It cannot be seen in a token: amr shows the factors of the person who typed the code.",
        steps: &[
            "Sign-in log: authenticationProtocol is deviceCode, or originalTransferMethod is deviceCodeFlow. A refreshed session keeps \
             the second one only.",
            "Ask the person whether they typed a code, and compare the address of the sign-in with theirs.",
            "Where nobody needs it: block device codes by Conditional Access.",
        ],
        related: &[
            "device-code-sign-in",
            "authenticationProtocol",
            "originalTransferMethod",
            "29d9ed98-a469-4536-ade2-f981bc1d605e",
        ],
        source: "Microsoft Graph signIn resource type; published incident analyses",
    },
    Diagnosis {
        number: "G14",
        id: "refresh-token-family",
        title: "one refresh token for many clients",
        means: "Many of Microsoft's clients form a family: the refresh token of one gets tokens for the others, without a new \
                sign-in. Ordinary on a desktop with Office.",
        in_a_token: "One token does not show it. Several do: the same session and person, other clients and resources, within \
                     minutes. foci stands in the token response, not in the token.",
        steps: &[
            "Sign-in log: incomingTokenType refreshToken, with clients that the person does not use.",
        ],
        related: &[
            "sid",
            "incomingTokenType",
            "AADNonInteractiveUserSignInLogs",
        ],
        source: "secureworks family of client ids research; Microsoft Graph signIn resource type",
    },
];

fn look_up(word: &str) -> Vec<Meaning> {
    DIAGNOSES
        .iter()
        .filter(|known| {
            known.number.eq_ignore_ascii_case(word) || known.id.eq_ignore_ascii_case(word)
        })
        .map(meaning)
        .collect()
}

fn meaning(known: &'static Diagnosis) -> Meaning {
    Meaning::new(KIND.name, known.id, known.title, known.source)
        .line("means", known.means)
        .line("in a token", known.in_a_token)
        .lines("do", known.steps.iter().map(|step| (*step).to_owned()))
        .line("catalogue", known.number)
        .related(known.related.iter().copied())
}
