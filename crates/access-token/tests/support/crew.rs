//! Processes that share a store: the test binary starts itself again, tells each child how many
//! calls to make, and kills some of them.

#![allow(dead_code, reason = "each test crate uses its part")]

use std::fmt;
use std::io::{BufRead, BufReader, Write, stdin};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use access_token::{
    Error, Fetched, Key, Lifetime, Rejection, Secret, Settings, Store, TokenManager,
};

pub(crate) const PORT: &str = "ACCESS_TOKEN_TEST_PORT";

pub(crate) fn key() -> Key {
    Key::new("crew", "http://127.0.0.1", "app")
}

#[derive(Debug)]
pub(crate) struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

#[derive(Debug)]
enum CallError {
    Rejected,
    Token(Error<Refused>),
}

impl From<Error<Refused>> for CallError {
    fn from(error: Error<Refused>) -> Self {
        Self::Token(error)
    }
}

struct Wire(Mutex<BufReader<TcpStream>>);

impl Wire {
    fn connect() -> Self {
        let port: u16 = std::env::var(PORT).unwrap().parse().unwrap();
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(Mutex::new(BufReader::new(stream)))
    }

    fn ask(&self, line: &str) -> String {
        let mut wire = self.0.lock().unwrap();
        wire.get_mut()
            .write_all(format!("{line}\n").as_bytes())
            .unwrap();
        let mut reply = String::new();
        wire.read_line(&mut reply).unwrap();
        reply.trim_end().to_owned()
    }

    fn accepts(&self, token: &Secret) -> bool {
        self.ask(&format!("call {}", token.expose())) == "ok"
    }
}

/// What a child does: for each line `N` it makes N calls and answers with a line.
///
/// A manager takes a token that it loads for older by as long as the store took to answer. So in
/// real time a token may be given up a moment before its end; `last_moment` says how long, after
/// each call that failed.
pub(crate) fn work(store: &Arc<dyn Store>, settings: Settings, last_moment: impl Fn() -> Duration) {
    let wire = Arc::new(Wire::connect());
    let asking = Arc::clone(&wire);
    let fetch = move || match asking.ask("token").split_once(' ') {
        Some((token, micros)) => {
            let lifetime = Duration::from_micros(micros.parse().unwrap());
            Ok(Fetched::new(token, Lifetime::from(lifetime)))
        }
        None => Err(Refused),
    };
    let manager = TokenManager::new(key(), Arc::clone(store), fetch, settings).unwrap();
    for line in stdin().lock().lines() {
        let count: u32 = line.unwrap().parse().unwrap();
        let mut good = 0;
        for _ in 0..count {
            match call(store, &wire, &manager, &last_moment) {
                Ok(true) => good += 1,
                Ok(false) => {}
                Err(bad) => say(&format!("bad {bad}")),
            }
        }
        say(&format!("done {good}"));
    }
}

fn say(line: &str) {
    // Straight to the pipe: the test harness captures what `println!` prints.
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(format!("\n#{line}\n").as_bytes());
    let _ = out.flush();
}

/// Whether the call went well; an error if it failed although it should not have.
fn call(
    store: &Arc<dyn Store>,
    wire: &Wire,
    manager: &TokenManager<impl access_token::Fetch<Error = Refused>>,
    last_moment: impl Fn() -> Duration,
) -> Result<bool, String> {
    // A token that the store holds and the provider accepts, now and after the call.
    let held = || -> Result<_, String> {
        let record = store.load(&key()).map_err(|error| error.to_string())?;
        Ok(record.filter(|record| wire.accepts(&record.token)))
    };
    let before = held()?;
    let answer: Result<(), CallError> = manager.with_token(
        |token, _| match wire.accepts(token) {
            true => Ok(()),
            false => Err(CallError::Rejected),
        },
        |outcome| matches!(outcome, Err(CallError::Rejected)).then_some(Rejection::Certain),
        |error, _| error.into(),
    );
    let error = match answer {
        Ok(()) => return Ok(true),
        Err(CallError::Token(error @ Error::Store { .. })) => return Err(format!("{error:?}")),
        Err(error) => error,
    };
    match (before, held()?) {
        (Some(before), Some(after))
            if before.fence == after.fence
                && after
                    .lifetime
                    .is_none_or(|life| after.age + last_moment() < life) =>
        {
            Err(format!(
                "the call failed ({error:?}) while the store held a good token"
            ))
        }
        _ => Ok(false),
    }
}

/// Nobody says anything for so long only when nobody can: a call waits for seconds at most.
const LONGEST_SILENCE: Duration = Duration::from_secs(300);

/// The parent's side.
pub(crate) struct Crew {
    members: Vec<Member>,
    said: Receiver<(usize, u32, String)>,
    saying: Sender<(usize, u32, String)>,
    start: Box<dyn Fn() -> Command>,
    pub(crate) kills: u32,
    pub(crate) good: u32,
}

struct Member {
    child: Child,
    orders: ChildStdin,
    generation: u32,
    busy: bool,
}

impl Crew {
    pub(crate) fn new(count: usize, start: impl Fn() -> Command + 'static) -> Self {
        let (saying, said) = channel();
        let mut crew = Self {
            members: Vec::new(),
            said,
            saying,
            start: Box::new(start),
            kills: 0,
            good: 0,
        };
        for place in 0..count {
            let member = crew.member(place, 0);
            crew.members.push(member);
        }
        crew
    }

    /// The command that starts this test binary at the test `child` alone.
    pub(crate) fn command(port: u16) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["child", "--exact", "--nocapture", "--test-threads=1"])
            .env(PORT, port.to_string());
        command
    }

    fn member(&self, place: usize, generation: u32) -> Member {
        let mut command = (self.start)();
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let orders = child.stdin.take().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let saying = self.saying.clone();
        thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if let Some(word) = line.strip_prefix('#') {
                    let _ = saying.send((place, generation, word.to_owned()));
                }
            }
        });
        Member {
            child,
            orders,
            generation,
            busy: false,
        }
    }

    pub(crate) fn order(&mut self, calls: u32) {
        for member in &mut self.members {
            member
                .orders
                .write_all(format!("{calls}\n").as_bytes())
                .unwrap();
            member.busy = true;
        }
    }

    /// Kills one with SIGKILL, at work as it may be, and starts another in its place.
    pub(crate) fn kill(&mut self, place: usize) {
        self.kills += 1;
        self.members[place].child.kill().unwrap();
        self.members[place].child.wait().unwrap();
        let generation = self.members[place].generation + 1;
        self.members[place] = self.member(place, generation);
    }

    /// Waits until all have done their calls; `idle` is called while nobody says anything.
    pub(crate) fn finish(&mut self, idle: impl Fn()) {
        let mut heard = Instant::now();
        while self.members.iter().any(|member| member.busy) {
            let (place, generation, word) = match self.said.recv_timeout(Duration::from_millis(20))
            {
                Ok(said) => said,
                Err(RecvTimeoutError::Timeout) => {
                    assert!(heard.elapsed() < LONGEST_SILENCE, "the crew hangs");
                    idle();
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => panic!("the crew is gone"),
            };
            heard = Instant::now();
            match word.split_once(' ') {
                Some(("done", good)) => {
                    self.good += good.parse::<u32>().unwrap();
                    let member = &mut self.members[place];
                    if member.generation == generation {
                        member.busy = false;
                    }
                }
                _ => panic!("process {place}: {word}"),
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        for member in &mut self.members {
            let _ = member.child.kill();
            let _ = member.child.wait();
        }
    }
}

/// Numbers that look random and are the same in each run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}
