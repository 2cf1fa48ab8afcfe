//! Why a command failed, for people and for programs.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use provider_http::{Class, Delivery, InvalidInput};
use serde::Serialize;

use crate::format::Format;
use crate::local_time::{in_words, whole_seconds};
use crate::terminal::clean;

/// A failure of a command: what is reported, and the exit status that goes with it.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: Kind,
    code: Option<i64>,
    // Boxed, since an error travels by value: each of these is a third smaller so.
    message: Box<str>,
    delivery: Delivery,
    class: Option<Class>,
    meaning: Option<&'static str>,
    trace_id: Option<Box<str>>,
    retry_in: Option<Duration>,
    hint: Option<String>,
    request: Request,
}

/// The request that a failure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Request {
    /// That of the command.
    Call,
    /// The one for an access token that has to come first.
    Token,
}

/// What went wrong, by what the caller has to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// The command line cannot be read.
    Usage,
    /// A large effect was asked for without `--yes`, and nobody agreed to it.
    Unconfirmed,
    /// A variable of the environment is missing or cannot be read.
    Environment,
    /// An input breaks a rule.
    Invalid,
    /// The provider answered that it does not do it.
    Refused,
    /// Something answered, but not with what the provider documents.
    Answer,
    /// There was no answer.
    Transport,
    /// There is no access token, and no request for one is allowed yet.
    Wait,
    /// The store of the access token does not do its work.
    Store,
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
            message: message.into().into_boxed_str(),
            delivery,
            class: None,
            meaning: None,
            trace_id: None,
            retry_in: None,
            hint: None,
            request: Request::Call,
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

    /// A large effect that was asked about, and not agreed to.
    pub(crate) fn declined() -> Self {
        let message = "not confirmed, so nothing was done";
        Self::new(Kind::Unconfirmed, message, Delivery::NotSent)
    }

    pub(crate) fn environment(message: impl Into<String>) -> Self {
        Self::new(Kind::Environment, message, Delivery::NotSent)
    }

    /// An input that breaks a rule; `name` is the argument or the variable behind its field.
    pub(crate) fn invalid(input: &InvalidInput, name: Option<&str>) -> Self {
        let message = match name {
            Some(name) => format!("{name} {} ({})", input.rule(), input.origin()),
            None => input.to_string(),
        };
        Self::bad_input(message)
    }

    /// An input that breaks a rule of the tool's.
    pub(crate) fn bad_input(message: impl Into<String>) -> Self {
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
    pub(crate) fn code(mut self, code: i64, meaning: Option<&'static str>) -> Self {
        self.code = Some(code);
        self.meaning = meaning;
        self
    }

    #[must_use]
    pub(crate) fn class(mut self, class: Class) -> Self {
        self.class = Some(class);
        self
    }

    /// What the provider's support can look the refusal up by, when there is such a thing.
    #[must_use]
    pub(crate) fn trace_id(mut self, trace_id: Option<&str>) -> Self {
        self.trace_id = trace_id.map(Box::from);
        self
    }

    /// How long to wait before the next try, when that is known.
    #[must_use]
    pub(crate) fn retry_in(mut self, wait: Option<Duration>) -> Self {
        self.retry_in = wait;
        self
    }

    /// Says that the request for an access token failed, so that the call was not made.
    #[must_use]
    pub(crate) fn of_token_request(mut self) -> Self {
        self.request = Request::Token;
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

    /// What to do now, in place of the hints so far: those of a library name its methods.
    #[must_use]
    pub(crate) fn only_hint(mut self, hint: impl AsRef<str>) -> Self {
        self.hint = None;
        self.hint(hint)
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.exit_status())
    }

    fn exit_status(&self) -> u8 {
        match self.kind {
            Kind::Usage | Kind::Unconfirmed | Kind::Environment | Kind::Invalid => 2,
            Kind::Refused
            | Kind::Answer
            | Kind::Transport
            | Kind::Wait
            | Kind::Store
            | Kind::Output
            | Kind::Failed => 1,
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
        let (of_what, effect) = match self.request {
            Request::Call => ("", "none, nothing was sent"),
            Request::Token => ("no access token: ", "none, only a token was asked for"),
        };
        let mut text = match self.code {
            Some(code) if message.is_empty() => {
                format!("error: {of_what}refused with code {code}\n")
            }
            Some(code) => format!("error: {of_what}refused with code {code}: {message}\n"),
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
        if let Some(trace_id) = &self.trace_id {
            line("trace:", &clean(trace_id));
        }
        if let Some(wait) = self.retry_in.filter(|wait| !wait.is_zero()) {
            line("wait:", &format!("{} before the next try", in_words(wait)));
        }
        if self.delivery == Delivery::NotSent && self.kind != Kind::Failed {
            line("effect:", effect);
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
            trace_id: self.trace_id.as_deref(),
            retry_in_seconds: self.retry_in.map(whole_seconds),
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
    trace_id: Option<&'a str>,
    retry_in_seconds: Option<u64>,
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
