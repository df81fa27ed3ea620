//! Explanations for people.

use uuid::Uuid;

use crate::screen::{Ink, Screen};

use super::Explained;
use super::meaning::{Meaning, Named, Unknown};

/// Width of the label column.
const LABEL: usize = 16;

/// Writes everything that is known. `width` is in columns. Suggestions are not here: they go to
/// standard error.
#[must_use]
pub fn write(explained: &Explained, width: usize, colour: bool) -> String {
    let mut screen = Screen::new(width, colour);
    for meaning in &explained.meanings {
        screen.blank();
        self::meaning(&mut screen, meaning);
    }
    for unknown in explained
        .unknown
        .iter()
        .filter(|unknown| !unknown.note.is_empty())
    {
        screen.blank();
        self::unknown(&mut screen, unknown);
    }
    screen.finish()
}

fn meaning(screen: &mut Screen, meaning: &Meaning) {
    screen.title(
        &meaning.kind.to_uppercase(),
        &meaning.title,
        "",
        Ink::Strong,
    );
    if !meaning.title.contains(&meaning.key) && meaning.key != meaning.kind {
        let label = match meaning.key.parse::<Uuid>() {
            Ok(_) => "  id",
            Err(_) => "  word",
        };
        screen.labelled(label, LABEL, &meaning.key);
    }
    if !meaning.names.is_empty() {
        names(screen, &meaning.names);
    }
    for line in &meaning.text {
        screen.labelled(&format!("  {}", line.label), LABEL, &line.text);
    }
    if !meaning.related.is_empty() {
        screen.labelled("  see also", LABEL, &meaning.related.join(", "));
    }
    if !meaning.source.is_empty() {
        screen.labelled("  source", LABEL, &meaning.source);
    }
}

fn names(screen: &mut Screen, names: &[Named]) {
    screen.blank();
    let rows: Vec<_> = names
        .iter()
        .map(|named| {
            [
                (named.role.to_owned(), Ink::Plain),
                (named.value.clone(), Ink::Strong),
                (named.meaning.clone(), Ink::Plain),
            ]
        })
        .collect();
    screen.table(&rows);
    screen.blank();
}

fn unknown(screen: &mut Screen, unknown: &Unknown) {
    screen.title("UNKNOWN", &unknown.word, "", Ink::Strong);
    screen.labelled("", 2, &unknown.note);
}
