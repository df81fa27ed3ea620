//! A page of text for a terminal: wrapping, hanging indents, colour. Everything that is written goes
//! through [`Terminal`] here, so that no section can forget it. The one door to `colored`.
//!
//! Not its job: what a report says.

use colored::{ColoredString, Colorize as _};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::text::{ShownIds, Terminal, clipped};

/// Longer words are cut: a claim can be a megabyte long, and nobody reads that on a screen.
const LONGEST_WORD: usize = 300;

/// Columns of an id.
const ID: usize = 36;
/// How far text hangs where the page is narrow.
const LEAST_INDENT: usize = 4;

/// Text under construction.
pub(crate) struct Screen {
    text: String,
    width: usize,
    /// Ids that stand on the page in full, so that sentences can name them by their beginning.
    shown_ids: ShownIds,
}

/// How a piece of text is marked; words and signs carry the meaning, colour only repeats it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Plain,
    Strong,
    Good,
    Bad,
    Warn,
}

impl Screen {
    pub(crate) fn new(width: usize, colour: bool) -> Self {
        colored::control::set_override(colour);
        Self {
            text: String::new(),
            width: width.max(40),
            shown_ids: ShownIds::default(),
        }
    }

    /// Columns.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    pub(crate) fn blank(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Says which ids stand on the page in full.
    pub(crate) fn show_ids(&mut self, ids: ShownIds) {
        self.shown_ids = ids;
    }

    /// A sentence: ids that stand on the page in full are named by their first eight digits.
    pub(crate) fn prose(&mut self, label: &str, indent: usize, text: &str) {
        let text = self.shown_ids.shortened(text);
        self.labelled(label, indent, &text);
    }

    /// A heading on lines of its own.
    pub(crate) fn heading(&mut self, text: &str) {
        self.blank();
        let text = safe(text);
        // Only what is too long is taken apart: blanks in it are meant.
        let lines = match text.width() <= self.width {
            true => vec![text],
            false => wrap(&text, self.width.saturating_sub(2)),
        };
        for (index, line) in lines.iter().enumerate() {
            self.text.push_str(if index == 0 { "" } else { "  " });
            self.push(line, Ink::Strong);
            self.end_line();
        }
    }

    /// `left` and, at the right edge, `right`; below it where both do not fit.
    pub(crate) fn title(&mut self, label: &str, left: &str, right: &str, ink: Ink) {
        let (label, left) = (safe(label), safe(left));
        let room = self
            .width
            .saturating_sub(label.width() + 1 + right.width() + 1);
        let lines = wrap(&left, room);
        for (index, line) in lines.iter().enumerate() {
            let start = if index == 0 {
                label.clone()
            } else {
                " ".repeat(label.width())
            };
            self.push(&start, Ink::Strong);
            self.text.push(' ');
            self.push(line, ink);
            if index == 0 {
                let gap = room.saturating_sub(line.width()) + 1;
                self.text.push_str(&" ".repeat(gap));
                self.push(right, ink);
            }
            self.end_line();
        }
    }

    /// A label, then text that hangs under itself.
    pub(crate) fn labelled(&mut self, label: &str, indent: usize, text: &str) {
        self.labelled_in(label, indent, text, Ink::Plain);
    }

    pub(crate) fn labelled_in(&mut self, label: &str, indent: usize, text: &str, ink: Ink) {
        let (label, text) = (safe(label), safe(text));
        // Beside a wide label an id would not fit any more; and a label must not touch what it names.
        let is_narrow = indent > LEAST_INDENT && indent + ID > self.width;
        // The number of a step stays in front of it: one column more than the lines below hang.
        let step = format!("{} ", label.trim_end());
        let is_step = is_narrow && columns(&step) == LEAST_INDENT + 1;
        let label = if is_step { &step } else { &label };
        let indent = if is_narrow { LEAST_INDENT } else { indent };
        let is_apart = !is_step && !label.trim().is_empty() && columns(label) >= indent;
        if is_apart {
            self.push(label, Ink::Plain);
            self.end_line();
        }
        let label = if is_apart { "" } else { label };
        let room = self.width.saturating_sub(indent + usize::from(is_step));
        for (index, line) in wrap(&text, room).iter().enumerate() {
            let start = if index == 0 { label } else { "" };
            self.text.push_str(start);
            self.spaces(indent.saturating_sub(columns(start)));
            self.push(line, ink);
            self.end_line();
        }
    }

    /// A label, then an address that is never broken, so that it can be copied and opened: beside the
    /// label where it fits, else on a line of its own, however wide; `remark` behind it, or below.
    pub(crate) fn address(&mut self, label: &str, indent: usize, address: &str, remark: &str) {
        let (label, remark) = (safe(label), safe(remark));
        let address = clipped(&safe(address), LONGEST_WORD);
        let is_beside = indent + columns(&address) <= self.width;
        let indent = if is_beside { indent } else { LEAST_INDENT };
        self.push(&label, Ink::Plain);
        let mut used = columns(&label);
        if !is_beside || used >= indent {
            self.end_line();
            used = 0;
        }
        self.spaces(indent - used);
        self.push(&address, Ink::Plain);
        let is_room = indent + columns(&address) + 1 + columns(&remark) <= self.width;
        if is_room && !remark.is_empty() {
            self.spaces(1);
            self.push(&remark, Ink::Plain);
        }
        self.end_line();
        if !is_room && !remark.is_empty() {
            self.spaces(indent);
            self.hanging(indent, &remark, Ink::Plain);
        }
    }

    /// A label and a value side by side, each as wide as the widest; behind them a remark, or below
    /// where the page is too narrow.
    pub(crate) fn table(&mut self, rows: &[[(String, Ink); 3]]) {
        const GAP: &str = "  ";
        let rows: Vec<[(String, Ink); 3]> = rows
            .iter()
            .map(|row| row.clone().map(|(text, ink)| (safe(&text), ink)))
            .collect();
        // A value wider than an id gets a line of its own and does not push the others apart.
        const WIDEST_VALUE: usize = 40;
        let width_of = |column: usize, most: usize| {
            let widths = rows.iter().map(|row| row[column].0.width());
            widths
                .filter(|width| *width <= most)
                .max()
                .unwrap_or_default()
        };
        let (labels, values) = (width_of(0, usize::MAX), width_of(1, WIDEST_VALUE));
        let indent = 2 * GAP.len() + labels;
        for [label, value, remark] in &rows {
            self.text.push_str(GAP);
            self.push(&label.0, label.1);
            self.text
                .push_str(&" ".repeat(labels - label.0.width() + GAP.len()));
            let gap = values.saturating_sub(value.0.width()) + GAP.len();
            if indent + value.0.width() + gap + remark.0.width() <= self.width {
                self.push(&value.0, value.1);
                self.text.push_str(&" ".repeat(gap));
                self.push(&remark.0, remark.1);
                self.end_line();
                continue;
            }
            if value.0.width() > self.width.saturating_sub(indent) {
                // An issuer with an id in it must not be torn: it gets the width of the page.
                self.hanging(indent, &remark.0, remark.1);
                self.labelled_in("", 2 * GAP.len(), &value.0, value.1);
                continue;
            }
            self.push(&value.0, value.1);
            self.end_line();
            self.labelled_in("", indent, &remark.0, remark.1);
        }
    }

    /// The rest of a line that has reached column `indent`, and what hangs under it.
    fn hanging(&mut self, indent: usize, text: &str, ink: Ink) {
        for (index, line) in wrap(text, self.width.saturating_sub(indent))
            .iter()
            .enumerate()
        {
            if index > 0 {
                self.text.push_str(&" ".repeat(indent));
            }
            self.push(line, ink);
            self.end_line();
        }
    }

    /// `text` is safe already.
    fn push(&mut self, text: &str, ink: Ink) {
        if ink == Ink::Plain || text.trim().is_empty() {
            self.text.push_str(text);
        } else {
            self.text.push_str(&inked(text, ink).to_string());
        }
    }

    fn spaces(&mut self, count: usize) {
        self.text.extend(std::iter::repeat_n(' ', count));
    }

    fn end_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }
}

fn inked(text: &str, ink: Ink) -> ColoredString {
    match ink {
        Ink::Plain => text.normal(),
        Ink::Strong => text.bold(),
        Ink::Good => text.green(),
        Ink::Bad => text.red().bold(),
        Ink::Warn => text.yellow(),
    }
}

fn safe(text: &str) -> String {
    Terminal(text).to_string()
}

/// Lines of at most `width` columns, broken at blanks only: an id is never torn. A longer word gets a
/// line of its own and is cut there.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(20);
    let mut lines = vec![String::new()];
    let mut used = 0;
    let mut add = |piece: &str| {
        let size = columns(piece);
        if used > 0 && used + 1 + size > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(piece);
            used += size;
        }
    };
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if word.len() <= width.min(LONGEST_WORD) {
            add(word);
        } else {
            hard_wrapped(word, width)
                .iter()
                .for_each(|piece| add(piece));
        }
    }
    lines
}

/// The columns of a safe text.
fn columns(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.width()
    }
}

/// A word in pieces that fit; one piece for every word that does. An address is broken behind a slash
/// where that is possible, so that the id in it stays whole.
fn hard_wrapped(word: &str, width: usize) -> Vec<String> {
    let mut rest = clipped(word, LONGEST_WORD);
    let mut pieces = Vec::new();
    // An id with its brackets stays whole even where it is wider than the page.
    while columns(&rest) > width.max(ID + 4) {
        let mut used = 0;
        let fitting = rest.char_indices().find(|(_, c)| {
            used += c.width().unwrap_or(0);
            used > width
        });
        let end = fitting.map_or(rest.len(), |(at, _)| at.max(1));
        let slash = rest[..end]
            .rfind('/')
            .map(|at| at + 1)
            .filter(|at| *at > width / 3 || begins_with_id(&rest[*at..]));
        let tail = rest.split_off(slash.unwrap_or(end));
        pieces.push(std::mem::replace(&mut rest, tail));
    }
    pieces.push(rest);
    pieces
}

fn begins_with_id(text: &str) -> bool {
    text.get(..ID)
        .is_some_and(|start| uuid::Uuid::parse_str(start).is_ok())
}

#[cfg(test)]
mod tests;
