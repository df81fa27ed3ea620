//! Whatever a person hands over, turned into candidates: bytes in, [`Found`] out.
//!
//! Not its job: to open files or terminals, and to decode or judge a token. What it finds looks
//! like a token; whether it is one, `jose` says.
//!
//! The bytes become text (`encoding.rs`), and the text is shown to one recogniser after the other
//! in the order of `RECOGNISERS`. The first one that finds something has the say, and finds
//! everything there is: from "the whole input is one token" over forms that name what they hold
//! down to "any text with tokens in it". So the same input always reads the same.
//!
//! Everything takes time linear in the size of the input, and nothing panics.

mod cookie;
mod curl;
mod encoding;
#[cfg(test)]
mod forge;
mod found;
mod har;
mod header;
mod member;
mod named;
mod opening;
mod peel;
mod percent;
mod recogniser;
mod redirect;
mod response;
mod run;
mod saml;
mod secure_string;
pub mod stream;
mod sts_error;
mod table;
mod text;
mod token_cache;
mod tokenless;
mod weld;

pub use found::{Found, Member, Removed, Secret, Shape};
pub use recogniser::Limits;
pub use table::NoColumn;
pub use tokenless::{Tokenless, is_packed};

use recogniser::Recogniser;

/// The forms in which tokens are handed over; the first that finds something has the say.
const RECOGNISERS: [Recogniser; 13] = [
    Recogniser {
        name: "token",
        read: peel::read,
    },
    Recogniser {
        name: "har",
        read: har::read,
    },
    Recogniser {
        name: "token-cache",
        read: token_cache::read,
    },
    Recogniser {
        name: "json",
        read: response::read,
    },
    Recogniser {
        name: "redirect",
        read: redirect::read,
    },
    Recogniser {
        name: "curl",
        read: curl::read,
    },
    Recogniser {
        name: "cookie",
        read: cookie::read,
    },
    Recogniser {
        name: "saml",
        read: saml::read,
    },
    Recogniser {
        name: "csv",
        read: table::read,
    },
    Recogniser {
        name: "text",
        read: text::read,
    },
    Recogniser {
        name: "sts-error",
        read: sts_error::read,
    },
    Recogniser {
        name: "secure-string",
        read: secure_string::read,
    },
    Recogniser {
        name: "text-with-saml",
        read: saml::within,
    },
];

/// What one input holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Tokens in the order in which they stand there; in a text, errors of the token endpoint come
    /// behind them. Empty: nothing recognisable.
    pub found: Vec<Found>,
    /// What stood between the bytes and the text; also the first entries of every
    /// [`Found::removed`].
    pub removed: Vec<Removed>,
    /// The form that the input was read as, in a word; `None` where nothing was found.
    pub form: Option<&'static str>,
}

/// How inputs are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub limits: Limits,
    /// The column of a table that holds the tokens; without it a table is known by its shape.
    pub column: Option<String>,
}

/// Reads as it was asked for.
///
/// # Errors
/// [`NoColumn`] when a column was named that the first line does not have.
pub fn read_with(bytes: &[u8], options: &Options) -> Result<Reading, NoColumn> {
    let Some(column) = &options.column else {
        return Ok(read(bytes, &options.limits));
    };
    let encoding::Decoded { text, removed } = encoding::decode(bytes);
    let found = table::column(&text, column, &options.limits)?;
    Ok(Reading {
        found: found.into_iter().map(|f| f.inside(&removed)).collect(),
        removed,
        form: Some("csv"),
    })
}

/// A text that people wrote: UTF-8, or UTF-16 as programs of Windows save it.
#[must_use]
pub fn text_of(bytes: &[u8]) -> String {
    encoding::decode(bytes).text.into_owned()
}

/// Reads anything.
#[must_use]
pub fn read(bytes: &[u8], limits: &Limits) -> Reading {
    let encoding::Decoded { text, removed } = encoding::decode(bytes);
    let recognised = RECOGNISERS
        .iter()
        .find_map(|recogniser| Some((recogniser.name, (recogniser.read)(&text, limits)?)));
    let (form, found) = recognised.map_or((None, Vec::new()), |(name, found)| (Some(name), found));
    Reading {
        found: found.into_iter().map(|f| f.inside(&removed)).collect(),
        removed,
        form,
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
