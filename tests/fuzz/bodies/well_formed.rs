//! What must hold for every report, in every format of the list, whatever it is about.
//!
//! Not its job: what a report should say.

use std::collections::BTreeMap;

use jwtenant::report::model::Report;
use jwtenant::report::{FORMATS, Format, Many, Style};
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

const PLAIN: Style = Style {
    colour: false,
    width: 80,
    explain_claims: true,
    is_redacted: false,
};

/// # Panics
/// Where a format writes something that its readers cannot take.
pub fn assert_report(report: &Report) {
    for format in FORMATS {
        let text = (format.write)(report, &PLAIN);
        assert_text(format, &text, report);
        if let Many::Lines(append) = format.many {
            let mut bytes = Vec::new();
            append(report, &mut bytes);
            assert_eq!(bytes, text.into_bytes(), "{}", format.name);
        }
    }
}

/// A format that is not named here must at least be harmless on a terminal.
fn assert_text(format: &Format, text: &str, report: &Report) {
    assert!(text.ends_with('\n'), "{}: no line", format.name);
    match format.name {
        "json" => assert_document(text, report),
        "jsonl" => {
            assert_eq!(text.matches('\n').count(), 1, "one line");
            assert_document(text, report);
        }
        "html" => assert_harmless_page(text),
        _ => assert_shown(text),
    }
}

fn assert_document(text: &str, report: &Report) {
    // Numbers beyond every machine type and any depth are JSON all the same.
    serde_json::from_str::<IgnoredAny>(text).expect("JSON");
    let document: BTreeMap<String, Box<RawValue>> =
        serde_json::from_str(text).expect("a JSON object");
    let schema = &document["schema"];
    assert_eq!(schema.get(), "\"jwtenant/1\"");
    let verdict: Value = serde_json::from_str(document["verdict"].get()).expect("a verdict");
    assert_eq!(verdict["exit_code"], report.verdict.ending.exit_code());
    assert_eq!(verdict["rule"].as_str(), report.verdict.rule);
    let tokens: Vec<Box<RawValue>> =
        serde_json::from_str(document["tokens"].get()).expect("a list of tokens");
    assert_eq!(tokens.len(), report.tokens.len());
}

/// Every element that is opened is closed, in its order, and none of them runs anything.
fn assert_harmless_page(text: &str) {
    const VOID: [&str; 8] = ["meta", "br", "hr", "img", "link", "col", "wbr", "input"];
    assert_shown(&text.replace('\t', " "));
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('<') {
        rest = behind;
        if rest.starts_with('!') {
            continue;
        }
        let end = rest.find('>').expect("an element ends");
        let element = &rest[..end];
        let name = |text: &str| text.find(|c: char| !c.is_ascii_alphanumeric());
        match element.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed.trim()), "{closed}"),
            None => {
                let name = &element[..name(element).unwrap_or(element.len())];
                assert!(!name.is_empty(), "a < that is no element: {element}");
                assert!(!["script", "iframe", "object"].contains(&name), "{name}");
                if !VOID.contains(&name) && !element.ends_with('/') {
                    open.push(name);
                }
            }
        }
    }
    assert!(open.is_empty(), "not closed: {open:?}");
}

/// Nothing that a terminal obeys instead of showing it; line feeds were written by the program.
///
/// # Panics
/// Where there is such a character.
pub fn assert_shown(text: &str) {
    let obeyed = text.find(|c: char| c != '\n' && is_obeyed(c));
    if let Some(at) = obeyed {
        let around: String = text[at..].chars().take(20).collect();
        panic!("{around:?} at {at} of {text:?}");
    }
}

/// Written apart from the program's own list on purpose.
pub fn is_obeyed(c: char) -> bool {
    c.is_control()
        || c == '\u{61c}'
        || ('\u{200b}'..='\u{200f}').contains(&c)
        || ('\u{2028}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
        || c == '\u{feff}'
}
