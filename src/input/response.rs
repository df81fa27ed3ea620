//! JSON: a token response, what `az`, `Get-AzAccessToken` and `kubelogin` print, JSON lines, or any
//! other document in which a string is a token.
//!
//! Not its job: broken JSON, and JSON nested beyond serde_json's limit: the scanner of `text.rs`
//! reads both. It walks the document instead of building it, so a member that stands twice is
//! seen twice, and a large document costs no memory.

use std::fmt::{self, Write as _};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::found::{Found, Removed, Shape};
use super::recogniser::Limits;
use super::{named, sts_error, text};

/// The tokens in a document, or in one document a line.
pub(super) fn read(text: &str, limits: &Limits) -> Option<Vec<Found>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let found = document(text, limits).or_else(|| lines(text, limits))?;
    (!found.is_empty()).then_some(found)
}

/// One document a line, where the first line is one.
fn lines(text: &str, limits: &Limits) -> Option<Vec<Found>> {
    is_lines(text, limits).then(|| lines_from(1, text, limits))
}

/// Whether the first line is a document by itself.
pub(super) fn is_lines(text: &str, limits: &Limits) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|first| {
        first.trim_start().starts_with(['{', '[']) && document(first, limits).is_some()
    })
}

/// The tokens in one document a line, of which the first has this number. A line that is no document
/// is read as text, so that a message among them, or a last line that was cut off, hides nothing.
pub(super) fn lines_from(first_line: usize, text: &str, limits: &Limits) -> Vec<Found> {
    let mut all = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let number = first_line + index;
        match document(line, limits) {
            Some(found) => all.extend(found.into_iter().map(|found| {
                let place = format!("line {number} {}", found.place);
                found.at(place).of_response(number)
            })),
            None => {
                all.extend(text::scan_from(number, line, limits));
                all.extend(sts_error::lines(number, line, limits));
            }
        }
    }
    all
}

/// `None` where it is no JSON document.
pub(super) fn document(text: &str, limits: &Limits) -> Option<Vec<Found>> {
    let mut walk = Walk {
        limits,
        pointer: String::new(),
        responses: 0,
        response: 0,
        found: Vec::new(),
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let root = Node {
        walk: &mut walk,
        name: "",
    };
    root.deserialize(&mut json).ok()?;
    json.end().ok()?;
    Some(walk.found)
}

struct Walk<'l> {
    limits: &'l Limits,
    /// Where the walk stands ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)).
    pointer: String,
    /// How many responses began so far: each item of an array may be one.
    responses: usize,
    /// The one that the walk is in.
    response: usize,
    found: Vec<Found>,
}

impl Walk<'_> {
    fn string(&mut self, name: &str, value: &str) {
        for found in named::read(name, value, self.limits) {
            let found = found.at(&self.pointer).inside(&[Removed::JsonResponse]);
            self.found.push(found.of_response(self.response));
        }
    }

    /// `"Token": {"Length": 2345}`: what `ConvertTo-Json` makes of a token that PowerShell protects.
    fn secure_string(&mut self, name: &str) {
        if named::names_token(name) {
            let found = Found::new("", Shape::SecureString).at(&self.pointer);
            self.found.push(found.of_response(self.response));
        }
    }
}

/// One value of the document, to be walked through.
struct Node<'w, 'l> {
    walk: &'w mut Walk<'l>,
    /// The member it is the value of; empty in an array.
    name: &'w str,
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.walk.string(self.name, value);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let parent = self.walk.pointer.len();
        let mut members = 0;
        let mut has_length = false;
        while let Some(name) = map.next_key::<String>()? {
            members += 1;
            has_length |= name == "Length";
            let shown = named::shown(&name).replace('~', "~0").replace('/', "~1");
            self.walk.pointer.push('/');
            self.walk.pointer.push_str(&shown);
            map.next_value_seed(Node {
                walk: &mut *self.walk,
                name: &name,
            })?;
            self.walk.pointer.truncate(parent);
        }
        if has_length && members == 1 {
            self.walk.secure_string(self.name);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        let parent = self.walk.pointer.len();
        let outer = self.walk.response;
        let mut index = 0_usize;
        loop {
            self.walk.responses += 1;
            self.walk.response = self.walk.responses;
            // Writing to a String does not fail.
            let _ = write!(self.walk.pointer, "/{index}");
            let item = Node {
                walk: &mut *self.walk,
                name: "",
            };
            let is_over = array.next_element_seed(item)?.is_none();
            self.walk.pointer.truncate(parent);
            if is_over {
                self.walk.response = outer;
                return Ok(());
            }
            index += 1;
        }
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::forge::{id_token, jwt, one, refresh_token};
    use super::super::found::Member;
    use super::*;

    fn json(text: &str) -> Vec<Found> {
        read(text, &Limits::default()).unwrap_or_default()
    }

    fn places(found: &[Found]) -> Vec<&str> {
        found.iter().map(|f| f.place.as_str()).collect()
    }

    #[test]
    fn all_members_of_a_token_response() {
        let found = json(&format!(
            r#"{{"token_type":"Bearer","scope":"User.Read","expires_in":3599,"ext":null,
                "access_token":"{}","refresh_token":"{}","id_token":"{}"}}"#,
            jwt(),
            refresh_token(),
            id_token()
        ));
        assert_eq!(
            places(&found),
            ["/access_token", "/refresh_token", "/id_token"]
        );
        assert_eq!(
            found.iter().map(|f| f.member).collect::<Vec<_>>(),
            [
                Some(Member::AccessToken),
                Some(Member::RefreshToken),
                Some(Member::IdToken)
            ]
        );
        assert_eq!(found[0].text.expose(), jwt());
        assert_eq!(found[0].removed, [Removed::JsonResponse]);
        assert_eq!(found[1].shape, Shape::RefreshToken);
    }

    #[test]
    fn what_the_command_line_tools_print() {
        for name in ["accessToken", "Token", "token"] {
            let text = format!("{{\"{name}\": \"{}\", \"expiresOn\": \"x\"}}", jwt());
            let found = one(read(&text, &Limits::default()));
            assert_eq!(found.member, Some(Member::AccessToken));
            assert_eq!(found.place, format!("/{name}"));
        }
    }

    #[test]
    fn an_opaque_access_token_stays_the_access_token() {
        let found = json(r#"{"access_token":"a-token-without-any-shape","state":"x"}"#);
        assert_eq!(found[0].shape, Shape::Opaque);
        assert_eq!(found[0].member, Some(Member::AccessToken));
    }

    #[test]
    fn tokens_anywhere_in_a_document() {
        let found = json(&format!(
            r#"{{"log":[{{"a/b":"Bearer {0}"}},["{0}"],{{"body":"{{\"access_token\":\"{0}\"}}"}}]}}"#,
            jwt()
        ));
        assert_eq!(places(&found), ["/log/0/a~1b", "/log/1/0", "/log/2/body"]);
        assert!(found[0].removed.contains(&Removed::BearerPrefix));
        assert!(found.iter().all(|f| f.text.expose() == jwt()));
        assert_eq!(found[2].member, Some(Member::AccessToken));
    }

    #[test]
    fn a_member_that_stands_twice_is_seen_twice() {
        let text = format!(
            r#"{{"access_token":"{}","access_token":"{}"}}"#,
            jwt(),
            id_token()
        );
        assert_eq!(json(&text).len(), 2);
    }

    #[test]
    fn json_lines_tell_the_line() {
        let line = format!("{{\"access_token\":\"{}\"}}\n", jwt());
        let found = json(&format!("{line}\n{line}{{}}\n"));
        assert_eq!(
            places(&found),
            ["line 1 /access_token", "line 3 /access_token"]
        );
    }

    #[test]
    fn a_refusal_between_the_lines_is_seen() {
        let text = format!(
            "{{\"id_token\":\"{}\"}}\nWARN AADSTS50020: x\n{{}}\n",
            id_token()
        );
        assert_eq!(places(&json(&text)), ["line 1 /id_token", "line 2"]);
    }

    #[test]
    fn a_refusal_is_kept_in_its_own_words() {
        let found = one(read(
            r#"{"error":"invalid_grant","error_description":"AADSTS50020: User \u0027x\u0027\r\nTrace ID: 1","error_codes":[50020]}"#,
            &Limits::default(),
        ));
        assert_eq!(found.shape, Shape::StsError);
        assert_eq!(found.place, "/error_description");
        assert_eq!(found.text.expose(), "AADSTS50020: User 'x'\r\nTrace ID: 1");
    }

    #[test]
    fn depth_is_left_to_the_scanner() {
        let deep = format!(
            "{}\"{}\"{}",
            "{\"a\":".repeat(5000),
            jwt(),
            "}".repeat(5000)
        );
        assert!(read(&deep, &Limits::default()).is_none());
        let reading = super::super::read(deep.as_bytes(), &Limits::default());
        assert_eq!(reading.form, Some("text"));
        assert_eq!(reading.found[0].text.expose(), jwt());
    }
}
