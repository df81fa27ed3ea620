//! Queries as they are handed over: with a head that says what they were made of and what they cannot see,
//! on the screen, as files, and as JSON.
//!
//! Nothing of a token stands in the remarks but GUIDs, hexadecimal digits and times.
//!
//! Not its job: the queries.

use serde::Serialize;

use super::conditions::{UNEXPLAINED_HERE, only_by_audit};
use super::engine::{Engine, Order};
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
    let mut searched = used(hunt, &query.text.text);
    searched.extend(own(hunt, &query.text.text));
    if !searched.is_empty() {
        lines.push(format!("searched by: {}", searched.join(", ")));
    }
    if question != Question::Foreign {
        for it in &hunt.keys.not_used {
            lines.push(format!("not searched by {}: it must be {}", it.key, it.why));
        }
        let unknown = unknown(hunt);
        if !unknown.is_empty() {
            lines.push(format!(
                "not known, so not searched by: {}",
                unknown.join(", ")
            ));
        }
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

fn order<'h>(hunt: &'h Hunt) -> Order<'h> {
    Order::of(hunt.keys, hunt.asked)
}

/// Names of the keys that stand in a query, with their values where those are digits only; a person's name
/// stays in the query. What does not stand in it is not searched by.
fn used(hunt: &Hunt, query: &str) -> Vec<String> {
    if hunt.asked.question == Question::Foreign {
        return Vec::new();
    }
    let query = query.to_lowercase();
    let stands = |value: &str| {
        // Times are written to the second, quotes are doubled.
        let value = value.to_lowercase();
        let spellings = [value.replace('\'', "''"), value.replace('\'', "\\'")];
        let of_time = value.strip_suffix('z').filter(|it| it.len() == 19);
        query.contains(of_time.unwrap_or(&value)) || spellings.iter().any(|it| query.contains(it))
    };
    let used = hunt.keys.all().filter(|(_, value)| stands(value));
    used.map(|(name, value)| match name {
        "upn" | "uti" | "ip" => name.to_owned(),
        _ => format!("{name} {value}"),
    })
    .collect()
}

/// The own tenants that stand in a query.
fn own(hunt: &Hunt, query: &str) -> Vec<String> {
    let own = hunt.keys.own.iter().map(ToString::to_string);
    own.filter(|id| query.contains(id.as_str()))
        .map(|id| format!("own tenant {id}"))
        .collect()
}

/// Keys that neither a token nor a person named.
fn unknown(hunt: &Hunt) -> Vec<&'static str> {
    let is_known = |word: &str| {
        hunt.keys.all().any(|(name, _)| name == word)
            || hunt.keys.not_used.iter().any(|it| it.key == word)
    };
    let words = super::keys::NAMES.iter().map(|name| name.word);
    words.filter(|word| !is_known(word)).collect()
}

fn not_used(hunt: &Hunt) -> Vec<NotUsed> {
    if hunt.asked.question == Question::Foreign {
        return Vec::new();
    }
    let refused = hunt.keys.not_used.iter().map(|it| NotUsed {
        key: it.key,
        why: format!("it must be {}", it.why),
    });
    let unknown = unknown(hunt).into_iter().map(|key| NotUsed {
        key,
        why: "neither a token nor --key says it".to_owned(),
    });
    refused.chain(unknown).collect()
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
        not_used: not_used(hunt),
        queries: queries.collect(),
    };
    json_document(&document)
}
