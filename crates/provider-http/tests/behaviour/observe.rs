//! What the hook is told of an exchange.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use provider_http::{
    Client, Clock, Delivery, Error, Failure, InvalidInput, Method, Observation, Request, Settings,
};
use time::OffsetDateTime;

use crate::server::{Server, dead_port, ok};

/// A clock that stands still until it is advanced.
#[derive(Clone, Debug)]
pub(crate) struct TestClock {
    monotonic: Arc<Mutex<Duration>>,
}

impl TestClock {
    pub(crate) fn new() -> Self {
        let monotonic = Arc::new(Mutex::new(Duration::from_secs(100)));
        Self { monotonic }
    }

    fn advance(&self, duration: Duration) {
        *self.monotonic.lock().unwrap() += duration;
    }
}

impl Clock for TestClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(1_713_255_411).unwrap()
    }

    fn monotonic(&self) -> Duration {
        *self.monotonic.lock().unwrap()
    }
}

/// What was observed, with the trace id of its own.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    call: &'static str,
    elapsed: Duration,
    http_status: Option<u16>,
    provider_code: Option<i64>,
    trace_id: Option<String>,
    kind: Option<&'static str>,
    delivery: Option<Delivery>,
    succeeded: bool,
}

/// A client on a clock that stands still, and what its hook is told.
fn observed(url: String) -> (Client, TestClock, Arc<Mutex<Vec<Seen>>>) {
    let clock = TestClock::new();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let hook = {
        let seen = Arc::clone(&seen);
        move |observation: &Observation<'_>| {
            seen.lock().unwrap().push(Seen {
                call: observation.call,
                elapsed: observation.elapsed,
                http_status: observation.http_status,
                provider_code: observation.provider_code,
                trace_id: observation.trace_id.map(str::to_owned),
                kind: observation.kind,
                delivery: observation.delivery,
                succeeded: observation.succeeded,
            });
        }
    };
    let settings = Settings::new(url)
        .clock(Arc::new(clock.clone()))
        .observer(hook);
    (Client::new(settings).unwrap(), clock, seen)
}

#[test]
fn success_is_observed_with_everything_that_the_reader_noted() {
    let server = Server::answering(ok("application/json", b"{}"));
    let (client, clock, seen) = observed(server.url());
    let request = Request::new("products", Method::Get, "/");
    let result: Result<u16, Error> = client.call(request, |reply, note| {
        clock.advance(Duration::from_millis(1234));
        note.provider_code = Some(0);
        note.trace_id = Some("trace-1".into());
        Ok(reply.status())
    });
    assert_eq!(result.unwrap(), 200);
    let expected = Seen {
        call: "products",
        elapsed: Duration::from_millis(1234),
        http_status: Some(200),
        provider_code: Some(0),
        trace_id: Some("trace-1".into()),
        kind: None,
        delivery: None,
        succeeded: true,
    };
    assert_eq!(*seen.lock().unwrap(), [expected]);
}

#[test]
fn refusal_by_the_reader_is_observed_as_no_success() {
    let server = Server::answering("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
    let (client, _, seen) = observed(server.url());
    let request = Request::new("ping", Method::Post, "/");
    let result: Result<(), Error> = client.call(request, |_, note| {
        note.provider_code = Some(10_008);
        Err(InvalidInput::new("secret", "was refused", "provider").into())
    });
    result.unwrap_err();
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].http_status, Some(401));
    assert_eq!(seen[0].provider_code, Some(10_008));
    assert_eq!(seen[0].trace_id, None);
    assert!(!seen[0].succeeded);
}

#[test]
fn transport_error_is_observed() {
    let (client, _, seen) = observed(format!("http://127.0.0.1:{}", dead_port()));
    crate::get(&client).unwrap_err();
    let expected = Seen {
        call: "get",
        elapsed: Duration::ZERO,
        http_status: None,
        provider_code: None,
        trace_id: None,
        kind: Some("no connection"),
        delivery: Some(Delivery::NotSent),
        succeeded: false,
    };
    assert_eq!(*seen.lock().unwrap(), [expected]);
}

#[test]
fn redirect_is_observed_with_its_status() {
    let server = Server::answering("HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n");
    let (client, _, seen) = observed(server.url());
    crate::get(&client).unwrap_err();
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].http_status, Some(302));
    assert!(!seen[0].succeeded);
}

#[test]
fn reader_is_not_called_without_an_answer() {
    let (client, _, _) = observed(format!("http://127.0.0.1:{}", dead_port()));
    let request = Request::new("ping", Method::Post, "/");
    let result: Result<(), Error> = client.call(request, |_, _| panic!("there is no answer"));
    result.unwrap_err();
}

#[test]
fn error_of_the_reader_may_be_of_any_type() {
    #[derive(Debug)]
    enum Own {
        Http(Error),
        Refused(u16),
    }
    impl From<Error> for Own {
        fn from(error: Error) -> Self {
            Self::Http(error)
        }
    }
    impl Failure for Own {
        fn kind(&self) -> &'static str {
            "own"
        }

        fn delivery(&self) -> Delivery {
            Delivery::Unknown
        }
    }
    let server = Server::answering("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
    let request = Request::new("ping", Method::Post, "/");
    let result: Result<(), Own> = crate::client(server.url()).call(request.clone(), |reply, _| {
        Err(Own::Refused(reply.status()))
    });
    assert!(matches!(result, Err(Own::Refused(403))));
    let dead = crate::client(format!("http://127.0.0.1:{}", dead_port()));
    let result: Result<(), Own> = dead.call(request, |_, _| Ok(()));
    assert!(matches!(result, Err(Own::Http(Error::Connect { .. }))));
}

#[test]
fn hook_that_panics_costs_nobody_his_result() {
    let server = Server::answering(ok("application/json", b"{}"));
    let settings = Settings::new(server.url()).observer(|_| panic!("a fault of the hook"));
    let client = Client::new(settings).unwrap();
    assert_eq!(crate::get(&client).unwrap().status(), 200);
}

#[test]
fn observation_names_provider_and_attempt() {
    let server = Server::answering(ok("application/json", b"{}"));
    let lines = Arc::new(Mutex::new(Vec::new()));
    let hook = {
        let lines = Arc::clone(&lines);
        move |observation: &Observation<'_>| lines.lock().unwrap().push(observation.to_string())
    };
    let settings = Settings::new(server.url())
        .provider("example")
        .clock(Arc::new(TestClock::new()))
        .observer(hook);
    let client = Client::new(settings).unwrap();
    let request = Request::new("products", Method::Get, "/").attempt(2);
    let result: Result<(), Error> = client.call(request, |_, note| {
        note.provider_code = Some(30_002);
        Ok(())
    });
    result.unwrap();
    let line = "example products: done, code 30002, HTTP status 200, attempt 2, 0 ms";
    assert_eq!(*lines.lock().unwrap(), [line]);
}
