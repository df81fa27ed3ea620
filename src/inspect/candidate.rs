//! Candidates: what the inputs hold that looks like a token, taken apart.

use std::sync::Arc;

use crate::entra::kind::Kind;
use crate::input::{Found, Limits, Member, Shape};
use crate::jose::token::{Form, Token};
use crate::report::model::{NotChecked, Source};

use super::intake::{Batch, Inputs, Marked};

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

/// Takes apart what the inputs hold; what cannot be, and which of them gave nothing, is told.
pub(super) fn each(
    inputs: &mut Inputs,
    not_checked: &mut Vec<NotChecked>,
    mut take: impl FnMut(Candidate),
) {
    let limits = inputs.limits();
    while let Some(batch) = inputs.next_batch() {
        candidates(batch, &limits, not_checked)
            .into_iter()
            .for_each(&mut take);
    }
    not_checked.extend(inputs.settle());
}

/// Takes apart what one piece of an input holds.
pub(super) fn candidates(
    batch: Batch,
    limits: &Limits,
    not_checked: &mut Vec<NotChecked>,
) -> Vec<Candidate> {
    let input = Arc::clone(&batch.input);
    let mut candidates = Vec::new();
    for Marked { found, decides } in batch.read(limits, not_checked) {
        match left_out(found.shape, limits) {
            Some(why) => {
                not_checked.push(NotChecked::of_input(&input, &found.place, why));
            }
            None => candidates.push(Candidate::new(&input, found, decides)),
        }
    }
    candidates
}

/// Why there is nothing to take apart.
fn left_out(shape: Shape, limits: &Limits) -> Option<String> {
    match shape {
        Shape::TooLong { size } => Some(format!(
            "{size} bytes are too long to be a token (at most {} are read; --max-token-size)",
            limits.max_token_size
        )),
        Shape::SecureString => Some(SECURE_STRING.to_owned()),
        _ => None,
    }
}

/// How to get at what PowerShell protects.
pub(super) const SECURE_STRING: &str = "PowerShell keeps the token in a SecureString and printed only its type or length; \
                             (Get-AzAccessToken).Token | ConvertFrom-SecureString -AsPlainText prints the token \
                             (PowerShell 7)";

impl Candidate {
    fn new(input: &str, found: Found, decides: bool) -> Self {
        let token = match found.shape {
            Shape::Compact | Shape::Jwe | Shape::OtherParts { .. } => {
                Token::parse(found.text.expose()).unwrap_or_else(|_| Token::opaque())
            }
            _ => Token::opaque(),
        };
        let kind = match found.shape {
            Shape::Jwe => (token.form == Form::Jwe).then_some(Kind::Jwe),
            Shape::RefreshToken => Some(Kind::RefreshToken),
            Shape::Saml => Some(Kind::Saml),
            Shape::StsError => Some(Kind::StsError),
            Shape::Opaque
            | Shape::AuthorizationCode
            | Shape::SecureString
            | Shape::TooLong { .. } => Some(Kind::Opaque),
            Shape::Compact | Shape::OtherParts { .. } => None,
        };
        let error_text = (found.shape == Shape::StsError).then(|| found.text.expose().to_owned());
        let source = Source {
            input: input.to_owned(),
            place: found.place,
            also: found.also,
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
