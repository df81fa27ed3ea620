//! Rules: by id, or by the number of the diagnosis that they cover.

use crate::explain::meaning::{Kind, Meaning};
use crate::rules::rule::Rule;
use crate::rules::{self, rule};

pub(super) const KIND: Kind = Kind {
    name: "rule",
    help: "a finding of `check`, by its id (b2b-guest) or its number in the catalogue (A05)",
    look_up,
    keys: || rules::all().map(|rule| rule.id).collect(),
};

fn look_up(word: &str) -> Vec<Meaning> {
    let is_asked = |rule: &&Rule| {
        rule.id.eq_ignore_ascii_case(word)
            || rule
                .catalogue
                .iter()
                .any(|number| number.eq_ignore_ascii_case(word))
    };
    rules::all().filter(is_asked).map(meaning).collect()
}

fn meaning(rule: &'static Rule) -> Meaning {
    let alternatives = rule
        .alternatives
        .iter()
        .map(|(id, difference)| format!("{id}: {}", general(difference)));
    Meaning::new(KIND.name, rule.id, general(rule.title), rule.see.join(" "))
        .line(
            "severity",
            format!(
                "{}, confidence {}; a failed expectation is always medium",
                rule.severity.word(),
                rule.confidence.word()
            ),
        )
        .line("why", general(rule.why))
        .lines("do", rule.remedy.iter().map(|step| general(step)))
        .lines("or else", alternatives)
        .lines(
            "shows up as",
            rule.errors.iter().map(|text| format!("{text:?}")),
        )
        .line("accounts for", rule.explains.join(", "))
        .line("catalogue", rule.catalogue.join(", "))
        .related(rule.alternatives.iter().map(|(id, _)| *id))
        .related(rule.explains.iter().copied())
}

/// A rule's text without a token: a placeholder says what would stand there.
fn general(text: &str) -> String {
    let mut text = text.to_owned();
    for name in rule::PLACEHOLDERS {
        let words = format!("<{}>", name.replace('_', " "));
        text = text.replace(&format!("{{{name}}}"), &words);
    }
    text
}
