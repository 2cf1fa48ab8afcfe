use std::net::{Ipv4Addr, SocketAddr};
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};

/// An address of loopback that refuses connections as long as this is kept.
///
/// Its port is taken and nobody listens there. A port that was free a moment ago will not do: a
/// server of another test may get it meanwhile, and answer.
#[derive(Debug)]
pub struct Nobody {
    address: SocketAddr,
    _socket: Socket,
}

impl Nobody {
    /// At any port.
    #[allow(clippy::new_without_default, reason = "no value is the usual one")]
    pub fn new() -> Self {
        let socket = socket();
        let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        socket.bind(&any_port.into()).unwrap();
        Self::of(socket)
    }

    /// At the address of a listener that has just been dropped, whose connections may go on.
    pub fn in_place_of(address: SocketAddr) -> Self {
        let socket = socket();
        socket.set_reuse_address(true).unwrap();
        let start = Instant::now();
        while let Err(error) = socket.bind(&address.into()) {
            let waited = start.elapsed();
            assert!(waited < Duration::from_secs(60), "{address}: {error}");
            thread::sleep(Duration::from_millis(1));
        }
        Self::of(socket)
    }

    fn of(socket: Socket) -> Self {
        // Bound and not listening.
        let address = socket.local_addr().unwrap().as_socket().unwrap();
        Self {
            address,
            _socket: socket,
        }
    }

    /// The address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The same as a base URL of plain http.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }
}

fn socket() -> Socket {
    Socket::new(Domain::IPV4, Type::STREAM, None).unwrap()
}
