//! One call under one fault: made, and looked at from all sides.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use provider_testing::{Canaries, Seen, capture_log, is_hidden};
use socket2::{Domain, Socket, Type};

use crate::expect::Verdict;
use crate::fault::{Before, Fault, Place};
use crate::row::{Client, Ended, Reading, Row};
use crate::tls::certificates;
use crate::wire::{Channel, Play, Wire, with_headers};

/// How much longer than its deadline a call may take on a loaded machine.
const ALLOWANCE: Duration = Duration::from_secs(20);

/// What a text may come to: at most 1 KiB from outside, and our own words around it.
const LONGEST_MESSAGE: usize = 1024 + 512;

/// How a cell ended.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) verdict: Verdict,
    pub(crate) requests: usize,
    /// Why it fails.
    pub(crate) broken: Option<String>,
}

/// Tries a cell, on a thread of its own: this one only waits.
pub(crate) fn tried(row: &'static Row, fault: &'static Fault) -> Found {
    let (send, receive) = mpsc::channel();
    let start = Instant::now();
    thread::spawn(move || {
        let found = catch_unwind(AssertUnwindSafe(|| made(row, fault)));
        let _ = send.send((found, start.elapsed()));
    });
    // A token request has a deadline of its own, of at most the longest of the transport.
    let longest = match row.reading {
        Reading::Token => fault.tuning.timeout.max(Duration::from_secs(30)),
        _ => fault.tuning.timeout,
    } + ALLOWANCE;
    let broken = |why: String| Found {
        verdict: Verdict {
            kind: "broken".to_owned(),
            code: None,
            delivery: None,
        },
        requests: 0,
        broken: Some(why),
    };
    match receive.recv_timeout(longest) {
        Ok((Ok(found), elapsed)) if elapsed <= longest => found,
        Ok((Err(panic), _)) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            broken(format!("panicked: {}", text.unwrap_or_default()))
        }
        _ => broken(format!("no end within {longest:?}")),
    }
}

fn made(row: &Row, fault: &Fault) -> Found {
    capture_log();
    let scene = Scene::set(row, fault);
    let client = scene.client(row, fault);
    scene.prepare(row, fault, &*client);
    let mut ended = None;
    let memory = allocation_counter::measure(|| ended = Some(client.call()));
    let ended = ended.unwrap();
    let seen = scene.wire.take_seen();
    let broken = fault
        .expects(row)
        .broken_by(row, &ended, seen.len())
        .or_else(|| shows_too_much(row, &ended, &seen))
        .or_else(|| {
            let held = memory.bytes_max;
            (held > fault.most_bytes).then(|| format!("held {held} bytes"))
        });
    Found {
        verdict: Verdict::from(&ended),
        requests: seen.len(),
        broken,
    }
}

fn shows_too_much(row: &Row, ended: &Ended, seen: &[Seen]) -> Option<String> {
    let mut canaries = Canaries::default();
    row.canaries(seen)
        .into_iter()
        .for_each(|text| canaries.add(text));
    for text in &ended.shown {
        canaries.assert_absent("the outcome", text);
    }
    let lines = canaries.assert_log_clean("the call");
    if lines == 0 && row.reading != Reading::Token {
        return Some("logged nothing".to_owned());
    }
    let long = ended
        .messages
        .iter()
        .find(|text| text.len() > LONGEST_MESSAGE);
    if let Some(text) = long {
        return Some(format!("a message of {} bytes: {text}", text.len()));
    }
    let hidden = ended.messages.iter().find(|text| text.contains(is_hidden));
    hidden.map(|text| format!("characters that are not seen in {text:?}"))
}

/// What stands on the other side.
struct Scene {
    wire: Wire,
    base_url: String,
    /// What keeps a host busy.
    _crowd: Option<Crowd>,
}

impl Scene {
    fn set(row: &Row, fault: &Fault) -> Self {
        // The token request of a row of its own meets the fault itself.
        let token = row.facts.token.filter(|_| row.reading != Reading::Token);
        let tls = matches!(
            fault.place,
            Place::Server(Channel::Tls(_) | Channel::Broken(_))
        );
        let channel = match tls {
            true => Channel::Tls(certificates().good.clone()),
            false => Channel::Plain,
        };
        let wire = Wire::start(token, fault.play_before(row), channel);
        let crowd = matches!(fault.place, Place::Full).then(Crowd::gather);
        let address = wire.address();
        let base_url = match (&fault.place, &crowd) {
            // Longer than a name may be: it is not even asked for.
            (Place::Nowhere, _) => format!("https://{}.example", "a".repeat(64)),
            (_, Some(crowd)) => format!("http://{}", crowd.address),
            _ if tls => format!("https://{address}"),
            _ => format!("http://{address}"),
        };
        Self {
            wire,
            base_url,
            _crowd: crowd,
        }
    }

    fn client(&self, row: &Row, fault: &Fault) -> Box<dyn Client> {
        let mut tuning = fault.tuning.clone();
        if self.base_url.starts_with("https") {
            tuning.root_certificate = Some(certificates().root_pem.clone());
        }
        row.client(&self.base_url, &tuning)
    }

    /// Everything up to the fault.
    fn prepare(&self, row: &Row, fault: &Fault, client: &dyn Client) {
        let has_token = row.shows_a_token() && !matches!(fault.place, Place::Nowhere | Place::Full);
        if has_token {
            let ended = client.fetch_token();
            assert!(ended.failed.is_none(), "no token: {ended:?}");
        }
        if let Before::Call(end) = fault.before {
            let ended = client.call();
            assert!(ended.failed.is_none(), "the call before: {ended:?}");
            if let Some(end) = end {
                self.wire.end_all(end);
            }
            // Until the other side can know.
            thread::sleep(Duration::from_millis(50));
        }
        self.wire.take_seen();
        Canaries::default().assert_log_clean("before");
        match &fault.place {
            Place::Gone => self.wire.stop(),
            Place::Server(channel) => self.wire.channel(channel.clone()),
            Place::Nowhere | Place::Full => {}
        }
        self.wire.play(fault.play(row));
    }
}

/// The good answer of a row.
pub(crate) fn good_play(row: &Row) -> Play {
    Play::bytes(good_answer(row))
}

/// A port whose queue of connections is full: what comes next waits for its turn.
struct Crowd {
    address: SocketAddr,
    _listener: TcpListener,
    _waiting: Vec<TcpStream>,
}

impl Crowd {
    fn gather() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
        socket.bind(&any.into()).unwrap();
        socket.listen(0).unwrap();
        let listener = TcpListener::from(socket);
        let address = listener.local_addr().unwrap();
        let mut waiting = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(300)) {
            waiting.push(stream);
            assert!(waiting.len() < 100, "the queue is never full");
        }
        Self {
            address,
            _listener: listener,
            _waiting: waiting,
        }
    }
}

/// An answer that says success and brings what the call wants.
pub(crate) fn good_answer(row: &Row) -> Vec<u8> {
    let headers = format!("Content-Type: {}\r\n", row.good.content_type);
    with_headers(200, &headers, &row.good.body)
}
