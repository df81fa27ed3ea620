//! What PowerShell prints instead of a token that it protects: `Token : System.Security.SecureString`.
//!
//! Not its job: its JSON, `{"Token": {"Length": 2345}}`, which `response.rs` meets on its way.

use super::found::{Found, Shape};
use super::recogniser::Limits;

const MARK: &str = "System.Security.SecureString";

/// A text in which a tool names the type of the token instead of the token.
pub(super) fn read(text: &str, _: &Limits) -> Option<Vec<Found>> {
    let at = text.find(MARK)?;
    let line = text[..at].matches('\n').count() + 1;
    Some(vec![
        Found::new("", Shape::SecureString).at(format!("line {line}")),
    ])
}
