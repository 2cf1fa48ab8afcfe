//! Nothing that a server says makes a call panic or hang.

use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use provider_http::{Client, Delivery, Settings};

use crate::server::Server;
use crate::{PATIENT, post};

/// Pieces of answers, right and wrong.
const PIECES: [&[u8]; 26] = [
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.0 200\r\n",
    b"HTTP/1.1 302 Found\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\n",
    b"HTTP/1.1 204 No Content\r\n",
    b"HTTP/1.1 999 Odd\r\n",
    b"HTTP/2 200\r\n",
    b"Content-Length: 5\r\n",
    b"Content-Length: 0\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Length: 99999999999999999999\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Connection: close\r\n",
    b"Location: http://127.0.0.1:9/\r\n",
    b"Location: \xff\r\n",
    b"\r\n",
    b"\n",
    b"hello",
    b"5\r\nhello\r\n",
    b"0\r\n\r\n",
    b"ffffffffffffffff\r\n",
    b"\x1f\x8b\x08\0\0\0\0\0\0\xff",
    b"\0\xff",
];

#[test]
fn no_answer_makes_a_call_panic() {
    let answer = Arc::new(Mutex::new(Vec::new()));
    let server = {
        let answer = Arc::clone(&answer);
        Server::start(move |connection| {
            connection.read_request();
            let answer: Vec<u8> = answer.lock().unwrap().clone();
            connection.write(&answer);
        })
    };
    let settings = Settings::new(server.url())
        .timeout(PATIENT)
        .max_body_bytes(1000);
    let client = Client::new(settings).unwrap();
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..8);
    TestRunner::new(ProptestConfig::with_cases(500))
        .run(&pieces, |pieces| {
            *answer.lock().unwrap() = pieces.concat();
            match post(&client) {
                // Whatever it is, it came within the limits.
                Ok(reply) => prop_assert!(reply.body().len() <= 1000),
                // The request went out each time.
                Err(error) => prop_assert_eq!(error.delivery(), Delivery::Unknown),
            }
            Ok(())
        })
        .unwrap();
}
