//! What the sandbox is measured against: its HTTP server with fixed bytes, and the callers of both.
//!
//! The server is the sandbox's own stack, axum on one thread of tokio, and looks at nothing:
//! what it costs is what HTTP costs. The callers are one thread with as few system calls as
//! there are requests and answers, so that the server and not they set the pace.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::handler::HandlerWithoutStateExt;
use axum::http::header::CONTENT_TYPE;

use crate::server::message_length;

/// Starts a server on a free port of 127.0.0.1 that reads a request and answers it with these bytes.
///
/// It runs until the process ends.
///
/// # Panics
///
/// When no port can be bound or no thread can be started.
pub fn start_fixed(body: Vec<u8>) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.set_nonblocking(true).expect("a socket to poll");
    let address = listener.local_addr().expect("the address of a listener");
    let body = Bytes::from(body);
    let answer = move |_request: Bytes| {
        let body = body.clone();
        async move { ([(CONTENT_TYPE, "application/json")], body) }
    };
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a bound listener");
            axum::serve(listener, answer.into_make_service())
                .await
                .expect("a server without an end");
        });
    });
    address
}

/// Sends the same request again and again, and says how long all answers took.
///
/// Each connection is kept and always has one request under way; `requests` counts those of all connections.
///
/// # Panics
///
/// When there is no connection or one fails, or an answer is not a 200 whose length is told.
pub fn load(address: SocketAddr, request: &[u8], connections: usize, requests: usize) -> Duration {
    let mut callers: Vec<Caller> = (0..connections.min(requests))
        .map(|_| Caller::connect(address))
        .collect();
    let start = Instant::now();
    let under_way = callers.len();
    for caller in &mut callers {
        caller.send(request);
    }
    for number in 0..requests {
        let caller = &mut callers[number % under_way];
        caller.receive();
        if number + under_way < requests {
            caller.send(request);
        }
    }
    start.elapsed()
}

/// One connection that is kept, with the bytes that were read from it.
struct Caller {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Caller {
    /// More than any answer has, so that most answers take one read.
    const BUFFER_BYTES: usize = 256 * 1024;

    fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("a socket without delay");
        let timeout = Some(Duration::from_secs(60));
        stream
            .set_read_timeout(timeout)
            .expect("a socket that waits a minute");
        Self {
            stream,
            buffer: vec![0; Self::BUFFER_BYTES],
        }
    }

    fn send(&mut self, request: &[u8]) {
        self.stream
            .write_all(request)
            .expect("a request that is sent");
    }

    /// Reads one answer to its end.
    fn receive(&mut self) {
        let mut filled = 0;
        loop {
            let read = self
                .stream
                .read(&mut self.buffer[filled..])
                .expect("an answer");
            assert!(read > 0, "the server closed the connection");
            filled += read;
            if let Some(length) = message_length(&self.buffer[..filled])
                && length <= filled
            {
                assert!(
                    self.buffer.starts_with(b"HTTP/1.1 200 "),
                    "an answer is a success"
                );
                assert_eq!(length, filled, "one request has one answer");
                return;
            }
        }
    }
}
