//! Standard output: text for people, JSON for programs.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use crate::failure::Failure;
use crate::format::Format;
use crate::json_text::{OneLine, Pretty};

/// Why a command stops before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Whoever read the output wants no more of it (`| head`): a quiet end.
    NobodyReads,
    /// The answer is written, and it is that a signature does not match: nothing more is said.
    Mismatch,
    /// It failed.
    Failed(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::Failed(Failure::output(&error)),
        }
    }
}

/// Where the answers of a command go. Every answer is flushed before the next call is made.
pub(crate) struct Output {
    format: Format,
    sink: Box<dyn Write>,
}

impl Output {
    pub(crate) fn to_stdout(format: Format) -> Self {
        Self::to(format, io::stdout().lock())
    }

    pub(crate) fn to(format: Format, sink: impl Write + 'static) -> Self {
        Self {
            format,
            sink: Box::new(sink),
        }
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Writes text; a line end is added.
    pub(crate) fn text(&mut self, text: impl Display) -> Result<(), Stop> {
        writeln!(self.sink, "{text}")?;
        Ok(self.sink.flush()?)
    }

    /// Writes one JSON value on a line of its own.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<(), Stop> {
        let mut line = serde_json::to_vec(value).map_err(io::Error::from)?;
        line.push(b'\n');
        self.sink.write_all(&line)?;
        Ok(self.sink.flush()?)
    }

    /// Writes JSON of the provider's with every digit: set out for people, on one line for programs.
    pub(crate) fn raw(&mut self, json: &RawValue) -> Result<(), Stop> {
        self.raw_text(json.get())
    }

    /// The same for JSON that was kept as text.
    pub(crate) fn raw_text(&mut self, json: &str) -> Result<(), Stop> {
        match self.format {
            Format::People => self.text(Pretty(json)),
            Format::Json => self.text(OneLine(json)),
        }
    }

    /// Writes the answer of a call that brings nothing but its success.
    pub(crate) fn done(&mut self, for_people: impl Display) -> Result<(), Stop> {
        match self.format {
            Format::People => self.text(for_people),
            Format::Json => self.json(&Done { ok: true }),
        }
    }

    /// Writes nothing from now on.
    pub(crate) fn silence(&mut self) {
        self.sink = Box::new(io::sink());
    }
}

#[derive(Serialize)]
struct Done {
    ok: bool,
}
