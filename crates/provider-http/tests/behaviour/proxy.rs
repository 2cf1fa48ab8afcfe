//! Proxies: none unless asked for, and what a proxy does to the delivery verdict.

use std::thread;
use std::time::Duration;

use provider_http::{Client, Delivery, Error, InvalidKind, Proxy, Settings};

use crate::child::{given, run_alone};
use crate::server::{Server, dead_port, ok};
use crate::{PATIENT, SHORT, get, post};

/// A deadline for what has to run into it.
const HASTE: Duration = Duration::from_millis(300);

fn through(proxy: &Server, base_url: &str) -> Client {
    through_within(PATIENT, proxy, base_url)
}

fn through_within(timeout: Duration, proxy: &Server, base_url: &str) -> Client {
    let proxy = format!(
        "http://canary-user:canary-password@127.0.0.1:{}",
        proxy.port()
    );
    let settings = Settings::new(base_url)
        .proxy(Proxy::Url(proxy.into()))
        .allow_plain_http()
        .timeout(timeout);
    Client::new(settings).unwrap()
}

#[test]
fn proxy_is_asked_to_connect() {
    let proxy = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\n\r\n");
        connection.read_request();
        connection.write(&ok("text/plain", b"behind"));
    });
    // The proxy finds the host, nobody else: the port of discard is not called.
    let reply = post(&through(&proxy, "http://127.0.0.1:9")).unwrap();
    assert_eq!(reply.body(), b"behind");
    let connect = proxy.request();
    assert!(
        connect.starts_with("CONNECT 127.0.0.1:9 HTTP/1.1\r\n"),
        "{connect}"
    );
    // canary-user:canary-password in base64, computed with Python.
    let credentials = "Proxy-Authorization: Basic Y2FuYXJ5LXVzZXI6Y2FuYXJ5LXBhc3N3b3Jk\r\n";
    assert!(connect.contains(credentials), "{connect}");
    let request = proxy.request();
    assert!(request.starts_with("POST /path HTTP/1.1\r\n"), "{request}");
    assert!(
        !request.to_ascii_lowercase().contains("proxy-"),
        "{request}"
    );
}

#[test]
fn dead_proxy_is_not_sent() {
    let proxy = format!("http://127.0.0.1:{}", dead_port());
    let settings = Settings::new("http://127.0.0.1:9")
        .proxy(Proxy::Url(proxy.into()))
        .allow_plain_http();
    let error = post(&Client::new(settings).unwrap()).unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn proxy_that_refuses_is_not_sent() {
    let proxy = Server::answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    let error = post(&through(&proxy, "http://127.0.0.1:9")).unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(
        error.to_string(),
        "no connection: the proxy did not connect"
    );
}

#[test]
fn silent_proxy_is_not_sent() {
    let proxy = Server::silent();
    let error = post(&through_within(HASTE, &proxy, "http://127.0.0.1:9")).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn proxy_that_answers_slowly_does_not_renew_the_deadline() {
    let proxy = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\n");
        while connection.write(b"X: y\r\n") {
            connection.pause();
        }
    });
    let error = post(&through_within(HASTE, &proxy, "http://127.0.0.1:9")).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn proxy_that_falls_silent_is_given_up_at_the_deadline() {
    let proxy = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\n");
        // For 2 s and more.
        for _ in 0..20 {
            connection.write(b"X: y\r\n");
            thread::sleep(Duration::from_millis(100));
        }
        connection.await_close();
    });
    let url = format!("http://127.0.0.1:{}", proxy.port());
    let settings = Settings::new("http://127.0.0.1:9")
        .proxy(Proxy::Url(url.into()))
        .allow_plain_http()
        .connect_timeout(SHORT)
        .timeout(SHORT + Duration::from_secs(1));
    let error = get(&Client::new(settings).unwrap()).unwrap_err();
    // The last wait for the proxy would have ended after the deadline of the exchange.
    let Error::Timeout { after, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(after, SHORT + Duration::from_secs(1));
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn proxy_that_answers_garbage_is_not_sent() {
    let proxy = Server::answering("garbage\r\n\r\n");
    let error = post(&through(&proxy, "http://127.0.0.1:9")).unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn silent_answer_behind_a_proxy_is_unknown() {
    let proxy = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\n\r\n");
        connection.read_request();
        connection.await_close();
    });
    let error = post(&through(&proxy, "http://127.0.0.1:9")).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn silent_tls_handshake_behind_a_proxy_is_not_sent() {
    let proxy = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\n\r\n");
        connection.await_close();
    });
    let error = post(&through(&proxy, "https://127.0.0.1:9")).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn proxy_that_cannot_be_used_is_invalid() {
    for proxy in [
        "",
        "canary canary",
        "ftp://canary:21",
        // ureq panics at these, as long as its SOCKS feature is off.
        "socks5://canary:1080",
        "socks4://canary:1080",
    ] {
        let settings = Settings::new("https://provider.example").proxy(Proxy::Url(proxy.into()));
        let error = Client::new(settings).unwrap_err();
        let Error::Invalid(input) = &error else {
            panic!("{proxy}: {error:?}");
        };
        assert_eq!(input.field(), "proxy");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}

#[test]
fn environment_is_not_obeyed_unless_asked_for() {
    let dead = format!("http://127.0.0.1:{}", dead_port());
    run_alone(
        "proxy::alone_call_passes_without_the_proxy",
        &[
            ("http_proxy", &dead),
            ("HTTP_PROXY", &dead),
            ("ALL_PROXY", &dead),
        ],
    );
}

#[test]
#[ignore = "runs as the child of environment_is_not_obeyed_unless_asked_for"]
fn alone_call_passes_without_the_proxy() {
    assert!(!given("http_proxy").is_empty());
    let server = Server::answering(ok("text/plain", b"direct"));
    assert_eq!(get(&crate::client(server.url())).unwrap().body(), b"direct");
}

#[test]
fn environment_is_obeyed_when_asked_for() {
    let dead = format!("http://127.0.0.1:{}", dead_port());
    for name in ["ALL_PROXY", "https_proxy", "http_proxy"] {
        run_alone("proxy::alone_call_fails_at_the_proxy", &[(name, &dead)]);
    }
}

#[test]
#[ignore = "runs as the child of environment_is_obeyed_when_asked_for"]
fn alone_call_fails_at_the_proxy() {
    let server = Server::answering(ok("text/plain", b"direct"));
    let settings = Settings::new(server.url())
        .proxy(Proxy::FromEnvironment)
        .allow_plain_http();
    let error = get(&Client::new(settings).unwrap()).unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert_eq!(server.connections(), 0);
}

#[test]
fn hosts_without_a_proxy_are_reached_directly() {
    let dead = format!("http://127.0.0.1:{}", dead_port());
    run_alone(
        "proxy::alone_excepted_host_is_reached",
        &[("http_proxy", &dead), ("NO_PROXY", "127.0.0.1")],
    );
}

#[test]
#[ignore = "runs as the child of hosts_without_a_proxy_are_reached_directly"]
fn alone_excepted_host_is_reached() {
    assert_eq!(given("NO_PROXY"), "127.0.0.1");
    let server = Server::start(|connection| {
        connection.read_request();
        connection.write(&ok("text/plain", b"direct"));
        connection.read_request();
        connection.await_close();
    });
    let settings = Settings::new(server.url())
        .proxy(Proxy::FromEnvironment)
        .timeout(SHORT);
    let client = Client::new(settings).unwrap();
    assert_eq!(get(&client).unwrap().body(), b"direct");
    // The verdict holds for a direct connection of a client with a proxy, too.
    let error = get(&client).unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn socks_proxy_of_the_environment_is_invalid() {
    run_alone(
        "proxy::alone_socks_proxy_is_refused",
        &[("ALL_PROXY", "socks5://127.0.0.1:1080")],
    );
}

#[test]
#[ignore = "runs as the child of socks_proxy_of_the_environment_is_invalid"]
fn alone_socks_proxy_is_refused() {
    // ureq alone would log a warning and connect directly.
    let settings = Settings::new("https://provider.example").proxy(Proxy::FromEnvironment);
    let error = Client::new(settings).unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
}

#[test]
fn empty_environment_means_no_proxy() {
    run_alone("proxy::alone_call_passes_from_an_empty_environment", &[]);
}

#[test]
#[ignore = "runs as the child of empty_environment_means_no_proxy"]
fn alone_call_passes_from_an_empty_environment() {
    let server = Server::answering(ok("text/plain", b"direct"));
    let settings = Settings::new(server.url()).proxy(Proxy::FromEnvironment);
    let reply = get(&Client::new(settings).unwrap()).unwrap();
    assert_eq!(reply.body(), b"direct");
}

#[test]
fn plain_http_to_loopback_through_a_proxy_has_to_be_allowed() {
    let settings =
        || Settings::new("http://localhost:9").proxy(Proxy::Url("http://proxy:3128".into()));
    let Err(Error::Invalid(error)) = Client::new(settings()) else {
        panic!("the secrets would reach the proxy in clear");
    };
    assert_eq!(error.field(), "base_url");
    assert_eq!(error.kind(), InvalidKind::PlainHttp);
    assert!(error.rule().contains("proxy"), "{error}");
    assert!(Client::new(settings().allow_plain_http()).is_ok());
}
