//! The queries for engines that read files or tables with SQL: one text for all of them, over a view of
//! normalised columns that each engine makes in its own way.
//!
//! Not its job: the engines' own spelling (`duckdb.rs`, `clickhouse.rs`, `spark.rs`).

mod clickhouse;
mod duckdb;
mod raw;
mod spark;

pub use clickhouse::CLICKHOUSE;
pub use duckdb::DUCKDB;
pub use spark::SPARK;

use super::conditions::{self, Writer};
use super::engine::{HuntError, Order, Text};
use super::expression::Expression;
use super::language::{Language, lines_of};
use super::logs::{Logs, Shape};
use super::question::Question;
use super::ties::Ties;
use crate::audit::column::COLUMNS;
use crate::audit::condition::Condition;
use crate::audit::standing;

/// An expression made of another.
type Each = fn(&Sql, &str) -> String;

/// List, kind, function of an id, and what stands between two.
type Identities = fn(&str, &str, Each, &Sql, &str) -> String;

/// An engine's spelling of what the view needs.
pub struct Sql {
    pub language: Language,
    /// What the first group of a pattern finds, the whole where there is none; empty otherwise.
    extract: fn(&str, &str) -> String,
    /// The text with the first find of a pattern replaced by its first group.
    reduce: fn(&str, &str) -> String,
    /// Texts joined with something between.
    join: fn(&str, &[String]) -> String,
    /// The value of the first pair of this name.
    named: fn(&str, &str) -> String,
    /// Ids of this kind in a list, each through a function of its expression, joined.
    identities: Identities,
    /// The one tenant of a list that is not this one; empty where there are none or several.
    only_other: fn(&str, &str) -> String,
    /// A row for each item of a list.
    rows_of: fn(&str) -> String,
    /// The record as a typed `j`, and the text that says its type.
    parse: fn(&str) -> String,
    /// Statements before, and the relation of rows: `r`, or the columns themselves.
    source: fn(&Logs, &str) -> (String, String),
    /// So many days ago, as records write times.
    days_ago: fn(u32) -> String,
    /// What stands around a name of a column.
    quote: char,
}

/// The texts that answer a question.
pub fn write(sql: &Sql, order: &Order) -> Result<Vec<Text>, HuntError> {
    let path = (sql.language.literal)(&order.logs.path).ok_or(HuntError::Path)?;
    let (prelude, rows) = (sql.source)(order.logs, &path);
    let view = match order.logs.shape {
        Shape::Records => records(&rows),
        _ => raw::view(sql, &rows, &prefilter(sql, order)),
    };
    let start = format!(
        "{prelude}with {}u as (\n{view}),\nd as (select * from (select u.*, row_number() over (partition by log, lower(id) order by t) as n from u) x where n = 1 or id = ''),\n",
        known(sql, order)
    );
    Ok(match order.question {
        Question::Foreign => foreign(sql, order, &start),
        _ => vec![trace(sql, order, &start)],
    })
}

/// The columns of records that the program has normalised.
fn records(rows: &str) -> String {
    let names = COLUMNS.iter().map(|(_, name, ..)| *name);
    let columns: Vec<String> = names.chain(["source"]).map(str::to_owned).collect();
    format!(
        "select {},\n  '' as odd\nfrom {rows}",
        lines_of(&columns, "  ")
    )
}

/// The table of applications, where the question asks for it.
fn known(sql: &Sql, order: &Order) -> String {
    if order.question != Question::Foreign {
        return String::new();
    }
    let ids: Vec<String> = conditions::known_apps()
        .map(|id| sql.language.own(id))
        .collect();
    let lines: Vec<String> = ids.chunks(3).map(|ids| ids.join(", ")).collect();
    let array = (sql.rows_of)(&lines.join(",\n"));
    format!("known as (select {array} as id),\n")
}

/// A text that holds none of the keys belongs to no token: it is not parsed.
fn prefilter(sql: &Sql, order: &Order) -> Expression {
    if order.question == Question::Foreign {
        return Expression::Yes;
    }
    let token = &order.keys.token;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(token.uti.clone());
    parts.extend(token.request_id.map(|id| id.to_string()));
    parts.extend(token.session.clone());
    parts.extend(token.object_id.map(|id| id.to_string()));
    parts.extend(token.puid.clone());
    if order.question == Question::Follow {
        parts.extend(token.user.clone());
    }
    parts.extend(token.visit().map(|(_, home)| home.to_string()));
    let lower = (sql.language.lower)("r");
    Expression::any(parts.iter().map(|part| {
        let part = sql.language.own(&part.to_ascii_lowercase());
        Expression::Atom((sql.language.holds)(&lower, &part))
    }))
}

/// Named conditions as columns of truths.
fn truths(sql: &Sql, order: &Order, conditions: &[&Condition]) -> String {
    let writer = Writer {
        language: &sql.language,
        own: &order.keys.own,
    };
    let named = writer.named(conditions);
    let columns = named
        .iter()
        .map(|(name, it)| format!(",\n  ({}) as {name}", it.text()));
    columns.collect()
}

fn foreign(sql: &Sql, order: &Order, start: &str) -> Vec<Text> {
    let writer = Writer {
        language: &sql.language,
        own: &order.keys.own,
    };
    let asked: Vec<&Condition> = conditions::of_foreign().collect();
    let truths = truths(sql, order, &asked);
    let is_foreign = writer.write(&standing::FOREIGN, conditions::Taking::Sure);
    let since = order.days.map_or(Expression::Yes, |days| {
        Expression::any([
            Expression::Atom("t = ''".to_owned()),
            Expression::Atom(format!("t >= {}", (sql.days_ago)(days))),
        ])
    });
    let asked = Expression::all([is_foreign, since]);
    let chosen = writer.explanation();
    let common = format!(
        "{start}c as (select d.*{truths}\n  from d),\ne as (select c.*, {chosen} as why, {ACTOR} as actor\n  from c where {})\n",
        asked.text()
    );
    let q = sql.quote;
    let summary = format!(
        "{common}select why as {q}Explanation{q}, actor_tenant as {q}ActorTenant{q}, app as {q}App{q}, res as {q}Resource{q}, count(*) as {q}Entries{q}, count(distinct actor) as {q}Actors{q}, min(t) as {q}First{q}, max(t) as {q}Last{q}, min(id) as {q}Sample{q}\n\
         from e group by why, actor_tenant, app, res order by count(*) desc, why, actor_tenant, app, res;\n"
    );
    let entries = format!(
        "{common}{}\nfrom e order by t, id;\n",
        select(q, "''", "why")
    );
    vec![
        Text::new("foreign", summary),
        Text::new("foreign-entries", entries),
    ]
}

/// One and the same person, as far as a record tells.
const ACTOR: &str = "case when oid <> '' then oid when usr <> '' then lower(usr) else ukey end";

fn select(q: char, strength: &str, why: &str) -> String {
    format!(
        "select t as {q}Time{q}, source as {q}Source{q}, {strength} as {q}Strength{q}, op as {q}Operation{q}, usr as {q}User{q}, ip as {q}Ip{q}, app as {q}App{q}, res as {q}Resource{q}, id as {q}Record{q}, actor_tenant as {q}ActorTenant{q}, org as {q}OwnTenant{q}, {why} as {q}Why{q}"
    )
}

fn trace(sql: &Sql, order: &Order, start: &str) -> Text {
    let language = &sql.language;
    let ties = Ties {
        language,
        token: &order.keys.token,
    };
    let truths = truths(sql, order, &[&Condition::Named(standing::SIGN_IN)]);
    let rungs = order.question.rungs(&ties);
    let cases: Vec<(String, String)> = rungs
        .iter()
        .map(|(word, tie)| (tie.text(), language.own(word)))
        .collect();
    let strength = (language.case)(&cases, &language.empty());
    let window = order.window().map_or(Expression::Yes, |(from, to)| {
        Expression::any([Expression::Atom("t = ''".to_owned()), ties.within(from, to)])
    });
    let why = format!("trim({})", ties.agreeing());
    let q = sql.quote;
    // Beside a better match, that somebody of the same tenants was there at the time says nothing.
    let better = match rungs.iter().any(|(word, _)| *word == "tenant") {
        true => {
            "strength <> 'tenant' or (select count(*) from m b where b.strength <> 'tenant') = 0"
        }
        false => "1 = 1",
    };
    let text = format!(
        "{start}c as (select d.*{truths}\n  from d where {}),\ns as (select c.*, {strength} as strength, {why} as why\n  from c),\nm as (select * from s where strength <> '')\n{}\nfrom m where {better} order by t, id;\n",
        window.text(),
        select(q, "strength", "why")
    );
    Text::new(order.question.word(), text)
}

/// Standard SQL's choice of the first that holds.
fn case(cases: &[(String, String)], otherwise: &str) -> String {
    if cases.is_empty() {
        return otherwise.to_owned();
    }
    let cases: Vec<String> = cases
        .iter()
        .map(|(condition, result)| format!("when {condition} then {result}"))
        .collect();
    format!("case {} else {otherwise} end", cases.join("\n    "))
}
