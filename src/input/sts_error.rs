//! Refusals of the token endpoint: a text that says `AADSTS` and a number.
//!
//! Not its job: to read tenant, application and user out of it. The text is kept as it stands,
//! because all of them are in it.

use super::found::{Found, Removed, Shape};
use super::recogniser::Limits;

/// The whole text as one error; where it is longer than a token may be (a log), each line that
/// holds one.
pub(super) fn read(text: &str, limits: &Limits) -> Option<Vec<Found>> {
    if !is_error(text) {
        return None;
    }
    if text.len() > limits.max_token_size {
        return Some(lines(1, text, limits));
    }
    Some(vec![Found::new(text.trim(), Shape::StsError)])
}

/// The lines that hold an error, for a text in which tokens stand too; the first line has this number.
pub(super) fn lines(first_line: usize, text: &str, limits: &Limits) -> Vec<Found> {
    // Of nearly all texts this is all that is asked.
    if !is_error(text) {
        return Vec::new();
    }
    text.lines()
        .enumerate()
        .filter(|(_, line)| line.len() <= limits.max_token_size && is_error(line))
        .map(|(index, line)| {
            Found::new(line.trim(), Shape::StsError)
                .at(format!("line {}", first_line + index))
                .of_response(first_line + index)
                .inside(&[Removed::SurroundingText])
        })
        .collect()
}

/// Whether an error is named ([error codes](https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes)).
pub(super) fn is_error(text: &str) -> bool {
    const MARK: &[u8] = b"AADSTS";
    let text = text.as_bytes();
    memchr::memmem::find_iter(text, MARK)
        .any(|at| text.get(at + MARK.len()).is_some_and(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERROR: &str = "AADSTS50020: User account 'pat@fabrikam.example' from identity provider \
                         'x' does not exist in tenant 'y'.\r\nTrace ID: 1\r\nTimestamp: now";

    #[test]
    fn an_error_is_kept_whole() {
        let found = read(&format!("{ERROR}\n"), &Limits::default()).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].shape, Shape::StsError);
        assert_eq!(found[0].text.expose(), ERROR);
        assert_eq!(found[0].place, "");
    }

    #[test]
    fn in_a_log_its_lines_are_kept() {
        let limits = Limits {
            max_token_size: 200,
        };
        let log = format!("{}\n{ERROR}\n", "noise\n".repeat(99));
        let found = read(&log, &limits).unwrap();
        assert_eq!(found[0].place, "line 101");
        assert!(found[0].text.expose().starts_with("AADSTS50020"));
    }

    #[test]
    fn the_word_alone_is_no_error() {
        assert!(read("what is AADSTS?", &Limits::default()).is_none());
    }
}
