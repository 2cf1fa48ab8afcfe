//! What is logged, and that no error and no log line at debug level holds a secret.
//!
//! A binary of its own, since a logger is one for the whole process.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

#[path = "behaviour/server.rs"]
#[allow(dead_code, reason = "shared with another test binary")]
mod server;

use std::error::Error as _;
use std::io::{self, Write};
use std::sync::{Mutex, Once};
use std::thread::{self, ThreadId};
use std::time::Duration;

use log::{Level, LevelFilter, Log, Metadata, Record};
use provider_http::{Client, Error, Method, Proxy, Request, Settings};
use server::{Deaf, Server, dead_port, ok};

struct Line {
    thread: ThreadId,
    level: Level,
    target: String,
    text: String,
}

/// Keeps every line at debug level and above with the thread that wrote it.
struct Capture;

static CAPTURE: Capture = Capture;
static LINES: Mutex<Vec<Line>> = Mutex::new(Vec::new());

impl Log for Capture {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= Level::Debug
    }

    fn log(&self, record: &Record<'_>) {
        LINES.lock().unwrap().push(Line {
            thread: thread::current().id(),
            level: record.level(),
            target: record.target().to_owned(),
            text: record.args().to_string(),
        });
    }

    fn flush(&self) {}
}

/// Runs something and gives back what this thread has logged meanwhile.
fn captured<T>(run: impl FnOnce() -> T) -> (T, Vec<Line>) {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        log::set_logger(&CAPTURE).unwrap();
        log::set_max_level(LevelFilter::Debug);
    });
    let result = run();
    let this = thread::current().id();
    let mut lines = LINES.lock().unwrap();
    let mine = lines.extract_if(.., |line| line.thread == this).collect();
    (result, mine)
}

fn own(lines: &[Line]) -> Vec<&Line> {
    let is_own = |line: &&Line| line.target.starts_with("provider_http");
    lines.iter().filter(is_own).collect()
}

/// Debug and Display of an error and of everything behind it.
fn everything(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!(" {error} {error:?}");
        source = error.source();
    }
    text
}

/// A request whose every part is a secret.
fn secret_request() -> Request {
    Request::new("secret_call", Method::Post, "/canary-path")
        .query("canary-query=canary-value")
        .header("AppSecret", "canary-header")
        .header("Authorization", "canary-authorization")
        .json(r#"{"key":"canary-body"}"#)
}

/// A deadline for what must pass, also on a machine that stands still now and then.
const PATIENT: Duration = Duration::from_secs(60);

/// A deadline for what has to run into it.
const HASTE: Duration = Duration::from_millis(200);

fn within(timeout: Duration, url: String) -> Client {
    Client::new(Settings::new(url).timeout(timeout)).unwrap()
}

fn patient(url: String) -> Client {
    within(PATIENT, url)
}

/// Runs a call that fails; neither the error nor the log may hold a canary.
#[track_caller]
fn assert_silent(client: &Client, request: Request) -> Error {
    let (result, lines) =
        captured(|| client.call(request, |reply, _| Ok::<_, Error>(reply.status())));
    let error = result.unwrap_err();
    let shown = everything(&error);
    assert!(!shown.contains("canary"), "{shown}");
    assert_no_canary(&lines);
    error
}

#[track_caller]
fn assert_no_canary(lines: &[Line]) {
    // Both sides of the net: ureq's lines and our own are in it.
    assert!(!own(lines).is_empty());
    for line in lines {
        assert!(
            !line.text.contains("canary"),
            "{}: {}",
            line.target,
            line.text
        );
    }
}

#[test]
fn good_call_logs_its_name_and_status() {
    let server = Server::answering(ok("application/json", br#"{"echo":"canary"}"#));
    let client = patient(server.url());
    let (result, lines) =
        captured(|| client.call(secret_request(), |reply, _| Ok::<_, Error>(reply.status())));
    assert_eq!(result.unwrap(), 200);
    assert!(server.request().contains("canary-header"));
    assert_no_canary(&lines);
    assert!(lines.iter().any(|line| line.target.starts_with("ureq")));
    let own = own(&lines);
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].level, Level::Debug);
    let start = "secret_call: done, HTTP status 200, attempt 1, ";
    assert!(own[0].text.starts_with(start), "{}", own[0].text);
}

#[test]
fn failed_call_logs_that_there_was_no_answer() {
    let client = patient(format!("http://127.0.0.1:{}", dead_port()));
    let (result, lines) = captured(|| client.call(secret_request(), |_, _| Ok::<_, Error>(())));
    result.unwrap_err();
    let own = own(&lines);
    assert_eq!(own.len(), 1);
    let start = "secret_call: no connection, no answer, NotSent, attempt 1, ";
    assert!(own[0].text.starts_with(start), "{}", own[0].text);
}

#[test]
fn refused_connection_is_silent() {
    let client = patient(format!("http://127.0.0.1:{}", dead_port()));
    let error = assert_silent(&client, secret_request());
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
}

#[test]
fn unknown_host_is_silent() {
    let error = assert_silent(
        &within(HASTE, "https://host.invalid/canary-prefix".into()),
        secret_request(),
    );
    assert!(
        matches!(error, Error::Connect { .. } | Error::Timeout { .. }),
        "{error:?}"
    );
}

#[test]
fn silent_handshake_is_silent() {
    let deaf = Deaf::start();
    let client = within(HASTE, format!("https://127.0.0.1:{}", deaf.port()));
    let error = assert_silent(&client, secret_request());
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
}

#[test]
fn silent_answer_is_silent() {
    let server = Server::silent();
    let error = assert_silent(&within(HASTE, server.url()), secret_request());
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
}

#[test]
fn interrupted_exchange_is_silent() {
    for answer in [
        "",
        "HTTP/1.1 200 O",
        "canary canary\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncanary\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: canary\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncanary",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ncanary\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 6\r\n\r\ncanary",
    ] {
        let server = Server::answering(answer);
        let error = assert_silent(&patient(server.url()), secret_request());
        assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
    }
}

#[test]
fn redirect_is_silent() {
    let server = Server::answering(
        "HTTP/1.1 302 Found\r\nLocation: http://localhost/canary?canary=1\r\n\
         Set-Cookie: canary=1\r\nContent-Length: 6\r\n\r\ncanary",
    );
    let error = assert_silent(&patient(server.url()), secret_request());
    assert!(matches!(error, Error::Redirect { .. }), "{error:?}");
}

#[test]
fn answer_that_is_too_large_is_silent() {
    let server = Server::answering(ok("text/plain", b"canary"));
    let settings = Settings::new(server.url()).max_body_bytes(5);
    let error = assert_silent(&Client::new(settings).unwrap(), secret_request());
    assert!(matches!(error, Error::BodyTooLarge { .. }), "{error:?}");
}

#[test]
fn invalid_request_is_silent() {
    let client = patient(format!("http://127.0.0.1:{}", dead_port()));
    for request in [
        secret_request().header("AppSecret", "canary\n"),
        secret_request().query("canary canary"),
        Request::new("secret_call", Method::Get, "canary"),
        secret_request().timeout(Duration::ZERO),
    ] {
        let error = assert_silent(&client, request);
        assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    }
}

#[test]
fn proxy_with_a_password_is_silent() {
    let through = |timeout, proxy: &Server, base_url: &str| {
        let url = format!("http://canary-user:canary-word@127.0.0.1:{}", proxy.port());
        let settings = Settings::new(base_url)
            .proxy(Proxy::Url(url.into()))
            .allow_plain_http()
            .timeout(timeout);
        Client::new(settings).unwrap()
    };
    let refusing = Server::answering("HTTP/1.1 407 canary\r\nX: canary\r\n\r\n");
    let error = assert_silent(
        &through(PATIENT, &refusing, "http://127.0.0.1:9"),
        secret_request(),
    );
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");

    let deaf = Server::silent();
    let error = assert_silent(
        &through(HASTE, &deaf, "https://127.0.0.1:9"),
        secret_request(),
    );
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");

    let connecting = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\n\r\n");
        connection.read_request();
    });
    let error = assert_silent(
        &through(PATIENT, &connecting, "http://127.0.0.1:9"),
        secret_request(),
    );
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
}

#[test]
fn failing_sink_keeps_the_error_of_the_caller_as_its_source() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let server = Server::answering(ok("text/csv", b"canary"));
    let client = patient(server.url());
    let (result, lines) =
        captured(|| client.download(secret_request(), &mut Full, 100, |_, _| Ok::<_, Error>(())));
    let shown = everything(&result.unwrap_err());
    assert!(!shown.contains("canary"), "{shown}");
    assert!(shown.contains("StorageFull"), "{shown}");
    assert_no_canary(&lines);
}

#[test]
fn plain_http_is_warned_of_once_for_each_client() {
    let settings = Settings::new("http://example.test/canary-path").allow_plain_http();
    let (client, lines) = captured(|| Client::new(settings).unwrap());
    let own = own(&lines);
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].level, Level::Warn);
    assert_eq!(
        own[0].text,
        "calls to example.test are plain http: credentials cross the network in clear"
    );

    let (_, lines) = captured(|| {
        let hasty = client.clone().with_timeout(Duration::from_nanos(1));
        hasty.call(secret_request(), |_, _| Ok::<_, Error>(()))
    });
    assert!(lines.iter().all(|line| line.level > Level::Warn));
}

#[test]
fn plain_http_on_loopback_is_not_warned_of() {
    let settings = Settings::new("http://127.0.0.1").allow_plain_http();
    let (_, lines) = captured(|| Client::new(settings).unwrap());
    assert!(lines.is_empty());
}

#[test]
fn https_is_not_warned_of() {
    let settings = Settings::new("https://example.test").allow_plain_http();
    let (_, lines) = captured(|| Client::new(settings).unwrap());
    assert!(lines.is_empty());
}
