//! A whole error text taken apart: what was refused, which tenant, application, issuer and audience it
//! names, what each of them is, and what to do.
//!
//! Not its job: tokens. An error text is what people have when there is no token.

use crate::facts::aadsts;
use crate::text::{clipped, tokens_left_out};

use super::advice::{self, Values};
use super::issuers;
use super::kinds::{code, refusal};
use super::meaning::{Meaning, Named};
use super::names::{self, ROLES};
use super::patterns::{self, Refusal, Value};

/// An error text is short; more of it is not read.
const LONGEST_TEXT: usize = 64 * 1024;
/// A value is an id, an address or a short sentence.
const LONGEST_VALUE: usize = 400;
/// More values than this are not told.
const MOST_NAMES: usize = 24;
/// More ids than this are not looked for in a text that only names.
const MOST_LOOKED_UP: usize = 10 * MOST_NAMES;
/// More codes than this are not told.
const MOST_CODES: usize = 5;

/// The product that says AADSTS codes.
const SIGN_IN_SERVICE: &str = "Entra STS";

/// Explains a text; `None` where nothing in it is known.
pub(super) fn read(text: &str) -> Option<Vec<Meaning>> {
    let text = unescaped(&clipped(text, LONGEST_TEXT));
    let codes = patterns::codes(&text);
    let refusals = patterns::refusals(&text);
    let is_known = |digits: &String| aadsts::code(digits).is_some();
    // A number alone says nothing beside itself; a text with an unknown one still names.
    let is_number = !text.trim().contains(char::is_whitespace) && !codes.iter().any(is_known);
    if refusals.is_empty() && (codes.is_empty() || is_number) {
        return only_names(&text).map(|meaning| vec![meaning]);
    }
    let names = names(&text, &refusals);
    let by_code = codes.iter().take(MOST_CODES);
    let mut meanings: Vec<Meaning> = by_code.map(|digits| code::of_text(digits)).collect();
    // A sign-in error is explained by its code; its text only names.
    let by_text = refusals
        .iter()
        .filter(|refusal| codes.is_empty() || refusal.error.product != SIGN_IN_SERVICE);
    meanings.extend(by_text.map(|refusal| refusal::fixed(refusal.error)));
    let advice = codes
        .iter()
        .map(String::as_str)
        .chain(refusals.iter().map(|refusal| refusal.error.id))
        .find_map(advice::of);
    Some(with_names(meanings, names, advice))
}

/// The first meaning gets what the text names, the difference, and the steps with the values filled
/// in; the others say what they mean.
fn with_names(
    mut meanings: Vec<Meaning>,
    names: Vec<Named>,
    advice: Option<&'static advice::Advice>,
) -> Vec<Meaning> {
    let all = |role: &str| -> Vec<&str> {
        let of_role = names.iter().filter(|named| named.role == role);
        of_role.map(|named| named.value.as_str()).collect()
    };
    let expected = all("expected issuer");
    let difference = all("issuer")
        .first()
        .and_then(|found| issuers::difference(found, &expected));
    let first = meanings.remove(0);
    let first = advice::with_steps(first, advice, &values(&names, &expected))
        .related(difference.as_ref().map(|difference| difference.related))
        .act("difference", difference.map(|difference| difference.text));
    meanings.insert(0, Meaning { names, ..first });
    meanings
}

fn values(names: &[Named], expected: &[&str]) -> Values {
    let first = |role: &str| names.iter().find(|named| named.role == role);
    let value = |role: &str| first(role).map(|named| named.value.clone());
    let home = first("identity provider").and_then(|named| names::tenant_in(&named.value));
    Values {
        tenant: value("tenant"),
        home_tenant: home.map(|tenant| tenant.to_string()),
        expected_tenant: issuers::expected_tenant(expected).map(|tenant| tenant.to_string()),
        app: value("application"),
        resource: value("resource"),
    }
}

/// Everything that the text names: by the patterns, in the order of the roles, then whatever other ids
/// stand in it.
fn names(text: &str, refusals: &[Refusal]) -> Vec<Named> {
    let logged = patterns::logged(text);
    let values: Vec<&Value> = refusals
        .iter()
        .flat_map(|refusal| &refusal.values)
        .chain(&logged)
        .collect();
    let mut names: Vec<Named> = Vec::new();
    for role in ROLES {
        let of_role = values.iter().filter(|value| value.group == role.group);
        for value in of_role.flat_map(|value| parts(role.group, &value.text)) {
            add(&mut names, role.label, value, (role.about)(value));
        }
    }
    names.truncate(MOST_NAMES);
    for id in patterns::ids(text) {
        if names.len() >= MOST_NAMES {
            break;
        }
        if !names.iter().any(|named| named.value.contains(&id)) {
            let meaning = known(&id).unwrap_or_default();
            add(&mut names, "also named", &id, meaning);
        }
    }
    names
}

fn add(names: &mut Vec<Named>, role: &'static str, value: &str, meaning: String) {
    let value = tokens_left_out(value).unwrap_or_else(|| value.to_owned());
    let value = clipped(&value, LONGEST_VALUE);
    if !value.is_empty()
        && !names
            .iter()
            .any(|named| named.role == role && named.value == value)
    {
        names.push(Named {
            role,
            id: names::id_in(&value).map(|id| id.to_string()),
            value,
            meaning,
        });
    }
}

/// A list of issuers or audiences in its parts; everything else as it stands.
fn parts<'a>(group: &str, value: &'a str) -> Vec<&'a str> {
    let value = value.trim_end_matches(',');
    if !group.starts_with("expected_") {
        return vec![value];
    }
    let parts = value.split([',', ' ', '\'', '"', '[', ']']);
    parts
        .filter(|part| !part.is_empty() && !part.eq_ignore_ascii_case("null"))
        .collect()
}

/// A text that is no error, yet names something that is known.
fn only_names(text: &str) -> Option<Meaning> {
    let mut names = Vec::new();
    // To look one up costs a walk through every table.
    for id in patterns::ids(text).into_iter().take(MOST_LOOKED_UP) {
        if names.len() >= MOST_NAMES {
            break;
        }
        if let Some(meaning) = known(&id) {
            add(&mut names, "named", &id, meaning);
        }
    }
    if names.is_empty() {
        return None;
    }
    let source = "the tables of this program";
    Some(Meaning {
        names,
        ..Meaning::new("text", "text", "a text that names known ids", source)
    })
}

/// What the kinds know of an id, in one line.
fn known(id: &str) -> Option<String> {
    let meanings = super::look_up(id);
    let meaning = meanings.first()?;
    Some(format!("{}: {}", meaning.kind, meaning.title))
}

/// Quotes as JSON, HTML and PowerShell write them inside an error text.
fn unescaped(text: &str) -> String {
    text.replace("\\u0027", "'")
        .replace("\\u0022", "\"")
        .replace("\\\"", "\"")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace(['\u{2018}', '\u{2019}'], "'")
        // A text copied from a page may hold blanks that do not break.
        .replace(['\u{a0}', '\u{202f}'], " ")
        .replace("\\r\\n", "\n")
        .replace("\\n", "\n")
}
