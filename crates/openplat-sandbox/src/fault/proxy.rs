//! The proxy: one thread that accepts, one for each connection, all gone when it is dropped.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use socket2::SockRef;

use super::Fault;
use super::conversation::{self, Next};

/// A proxy on 127.0.0.1 that does to every request what its [`Fault`] says.
///
/// The fault is looked up for each request, once the request is read: a connection that a client keeps
/// gets the new fault with its next request. A client that sends something else than HTTP/1.1
/// with `\r\n` (a TLS handshake) meets silence.
/// Dropping the proxy closes every connection and joins every thread.
#[derive(Debug)]
pub struct FaultProxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

impl FaultProxy {
    /// Starts a proxy on a free port in front of a target.
    ///
    /// # Errors
    ///
    /// When no port can be bound or no thread can be started.
    pub fn start(target: SocketAddr, fault: Fault) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            target,
            state: Mutex::new(State {
                fault,
                ..State::default()
            }),
            stopping: Condvar::new(),
        });
        let for_thread = Arc::clone(&shared);
        let accepting = thread::Builder::new()
            .name("fault-proxy".to_owned())
            .spawn(move || accept(&listener, &for_thread))?;
        Ok(Self {
            address,
            shared,
            accepting: Some(accepting),
        })
    }

    /// Where the proxy answers: `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address to connect to.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes the fault for every request that is read from now on.
    pub fn set_fault(&self, fault: Fault) {
        self.shared.lock().fault = fault;
    }

    /// How many connections were accepted so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.lock().accepted
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.shared.stop();
        // A connection is what wakes a thread that accepts; without one it cannot be joined.
        let woken = TcpStream::connect_timeout(&self.address, Duration::from_secs(5));
        if let (Ok(_), Some(accepting)) = (woken, self.accepting.take()) {
            let _ = accepting.join();
        }
    }
}

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) target: SocketAddr,
    state: Mutex<State>,
    stopping: Condvar,
}

#[derive(Debug, Default)]
struct State {
    fault: Fault,
    accepted: usize,
    is_stopped: bool,
    next_id: u64,
    /// Handles of all open streams, so that a stop ends reads and writes that hang.
    open: HashMap<u64, TcpStream>,
}

impl Shared {
    /// The fault for a request that has just been read.
    pub(super) fn fault(&self) -> Fault {
        self.lock().fault.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stop(&self) {
        let mut state = self.lock();
        state.is_stopped = true;
        for stream in state.open.values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
        self.stopping.notify_all();
    }

    /// Waits, and says whether the proxy still runs then.
    pub(super) fn wait(&self, pause: Duration) -> bool {
        let begin = Instant::now();
        let mut state = self.lock();
        loop {
            let left = pause.saturating_sub(begin.elapsed());
            if state.is_stopped || left.is_zero() {
                return !state.is_stopped;
            }
            state = self
                .stopping
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// Notes a stream that a stop must end; `None` when the proxy has stopped.
    pub(super) fn note(self: &Arc<Self>, stream: &TcpStream) -> io::Result<Option<Noted>> {
        let stream = stream.try_clone()?;
        let mut state = self.lock();
        if state.is_stopped {
            return Ok(None);
        }
        let id = state.next_id;
        state.next_id += 1;
        state.open.insert(id, stream);
        Ok(Some(Noted {
            shared: Arc::clone(self),
            id,
        }))
    }
}

/// A stream among the open ones, until this is dropped.
pub(super) struct Noted {
    shared: Arc<Shared>,
    id: u64,
}

impl Drop for Noted {
    fn drop(&mut self) {
        self.shared.lock().open.remove(&self.id);
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    let mut connections: Vec<JoinHandle<()>> = Vec::new();
    loop {
        let Ok((client, _)) = listener.accept() else {
            // For example no file handles left: let some connections end.
            if shared.wait(Duration::from_millis(20)) {
                continue;
            }
            break;
        };
        let noted = match shared.note(&client) {
            Ok(Some(noted)) => noted,
            Ok(None) => break,
            Err(_) => continue,
        };
        shared.lock().accepted += 1;
        let for_thread = Arc::clone(shared);
        let connection = thread::Builder::new()
            .name("fault-connection".to_owned())
            .spawn(move || serve(client, noted, &for_thread));
        connections.retain(|connection| !connection.is_finished());
        connections.extend(connection);
    }
    for connection in connections {
        let _ = connection.join();
    }
}

fn serve(client: TcpStream, noted: Noted, shared: &Arc<Shared>) {
    // An error is a peer that is gone: there is nobody to tell.
    let next = conversation::converse(&client, shared).unwrap_or(Next::Close);
    let reset = next == Next::Reset
        && SockRef::from(&client)
            .set_linger(Some(Duration::ZERO))
            .is_ok();
    if !reset {
        // Other handles of the socket may live on: say the end now.
        let _ = client.shutdown(Shutdown::Both);
    }
    // The last handle goes with the client below, and with it the reset.
    drop(noted);
}
