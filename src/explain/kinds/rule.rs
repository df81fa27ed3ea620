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

/// The claims and fields by which people recognise what some rules are about.
const RECOGNISED_BY: &[(&str, &[&str])] = &[
    (
        "b2b-guest",
        &[
            "idp",
            "altsecid",
            "xms_idrel",
            "acct",
            "crossTenantAccessType",
        ],
    ),
    (
        "copied-tenant-id",
        &["iss", "tid", "idp", "exchange-powershell-wrong-tenant"],
    ),
    ("header-nonce", &["nonce"]),
    ("home-tenant-token", &["iss", "tid", "AADSTS50020"]),
    (
        "partner-admin",
        &["wids", "xms_idrel", "crossTenantAccessType"],
    ),
    (
        "pass-through-user",
        &["xms_idrel", "ActorContextId", "crossTenantAccessType"],
    ),
    ("privileged-directory-role", &["wids"]),
];

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
                "{}, confidence {}",
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
        .related(recognised_by(rule.id).iter().copied())
}

fn recognised_by(id: &str) -> &'static [&'static str] {
    let found = RECOGNISED_BY.iter().find(|(rule, _)| *rule == id);
    found.map_or(&[], |(_, words)| words)
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
