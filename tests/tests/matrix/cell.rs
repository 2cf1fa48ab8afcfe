//! One call under one fault: made, and looked at from all sides.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use provider_testing::{Canaries, ManualClock, Seen, capture_log, is_hidden};
use socket2::{Domain, Socket, Type};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::expect::Verdict;
use crate::fault::{Before, Fault, PATIENT, Place};
use crate::row::{Client, Ended, Reading, Row};
use crate::tls::certificates;
use crate::wire::{Channel, Play, Wire, with_headers};

/// How much longer than its deadline a call may take: twice the shortest deadline is too long.
const ALLOWANCE: Duration = Duration::from_millis(1500);

/// How often the thread that only waits looks how late it is, to know how busy the machine is.
const LOOK: Duration = Duration::from_millis(20);

/// How much longer a call may take for each second that the other thread was late.
const PATIENCE: u32 = 20;

/// The deadline of a token request, whatever that of the transport, and whatever ends it earlier.
const LONGEST_FETCH: Duration = Duration::from_secs(10);

/// What a text may come to: at most 1 KiB from outside, and our own words around it.
const LONGEST_MESSAGE: usize = 1024 + 512;

/// The same with the names of the fields of an error, and its sources inside of it.
const LONGEST_DEBUG: usize = 4 * LONGEST_MESSAGE;

/// How a cell ended.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) verdict: Verdict,
    pub(crate) requests: usize,
    pub(crate) elapsed: Duration,
    /// Why it fails.
    pub(crate) broken: Option<String>,
}

/// What the thread that makes the call tells the one that waits.
enum Told {
    /// The call begins now.
    Begun,
    Ended(Found),
    Panicked(String),
}

/// So often a cell may take too long before that is the call's doing and not the machine's.
const TRIES: usize = 3;

/// Tries a cell, again where it only took too long.
pub(crate) fn tried(row: &'static Row, fault: &'static Fault) -> Found {
    let mut tries = (0..TRIES).map(|_| tried_once(row, fault));
    let mut last = tries.next().unwrap();
    while let Tried::Late(_) = last
        && let Some(next) = tries.next()
    {
        last = next;
    }
    match last {
        Tried::Ended(found) | Tried::Late(found) => found,
    }
}

enum Tried {
    Ended(Found),
    /// As it should be, and too late.
    Late(Found),
}

/// Tries a cell, on a thread of its own: this one only waits.
fn tried_once(row: &'static Row, fault: &'static Fault) -> Tried {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let made = catch_unwind(AssertUnwindSafe(|| {
            made(row, fault, || {
                let _ = tell.send(Told::Begun);
            })
        }));
        let _ = tell.send(match made {
            Ok(found) => Told::Ended(found),
            Err(panic) => Told::Panicked(match panic.downcast_ref::<String>() {
                Some(text) => text.clone(),
                None => format!("{:?}", panic.downcast_ref::<&str>()),
            }),
        });
    });
    let longest = match row.reading {
        Reading::Token => fault.longest.max(LONGEST_FETCH),
        _ => fault.longest,
    };
    let (mut begun, mut late) = (Instant::now(), Duration::ZERO);
    loop {
        let asked = Instant::now();
        match told.recv_timeout(LOOK) {
            Ok(Told::Begun) => begun = Instant::now(),
            Ok(Told::Ended(mut found)) => {
                found.elapsed = begun.elapsed();
                let most = longest + ALLOWANCE + late * PATIENCE;
                if found.broken.is_none() && found.elapsed > most {
                    found.broken = Some(format!("took {:?}, wanted {longest:?}", found.elapsed));
                    return Tried::Late(found);
                }
                return Tried::Ended(found);
            }
            Ok(Told::Panicked(text)) => return broken(format!("panicked: {text}")),
            Err(_) => late += asked.elapsed().saturating_sub(LOOK),
        }
        // Much more than a busy machine explains: it does not end by itself.
        if begun.elapsed() > longest + 2 * PATIENT + late * PATIENCE {
            return broken(format!("no end within {:?}", begun.elapsed()));
        }
    }
}

fn broken(why: String) -> Tried {
    Tried::Ended(Found {
        verdict: Verdict {
            kind: "broken".to_owned(),
            code: None,
            delivery: None,
        },
        requests: 0,
        elapsed: Duration::ZERO,
        broken: Some(why),
    })
}

fn made(row: &Row, fault: &Fault, begin: impl Fn()) -> Found {
    capture_log();
    let scene = Scene::set(row, fault);
    let client = scene.client(row, fault);
    scene.prepare(row, fault, &*client);
    begin();
    let mut ended = None;
    let memory = allocation_counter::measure(|| ended = Some(client.call()));
    let ended = ended.unwrap();
    let seen = scene.wire.take_seen();
    let broken = fault
        .expects(row)
        .broken_by(row, &ended, seen.len())
        .or_else(|| scene.asked_too_often(row, fault, seen.len()))
        .or_else(|| shows_too_much(row, &ended, &seen))
        .or_else(|| {
            let held = memory.bytes_max;
            (held > fault.most_bytes).then(|| format!("held {held} bytes"))
        });
    Found {
        verdict: Verdict::from(&ended),
        requests: seen.len(),
        elapsed: Duration::ZERO,
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
    let limits = [
        (&ended.messages, LONGEST_MESSAGE),
        (&ended.debug, LONGEST_DEBUG),
    ];
    for (texts, longest) in limits {
        if let Some(text) = texts.iter().find(|text| text.len() > longest) {
            return Some(format!("a text of {} bytes: {text}", text.len()));
        }
        if let Some(text) = texts.iter().find(|text| text.contains(is_hidden)) {
            return Some(format!("characters that are not seen in {text:?}"));
        }
    }
    None
}

/// When the clocks begin that are moved.
const NOON: OffsetDateTime = datetime!(2024-04-27 04:00:00 UTC);

/// More than any provider wants between two token requests, and less than the life of a token.
const TOKEN_INTERVAL: Duration = Duration::from_secs(120);

/// What stands on the other side.
struct Scene {
    wire: Wire,
    base_url: String,
    /// Of a client whose token is to grow old.
    clock: Option<ManualClock>,
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
            clock: (fault.before == Before::OldToken).then(|| ManualClock::new(NOON)),
            _crowd: crowd,
        }
    }

    fn client(&self, row: &Row, fault: &Fault) -> Box<dyn Client> {
        let mut tuning = fault.tuning.clone();
        tuning.clock = self.clock.clone();
        if self.base_url.starts_with("https") {
            tuning.root_certificate = Some(certificates().root_pem.clone());
        }
        row.client(&self.base_url, &tuning)
    }

    /// A call that is sent again by stealth shows by its connections, a token that is asked for by
    /// stealth by its request.
    fn asked_too_often(&self, row: &Row, fault: &Fault, requests: usize) -> Option<String> {
        let (connections, tokens) = self.wire.take_counts();
        let most_tokens = usize::from(fault.before == Before::OldToken);
        let most = (requests + tokens).max(1);
        if connections > most && row.reading != Reading::Token {
            return Some(format!("{connections} connections, wanted {most}"));
        }
        (tokens > most_tokens).then(|| format!("{tokens} token requests, wanted {most_tokens}"))
    }

    /// Everything up to the fault.
    fn prepare(&self, row: &Row, fault: &Fault, client: &dyn Client) {
        let has_token = row.shows_a_token() && !matches!(fault.place, Place::Nowhere | Place::Full);
        if has_token {
            let ended = client.fetch_token();
            assert!(ended.failed.is_none(), "no token: {ended:?}");
        }
        if let Some(clock) = &self.clock {
            clock.advance(TOKEN_INTERVAL);
        }
        if let Before::Call(end) = fault.before {
            let ended = client.call();
            assert!(ended.failed.is_none(), "the call before: {ended:?}");
            self.wire.await_played();
            if let Some(end) = end {
                self.wire.end_all(end);
            }
            // Until the other side can know.
            thread::sleep(Duration::from_millis(50));
        }
        self.wire.take_seen();
        self.wire.take_counts();
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
