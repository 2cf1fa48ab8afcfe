//! Starting, stopping, recording, the clock, and many requests at once.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use openplat_sandbox::{
    Chao8, Fault, FaultProxy, RecordedRequest, Sandbox, SandboxClock, StoredCode, Vending,
};
use time::macros::{datetime, format_description};
use time::{OffsetDateTime, PrimitiveDateTime};

use crate::caller::{call, send, send_with, signed};

const PING: &str = "/api/openapi/v1/ping";

#[test]
fn types_can_be_shared_by_threads() {
    fn check<T: Send + Sync + std::fmt::Debug>() {}
    check::<Sandbox>();
    check::<SandboxClock>();
    check::<Vending>();
    check::<Chao8>();
    check::<RecordedRequest>();
    check::<StoredCode>();
    check::<Fault>();
    check::<FaultProxy>();
}

#[test]
fn port_can_be_bound_again_after_the_drop() {
    // A port that is free again may go to the server of another test.
    assert!((0..5).any(|_| is_free_after_the_drop()));
}

fn is_free_after_the_drop() -> bool {
    let sandbox = Sandbox::start().unwrap();
    let port = sandbox.address().port();
    assert_eq!(sandbox.base_url(), format!("http://127.0.0.1:{port}"));
    // A connection that is kept and one that has sent half a request must not hold up the stop.
    let mut kept = TcpStream::connect(sandbox.address()).unwrap();
    kept.write_all(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
        .unwrap();
    kept.read_exact(&mut [0; 12]).unwrap();
    let mut half = TcpStream::connect(sandbox.address()).unwrap();
    half.write_all(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf")
        .unwrap();
    send(&sandbox, "POST", PING, b"").data();
    drop(sandbox);
    let is_refused = TcpStream::connect(("127.0.0.1", port)).is_err();
    let Ok(again) = Sandbox::start_on(port) else {
        return false;
    };
    assert_eq!(again.address().port(), port);
    send(&again, "POST", PING, b"").data();
    is_refused
}

#[test]
fn taken_port_is_an_error() {
    let sandbox = Sandbox::start().unwrap();
    let error = Sandbox::start_on(sandbox.address().port()).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
}

#[test]
fn requests_are_recorded_as_they_came() {
    let sandbox = Sandbox::start().unwrap();
    let headers = [("Appid", "canary-id"), ("AppSecret", "canary-secret")];
    let path = format!("{PING}?a=%31&b");
    send_with(
        &sandbox.base_url(),
        "PUT",
        &path,
        &headers,
        b"\x00\xffbytes",
    )
    .unwrap();
    let request = sandbox.requests().remove(0);
    assert_eq!(
        (
            request.method.as_str(),
            request.path.as_str(),
            request.query.as_deref()
        ),
        ("PUT", PING, Some("a=%31&b"))
    );
    assert_eq!(request.body, b"\x00\xffbytes");
    assert_eq!(request.header("APPSECRET"), Some("canary-secret"));
    assert!(
        request
            .headers
            .contains(&("appid".to_owned(), "canary-id".to_owned()))
    );
    assert_eq!(request.header("X-None"), None);
    assert_eq!(request.status, 405);
    sandbox.clear_requests();
    assert!(sandbox.requests().is_empty());
}

#[test]
fn head_is_recorded_byte_by_byte_as_text_and_header_values_keep_their_order() {
    let sandbox = Sandbox::start().unwrap();
    let mut stream = TcpStream::connect(sandbox.address()).unwrap();
    stream
        .write_all(
            b"POST /a:b??c=d:e HTTP/1.1\r\nHost: x:1\r\nX-Twice: 1\r\nX-Odd: a\xff:b\tc\r\n\
              X-Twice: 2\r\nX-Empty:\r\nContent-Length: 8\r\n\r\n\n\nb:\n\n\r\xff\
              GET /e? HTTP/1.1\r\nConnection: close\r\n\r\n",
        )
        .unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    let [first, second]: [RecordedRequest; 2] = sandbox.requests().try_into().unwrap();
    assert_eq!(first.path, "/a:b");
    assert_eq!(first.query.as_deref(), Some("?c=d:e"));
    let mut headers = first.headers;
    // A stable order: that of the values of a name is kept.
    headers.sort_by(|(one, _), (other, _)| one.cmp(other));
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        headers,
        [
            ("content-length", "8"),
            ("host", "x:1"),
            ("x-empty", ""),
            ("x-odd", "a\u{fffd}:b\tc"),
            ("x-twice", "1"),
            ("x-twice", "2"),
        ]
    );
    assert_eq!(first.body, b"\n\nb:\n\n\r\xff");
    assert_eq!(
        (second.method.as_str(), second.path.as_str()),
        ("GET", "/e")
    );
    assert_eq!(second.query.as_deref(), Some(""));
    assert_eq!(
        second.headers,
        [("connection".to_owned(), "close".to_owned())]
    );
    assert!(second.body.is_empty());
}

#[test]
fn debug_shows_no_header_values_query_or_body() {
    let sandbox = Sandbox::start().unwrap();
    let headers = [("AppSecret", "canary-header")];
    let path = format!("{PING}?q=canary-query");
    send_with(&sandbox.base_url(), "POST", &path, &headers, b"canary-body").unwrap();
    let text = format!(
        "{:?} {sandbox:?} {:?} {:?}",
        sandbox.requests(),
        sandbox.vending(),
        sandbox.chao8()
    );
    assert!(!text.contains("canary"), "{text}");
    assert!(text.contains("appsecret") && text.contains("401"), "{text}");
}

#[test]
fn too_large_body_is_a_page_with_413() {
    let sandbox = Sandbox::start().unwrap();
    let answer = send(&sandbox, "POST", PING, &vec![b'a'; 1024 * 1024 + 1]);
    assert_eq!(answer.status, 413);
    assert_eq!(sandbox.requests()[0].status, 413);
}

#[test]
fn clock_is_real_until_it_is_moved() {
    let sandbox = Sandbox::start().unwrap();
    let clock = sandbox.clock();
    let before = OffsetDateTime::now_utc();
    let now = clock.now();
    assert!(before <= now && now <= OffsetDateTime::now_utc());
    clock.advance(Duration::from_secs(3600));
    assert!(clock.now() >= now + time::Duration::HOUR);
    clock.set(datetime!(2024-02-29 08:00:00 UTC));
    clock.advance(Duration::from_secs(5));
    assert_eq!(clock.now(), datetime!(2024-02-29 08:00:05 UTC));
}

#[test]
fn answers_carry_the_date_of_the_sandbox() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2024-02-29 08:00:00 +8));
    let mut stream = TcpStream::connect(sandbox.address()).unwrap();
    stream
        .write_all(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert!(
        text.to_lowercase()
            .contains("date: thu, 29 feb 2024 00:00:00 gmt\r\n"),
        "{text}"
    );
}

#[test]
fn answers_carry_the_real_date_until_the_clock_is_moved() {
    let sandbox = Sandbox::start().unwrap();
    // A date has whole seconds, and the server looks at the time at most once in each.
    let earliest = OffsetDateTime::now_utc() - Duration::from_secs(2);
    let mut stream = TcpStream::connect(sandbox.address()).unwrap();
    stream
        .write_all(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let dates: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| name.eq_ignore_ascii_case("date"))
        .map(|(_, value)| value)
        .collect();
    let [date] = dates[..] else {
        panic!("one date: {text}");
    };
    let format = format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    let date = PrimitiveDateTime::parse(date, format).unwrap().assume_utc();
    assert!(earliest <= date && date <= OffsetDateTime::now_utc());
}

#[test]
fn concurrent_requests_are_each_carried_out_once() {
    const CALLERS: usize = 8;
    let sandbox = Sandbox::start().unwrap();
    let start = Barrier::new(CALLERS);
    thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| {
                start.wait();
                for _ in 0..5 {
                    let parameters = [
                        ("machine_no", Vending::MACHINE),
                        ("method", "pickup_code.product.id"),
                        ("product_id", "101"),
                        ("count", "2"),
                    ];
                    call(
                        &sandbox,
                        "POST",
                        "/api/openapi/v1/pickup_codes",
                        &parameters,
                    )
                    .data();
                }
            });
        }
    });
    let codes = sandbox.vending().pickup_codes(Vending::MACHINE, 101);
    assert_eq!(codes.len(), CALLERS * 5 * 2);
    let distinct: HashSet<&str> = codes.iter().map(|code| code.code.as_str()).collect();
    assert_eq!(distinct.len(), codes.len());
    assert_eq!(sandbox.requests().len(), CALLERS * 5);
}

#[test]
fn bytes_that_are_no_request_leave_the_sandbox_running() {
    let sandbox = Sandbox::start().unwrap();
    let body = signed(&[("machine_no", Vending::MACHINE), ("page", "1")]);
    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01".to_vec(),
        b"POST /api/openapi/v1/ping HTTP/1.1\r\nAppid: \xff\xfe\r\nAppSecret: \xff\r\nConnection: close\r\n\r\n".to_vec(),
        b"POST /api/openapi/v1/products HTTP/9.9\r\n\r\n".to_vec(),
        [b"POST /api/openapi/v1/products HTTP/1.1\r\nContent-Length: 3\r\nConnection: close\r\n\r\n".as_slice(), &body].concat(),
        b"POST /%FF/../ HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n".to_vec(),
    ] {
        let mut stream = TcpStream::connect(sandbox.address()).unwrap();
        stream.write_all(&bytes).unwrap();
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let _ = stream.read_to_end(&mut Vec::new());
    }
    assert_eq!(send(&sandbox, "POST", PING, b"").data(), "pong");
}

#[test]
fn nobody_else_can_reach_it() {
    let sandbox = Sandbox::start().unwrap();
    assert!(sandbox.address().ip().is_loopback());
    let wire = FaultProxy::start(sandbox.address(), Fault::None).unwrap();
    assert!(wire.address().ip().is_loopback());
}
