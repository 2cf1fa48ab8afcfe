//! How far a long list is, shown on a terminal only.

use std::io::{self, IsTerminal, Stderr, Write};

use crate::format::Format;
use crate::output::Output;

/// A line on a terminal that is written over and over, and wiped in the end.
pub(crate) struct Progress<W: Write> {
    terminal: Option<W>,
    is_dirty: bool,
}

impl Progress<Stderr> {
    /// Progress on standard error, if that is a terminal and the answers do not run over it.
    pub(crate) fn beside(output: &Output) -> Self {
        let stderr = io::stderr();
        let is_alone = output.format() == Format::People || !io::stdout().is_terminal();
        let is_seen = stderr.is_terminal() && is_alone;
        Self::on(is_seen.then_some(stderr))
    }
}

impl<W: Write> Progress<W> {
    fn on(terminal: Option<W>) -> Self {
        Self {
            terminal,
            is_dirty: false,
        }
    }

    /// Shows the page that is read, how many items were read so far, and of how many.
    pub(crate) fn show(&mut self, page: u32, items: usize, total: Option<u64>) {
        let Some(terminal) = &mut self.terminal else {
            return;
        };
        self.is_dirty = true;
        let of = match total {
            Some(total @ 1..) => format!(" of {total}"),
            _ => String::new(),
        };
        // A terminal that is gone is no reason to stop.
        let _ = write!(terminal, "\r\x1b[Kpage {page}, {items}{of}");
        let _ = terminal.flush();
    }
}

impl<W: Write> Drop for Progress<W> {
    fn drop(&mut self) {
        if let (true, Some(terminal)) = (self.is_dirty, &mut self.terminal) {
            let _ = write!(terminal, "\r\x1b[K");
            let _ = terminal.flush();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Progress;

    #[test]
    fn progress_is_one_line_that_is_wiped_in_the_end() {
        let mut screen = Vec::new();
        let mut progress = Progress::on(Some(&mut screen));
        progress.show(1, 10, Some(27));
        progress.show(2, 20, None);
        drop(progress);
        let screen = String::from_utf8(screen).unwrap();
        assert_eq!(screen, "\r\x1b[Kpage 1, 10 of 27\r\x1b[Kpage 2, 20\r\x1b[K");
    }

    #[test]
    fn progress_that_showed_nothing_wipes_nothing() {
        let mut screen = Vec::new();
        drop(Progress::on(Some(&mut screen)));
        assert!(screen.is_empty());
    }
}
