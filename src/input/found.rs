//! What was found in an input: the candidate itself, where it stood, what had to be taken off.
//!
//! Not its job: to find anything, or to say what a candidate means. The candidate is a secret, so
//! nothing in here shows it: it is reached through [`Secret::expose`] alone.

use std::fmt;

use serde::{Serialize, Serializer};

/// One candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub text: Secret,
    /// Where in the input it stood: `/access_token` (a JSON pointer), `line 3`, `fragment
    /// id_token`, `cookie NAME`; empty where it is the whole input. Holds names from the input,
    /// which are untrusted, but never text of a token.
    pub place: String,
    /// Further places of the same text, where the container repeats it (a browser sends a token
    /// with each call).
    pub also: Vec<String>,
    /// What was taken off, outermost first, each once.
    pub removed: Vec<Removed>,
    pub shape: Shape,
    /// The member of a token response it came from. The access token decides the exit code.
    pub member: Option<Member>,
    /// Equal for tokens that were handed out together: one response, one row, one account.
    pub response: usize,
}

impl Found {
    pub(super) fn new(text: impl Into<String>, shape: Shape) -> Self {
        Self {
            text: Secret::new(text),
            place: String::new(),
            also: Vec::new(),
            removed: Vec::new(),
            shape,
            member: None,
            response: 0,
        }
    }

    /// A candidate beyond the limit: its size is told, its text is not carried along.
    pub(super) fn too_long(size: usize) -> Self {
        Self::new("", Shape::TooLong { size })
    }

    /// The same candidate, standing at `place`.
    #[must_use]
    pub(super) fn at(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }

    /// The same candidate, handed out together with others of this number.
    #[must_use]
    pub(super) fn of_response(mut self, number: usize) -> Self {
        self.response = number;
        self
    }

    /// The same candidate, inside something that was taken off before the rest.
    #[must_use]
    pub(super) fn inside(mut self, outer: &[Removed]) -> Self {
        let mut removed = outer.to_vec();
        for inner in self.removed {
            note(&mut removed, inner);
        }
        self.removed = removed;
        self
    }
}

/// Text that authenticates somebody. `Debug` tells its length only, and there is no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Whoever calls this answers for where it goes.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bytes)", self.0.len())
    }
}

/// What a candidate looks like from outside. What it *is*, only decoding tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Three parts, of which the last may be empty; or two, where the signature was cut off.
    Compact,
    /// Five parts: encrypted ([RFC 7516, section 3.1](https://www.rfc-editor.org/rfc/rfc7516#section-3.1)).
    Jwe,
    /// Begins as a token does, but has another number of parts.
    OtherParts { parts: usize },
    /// Readable by its issuer alone: a known opening, or a response calls it a token.
    Opaque,
    /// A response calls it so, or it opens as those of Entra do (`0.A`, `1.A`).
    RefreshToken,
    /// `code` of a redirect.
    AuthorizationCode,
    /// XML, or its base64.
    Saml,
    /// A refusal of the token endpoint in words (`AADSTS50020: …`).
    StsError,
    /// A tool printed that it keeps the token to itself (`System.Security.SecureString`).
    SecureString,
    /// Longer than [`Limits::max_token_size`](super::Limits): the text is left out.
    TooLong { size: usize },
}

/// What was taken off an input, or off what surrounds a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Removed {
    Bom,
    Utf16,
    InvalidUnicode,
    /// What makes a terminal show colours.
    Colors,
    Whitespace,
    LineBreaks,
    Quotes,
    AuthorizationHeader,
    BearerPrefix,
    UrlEncoding,
    JsonResponse,
    Redirect,
    RedirectFragment,
    FormBody,
    Cookie,
    CurlCommand,
    Har,
    TokenCache,
    Csv,
    SurroundingText,
    Ellipsis,
}

impl Removed {
    /// The word in JSON and on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Bom => "bom",
            Self::Utf16 => "utf-16",
            Self::InvalidUnicode => "invalid-unicode",
            Self::Colors => "colors",
            Self::Whitespace => "whitespace",
            Self::LineBreaks => "line-breaks",
            Self::Quotes => "quotes",
            Self::AuthorizationHeader => "authorization-header",
            Self::BearerPrefix => "bearer-prefix",
            Self::UrlEncoding => "url-encoding",
            Self::JsonResponse => "json-response",
            Self::Redirect => "redirect",
            Self::RedirectFragment => "redirect-fragment",
            Self::FormBody => "form-body",
            Self::Cookie => "cookie",
            Self::CurlCommand => "curl-command",
            Self::Har => "har",
            Self::TokenCache => "token-cache",
            Self::Csv => "csv",
            Self::SurroundingText => "surrounding-text",
            Self::Ellipsis => "ellipsis",
        }
    }
}

impl Serialize for Removed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// Remembers `removed`, once.
pub(super) fn note(list: &mut Vec<Removed>, removed: Removed) {
    if !list.contains(&removed) {
        list.push(removed);
    }
}

/// A member of a token response ([RFC 6749, section 5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1),
/// and OpenID Connect Core 1.0, section 3.1.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Member {
    AccessToken,
    IdToken,
    RefreshToken,
}

impl Member {
    /// The name in a token response.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AccessToken => "access_token",
            Self::IdToken => "id_token",
            Self::RefreshToken => "refresh_token",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_secret_never_shows_itself() {
        let found = Found::new("eyJhbGciOiJub25lIn0.e30.", Shape::Compact);
        let shown = format!("{found:?}");
        assert!(shown.contains("Secret(24 bytes)"), "{shown}");
        assert!(!shown.contains("eyJ"), "{shown}");
    }

    #[test]
    fn words_are_kebab_case_distinct_and_what_is_serialised() {
        use Removed::*;
        let all = [
            Bom,
            Utf16,
            InvalidUnicode,
            Colors,
            Whitespace,
            LineBreaks,
            Quotes,
            AuthorizationHeader,
            BearerPrefix,
            UrlEncoding,
            JsonResponse,
            Redirect,
            RedirectFragment,
            FormBody,
            Cookie,
            CurlCommand,
            Har,
            TokenCache,
            Csv,
            SurroundingText,
            Ellipsis,
        ];
        let words: HashSet<_> = all.iter().map(|removed| removed.word()).collect();
        assert_eq!(words.len(), all.len());
        for removed in all {
            let word = removed.word();
            assert!(
                word.bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{word}"
            );
            assert_eq!(
                serde_json::to_value(removed).unwrap(),
                serde_json::Value::from(word)
            );
        }
    }

    #[test]
    fn what_was_outside_comes_first_and_each_once() {
        let mut found = Found::new("x", Shape::Opaque);
        found.removed = vec![Removed::Quotes, Removed::Bom];
        let found = found.inside(&[Removed::Bom, Removed::Cookie]);
        assert_eq!(
            found.removed,
            [Removed::Bom, Removed::Cookie, Removed::Quotes]
        );
    }
}
