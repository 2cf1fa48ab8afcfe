//! An address on loopback where nobody listens.

use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

/// As long as it lives the address is taken, so that nobody else comes to listen there.
pub(crate) struct Nobody {
    pub(crate) address: SocketAddr,
    _socket: Socket,
}

impl Nobody {
    pub(crate) fn new() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        socket.bind(&any.into()).unwrap();
        let address = socket.local_addr().unwrap().as_socket().unwrap();
        Self {
            address,
            _socket: socket,
        }
    }
}
