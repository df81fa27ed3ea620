//! Exit codes: one table, from which `--help`, the README's table and the code itself are made.

use std::process::ExitCode;

/// One exit code.
pub struct Exit {
    pub code: u8,
    pub name: &'static str,
    pub meaning: &'static str,
}

pub const EXPECTED: Exit = Exit {
    code: 0,
    name: "expected",
    meaning: "everything that was asked is as expected and proven",
};
pub const UNEXPECTED: Exit = Exit {
    code: 1,
    name: "unexpected",
    meaning: "a finding at or above --fail-on (default medium)",
};
pub const USAGE: Exit = Exit {
    code: 2,
    name: "usage",
    meaning: "wrong arguments, or the answer could not be written",
};
pub const UNREADABLE: Exit = Exit {
    code: 3,
    name: "unreadable",
    meaning: "nothing recognisable in the input, or it could not be opened",
};
pub const UNDECIDED: Exit = Exit {
    code: 4,
    name: "undecided",
    meaning: "a deciding question stayed open (no expectation, no key, an encrypted token, a named input without a token), or a failure is below --fail-on",
};
pub const TIME: Exit = Exit {
    code: 5,
    name: "time",
    meaning: "genuine and as expected in everything else, but expired or not yet valid: get a new one",
};

/// The table.
pub const EXITS: [&Exit; 6] = [
    &EXPECTED,
    &UNEXPECTED,
    &USAGE,
    &UNREADABLE,
    &UNDECIDED,
    &TIME,
];

impl From<&Exit> for ExitCode {
    fn from(exit: &Exit) -> Self {
        Self::from(exit.code)
    }
}

/// The table as text, for `--help`.
pub fn help() -> String {
    let lines = EXITS
        .iter()
        .map(|exit| format!("  {}  {:<11} {}", exit.code, exit.name, exit.meaning));
    format!("Exit codes:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use jwtenant::rules::verdict::Ending;

    use super::*;

    #[test]
    fn every_ending_of_a_verdict_is_in_the_table() {
        for (ending, exit) in [
            (Ending::Expected, EXPECTED),
            (Ending::Unexpected, UNEXPECTED),
            (Ending::Unreadable, UNREADABLE),
            (Ending::Undecided, UNDECIDED),
            (Ending::Time, TIME),
        ] {
            assert_eq!((ending.exit_code(), ending.word()), (exit.code, exit.name));
        }
    }

    #[test]
    fn the_readme_holds_this_table() {
        let rows = EXITS
            .iter()
            .map(|exit| format!("| {} | {} | {} |\n", exit.code, exit.name, exit.meaning));
        let table = format!(
            "| code | name | meaning |\n|---|---|---|\n{}",
            rows.collect::<String>()
        );
        assert!(
            include_str!("../../README.md").contains(&table),
            "the README should hold:\n{table}"
        );
    }

    #[test]
    fn codes_are_unique_and_in_order() {
        let codes: Vec<u8> = EXITS.iter().map(|exit| exit.code).collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5]);
    }
}
