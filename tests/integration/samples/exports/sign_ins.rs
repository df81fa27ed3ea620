//! Rows of the Entra sign-in log, as Microsoft Graph (beta) returns them.
//!
//! Not its job: who signs in when.

use serde_json::json;
use uuid::Uuid;

use super::utc;
use crate::samples::seed::Seed;
use crate::samples::world::{Person, Tenant};
use crate::support::members::Members;

/// A client or a resource and the name that the log gives it.
pub type App = (Uuid, &'static str);

pub struct Row<'a> {
    pub person: &'a Person,
    pub client: App,
    pub resource: App,
    pub visited: &'static Tenant,
    pub address: &'static str,
    /// City, state and country.
    pub place: [&'static str; 3],
    pub access: &'static str,
    pub user_type: &'static str,
    pub agent: &'static str,
}

pub fn row(row: &Row, seconds: i64, seed: &mut Seed) -> Members {
    let [city, state, country] = row.place;
    let request = seed.request_id();
    Members::new()
        .with("id", request)
        .with("createdDateTime", utc(seconds) + "Z")
        .with("userDisplayName", row.person.name)
        .with("userPrincipalName", row.person.mail)
        .with("userId", row.person.oid)
        .with("appId", row.client.0)
        .with("appDisplayName", row.client.1)
        .with("ipAddress", row.address)
        .with("clientAppUsed", "Browser")
        .with("userAgent", row.agent)
        .with("correlationId", seed.guid())
        .with("isInteractive", true)
        .with("resourceDisplayName", row.resource.1)
        .with("resourceId", row.resource.0)
        .with("resourceTenantId", row.visited.id)
        .with("homeTenantId", row.person.home.id)
        .with("crossTenantAccessType", row.access)
        .with("userType", row.user_type)
        .with(
            "uniqueTokenIdentifier",
            crate::support::identifiers::uti_from_guid(request),
        )
        .with("sessionId", seed.guid())
        .with("authenticationProtocol", "none")
        .with("originalTransferMethod", "none")
        .with(
            "status",
            json!({"errorCode": 0, "failureReason": "Other.", "additionalDetails": null}),
        )
        .with(
            "location",
            json!({"city": city, "state": state, "countryOrRegion": country}),
        )
}

/// What a query of the log returns: an object with a list.
pub fn document(rows: &[(i64, Members)]) -> String {
    let rows: Vec<String> = rows.iter().map(|(_, row)| format!("    {row}")).collect();
    format!(
        "{{\n  \"@odata.context\": \"https://graph.microsoft.com/beta/$metadata#auditLogs/signIns\",\n  \"value\": [\n{}\n  ]\n}}\n",
        rows.join(",\n")
    )
}
