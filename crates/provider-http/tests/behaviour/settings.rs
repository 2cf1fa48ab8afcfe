//! Limits of the settings. None of them can be switched off.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use provider_http::{Client, Clock, Error, Settings, SystemClock};

use crate::server::{Server, ok};
use crate::{PATIENT, SHORT, get};

fn settings() -> Settings {
    Settings::new("https://provider.example")
}

#[track_caller]
fn assert_refused(settings: Settings, field: &str) {
    let error = Client::new(settings).unwrap_err();
    let Error::Invalid(input) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(input.field(), field);
    assert_eq!(input.origin(), "settings of the client");
}

#[test]
fn deadlines_of_zero_are_refused() {
    assert_refused(settings().timeout(Duration::ZERO), "timeout");
    assert_refused(
        settings().connect_timeout(Duration::ZERO),
        "connect_timeout",
    );
}

#[test]
fn deadlines_without_end_are_refused() {
    assert_refused(settings().timeout(Duration::MAX), "timeout");
    assert_refused(settings().connect_timeout(Duration::MAX), "connect_timeout");
    let just_too_long = Duration::from_secs(24 * 60 * 60) + Duration::from_nanos(1);
    assert_refused(settings().timeout(just_too_long), "timeout");
}

#[test]
fn deadline_of_a_call_without_end_is_refused() {
    let client = Client::new(settings()).unwrap();
    let error = get(&client.with_timeout(Duration::MAX)).unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    let error = get(&client.with_timeout(Duration::ZERO)).unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
}

#[test]
fn longest_deadlines_work() {
    let day = Duration::from_secs(24 * 60 * 60);
    let server = Server::answering(ok("text/plain", b"ok"));
    let settings = Settings::new(server.url())
        .timeout(day)
        .connect_timeout(day);
    assert_eq!(get(&Client::new(settings).unwrap()).unwrap().body(), b"ok");
}

#[test]
fn body_limit_of_zero_is_refused() {
    assert_refused(settings().max_body_bytes(0), "max_body_bytes");
}

#[test]
fn user_agent_that_no_header_can_carry_is_refused() {
    for name in ["", "two\nlines", "供应商", "tab\there", "\u{7f}"] {
        assert_refused(settings().user_agent(name), "user_agent");
    }
}

#[test]
fn user_agent_names_the_project_unless_told() {
    let server = Server::answering(ok("text/plain", b"ok"));
    get(&crate::client(server.url())).unwrap();
    let request = server.request();
    let expected = format!("user-agent: openplat/{}\r\n", env!("CARGO_PKG_VERSION"));
    assert!(
        request.to_ascii_lowercase().contains(&expected),
        "{request}"
    );
}

#[test]
fn pem_without_a_certificate_is_refused() {
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let cut = "-----BEGIN CERTIFICATE-----\nAAAA\n";
    let garbage = "-----BEGIN CERTIFICATE-----\n*canary*\n-----END CERTIFICATE-----\n";
    for pem in ["", "canary", key, cut, garbage] {
        assert_refused(
            settings().root_certificates_pem(pem),
            "root_certificates_pem",
        );
    }
}

#[test]
fn connection_that_hangs_is_given_up_after_the_connect_timeout() {
    let deaf = crate::server::Deaf::start();
    let settings = Settings::new(format!("https://127.0.0.1:{}", deaf.port()))
        .connect_timeout(Duration::from_millis(150))
        .timeout(Duration::from_secs(60));
    let error = get(&Client::new(settings).unwrap()).unwrap_err();
    let Error::Timeout { after, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(after, Duration::from_millis(150));
    assert_eq!(
        error.to_string(),
        "no complete answer within 0.15 s, before the request was sent"
    );
}

#[test]
fn connect_timeout_longer_than_the_deadline_does_not_stretch_it() {
    let deaf = crate::server::Deaf::start();
    let settings = Settings::new(format!("https://127.0.0.1:{}", deaf.port()))
        .connect_timeout(Duration::from_secs(60))
        .timeout(Duration::from_millis(150));
    let error = get(&Client::new(settings).unwrap()).unwrap_err();
    let Error::Timeout { after, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(after, Duration::from_millis(150));
}

#[test]
fn deadline_of_the_settings_covers_the_body() {
    let server = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        connection.await_close();
    });
    let settings = Settings::new(server.url()).timeout(Duration::from_millis(150));
    let error = get(&Client::new(settings).unwrap()).unwrap_err();
    let Error::Timeout { after, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(after, Duration::from_millis(150));
}

#[test]
fn connect_timeout_does_not_limit_the_answer() {
    let server = Server::start(|connection| {
        connection.read_request();
        thread::sleep(SHORT + Duration::from_millis(500));
        connection.write(&ok("text/plain", b"late"));
    });
    let settings = Settings::new(server.url()).connect_timeout(SHORT);
    let reply = get(&Client::new(settings.timeout(PATIENT)).unwrap()).unwrap();
    assert_eq!(reply.body(), b"late");
}

#[test]
fn client_and_error_cross_threads() {
    fn assert_crosses<T: Send + Sync + 'static>() {}
    assert_crosses::<Client>();
    assert_crosses::<Settings>();
    assert_crosses::<Error>();
}

#[test]
fn system_clock_does_not_step_back() {
    let clock = SystemClock::new();
    let start = clock.monotonic();
    let notify = provider_clock::Notify::new();
    clock.wait(&notify, notify.version(), Duration::from_millis(5));
    assert!(clock.monotonic() >= start + Duration::from_millis(5));
    assert!(clock.now().year() >= 2024);
}

#[test]
fn client_has_the_clock_of_its_settings() {
    let clock = crate::observe::TestClock::new();
    let client = Client::new(settings().clock(Arc::new(clock))).unwrap();
    assert_eq!(client.now().unix_timestamp(), 1_713_255_411);
    assert_eq!(client.clock().monotonic(), Duration::from_secs(100));
}
