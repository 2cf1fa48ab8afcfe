//! The body of a successful answer goes into a sink; anything else is kept for the reader.

use std::io::{self, Write};

use provider_http::{Client, Delivery, Error, Method, Reply, Request, Settings};

use crate::client;
use crate::server::{Server, ok};

fn download(client: &Client, sink: &mut dyn Write, max_bytes: u64) -> Result<Reply, Error> {
    let request = Request::new("download", Method::Get, "/file");
    client.download(request, sink, max_bytes, |reply, _| Ok(reply.clone()))
}

#[test]
fn file_is_streamed() {
    let server = Server::answering(ok("application/octet-stream", b"\0binary\xff"));
    let mut file = Vec::new();
    let reply = download(&client(server.url()), &mut file, 100).unwrap();
    assert_eq!(file, b"\0binary\xff");
    assert_eq!(reply.streamed_bytes(), Some(8));
    assert_eq!(reply.body(), b"");
}

#[test]
fn file_without_a_content_type_is_streamed() {
    let server = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfile");
    let mut file = Vec::new();
    download(&client(server.url()), &mut file, 100).unwrap();
    assert_eq!(file, b"file");
}

#[test]
fn file_may_be_larger_than_the_body_limit() {
    let server = Server::answering(ok("text/csv", &[b'x'; 100_000]));
    let settings = Settings::new(server.url()).max_body_bytes(10);
    let mut file = Vec::new();
    let client = Client::new(settings).unwrap();
    download(&client, &mut file, 100_000).unwrap();
    assert_eq!(file.len(), 100_000);
}

#[test]
fn json_is_kept_for_the_reader() {
    let server = Server::answering(ok("application/json; charset=utf-8", b"{\"code\":1}"));
    let mut file = Vec::new();
    let reply = download(&client(server.url()), &mut file, 100).unwrap();
    assert_eq!(reply.body(), b"{\"code\":1}");
    assert_eq!(reply.streamed_bytes(), None);
    assert!(file.is_empty());
}

#[test]
fn refusal_is_kept_for_the_reader() {
    let server = Server::answering(
        "HTTP/1.1 403 No\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nno",
    );
    let mut file = Vec::new();
    let reply = download(&client(server.url()), &mut file, 100).unwrap();
    assert_eq!((reply.status(), reply.body()), (403, &b"no"[..]));
    assert!(file.is_empty());
}

#[test]
fn kept_answer_is_under_the_body_limit() {
    let server = Server::answering(ok("application/json", b"{\"code\":1}"));
    let settings = Settings::new(server.url()).max_body_bytes(9);
    let client = Client::new(settings).unwrap();
    let error = download(&client, &mut Vec::new(), 100).unwrap_err();
    assert!(
        matches!(error, Error::BodyTooLarge { limit_bytes: 9, .. }),
        "{error:?}"
    );
}

/// An envelope under the content type of a file may be a refusal: whoever reads must look at it.
#[test]
fn short_body_that_begins_an_object_is_kept_for_the_reader() {
    for body in ["{\"code\":1}", "\n {", "\u{feff}{\"code\":1}", "{"] {
        let server = Server::answering(ok("text/csv", body.as_bytes()));
        let mut file = Vec::new();
        let reply = download(&client(server.url()), &mut file, 1000).unwrap();
        assert_eq!(reply.body(), body.as_bytes());
        assert_eq!((reply.streamed_bytes(), file.len()), (None, 0), "{body}");
    }
    for body in ["[1]", "a{", "\u{feff}a"] {
        let server = Server::answering(ok("text/csv", body.as_bytes()));
        let mut file = Vec::new();
        let reply = download(&client(server.url()), &mut file, 1000).unwrap();
        assert_eq!(file, body.as_bytes());
        assert_eq!(reply.streamed_bytes(), Some(body.len() as u64), "{body}");
    }
}

/// 64 KiB are more than an envelope has.
#[test]
fn long_body_that_begins_an_object_is_a_file() {
    const KEPT: usize = 64 * 1024;
    for length in [KEPT - 1, KEPT, KEPT + 1, 3 * KEPT + 7] {
        let mut body = vec![b'x'; length];
        body[0] = b'{';
        body[length - 1] = b'}';
        let server = Server::answering(ok("text/csv", &body));
        let mut file = Vec::new();
        let reply = download(&client(server.url()), &mut file, 1_000_000).unwrap();
        if length < KEPT {
            assert_eq!((reply.body(), reply.streamed_bytes()), (&body[..], None));
            assert!(file.is_empty());
        } else {
            assert_eq!(reply.streamed_bytes(), Some(length as u64));
            assert!(reply.body().is_empty() && file == body, "{length}");
        }
    }
}

#[test]
fn limit_of_a_download_holds_for_what_begins_an_object_too() {
    const KEPT: u64 = 64 * 1024;
    for (length, limit, passes) in [
        (100, 100, true),
        (100, 99, false),
        (KEPT + 100, KEPT + 100, true),
        (KEPT + 100, KEPT + 99, false),
        (KEPT, KEPT, true),
        (KEPT, KEPT - 1, false),
    ] {
        let mut body = vec![b'x'; length as usize];
        body[0] = b'{';
        let server = Server::answering(ok("text/csv", &body));
        let outcome = download(&client(server.url()), &mut Vec::new(), limit);
        match outcome {
            Ok(_) => assert!(passes, "{length} of {limit}"),
            Err(Error::BodyTooLarge { limit_bytes, .. }) => {
                assert!(!passes, "{length} of {limit}");
                assert_eq!(limit_bytes, limit);
            }
            Err(error) => panic!("{error:?}"),
        }
    }
}

#[test]
fn file_of_exactly_the_limit_passes() {
    let server = Server::answering(ok("text/csv", b"12345"));
    let mut file = Vec::new();
    download(&client(server.url()), &mut file, 5).unwrap();
    assert_eq!(file, b"12345");
}

#[test]
fn file_of_one_byte_more_than_the_limit_fails() {
    let server = Server::answering(ok("text/csv", b"123456"));
    let mut file = Vec::new();
    let error = download(&client(server.url()), &mut file, 5).unwrap_err();
    assert!(
        matches!(error, Error::BodyTooLarge { limit_bytes: 5, .. }),
        "{error:?}"
    );
    assert!(file.len() <= 5);
}

#[test]
fn endless_file_is_given_up_at_the_limit() {
    let server = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\n\r\n");
        while connection.write(&[b'x'; 4096]) {}
    });
    let mut file = Vec::new();
    let error = download(&client(server.url()), &mut file, 50_000).unwrap_err();
    assert!(matches!(error, Error::BodyTooLarge { .. }), "{error:?}");
    assert!(file.len() <= 50_000);
}

#[test]
fn cut_file_is_an_error() {
    let server = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    let mut file = Vec::new();
    let error = download(&client(server.url()), &mut file, 100).unwrap_err();
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(file, b"half");
}

#[test]
fn redirect_of_a_download_is_not_followed() {
    let server = Server::answering("HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n");
    let mut file = Vec::new();
    let error = download(&client(server.url()), &mut file, 100).unwrap_err();
    assert!(
        matches!(error, Error::Redirect { status: 302, .. }),
        "{error:?}"
    );
    assert!(file.is_empty());
}

/// A disk that is full, at once or when it is flushed.
struct Full {
    when_flushed: bool,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.when_flushed {
            Ok(bytes.len())
        } else {
            Err(io::ErrorKind::StorageFull.into())
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::StorageFull.into())
    }
}

#[test]
fn sink_that_fails_is_an_error_of_its_own() {
    for when_flushed in [false, true] {
        let server = Server::answering(ok("text/csv", b"12345"));
        let mut sink = Full { when_flushed };
        let error = download(&client(server.url()), &mut sink, 100).unwrap_err();
        let Error::Sink { source, .. } = &error else {
            panic!("{error:?}");
        };
        assert_eq!(source.kind(), io::ErrorKind::StorageFull);
        assert_eq!(error.delivery(), Delivery::Unknown);
        assert!(!error.is_transient());
        assert!(std::error::Error::source(&error).is_some());
    }
}
