//! The proxy: one thread that accepts, one for each connection, all gone when it is dropped.

use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use socket2::SockRef;

use super::conversation::{self, Next};
use super::kinds::Fault;
use super::switchboard::{Noted, Switchboard};

/// A proxy on 127.0.0.1 that does to every request what its [`Fault`] says.
///
/// The fault is looked up for each request, once the request is read: a connection that a client keeps
/// gets the new fault with its next request. A client that sends something else than HTTP/1.1
/// with `\r\n` (a TLS handshake) meets silence.
/// Dropping the proxy closes every connection and joins every thread.
#[derive(Debug)]
pub struct FaultProxy {
    address: SocketAddr,
    switchboard: Arc<Switchboard>,
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
        let switchboard = Arc::new(Switchboard::new(target, fault));
        let for_thread = Arc::clone(&switchboard);
        let accepting = thread::Builder::new()
            .name("fault-proxy".to_owned())
            .spawn(move || accept(&listener, &for_thread))?;
        Ok(Self {
            address,
            switchboard,
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
        self.choose_faults(move |_| fault.clone());
    }

    /// Lets a function choose the fault for every request that is read from now on.
    ///
    /// It sees the head of the request, start line and headers, as it came, and is called on the
    /// thread of the connection.
    pub fn choose_faults(&self, choose: impl Fn(&str) -> Fault + Send + Sync + 'static) {
        self.switchboard.choose(choose);
    }

    /// Carries every request that is read from now on to this target: a provider that was started anew.
    pub fn set_target(&self, target: SocketAddr) {
        self.switchboard.set_target(target);
    }

    /// How many connections were accepted so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.switchboard.accepted()
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.switchboard.stop();
        // A connection is what wakes a thread that accepts; without one it cannot be joined.
        let woken = TcpStream::connect_timeout(&self.address, Duration::from_secs(5));
        if let (Ok(_), Some(accepting)) = (woken, self.accepting.take()) {
            let _ = accepting.join();
        }
    }
}

fn accept(listener: &TcpListener, switchboard: &Arc<Switchboard>) {
    let mut connections: Vec<JoinHandle<()>> = Vec::new();
    loop {
        let Ok((client, _)) = listener.accept() else {
            // For example no file handles left: let some connections end.
            if switchboard.wait(Duration::from_millis(20)) {
                continue;
            }
            break;
        };
        let noted = match switchboard.note(&client) {
            Ok(Some(noted)) => noted,
            Ok(None) => break,
            Err(_) => continue,
        };
        switchboard.count_accepted();
        let for_thread = Arc::clone(switchboard);
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

fn serve(client: TcpStream, noted: Noted, switchboard: &Arc<Switchboard>) {
    // An error is a peer that is gone: there is nobody to tell.
    let next = conversation::converse(&client, switchboard).unwrap_or(Next::Close);
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
