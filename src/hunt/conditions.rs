//! The conditions of `audit`, written in a language: who is foreign, and why.
//!
//! A language may lack something, as Kusto lacks room for the table of applications. Then a condition is
//! written twice, once as if that never held (sure) and once as if it always did (possible); between the
//! two the answer is [`UNEXPLAINED_HERE`], never another explanation.
//!
//! Not its job: the conditions themselves (`audit::standing`, `audit::explanations`).

use uuid::Uuid;

use super::expression::Expression;
use super::language::Language;
use crate::audit::column::{Column, Shape};
use crate::audit::condition::{Condition, Named, Part, Value};
use crate::audit::explanation::About;
use crate::audit::explanations::EXPLANATIONS;
use crate::audit::standing;
use crate::facts;

/// What engines say of an entry that only the program can explain.
pub const UNEXPLAINED_HERE: &str = "unexplained-here";

/// What is taken for so where a language cannot ask.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    Sure,
    Possible,
}

/// Writes conditions in one language; `own` are the tenants that the person named as theirs.
pub struct Writer<'a> {
    pub language: &'a Language,
    pub own: &'a [Uuid],
}

impl Writer<'_> {
    /// A condition, with its named parts as columns of truths.
    pub fn write(&self, condition: &Condition, taking: Taking) -> Expression {
        let write = |it: &Condition| self.write(it, taking);
        match condition {
            Condition::All(all) => Expression::all(all.iter().map(write)),
            Condition::Any(any) => Expression::any(any.iter().map(write)),
            Condition::Not(it) => {
                let other = match taking {
                    Taking::Sure => Taking::Possible,
                    Taking::Possible => Taking::Sure,
                };
                Expression::not(self.write(it, other))
            }
            Condition::Named(named) => match self.write(&named.condition, taking) {
                it @ (Expression::Yes | Expression::No) => it,
                _ => Expression::Atom(named.name.to_owned()),
            },
            Condition::Is(column, values) => self.is(*column, values),
            Condition::Present(column) => self.language.is_there(column.name()),
            Condition::Begins(column, part) => self.part(*column, *part, Place::Beginning),
            Condition::Ends(column, part) => self.part(*column, *part, Place::End),
            Condition::Holds(column, part) => self.part(*column, *part, Place::Anywhere),
            Condition::Differ(one, other) => self.both(*one, *other, self.language.differ),
            Condition::Same(one, other) => self.both(*one, *other, self.language.equal),
            Condition::Own(_) if self.own.is_empty() => Expression::No,
            Condition::Own(column) => {
                let own = self.own.iter().map(|id| self.language.own(&id.to_string()));
                let own: Vec<String> = own.collect();
                Expression::Atom(self.language.is_one_of(column.name(), &own))
            }
            Condition::KnownApp if self.language.has_apps => {
                Expression::Atom(format!("{} in (select id from known)", Column::App.name()))
            }
            Condition::KnownApp => match taking {
                Taking::Sure => Expression::No,
                Taking::Possible => self.write(&Condition::Present(Column::Apps), taking),
            },
        }
    }

    fn is(&self, column: Column, values: &[Value]) -> Expression {
        let language = self.language;
        let name = column.name();
        let (mut exact, mut folded) = (Vec::new(), Vec::new());
        for value in values {
            match value {
                Value::Id(id) => exact.push(id.to_string()),
                Value::Number(number) => exact.push(number.to_string()),
                Value::Text(text) => exact.push((*text).to_owned()),
                // It is written in lower case already (`column.rs`).
                Value::Word(word) if column == Column::Access => {
                    exact.push(word.to_ascii_lowercase());
                }
                Value::Word(word) => folded.push(word.to_ascii_lowercase()),
            }
        }
        let lower = (language.lower)(name);
        let all = [(name, exact), (lower.as_str(), folded)];
        let written = all.into_iter().filter(|(_, values)| !values.is_empty());
        Expression::any(written.map(|(text, values)| {
            match column.shape() {
                Shape::One => {
                    let values: Vec<String> = values.iter().map(|it| language.own(it)).collect();
                    match values.as_slice() {
                        [value] => language.equals(text, value),
                        _ => Expression::Atom(language.is_one_of(text, &values)),
                    }
                }
                _ => Expression::any(
                    values
                        .iter()
                        .map(|value| member(language, column.shape(), text, value)),
                ),
            }
        }))
    }

    fn part(&self, column: Column, part: Part, place: Place) -> Expression {
        let language = self.language;
        let (text, part) = match part {
            Part::Text(part) => (column.name().to_owned(), part.to_owned()),
            Part::Word(part) => {
                let lower = (language.lower)(column.name());
                (lower, part.to_ascii_lowercase())
            }
        };
        let part = language.own(&part);
        let end = language.line_feed;
        let is_lines = column.shape() == Shape::Lines;
        let found = match place {
            Place::Anywhere => (language.holds)(&text, &part),
            Place::Beginning if is_lines => {
                let text = (language.concat)(&[end, &text]);
                (language.holds)(&text, &(language.concat)(&[end, &part]))
            }
            Place::End if is_lines => {
                let text = (language.concat)(&[&text, end]);
                (language.holds)(&text, &(language.concat)(&[&part, end]))
            }
            Place::Beginning => (language.begins)(&text, &part),
            Place::End => (language.ends)(&text, &part),
        };
        Expression::Atom(found)
    }

    fn both(&self, one: Column, other: Column, how: &str) -> Expression {
        let (one, other) = (one.name(), other.name());
        let there = |name| self.language.is_there(name);
        let compared = Expression::Atom(format!("{one} {how} {other}"));
        Expression::all([there(one), there(other), compared])
    }

    /// The named conditions that these ask, each behind those that it asks itself.
    pub fn named(&self, conditions: &[&Condition]) -> Vec<(&'static str, Expression)> {
        let mut found: Vec<&'static Named> = Vec::new();
        for condition in conditions {
            collect(condition, &mut found);
        }
        let written = found.into_iter().map(|named| {
            // None of them asks for what a language lacks.
            (named.name, self.write(&named.condition, Taking::Sure))
        });
        written.filter(|(_, it)| it.is_open()).collect()
    }

    /// The id of the explanation of a foreign entry.
    pub fn explanation(&self) -> String {
        let mut cases = Vec::new();
        // What an engine could not read (`odd`) may be what decides.
        let odd = self.language.is("odd", &self.language.own("true"));
        cases.push((odd, self.language.own(UNEXPLAINED_HERE)));
        for it in EXPLANATIONS.iter().filter(|it| it.about == About::Foreign) {
            let sure = self.write(&it.condition, Taking::Sure);
            let possible = self.write(&it.condition, Taking::Possible);
            if sure == Expression::Yes {
                return (self.language.case)(&cases, &self.language.own(it.id));
            }
            if sure.is_open() {
                cases.push((sure.text(), self.language.own(it.id)));
            }
            if possible != sure && possible.is_open() {
                cases.push((possible.text(), self.language.own(UNEXPLAINED_HERE)));
            }
        }
        (self.language.case)(&cases, &self.language.own(UNEXPLAINED_HERE))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Beginning,
    End,
    Anywhere,
}

/// Whether a list holds a value.
pub fn member(language: &Language, shape: Shape, text: &str, value: &str) -> Expression {
    let between = match shape {
        Shape::Lines => language.line_feed.to_owned(),
        _ => language.own(" "),
    };
    let value = match shape {
        Shape::Lines => (language.concat)(&[&between, &language.own(value), &between]),
        _ => language.own(&format!(" {value} ")),
    };
    let text = (language.concat)(&[&between, text, &between]);
    Expression::Atom((language.holds)(&text, &value))
}

fn collect(condition: &Condition, found: &mut Vec<&'static Named>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| collect(part, found));
        }
        Condition::Not(part) => collect(part, found),
        Condition::Named(named) if found.iter().all(|it| it.name != named.name) => {
            collect(&named.condition, found);
            found.push(named);
        }
        _ => {}
    }
}

/// The columns that a condition asks for.
pub fn columns(condition: &Condition, found: &mut Vec<Column>) {
    let mut add = |column: Column| {
        if !found.contains(&column) {
            found.push(column);
        }
    };
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| columns(part, found));
        }
        Condition::Not(part) => columns(part, found),
        Condition::Named(named) => columns(&named.condition, found),
        Condition::Is(column, _)
        | Condition::Present(column)
        | Condition::Begins(column, _)
        | Condition::Ends(column, _)
        | Condition::Holds(column, _)
        | Condition::Own(column) => add(*column),
        Condition::Differ(one, other) | Condition::Same(one, other) => {
            add(*one);
            add(*other);
        }
        Condition::KnownApp => add(Column::Apps),
    }
}

/// Everything that the question `foreign` asks of an entry.
pub fn of_foreign() -> impl Iterator<Item = &'static Condition> {
    let explanations = EXPLANATIONS.iter().filter(|it| it.about == About::Foreign);
    [&standing::FOREIGN]
        .into_iter()
        .chain(explanations.map(|it| &it.condition))
}

/// Explanations that no engine can give: they need more than one record, or are not asked of foreign
/// entries; and those that a language cannot always give.
pub fn only_by_audit(language: &Language) -> Vec<&'static str> {
    let writer = Writer { language, own: &[] };
    let is_whole = |condition: &Condition| {
        writer.write(condition, Taking::Sure) == writer.write(condition, Taking::Possible)
    };
    let of_audit = EXPLANATIONS
        .iter()
        .filter(|it| it.about != About::Foreign || !is_whole(&it.condition));
    of_audit.map(|it| it.id).collect()
}

/// The ids of Microsoft's applications, as the program knows them.
pub fn known_apps() -> impl Iterator<Item = &'static str> {
    facts::App::all().map(|app| app.id)
}
