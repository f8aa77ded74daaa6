//! The program itself, as a user runs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::TODAY;

/// A call of the program in the making. The environment holds nothing but the language and the day.
pub struct Avilys {
    folder: Option<PathBuf>,
    environment: Vec<(&'static str, String)>,
}

impl Avilys {
    pub fn new() -> Self {
        // Noon of the day in UTC, so that no time zone makes another day of it.
        let noon: jiff::civil::Date = TODAY.parse().expect("a day");
        let seconds = noon.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("a moment").timestamp().as_second();
        Self { folder: None, environment: vec![("SOURCE_DATE_EPOCH", seconds.to_string())] }
    }

    pub fn lang(self, language: &str) -> Self {
        self.variable("LANG", language)
    }

    pub fn variable(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    pub fn within(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_avilys"));
        command.args(arguments).env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().expect("the program starts");
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

/// What a call of the program gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// None when a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Exit code 0 and no problem.
    pub fn ok(&self) -> &Self {
        self.code(0);
        assert_eq!(self.stderr, "", "stderr of a build without problems is empty");
        self
    }

    pub fn code(&self, expected: i32) -> &Self {
        assert_eq!(self.code, Some(expected), "\n{}\n{}", self.stdout, self.stderr);
        self
    }

    pub fn says(&self, part: &str) -> &Self {
        assert!(self.stdout.contains(part), "stdout lacks {part:?}:\n{}", self.stdout);
        self
    }

    pub fn complains(&self, part: &str) -> &Self {
        assert!(self.stderr.contains(part), "stderr lacks {part:?}:\n{}", self.stderr);
        self
    }
}
