//! Why a command failed, for people and for programs.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use provider_http::{Class, Delivery, InvalidInput};
use serde::Serialize;

use crate::output::Format;
use crate::terminal::clean;

/// A failure of a command: what is reported, and the exit status that goes with it.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: Kind,
    code: Option<i64>,
    message: String,
    delivery: Delivery,
    class: Option<Class>,
    meaning: Option<&'static str>,
    hint: Option<String>,
}

/// What went wrong, by what the caller has to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// The command line cannot be read.
    Usage,
    /// A large effect was asked for without `--yes`.
    Unconfirmed,
    /// A variable of the environment is missing or cannot be read.
    Environment,
    /// An input breaks a rule of the provider's.
    Invalid,
    /// The provider answered that it does not do it.
    Refused,
    /// Something answered, but not with what the provider documents.
    Answer,
    /// There was no answer.
    Transport,
    /// The answer came, but could not be written to standard output.
    Output,
    /// The tool itself could not do it: a port that is taken, a step of the demo.
    Failed,
}

impl Failure {
    pub(crate) fn new(kind: Kind, message: impl Into<String>, delivery: Delivery) -> Self {
        Self {
            kind,
            code: None,
            message: message.into(),
            delivery,
            class: None,
            meaning: None,
            hint: None,
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message, Delivery::NotSent)
    }

    /// A large effect that needs `--yes`; `effect` is what would happen, as in "would …".
    pub(crate) fn unconfirmed(effect: &str) -> Self {
        let message = format!("this would {effect}: add --yes to do it");
        Self::new(Kind::Unconfirmed, message, Delivery::NotSent)
    }

    pub(crate) fn environment(message: impl Into<String>) -> Self {
        Self::new(Kind::Environment, message, Delivery::NotSent)
    }

    /// An input that breaks a rule; `names` gives the argument or the variable behind a field.
    pub(crate) fn invalid(
        input: &InvalidInput,
        names: fn(field: &str) -> Option<&'static str>,
    ) -> Self {
        let message = match names(input.field()) {
            Some(name) => format!("{name} {} ({})", input.rule(), input.origin()),
            None => input.to_string(),
        };
        Self::new(Kind::Invalid, message, Delivery::NotSent)
    }

    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self::new(Kind::Failed, message, Delivery::NotSent)
    }

    /// The answer could not be written. The call behind it may well have been done.
    pub(crate) fn output(error: &io::Error) -> Self {
        let message = format!("cannot write to standard output: {error}");
        let hint = "a call whose answer was to be written here has been done";
        Self::new(Kind::Output, message, Delivery::Unknown).hint(hint)
    }

    #[must_use]
    pub(crate) fn code(mut self, code: i64, class: Class, meaning: Option<&'static str>) -> Self {
        self.code = Some(code);
        self.class = Some(class);
        self.meaning = meaning;
        self
    }

    /// What to do now. A second hint is added to the first.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl AsRef<str>) -> Self {
        let hints = self.hint.get_or_insert_default();
        if !hints.is_empty() {
            hints.push_str("; ");
        }
        hints.push_str(hint.as_ref());
        self
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.exit_status())
    }

    fn exit_status(&self) -> u8 {
        match self.kind {
            Kind::Usage | Kind::Unconfirmed | Kind::Environment | Kind::Invalid => 2,
            Kind::Refused | Kind::Answer | Kind::Transport | Kind::Output | Kind::Failed => 1,
        }
    }

    /// Writes the failure to standard error.
    pub(crate) fn report(&self, format: Format) {
        let text = match format {
            Format::People => self.for_people(),
            Format::Json => self.for_programs(),
        };
        // Nobody is left to be told when this fails.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    fn for_people(&self) -> String {
        let message = clean(&self.message);
        let mut text = match self.code {
            Some(code) => format!("error: refused with code {code}: {message}\n"),
            None => format!("error: {message}\n"),
        };
        let mut line = |label, value: &str| {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "  {label:<8} {value}");
        };
        if let Some(meaning) = self.meaning {
            line("meaning:", meaning);
        }
        if let Some(class) = self.class {
            line("class:", class.as_str());
        }
        if self.delivery == Delivery::NotSent && self.kind != Kind::Failed {
            line("effect:", "none, nothing was sent");
        }
        if let Some(hint) = &self.hint {
            line("hint:", &clean(hint));
        }
        text
    }

    fn for_programs(&self) -> String {
        let report = Report {
            kind: self.kind,
            code: self.code,
            message: &self.message,
            delivery: self.delivery.as_str(),
            class: self.class.map(Class::as_str),
            meaning: self.meaning,
            hint: self.hint.as_deref(),
        };
        // Only a map with keys that are no text can fail here.
        let mut text = serde_json::to_string(&report).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// The JSON object of a failure. Every key is always there.
#[derive(Serialize)]
struct Report<'a> {
    kind: Kind,
    code: Option<i64>,
    message: &'a str,
    delivery: &'a str,
    class: Option<&'a str>,
    meaning: Option<&'a str>,
    hint: Option<&'a str>,
}

/// An error with all its sources, on one line.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}
