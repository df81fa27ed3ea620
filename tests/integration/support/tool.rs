//! The unmodified program, run as a person or a script would run it, from the folder of the
//! repository and in an environment that is the same everywhere.
//!
//! Not its job: any judgement about what comes out.

use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;

/// Far more than any test needs; a run that waits for something must not stop the others.
const TOO_LONG: Duration = Duration::from_secs(120);

/// One call, not made yet.
pub struct Tool(Command);

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    pub exit_code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Tool {
    /// The program with these arguments, an empty standard input, and nothing in the environment but a
    /// home (Windows starts no process without `SystemRoot`).
    pub fn new<A: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = A>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jwtenant"));
        command
            .current_dir(repository())
            .env_clear()
            .env("HOME", env!("CARGO_TARGET_TMPDIR"))
            .timeout(TOO_LONG)
            .args(arguments);
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        Self(command)
    }

    /// A line as it stands in a sample's `command`; no argument there holds a blank.
    ///
    /// # Panics
    /// When it does not call `jwtenant`.
    pub fn command_line(line: &str) -> Self {
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("jwtenant"), "{line}");
        Self::new(words)
    }

    /// The command of `samples/<case>`.
    pub fn sample(case: &str) -> Self {
        let line = std::fs::read_to_string(sample_file(case, "command"));
        Self::command_line(&line.unwrap_or_else(|error| panic!("{case}: {error}")))
    }

    pub fn arg(mut self, argument: impl AsRef<std::ffi::OsStr>) -> Self {
        self.0.arg(argument);
        self
    }

    pub fn args<A: AsRef<std::ffi::OsStr>>(
        mut self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        self.0.args(arguments);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    pub fn without_env(mut self, name: &str) -> Self {
        self.0.env_remove(name);
        self
    }

    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.0.write_stdin(bytes);
        self
    }

    /// Makes the call and waits for its end.
    ///
    /// # Panics
    /// When the program ends by a signal (a crash, or [`TOO_LONG`]), panics, or writes what is no text.
    pub fn run(mut self) -> Run {
        let output = self.0.output().expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        let run = Run {
            exit_code: output.status.code().expect("the program ends by itself"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        };
        assert!(!run.stderr.contains("panicked at"), "{}", run.stderr);
        run
    }
}

impl Run {
    /// Everything a person or a script can see.
    pub fn seen(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn sample_file(case: &str, file: &str) -> PathBuf {
    repository().join("samples").join(case).join(file)
}
