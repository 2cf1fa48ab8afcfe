//! The sandbox: one port, all providers.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use crate::chao8::Chao8;
use crate::clock::SandboxClock;
use crate::damaijia::Damaijia;
use crate::post30::Post30;
use crate::recording::{RecordedRequest, Recording};
use crate::remote_control::RemoteControl;
use crate::server::{Provider, Server};
use crate::vending::Vending;

/// The providers on a loopback port, until it is dropped.
///
/// The server runs in one thread of its own; dropping the sandbox finishes the answers
/// that are on their way, closes all connections and joins that thread.
pub struct Sandbox {
    clock: SandboxClock,
    recording: Recording,
    vending: Vending,
    chao8: Chao8,
    post30: Post30,
    damaijia: Damaijia,
    remote_control: RemoteControl,
    server: Server,
}

impl Sandbox {
    /// Starts a sandbox on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// When no port can be bound or no thread can be started.
    pub fn start() -> io::Result<Self> {
        Self::start_on(0)
    }

    /// Starts a sandbox on a given port of 127.0.0.1; 0 means any free one.
    ///
    /// # Errors
    ///
    /// When the port is taken or may not be bound, or no thread can be started.
    pub fn start_on(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let clock = SandboxClock::default();
        let recording = Recording::default();
        let vending = Vending::new(clock.clone());
        let chao8 = Chao8::new(clock.clone());
        let post30 = Post30::new(clock.clone());
        let damaijia = Damaijia::new(clock.clone());
        let remote_control = RemoteControl::new(clock.clone());
        // Each knows its paths, no two share one.
        let providers: Vec<Box<dyn Provider>> = vec![
            Box::new(vending.clone()),
            Box::new(chao8.clone()),
            Box::new(post30.clone()),
            Box::new(damaijia.clone()),
            Box::new(remote_control.clone()),
        ];
        let server = Server::start(listener, providers, clock.clone(), recording.clone())?;
        Ok(Self {
            clock,
            recording,
            vending,
            chao8,
            post30,
            damaijia,
            remote_control,
            server,
        })
    }

    /// Where the sandbox answers: `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// The address to connect to, for example from a [`FaultProxy`](crate::FaultProxy).
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// The clock that decides what is expired.
    #[must_use]
    pub fn clock(&self) -> &SandboxClock {
        &self.clock
    }

    /// The requests so far, in the order in which they were answered; at most the last 10 000.
    ///
    /// A request is in the list before its answer leaves.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.recording.all()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.recording.clear();
    }

    /// Lets other processes read and move the clock over HTTP, from now on; without this call there is no such path.
    ///
    /// `GET /sandbox/clock` answers `{"now_ms":…}`, the sandbox's time in Unix milliseconds.
    /// `POST /sandbox/clock` with `{"advance_ms":…}` moves it ahead, with `{"now_ms":…}` sets it,
    /// and answers the new time likewise; any other body is answered with status 400 and has no effect.
    /// This path is the sandbox's own, no provider has it.
    pub fn enable_remote_control(&self) {
        self.remote_control.enable();
    }

    /// The vending provider (鼎商): its credentials, its machines, its controls.
    #[must_use]
    pub fn vending(&self) -> &Vending {
        &self.vending
    }

    /// The chao8 provider (超8): its credentials, its tokens, its controls.
    #[must_use]
    pub fn chao8(&self) -> &Chao8 {
        &self.chao8
    }

    /// The post30 provider (30post): its credentials, its catalogue, its controls.
    #[must_use]
    pub fn post30(&self) -> &Post30 {
        &self.post30
    }

    /// The damaijia provider (大麦家): its credentials, its goods, its orders, its controls.
    #[must_use]
    pub fn damaijia(&self) -> &Damaijia {
        &self.damaijia
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("address", &self.address())
            .finish_non_exhaustive()
    }
}
