//! What a step of the demo tells.

use std::fmt::{self, Display, Write};

use openplat_sandbox::RecordedRequest;

use crate::failure::chain;

/// What a step called, what came back, and what was checked.
#[derive(Default)]
pub(super) struct Story {
    calls: Vec<String>,
    rest: Vec<String>,
}

/// A step did not do what it should.
#[derive(Debug)]
pub(super) struct Unexpected(String);

impl Unexpected {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A call that fails where it should pass is unexpected, whatever the error.
impl<E: std::error::Error> From<E> for Unexpected {
    fn from(error: E) -> Self {
        Self(chain(&error))
    }
}

impl Story {
    /// Tells which method of the client is called.
    pub(super) fn call(&mut self, call: &str) {
        self.calls.push(labelled("call", call));
    }

    /// Tells what came back.
    pub(super) fn answer(&mut self, answer: impl Display) {
        self.rest.push(labelled("answer", answer));
    }

    /// Shows what came back as a table.
    pub(super) fn table(&mut self, table: impl Display) {
        let lines: Vec<String> = table
            .to_string()
            .lines()
            .map(|line| format!("            {line}"))
            .collect();
        self.rest.push(lines.join("\n"));
    }

    /// Tells what a newcomer should know here.
    pub(super) fn note(&mut self, note: &str) {
        self.rest.push(labelled("note", note));
    }

    /// Tells what was checked, and ends the step unless it holds.
    pub(super) fn check(&mut self, what: &str, holds: bool) -> Result<(), Unexpected> {
        if !holds {
            self.rest.push(labelled("FAILED", what));
            return Err(Unexpected::new(format!("not so: {what}")));
        }
        self.rest.push(labelled("checked", what));
        Ok(())
    }

    /// The story with the requests that the sandbox saw; a line end is at its end.
    pub(super) fn tell(&self, sent: &[RecordedRequest]) -> String {
        let mut requests: Vec<(String, usize)> = Vec::new();
        for RecordedRequest {
            method,
            path,
            status,
            ..
        } in sent
        {
            let request = format!("{method} {path}, HTTP status {status}");
            match requests.last_mut() {
                Some((last, times)) if *last == request => *times += 1,
                _ => requests.push((request, 1)),
            }
        }
        let sent = requests.iter().map(|(request, times)| match times {
            1 => labelled("sent", request),
            _ => labelled("sent", format_args!("{request}, {times} times")),
        });
        let nothing = requests.is_empty().then(|| labelled("sent", "nothing"));
        let mut text = String::new();
        for line in self
            .calls
            .iter()
            .cloned()
            .chain(sent)
            .chain(nothing)
            .chain(self.rest.iter().cloned())
        {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{line}");
        }
        text
    }
}

/// A line of the story; further lines of the text stand below the first.
fn labelled(label: &str, text: impl Display) -> String {
    let text = text.to_string().replace('\n', "\n            ");
    format!("   {label:<8} {text}")
}
