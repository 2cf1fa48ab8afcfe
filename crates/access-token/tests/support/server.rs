//! A provider on loopback that counts: one live token, which expires, is revoked and replaced.

#![allow(dead_code, reason = "each test crate uses its part")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

pub(crate) type Time = Arc<dyn Fn() -> Duration + Send + Sync>;

#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) port: u16,
    shared: Arc<Mutex<Shared>>,
    time: Time,
}

pub(crate) struct Rules {
    /// Two token requests closer than this are a violation.
    pub(crate) min_interval: Duration,
    pub(crate) lifetime: Duration,
    /// Real time that a token request takes.
    pub(crate) delay: Duration,
    /// One token request in so many is refused; 0 for none.
    pub(crate) refuse_one_in: u32,
}

struct Shared {
    rules: Rules,
    live: Option<(String, Duration)>,
    requests: Vec<Duration>,
    refused: u32,
}

impl Server {
    pub(crate) fn start(rules: Rules, time: Time) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Shared {
            rules,
            live: None,
            requests: Vec::new(),
            refused: 0,
        };
        let server = Self {
            port,
            shared: Arc::new(Mutex::new(shared)),
            time,
        };
        let accepting = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = accepting.clone();
                // A client that was killed breaks its connection: that ends the thread.
                thread::spawn(move || server.serve(&stream));
            }
        });
        server
    }

    fn serve(&self, stream: &TcpStream) -> Option<()> {
        stream.set_nodelay(true).ok()?;
        for line in BufReader::new(stream).lines() {
            let line = line.ok()?;
            let mut reply = match line.split_once(' ') {
                Some(("call", token)) => self.call(token).to_owned(),
                _ => self.issue(),
            };
            reply.push('\n');
            let mut out = stream;
            out.write_all(reply.as_bytes()).ok()?;
        }
        Some(())
    }

    fn call(&self, token: &str) -> &'static str {
        let now = (self.time)();
        match &self.shared().live {
            Some((live, end)) if live == token && now < *end => "ok",
            _ => "rejected",
        }
    }

    fn issue(&self) -> String {
        let delay = {
            let mut shared = self.shared();
            // Under the lock, so that requests are in the order of their times.
            let now = (self.time)();
            shared.requests.push(now);
            let count = shared.requests.len();
            let one_in = shared.rules.refuse_one_in as usize;
            if count.is_multiple_of(one_in) {
                shared.refused += 1;
                return "refused".into();
            }
            shared.live = Some((format!("token-{count}"), now + shared.rules.lifetime));
            shared.rules.delay
        };
        thread::sleep(delay);
        let shared = self.shared();
        let token = shared.live.as_ref().map_or("late", |(token, _)| token);
        format!("{token} {}", shared.rules.lifetime.as_micros())
    }

    /// The provider rejects the live token from now on.
    pub(crate) fn revoke(&self) {
        self.shared().live = None;
    }

    pub(crate) fn requests(&self) -> usize {
        self.shared().requests.len()
    }

    /// Pairs of token requests that came too close.
    pub(crate) fn violations(&self) -> Vec<(Duration, Duration)> {
        let shared = self.shared();
        let pairs = shared.requests.windows(2).map(|pair| (pair[0], pair[1]));
        let min = shared.rules.min_interval;
        pairs
            .filter(|(first, second)| second.saturating_sub(*first) < min)
            .collect()
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap()
    }
}
