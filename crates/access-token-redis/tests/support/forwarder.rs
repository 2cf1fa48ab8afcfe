//! An address that moves: it stands before a Redis, can be led to another one, and can hold back
//! or lose what the Redis says.

#![allow(dead_code, reason = "each test crate uses its part")]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

pub(crate) struct Forwarder {
    pub(crate) port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// The port of the Redis behind new connections.
    target: u16,
    answers: Answers,
    connections: usize,
    /// How many answers were held back or lost.
    kept: usize,
}

/// What becomes of the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answers {
    Pass,
    /// They wait until they may pass.
    Wait,
    /// The next one waits for ever, those of other connections pass.
    OneIsStuck,
    /// The connection of the next one is closed in its place.
    OneIsLost,
}

impl Forwarder {
    pub(crate) fn to(target: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = State {
            target,
            answers: Answers::Pass,
            connections: 0,
            kept: 0,
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            changed: Condvar::new(),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let target = {
                    let mut state = accepting.state.lock().unwrap();
                    state.connections += 1;
                    state.target
                };
                if let Ok(server) = TcpStream::connect(("127.0.0.1", target)) {
                    let shared = Arc::clone(&accepting);
                    thread::spawn(move || serve(&shared, &client, &server));
                }
            }
        });
        Self { port, shared }
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// New connections lead to another Redis; those that are there stay where they are.
    pub(crate) fn move_to(&self, target: u16) {
        self.shared.state.lock().unwrap().target = target;
    }

    pub(crate) fn set(&self, answers: Answers) {
        self.shared.state.lock().unwrap().answers = answers;
        self.shared.changed.notify_all();
    }

    /// How many connections there were.
    pub(crate) fn connections(&self) -> usize {
        self.shared.state.lock().unwrap().connections
    }

    /// Waits until so many answers were held back or lost.
    pub(crate) fn wait_for_kept(&self, count: usize) {
        let limit = Duration::from_secs(60);
        let state = self.shared.state.lock().unwrap();
        let waited = self
            .shared
            .changed
            .wait_timeout_while(state, limit, |state| state.kept < count);
        assert!(!waited.unwrap().1.timed_out(), "no answer of Redis came");
    }
}

fn serve(shared: &Shared, client: &TcpStream, server: &TcpStream) {
    thread::scope(|scope| {
        scope.spawn(|| {
            copy(client, server, |_| true);
            let _ = server.shutdown(Shutdown::Both);
        });
        copy(server, client, |_| shared.may_pass());
        let _ = client.shutdown(Shutdown::Both);
    });
}

fn copy(mut from: &TcpStream, mut to: &TcpStream, may_pass: impl Fn(&[u8]) -> bool) -> Option<()> {
    let mut piece = [0; 8192];
    loop {
        let length = from.read(&mut piece).ok().filter(|length| *length > 0)?;
        if !may_pass(&piece[..length]) {
            return None;
        }
        to.write_all(&piece[..length]).ok()?;
    }
}

impl Shared {
    /// Whether an answer passes; waits for it.
    fn may_pass(&self) -> bool {
        let mut state = self.state.lock().unwrap();
        if state.answers == Answers::Pass {
            return true;
        }
        state.kept += 1;
        self.changed.notify_all();
        match state.answers {
            Answers::OneIsLost => {
                state.answers = Answers::Pass;
                false
            }
            Answers::OneIsStuck => {
                state.answers = Answers::Pass;
                drop(state);
                // Until the test is over.
                thread::sleep(Duration::from_secs(600));
                false
            }
            Answers::Pass | Answers::Wait => {
                let waiting = |state: &mut State| state.answers != Answers::Pass;
                drop(self.changed.wait_while(state, waiting).unwrap());
                true
            }
        }
    }
}
