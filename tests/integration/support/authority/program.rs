//! Runs the unmodified program in surroundings that lead to the authority and nowhere else.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Authority;
use crate::samples::world::AT;

/// The program, about to be run.
pub struct Program {
    command: Command,
    cache: PathBuf,
}

/// What came of it.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

impl Program {
    /// With the authority as proxy, and its certificate authority as the only one.
    pub fn behind(authority: &Authority) -> Self {
        let mut program = Self::direct(authority);
        program
            .command
            .env("HTTPS_PROXY", format!("http://{}", authority.address()));
        program
    }

    /// Without a proxy: only for issuers on loopback.
    pub fn direct(authority: &Authority) -> Self {
        let cache = authority.folder().join("cache");
        let mut command = Command::new(env!("CARGO_BIN_EXE_jwtenant"));
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", authority.folder())
            .env("XDG_CACHE_HOME", &cache)
            .env("SSL_CERT_FILE", authority.trusted());
        Self { command, cache }
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// The same program under another one, such as `strace`.
    pub fn under(self, other: &str, options: &[&str]) -> Self {
        let mut command = Command::new(other);
        command
            .args(options)
            .arg(self.command.get_program())
            .env_clear();
        for (name, value) in self.command.get_envs() {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        Self { command, ..self }
    }

    /// Where documents are kept.
    pub fn cache(&self) -> PathBuf {
        self.cache.join("jwtenant")
    }

    /// The environment in which the program would run, for a shell that calls it.
    pub fn environment(&self) -> Vec<(String, String)> {
        let text = |text: &std::ffi::OsStr| text.to_str().expect("text").to_owned();
        let set = self.command.get_envs();
        set.filter_map(|(name, value)| Some((text(name), text(value?))))
            .collect()
    }

    /// Checks a token at the samples' moment, as JSON.
    pub fn check(self, token: &str, options: &[&str]) -> Ran {
        let mut all = vec!["check", "--json", "--at", AT];
        all.extend(options);
        self.run(&all, token)
    }

    pub fn run(mut self, options: &[&str], input: &str) -> Ran {
        let began = Instant::now();
        let mut child = self
            .command
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("piped");
        // A program that reads nothing closes the pipe.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("the program ends");
        Ran {
            code: output.status.code().expect("no signal"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
            took: began.elapsed(),
        }
    }
}

impl Ran {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {self:?}"))
    }

    /// Whether the words stand anywhere in what was printed.
    pub fn says(&self, words: &str) -> bool {
        self.stdout.contains(words) || self.stderr.contains(words)
    }

    /// `(url, from, status)` of every request of the report.
    pub fn requests(&self) -> Vec<(String, String, Option<u64>)> {
        let report = self.json();
        let requests = report["requests"].as_array().expect("requests").iter();
        requests
            .map(|request| {
                let text = |name: &str| request[name].as_str().expect("text").to_owned();
                (text("url"), text("from"), request["status"].as_u64())
            })
            .collect()
    }
}
