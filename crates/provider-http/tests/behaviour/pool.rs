//! Connections that are kept open between calls.

use std::net::Shutdown;
use std::sync::mpsc;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Duration;

use provider_http::{Delivery, Error, Method, Request};

use crate::server::{Server, ok};
use crate::{PATIENT, SHORT, client, get, post, send};

/// Answers every request of a connection.
fn patient_server() -> Server {
    Server::start(|connection| {
        while connection.read_request() {
            connection.write(&ok("text/plain", b"ok"));
        }
    })
}

#[test]
fn connection_is_used_again() {
    let server = patient_server();
    let client = client(server.url());
    for _ in 0..3 {
        assert_eq!(get(&client).unwrap().body(), b"ok");
    }
    assert_eq!(server.connections(), 1);
}

#[test]
fn clone_shares_the_connection() {
    let server = patient_server();
    let first = client(server.url());
    let second = first.clone();
    get(&first).unwrap();
    get(&second).unwrap();
    assert_eq!(server.connections(), 1);
}

#[test]
fn client_with_another_deadline_shares_the_connection() {
    let server = patient_server();
    let first = client(server.url());
    let second = first.with_timeout(PATIENT);
    get(&first).unwrap();
    get(&second).unwrap();
    get(&first).unwrap();
    assert_eq!(server.connections(), 1);
}

#[test]
fn client_with_another_deadline_obeys_it() {
    let server = Server::silent();
    let patient = client(server.url());
    let hasty = patient.with_timeout(Duration::from_millis(150));
    let error = get(&hasty).unwrap_err();
    let Error::Timeout { after, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(after, Duration::from_millis(150));
}

#[test]
fn connection_that_the_server_closed_is_replaced() {
    let (closed, is_closed) = mpsc::channel();
    let closed = Mutex::new(closed);
    let server = Server::start(move |connection| {
        connection.read_request();
        connection.write(&ok("text/plain", b"ok"));
        if connection.number == 0 {
            connection.stream.shutdown(Shutdown::Both).unwrap();
            closed.lock().unwrap().send(()).unwrap();
        }
        connection.await_close();
    });
    let client = client(server.url());
    get(&client).unwrap();
    is_closed.recv().unwrap();
    assert_eq!(get(&client).unwrap().body(), b"ok");
    assert_eq!(server.connections(), 2);
}

#[test]
fn failure_on_a_pooled_connection_is_unknown_and_not_repeated() {
    let server = Server::start(|connection| {
        connection.read_request();
        connection.write(&ok("text/plain", b"ok"));
        // The second request is read, so it may have been carried out.
        connection.read_request();
    });
    let client = client(server.url());
    get(&client).unwrap();
    let error = get(&client).unwrap_err();
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(server.connections(), 1);
}

#[test]
fn call_that_writes_has_a_connection_of_its_own() {
    let server = Server::start(|connection| {
        while connection.read_request() {
            connection.write(&ok("text/plain", b"ok"));
        }
    });
    let client = client(server.url());
    for _ in 0..3 {
        post(&client).unwrap();
    }
    assert_eq!(server.connections(), 3);
    // A call that reads keeps its own, and a call that writes does not take it.
    get(&client).unwrap();
    get(&client).unwrap();
    assert_eq!(server.connections(), 4);
    post(&client).unwrap();
    assert_eq!(server.connections(), 5);
}

#[test]
fn silence_on_a_pooled_connection_is_unknown() {
    let server = Server::start(|connection| {
        connection.read_request();
        connection.write(&ok("text/plain", b"ok"));
        connection.await_close();
    });
    let client = client(server.url());
    get(&client).unwrap();
    let request = Request::new("get", Method::Get, "/").timeout(SHORT);
    let error = send(&client, request).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(server.connections(), 1);
}

#[test]
fn connection_whose_answer_was_too_large_is_not_used_again() {
    let server = Server::start(|connection| {
        while connection.read_request() {
            let body = if connection.number == 0 { 1024 } else { 2 };
            connection.write(&ok("text/plain", &vec![b'x'; body]));
        }
    });
    let settings = provider_http::Settings::new(server.url()).max_body_bytes(16);
    let client = provider_http::Client::new(settings).unwrap();
    get(&client).unwrap_err();
    // The rest of the first answer must not be taken for the second one.
    assert_eq!(get(&client).unwrap().body(), b"xx");
    assert_eq!(server.connections(), 2);
}

#[test]
fn ten_threads_at_once_keep_a_connection_each() {
    const THREADS: usize = 10;
    let all_asked = Arc::new(Barrier::new(THREADS));
    let server = Server::start(move |connection| {
        while connection.read_request() {
            all_asked.wait();
            connection.write(&ok("text/plain", b"ok"));
        }
    });
    let client = client(server.url());
    for _ in 0..3 {
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| get(&client).unwrap());
            }
        });
    }
    assert_eq!(server.connections(), THREADS);
}

#[test]
fn client_is_shared_by_threads() {
    let server = patient_server();
    let client = client(server.url());
    let start = Arc::new(Barrier::new(8));
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            let start = Arc::clone(&start);
            thread::spawn(move || {
                start.wait();
                get(&client).unwrap().status()
            })
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), 200);
    }
}
