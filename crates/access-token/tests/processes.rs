//! Eight processes on one file store: one fetch at the start, and a soak of simulated hours.
//!
//! The soak lasts 3 simulated hours; `ACCESS_TOKEN_SOAK_HOURS=100` makes it last longer.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/crew.rs"]
mod crew;
#[path = "support/dir.rs"]
mod dir;
#[path = "support/server.rs"]
mod server;

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use access_token::{Clock, FileStore, Notify, NotifyVersion, Settings, Store, SystemClock};
use crew::{Crew, Dice, key, work};
use dir::Dir;
use server::{Rules, Server};
use time::OffsetDateTime;
use time::macros::datetime;

const DIR: &str = "ACCESS_TOKEN_TEST_DIR";
const CLOCK: &str = "ACCESS_TOKEN_TEST_CLOCK";

/// A clock that stands in a file: the parent moves it, all processes read it.
#[derive(Debug)]
struct FileClock(File);

impl FileClock {
    fn make(path: &Path) -> Self {
        let mut options = File::options();
        let file = options.create(true).truncate(true).write(true).read(true);
        let clock = Self(file.open(path).unwrap());
        clock.set(Duration::ZERO);
        clock
    }

    fn open(path: &Path) -> Self {
        Self(File::open(path).unwrap())
    }

    fn set(&self, time: Duration) {
        let micros = u64::try_from(time.as_micros()).unwrap();
        let mut file = &self.0;
        file.seek(SeekFrom::Start(0)).unwrap();
        file.write_all(&micros.to_ne_bytes()).unwrap();
    }

    fn advance(&self, by: Duration) {
        self.set(self.monotonic() + by);
    }
}

impl Clock for FileClock {
    fn now(&self) -> OffsetDateTime {
        datetime!(2023-01-01 10:00 UTC) + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        let mut bytes = [0; 8];
        read_at_start(&self.0, &mut bytes);
        Duration::from_micros(u64::from_ne_bytes(bytes))
    }

    fn wait(&self, notify: &Notify, seen: NotifyVersion, longest: Duration) {
        notify.wait(seen, Some(longest.min(Duration::from_millis(2))));
    }
}

#[cfg(unix)]
fn read_at_start(file: &File, bytes: &mut [u8]) {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, 0).unwrap();
}

#[cfg(not(unix))]
fn read_at_start(mut file: &File, bytes: &mut [u8]) {
    file.seek(SeekFrom::Start(0)).unwrap();
    std::io::Read::read_exact(&mut file, bytes).unwrap();
}

/// No test of its own: what the processes do that the tests start.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(DIR) else {
        return;
    };
    let clock: Arc<dyn Clock> = match std::env::var_os(CLOCK) {
        Some(path) => Arc::new(FileClock::open(path.as_ref())),
        None => Arc::new(SystemClock::new()),
    };
    let store = FileStore::with_clock(dir, Arc::clone(&clock)).unwrap();
    let store: Arc<dyn Store> = Arc::new(store.lock_timeout(Duration::from_secs(30)));
    // Simulated time stands still during a call: there are no last moments.
    work(&store, Settings::default().clock(clock), || Duration::ZERO);
}

#[test]
fn eight_processes_without_a_token_cause_one_fetch() {
    let dir = Dir::new("eight");
    let start = Instant::now();
    let rules = Rules {
        min_interval: Duration::from_secs(60),
        lifetime: Duration::from_secs(3600),
        delay: Duration::from_millis(200),
        refuse_one_in: 0,
    };
    let server = Server::start(rules, Arc::new(move || start.elapsed()));
    let (port, path) = (server.port, dir.path().to_owned());
    let mut crew = Crew::new(8, move || {
        let mut command = Crew::command(port);
        command.env(DIR, &path);
        command
    });
    crew.order(1);
    crew.finish(|| {});
    assert_eq!(crew.good, 8);
    assert_eq!(server.requests(), 1);
}

#[test]
fn eight_processes_share_a_token_for_hours_while_some_are_killed() {
    let hours = std::env::var("ACCESS_TOKEN_SOAK_HOURS");
    let hours: u64 = hours.map_or(3, |hours| hours.parse().unwrap());
    let dir = Dir::new("soak");
    let clock_path = dir.path().join("clock");
    let clock = FileClock::make(&clock_path);
    let reading = FileClock::open(&clock_path);
    let rules = Rules {
        min_interval: Duration::from_secs(60),
        lifetime: Duration::from_secs(600),
        delay: Duration::ZERO,
        refuse_one_in: 7,
    };
    let server = Server::start(rules, Arc::new(move || reading.monotonic()));
    let (port, path) = (server.port, dir.path().join("store"));
    let store_path = path.clone();
    let mut crew = Crew::new(8, move || {
        let mut command = Crew::command(port);
        command.env(DIR, &path).env(CLOCK, &clock_path);
        command
    });
    let mut dice = Dice::new();
    let mut rounds = 0_u32;
    let end = Duration::from_secs(3600 * hours);
    // A soak in which nothing happens shows nothing: where the machine is slow, time runs on
    // between its steps, and it lasts until enough has happened.
    let enough = |crew: &Crew| {
        server.requests() as u64 >= 10 * hours
            && u64::from(crew.kills) >= 20 * hours
            && u64::from(crew.good) >= 2000 * hours
    };
    let start = Instant::now();
    while clock.monotonic() < end || !enough(&crew) {
        assert!(
            start.elapsed() < Duration::from_secs(300 * hours),
            "{rounds} rounds, {} kills, {} good calls, {} token requests",
            crew.kills,
            crew.good,
            server.requests()
        );
        rounds += 1;
        clock.advance(Duration::from_millis(dice.below(20_000)));
        if dice.below(20) == 0 {
            server.revoke();
        }
        crew.order(3);
        if rounds.is_multiple_of(8) {
            thread::sleep(Duration::from_micros(dice.below(4000)));
            let place = dice.below(8);
            crew.kill(usize::try_from(place).unwrap());
        }
        // Who waits for a process that was killed waits in simulated time.
        crew.finish(|| clock.advance(Duration::from_secs(1)));
    }
    let store = FileStore::with_clock(&store_path, Arc::new(clock)).unwrap();
    store.load(&key()).unwrap();
    assert_eq!(server.violations(), [], "token requests came too close");
}
