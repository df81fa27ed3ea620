//! Tables in which log engines keep sign-ins, audit records and activity.

use crate::explain::meaning::{Kind, Meaning};
use crate::facts::logs::Column;

pub(super) const KIND: Kind = Kind {
    name: "log-table",
    help: "a table of Sentinel or Defender XDR with such logs (SigninLogs, OfficeActivity)",
    look_up,
    keys: || {
        let mut tables: Vec<_> = Column::all().map(|column| column.table).collect();
        tables.dedup();
        tables
    },
};

/// What each table holds.
const HOLDS: [(&str, &str); 18] = [
    (
        "AADGraphActivityLogs",
        "Requests to the retired Azure AD Graph.",
    ),
    (
        "AADManagedIdentitySignInLogs",
        "Sign-ins of managed identities.",
    ),
    (
        "AADNonInteractiveUserSignInLogs",
        "Sign-ins that a client made for a person without asking, mostly with a refresh token. Far more than the interactive \
         ones, and where a session goes on.",
    ),
    (
        "AADServicePrincipalSignInLogs",
        "Sign-ins of applications for themselves.",
    ),
    (
        "AADSignInEventsBeta",
        "Sign-ins of people in Defender XDR under the table's old name; EntraIdSignInEvents is the new one.",
    ),
    (
        "AADSpnSignInEventsBeta",
        "Sign-ins of applications in Defender XDR under the table's old name; EntraIdSpnSignInEvents is the new one.",
    ),
    ("AuditLogs", "Changes in the directory."),
    (
        "AzureActivity",
        "Changes to Azure resources, with the claims of the token that made them.",
    ),
    (
        "CloudAppEvents",
        "Events of Microsoft 365 and other cloud applications; RawEventData holds the whole audit record.",
    ),
    (
        "EnrichedMicrosoft365AuditLogs",
        "Traffic to Microsoft 365 through Global Secure Access, joined with audit records.",
    ),
    ("EntraIdSignInEvents", "Sign-ins of people in Defender XDR."),
    (
        "EntraIdSpnSignInEvents",
        "Sign-ins of applications in Defender XDR.",
    ),
    (
        "GraphAPIAuditEvents",
        "Requests to Microsoft Graph in Defender XDR.",
    ),
    (
        "IdentityLogonEvents",
        "Sign-ins that Defender for Identity and Defender for Cloud Apps saw, those to the own domain controllers included.",
    ),
    (
        "MicrosoftGraphActivityLogs",
        "Requests to Microsoft Graph, each with the id of the token that made it.",
    ),
    (
        "MicrosoftServicePrincipalSignInLogs",
        "Sign-ins of Microsoft's own applications among each other. Rarely collected: a token id that is missing \
         elsewhere can stand here.",
    ),
    (
        "OfficeActivity",
        "Audit records of Exchange, SharePoint and Teams as Sentinel keeps them. Sign-ins of the unified audit log are not \
         among them.",
    ),
    (
        "SigninLogs",
        "Interactive sign-ins of people. A pass-through sign-in of an outsider can be missing here although the unified audit \
         log has it.",
    ),
];

/// The columns by which a token is found, in the order of their strength, and the claim of each.
const SIGN_IN: &[(&str, &str)] = &[
    ("UniqueTokenIdentifier", "uti"),
    ("Id", "uti as a request id"),
    ("SessionId", "sid"),
    ("UserId", "oid"),
    ("ServicePrincipalId", "oid"),
    ("AppId", "appid"),
    ("ResourceIdentity", "aud"),
    ("IPAddress", "ipaddr"),
    ("ResourceTenantId", "tid"),
    ("HomeTenantId", "home in idp"),
];
const GRAPH: &[(&str, &str)] = &[
    ("SignInActivityId", "uti"),
    ("UniqueTokenIdentifier", "uti"),
    ("SessionId", "sid"),
    ("TokenIssuedAt", "iat"),
    ("UserId", "oid"),
    ("AccountObjectId", "oid"),
    ("ServicePrincipalId", "oid"),
    ("AppId", "appid"),
    ("ApplicationId", "appid"),
    ("IPAddress", "ipaddr"),
];
const DEFENDER: &[(&str, &str)] = &[
    ("UniqueTokenId", "uti"),
    ("RequestId", "uti as a request id"),
    ("SessionId", "sid"),
    ("AccountObjectId", "oid"),
    ("ServicePrincipalId", "oid"),
    ("ApplicationId", "appid"),
    ("ResourceId", "aud"),
    ("IPAddress", "ipaddr"),
    ("ResourceTenantId", "tid"),
];
const OFFICE: &[(&str, &str)] = &[
    ("AppAccessContext", "uti, sid and iat, inside it"),
    ("UniqueTokenId", "uti"),
    ("ApplicationId", "appid"),
    ("ClientAppId", "appid"),
    ("ClientIP", "ipaddr"),
    ("UserId", "upn"),
    ("RawEventData", "the whole record, searched as text"),
    ("AccountObjectId", "oid"),
];
const ACTIVITY: &[(&str, &str)] = &[
    ("Claims", "uti, oid, appid and tid, inside it"),
    ("CallerIpAddress", "ipaddr"),
];

/// Which of these a table is asked by.
fn join_columns(table: &str) -> &'static [(&'static str, &'static str)] {
    match table {
        "AzureActivity" => ACTIVITY,
        "CloudAppEvents" | "EnrichedMicrosoft365AuditLogs" | "OfficeActivity" => OFFICE,
        "AADGraphActivityLogs" | "GraphAPIAuditEvents" | "MicrosoftGraphActivityLogs" => GRAPH,
        _ if table.starts_with("EntraId") || table.ends_with("EventsBeta") => DEFENDER,
        _ if table.ends_with("SignInLogs") || table == "SigninLogs" => SIGN_IN,
        _ => &[],
    }
}

fn look_up(word: &str) -> Vec<Meaning> {
    let columns: Vec<Column> = Column::all()
        .filter(|column| column.table.eq_ignore_ascii_case(word))
        .collect();
    match columns.first() {
        Some(first) => vec![meaning(first.table, &columns)],
        None => Vec::new(),
    }
}

fn meaning(table: &'static str, columns: &[Column]) -> Meaning {
    let holds = HOLDS.iter().find(|(name, _)| *name == table);
    let mut products: Vec<&str> = columns.iter().map(|column| column.product).collect();
    products.sort_unstable();
    products.dedup();
    let mut names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    names.dedup();
    let joins: Vec<String> = join_columns(table)
        .iter()
        .filter(|(name, _)| names.contains(name))
        .map(|(name, claim)| format!("{name} ({claim})"))
        .collect();
    let mut sources: Vec<&str> = columns
        .iter()
        .flat_map(|column| column.source.split("; "))
        .collect();
    sources.sort_unstable();
    sources.dedup();
    Meaning::new(
        KIND.name,
        table,
        format!("{table}, a table of {}", products.join(" and ")),
        format!("schemas of log tables: {}", sources.join("; ")),
    )
    .line("holds", holds.map_or("", |(_, text)| text))
    .line("by a token", joins.join(", "))
    .line("columns", names.join(", "))
    .line(
        "note",
        "In Sentinel a column is missing until a first row has filled it; column_ifexists() in KQL keeps a query running.",
    )
    .related(["uti", "sid"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_says_what_it_holds() {
        let tables = (KIND.keys)();
        for table in &tables {
            assert!(HOLDS.iter().any(|(name, _)| name == table), "{table}");
        }
        assert_eq!(tables.len(), HOLDS.len());
    }

    #[test]
    fn the_column_with_the_token_id_is_named() {
        for (table, column) in [
            ("signinlogs", "UniqueTokenIdentifier (uti)"),
            ("MicrosoftGraphActivityLogs", "SignInActivityId (uti)"),
            ("EntraIdSignInEvents", "UniqueTokenId (uti)"),
            ("OfficeActivity", "AppAccessContext (uti"),
        ] {
            let meaning = look_up(table).remove(0);
            let joins = meaning.text.iter().find(|line| line.label == "by a token");
            assert!(joins.unwrap().text.contains(column), "{table}: {joins:?}");
        }
    }
}
