//! A process that is stopped between the answer of `begin` and its request, and goes on when its
//! lease is long over: two processes on one file store, in real time, with SIGSTOP and SIGCONT.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/dir.rs"]
mod dir;
#[path = "support/server.rs"]
mod server;
#[path = "support/stopping.rs"]
mod stopping;

use std::io::{BufRead, BufReader, Write, stdin};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use access_token::{Fetched, FileStore, Key, Lifetime, Settings, TokenManager};
use dir::Dir;
use server::{Rules, Server};
use stopping::{Stopping, say};

const DIR: &str = "ACCESS_TOKEN_TEST_DIR";
const PORT: &str = "ACCESS_TOKEN_TEST_PORT";
const STOPS: &str = "ACCESS_TOKEN_TEST_STOPS";

/// The provider is asked at most once in this time.
const INTERVAL: Duration = Duration::from_secs(4);

/// The settings of both processes, which wait long enough for a loaded machine.
fn settings() -> Settings {
    Settings::default()
        .fetch_timeout(Duration::from_secs(1))
        .lease(Duration::from_secs(2))
        .min_interval(INTERVAL)
        .margin(Duration::from_millis(500))
        .longest_wait(Duration::from_secs(60))
        .too_soon(access_token::TooSoon::Wait)
}

/// No test of its own: a process that gets a token and says which.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(DIR) else {
        return;
    };
    let store = FileStore::new(dir).unwrap();
    let store = store.lock_timeout(Duration::from_secs(60));
    let fetch = || -> Result<Fetched, std::io::Error> {
        let port: u16 = std::env::var(PORT).unwrap().parse().unwrap();
        let mut wire = TcpStream::connect(("127.0.0.1", port))?;
        wire.write_all(b"token\n")?;
        let mut reply = String::new();
        BufReader::new(wire).read_line(&mut reply)?;
        let (token, _) = reply.trim_end().split_once(' ').unwrap();
        Ok(Fetched::new(token, Lifetime::seconds(3600)))
    };
    let stops = std::env::var_os(STOPS).is_some();
    let store = Arc::new(Stopping::new(store, stops));
    let key = Key::new("stopped", "http://127.0.0.1", "app");
    let manager = TokenManager::new(key, store, fetch, settings()).unwrap();
    say(&format!("token {}", manager.token().unwrap().expose()));
}

struct Process {
    child: Child,
    orders: ChildStdin,
    said: BufReader<ChildStdout>,
}

impl Process {
    fn start(dir: &Dir, server: &Server, stops: bool) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["child", "--exact", "--nocapture", "--test-threads=1"])
            .env(PORT, server.port.to_string())
            .env(DIR, dir.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        if stops {
            command.env(STOPS, "1");
        }
        let mut child = command.spawn().unwrap();
        Self {
            orders: child.stdin.take().unwrap(),
            said: BufReader::new(child.stdout.take().unwrap()),
            child,
        }
    }

    /// One that has a lease and is stopped.
    fn stopped_before_its_request(dir: &Dir, server: &Server) -> Self {
        let mut process = Self::start(dir, server, true);
        assert_eq!(process.hear(), "began");
        process.signal("STOP");
        process
    }

    /// The next thing it says, without the noise of the test harness.
    fn hear(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.said.read_line(&mut line).unwrap(), 0, "it is gone");
            if let Some(word) = line.trim_end().strip_prefix('#') {
                return word.to_owned();
            }
        }
    }

    /// The token that it says; where it gets the lease anew before that, it may go on.
    fn token(&mut self) -> String {
        loop {
            let said = self.hear();
            if said != "began" {
                assert!(said.starts_with("token "), "{said}");
                return said;
            }
            self.go_on();
        }
    }

    fn go_on(&mut self) {
        self.orders.write_all(b"go on\n").unwrap();
    }

    fn signal(&self, name: &str) {
        let command = format!("kill -{name} {}", self.child.id());
        let status = Command::new("sh").args(["-c", &command]).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn provider() -> Server {
    let start = Instant::now();
    let rules = Rules {
        min_interval: INTERVAL,
        lifetime: Duration::from_secs(3600),
        delay: Duration::ZERO,
        refuse_one_in: 0,
    };
    Server::start(rules, Arc::new(move || start.elapsed()))
}

#[test]
fn a_process_that_was_stopped_before_its_request_does_not_send_it() {
    let dir = Dir::new("stopped");
    let server = provider();
    let mut stopped = Process::stopped_before_its_request(&dir, &server);

    // Another process waits for the lease and the gate to run out, and fetches.
    let mut other = Process::start(&dir, &server, false);
    let token = other.token();
    assert_eq!(server.requests(), 1);

    stopped.go_on();
    stopped.signal("CONT");
    assert_eq!(stopped.token(), token);
    assert_eq!(server.requests(), 1);
    assert_eq!(server.violations(), []);
}

/// Nobody else has asked: it gets its lease anew, and sends once.
#[test]
fn a_process_that_was_stopped_alone_sends_once() {
    let dir = Dir::new("stopped-alone");
    let server = provider();
    let mut stopped = Process::stopped_before_its_request(&dir, &server);
    std::thread::sleep(Duration::from_secs(3));
    stopped.go_on();
    stopped.signal("CONT");
    // The second time it is not stopped.
    assert_eq!(stopped.hear(), "began");
    stopped.go_on();
    stopped.token();
    assert_eq!(server.requests(), 1);
}

/// Waits for the order to go on.
pub(crate) fn await_order() {
    let mut line = String::new();
    stdin().lock().read_line(&mut line).unwrap();
}
