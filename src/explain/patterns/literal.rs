//! The words without which a pattern cannot match: looking for them costs a hundredth of what the pattern
//! costs, and hardly any text holds the words of more than a few of the patterns.
//!
//! Not its job: matching, or patterns of a shape that the table does not have.

/// The longest run of characters that stands in every text that the pattern matches; empty where none is
/// certain. `\(` and the like are the characters that they name.
pub(super) fn required(pattern: &str) -> String {
    let mut runs = Runs::default();
    let mut characters = pattern.chars().peekable();
    let mut depth = 0_usize;
    while let Some(c) = characters.next() {
        match c {
            // One of several, at the top or of letters in either case: nothing is certain.
            '|' if depth == 0 => return String::new(),
            '(' => {
                let group: String = characters.clone().take_while(|c| *c != ')').collect();
                let flags = group.strip_prefix('?').unwrap_or_default();
                if flags.contains('i') && flags.chars().all(|c| c.is_ascii_alphabetic()) {
                    return String::new();
                }
                depth += 1;
                runs.end();
            }
            ')' => {
                depth = depth.saturating_sub(1);
                runs.end();
            }
            '[' => {
                pass_class(&mut characters);
                runs.end();
            }
            '\\' => match characters.next() {
                Some(c) if depth == 0 && !c.is_ascii_alphanumeric() => runs.add(c),
                _ => runs.end(),
            },
            // What stands before it may be missing, or stand there more than once.
            '?' | '*' => runs.end_before_last(),
            '{' => {
                let _ = characters.by_ref().find(|c| *c == '}');
                runs.end_before_last();
            }
            '+' | '.' | '^' | '$' => runs.end(),
            _ if depth == 0 => runs.add(c),
            _ => {}
        }
    }
    runs.end();
    runs.longest
}

/// Passes over a class of characters whose bracket was read; a bracket right at its beginning is a member.
fn pass_class(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    let _ = characters.next_if_eq(&'^');
    let _ = characters.next_if_eq(&']');
    while let Some(c) = characters.next() {
        match c {
            ']' => return,
            '\\' => _ = characters.next(),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Runs {
    current: String,
    longest: String,
}

impl Runs {
    fn add(&mut self, c: char) {
        self.current.push(c);
    }

    fn end_before_last(&mut self) {
        self.current.pop();
        self.end();
    }

    fn end(&mut self) {
        if self.current.len() > self.longest.len() {
            self.longest.clone_from(&self.current);
        }
        self.current.clear();
    }
}

#[cfg(test)]
mod tests {
    use regex_lite::Regex;

    use super::*;
    use crate::facts::validator_errors;

    #[test]
    fn words_at_the_top_are_required() {
        for (pattern, words) in [
            ("IDX14107", "IDX14107"),
            (
                r"IDX10249(?:.*?ValidTo \(UTC\): '(?P<expires>[^']*)')?",
                "IDX10249",
            ),
            (r"(?s)IDX10516(?:.*?kid)?", "IDX10516"),
            (r"claim \(iss\)", "claim (iss)"),
            (r"AB?CD+E{2}F", "CD"),
            (
                r"Detail>\s*Audience validation failed",
                "Audience validation failed",
            ),
            (r"[^\]x]abc[]y]z", "abc"),
            ("abc|abcdef", ""),
            ("(?i)abc", ""),
            ("(?:abc|d)e", "e"),
        ] {
            assert_eq!(required(pattern), words, "{pattern}");
        }
    }

    #[test]
    fn nearly_every_pattern_of_the_table_requires_words() {
        let short = validator_errors::all().filter(|error| required(error.pattern).len() < 5);
        let short: Vec<&str> = short.map(|error| error.pattern).collect();
        assert!(short.len() < 12, "{short:?}");
    }

    proptest::proptest! {
        /// Whatever a pattern matches holds the words.
        #[test]
        fn a_match_holds_the_words(
            pattern in r"([abc]|\\\(|\\s|\[bc\]|\(\?:ab\|c\)|\(a\)|a\?|b\*|c\+|a\{1,2\}|\.|\|){1,6}",
            text in "[abc( ]{0,12}",
        ) {
            if let Ok(regex) = Regex::new(&pattern) && regex.is_match(&text) {
                assert!(text.contains(required(&pattern).as_str()), "{pattern:?} {text:?}");
            }
        }
    }
}
