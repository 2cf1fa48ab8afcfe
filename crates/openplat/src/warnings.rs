//! The warnings of the libraries, on standard error.

use std::io::{self, Write};

use log::{Level, LevelFilter, Log, Metadata, Record};
use serde::Serialize;

use crate::format::Format;
use crate::terminal::clean;

/// Shows warnings from now on.
pub(crate) fn show(format: Format) {
    if log::set_boxed_logger(Box::new(Warnings { format })).is_ok() {
        log::set_max_level(LevelFilter::Warn);
    }
}

struct Warnings {
    format: Format,
}

#[derive(Serialize)]
struct Warning<'a> {
    kind: &'a str,
    message: &'a str,
}

impl Log for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Of the libraries of this workspace it is known that no secret is in what they log.
        let ours = ["provider_http", "provider_client", "access_token"];
        let is_ours = ours
            .iter()
            .any(|krate| metadata.target().starts_with(krate));
        metadata.level() <= Level::Warn && is_ours
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let message = record.args().to_string();
        let line = match self.format {
            Format::People => format!("warning: {}\n", clean(&message)),
            Format::Json => {
                let warning = Warning {
                    kind: "warning",
                    message: &message,
                };
                // Only a map with keys that are no text can fail here.
                serde_json::to_string(&warning).unwrap_or_default() + "\n"
            }
        };
        // Nobody is left to be told when this fails.
        let _ = io::stderr().lock().write_all(line.as_bytes());
    }

    fn flush(&self) {}
}
