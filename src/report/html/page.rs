//! The frame of a page: head, style, what a browser may do with it, header and footer.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::jose::{base64url, digest};
use crate::rules::verdict::Verdict;
use crate::time::Timestamp;

use super::text::Text;

const STYLE: &str = include_str!("style.css");

/// What stands above and below the report.
pub(super) struct Head<'a> {
    pub verdict: &'a Verdict,
    pub at: Timestamp,
    pub is_redacted: bool,
    pub kind: &'static str,
}

/// The whole page around `body`.
pub(super) fn page(head: &Head, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { "jwtenant: " (Text(&head.verdict.title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    p.brand { strong { "jwtenant" } " " (head.kind) @if head.is_redacted { ", redacted" } }
                    p.meta { time datetime=(head.at.to_string()) { (time(head.at)) } }
                }
                main { (body) }
                (footer(head))
            }
        }
    };
    page.into_string() + "\n"
}

/// Nothing is loaded, nothing runs, nothing is sent; the one style is named by its digest, so that no other
/// counts (<https://www.w3.org/TR/CSP3/>).
fn policy() -> String {
    let digest = base64url::encode(&digest::sha256(STYLE.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{digest}='; base-uri 'none'; form-action 'none'")
}

fn footer(head: &Head) -> Markup {
    html! {
        footer {
            p {
                "Decoded is not verified, verified is not authorised, logged in is not got in, and not found is not proof. "
                "No token and no signature is in this page; "
                @if head.is_redacted {
                    "in the place of names, addresses and ids that identify are stand-ins, the same one for the same value."
                } @else {
                    "names, addresses and ids are, so keep it as you keep the log it comes from."
                }
            }
            p {
                "jwtenant " (env!("CARGO_PKG_VERSION")) ", " (time(head.at)) ", outcome " (head.verdict.ending.word())
                ", exit code " (head.verdict.ending.exit_code())
            }
        }
    }
}

/// For people: a blank instead of the `T`.
pub(super) fn time(at: Timestamp) -> String {
    at.to_string().replace('T', " ").replace('Z', " UTC")
}
