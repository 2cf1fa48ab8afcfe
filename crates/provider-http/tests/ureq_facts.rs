//! What ureq and `serde_json` do, as far as this crate is built around it.
//!
//! Not one line of ours is called here. A test that fails says that a dependency has changed:
//! see what the code that leans on the fact has to become.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

#[path = "behaviour/child.rs"]
mod child;
#[path = "behaviour/server.rs"]
#[allow(dead_code, reason = "shared with another test binary")]
mod server;

use std::error::Error as _;
use std::sync::Mutex;
use std::time::Duration;

use child::{given, run_alone};
use log::{LevelFilter, Log, Metadata, Record};
use server::{Deaf, Server, dead_port, ok};
use ureq::{Agent, Error, Timeout};

/// ureq as it comes, but for the proxy: the environment of the tests may name one.
fn agent() -> Agent {
    Agent::config_builder().proxy(None).build().new_agent()
}

fn hasty_agent() -> Agent {
    let deadline = Some(Duration::from_millis(200));
    let config = Agent::config_builder().proxy(None).timeout_global(deadline);
    config.build().new_agent()
}

fn gzip_answer() -> Server {
    // 1 MiB of zeros in 1051 bytes.
    let body = include_bytes!("behaviour/bomb.gz");
    let length = body.len();
    assert_eq!(length, 1051);
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n");
    Server::answering([head.as_bytes(), body].concat())
}

#[test]
fn redirect_to_another_host_carries_custom_headers_along() {
    let elsewhere = Server::answering(ok("text/plain", b"stolen"));
    let server = Server::answering(format!(
        "HTTP/1.1 302 Found\r\nLocation: http://localhost:{}/\r\nContent-Length: 0\r\n\r\n",
        elsewhere.port()
    ));
    let request = agent().get(server.url());
    let request = request.header("AppSecret", "canary-1");
    let request = request.header("Authorization", "canary-2");
    request.call().unwrap();
    let stolen = elsewhere.request().to_ascii_lowercase();
    assert!(stolen.contains("appsecret: canary-1"), "{stolen}");
    // ureq takes care of the standard header only.
    assert!(!stolen.contains("canary-2"), "{stolen}");
}

/// 3.5.1 refuses it, 3.5.2 does not: a limit that holds in both is ours.
#[test]
fn limit_refuses_a_body_of_exactly_its_size_or_does_not() {
    let server = Server::answering(ok("text/plain", b"12345"));
    let read = |limit| {
        let mut response = agent().get(server.url()).call().unwrap();
        let body = response.body_mut().with_config().limit(limit);
        body.read_to_vec()
    };
    match read(5) {
        Err(error) => assert!(matches!(error, Error::BodyExceedsLimit(5)), "{error:?}"),
        Ok(body) => assert_eq!(body, b"12345"),
    }
    assert_eq!(read(6).unwrap(), b"12345");
}

/// 3.5.1 counts the bytes that came, 3.5.2 those that they are decompressed to.
#[test]
fn limit_counts_compressed_or_decompressed_bytes() {
    let server = gzip_answer();
    let mut response = agent().get(server.url()).call().unwrap();
    let body = response.body_mut().with_config().limit(2000);
    match body.read_to_vec() {
        Ok(body) => assert_eq!(body.len(), 1 << 20),
        Err(error) => assert!(matches!(error, Error::BodyExceedsLimit(2000)), "{error:?}"),
    }
}

#[test]
fn answer_that_nobody_asked_to_compress_is_decompressed() {
    let server = gzip_answer();
    let request = agent().get(server.url());
    let request = request
        .config()
        .accept_encoding(ureq::config::AutoHeaderValue::None);
    let mut response = request.build().call().unwrap();
    assert!(
        !server
            .request()
            .to_ascii_lowercase()
            .contains("accept-encoding")
    );
    assert_eq!(response.body_mut().read_to_vec().unwrap().len(), 1 << 20);
}

#[test]
fn refusal_drops_its_body_unless_told_otherwise() {
    let server = Server::answering("HTTP/1.1 400 Bad\r\nContent-Length: 6\r\n\r\n10008!");
    let error = agent().get(server.url()).call().unwrap_err();
    assert!(matches!(error, Error::StatusCode(400)), "{error:?}");

    let request = agent().get(server.url());
    let request = request.config().http_status_as_error(false);
    let mut response = request.build().call().unwrap();
    assert_eq!(response.body_mut().read_to_string().unwrap(), "10008!");
}

#[test]
fn there_is_no_deadline_by_default() {
    let timeouts = agent().config().timeouts();
    assert_eq!(timeouts.global, None);
    assert_eq!(timeouts.per_call, None);
    assert_eq!(timeouts.resolve, None);
    assert_eq!(timeouts.connect, None);
    assert_eq!(timeouts.send_request, None);
    assert_eq!(timeouts.send_body, None);
    assert_eq!(timeouts.recv_response, None);
    assert_eq!(timeouts.recv_body, None);
}

#[test]
fn redirects_are_followed_by_default() {
    assert_eq!(agent().config().max_redirects(), 10);
}

#[test]
fn proxy_of_the_environment_is_obeyed_by_default() {
    let dead = format!("http://127.0.0.1:{}", dead_port());
    run_alone(
        "alone_default_agent_goes_to_the_proxy",
        &[("HTTP_PROXY", &dead)],
    );
}

#[test]
#[ignore = "runs as the child of proxy_of_the_environment_is_obeyed_by_default"]
fn alone_default_agent_goes_to_the_proxy() {
    let server = Server::answering(ok("text/plain", b"direct"));
    let error = ureq::get(server.url()).call().unwrap_err();
    assert!(matches!(error, Error::Io(_)), "{error:?}");
    assert_eq!(server.connections(), 0);
    let dead = given("HTTP_PROXY");
    let proxy = Agent::new_with_defaults()
        .config()
        .proxy()
        .cloned()
        .unwrap();
    assert!(dead.ends_with(&format!(":{}", proxy.port())), "{dead}");
}

#[test]
fn socks_proxy_of_the_environment_is_passed_by() {
    run_alone(
        "alone_default_agent_passes_by_a_socks_proxy",
        &[("ALL_PROXY", "socks5://127.0.0.1:9")],
    );
}

#[test]
#[ignore = "runs as the child of socks_proxy_of_the_environment_is_passed_by"]
fn alone_default_agent_passes_by_a_socks_proxy() {
    assert!(given("ALL_PROXY").starts_with("socks5"));
    let server = Server::answering(ok("text/plain", b"direct"));
    ureq::get(server.url()).call().unwrap();
    assert_eq!(server.connections(), 1);
}

#[test]
#[should_panic(expected = "Enable feature socks-proxy")]
fn socks_proxy_of_the_settings_is_a_panic() {
    let proxy = ureq::Proxy::new("socks5://127.0.0.1:9").unwrap();
    let config = Agent::config_builder().proxy(Some(proxy)).build();
    let _ = config.new_agent().get("http://127.0.0.1:9").call();
}

#[test]
#[should_panic(expected = "overflow")]
fn deadline_that_no_clock_can_show_is_a_panic() {
    let config = Agent::config_builder().timeout_global(Some(Duration::MAX));
    let _ = config.build().new_agent().get("http://127.0.0.1:9").call();
}

#[test]
fn bad_uri_prints_the_whole_url() {
    let error = agent().get("/path?key=canary").call().unwrap_err();
    assert!(matches!(error, Error::BadUri(_)), "{error:?}");
    assert!(error.to_string().contains("/path?key=canary"), "{error}");
}

#[test]
fn require_https_only_prints_the_whole_url() {
    let config = Agent::config_builder().proxy(None).https_only(true).build();
    let request = config.new_agent().get("http://127.0.0.1:9/path?key=canary");
    let error = request.call().unwrap_err();
    assert!(matches!(error, Error::RequireHttpsOnly(_)), "{error:?}");
    assert!(error.to_string().contains("/path?key=canary"), "{error}");
}

#[test]
fn port_that_is_no_port_becomes_the_default_one() {
    use ureq::unversioned::resolver::DefaultResolver;

    let uri: ureq::http::Uri = "https://127.0.0.1:99999/".parse().unwrap();
    let (scheme, authority) = (uri.scheme().unwrap(), uri.authority().unwrap());
    let called = DefaultResolver::host_and_port(scheme, authority);
    assert_eq!(called.as_deref(), Some("127.0.0.1:443"));
}

#[test]
fn fragment_in_a_query_is_dropped_in_silence() {
    let uri: ureq::http::Uri = "https://host/path?a=1#b&c=2".parse().unwrap();
    assert_eq!(uri.query(), Some("a=1"));
}

#[test]
fn header_values_may_be_beyond_ascii() {
    ureq::http::HeaderValue::try_from("密").unwrap();
}

#[test]
fn no_error_has_a_source() {
    let dead = format!("http://127.0.0.1:{}/", dead_port());
    let deaf = Deaf::start();
    let silent = format!("http://127.0.0.1:{}/", deaf.port());
    let cut = Server::answering("HTTP/1.1 200 O");
    let garbage = Server::answering("garbage\r\n\r\n");
    let refusing = Server::answering("HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n");
    for url in [
        dead,
        silent,
        cut.url(),
        garbage.url(),
        refusing.url(),
        "/path".into(),
    ] {
        let error = hasty_agent().get(url).call().unwrap_err();
        assert!(error.source().is_none(), "{error:?}");
    }
    let io = std::io::Error::other("inner");
    assert!(Error::Io(io).source().is_none());
}

#[test]
fn silent_tls_handshake_and_silent_answer_end_alike() {
    let deaf = Deaf::start();
    for scheme in ["https", "http"] {
        let url = format!("{scheme}://127.0.0.1:{}/", deaf.port());
        let error = hasty_agent().get(url).call().unwrap_err();
        let is_global = matches!(error, Error::Timeout(Timeout::Global));
        assert!(is_global, "{scheme}: {error:?}");
    }
}

#[test]
fn silent_tls_handshake_ends_with_the_connect_timeout_when_that_is_shorter() {
    // With a timeout for connections ureq tells the two apart, but only when that one passes
    // first: the verdict of this crate has to hold in either case.
    let deaf = Deaf::start();
    for (connect, global, expected) in [
        (150, 10_000, Timeout::Connect),
        (10_000, 150, Timeout::Global),
    ] {
        let config = Agent::config_builder()
            .proxy(None)
            .timeout_connect(Some(Duration::from_millis(connect)))
            .timeout_global(Some(Duration::from_millis(global)))
            .build();
        let url = format!("https://127.0.0.1:{}/", deaf.port());
        let error = config.new_agent().get(url).call().unwrap_err();
        let Error::Timeout(reason) = error else {
            panic!("{error:?}");
        };
        assert_eq!(reason, expected);
    }
}

#[test]
fn reset_ends_a_body_without_a_length_as_if_it_were_complete() {
    // Only a length or chunks tell a whole body from half a one.
    let server = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\n\r\nhalf");
    });
    let mut response = agent().get(server.url()).call().unwrap();
    assert_eq!(response.body_mut().read_to_string().unwrap(), "half");
}

/// Keeps every line that ureq writes.
struct Capture;

static CAPTURE: Capture = Capture;
static LINES: Mutex<String> = Mutex::new(String::new());

impl Log for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let line = format!("{} {}\n", record.level(), record.args());
        LINES.lock().unwrap().push_str(&line);
    }

    fn flush(&self) {}
}

/// One good exchange whose every part is a canary, and what was logged meanwhile.
fn log_of_an_exchange(level: LevelFilter) -> String {
    log::set_logger(&CAPTURE).unwrap();
    log::set_max_level(level);
    let server = Server::answering(ok("text/plain", b"canary-answer"));
    let request = agent().post(format!("{}/canary-path?canary-query=1", server.url()));
    let request = request.header("AppSecret", "canary-header");
    let mut response = request.send("canary-body").unwrap();
    assert_eq!(
        response.body_mut().read_to_string().unwrap(),
        "canary-answer"
    );
    LINES.lock().unwrap().clone()
}

#[test]
fn trace_level_dumps_bytes() {
    run_alone("alone_trace_level_dumps_bytes", &[]);
}

#[test]
#[ignore = "runs as the child of trace_level_dumps_bytes, as a process has one log level"]
fn alone_trace_level_dumps_bytes() {
    let lines = log_of_an_exchange(LevelFilter::Trace);
    assert!(lines.contains("canary-path?canary-query=1"), "{lines}");
    // Bytes come in rows of 16, in hex and as text after two spaces, odd ones as dots.
    let rows = lines.lines().filter_map(|line| line.strip_prefix("TRACE "));
    let texts = rows.filter_map(|row| row.split_once("  "));
    let dump: String = texts.map(|(_, text)| text.replace('.', "")).collect();
    assert!(dump.contains("appsecret:canary-header"), "{dump}");
    assert!(dump.contains("canary-answer"), "{dump}");
    // A body whose length is said goes past the dump in 3.5.1; nothing of ours relies on it.
    assert!(!dump.contains("canary-body"), "{dump}");
}

#[test]
fn debug_level_dumps_nothing() {
    run_alone("alone_debug_level_dumps_nothing", &[]);
}

#[test]
#[ignore = "runs as the child of debug_level_dumps_nothing, as a process has one log level"]
fn alone_debug_level_dumps_nothing() {
    let lines = log_of_an_exchange(LevelFilter::Debug);
    assert!(lines.contains("HEADERS ARE REDACTED"), "{lines}");
    assert!(!lines.contains("canary"), "{lines}");
}

#[test]
fn errors_of_serde_json_quote_the_input() {
    let error = serde_json::from_str::<u32>(r#""canary""#).unwrap_err();
    assert!(error.to_string().contains("canary"), "{error}");
}

#[test]
fn plain_values_of_serde_json_lose_the_digits_of_long_numbers() {
    let value: serde_json::Value = serde_json::from_str("123456789012345678901234567890").unwrap();
    assert_ne!(value.to_string(), "123456789012345678901234567890");
}

#[test]
fn plain_values_of_serde_json_lose_the_zeros_of_decimals() {
    let value: serde_json::Value = serde_json::from_str("165.0000").unwrap();
    assert_eq!(value.to_string(), "165.0");
}
