//! The queries as a whole: what is dropped, what is refused, that they are ASCII, one block, and the same in
//! every run. Real engines run them in tests/integration/hunt.

use super::*;
use crate::audit::condition::Condition;
use crate::audit::explanations::EXPLANATIONS;
use crate::hunt::conditions::{Taking, Writer};

const OWN: &str = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";

fn keys(given: &[&str]) -> Keys {
    let mut keys = Keys::default();
    given.iter().for_each(|key| keys.add(key).unwrap());
    keys.with_own([OWN.parse().unwrap()])
}

fn asked<'a>(question: Question, logs: &'a Logs) -> Asked<'a> {
    Asked {
        engines: ENGINES.iter().collect(),
        question,
        days: None,
        logs,
    }
}

#[test]
fn absent_keys_drop_their_predicate_and_no_key_is_an_error() {
    let logs = Logs::default();
    let asked = asked(Question::Trace, &logs);
    let only_uti = keys(&["uti=Jwp91fut10aSPCxyzuFHAA"]);
    let hunt = hunt(&only_uti, &asked).unwrap();
    assert_eq!(hunt.queries.len(), ENGINES.len());
    for query in &hunt.queries {
        let text = &query.text.text;
        assert!(
            text.contains("Jwp91fut10aSPCxyzuFHAA") || text.contains("d57d0a27-"),
            "{text}"
        );
        for absent in [
            "'session'",
            "\"session\"",
            "'context'",
            "'tenant'",
            "\"tenant\"",
            "SessionId =~",
        ] {
            assert!(!text.contains(absent), "{}: {absent}", query.engine.id);
        }
    }
    let none = keys(&[
        "ip=198.51.100.23",
        "client=a0c73c16-a7e3-4564-9a95-2bdf47383716",
    ]);
    assert!(matches!(
        super::hunt(&none, &asked),
        Err(HuntError::NoKey { .. })
    ));
    let nobody = Keys::default();
    let foreign = Asked {
        question: Question::Foreign,
        ..asked
    };
    assert_eq!(
        super::hunt(&nobody, &foreign).unwrap_err(),
        HuntError::NoTenant
    );
}

#[test]
fn texts_are_ascii_one_block_and_the_same_again() {
    let logs = Logs::default();
    let keys = keys(&[
        "uti=Jwp91fut10aSPCxyzuFHAA",
        "upn=o'hara@contoso.com",
        "sid=8c212cdf-7f6b-4d3f-a922-29200d3af75a",
    ]);
    for question in [
        Question::Trace,
        Question::Session,
        Question::Foreign,
        Question::Follow,
    ] {
        let asked = asked(question, &logs);
        let hunt = hunt(&keys, &asked).unwrap();
        assert_eq!(human(&hunt), human(&super::hunt(&keys, &asked).unwrap()));
        for (name, text) in files(&hunt) {
            assert!(text.is_ascii(), "{name}");
            if name.ends_with(".kql") {
                assert!(!text.trim_end().contains("\n\n"), "{name}");
            }
        }
    }
}

#[test]
fn a_path_that_no_query_can_hold_is_refused() {
    let logs = Logs::at("a\nb.csv", None);
    let keys = keys(&["uti=Jwp91fut10aSPCxyzuFHAA"]);
    assert_eq!(
        hunt(&keys, &asked(Question::Trace, &logs)).unwrap_err(),
        HuntError::Path
    );
}

/// A named condition is written once, so it must not depend on what a language lacks.
#[test]
fn named_conditions_ask_for_nothing_that_a_language_lacks() {
    fn has_apps(condition: &Condition, within_named: bool) -> bool {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().any(|part| has_apps(part, within_named))
            }
            Condition::Not(part) => has_apps(part, within_named),
            Condition::Named(named) => has_apps(&named.condition, true),
            Condition::KnownApp => within_named,
            _ => false,
        }
    }
    assert!(
        EXPLANATIONS
            .iter()
            .all(|it| !has_apps(&it.condition, false))
    );
}

#[test]
fn kusto_leaves_open_what_it_lacks_and_sql_does_not() {
    let sql = only_by_audit(&sql::DUCKDB.language);
    let kusto = only_by_audit(&kql::KQL);
    assert!(!sql.contains(&"pass-through-sign-in") && kusto.contains(&"pass-through-sign-in"));
    assert!(sql.contains(&"password-guessing") && !kusto.contains(&"guest-account"));
    let writer = Writer {
        language: &kql::KQL,
        own: &[],
    };
    assert!(writer.explanation().contains(UNEXPLAINED_HERE));
    let own = writer.write(&crate::audit::standing::FOREIGN, Taking::Sure);
    assert!(own.is_open());
}

fn text_of(given: &[&str], question: Question, engine: &str) -> String {
    let logs = Logs::default();
    let keys = keys(given);
    let asked = Asked {
        engines: ENGINES.iter().filter(|it| it.id == engine).collect(),
        days: Some(2),
        ..asked(question, &logs)
    };
    human(&hunt(&keys, &asked).unwrap())
}

const ID: &str = "a0c73c16-a7e3-4564-9a95-2bdf47383716";

#[test]
fn scripts_search_for_every_word_that_a_log_may_hold() {
    let given = ["uti=Jwp91fut10aSPCxyzuFHAA", &format!("sid={ID}")];
    for engine in ["graph", "purview"] {
        let text = text_of(&given, Question::Trace, engine);
        let searches = text.lines().filter(|line| line.contains("@{ "));
        assert_eq!(searches.count(), 3, "{text}");
    }
}

#[test]
fn scripts_follow_somebody_of_whom_only_the_id_is_known() {
    let oid = format!("oid={ID}");
    for (engine, word) in [("graph", "KeywordFilter"), ("purview", "FreeText")] {
        let text = text_of(&[&oid], Question::Follow, engine);
        assert!(text.contains(&format!("{word} = '{ID}'")), "{text}");
        assert!(!text.contains("StsLogon"), "{text}");
    }
    let text = text_of(&[&oid], Question::Trace, "graph");
    assert!(
        text.contains(&format!("servicePrincipalId eq ''{ID}''")),
        "{text}"
    );
    let named = [oid.as_str(), "upn=pat@contoso.com"];
    let text = text_of(&named, Question::Trace, "graph");
    assert!(!text.contains("servicePrincipalId eq"), "{text}");
}

#[test]
fn foreign_sign_ins_are_fetched_of_the_days_that_were_asked_for() {
    let text = text_of(&[], Question::Foreign, "graph");
    let filter = text.lines().find(|line| line.contains("-Filter ")).unwrap();
    assert!(
        filter.contains("createdDateTime ge ") && filter.contains("AddDays(-2)"),
        "{filter}"
    );
}

#[test]
fn a_head_tells_the_searches_that_are_made() {
    let client = format!("client={ID}");
    let given = ["uti=Jwp91fut10aSPCxyzuFHAA", &client];
    let searched = |engine| {
        let text = text_of(&given, Question::Trace, engine);
        let line = text.lines().find(|line| line.contains("searched by: uti"));
        assert_eq!(text.matches("not known").count(), 1, "{text}");
        line.map(str::to_owned).unwrap()
    };
    assert!(searched("xdr").contains("client"));
    assert!(!searched("purview").contains("client"));
    assert!(!text_of(&[], Question::Foreign, "purview").contains("searched by"));
    let mut keys = keys(&given);
    keys.not_used.push(NotUsed {
        key: "upn",
        why: "a sign-in name",
    });
    let logs = Logs::default();
    let asked = asked(Question::Trace, &logs);
    let text = human(&hunt(&keys, &asked).unwrap());
    assert!(text.contains("not searched by upn: it must be a sign-in name"));
}

#[test]
fn what_follows_is_found_by_the_uti_alone() {
    let text = text_of(&["uti=Jwp91fut10aSPCxyzuFHAA"], Question::Follow, "xdr");
    assert!(
        text.contains("RawEventData has_cs \"Jwp91fut10aSPCxyzuFHAA\""),
        "{text}"
    );
}

#[test]
fn the_readme_holds_this_table() {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme
        .split_once("<!-- engines: checked against src/hunt/mod.rs by a test -->\n")
        .unwrap();
    let (table, _) = rest.split_once("<!-- end of engines -->").unwrap();
    let mut expected =
        String::from("| engine | what it is | sees | cannot see |\n|---|---|---|---|\n");
    for engine in ENGINES {
        let blind = engine.blind.join(" ");
        expected.push_str(&format!(
            "| `{}` | {} | {} | {blind} |\n",
            engine.id, engine.title, engine.sees
        ));
    }
    assert_eq!(table, expected, "the table must be:\n{expected}");
}
