//! Conditions on their way into a language: what is known to hold or not is gone before anything is
//! written, so that a key that is absent drops its predicate and nothing else.
//!
//! Not its job: how a language spells its atoms (`language.rs`).

/// A condition of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    Yes,
    No,
    /// Complete as it stands: a comparison, a call or a column.
    Atom(String),
    /// The same, with a text for its opposite.
    Pair(String, String),
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
}

impl Expression {
    /// All of them.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::Yes => {}
                Self::No => return Self::No,
                Self::All(more) => kept.extend(more),
                part => kept.push(part),
            }
        }
        match kept.len() {
            0 => Self::Yes,
            1 => kept.swap_remove(0),
            _ => Self::All(kept),
        }
    }

    /// Any of them.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::No => {}
                Self::Yes => return Self::Yes,
                Self::Any(more) => kept.extend(more),
                part => kept.push(part),
            }
        }
        match kept.len() {
            0 => Self::No,
            1 => kept.swap_remove(0),
            _ => Self::Any(kept),
        }
    }

    /// Its opposite.
    pub fn not(part: Self) -> Self {
        match part {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Not(inner) => *inner,
            Self::Pair(yes, no) => Self::Pair(no, yes),
            part => Self::Not(Box::new(part)),
        }
    }

    /// Whether something is left to ask.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Yes | Self::No)
    }

    /// The text, which all languages of this program share but for the atoms.
    pub fn text(&self) -> String {
        match self {
            Self::Yes => "1 = 1".to_owned(),
            Self::No => "1 = 0".to_owned(),
            Self::Atom(text) | Self::Pair(text, _) => text.clone(),
            Self::All(parts) => joined(parts, " and ", |part| matches!(part, Self::Any(_))),
            Self::Any(parts) => joined(parts, " or ", |part| matches!(part, Self::All(_))),
            Self::Not(part) => format!("not({})", part.text()),
        }
    }
}

fn joined(parts: &[Expression], by: &str, is_weaker: impl Fn(&Expression) -> bool) -> String {
    let texts = parts.iter().map(|part| match is_weaker(part) {
        true => format!("({})", part.text()),
        false => part.text(),
    });
    texts.collect::<Vec<_>>().join(by)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atom(text: &str) -> Expression {
        Expression::Atom(text.to_owned())
    }

    #[test]
    fn what_is_known_is_gone() {
        let some = Expression::any([
            Expression::No,
            Expression::all([atom("a"), Expression::Yes]),
        ]);
        assert_eq!(some, atom("a"));
        assert_eq!(Expression::all([atom("a"), Expression::No]), Expression::No);
        assert_eq!(Expression::not(Expression::not(atom("a"))), atom("a"));
    }

    #[test]
    fn parentheses_stand_where_they_must() {
        let either = || Expression::any([atom("a"), atom("b")]);
        let both = Expression::all([either(), atom("c")]);
        assert_eq!(both.text(), "(a or b) and c");
        assert_eq!(Expression::not(either()).text(), "not(a or b)");
        let mixed = Expression::any([Expression::all([atom("a"), atom("b")]), atom("c")]);
        assert_eq!(mixed.text(), "(a and b) or c");
    }
}
