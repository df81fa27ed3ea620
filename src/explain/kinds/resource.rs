//! Resources: what an audience names, in any of its spellings, or by the resource's name.

use crate::entra::audience::Audience;
use crate::explain::meaning::{Kind, Meaning};
use crate::facts::{AUDIENCES, Permission, Row};

pub(super) const KIND: Kind = Kind {
    name: "resource",
    help: "an audience: a Microsoft API by its id, one of its URLs or its name",
    look_up,
    keys: || {
        let names = AUDIENCES.rows().map(|row| row.column(2));
        names.filter(|name| !name.is_empty()).collect()
    },
};

/// More spellings than this are counted, not listed.
const MOST_SPELLINGS: usize = 12;

fn look_up(word: &str) -> Vec<Meaning> {
    let audience = Audience::read(word);
    // Only what the table of audiences knows has a cloud.
    if audience.cloud.is_some() {
        return audience
            .app_id
            .map(|id| meaning(&id.to_string()))
            .into_iter()
            .collect();
    }
    let mut ids: Vec<&str> = AUDIENCES
        .rows()
        .filter(|row| row.column(2).eq_ignore_ascii_case(word))
        .map(|row| row.column(1))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(meaning).collect()
}

fn meaning(id: &str) -> Meaning {
    let rows: Vec<Row> = AUDIENCES.rows().filter(|row| row.column(1) == id).collect();
    let name = rows.first().map_or("", |row| row.column(2));
    let mut sources: Vec<&str> = rows.iter().map(|row| row.column(4)).collect();
    sources.sort_unstable();
    sources.dedup();
    let patterns = if rows.iter().any(|row| row.column(0).contains('*')) {
        "A * stands for any name. Hosts of two names are two audiences, although the same application is behind them."
    } else {
        ""
    };
    Meaning::new(KIND.name, id, name, sources.join("; "))
        .lines("written as", spellings(&rows))
        .line("patterns", patterns)
        .line("permissions", permissions(id))
        .line(
            "note",
            "These spellings mean the same resource, yet many services compare aud exactly: ask with the spelling that the \
             service names.",
        )
        .related(["aud", "audience-spelling", "wrong-audience"])
}

fn spellings(rows: &[Row]) -> Vec<String> {
    let mut lines: Vec<String> = rows
        .iter()
        .take(MOST_SPELLINGS)
        .map(|row| match row.column(3) {
            "any" | "" => row.column(0).to_owned(),
            cloud => format!("{} ({cloud})", row.column(0)),
        })
        .collect();
    if rows.len() > MOST_SPELLINGS {
        lines.push(format!("and {} more", rows.len() - MOST_SPELLINGS));
    }
    lines
}

fn permissions(id: &str) -> String {
    let count = Permission::all()
        .filter(|permission| permission.resource_app_id == id)
        .count();
    match count {
        0 => String::new(),
        1 => format!("explained here by name: {}", example(id)),
        count => format!("{count} explained here by name, such as {}", example(id)),
    }
}

/// The most powerful permission, as an example.
fn example(id: &str) -> &'static str {
    Permission::all()
        .filter(|permission| permission.resource_app_id == id)
        .min_by_key(|permission| permission.tier)
        .map_or("", |permission| permission.name)
}
