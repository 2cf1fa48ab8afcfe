use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::Subject;

/// A provider that keeps its connections open, and counts them.
#[derive(Debug)]
pub struct Keeping {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Keeping {
    /// A provider that hands out tokens and gives every call this answer; its threads end with their
    /// connections, or with the process.
    pub fn start<S: Subject>(answer: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        thread::spawn(move || {
            for stream in listener.incoming() {
                count.fetch_add(1, Ordering::SeqCst);
                let answer = answer.clone();
                thread::spawn(move || serve::<S>(stream.unwrap(), &answer));
            }
        });
        Self {
            address,
            connections,
        }
    }

    /// Where it listens.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections came so far.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Answers the requests of a connection until the client closes it.
fn serve<S: Subject>(mut stream: TcpStream, answer: &[u8]) {
    let mut requests = BufReader::new(stream.try_clone().unwrap());
    loop {
        let (mut path, mut length, mut line) = (String::new(), 0, String::new());
        while requests.read_line(&mut line).is_ok_and(|read| read > 2) {
            if path.is_empty() {
                path = line.split(' ').nth(1).unwrap_or_default().to_owned();
            }
            let header = line.to_ascii_lowercase();
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            line.clear();
        }
        if path.is_empty() || requests.read_exact(&mut vec![0; length]).is_err() {
            return;
        }
        let token = S::TOKEN.filter(|token| path == token.path);
        let body = token.map_or(answer, |token| token.answer.as_bytes());
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        if stream.write_all(&[head.as_bytes(), body].concat()).is_err() {
            return;
        }
    }
}
