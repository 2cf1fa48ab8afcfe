//! The consent to a large effect: the answer to a question on a terminal, where there is one.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::failure::Failure;

/// Asks on the terminal whether it may be done; where nobody can be asked, `--yes` is missing.
///
/// `effect` is what would happen, as in "would …", and `to_know` what the one who decides has to
/// know of it.
pub(crate) fn ask(effect: &str, to_know: &[&str]) -> Result<(), Failure> {
    let (stdin, stderr) = (io::stdin(), io::stderr());
    // Whoever cannot read the question must not answer it.
    let is_somebody_there = stdin.is_terminal() && stderr.is_terminal();
    let terminal = is_somebody_there.then(|| (stdin.lock(), stderr.lock()));
    ask_on(terminal, effect, to_know)
}

/// The same of what is typed on a terminal, and what is shown there.
fn ask_on<R: BufRead, W: Write>(
    terminal: Option<(R, W)>,
    effect: &str,
    to_know: &[&str],
) -> Result<(), Failure> {
    let Some((typed, mut screen)) = terminal else {
        let failure = Failure::unconfirmed(effect);
        return Err(to_know.iter().fold(failure, Failure::hint));
    };
    let mut question = format!("This would {effect}.\n");
    for fact in to_know {
        question.push_str(&format!("- {fact}\n"));
    }
    question.push_str("Do it? [y/N] ");
    let is_shown = screen.write_all(question.as_bytes()).is_ok() && screen.flush().is_ok();
    match is_shown && is_yes(typed, &mut screen) {
        true => Ok(()),
        false => Err(Failure::declined()),
    }
}

/// Whether the next line is `y` or `yes`. Anything else is no, also an end and an error.
fn is_yes(typed: impl BufRead, screen: &mut impl Write) -> bool {
    const TOO_LONG: usize = 256;
    let mut line = Vec::new();
    let mut typed = typed.take(TOO_LONG as u64);
    let is_read = typed.read_until(b'\n', &mut line).is_ok() && line.len() < TOO_LONG;
    if !line.ends_with(b"\n") {
        // The question still stands on this line. A terminal that is gone is told nothing.
        let _ = screen.write_all(b"\n");
    }
    let answer = line.trim_ascii().to_ascii_lowercase();
    is_read && [&b"y"[..], b"yes"].contains(&answer.as_slice())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// What is shown, and whether it may be done.
    fn asked(typed: &[u8]) -> (String, bool) {
        let mut screen = Vec::new();
        let consent = ask_on(Some((typed, &mut screen)), "do it", &["it costs"]);
        (String::from_utf8(screen).unwrap(), consent.is_ok())
    }

    const QUESTION: &str = "This would do it.\n- it costs\nDo it? [y/N] ";

    #[test]
    fn y_and_yes_are_a_consent() {
        for typed in ["y\n", "yes\n", "Y\n", " YES \r\n", "yes\nno\n"] {
            let (screen, consent) = asked(typed.as_bytes());
            assert!(consent, "{typed:?}");
            assert_eq!(screen, QUESTION);
        }
        // The last line of what is typed needs no end.
        assert_eq!(asked(b"y"), (format!("{QUESTION}\n"), true));
    }

    #[test]
    fn anything_else_is_none() {
        let long = format!("y{}no\n", " ".repeat(1000));
        let no: [&[u8]; 9] = [
            b"\n",
            b"n\n",
            b"no\nyes\n",
            b"yes!\n",
            b"yy\n",
            b"y es\n",
            b"\xff\n",
            "是\n".as_bytes(),
            long.as_bytes(),
        ];
        for typed in no {
            assert!(!asked(typed).1, "{typed:?}");
        }
        // The end of what is typed (Ctrl-D): what follows stands on a line of its own.
        assert_eq!(asked(b""), (format!("{QUESTION}\n"), false));
    }

    #[test]
    fn only_the_first_line_is_read() {
        let mut typed = &b"y\nthe next question\n"[..];
        ask_on(Some((&mut typed, Vec::new())), "do it", &[]).unwrap();
        assert_eq!(typed, b"the next question\n");
    }

    /// A terminal that is gone.
    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Read for Gone {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::NotConnected.into())
        }
    }

    #[test]
    fn a_question_that_nobody_sees_or_whose_answer_is_lost_is_not_answered_with_yes() {
        ask_on(Some((&b"y\n"[..], Gone)), "do it", &[]).unwrap_err();
        // It breaks off behind a `y`.
        let typed = io::BufReader::new(b"y".chain(Gone));
        ask_on(Some((typed, Vec::new())), "do it", &[]).unwrap_err();
    }
}
