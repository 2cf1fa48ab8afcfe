//! Which base URLs are accepted.

use provider_http::{Client, Error, Method, Request, Settings};

use crate::send;
use crate::server::{Server, ok};

#[track_caller]
fn assert_refused(base_url: &str, rule: &str) {
    let error = Client::new(Settings::new(base_url)).unwrap_err();
    let Error::Invalid(input) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(input.field(), "base_url");
    assert!(input.rule().contains(rule), "{base_url}: {input}");
    for shown in [format!("{error}"), format!("{error:?}")] {
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[track_caller]
fn assert_accepted(base_url: &str) {
    if let Err(error) = Client::new(Settings::new(base_url)) {
        panic!("{base_url}: {error}");
    }
}

#[test]
fn https_is_accepted() {
    assert_accepted("https://provider.example");
    assert_accepted("https://provider.example:8443/prefix");
    assert_accepted("HTTPS://Provider.Example/");
    assert_accepted("https://192.0.2.1");
    assert_accepted("https://[2001:db8::1]:443");
}

#[test]
fn plain_http_is_accepted_on_loopback() {
    for host in ["127.0.0.1", "127.1.2.3", "localhost", "LOCALHOST", "[::1]"] {
        assert_accepted(&format!("http://{host}"));
        assert_accepted(&format!("http://{host}:8080/prefix"));
    }
}

#[test]
fn plain_http_to_another_host_is_refused() {
    for host in [
        "example.test",
        "192.0.2.1",
        "localhost.example.test",
        "127.0.0.1.example.test",
        "0.0.0.0",
        "[::ffff:192.0.2.1]",
    ] {
        assert_refused(&format!("http://{host}"), "must be https");
    }
}

#[test]
fn plain_http_to_another_host_is_accepted_when_allowed() {
    let settings = Settings::new("http://example.test").allow_plain_http();
    Client::new(settings).unwrap();
}

/// The parser of URLs takes `a[` for the host of the first and `[::1]` for that of the last.
#[test]
fn brackets_stand_around_an_address_and_nothing_behind_them_but_a_port() {
    for host in [
        "a[::1]:80",
        "[localhost]",
        "[127.0.0.1]:80",
        "localhost[::1]:1",
    ] {
        assert_refused(&format!("http://{host}"), "must name a host");
    }
    for host in ["[::1]canary.example:80", "[::1]:80:80", "[::1]80"] {
        assert_refused(&format!("http://{host}"), "must ");
    }
}

/// One address has one spelling, and what reaches this machine is known by it.
#[test]
fn address_of_ipv4_is_four_decimal_numbers() {
    for host in [
        "127.1",
        "127.0.0.01",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "127.0.0.0x1",
        "127.0.0.0X",
        "2130706433",
        "0",
        "256.0.0.1",
        "1.2.3.4.5",
        "127.0.0.1.",
        "canary.1",
    ] {
        for scheme in ["http", "https"] {
            assert_refused(&format!("{scheme}://{host}:8080/canary"), "four decimal");
        }
    }
    for host in [
        "1.example",
        "0x7f.example",
        "127.0.0.0xg",
        "x0",
        "192.0.2.1",
    ] {
        assert_accepted(&format!("https://{host}"));
    }
}

#[test]
fn other_schemes_are_refused() {
    for base_url in [
        "ftp://canary.test",
        "canary.test",
        "/canary",
        "file:///canary",
        "",
    ] {
        let error = Client::new(Settings::new(base_url)).unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{base_url}");
        assert!(!error.to_string().contains("canary"), "{error}");
    }
}

#[test]
fn user_and_password_are_refused() {
    assert_refused("https://canary:canary@provider.example", "password");
    assert_refused("https://canary@provider.example", "user name");
}

#[test]
fn url_without_a_host_is_refused() {
    for base_url in ["https://:443", "http://:80/canary"] {
        assert_refused(base_url, "must name a host");
    }
    for base_url in ["https://", "https:///canary"] {
        let error = Client::new(Settings::new(base_url)).unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{base_url}");
    }
}

#[test]
fn query_and_fragment_are_refused() {
    assert_refused("https://provider.example/?canary=1", "query");
    assert_refused("https://provider.example/#canary", "fragment");
}

#[test]
fn port_that_is_no_port_is_refused() {
    for port in ["99999", "0", "", "8080x", "-1"] {
        let base_url = format!("https://provider.example:{port}/canary");
        let error = Client::new(Settings::new(&base_url)).unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{base_url}");
    }
}

#[test]
fn characters_that_need_encoding_are_refused() {
    for base_url in [
        "https://provider.example/canary a",
        "https://provider.example/canary名",
        "https://provider.example/canary{}",
        "https://例子.test",
        "https://provider.example/\ncanary",
    ] {
        let error = Client::new(Settings::new(base_url)).unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{base_url}");
        assert!(!error.to_string().contains("canary"), "{error}");
    }
}

#[test]
fn slash_at_the_end_is_dropped() {
    for end in ["", "/", "//"] {
        let server = Server::answering(ok("text/plain", b"ok"));
        let client = Client::new(Settings::new(server.url() + "/prefix" + end)).unwrap();
        send(&client, Request::new("list", Method::Get, "/path")).unwrap();
        let request = server.request();
        assert!(
            request.starts_with("GET /prefix/path HTTP/1.1\r\n"),
            "{request}"
        );
    }
}

#[test]
fn base_url_is_kept_as_it_was_given() {
    let settings = Settings::new("https://provider.example/");
    assert_eq!(settings.base_url(), "https://provider.example/");
}
