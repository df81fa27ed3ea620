//! DuckDB's spelling.
//!
//! Not its job: the queries (`mod.rs`) or the view's columns (`raw.rs`).

use super::Sql;
use super::raw::{IDENTITIES, PAIRS, TEXTS, TOKEN};
use crate::audit::column::COLUMNS;
use crate::hunt::language::Language;
use crate::hunt::literal;
use crate::hunt::logs::Shape;

/// DuckDB 1.3 and later (`lambda x: ..`).
pub const DUCKDB: Sql = Sql {
    language: Language {
        name: "duckdb",
        literal: literal::doubled,
        quote: "'",
        orders_texts: true,
        equal: "=",
        differ: "<>",
        holds: |text, part| format!("contains({text}, {part})"),
        begins: |text, part| format!("starts_with({text}, {part})"),
        ends: |text, part| format!("ends_with({text}, {part})"),
        lower: |text| format!("lower({text})"),
        concat: |parts| format!("concat({})", parts.join(", ")),
        line_feed: "chr(10)",
        matches: |text, pattern| format!("regexp_matches({text}, '{pattern}')"),
        without: |text, pattern| format!("regexp_replace({text}, '{pattern}', '', 'g')"),
        case: super::case,
        has_apps: true,
    },
    extract: |text, pattern| {
        let group = usize::from(has_group(pattern));
        format!("regexp_extract({text}, '{pattern}', {group})")
    },
    reduce: |text, pattern| format!("regexp_replace({text}, '{pattern}', '\\1')"),
    join: |between, parts| format!("concat_ws({between}, {})", parts.join(", ")),
    named: |list, key| format!("list_filter({list}, lambda x: x.\"Name\" = '{key}')[1].\"Value\""),
    identities: |list, kind, each, sql, between| {
        format!(
            "coalesce(array_to_string(list_transform(list_filter({list}, lambda x: x.\"Type\" = '{kind}'), lambda x: {}), {between}), '')",
            each(sql, "x.\"ID\"")
        )
    },
    only_other: |list, own| {
        let others = format!(
            "list_filter(list_transform({list}, lambda x: lower(trim(x))), lambda x: length(x) = 36 and x <> {own})"
        );
        format!("case when len({others}) = 1 then {others}[1] else '' end")
    },
    rows_of: |items| format!("unnest([\n{items}])"),
    parse: |text| format!("from_json({text}, '{}')", structure()),
    source: |logs, path| {
        let rows = match logs.shape {
            Shape::Records => {
                let names = COLUMNS.iter().map(|(_, name, ..)| *name);
                let columns: Vec<String> = names
                    .chain(["source"])
                    .map(|name| format!("{name}: 'VARCHAR'"))
                    .collect();
                format!(
                    "read_json({path}, format = 'newline_delimited', maximum_object_size = 16777216, columns = {{{}}})",
                    columns.join(", ")
                )
            }
            Shape::Csv => format!(
                "(select AuditData::varchar as r from read_csv({path}, header = true, delim = ',', quote = '\"', escape = '\"', all_varchar = true, union_by_name = true, max_line_size = 16777216, strict_mode = false)) f"
            ),
            Shape::Lines => format!(
                "(select json::varchar as r from read_ndjson_objects({path}, maximum_object_size = 16777216)) f"
            ),
        };
        (String::new(), rows)
    },
    days_ago: |days| {
        format!("strftime((now() at time zone 'UTC') - interval {days} day, '%Y-%m-%dT%H:%M:%S')")
    },
    quote: '"',
};

/// Whether a pattern has a group that is kept.
pub fn has_group(pattern: &str) -> bool {
    let bytes = pattern.as_bytes();
    let is_group = |at: usize| {
        bytes[at] == b'('
            && bytes.get(at + 1) != Some(&b'?')
            && (at == 0 || !matches!(bytes[at - 1], b'\\' | b'['))
    };
    (0..bytes.len()).any(is_group)
}

fn structure() -> String {
    let text = |name: &&str| format!("\"{name}\": \"VARCHAR\"");
    let mut parts: Vec<String> = TEXTS.iter().map(text).collect();
    let token: Vec<String> = TOKEN.iter().map(text).collect();
    parts.push(format!("\"AppAccessContext\": {{{}}}", token.join(", ")));
    parts.push(
        "\"ParticipantInfo\": {\"HasForeignTenantUsers\": \"VARCHAR\", \"ParticipatingTenantIds\": [\"VARCHAR\"]}".to_owned(),
    );
    for name in PAIRS {
        parts.push(format!(
            "\"{name}\": [{{\"Name\": \"VARCHAR\", \"Value\": \"VARCHAR\"}}]"
        ));
    }
    for name in IDENTITIES {
        parts.push(format!(
            "\"{name}\": [{{\"ID\": \"VARCHAR\", \"Type\": \"VARCHAR\"}}]"
        ));
    }
    format!("{{{}}}", parts.join(", "))
}
