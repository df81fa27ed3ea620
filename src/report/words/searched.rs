//! The tokens that were only searched for, each with its records.

use crate::audit::Audit;
use crate::entra::tenant::TenantId;
use crate::report::model::Report;

use super::happened::{Happened, happened};
use super::place::place;
use super::records::named;

/// A token that was a search key. Raw and untrusted.
pub(in crate::report) struct SearchedToken {
    pub title: String,
    pub rows: Vec<(&'static str, String)>,
    pub happened: Happened,
}

/// Each of them.
pub(in crate::report) fn searched(report: &Report, audit: &Audit) -> Vec<SearchedToken> {
    let each = report.searched.iter().enumerate().map(|(index, token)| {
        let number = match report.searched.len() {
            1 => String::new(),
            _ => format!(" {}", index + 1),
        };
        let profile = &token.profile;
        let tenant = |id: Option<TenantId>| {
            id.map_or_else(|| "no tenant that it names".to_owned(), |id| id.to_string())
        };
        let user = profile.subject.display.as_deref().unwrap_or("not named");
        let mut rows = vec![
            ("from", place(&token.source)),
            ("issued by", tenant(profile.issuing_tenant())),
            ("to", user.to_owned()),
            ("of tenant", tenant(profile.subject.home)),
        ];
        if let Some(client) = token.keys.client {
            rows.push(("client", named(&client.to_string())));
        }
        if let (Some(from), Some(to)) = (token.keys.issued_at, token.keys.expires_at) {
            rows.push(("lived", format!("from {from} to {to}")));
        }
        SearchedToken {
            title: format!("TOKEN{number}  decoded, not verified"),
            rows,
            happened: happened(audit, index, &token.keys, report.at),
        }
    });
    each.collect()
}
