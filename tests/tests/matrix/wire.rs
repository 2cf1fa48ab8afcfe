//! A server that does what a fault says, byte by byte.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use provider_testing::{Nobody, Seen, Token};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use socket2::SockRef;

/// What the server does to a request.
#[derive(Clone)]
pub(crate) enum Play {
    /// It reads so many bytes of the request, and no more.
    Early(usize, End),
    /// It reads the head and the half of the body.
    EarlyInBody(End),
    /// It ends a connection on which it has answered before, when the next request comes; any
    /// other gets its answer.
    EndKept(End, Arc<Answers>),
    /// It reads the request, and answers in these steps; the connection stays open behind them.
    Answer(Arc<Answers>),
}

type Answers = dyn Fn(&Seen) -> Vec<Step> + Send + Sync;

/// A step of an answer.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Send(Vec<u8>),
    /// Byte by byte, with a pause before each.
    Slowly(Vec<u8>, Duration),
    /// Again and again, until the client has enough.
    Forever(Vec<u8>),
    Pause(Duration),
    /// Nothing, until the client goes away.
    Silence,
    End(End),
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Close,
    Reset,
    /// Nothing more is sent, and the connection stays.
    HalfClose,
}

/// How the server meets a connection.
#[derive(Clone)]
pub(crate) enum Channel {
    Plain,
    Tls(Arc<ServerConfig>),
    /// These bytes in place of a handshake.
    Broken(&'static [u8]),
}

impl Play {
    /// Answers with these bytes.
    pub(crate) fn bytes(answer: impl Into<Vec<u8>>) -> Self {
        Self::steps(vec![Step::Send(answer.into())])
    }

    pub(crate) fn steps(steps: Vec<Step>) -> Self {
        Self::Answer(Arc::new(move |_| steps.clone()))
    }

    /// Answers the first request so, and every later one otherwise.
    pub(crate) fn in_turn(first: Vec<u8>, later: Vec<Step>) -> Self {
        let count = AtomicUsize::new(0);
        Self::Answer(Arc::new(move |_| {
            match count.fetch_add(1, Ordering::SeqCst) {
                0 => vec![Step::Send(first.clone())],
                _ => later.clone(),
            }
        }))
    }

    /// Answers with what is made of the request.
    pub(crate) fn made(answer: impl Fn(&Seen) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::Answer(Arc::new(move |seen| vec![Step::Send(answer(seen))]))
    }
}

/// The server of a cell, gone when it is dropped.
pub(crate) struct Wire {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    /// Token requests are answered with a token, whatever the play.
    token: Option<Token>,
    play: Mutex<Play>,
    channel: Mutex<Channel>,
    seen: Mutex<Vec<Seen>>,
    open: Mutex<Vec<TcpStream>>,
    connections: AtomicUsize,
    tokens: AtomicUsize,
    /// The requests whose answer was played to its end.
    played: AtomicUsize,
    stopped: AtomicBool,
    /// What keeps the port when nobody listens any more.
    taken: Mutex<Option<Nobody>>,
}

impl Wire {
    pub(crate) fn start(token: Option<Token>, play: Play, channel: Channel) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            token,
            play: Mutex::new(play),
            channel: Mutex::new(channel),
            seen: Mutex::default(),
            open: Mutex::default(),
            connections: AtomicUsize::new(0),
            tokens: AtomicUsize::new(0),
            played: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
            taken: Mutex::default(),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || accept(&listener, &accepting));
        Self { address, shared }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn play(&self, play: Play) {
        *lock(&self.shared.play) = play;
    }

    pub(crate) fn channel(&self, channel: Channel) {
        *lock(&self.shared.channel) = channel;
    }

    /// The calls that came whole since the last look, without the token requests that were
    /// answered with a token.
    pub(crate) fn take_seen(&self) -> Vec<Seen> {
        std::mem::take(&mut *lock(&self.shared.seen))
    }

    /// Waits until an answer was played to its end, whatever of it the client has wanted.
    pub(crate) fn await_played(&self) {
        let start = Instant::now();
        while self.shared.played.load(Ordering::SeqCst) == 0 {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "nothing was played"
            );
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// The connections since the last look, and the token requests that were answered with a token.
    pub(crate) fn take_counts(&self) -> (usize, usize) {
        let Shared {
            connections,
            tokens,
            ..
        } = &*self.shared;
        (
            connections.swap(0, Ordering::SeqCst),
            tokens.swap(0, Ordering::SeqCst),
        )
    }

    /// Takes no more connections and ends all that there are.
    pub(crate) fn stop(&self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // The thread that accepts wakes by a connection, and drops its listener.
        drop(TcpStream::connect(self.address));
        let taken = Nobody::in_place_of(self.address);
        *lock(&self.shared.taken) = Some(taken);
        for stream in lock(&self.shared.open).drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Ends the connections that there are, and takes new ones.
    pub(crate) fn end_all(&self, end: End) {
        for stream in lock(&self.shared.open).drain(..) {
            close(&stream, end);
        }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if !self.shared.stopped.load(Ordering::SeqCst) {
            self.stop();
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming().map_while(Result::ok) {
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(noted) = stream.try_clone() else {
            continue;
        };
        lock(&shared.open).push(noted);
        shared.connections.fetch_add(1, Ordering::SeqCst);
        let shared = Arc::clone(shared);
        thread::spawn(move || meet(stream, &shared));
    }
}

fn meet(mut stream: TcpStream, shared: &Shared) {
    let channel = lock(&shared.channel).clone();
    match channel {
        Channel::Plain => {
            if let Ok(mut side) = stream.try_clone() {
                serve(&mut side, &stream, shared);
            }
        }
        Channel::Broken(bytes) => {
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(bytes);
            if bytes.is_empty() {
                await_close(&mut stream);
            }
        }
        Channel::Tls(config) => {
            let (Ok(tls), Ok(side)) = (ServerConnection::new(config), stream.try_clone()) else {
                return;
            };
            serve(&mut StreamOwned::new(tls, side), &stream, shared);
        }
    }
    if SockRef::from(&stream)
        .linger()
        .is_ok_and(|linger| linger.is_some())
    {
        // A reset goes out when the last handle is closed; until then nothing may.
        let peer = stream.peer_addr().ok();
        lock(&shared.open).retain(|other| other.peer_addr().ok() != peer);
    } else {
        let _ = stream.shutdown(Shutdown::Both);
    }
}

/// Answers the requests of a connection until one side has enough.
fn serve(stream: &mut (impl Read + Write), socket: &TcpStream, shared: &Shared) {
    for before in 0.. {
        let play = lock(&shared.play).clone();
        if let Play::Early(bytes, end) = play {
            if stream.read_exact(&mut vec![0; bytes]).is_ok() {
                leave(stream, socket, end);
            }
            return;
        }
        let Some((mut seen, length)) = read_head(stream) else {
            return;
        };
        let token = shared.token.filter(|token| seen.path == token.path);
        // What is played is looked up when the request is there: a kept connection gets the new one.
        let play = lock(&shared.play).clone();
        let is_early = matches!(play, Play::EarlyInBody(_)) && token.is_none();
        seen.body = vec![0; if is_early { length / 2 } else { length }];
        if stream.read_exact(&mut seen.body).is_err() {
            return;
        }
        if let Some(token) = token {
            shared.tokens.fetch_add(1, Ordering::SeqCst);
            let answer = with_length(200, token.answer.as_bytes());
            if stream.write_all(&answer).is_err() {
                return;
            }
            continue;
        }
        let steps = match play {
            Play::EarlyInBody(end) => return leave(stream, socket, end),
            Play::EndKept(end, _) if before > 0 => return leave(stream, socket, end),
            Play::Answer(steps) | Play::EndKept(_, steps) => steps(&seen),
            Play::Early(..) => return,
        };
        lock(&shared.seen).push(seen);
        for step in steps {
            if run(step, stream, socket).is_err() {
                return;
            }
        }
        shared.played.fetch_add(1, Ordering::SeqCst);
    }
}

/// Ends a connection, and waits for the client where it stays half open.
fn leave(stream: &mut impl Read, socket: &TcpStream, end: End) {
    close(socket, end);
    if end == End::HalfClose {
        await_close(stream);
    }
}

fn run(step: Step, stream: &mut (impl Read + Write), socket: &TcpStream) -> io::Result<()> {
    match step {
        Step::Send(bytes) => stream.write_all(&bytes)?,
        Step::Slowly(bytes, pause) => {
            for byte in bytes {
                thread::sleep(pause);
                stream.write_all(&[byte])?;
            }
        }
        Step::Forever(bytes) => loop {
            stream.write_all(&bytes)?;
        },
        Step::Pause(pause) => thread::sleep(pause),
        Step::Silence => await_close(stream),
        Step::End(end) => {
            stream.flush()?;
            leave(stream, socket, end);
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
    }
    stream.flush()
}

fn close(socket: &TcpStream, end: End) {
    let _ = socket.shutdown(match end {
        End::Close => Shutdown::Both,
        End::HalfClose => Shutdown::Write,
        End::Reset => {
            let _ = SockRef::from(socket).set_linger(Some(Duration::ZERO));
            // Only wakes whoever reads.
            Shutdown::Read
        }
    });
}

fn await_close(stream: &mut impl Read) {
    let mut rest = [0; 1024];
    while stream.read(&mut rest).is_ok_and(|read| read > 0) {}
}

/// The head of a request, and how long its body is.
fn read_head(stream: &mut impl Read) -> Option<(Seen, usize)> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head);
    let mut lines = head.split("\r\n");
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers: Vec<(String, String)> = headers
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(0, |(_, length)| length.parse().unwrap());
    let body = Vec::new();
    Some((
        Seen {
            path,
            headers,
            body,
        },
        length,
    ))
}

/// An answer with a length.
pub(crate) fn with_length(status: u16, body: &[u8]) -> Vec<u8> {
    with_headers(status, "Content-Type: application/json\r\n", body)
}

/// The same with these headers.
pub(crate) fn with_headers(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status} Answer\r\n{headers}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
