//! The unified audit log through Exchange Online PowerShell.
//!
//! Not its job: reading what it saves (`jwtenant audit`).

use super::{person, quoted, window, words};
use crate::hunt::engine::{HuntError, Order, Text};
use crate::hunt::question::Question;

/// The script.
pub fn write(order: &Order) -> Result<Vec<Text>, HuntError> {
    let (from, to) = window(order);
    let token = &order.keys.token;
    let name = order.question.word();
    let file = quoted(&format!("jwtenant-{name}.csv"));
    let mut searches: Vec<String> = words(order)
        .iter()
        .map(|word| format!("@{{ FreeText = {} }}", quoted(word)))
        .collect();
    if order.question == Question::Follow
        && let Some(user) = &token.user
    {
        searches.push(format!("@{{ UserIds = {} }}", quoted(user)));
    }
    if searches.is_empty()
        && let Some(person) = person(order)
    {
        searches.push(format!("@{{ FreeText = {} }}", quoted(&person)));
    }
    // Nobody can search for "another tenant than mine": sign-ins are fetched, and judged afterwards.
    if order.question == Question::Foreign || searches.is_empty() {
        searches.push(format!(
            "@{{ RecordType = {} }}",
            quoted("AzureActiveDirectoryStsLogon")
        ));
    }
    let text = format!(
        "$from = {from}\n\
         $to = {to}\n\
         $searches = @(\n    {}\n)\n\
         $found = foreach ($search in $searches) {{\n    \
             $session = [guid]::NewGuid().ToString()\n    \
             do {{\n        \
                 $page = @(Search-UnifiedAuditLog -StartDate $from -EndDate $to @search -SessionId $session -SessionCommand ReturnLargeSet -ResultSize 5000)\n        \
                 $page\n    \
             }} while ($page.Count -gt 0 -and $page[-1].ResultIndex -lt $page[-1].ResultCount)\n\
         }}\n\
         $found | Sort-Object Identity -Unique | Export-Csv -NoTypeInformation -Encoding UTF8 -Path {file}\n",
        searches.join("\n    ")
    );
    Ok(vec![Text::new(name, text)])
}
