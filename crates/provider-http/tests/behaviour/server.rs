//! A server made of raw sockets, for answers that no well-behaved server gives.

// `provider-testing` leans on this crate, so that the file is read in place of the crate.
#[allow(dead_code, unreachable_pub, reason = "each test crate uses its part")]
#[path = "../../../provider-testing/src/nobody.rs"]
mod nobody;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use socket2::SockRef;

use nobody::Nobody;

/// A listener on loopback that runs a script on every connection, each on its own thread.
pub(crate) struct Server {
    port: u16,
    connections: Arc<AtomicUsize>,
    requests: Receiver<String>,
}

/// One accepted connection.
pub(crate) struct Connection {
    pub(crate) stream: TcpStream,
    /// The number of the connection, from 0.
    pub(crate) number: usize,
    requests: mpsc::Sender<String>,
}

impl Server {
    pub(crate) fn start(script: impl Fn(&mut Connection) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let (sender, requests) = mpsc::channel();
        let counter = Arc::clone(&connections);
        let script = Arc::new(script);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let number = counter.fetch_add(1, Ordering::SeqCst);
                let script = Arc::clone(&script);
                let requests = sender.clone();
                thread::spawn(move || {
                    let mut connection = Connection {
                        stream,
                        number,
                        requests,
                    };
                    script(&mut connection);
                });
            }
        });
        Self {
            port,
            connections,
            requests,
        }
    }

    /// Reads a request, answers with these bytes and closes the connection.
    pub(crate) fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::start(move |connection| {
            connection.read_request();
            connection.write(&answer);
        })
    }

    /// Reads a request and says nothing until the client goes away.
    pub(crate) fn silent() -> Self {
        Self::start(|connection| {
            connection.read_request();
            connection.await_close();
        })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How many connections were accepted so far.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The next request that came in, head and body.
    pub(crate) fn request(&self) -> String {
        let wait = Duration::from_secs(60);
        self.requests.recv_timeout(wait).expect("a request")
    }
}

impl Connection {
    /// Reads one request, head and body; false when the client closed instead.
    pub(crate) fn read_request(&mut self) -> bool {
        let mut bytes = Vec::new();
        let mut byte = [0];
        while !bytes.ends_with(b"\r\n\r\n") {
            match self.stream.read(&mut byte) {
                Ok(1) => bytes.push(byte[0]),
                _ => return false,
            }
        }
        let head = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        if self.stream.read_exact(&mut body).is_err() {
            return false;
        }
        bytes.extend(body);
        // The test may not look at its requests.
        let _ = self
            .requests
            .send(String::from_utf8_lossy(&bytes).into_owned());
        true
    }

    /// Writes; a client that went away is no failure of the server.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).is_ok()
    }

    /// Waits until the client closes.
    pub(crate) fn await_close(&mut self) {
        let mut rest = Vec::new();
        let _ = self.stream.read_to_end(&mut rest);
    }

    /// Waits for 20 ms, for a server that sends slowly.
    pub(crate) fn pause(&mut self) {
        let pause = Some(Duration::from_millis(20));
        self.stream.set_read_timeout(pause).unwrap();
        let _ = self.stream.read(&mut [0]);
    }

    /// Closes with a reset in place of an orderly end.
    pub(crate) fn reset(&mut self) {
        let socket = SockRef::from(&self.stream);
        socket.set_linger(Some(Duration::ZERO)).unwrap();
    }
}

/// A listener that accepts nothing: the kernel makes the connection, nobody reads it.
pub(crate) struct Deaf {
    listener: TcpListener,
}

impl Deaf {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self { listener }
    }

    pub(crate) fn port(&self) -> u16 {
        self.listener.local_addr().unwrap().port()
    }

    /// Whether anybody has connected until now.
    pub(crate) fn was_called(&self) -> bool {
        self.listener.set_nonblocking(true).unwrap();
        self.listener.accept().is_ok()
    }
}

/// A port of loopback on which nobody listens.
pub(crate) fn dead_port() -> u16 {
    let nobody = Nobody::new();
    let port = nobody.address().port();
    // It is kept until the tests end.
    std::mem::forget(nobody);
    port
}

/// An answer with status 200 and a `Content-Length`.
pub(crate) fn ok(content_type: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}
