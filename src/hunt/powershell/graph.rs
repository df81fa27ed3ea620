//! Sign-in logs and the unified audit log through Microsoft Graph PowerShell.
//!
//! `uniqueTokenIdentifier` and `sessionId` cannot be filtered by; `id` and `originalRequestId` can
//! (<https://learn.microsoft.com/en-us/graph/api/resources/signin?view=graph-rest-beta>), so the GUID form of
//! `uti` makes the search possible.
//!
//! Not its job: reading what it saves (`jwtenant audit`).

use super::{person, quoted, window, words};
use crate::hunt::engine::{HuntError, Order, Text};
use crate::hunt::literal;
use crate::hunt::question::Question;
use crate::hunt::ties::second;

const EVERY_KIND: &[&str] = &[
    "interactiveUser",
    "nonInteractiveUser",
    "servicePrincipal",
    "managedIdentity",
];

/// The script.
pub fn write(order: &Order) -> Result<Vec<Text>, HuntError> {
    let name = order.question.word();
    let mut text = String::from("$rows = @(\n");
    for filter in filters(order) {
        text.push_str(&format!(
            "    Get-MgBetaAuditLogSignIn -All -Filter {filter}\n"
        ));
    }
    let sign_ins = quoted(&format!("jwtenant-{name}-signins.json"));
    text.push_str(&format!(
        ")\nConvertTo-Json -InputObject @($rows | ForEach-Object {{ $_.ToJsonString() | ConvertFrom-Json }}) -Depth 30 | Out-File -Encoding utf8 {sign_ins}\n"
    ));
    text.push_str(&audit_log(order, name));
    Ok(vec![Text::new(name, text)])
}

/// An OData text.
fn odata(text: &str) -> String {
    literal::doubled(text).unwrap_or_else(|| "''".to_owned())
}

/// Filters as PowerShell's expressions.
fn filters(order: &Order) -> Vec<String> {
    let token = &order.keys.token;
    let kinds: Vec<String> = EVERY_KIND
        .iter()
        .map(|kind| format!("t eq {}", odata(kind)))
        .collect();
    let kinds = format!("signInEventTypes/any(t: {})", kinds.join(" or "));
    let between = order.window().map(|(from, to)| {
        format!(
            " and createdDateTime ge {}Z and createdDateTime le {}Z",
            second(from),
            second(to)
        )
    });
    let between = between.unwrap_or_default();
    if order.question == Question::Foreign {
        // Only when the script runs is it known which days are the last ones.
        let (from, _) = window(order);
        let begins = quoted(&format!("{kinds} and createdDateTime ge "));
        return vec![format!("({begins} + ({from}).ToString('s') + 'Z')")];
    }
    let mut filters = Vec::new();
    if let Some(id) = token.request_id {
        let id = odata(&id.to_string());
        filters.push(format!(
            "(id eq {id} or originalRequestId eq {id}) and {kinds}"
        ));
    }
    // The session is picked out afterwards: the service does not filter by it.
    if let Some(id) = token.object_id {
        let id = odata(&id.to_string());
        filters.push(format!("userId eq {id}{between} and {kinds}"));
        // Without a name or a PUID it may as well be an application's.
        if token.user.is_none() && token.puid.is_none() {
            filters.push(format!("servicePrincipalId eq {id}{between} and {kinds}"));
        }
    } else if let Some(user) = &token.user {
        filters.push(format!(
            "userPrincipalName eq {}{between} and {kinds}",
            odata(user)
        ));
    }
    filters.iter().map(|filter| quoted(filter)).collect()
}

/// The searches of the unified audit log run in the service and are fetched when they are done.
fn audit_log(order: &Order, name: &str) -> String {
    let (from, to) = window(order);
    let by_word = |word: &String| format!("@{{ KeywordFilter = {} }}", quoted(word));
    let mut searches: Vec<String> = words(order).iter().map(by_word).collect();
    if order.question == Question::Follow
        && let Some(user) = &order.keys.token.user
    {
        searches.push(format!(
            "@{{ UserPrincipalNameFilters = {} }}",
            quoted(user)
        ));
    }
    if searches.is_empty() {
        searches.extend(person(order).as_ref().map(by_word));
    }
    if searches.is_empty() {
        let kind = quoted("azureActiveDirectoryStsLogon");
        searches.push(format!("@{{ RecordTypeFilters = {kind} }}"));
    }
    let title = quoted(&format!("jwtenant {name}"));
    let file = quoted(&format!("jwtenant-{name}.jsonl"));
    format!(
        "$searches = @(\n    {}\n)\n\
         $found = foreach ($search in $searches) {{\n    \
             $query = New-MgSecurityAuditLogQuery -DisplayName {title} -FilterStartDateTime ({from}) -FilterEndDateTime ({to}) @search\n    \
             do {{\n        \
                 Start-Sleep -Seconds 30\n        \
                 $query = Get-MgSecurityAuditLogQuery -AuditLogQueryId $query.Id\n    \
             }} until ($query.Status -in 'succeeded', 'failed', 'cancelled')\n    \
             Get-MgSecurityAuditLogQueryRecord -AuditLogQueryId $query.Id -All\n\
         }}\n\
         $found | Sort-Object Id -Unique | ForEach-Object {{ $_.AuditData.AdditionalProperties | ConvertTo-Json -Depth 30 -Compress }} | Out-File -Encoding utf8 {file}\n",
        searches.join("\n    ")
    )
}
