//! Every body has a limit, which counts what is held in memory.

use provider_http::{Client, Delivery, Error, Reply, Settings};

use crate::get;
use crate::server::{Server, ok};

/// 1 MiB of zeros, compressed by Python's `gzip.compress(bytes(1 << 20), 9, mtime=0)`.
const BOMB: &[u8] = include_bytes!("bomb.gz");

fn get_at_most(limit: u64, server: &Server) -> Result<Reply, Error> {
    let settings = Settings::new(server.url()).max_body_bytes(limit);
    get(&Client::new(settings).unwrap())
}

#[track_caller]
fn assert_too_large(result: Result<Reply, Error>, limit: u64) {
    let error = result.unwrap_err();
    let Error::BodyTooLarge { limit_bytes, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(limit_bytes, limit);
    // The request was carried out as far as anybody knows.
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(!error.is_transient());
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len();
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n");
    [head.as_bytes(), bytes].concat()
}

#[test]
fn body_of_exactly_the_limit_passes() {
    let server = Server::answering(ok("text/plain", &[b'x'; 1000]));
    assert_eq!(get_at_most(1000, &server).unwrap().body(), [b'x'; 1000]);
}

#[test]
fn body_of_one_byte_more_than_the_limit_fails() {
    let server = Server::answering(ok("text/plain", &[b'x'; 1001]));
    assert_too_large(get_at_most(1000, &server), 1000);
}

#[test]
fn empty_body_passes_the_smallest_limit() {
    let server = Server::answering(ok("text/plain", b""));
    assert_eq!(get_at_most(1, &server).unwrap().body(), b"");
}

#[test]
fn largest_limit_is_no_special_case() {
    let server = Server::answering(ok("text/plain", b"body"));
    assert_eq!(get_at_most(u64::MAX, &server).unwrap().body(), b"body");
}

#[test]
fn chunked_body_of_exactly_the_limit_passes() {
    let server = Server::answering(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    );
    assert_eq!(get_at_most(5, &server).unwrap().body(), b"abcde");
}

#[test]
fn chunked_body_of_one_byte_more_than_the_limit_fails() {
    let server = Server::answering(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    );
    assert_too_large(get_at_most(4, &server), 4);
}

#[test]
fn body_without_a_length_is_limited() {
    let server = Server::answering("HTTP/1.1 200 OK\r\n\r\nabcde");
    assert_too_large(get_at_most(4, &server), 4);
}

#[test]
fn endless_body_is_given_up_at_the_limit() {
    let server = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\n\r\n");
        while connection.write(&[b'x'; 4096]) {}
    });
    assert_too_large(get_at_most(100_000, &server), 100_000);
}

#[test]
fn endless_chunks_are_given_up_at_the_limit() {
    let server = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while connection.write(b"10\r\n0123456789abcdef\r\n") {}
    });
    assert_too_large(get_at_most(100_000, &server), 100_000);
}

#[test]
fn compression_bomb_is_counted_after_decompression() {
    assert!(BOMB.len() < 2000);
    let server = Server::answering(gzip(BOMB));
    assert_too_large(get_at_most(2000, &server), 2000);
}

#[test]
fn decompressed_body_of_exactly_the_limit_passes() {
    let server = Server::answering(gzip(BOMB));
    let reply = get_at_most(1 << 20, &server).unwrap();
    assert_eq!(reply.body().len(), 1 << 20);
}

#[test]
fn broken_compression_is_an_interruption() {
    let server = Server::answering(gzip(b"this is not gzip at all"));
    let error = get_at_most(2000, &server).unwrap_err();
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn compression_is_not_asked_for() {
    let server = Server::answering(ok("text/plain", b""));
    get_at_most(10, &server).unwrap();
    let request = server.request().to_ascii_lowercase();
    assert!(!request.contains("accept-encoding"), "{request}");
}

#[test]
fn answer_of_an_error_status_is_limited_as_well() {
    let server = Server::answering("HTTP/1.1 500 Oops\r\nContent-Length: 5\r\n\r\nabcde");
    assert_too_large(get_at_most(4, &server), 4);
}
