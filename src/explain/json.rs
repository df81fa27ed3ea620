//! Explanations for programs: schema `jwtenant-explain/1`. The order of members is part of the
//! contract; members may be added, never changed or removed.

use serde::Serialize;

use crate::text::json_document;

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
    json_document(&document)
}
