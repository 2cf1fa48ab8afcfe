//! Every fault of the proxy.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use openplat_sandbox::{Fault, FaultProxy, Sandbox, Vending};

use crate::caller::{agent, exchange, send_with, signed};
use crate::nobody::Nobody;

const PING: &str = "/api/openapi/v1/ping";
const PONG: &str = r#"{"code":0,"message":"ok","data":"pong"}"#;
const HEADERS: [(&str, &str); 2] = [
    ("Appid", Vending::APP_ID),
    ("AppSecret", Vending::APP_SECRET),
];

/// A sandbox with a fault in front of it.
fn behind(fault: Fault) -> (Sandbox, FaultProxy) {
    let sandbox = Sandbox::start().unwrap();
    let proxy = FaultProxy::start(sandbox.address(), fault).unwrap();
    (sandbox, proxy)
}

/// A connection that has sent a ping.
fn pinging(proxy: &FaultProxy) -> TcpStream {
    let mut stream = TcpStream::connect(proxy.address()).unwrap();
    let (id, secret) = (Vending::APP_ID, Vending::APP_SECRET);
    let request = format!(
        "POST {PING} HTTP/1.1\r\nHost: x\r\nAppid: {id}\r\nAppSecret: {secret}\r\nContent-Length: 0\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

/// Everything until the end of the connection, which must be no reset.
fn read_all(mut stream: TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    bytes
}

/// The one create call of these tests: it leaves a trace when it takes effect.
fn create(proxy: &FaultProxy) -> Result<u16, ureq::Error> {
    let body = signed(&[
        ("machine_no", Vending::MACHINE),
        ("method", "pickup_code.product.id"),
        ("product_id", "101"),
    ]);
    let path = "/api/openapi/v1/pickup_codes";
    send_with(&proxy.base_url(), "POST", path, &HEADERS, &body).map(|answer| answer.status)
}

fn codes(sandbox: &Sandbox) -> usize {
    sandbox.vending().pickup_codes(Vending::MACHINE, 101).len()
}

#[test]
fn none_lets_several_requests_pass_on_one_connection() {
    let (sandbox, proxy) = behind(Fault::None);
    let agent = agent();
    for _ in 0..3 {
        let answer = exchange(&agent, &proxy.base_url(), "POST", PING, &HEADERS, b"").unwrap();
        assert_eq!((answer.status, answer.text.as_str()), (200, PONG));
    }
    assert_eq!((proxy.connections(), sandbox.requests().len()), (1, 3));
    assert_eq!(create(&proxy).unwrap(), 200);
    assert_eq!((proxy.connections(), codes(&sandbox)), (2, 1));
}

#[test]
fn fault_can_change_between_requests_of_a_connection() {
    let (_sandbox, proxy) = behind(Fault::HtmlPage { status: 502 });
    let agent = agent();
    let ping = || exchange(&agent, &proxy.base_url(), "POST", PING, &HEADERS, b"").unwrap();
    assert_eq!(ping().status, 502);
    proxy.set_fault(Fault::None);
    assert_eq!(ping().text, PONG);
    assert_eq!(proxy.connections(), 1);
}

#[test]
fn silence_never_answers_until_the_drop() {
    let (sandbox, proxy) = behind(Fault::Silence);
    let mut stream = pinging(&proxy);
    stream
        .set_read_timeout(Some(Duration::from_millis(100)))
        .unwrap();
    let error = stream.read(&mut [0]).unwrap_err();
    // The wait of a process that is stopped and goes on is interrupted.
    assert!(matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    ));
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    drop(proxy);
    // A reset, if the proxy was dropped before it came to read, is no answer either.
    let end = stream.read_to_end(&mut Vec::new());
    assert_eq!(end.unwrap_or(0), 0);
    assert!(sandbox.requests().is_empty());
}

#[test]
fn tls_handshake_meets_silence() {
    let (_sandbox, proxy) = behind(Fault::None);
    let mut stream = TcpStream::connect(proxy.address()).unwrap();
    stream.write_all(b"\x16\x03\x01\x00\xff\x01\x00").unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(100)))
        .unwrap();
    assert!(stream.read(&mut [0]).is_err());
}

#[test]
fn slow_bytes_come_one_by_one() {
    let pause = Duration::from_millis(1);
    let (sandbox, proxy) = behind(Fault::SlowBytes { pause });
    let begin = Instant::now();
    let mut stream = pinging(&proxy);
    let mut answer = Vec::new();
    while !answer.ends_with(PONG.as_bytes()) {
        let mut byte = [0; 4096];
        let read = stream.read(&mut byte).unwrap();
        assert_ne!(read, 0, "the whole answer comes");
        answer.extend(&byte[..read]);
    }
    let expected = pause * u32::try_from(answer.len() - 1).unwrap();
    assert!(begin.elapsed() >= expected);
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn slow_bytes_end_with_the_drop() {
    let pause = Duration::from_secs(3600);
    let (_sandbox, proxy) = behind(Fault::SlowBytes { pause });
    let mut stream = pinging(&proxy);
    stream.read_exact(&mut [0]).unwrap();
    drop(proxy);
    assert_eq!(read_all(stream), b"");
}

#[test]
fn cut_body_ends_in_the_middle_of_the_body() {
    let (sandbox, proxy) = behind(Fault::CutBody);
    let text = String::from_utf8(read_all(pinging(&proxy))).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("content-length: {}", PONG.len())));
    assert_eq!(body, &PONG[..PONG.len() / 2]);
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn cut_head_ends_in_the_middle_of_the_head() {
    let (sandbox, proxy) = behind(Fault::CutHead);
    let text = String::from_utf8(read_all(pinging(&proxy))).unwrap();
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "{text}");
    assert!(!text.contains("\r\n\r\n"), "{text}");
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn endless_body_goes_on_until_the_client_leaves() {
    let (sandbox, proxy) = behind(Fault::EndlessBody);
    let mut stream = pinging(&proxy);
    let mut first = [0; 1_000_000];
    stream.read_exact(&mut first).unwrap();
    assert!(first.starts_with(b"HTTP/1.1 200 OK\r\n"));
    drop(stream);
    // A client that stops reading must not hold up the drop either.
    let _full = pinging(&proxy);
    drop(proxy);
    assert!(sandbox.requests().is_empty());
}

#[test]
fn garbage_is_no_http_and_always_the_same() {
    let (_sandbox, proxy) = behind(Fault::Garbage);
    let first = read_all(pinging(&proxy));
    assert_eq!(first.len(), 512);
    assert!(!first.starts_with(b"HTTP"));
    assert_eq!(first, read_all(pinging(&proxy)));
    assert!(create(&proxy).is_err());
}

#[test]
fn html_page_has_the_status_that_was_asked_for() {
    let (sandbox, proxy) = behind(Fault::HtmlPage { status: 404 });
    let answer = send_with(&proxy.base_url(), "POST", PING, &HEADERS, b"").unwrap();
    assert_eq!(
        (answer.status, answer.content_type.as_str()),
        (404, "text/html")
    );
    assert!(answer.text.starts_with("<html>"));
    assert!(sandbox.requests().is_empty());
}

#[test]
fn redirect_names_its_location_and_cannot_split_the_head() {
    let location = "http://elsewhere.invalid/\r\nX-Split: 1".to_owned();
    let status = 307;
    let (sandbox, proxy) = behind(Fault::Redirect { status, location });
    let stream = pinging(&proxy);
    stream.shutdown(Shutdown::Write).unwrap();
    let text = String::from_utf8(read_all(stream)).unwrap();
    assert!(text.starts_with("HTTP/1.1 307 "), "{text}");
    assert!(
        text.contains("\r\nLocation: http://elsewhere.invalid/X-Split: 1\r\n"),
        "{text}"
    );
    assert!(sandbox.requests().is_empty());
}

#[test]
fn reset_is_a_reset() {
    let (sandbox, proxy) = behind(Fault::Reset);
    let mut stream = pinging(&proxy);
    let error = stream.read(&mut [0]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert!(sandbox.requests().is_empty());
}

#[test]
fn stall_ends_the_connection_after_its_pause() {
    let pause = Duration::from_millis(50);
    let (sandbox, proxy) = behind(Fault::Stall { pause });
    let begin = Instant::now();
    assert_eq!(read_all(pinging(&proxy)), b"");
    assert!(begin.elapsed() >= pause);
    assert!(sandbox.requests().is_empty());
}

#[test]
fn hang_up_comes_after_an_answer_that_does_not_say_so() {
    let (sandbox, proxy) = behind(Fault::HangUp);
    let text = String::from_utf8(read_all(pinging(&proxy))).unwrap();
    assert!(text.ends_with(PONG), "{text}");
    assert!(!text.to_ascii_lowercase().contains("connection:"), "{text}");
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn answer_comes_twice_in_one_piece() {
    let (sandbox, proxy) = behind(Fault::AnswerTwice);
    let stream = pinging(&proxy);
    stream.shutdown(Shutdown::Write).unwrap();
    let text = String::from_utf8(read_all(stream)).unwrap();
    assert_eq!(text.matches(PONG).count(), 2, "{text}");
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn answer_of_a_gateway_comes_after_the_effect_or_in_its_place() {
    for after_effect in [true, false] {
        let (sandbox, proxy) = behind(Fault::Answer {
            after_effect,
            status: 504,
            content_type: "text/html\r\nX-Split: 1".to_owned(),
            body: "<html>".to_owned(),
        });
        assert_eq!(create(&proxy).unwrap(), 504);
        assert_eq!(codes(&sandbox), usize::from(after_effect));
        let answer = send_with(&proxy.base_url(), "POST", PING, &HEADERS, b"").unwrap();
        assert_eq!(answer.content_type, "text/htmlX-Split: 1");
        assert_eq!(answer.text, "<html>");
    }
}

#[test]
fn fault_is_chosen_by_the_head_of_the_request() {
    let (_sandbox, proxy) = behind(Fault::LostRequest);
    proxy.choose_faults(
        |head| match head.starts_with("POST /api/openapi/v1/ping ") {
            true => Fault::HtmlPage { status: 503 },
            false => Fault::None,
        },
    );
    let answer = send_with(&proxy.base_url(), "POST", PING, &HEADERS, b"").unwrap();
    assert_eq!(answer.status, 503);
    assert_eq!(create(&proxy).unwrap(), 200);
}

#[test]
fn requests_of_a_kept_connection_go_to_a_new_target() {
    let (first, proxy) = behind(Fault::None);
    let second = Sandbox::start().unwrap();
    let agent = agent();
    let ping = || exchange(&agent, &proxy.base_url(), "POST", PING, &HEADERS, b"").unwrap();
    assert_eq!(ping().text, PONG);
    proxy.set_target(second.address());
    drop(first);
    assert_eq!(ping().text, PONG);
    assert_eq!((proxy.connections(), second.requests().len()), (1, 1));
}

#[test]
fn request_with_a_lost_answer_takes_effect() {
    let (sandbox, proxy) = behind(Fault::LostAnswer);
    assert!(create(&proxy).is_err());
    assert_eq!(codes(&sandbox), 1);
    assert_eq!(read_all(pinging(&proxy)), b"");
}

#[test]
fn lost_request_takes_no_effect() {
    let (sandbox, proxy) = behind(Fault::LostRequest);
    assert!(create(&proxy).is_err());
    assert_eq!(codes(&sandbox), 0);
    assert_eq!(read_all(pinging(&proxy)), b"");
    assert!(sandbox.requests().is_empty());
}

#[test]
fn target_that_is_not_there_ends_the_connection() {
    let nobody = Nobody::new();
    let proxy = FaultProxy::start(nobody.address(), Fault::None).unwrap();
    assert_eq!(read_all(pinging(&proxy)), b"");
}

#[test]
fn dropped_proxy_frees_its_port_and_ends_idle_connections() {
    // A port that is free again may go to the server of another test.
    let is_free = (0..5).any(|_| {
        let (_sandbox, proxy) = behind(Fault::None);
        let address = proxy.address();
        let idle = TcpStream::connect(address).unwrap();
        create(&proxy).unwrap();
        drop(proxy);
        assert_eq!(read_all(idle), b"");
        TcpListener::bind(address).is_ok()
    });
    assert!(is_free);
}
