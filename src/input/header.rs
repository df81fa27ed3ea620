//! One header of a request or a response, whose name says what stands in it.
//!
//! Not its job: taking a message apart into headers (`curl.rs`, `har.rs`).

use super::found::{Found, Removed};
use super::recogniser::Limits;
use super::{cookie, named, redirect};

/// The tokens in a header.
pub(super) fn read(name: &str, value: &str, limits: &Limits) -> Vec<Found> {
    match name.to_ascii_lowercase().as_str() {
        "cookie" | "set-cookie" => cookie::pairs(value, limits),
        "location" | "referer" => {
            let place = format!("header {name}");
            let found = redirect::parameters(value, limits).into_iter();
            found
                .map(|found| {
                    let inner = format!("{place} {}", found.place);
                    found.at(inner)
                })
                .collect()
        }
        "authorization" => {
            let outer = [Removed::AuthorizationHeader];
            let found = plain(name, value, limits).into_iter();
            found.map(|found| found.inside(&outer)).collect()
        }
        _ => plain(name, value, limits),
    }
}

fn plain(name: &str, value: &str, limits: &Limits) -> Vec<Found> {
    let place = format!("header {}", named::shown(name));
    let found = named::read("", value, limits).into_iter();
    found.map(|found| found.at(&place)).collect()
}
