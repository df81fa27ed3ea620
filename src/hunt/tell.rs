//! Queries as they are handed over: with a head that says what they were made of and what they cannot see,
//! on the screen, as files, and as JSON.
//!
//! Nothing of a token stands in the remarks but GUIDs, hexadecimal digits and times.
//!
//! Not its job: the queries.

use serde::Serialize;

use super::conditions::{UNEXPLAINED_HERE, only_by_audit};
use super::engine::Engine;
use super::question::Question;
use super::{Hunt, Query};
use crate::audit::explanation::About;
use crate::audit::explanations::EXPLANATIONS;
use crate::text::json_document;

/// Said in every head.
const VERIFIED_NOTHING: &str = "nothing was verified: the keys are as claimed";

/// All queries, one behind the other.
#[must_use]
pub fn human(hunt: &Hunt) -> String {
    let texts: Vec<String> = hunt
        .queries
        .iter()
        .map(|query| whole(hunt, query))
        .collect();
    texts.join("\n")
}

/// One file a query: its name and its text.
#[must_use]
pub fn files(hunt: &Hunt) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (number, query) in hunt.queries.iter().enumerate() {
        let of_engine = hunt.queries[..number]
            .iter()
            .filter(|other| other.engine.id == query.engine.id);
        let number = of_engine.count() + 1;
        let engine = query.engine;
        let name = format!(
            "{}-{number}-{}.{}",
            engine.id, query.text.name, engine.ending
        );
        files.push((name, whole(hunt, query)));
    }
    files.push(("README.txt".to_owned(), read_me(hunt)));
    files
}

/// What stands beside the files.
#[must_use]
pub fn read_me(hunt: &Hunt) -> String {
    let mut text = format!(
        "Queries of jwtenant hunt: {}, {}.\n{VERIFIED_NOTHING}\n\n",
        hunt.asked.question.word(),
        hunt.asked.question.meaning().replace('`', "")
    );
    for engine in &hunt.asked.engines {
        text.push_str(&format!(
            "{} ({})\n  {}\n",
            engine.title, engine.id, engine.run
        ));
    }
    text.push_str(
        "\nEvery query but a summary returns the columns Time, Source, Strength, Operation, User, Ip, App, Resource,\n\
         Record, ActorTenant, OwnTenant, Why. Exported as CSV or JSON they can be read by jwtenant audit. A summary\n\
         (foreign) returns Explanation, ActorTenant, App, Resource, Entries, Actors, First, Last, Sample; what an\n\
         explanation means: jwtenant explain ID.\n",
    );
    text
}

/// A query with its head. No line is blank: portals end a query there.
fn whole(hunt: &Hunt, query: &Query) -> String {
    let mut text = String::new();
    for line in head(hunt, query) {
        for line in wrapped(&line) {
            text.push_str(&format!("{} {line}\n", query.engine.remark));
        }
    }
    text.push_str(&query.text.text);
    text
}

/// Lines of at most so many characters; what follows the first is set in.
fn wrapped(text: &str) -> Vec<String> {
    const WIDEST: usize = 110;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.len() + word.len() >= WIDEST {
            lines.push(std::mem::replace(&mut line, " ".to_owned()));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

fn head(hunt: &Hunt, query: &Query) -> Vec<String> {
    let engine = query.engine;
    let question = hunt.asked.question;
    let mut lines = vec![
        format!("jwtenant hunt: {} for {}", query.text.name, engine.title),
        question.meaning().replace('`', ""),
        VERIFIED_NOTHING.to_owned(),
        format!("to run: {}", engine.run),
    ];
    let used = used(hunt);
    if !used.is_empty() {
        lines.push(format!("searched by: {}", used.join(", ")));
    }
    for (key, why) in not_used(hunt) {
        lines.push(format!("not searched by {key}: {why}"));
    }
    if let Some((from, to)) = order(hunt).window() {
        lines.push(format!("time: {from} to {to}"));
    }
    lines.extend(
        engine
            .blind
            .iter()
            .map(|blind| format!("cannot see: {}", blind.replace('`', ""))),
    );
    if question == Question::Foreign {
        lines.extend(explanations(engine));
    }
    lines
}

fn explanations(engine: &Engine) -> Vec<String> {
    match engine.explains {
        None => {
            vec!["explains nothing by itself: jwtenant audit does, on what is saved".to_owned()]
        }
        Some(_) => {
            let only = foreign_only(engine);
            let mut lines = Vec::new();
            if !only.is_empty() {
                lines.push(format!(
                    "not always explained here: {}; such an entry is {UNEXPLAINED_HERE}: export it as CSV, and jwtenant audit explains it",
                    only.join(", ")
                ));
            }
            lines.push("told by jwtenant audit only: whether activity followed, guessed passwords, sessions in two places, and all about own accounts".to_owned());
            lines
        }
    }
}

/// Explanations of foreign entries that an engine cannot always give.
fn foreign_only(engine: &Engine) -> Vec<&'static str> {
    let only = engine.explains.map(only_by_audit).unwrap_or_default();
    let of_foreign = EXPLANATIONS.iter().filter(|it| it.about == About::Foreign);
    let of_foreign = of_foreign.map(|it| it.id);
    of_foreign.filter(|id| only.contains(id)).collect()
}

fn order<'h>(hunt: &'h Hunt) -> super::engine::Order<'h> {
    super::engine::Order {
        question: hunt.asked.question,
        keys: hunt.keys,
        days: hunt.asked.days,
        logs: hunt.asked.logs,
    }
}

/// Names of keys with their values, where those are digits only; a person's name stays in the query.
fn used(hunt: &Hunt) -> Vec<String> {
    let mut used = Vec::new();
    if hunt.asked.question != Question::Foreign {
        for (name, value) in hunt.keys.all() {
            used.push(match name {
                "upn" | "uti" | "ip" => name.to_owned(),
                _ => format!("{name} {value}"),
            });
        }
    }
    used.extend(hunt.keys.own.iter().map(|id| format!("own tenant {id}")));
    used
}

fn not_used(hunt: &Hunt) -> Vec<(&'static str, &'static str)> {
    let dropped = hunt.keys.not_used.iter().map(|it| (it.key, it.why));
    let refused = dropped.map(|(key, why)| (key, why, true));
    let there: Vec<&str> = hunt.keys.all().map(|(name, _)| name).collect();
    let absent = super::keys::NAMES.iter().map(|name| name.word);
    let absent = absent.filter(|word| !there.contains(word));
    let absent = absent.filter(|word| hunt.keys.not_used.iter().all(|it| it.key != *word));
    if hunt.asked.question == Question::Foreign {
        return Vec::new();
    }
    let refused = refused.map(|(key, why, _)| (key, why));
    refused
        .chain(absent.map(|key| (key, "the token does not say")))
        .collect()
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    question: &'static str,
    days: Option<u32>,
    window: Option<Window>,
    verified: bool,
    keys: Vec<KeyValue>,
    own_tenants: Vec<String>,
    not_used: Vec<NotUsed>,
    queries: Vec<OneQuery<'a>>,
}

#[derive(Serialize)]
struct Window {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct KeyValue {
    key: &'static str,
    value: String,
}

#[derive(Serialize)]
struct NotUsed {
    key: &'static str,
    why: String,
}

#[derive(Serialize)]
struct OneQuery<'a> {
    engine: &'static str,
    question: &'static str,
    name: &'static str,
    language: &'static str,
    text: &'a str,
    tables: &'a [&'static str],
    blind: &'static [&'static str],
    /// Explanations that this engine gives of foreign entries.
    explains: Vec<&'static str>,
    /// Explanations that only the program gives, or that an engine cannot always give.
    only_by_audit: Vec<&'static str>,
    run: &'static str,
}

/// One document, schema `jwtenant-hunt/1`.
#[must_use]
pub fn json(hunt: &Hunt) -> String {
    let question = hunt.asked.question;
    let is_foreign = question == Question::Foreign;
    let queries = hunt.queries.iter().map(|query| {
        let engine = query.engine;
        let only = match engine.explains {
            Some(language) => only_by_audit(language),
            None => EXPLANATIONS.iter().map(|it| it.id).collect(),
        };
        let given = EXPLANATIONS.iter().map(|it| it.id);
        OneQuery {
            engine: engine.id,
            question: question.word(),
            name: query.text.name,
            language: engine.language,
            text: &query.text.text,
            tables: &query.text.tables,
            blind: engine.blind,
            explains: match is_foreign {
                true => given.filter(|id| !only.contains(id)).collect(),
                false => Vec::new(),
            },
            only_by_audit: if is_foreign { only } else { Vec::new() },
            run: engine.run,
        }
    });
    let document = Document {
        schema: "jwtenant-hunt/1",
        question: question.word(),
        days: hunt.asked.days,
        window: order(hunt).window().map(|(from, to)| Window {
            from: from.to_string(),
            to: to.to_string(),
        }),
        verified: false,
        keys: hunt
            .keys
            .all()
            .map(|(key, value)| KeyValue { key, value })
            .collect(),
        own_tenants: hunt.keys.own.iter().map(ToString::to_string).collect(),
        not_used: not_used(hunt)
            .into_iter()
            .map(|(key, why)| NotUsed {
                key,
                why: why.to_owned(),
            })
            .collect(),
        queries: queries.collect(),
    };
    json_document(&document)
}
