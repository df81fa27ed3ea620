//! What surrounds the process: terminals, width, colour. The one door to `terminal_size`.

use std::env;
use std::io::{self, IsTerminal as _};

use super::args::{Color, OutputArgs};
use jwtenant::report::Style;

/// The widest a report for people gets by itself: longer lines are hard to read.
const WIDEST: usize = 120;
/// Where there is no terminal.
const DEFAULT_WIDTH: usize = 80;

/// The standard streams, as they were when the program began.
pub struct Surroundings {
    pub stdin_is_terminal: bool,
    pub stdout_is_terminal: bool,
}

impl Surroundings {
    pub fn observe() -> Self {
        Self {
            stdin_is_terminal: io::stdin().is_terminal(),
            stdout_is_terminal: io::stdout().is_terminal(),
        }
    }

    /// Colours only where a person sees them ([no-color.org](https://no-color.org), CLICOLOR_FORCE of
    /// [bixense.com/clicolors](https://bixense.com/clicolors/)); options win over variables.
    pub fn style(&self, output: &OutputArgs) -> Style {
        let is_set =
            |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
        let to_terminal = self.stdout_is_terminal && output.output.is_none();
        let colour = match output.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => false,
            Color::Auto if is_set("CLICOLOR_FORCE") => true,
            Color::Auto => to_terminal && env::var_os("TERM").is_none_or(|term| term != "dumb"),
        };
        Style {
            colour,
            width: Self::width_towards(to_terminal, output.width),
            explain_claims: output.explain_claims,
            is_redacted: false,
        }
    }

    /// Columns of what is printed: as many as were asked for, else as many as the terminal has.
    pub fn width(&self, asked: Option<u16>) -> usize {
        Self::width_towards(self.stdout_is_terminal, asked)
    }

    fn width_towards(is_terminal: bool, asked: Option<u16>) -> usize {
        let of_terminal = || {
            let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
            Some(usize::from(width.0).min(WIDEST))
        };
        asked
            .map(usize::from)
            .or_else(|| is_terminal.then(of_terminal).flatten())
            .unwrap_or(DEFAULT_WIDTH)
    }
}
