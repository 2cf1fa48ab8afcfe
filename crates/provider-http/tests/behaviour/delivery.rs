//! Every way in which an exchange can fail, and whether the call may have taken effect.

use std::time::{Duration, Instant};

use provider_http::{Class, Client, Delivery, Effect, Error, Method, Proof, Request, Settings};

use crate::server::{Deaf, Server, dead_port, ok};
use crate::{PATIENT, SHORT, client, get, hasty_client, post, send};

#[test]
fn refused_connection_is_not_sent() {
    let error = post(&client(format!("http://127.0.0.1:{}", dead_port()))).unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.is_transient());
    assert!(error.to_string().starts_with("no connection: "), "{error}");
}

#[test]
fn refused_tls_connection_is_not_sent() {
    let error = post(&client(format!("https://127.0.0.1:{}", dead_port()))).unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn silent_tls_handshake_is_not_sent() {
    let deaf = Deaf::start();
    let error = post(&hasty_client(format!("https://127.0.0.1:{}", deaf.port()))).unwrap_err();
    let Error::Timeout {
        after, delivery, ..
    } = error
    else {
        panic!("{error:?}");
    };
    assert_eq!(after, SHORT);
    assert_eq!(delivery, Delivery::NotSent);
    assert!(deaf.was_called());
}

#[test]
fn tls_handshake_that_is_cut_is_not_sent() {
    let server = Server::start(|_| {});
    let error = post(&client(format!("https://127.0.0.1:{}", server.port()))).unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn plain_http_in_place_of_tls_is_not_sent() {
    let server = Server::start(|connection| {
        connection.write(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        connection.await_close();
    });
    let error = post(&client(format!("https://127.0.0.1:{}", server.port()))).unwrap_err();
    assert!(matches!(error, Error::Untrusted { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(!error.is_transient());
}

#[test]
fn silent_answer_is_unknown() {
    let server = Server::silent();
    let error = post(&hasty_client(server.url())).unwrap_err();
    let Error::Timeout {
        after, delivery, ..
    } = error
    else {
        panic!("{error:?}");
    };
    assert_eq!(after, SHORT);
    assert_eq!(delivery, Delivery::Unknown);
    assert!(error.is_transient());
    assert_eq!(
        error.to_string(),
        "no complete answer within 3 s, after the request was sent"
    );
    assert!(server.request().ends_with(r#"{"a":1}"#));
}

#[test]
fn request_that_nobody_reads_is_unknown() {
    // The bytes are in the network: the other side may still read them.
    let deaf = Deaf::start();
    let error = post(&hasty_client(format!("http://127.0.0.1:{}", deaf.port()))).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn body_that_stops_coming_is_unknown() {
    let server = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        connection.await_close();
    });
    // Were the body not covered by the deadline of the call, that of the settings would end it.
    let settings = Settings::new(server.url()).timeout(20 * SHORT);
    let client = Client::new(settings).unwrap().with_timeout(SHORT);
    let start = Instant::now();
    let error = get(&client).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
    // Ten times what is needed, and half of what it would be.
    assert!(start.elapsed() < 10 * SHORT);
}

#[test]
fn slow_bytes_do_not_renew_the_deadline() {
    let server = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        while connection.write(&[b' '; 64]) {
            connection.pause();
        }
    });
    let error = get(&hasty_client(server.url())).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
}

#[track_caller]
fn assert_interrupted(answer: &[u8]) {
    let server = Server::answering(answer);
    let error = post(&client(server.url())).unwrap_err();
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.is_transient());
}

/// The words say what to look at; none of them is the server's.
#[test]
fn answer_that_is_no_http_is_told_apart_from_a_head_that_is_too_large() {
    let said = |answer: &[u8]| {
        let server = Server::answering(answer);
        post(&client(server.url())).unwrap_err().to_string()
    };
    let head = |lines: &str| format!("HTTP/1.1 200 OK\r\n{lines}\r\n").into_bytes();
    let many = "X: canary\r\n".repeat(200);
    let long = format!("X: {}\r\n", "canary".repeat(30_000));
    for (answer, reason) in [
        (b"canary".to_vec(), "the answer is not valid HTTP"),
        (
            head(&many),
            "the head of the answer has more than 128 header lines",
        ),
        (head(&long), "the head of the answer is too large"),
    ] {
        let told = said(&answer);
        assert_eq!(told, format!("exchange interrupted: {reason}"));
    }
}

#[test]
fn connection_closed_without_an_answer_is_unknown() {
    assert_interrupted(b"");
}

#[test]
fn cut_head_is_unknown() {
    assert_interrupted(b"HTTP/1.1 200 O");
}

#[test]
fn cut_body_is_unknown() {
    assert_interrupted(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
}

#[test]
fn cut_chunk_is_unknown() {
    assert_interrupted(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhalf");
}

#[test]
fn garbage_is_unknown() {
    assert_interrupted(b"\x16\x03\x01 this is not HTTP\r\n\r\n");
}

#[test]
fn broken_chunk_length_is_unknown() {
    assert_interrupted(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nbody\r\n");
}

#[test]
fn endless_head_is_unknown() {
    let server = Server::start(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\n");
        while connection.write(b"X-Filler: 0123456789012345678901234567890123456789\r\n") {}
    });
    let error = get(&client(server.url())).unwrap_err();
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn reset_after_the_request_is_unknown() {
    let server = Server::start(|connection| {
        connection.read_request();
        connection.reset();
    });
    let error = post(&client(server.url())).unwrap_err();
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn unknown_host_is_not_sent() {
    let error = post(&client("https://host.invalid")).unwrap_err();
    assert_eq!(error.delivery(), Delivery::NotSent);
    // Without a name server the look-up may hang instead of failing.
    let is_expected = matches!(error, Error::Connect { .. } | Error::Timeout { .. });
    assert!(is_expected, "{error:?}");
}

#[test]
fn verdict_of_one_exchange_does_not_reach_the_next_on_its_thread() {
    let server = Server::silent();
    let sent = post(&hasty_client(server.url())).unwrap_err();
    let refused = post(&client(format!("http://127.0.0.1:{}", dead_port()))).unwrap_err();
    assert_eq!(sent.delivery(), Delivery::Unknown);
    assert_eq!(refused.delivery(), Delivery::NotSent);
}

#[test]
fn exchange_inside_the_reader_of_another_keeps_its_own_verdict() {
    let server = Server::answering(ok("text/plain", b"outer"));
    let request = Request::new("outer", Method::Get, "/");
    let inner = client(format!("http://127.0.0.1:{}", dead_port()));
    let error = client(server.url())
        .call(request, |_, _| get(&inner))
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn request_with_a_deadline_of_zero_is_invalid() {
    let deaf = Deaf::start();
    let request = Request::new("get", Method::Get, "/").timeout(Duration::ZERO);
    let error = send(
        &client(format!("http://127.0.0.1:{}", deaf.port())),
        request,
    )
    .unwrap_err();
    let Error::Invalid(input) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(input.field(), "timeout");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(!error.is_transient());
    assert!(!deaf.was_called());
}

#[test]
fn deadline_of_a_request_wins_over_the_one_of_the_client() {
    let server = Server::silent();
    let request = Request::new("get", Method::Get, "/").timeout(Duration::from_millis(1200));
    let error = send(&hasty_client(server.url()), request).unwrap_err();
    let Error::Timeout { after, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(after, Duration::from_millis(1200));
}

#[test]
fn deadline_of_a_request_may_be_longer_than_the_one_of_the_client() {
    let server = Server::start(|connection| {
        connection.read_request();
        for _ in 0..10 {
            connection.pause();
        }
        connection.write(&ok("text/plain", b"late"));
    });
    let client = client(server.url()).with_timeout(Duration::from_millis(50));
    let request = Request::new("get", Method::Get, "/").timeout(PATIENT);
    assert_eq!(send(&client, request).unwrap().body(), b"late");
}

#[test]
fn http_status_says_refused_for_a_fault_of_the_request_only() {
    for (status, delivery) in [
        (200, Delivery::Unknown),
        (302, Delivery::Unknown),
        (400, Delivery::Refused),
        (401, Delivery::Refused),
        (408, Delivery::Unknown),
        (429, Delivery::Refused),
        (499, Delivery::Unknown),
        (500, Delivery::Unknown),
        (503, Delivery::Unknown),
    ] {
        assert_eq!(Delivery::of_http_status(status), delivery, "{status}");
    }
}

/// The four rules of [`Delivery::of_code`], over every status.
#[test]
fn code_proves_not_done_only_where_no_server_may_have_failed_in_the_middle() {
    let of = Delivery::of_code;
    for status in 100..=999 {
        let has_failed = status == 408 || status >= 500;
        let not_done = if has_failed {
            Delivery::Unknown
        } else {
            Delivery::Refused
        };
        for effect in [Effect::Reads, Effect::Writes] {
            assert_eq!(
                of(effect, status, Proof::Done),
                Delivery::Unknown,
                "{status}"
            );
        }
        for proof in [Proof::NotDone, Proof::Nothing] {
            assert_eq!(
                of(Effect::Reads, status, proof),
                Delivery::Refused,
                "{status}"
            );
        }
        assert_eq!(
            of(Effect::Writes, status, Proof::NotDone),
            not_done,
            "{status}"
        );
        assert_eq!(
            of(Effect::Writes, status, Proof::Nothing),
            Delivery::Unknown,
            "{status}"
        );
    }
}

const CLASSES: [(Class, &str); 11] = [
    (Class::Success, "success"),
    (Class::Auth, "auth"),
    (Class::TokenRejected, "token-rejected"),
    (Class::RateLimit, "rate-limit"),
    (Class::DailyLimit, "daily-limit"),
    (Class::Transient, "transient"),
    (Class::InvalidRequest, "invalid-request"),
    (Class::NotFound, "not-found"),
    (Class::Conflict, "conflict"),
    (Class::BusinessRefusal, "business-refusal"),
    (Class::Unknown, "unknown"),
];

#[test]
fn class_follows_the_http_status() {
    for status in 0..=u16::MAX {
        let class = match status {
            ..=399 => None,
            401 | 403 => Some(Class::Auth),
            429 => Some(Class::RateLimit),
            408 | 499 | 500.. => Some(Class::Transient),
            _ => Some(Class::InvalidRequest),
        };
        assert_eq!(Class::of_http_status(status), class, "{status}");
    }
}

#[test]
fn two_classes_pass_by_themselves() {
    for class in CLASSES.map(|(class, _)| class) {
        let passes = class == Class::Transient || class == Class::RateLimit;
        assert_eq!(class.is_transient(), passes, "{class}");
    }
}

/// Scripts read them: a name is a promise.
#[test]
fn class_is_shown_by_its_name() {
    for (class, name) in CLASSES {
        assert_eq!(class.as_str(), name);
        assert_eq!(format!("{class:<16}|"), format!("{name:<16}|"));
    }
}

#[test]
fn verdict_is_shown_by_its_name() {
    assert_eq!(format!("{:<8}|", Delivery::NotSent), "NotSent |");
    assert_eq!(Delivery::Refused.as_str(), "Refused");
    assert_eq!(Delivery::Unknown.to_string(), "Unknown");
}
