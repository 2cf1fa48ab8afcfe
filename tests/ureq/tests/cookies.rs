//! No cookie of an answer is sent with a later call, whatever another crate switches on in ureq.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use provider_http::{Client, Effect, Method, Request, Settings};
use ureq::Agent;

/// A server that sets a cookie with every answer; the heads of the requests that it got.
fn server() -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, heads) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let tell = tell.clone();
            thread::spawn(move || {
                let mut head = Vec::new();
                let mut byte = [0];
                while stream.read(&mut byte).is_ok_and(|read| read == 1) {
                    head.push(byte[0]);
                    if head.ends_with(b"\r\n\r\n") {
                        let text = String::from_utf8(std::mem::take(&mut head)).unwrap();
                        if tell.send(text).is_err() {
                            return;
                        }
                        let answer = "HTTP/1.1 200 OK\r\nSet-Cookie: canary=1; Path=/\r\n\
                                      Content-Length: 2\r\n\r\n{}";
                        stream.write_all(answer.as_bytes()).unwrap();
                    }
                }
            });
        }
    });
    (url, heads)
}

fn next(heads: &mpsc::Receiver<String>) -> String {
    heads.recv_timeout(Duration::from_secs(60)).unwrap()
}

#[test]
fn ureq_sends_the_cookie_of_an_earlier_answer() {
    let (url, heads) = server();
    let agent = Agent::config_builder().proxy(None).build().new_agent();
    for sends in [false, true] {
        agent.get(&url).call().unwrap();
        assert_eq!(next(&heads).contains("canary=1"), sends);
    }
}

#[test]
fn no_call_sends_the_cookie_of_an_earlier_answer() {
    let (url, heads) = server();
    let client = Client::new(Settings::new(&url)).unwrap();
    for clone in [
        client.clone(),
        client.with_timeout(Duration::from_secs(60)),
        client,
    ] {
        for effect in [Effect::Reads, Effect::Writes, Effect::Reads] {
            let request = Request::new("call", Method::Get, "/").effect(effect);
            let status = clone.call(request, |reply, _| {
                Ok::<_, provider_http::Error>(reply.status())
            });
            assert_eq!(status.unwrap(), 200);
            let head = next(&heads).to_ascii_lowercase();
            assert!(!head.contains("cookie"), "{head}");
        }
    }
}
