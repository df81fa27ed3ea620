//! SAML and WS-Federation in the open: XML that holds an assertion. In base64 it is found by its
//! opening, as other tokens are.
//!
//! Not its job: XML. A JSON web token it is not, which is all that there is to say about it.

use super::found::{Found, Shape};
use super::recogniser::Limits;
use super::text;

/// `<saml2:` and `<samlp:` begin with the first.
const MARKS: [&str; 2] = ["<saml", "<Assertion"];

/// A text that is such XML.
pub(super) fn read(text: &str, limits: &Limits) -> Option<Vec<Found>> {
    let core = text.trim_start();
    core.starts_with('<')
        .then(|| within(core, limits))
        .flatten()
}

/// A text that holds such XML somewhere.
pub(super) fn within(text: &str, limits: &Limits) -> Option<Vec<Found>> {
    if !MARKS.iter().any(|mark| text.contains(mark)) || holds_web_token(text, limits) {
        return None;
    }
    let text = text.trim();
    Some(vec![if text.len() > limits.max_token_size {
        Found::too_long(text.len())
    } else {
        Found::new(text, Shape::Saml)
    }])
}

/// Whether this is rather a page or a log that speaks of SAML and holds a JSON web token. What is opaque
/// does not count: a certificate in base64 can look so.
fn holds_web_token(text: &str, limits: &Limits) -> bool {
    let found = text::scan(text, limits);
    found.iter().any(|found| {
        matches!(
            found.shape,
            Shape::Compact | Shape::Jwe | Shape::OtherParts { .. }
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::forge::{jwt, one};
    use super::*;

    #[test]
    fn assertions_and_responses_are_recognised() {
        for xml in [
            "<saml:Assertion ID=\"_1\"></saml:Assertion>",
            "<?xml version=\"1.0\"?>\n<samlp:Response></samlp:Response>",
            "<Assertion xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>",
        ] {
            let found = one(read(&format!("  {xml}\n"), &Limits::default()));
            assert_eq!(found.shape, Shape::Saml);
            assert_eq!(found.text.expose(), xml);
        }
    }

    #[test]
    fn markup_that_speaks_of_saml_hides_no_other_token() {
        let page = format!(
            "<html><p>No &lt;saml, <saml:x> here</p><td>{}</td></html>",
            jwt()
        );
        let found = one(Some(
            super::super::read(page.as_bytes(), &Limits::default()).found,
        ));
        assert_eq!(found.shape, Shape::Compact);
    }

    #[test]
    fn other_markup_is_not() {
        assert!(read("<html>saml</html>", &Limits::default()).is_none());
    }
}
