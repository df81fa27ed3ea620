//! Explanations of audit entries, by id.

use crate::audit::explanation::Explanation;
use crate::audit::explanations::EXPLANATIONS;
use crate::explain::meaning::{Kind, Meaning};

pub(super) const KIND: Kind = Kind {
    name: "explanation",
    help: "why an entry of another tenant's user stands in an audit log, by its id",
    look_up,
    keys: || {
        EXPLANATIONS
            .iter()
            .map(|explanation| explanation.id)
            .collect()
    },
};

/// What the next steps fill in from an entry, and what stands there without one.
const PLACEHOLDERS: [(&str, &str); 5] = [
    ("{user}", "<the user of the entry>"),
    ("{actor_tenant}", "<the actor's tenant>"),
    ("{organization}", "<your tenant>"),
    ("{time}", "<the time of the entry>"),
    ("{error}", "AADSTS<number>"),
];

fn look_up(word: &str) -> Vec<Meaning> {
    let is_asked = |explanation: &&Explanation| explanation.id.eq_ignore_ascii_case(word);
    EXPLANATIONS.iter().filter(is_asked).map(meaning).collect()
}

fn meaning(explanation: &'static Explanation) -> Meaning {
    let steps = explanation.next_steps.iter().map(|step| general(step));
    Meaning::new(
        KIND.name,
        explanation.id,
        explanation.title,
        explanation.sources.join(" "),
    )
    .line(
        "severity",
        format!(
            "{}, confidence {}",
            explanation.severity.word(),
            explanation.confidence.word()
        ),
    )
    .line("why", explanation.why)
    .line("unless", explanation.what_would_change_it)
    .lines("do", steps)
    .related(explanation.look_alikes.iter().copied())
}

fn general(text: &str) -> String {
    PLACEHOLDERS
        .iter()
        .fold(text.to_owned(), |text, (name, words)| {
            text.replace(name, words)
        })
}
