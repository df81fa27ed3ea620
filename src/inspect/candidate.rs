//! Candidates: what the inputs hold that looks like a token, taken apart.

use crate::entra::kind::Kind;
use crate::input::{self, Found, Limits, Member, Shape};
use crate::jose::token::Token;
use crate::report::model::{NotChecked, Source};

use super::Input;

/// A candidate, taken apart.
pub(super) struct Candidate {
    pub(super) source: Source,
    pub(super) token: Token,
    pub(super) kind: Option<Kind>,
    pub(super) member: Option<Member>,
    pub(super) decides: bool,
    /// The text of an error of the sign-in service.
    pub(super) error_text: Option<String>,
}

pub(super) fn read(inputs: &[Input], not_checked: &mut Vec<NotChecked>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for input in inputs {
        let found = input::read(&input.bytes, &Limits::default()).found;
        let has_access_token = found
            .iter()
            .any(|found| found.member == Some(Member::AccessToken));
        for found in found {
            if let Shape::TooLong { size } = found.shape {
                let what = format!("{} {}", input.name, found.place);
                let why =
                    format!("{size} bytes are too long to be a token (at most 1 MiB is read)");
                not_checked.push(NotChecked::new(what.trim(), why));
                continue;
            }
            // In a token response the access token decides.
            let decides = !has_access_token || found.member == Some(Member::AccessToken);
            candidates.push(Candidate::new(&input.name, found, decides));
        }
    }
    candidates
}

impl Candidate {
    fn new(input: &str, found: Found, decides: bool) -> Self {
        let token = match found.shape {
            Shape::Compact | Shape::Jwe | Shape::OtherParts { .. } => {
                Token::parse(found.text.expose()).unwrap_or_else(|_| Token::opaque())
            }
            _ => Token::opaque(),
        };
        let kind = match found.shape {
            Shape::Jwe => Some(Kind::Jwe),
            Shape::RefreshToken => Some(Kind::RefreshToken),
            Shape::Saml => Some(Kind::Saml),
            Shape::StsError => Some(Kind::StsError),
            Shape::Opaque | Shape::AuthorizationCode | Shape::TooLong { .. } => Some(Kind::Opaque),
            Shape::Compact | Shape::OtherParts { .. } => None,
        };
        let error_text = (found.shape == Shape::StsError).then(|| found.text.expose().to_owned());
        let source = Source {
            input: input.to_owned(),
            place: found.place,
            removed: found.removed.iter().map(|removed| removed.word()).collect(),
        };
        Self {
            source,
            token,
            kind,
            member: found.member,
            decides,
            error_text,
        }
    }
}
