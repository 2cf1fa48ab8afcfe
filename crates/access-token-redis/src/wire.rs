use std::io::{self, Read, Write};
use std::net::ToSocketAddrs;
use std::time::{Duration, Instant};

use redis::ConnectionAddr;
use rustls::{ClientConnection, StreamOwned};
use socket2::{SockAddr, Socket, Type};

use crate::tls;

/// An answer is a record at most: a token and a few numbers.
const MOST_BYTES: usize = 1 << 20;

/// The least time limit that a socket is given: less may count as none.
const LEAST: Duration = Duration::from_millis(1);

/// The bytes to and from a Redis, with one deadline for all of them.
pub(crate) enum Wire {
    Plain(Timed),
    Tls(Box<StreamOwned<ClientConnection, Timed>>),
}

/// A socket on which nothing takes longer than until its deadline, however often it is
/// interrupted and in however small pieces the bytes come.
pub(crate) struct Timed {
    socket: Socket,
    deadline: Instant,
    has_looked_late: bool,
    received: usize,
}

impl Wire {
    /// Connects, with the handshake of TLS, before the deadline; the look-up of a name may take
    /// longer.
    pub(crate) fn connect(place: &ConnectionAddr, deadline: Instant) -> io::Result<Self> {
        match place {
            ConnectionAddr::Tcp(host, port) => {
                Ok(Self::Plain(Timed::to_host(host, *port, deadline)?))
            }
            ConnectionAddr::TcpTls { host, port, .. } => {
                let mut tls = tls::connection(host)?;
                let mut timed = Timed::to_host(host, *port, deadline)?;
                while tls.is_handshaking() {
                    tls.complete_io(&mut timed)?;
                }
                Ok(Self::Tls(Box::new(StreamOwned::new(tls, timed))))
            }
            ConnectionAddr::Unix(path) => {
                Ok(Self::Plain(Timed::to(&SockAddr::unix(path)?, deadline)?))
            }
            _ => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    /// Starts a step, which ends before this.
    pub(crate) fn limit(&mut self, deadline: Instant) {
        let timed = match self {
            Self::Plain(timed) => timed,
            Self::Tls(stream) => &mut stream.sock,
        };
        timed.deadline = deadline;
        timed.has_looked_late = false;
        timed.received = 0;
    }
}

impl Read for Wire {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(timed) => timed.read(into),
            Self::Tls(stream) => stream.read(into),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(timed) => timed.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(timed) => timed.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

impl Timed {
    /// Tries each address of the host; one that is silent leaves their share to the others.
    fn to_host(host: &str, port: u16, deadline: Instant) -> io::Result<Self> {
        let mut addresses = (host, port).to_socket_addrs()?;
        let mut error = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
        while let Some(address) = addresses.next() {
            let others = u32::try_from(addresses.len()).unwrap_or(u32::MAX);
            let share = left_until(deadline) / others.saturating_add(1);
            match Self::to(&address.into(), Instant::now() + share) {
                Ok(timed) => {
                    timed.socket.set_tcp_nodelay(true)?;
                    return Ok(Self { deadline, ..timed });
                }
                Err(failed) => error = failed,
            }
        }
        Err(error)
    }

    fn to(address: &SockAddr, deadline: Instant) -> io::Result<Self> {
        let socket = Socket::new(address.domain(), Type::STREAM, None)?;
        let left = left_until(deadline);
        match address.is_unix() {
            true => connect_local(&socket, address, deadline)?,
            false if left.is_zero() => return Err(io::ErrorKind::TimedOut.into()),
            false => socket.connect_timeout(address, left)?,
        }
        Ok(Self {
            socket,
            deadline,
            has_looked_late: false,
            received: 0,
        })
    }
}

/// A socket of the machine is connected at once, or says that it takes no more at the moment,
/// since too many wait to be accepted.
fn connect_local(socket: &Socket, address: &SockAddr, deadline: Instant) -> io::Result<()> {
    socket.set_nonblocking(true)?;
    loop {
        match socket.connect(address) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            answer => {
                answer?;
                return socket.set_nonblocking(false);
            }
        }
        if left_until(deadline).is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        std::thread::sleep(LEAST);
    }
}

fn left_until(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

/// Whether a socket only says that it was not done yet: a signal came, or the process was stopped
/// and goes on, or the time limit of the socket ran out.
fn is_pause(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(error.kind(), Interrupted | TimedOut | WouldBlock)
}

impl Read for Timed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            // What has come in time is taken, also by a process that was stopped meanwhile: it
            // looks once more when the time is over.
            let left = left_until(self.deadline);
            if left.is_zero() && std::mem::replace(&mut self.has_looked_late, true) {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.socket.set_read_timeout(Some(left.max(LEAST)))?;
            match self.socket.read(into) {
                Err(error) if is_pause(&error) => {}
                Ok(length) if self.received + length > MOST_BYTES => {
                    return Err(io::Error::other("the answer is too long"));
                }
                Ok(length) => {
                    self.received += length;
                    return Ok(length);
                }
                failed => return failed,
            }
        }
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            let left = left_until(self.deadline);
            if left.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.socket.set_write_timeout(Some(left.max(LEAST)))?;
            match self.socket.write(bytes) {
                Err(error) if is_pause(&error) => {}
                answer => return answer,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}
