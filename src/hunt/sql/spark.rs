//! The spelling of Spark 4 and Databricks.
//!
//! Not its job: the queries (`mod.rs`) or the view's columns (`raw.rs`).

use super::Sql;
use super::duckdb::has_group;
use super::raw::{IDENTITIES, PAIRS, TEXTS, TOKEN};
use crate::audit::column::COLUMNS;
use crate::hunt::language::Language;
use crate::hunt::literal;
use crate::hunt::logs::Shape;

/// Spark 4 and Databricks.
pub const SPARK: Sql = Sql {
    language: Language {
        name: "spark",
        literal: literal::spark,
        quote: "'",
        orders_texts: true,
        equal: "=",
        differ: "<>",
        holds: |text, part| format!("contains({text}, {part})"),
        begins: |text, part| format!("startswith({text}, {part})"),
        ends: |text, part| format!("endswith({text}, {part})"),
        lower: |text| format!("lower({text})"),
        concat: |parts| format!("concat({})", parts.join(", ")),
        line_feed: "char(10)",
        matches: |text, pattern| format!("regexp_like({text}, {})", written(pattern)),
        without: |text, pattern| format!("regexp_replace({text}, {}, '')", written(pattern)),
        case: super::case,
        has_apps: true,
    },
    extract: |text, pattern| {
        let group = usize::from(has_group(pattern));
        format!("regexp_extract({text}, {}, {group})", written(pattern))
    },
    reduce: |text, pattern| format!("regexp_replace({text}, {}, '$1')", written(pattern)),
    join: |between, parts| format!("concat_ws({between}, {})", parts.join(", ")),
    // `[0]` fails on an empty list under ANSI.
    named: |list, key| format!("get(filter({list}, x -> x.Name = '{key}'), 0).Value"),
    identities: |list, kind, each, sql, between| {
        format!(
            "coalesce(array_join(transform(filter({list}, x -> x.Type = '{kind}'), x -> {}), {between}), '')",
            each(sql, "x.ID")
        )
    },
    only_other: |list, own| {
        let others = format!(
            "filter(transform({list}, x -> lower(trim(x))), x -> length(x) = 36 and x <> {own})"
        );
        format!("case when size({others}) = 1 then get({others}, 0) else '' end")
    },
    rows_of: |items| format!("explode(array(\n{items}))"),
    parse: |text| format!("from_json({text}, '{}')", structure()),
    source: |logs, path| {
        let view = match logs.shape {
            Shape::Records => {
                let names = COLUMNS.iter().map(|(_, name, ..)| *name);
                let columns: Vec<String> = names
                    .chain(["source"])
                    .map(|name| format!("{name} string"))
                    .collect();
                format!(
                    "create or replace temporary view jwtenant_logs ({}) using json options (path {path})",
                    columns.join(", ")
                )
            }
            Shape::Csv => format!(
                "create or replace temporary view jwtenant_logs using csv options (path {path}, header 'true', multiLine 'true', quote '\"', escape '\"', maxCharsPerColumn '16777216')"
            ),
            Shape::Lines => format!(
                "create or replace temporary view jwtenant_logs using text options (path {path})"
            ),
        };
        let rows = match logs.shape {
            Shape::Records => "jwtenant_logs",
            Shape::Csv => "(select AuditData as r from jwtenant_logs) f",
            Shape::Lines => "(select value as r from jwtenant_logs) f",
        };
        // Variables are filled in even inside literals otherwise.
        let set = "set spark.sql.variable.substitute=false;\n";
        (format!("{set}{view};\n"), rows.to_owned())
    },
    days_ago: |days| {
        format!(
            "date_format(to_utc_timestamp(current_timestamp() - interval {days} days, current_timezone()), 'yyyy-MM-dd\\'T\\'HH:mm:ss')"
        )
    },
    quote: '`',
};

/// A pattern as a text: its backslashes doubled.
fn written(pattern: &str) -> String {
    format!("'{}'", pattern.replace('\\', "\\\\"))
}

fn structure() -> String {
    let text = |name: &&str| format!("{name} STRING");
    let mut parts: Vec<String> = TEXTS.iter().map(text).collect();
    let token: Vec<String> = TOKEN.iter().map(|name| format!("{name}: STRING")).collect();
    parts.push(format!("AppAccessContext STRUCT<{}>", token.join(", ")));
    parts.push(
        "ParticipantInfo STRUCT<HasForeignTenantUsers: STRING, ParticipatingTenantIds: ARRAY<STRING>>".to_owned(),
    );
    for name in PAIRS {
        parts.push(format!("{name} ARRAY<STRUCT<Name: STRING, Value: STRING>>"));
    }
    for name in IDENTITIES {
        parts.push(format!("{name} ARRAY<STRUCT<ID: STRING, Type: STRING>>"));
    }
    parts.join(", ")
}
