//! Explanations for programs: schema `jwtenant-explain/1`. The order of members is part of the
//! contract; members may be added, never changed or removed.

use serde::Serialize;

use super::Explained;
use super::meaning::{Meaning, Unknown};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    meanings: &'a [Meaning],
    unknown: &'a [Unknown],
}

/// One indented document.
#[must_use]
pub fn write(explained: &Explained) -> String {
    let document = Document {
        schema: "jwtenant-explain/1",
        meanings: &explained.meanings,
        unknown: &explained.unknown,
    };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}
