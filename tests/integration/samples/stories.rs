//! The sample stories that begin with a log and have no token: what `jwtenant audit` is for.
//!
//! Not its job: what the records look like (`exports/`), and samples with a token (`cases/`).

use super::case::{Class, Export};
use super::exports;
use super::world::AT;

pub struct Story {
    pub name: &'static str,
    /// The first line of its README: what it is, in one sentence.
    pub what: &'static str,
    pub class: Class,
    pub exports: fn() -> Vec<Export>,
}

pub static STORIES: &[Story] = &[
    Story {
        name: "sharepoint-unknown-principal",
        what: "A log in which an `Unknown` principal signs in to SharePoint again and again: people elsewhere click links to it",
        class: Class::Benign,
        exports: exports::of_unknown_principals,
    },
    Story {
        name: "service-communications-proxy",
        what: "Sign-ins from an address in Chicago by somebody who sits in Sofia: a service calls on their behalf",
        class: Class::Benign,
        exports: exports::of_a_service_address,
    },
    Story {
        name: "sign-in-log-visitors",
        what: "A sign-in log with a guest, a partner, somebody who was passed through, and one's own user elsewhere",
        class: Class::Benign,
        exports: exports::of_visitors,
    },
    Story {
        name: "password-guessing",
        what: "Failures for many names from one address, and a colleague who forgot a password",
        class: Class::Suspicious,
        exports: exports::of_guessing,
    },
];

impl Story {
    /// The command line that reads it, to be typed in the folder of the repository.
    pub fn command(&self, exports: &[Export]) -> String {
        let files: String = exports
            .iter()
            .map(|export| format!(" samples/{}/{}", self.name, export.file))
            .collect();
        format!(
            "jwtenant audit{files} --tenant tailspin.example --metadata samples/authority --at {AT}\n"
        )
    }

    pub fn readme(&self) -> String {
        format!("{}\nclass: {}\n", self.what, self.class.name())
    }
}
