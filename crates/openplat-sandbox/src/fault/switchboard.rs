//! Which fault is on, which streams are open, and whether the proxy has stopped.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::kinds::Fault;

/// The state of a running proxy, which all of its threads look at.
#[derive(Debug)]
pub(super) struct Switchboard {
    state: Mutex<State>,
    stopping: Condvar,
}

impl Switchboard {
    pub(super) fn new(target: SocketAddr, fault: Fault) -> Self {
        Self {
            state: Mutex::new(State {
                target,
                choice: Choice(Arc::new(move |_| fault.clone())),
                accepted: 0,
                is_stopped: false,
                next_id: 0,
                open: HashMap::new(),
            }),
            stopping: Condvar::new(),
        }
    }

    /// The fault for a request with this head, which has just been read.
    pub(super) fn fault(&self, head: &[u8]) -> Fault {
        // Asked without the lock: it may take its time.
        let choice = self.lock().choice.clone();
        (choice.0)(&String::from_utf8_lossy(head))
    }

    pub(super) fn choose(&self, choice: impl Fn(&str) -> Fault + Send + Sync + 'static) {
        self.lock().choice = Choice(Arc::new(choice));
    }

    /// Where requests are carried to.
    pub(super) fn target(&self) -> SocketAddr {
        self.lock().target
    }

    pub(super) fn set_target(&self, target: SocketAddr) {
        self.lock().target = target;
    }

    pub(super) fn accepted(&self) -> usize {
        self.lock().accepted
    }

    pub(super) fn count_accepted(&self) {
        self.lock().accepted += 1;
    }

    /// Ends every open stream and every wait, for good.
    pub(super) fn stop(&self) {
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
            switchboard: Arc::clone(self),
            id,
        }))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream among the open ones, until this is dropped.
pub(super) struct Noted {
    switchboard: Arc<Switchboard>,
    id: u64,
}

impl Drop for Noted {
    fn drop(&mut self) {
        self.switchboard.lock().open.remove(&self.id);
    }
}

#[derive(Debug)]
struct State {
    target: SocketAddr,
    choice: Choice,
    accepted: usize,
    is_stopped: bool,
    next_id: u64,
    /// Handles of all open streams, so that a stop ends reads and writes that hang.
    open: HashMap<u64, TcpStream>,
}

/// What chooses the fault of a request by its head.
#[derive(Clone)]
struct Choice(Arc<dyn Fn(&str) -> Fault + Send + Sync>);

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Choice").finish_non_exhaustive()
    }
}
