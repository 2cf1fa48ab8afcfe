//! A server in this process that gives every request the answer it was told last.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use provider_testing::Seen;

/// What requests are answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
    /// The path of token requests, and the answer to them.
    pub(crate) token: Option<(&'static str, Vec<u8>)>,
}

/// Lives as long as the process.
pub(crate) struct Server {
    pub(crate) url: String,
    state: Arc<Mutex<(Script, Vec<Seen>)>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::<Mutex<(Script, Vec<Seen>)>>::default();
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                // One that the client leaves ends its thread.
                thread::spawn(move || serve(&connection, &state));
            }
        });
        Self { url, state }
    }

    /// Sets the answer, and forgets what was seen.
    pub(crate) fn answer(&self, script: Script) {
        *lock(&self.state) = (script, Vec::new());
    }

    /// The calls since then, without the token requests.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        std::mem::take(&mut lock(&self.state).1)
    }
}

fn serve(mut connection: &TcpStream, state: &Mutex<(Script, Vec<Seen>)>) -> Option<()> {
    connection.set_nodelay(true).ok()?;
    let mut received = Vec::new();
    loop {
        let seen = request(connection, &mut received)?;
        let answer = {
            let mut state = lock(state);
            let (script, all) = &mut *state;
            match &script.token {
                Some((path, answer)) if seen.path == *path => {
                    written(200, "application/json", answer)
                }
                _ => {
                    all.push(seen);
                    written(script.status, script.content_type, &script.body)
                }
            }
        };
        connection.write_all(&answer).ok()?;
    }
}

fn written(status: u16, content_type: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Any\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// The next request; what follows it stays in `received`. None at the end of the connection.
fn request(mut connection: &TcpStream, received: &mut Vec<u8>) -> Option<Seen> {
    let mut more = |received: &mut Vec<u8>| {
        let mut piece = [0; 8192];
        match connection.read(&mut piece) {
            Ok(length) if length > 0 => {
                received.extend_from_slice(&piece[..length]);
                Some(())
            }
            _ => None,
        }
    };
    let head_length = loop {
        match received.windows(4).position(|window| window == b"\r\n\r\n") {
            Some(place) => break place + 4,
            None => more(received)?,
        }
    };
    let head = String::from_utf8_lossy(&received[..head_length]).into_owned();
    let (first, fields) = head.split_once("\r\n")?;
    let headers: Vec<(String, String)> = fields
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(Some(0), |(_, value)| value.parse::<usize>().ok())?;
    while received.len() < head_length + length {
        more(received)?;
    }
    let body = received[head_length..head_length + length].to_vec();
    received.drain(..head_length + length);
    let path = first.split(' ').nth(1)?.to_owned();
    Some(Seen {
        path,
        headers,
        body,
    })
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
