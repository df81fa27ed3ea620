//! One sample case: a token, what is asked about it, and what it is in truth.
//!
//! Not its job: which cases there are (`cases/mod.rs`), and what the program says about them.

use super::world::{AT, Keys};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Every cause that fits is an innocent one.
    Benign,
    /// Somebody should look at it.
    Suspicious,
}

impl Class {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Benign => "benign",
            Self::Suspicious => "suspicious",
        }
    }
}

/// A file beside the token: an export of the unified audit log.
pub struct Export {
    pub file: &'static str,
    pub text: String,
}

pub struct Case {
    pub name: &'static str,
    /// The first line of its README: what it is, in one sentence.
    pub what: &'static str,
    pub class: Class,
    /// The options of the command that say what was expected.
    pub asked: &'static str,
    /// Writes what stands in `token.txt`; it is given the case's name, from which all values follow.
    pub token: fn(&str, &Keys) -> String,
    /// The exports; the command reads the first one.
    pub exports: fn(&str) -> Vec<Export>,
}

impl Case {
    pub const fn benign(
        name: &'static str,
        what: &'static str,
        token: fn(&str, &Keys) -> String,
    ) -> Self {
        Self {
            name,
            what,
            class: Class::Benign,
            asked: "--tenant fabrikam.example",
            token,
            exports: |_| Vec::new(),
        }
    }

    pub const fn suspicious(
        name: &'static str,
        what: &'static str,
        token: fn(&str, &Keys) -> String,
    ) -> Self {
        let mut case = Self::benign(name, what, token);
        case.class = Class::Suspicious;
        case
    }

    /// Other options than `--tenant fabrikam.example`.
    #[must_use]
    pub const fn asked(mut self, options: &'static str) -> Self {
        self.asked = options;
        self
    }

    #[must_use]
    pub const fn with_exports(mut self, exports: fn(&str) -> Vec<Export>) -> Self {
        self.exports = exports;
        self
    }

    /// The command line that checks it, to be typed in the folder of the repository.
    pub fn command(&self, exports: &[Export]) -> String {
        let folder = format!("samples/{}", self.name);
        let audit = exports
            .first()
            .map(|export| format!(" --audit {folder}/{}", export.file))
            .unwrap_or_default();
        format!(
            "jwtenant check {folder}/token.txt {} --metadata samples/authority{audit} --at {AT}\n",
            self.asked
        )
    }

    pub fn readme(&self) -> String {
        format!("{}\nclass: {}\n", self.what, self.class.name())
    }
}
