//! A server that looks at nothing: what is measured against it is the caller.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread;

/// What a server answers.
#[derive(Debug)]
pub struct Answers(Kind);

#[derive(Debug)]
enum Kind {
    InTurn(Vec<String>),
    ByPath(Vec<(&'static str, String)>),
}

impl Answers {
    /// These bodies in turn on each connection, over and over.
    pub fn in_turn(bodies: &[String]) -> Self {
        Self(Kind::InTurn(
            bodies.iter().map(|body| whole(body)).collect(),
        ))
    }

    /// The first of these bodies whose name is in the request line.
    pub fn by_path(bodies: &[(&'static str, String)]) -> Self {
        let bodies = bodies.iter().map(|(name, body)| (*name, whole(body)));
        Self(Kind::ByPath(bodies.collect()))
    }

    /// The answer to the request of this number on its connection.
    fn to(&self, number: usize, request: &[u8]) -> &[u8] {
        let answer = match &self.0 {
            Kind::InTurn(answers) => answers.get(number % answers.len()),
            Kind::ByPath(answers) => {
                let line = request.split(|byte| *byte == b'\n').next();
                let line = String::from_utf8_lossy(line.unwrap_or_default());
                let found = answers.iter().find(|(name, _)| line.contains(name));
                found.map(|(_, answer)| answer)
            }
        };
        answer.map_or(&[], |answer| answer.as_bytes())
    }
}

fn whole(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Starts a server on loopback; its base URL. It runs until the process ends.
///
/// # Panics
///
/// When no port can be bound.
pub fn start(answers: Answers) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = listener.local_addr().expect("the address of a listener");
    let answers = Arc::new(answers);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let answers = Arc::clone(&answers);
            let _ = stream.set_nodelay(true);
            // A caller that went away is no reason to end.
            thread::spawn(move || drop(converse(stream, &answers)));
        }
    });
    format!("http://{address}")
}

/// Answers one connection until the caller closes it.
///
/// # Errors
///
/// Those of the connection.
pub fn converse(mut stream: impl Read + Write, answers: &Answers) -> io::Result<()> {
    let mut read = Vec::new();
    let mut chunk = [0; 16 * 1024];
    for number in 0.. {
        let length = loop {
            if let Some(length) = message_length(&read).filter(|length| *length <= read.len()) {
                break length;
            }
            match stream.read(&mut chunk)? {
                0 => return Ok(()),
                count => read.extend_from_slice(&chunk[..count]),
            }
        };
        stream.write_all(answers.to(number, &read))?;
        stream.flush()?;
        read.drain(..length);
    }
    Ok(())
}

/// How many bytes the message has that begins here, once its head is whole.
pub(crate) fn message_length(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&bytes[..head]).ok()?;
    let body = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(Some(0), |(_, length)| length.trim().parse().ok())?;
    Some(head + body)
}
