//! A Redis that answers as the test says.

#![allow(dead_code, reason = "each test crate uses its part")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What the fake was asked.
pub(crate) struct Asked {
    /// The how-manieth connection it is, from 0.
    pub(crate) connection: usize,
    /// The how-manieth command on it, from 0.
    pub(crate) command: usize,
    /// What was sent.
    pub(crate) text: String,
}

pub(crate) struct FakeRedis {
    pub(crate) port: u16,
    connections: Arc<AtomicUsize>,
}

impl FakeRedis {
    /// Each command is answered by what `answer` writes; at its error the connection is closed.
    pub(crate) fn start(
        answer: impl Fn(&Asked, &mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::<AtomicUsize>::default();
        let (answer, counted) = (Arc::new(answer), Arc::clone(&connections));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let connection = counted.fetch_add(1, Ordering::SeqCst);
                let answer = Arc::clone(&answer);
                thread::spawn(move || serve(stream, connection, &*answer));
            }
        });
        Self { port, connections }
    }

    /// The same with a text for each command.
    pub(crate) fn saying(answer: impl Fn(&Asked) -> String + Send + Sync + 'static) -> Self {
        Self::start(move |asked, stream| stream.write_all(answer(asked).as_bytes()))
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// How many connections there were.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn serve(
    mut stream: TcpStream,
    connection: usize,
    answer: &impl Fn(&Asked, &mut TcpStream) -> std::io::Result<()>,
) -> Option<()> {
    let mut piece = [0; 8192];
    for command in 0.. {
        // A command is small, and is sent in one piece.
        let length = stream.read(&mut piece).ok().filter(|length| *length > 0)?;
        let asked = Asked {
            connection,
            command,
            text: String::from_utf8_lossy(&piece[..length]).into_owned(),
        };
        answer(&asked, &mut stream).ok()?;
    }
    None
}

/// What a script answers, as Redis writes it.
pub(crate) fn list(texts: &[&str]) -> String {
    let bulk = |text: &&str| format!("${}\r\n{text}\r\n", text.len());
    let texts_in_bulk: String = texts.iter().map(bulk).collect();
    format!("*{}\r\n{texts_in_bulk}", texts.len())
}
