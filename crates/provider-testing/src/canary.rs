//! Looks for secrets where none may be: in `Debug`, `Display`, error chains and the log.

use std::cell::RefCell;
use std::error::Error;
use std::fmt::Debug;
use std::sync::Once;

use log::{LevelFilter, Log, Metadata, Record};

/// Texts that may appear nowhere.
#[derive(Debug, Default)]
pub struct Canaries(Vec<String>);

impl Canaries {
    /// Adds a text to look for. Texts under 4 bytes would be found everywhere: they panic.
    pub fn add(&mut self, text: impl Into<String>) {
        let text = text.into();
        assert!(text.len() >= 4, "a canary of {} bytes", text.len());
        self.0.push(text);
    }

    /// Fails when a canary is in `text`.
    pub fn assert_absent(&self, place: &str, text: &str) {
        for canary in &self.0 {
            assert!(!text.contains(canary), "{place} shows `{canary}`: {text}");
        }
    }

    /// Fails when a canary is in the `Debug` of a value, plain or pretty.
    pub fn assert_debug_clean(&self, place: &str, value: &dyn Debug) {
        self.assert_absent(place, &format!("{value:?}"));
        self.assert_absent(place, &format!("{value:#?}"));
    }

    /// Fails when a canary is in the `Display` or `Debug` of an error or of one of its sources.
    pub fn assert_error_clean(&self, place: &str, error: &dyn Error) {
        let mut next = Some(error);
        while let Some(error) = next {
            self.assert_absent(place, &error.to_string());
            self.assert_debug_clean(place, &error);
            next = error.source();
        }
    }

    /// Fails when a canary is in what a call brought: its value or its error, `Debug` and all.
    pub fn assert_outcome_clean<E: Error>(&self, place: &str, outcome: &Result<Box<dyn Debug>, E>) {
        match outcome {
            Ok(value) => self.assert_debug_clean(place, value),
            Err(error) => self.assert_error_clean(place, error),
        }
    }

    /// Fails when a canary, or a character that is not seen, is in what this thread logged, at
    /// debug level and above, since the last look. Returns how many lines were looked at.
    pub fn assert_log_clean(&self, place: &str) -> usize {
        let lines = LINES.take();
        for line in &lines {
            self.assert_absent(&format!("{place}, log"), line);
            assert!(!line.contains(is_hidden), "{place}, log: {line:?}");
        }
        lines.len()
    }
}

/// Whether a character steers a terminal, turns the direction of a line, ends it, or is not seen.
pub fn is_hidden(character: char) -> bool {
    // Unicode's categories Cc, Cf, Zl and Zp, as far as they are likely.
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        )
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(character, '\u{e0000}'..='\u{e007f}')
}

thread_local! {
    // A call logs on the thread that makes it, and tests run beside each other.
    static LINES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Keeps what each thread logs from now on, at debug level and above, from every crate.
pub fn capture_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if log::set_logger(&Capture).is_ok() {
            log::set_max_level(LevelFilter::Debug);
        }
    });
}

struct Capture;

impl Log for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let line = format!("{} {}: {}", record.level(), record.target(), record.args());
        LINES.with_borrow_mut(|lines| lines.push(line));
    }

    fn flush(&self) {}
}
