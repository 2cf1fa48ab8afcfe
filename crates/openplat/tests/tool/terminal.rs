//! The tool at a terminal, where a person reads and types.

use std::fs::File;
use std::io::{Read, Write};
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};

use crate::tool::{Run, Tool};

/// A pseudo terminal: the side of the person, and that of the tool.
pub(crate) struct Terminal {
    person: File,
    tool: File,
}

impl Terminal {
    pub(crate) fn new() -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        let person = openpt(flags).unwrap();
        grantpt(&person).unwrap();
        unlockpt(&person).unwrap();
        let tool = ioctl_tiocgptpeer(&person, flags).unwrap();
        Self {
            person: person.into(),
            tool: tool.into(),
        }
    }

    /// Types a text, which waits until somebody reads.
    pub(crate) fn type_in(&mut self, text: &str) {
        self.person.write_all(text.as_bytes()).unwrap();
    }

    /// What a command takes for its input or its errors.
    pub(crate) fn stdio(&self) -> Stdio {
        self.tool.try_clone().unwrap().into()
    }
}

/// Runs the tool with input and errors at a terminal; `typed` is typed once it asks. What is seen
/// there is the standard error of the run.
pub(crate) fn at_a_terminal(tool: &Tool, arguments: &[&str], typed: &str) -> Run {
    let terminal = Terminal::new();
    let child = tool
        .command(arguments)
        .stdin(terminal.stdio())
        .stderr(terminal.stdio())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let Terminal { mut person, tool } = terminal;
    drop(tool);
    let (mut screen, mut piece) = (Vec::new(), [0; 1024]);
    // When the tool has ended, reading is an error (Linux) or brings nothing.
    while let Ok(read @ 1..) = person.read(&mut piece) {
        screen.extend(&piece[..read]);
        if screen.ends_with(b"[y/N] ") {
            person.write_all(typed.as_bytes()).unwrap();
        }
    }
    let mut run = Run::of(child.wait_with_output().unwrap());
    run.err = String::from_utf8(screen).unwrap().replace("\r\n", "\n");
    run
}
