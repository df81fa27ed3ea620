//! Where tokens stood, and what several have to do with each other, in words.

use crate::entra::family::Kinship;
use crate::report::model::Source;

/// Where a token stood.
pub(in crate::report) fn place(source: &Source) -> String {
    let input = if source.input == "-" {
        "standard input"
    } else {
        &source.input
    };
    if source.place.is_empty() {
        input.to_owned()
    } else {
        format!("{input}, {}", source.place)
    }
}

/// Where else the same token stands.
pub(in crate::report) fn also(source: &Source) -> Option<String> {
    const SHOWN: usize = 3;
    if source.also.is_empty() {
        return None;
    }
    let mut text = format!(
        "also at {}",
        source.also[..source.also.len().min(SHOWN)].join(", ")
    );
    if source.also.len() > SHOWN {
        text.push_str(&format!(
            ", and at {} more places",
            source.also.len() - SHOWN
        ));
    }
    Some(text)
}

/// What several tokens have to do with each other.
pub(in crate::report) fn together(kinship: &Kinship) -> String {
    let numbers: Vec<String> = kinship
        .tokens
        .iter()
        .take(20)
        .map(|token| (token + 1).to_string())
        .collect();
    let more = if kinship.tokens.len() > 20 {
        ", …"
    } else {
        ""
    };
    format!("tokens {}{more}: {}", numbers.join(", "), kinship.text)
}
