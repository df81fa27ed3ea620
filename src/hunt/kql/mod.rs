//! The queries for engines that are asked in Kusto's language: a union of tables, each brought to the
//! normalised columns, and one tail for all of them.
//!
//! A query is one block: the portals run the block at the cursor, and a blank line ends it.
//!
//! Not its job: which tables there are (`sentinel.rs`, `defender.rs`).

mod defender;
mod sentinel;
mod table;
mod unified;

use super::conditions::{self, Taking, Writer};
use super::engine::{HuntError, Order, Text};
use super::language::{Language, lines_of};
use super::literal;
use super::question::Question;
use super::ties::{self, Ties, second};
use crate::audit::column::Column;
use crate::audit::condition::Condition;
use crate::audit::standing;
use crate::trace::Key;

use table::Table;

/// Kusto.
pub const KQL: Language = Language {
    name: "kql",
    literal: literal::kql,
    quote: "\"",
    orders_texts: false,
    equal: "==",
    differ: "!=",
    holds: |text, part| format!("{text} contains_cs {part}"),
    begins: |text, part| format!("{text} startswith_cs {part}"),
    ends: |text, part| format!("{text} endswith_cs {part}"),
    lower: |text| format!("tolower({text})"),
    concat: |parts| format!("strcat({})", parts.join(", ")),
    line_feed: "\"\\n\"",
    matches: |text, pattern| format!("{text} matches regex @\"{pattern}\""),
    without: |text, pattern| format!("replace_regex({text}, @\"{pattern}\", \"\")"),
    case: |cases, otherwise| {
        let parts = cases
            .iter()
            .map(|(condition, result)| format!("{condition}, {result}"));
        match cases.is_empty() {
            true => otherwise.to_owned(),
            false => format!(
                "case({},\n  {otherwise})",
                parts.collect::<Vec<_>>().join(",\n  ")
            ),
        }
    },
    has_apps: false,
};

/// For Sentinel and Log Analytics.
pub fn sentinel(order: &Order) -> Result<Vec<Text>, HuntError> {
    Ok(write(order, sentinel::TABLES))
}

/// For Defender XDR.
pub fn defender(order: &Order) -> Result<Vec<Text>, HuntError> {
    Ok(write(order, defender::TABLES))
}

fn write(order: &Order, tables: &'static [Table]) -> Vec<Text> {
    match order.question {
        Question::Foreign => foreign(order, tables),
        _ => vec![trace(order, tables)],
    }
}

/// Columns that every query returns or sorts by.
const SHOWN: &[Column] = &[
    Column::Id,
    Column::Time,
    Column::Operation,
    Column::User,
    Column::UserKey,
    Column::Users,
    Column::ObjectIds,
    Column::App,
    Column::Apps,
    Column::Resource,
    Column::Resources,
    Column::Addresses,
    Column::ActorTenant,
    Column::Organization,
    Column::Log,
];

/// The union of the tables, each record once.
fn union(
    tables: &[&'static Table],
    order: &Order,
    columns: &[Column],
    wanted: &dyn Fn(&Table) -> Vec<String>,
) -> String {
    let legs: Vec<String> = tables
        .iter()
        .map(|table| {
            let time = time(table, order);
            let filters = wanted(table);
            let filters = match filters.is_empty() {
                true => String::new(),
                false => format!("\n | where {}", filters.join(" or ")),
            };
            let prepared: String = table
                .prepared
                .iter()
                .map(|line| format!("\n | extend {line}"))
                .collect();
            let shown: Vec<String> = columns
                .iter()
                .map(|column| column.name())
                .chain(["odd"])
                .map(|name| match table.column(name) {
                    Some(text) => format!("{name}={text}"),
                    None => format!("{name}=\"\""),
                })
                .collect();
            format!(
                "(union isfuzzy=true {}\n | where {time}{filters}{prepared}\n | project source=\"{}\", {})",
                table.names.join(", "),
                table.names[0],
                lines_of(&shown, "   ")
            )
        })
        .collect();
    format!(
        "union isfuzzy=true\n{}\n| where t != \"\"\n\
         | extend app=iff(apps == \"\", app, tostring(split(apps, \" \")[0])), res=iff(resources == \"\", res, tostring(split(resources, \" \")[0])), ip=tostring(split(ips, \" \")[0]), oid=tostring(split(oids, \" \")[0])\n\
         | extend record=iff(id == \"\", strcat(t, \" \", op, \" \", users, \" \", ips, \" \", source), tolower(id)), at=todatetime(t)\n\
         | summarize arg_min(at, *) by log, record\n",
        legs.join(",\n")
    )
}

fn time(table: &Table, order: &Order) -> String {
    match order.window() {
        Some((from, to)) => format!(
            "{} between (datetime({}Z) .. datetime({}Z))",
            table.time,
            second(from),
            second(to)
        ),
        None => format!("{} > ago({}d)", table.time, order.days()),
    }
}

/// Functions of the query's own that its tables call, before everything else.
fn functions(tables: &[&'static Table]) -> String {
    let text: String = tables
        .iter()
        .flat_map(|table| table.columns.iter().map(|(_, text)| *text))
        .collect();
    let used = unified::FUNCTIONS
        .iter()
        .filter(|(name, _)| text.contains(name));
    used.map(|(_, definition)| format!("{definition}\n"))
        .collect()
}

fn truths(writer: &Writer, asked: &[&Condition]) -> String {
    let named = writer.named(asked);
    named
        .iter()
        .map(|(name, it)| format!("| extend {name}=({})\n", it.text()))
        .collect()
}

fn foreign(order: &Order, tables: &'static [Table]) -> Vec<Text> {
    let writer = Writer {
        language: &KQL,
        own: &order.keys.own,
    };
    let asked: Vec<&Condition> = conditions::of_foreign().collect();
    let mut columns = SHOWN.to_vec();
    asked
        .iter()
        .for_each(|it| conditions::columns(it, &mut columns));
    columns.sort_unstable();
    let tables: Vec<&Table> = tables.iter().filter(|table| table.is_asked_who).collect();
    let names = names(&tables);
    let is_foreign = writer.write(&standing::FOREIGN, Taking::Sure);
    let common = format!(
        "{}{}{}| where {}\n| extend why={}\n",
        functions(&tables),
        union(&tables, order, &columns, &|_| Vec::new()),
        truths(&writer, &asked),
        is_foreign.text(),
        writer.explanation()
    );
    let summary = format!(
        "{common}| extend actor=case(oid != \"\", oid, usr != \"\", tolower(usr), ukey)\n\
         | summarize Entries=count(), Actors=dcount(actor), First=min(at), Last=max(at), Sample=take_any(id) by Explanation=why, ActorTenant=actor_tenant, App=app, Resource=res\n\
         | project Explanation, ActorTenant, App, Resource, Entries, Actors, First, Last, Sample\n\
         | sort by Entries desc, Explanation asc, ActorTenant asc, App asc, Resource asc\n"
    );
    let entries = format!("{common}{}", project("\"\"", "why"));
    vec![
        Text {
            name: "foreign",
            text: summary,
            tables: names.clone(),
        },
        Text {
            name: "foreign-entries",
            text: entries,
            tables: names,
        },
    ]
}

fn project(strength: &str, why: &str) -> String {
    format!(
        "| project Time=t, Source=source, Strength={strength}, Operation=op, User=usr, Ip=ip, App=app, Resource=res, Record=id, ActorTenant=actor_tenant, OwnTenant=org, Why={why}\n\
         | sort by Time asc, Record asc\n"
    )
}

fn names(tables: &[&Table]) -> Vec<&'static str> {
    tables
        .iter()
        .flat_map(|table| table.names)
        .copied()
        .collect()
}

fn trace(order: &Order, tables: &'static [Table]) -> Text {
    let token = &order.keys.token;
    let ties = Ties {
        language: &KQL,
        token,
    };
    let rungs = order.question.rungs(&ties);
    let cases: Vec<(String, String)> = rungs
        .iter()
        .map(|(word, tie)| (tie.text(), KQL.own(word)))
        .collect();
    let mut columns = SHOWN.to_vec();
    for column in ties::COLUMNS {
        if !columns.contains(column) {
            columns.push(*column);
        }
    }
    columns.sort_unstable();
    let search: &[Key] = order.question.keys();
    let wanted = |table: &Table| -> Vec<String> {
        let wanted = table.filters.iter().filter(|(key, _)| search.contains(key));
        let filled = wanted.filter_map(|(key, filter)| {
            let value = match key {
                Key::Uti => token.uti.clone(),
                Key::RequestId => token.request_id.map(|id| id.to_string()),
                Key::Session => token.session.clone(),
                Key::ObjectId => token.object_id.map(|id| id.to_string()),
                Key::Puid => token.puid.clone(),
                Key::User => token.user.clone(),
                Key::HomeTenant => token.visit().map(|(_, home)| home.to_string()),
                _ => None,
            }?;
            Some(filter.replace("{}", &KQL.own(&value)))
        });
        filled.collect()
    };
    let tables: Vec<&Table> = tables
        .iter()
        .filter(|table| !wanted(table).is_empty())
        .collect();
    let writer = Writer {
        language: &KQL,
        own: &order.keys.own,
    };
    let union = union(&tables, order, &columns, &wanted);
    let truths = truths(&writer, &[&Condition::Named(standing::SIGN_IN)]);
    let found = format!(
        "{truths}| extend strength={}\n| where strength != \"\"\n| extend why=trim_end(@\" +\", {})\n",
        (KQL.case)(&cases, "\"\""),
        ties.agreeing()
    );
    let functions = functions(&tables);
    let shown = project("strength", "why");
    // Beside a better match, that somebody of the same tenants was there at the time says nothing.
    let text = match rungs.iter().any(|(word, _)| *word == "tenant") {
        true => format!(
            "{functions}let m=materialize(\n{union}{found});\n\
             let better=toscalar(m | where strength != \"tenant\" | count);\n\
             m\n| where strength != \"tenant\" or better == 0\n{shown}"
        ),
        false => format!("{functions}{union}{found}{shown}"),
    };
    Text {
        name: order.question.word(),
        text,
        tables: names(&tables),
    }
}
