//! ClickHouse's spelling (clickhouse-local and chdb too).
//!
//! Not its job: the queries (`mod.rs`) or the view's columns (`raw.rs`).

use super::Sql;
use super::duckdb::has_group;
use super::raw::{IDENTITIES, PAIRS, TEXTS, TOKEN};
use crate::audit::column::COLUMNS;
use crate::hunt::language::Language;
use crate::hunt::literal;
use crate::hunt::logs::Shape;

/// ClickHouse 24 and later.
pub const CLICKHOUSE: Sql = Sql {
    language: Language {
        name: "clickhouse",
        literal: literal::backslashed,
        quote: "'",
        orders_texts: true,
        equal: "=",
        differ: "<>",
        holds: |text, part| format!("position({text}, {part}) > 0"),
        begins: |text, part| format!("startsWith({text}, {part})"),
        ends: |text, part| format!("endsWith({text}, {part})"),
        lower: |text| format!("lower({text})"),
        concat: |parts| format!("concat({})", parts.join(", ")),
        line_feed: "char(10)",
        matches: |text, pattern| format!("match({text}, {})", written(pattern)),
        without: |text, pattern| format!("replaceRegexpAll({text}, {}, '')", written(pattern)),
        case: super::case,
        has_apps: true,
    },
    // The first group where there is one, else the whole.
    extract: |text, pattern| {
        debug_assert!(has_group(pattern) || !pattern.contains("((?"));
        format!("extract({text}, {})", written(pattern))
    },
    reduce: |text, pattern| format!("replaceRegexpOne({text}, {}, '\\\\1')", written(pattern)),
    join: |between, parts| format!("concatWithSeparator({between}, {})", parts.join(", ")),
    named: |list, key| format!("arrayFirst(x -> x.1 = '{key}', {list}).2"),
    identities: |list, kind, each, sql, between| {
        format!(
            "arrayStringConcat(arrayMap(x -> {}, arrayFilter(x -> x.2 = '{kind}', {list})), {between})",
            each(sql, "x.1")
        )
    },
    only_other: |list, own| {
        let others = format!(
            "arrayFilter(x -> length(x) = 36 and x <> {own}, arrayMap(x -> lower(trim(coalesce(x, ''))), {list}))"
        );
        format!("if(length({others}) = 1, {others}[1], '')")
    },
    rows_of: |items| format!("arrayJoin([\n{items}])"),
    parse: |text| format!("JSONExtract({text}, '{}')", structure()),
    source: |logs, path| {
        let rows = match logs.shape {
            Shape::Records => {
                let names = COLUMNS.iter().map(|(_, name, ..)| *name);
                let columns: Vec<String> = names
                    .chain(["source"])
                    .map(|name| format!("{name} String"))
                    .collect();
                format!("file({path}, 'JSONEachRow', '{}')", columns.join(", "))
            }
            Shape::Csv => {
                format!(
                    "(select AuditData as r from file({path}, 'CSVWithNames', 'AuditData String')) f"
                )
            }
            Shape::Lines => {
                format!("(select line as r from file({path}, 'LineAsString', 'line String')) f")
            }
        };
        (String::new(), rows)
    },
    days_ago: |days| {
        format!("formatDateTime(now('UTC') - interval {days} day, '%Y-%m-%dT%H:%i:%S')")
    },
    quote: '"',
};

/// A pattern as a text: its backslashes doubled.
fn written(pattern: &str) -> String {
    format!("'{}'", pattern.replace('\\', "\\\\"))
}

fn structure() -> String {
    let text = |name: &&str| format!("{name} Nullable(String)");
    let mut parts: Vec<String> = TEXTS.iter().map(text).collect();
    let token: Vec<String> = TOKEN.iter().map(text).collect();
    parts.push(format!("AppAccessContext Tuple({})", token.join(", ")));
    parts.push(
        "ParticipantInfo Tuple(HasForeignTenantUsers Nullable(String), ParticipatingTenantIds Array(Nullable(String)))".to_owned(),
    );
    for name in PAIRS {
        parts.push(format!(
            "{name} Array(Tuple(Name Nullable(String), Value Nullable(String)))"
        ));
    }
    for name in IDENTITIES {
        parts.push(format!(
            "{name} Array(Tuple(ID Nullable(String), Type Nullable(String)))"
        ));
    }
    format!("Tuple({})", parts.join(", "))
}
