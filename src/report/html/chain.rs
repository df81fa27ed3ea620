//! Draws who signed whom: boxes with arrows between them, side by side on a wide page, one below the other
//! on a narrow one. It is a list, and reads as one.

use maud::{Markup, html};

use crate::report::words::chain::{Hold, Link, Node};
use crate::report::words::line::Tone;

use super::parts::{class, sign};
use super::text::{Prose, Text};

pub(super) fn chain(first: &Node, steps: &[(Link, Node)]) -> Markup {
    html! {
        ol.chain {
            li { (node(first)) }
            @for (link, to) in steps {
                li {
                    (arrow(link))
                    (node(to))
                }
            }
        }
    }
}

fn node(node: &Node) -> Markup {
    html! {
        div.node {
            p.role { (node.role) }
            p.name { (Prose(&node.name)) }
            @if let Some(id) = &node.id { p { code.id { (Text(id)) } } }
            @match (node.is_expected, node.is_proven) {
                (Some(true), true) => p { (sign(Tone::Good, "expected")) },
                (Some(true), false) => p { (sign(Tone::Plain, "expected, only claimed")) },
                (Some(false), _) => p { (sign(Tone::Warn, "not the expected one")) },
                (None, _) => {},
            }
        }
    }
}

fn arrow(link: &Link) -> Markup {
    let tone = tone(link.hold);
    html! {
        div.link.(class(tone)) {
            p { (Prose(&link.text)) }
            p { (sign(tone, link.hold.word())) }
            (line(link.hold))
        }
    }
}

/// Whole, dashed, crossed or dotted; as long as the room it has.
fn line(hold: Hold) -> Markup {
    let dashes = match hold {
        Hold::Firm => "none",
        Hold::Loose | Hold::Broken => "6 4",
        Hold::Absent | Hold::Unknown => "1 6",
    };
    html! {
        svg.arrow width="100%" height="20" aria-hidden="true" focusable="false" {
            line x1="1" y1="10" x2="100%" y2="10" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-dasharray=(dashes) {}
            svg x="100%" overflow="visible" { polygon points="-11,4 0,10 -11,16" fill="currentColor" {} }
            @if hold == Hold::Broken {
                svg x="50%" overflow="visible" { path d="M-7 3 L7 17 M7 3 L-7 17" stroke="currentColor" stroke-width="2" fill="none" {} }
            }
        }
    }
}

fn tone(hold: Hold) -> Tone {
    match hold {
        Hold::Firm => Tone::Good,
        Hold::Loose => Tone::Warn,
        Hold::Broken => Tone::Bad,
        Hold::Absent | Hold::Unknown => Tone::Plain,
    }
}
