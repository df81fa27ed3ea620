//! JSON: one document, or one on each line.
//!
//! Not its job: what a value is replaced by (`value.rs`).

use crate::jose::json::{Json, Member, parse};
use crate::redact::standin::Key;
use crate::redact::{Redacted, pieces, policy};

/// The redacted text, in the layout of the original as far as lines go; nothing where it is no JSON.
pub(in crate::redact) fn redact(text: &str, key: &Key) -> Option<Redacted> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    if let Some(json) = sound(text) {
        let redacted = whole(json, key);
        let text = match text.trim_end().contains('\n') {
            true => serde_json::to_string_pretty(&redacted),
            false => serde_json::to_string(&redacted),
        };
        return Some(Redacted {
            text: text.ok()? + "\n",
            notes: Vec::new(),
        });
    }
    lines(text, key)
}

fn lines(text: &str, key: &Key) -> Option<Redacted> {
    let mut redacted = Redacted::default();
    let (mut read, mut left_out) = (0_u64, 0_u64);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match sound(line).map(|json| serde_json::to_string(&whole(json, key))) {
            Some(Ok(line)) => {
                read += 1;
                redacted.text.push_str(&line);
                redacted.text.push('\n');
            }
            _ => left_out += 1,
        }
    }
    if left_out > 0 {
        redacted.notes.push(format!(
            "{left_out} lines are no JSON and were left out: they may name anybody."
        ));
    }
    (read > 0).then_some(redacted)
}

fn sound(text: &str) -> Option<Json> {
    let parsed = parse(text.as_bytes());
    let is_structure = matches!(parsed.value, Json::Object(_) | Json::Array(_));
    (parsed.faults.is_empty() && is_structure).then_some(parsed.value)
}

fn whole(json: Json, key: &Key) -> Json {
    super::redact("", json, key)
}

/// JSON in a string: tables and logs nest it.
pub(super) fn nested(text: &str, key: &Key) -> Option<String> {
    serde_json::to_string(&whole(sound(text)?, key)).ok()
}

/// The members of an object. In a pair of `Name` and `Value` the name's text says what the value is.
pub(super) fn members(members: Vec<Member>, key: &Key) -> Vec<Member> {
    const VALUES: [&str; 3] = ["Value", "NewValue", "OldValue"];
    let named = members
        .iter()
        .find(|(name, _)| name == "Name")
        .and_then(|(_, value)| value.as_str())
        .map(str::to_owned)
        .filter(|_| {
            members
                .iter()
                .any(|(name, _)| VALUES.contains(&name.as_str()))
        });
    let people = members
        .iter()
        .filter(|(name, _)| named.is_none() && policy::is_person(name));
    for text in people.filter_map(|(_, value)| value.as_str()) {
        key.note_person(text);
    }
    members
        .into_iter()
        .map(|(name, value)| {
            let redacted = match &named {
                Some(_) if name == "Name" => match value {
                    // The names of a schema.
                    Json::String(text) => Json::String(pieces::name(&text, key).into()),
                    other => super::redact(&name, other, key),
                },
                Some(named) if VALUES.contains(&name.as_str()) => super::redact(named, value, key),
                _ => super::redact(&name, value, key),
            };
            (pieces::name(&name, key).into(), redacted)
        })
        .collect()
}
