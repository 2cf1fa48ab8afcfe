//! Eight processes on the file store for simulated hours.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use access_token::{FileStore, Store};
use chao8_api::Client;
use openplat_sandbox::Sandbox;
use workspace_tests::chao8::{credentials, key};
use workspace_tests::dice::Dice;

use crate::crew::Crew;
use crate::dir::Dir;
use crate::moved_time::{FileClock, MovedTime};
use crate::soak::{AtLeast, length, misbehave, violations};
use crate::witness::Witness;
use crate::worker::{self, Worker, call};

pub(crate) const ROLE: &str = "file soak";
const DIR: &str = "OPENPLAT_TEST_DIR";
const CLOCK: &str = "OPENPLAT_TEST_CLOCK";
const MINUTE: Duration = Duration::from_secs(60);

pub(crate) fn child() {
    let clock = FileClock::at(std::env::var_os(CLOCK).unwrap());
    let store = store(std::env::var_os(DIR).unwrap().as_ref(), &clock);
    // What time can pass during the steps of a call.
    let last_moment = || Duration::from_secs(5);
    Worker::new(store, Arc::new(clock), last_moment, |settings| settings).work();
}

fn store(dir: &Path, clock: &FileClock) -> Arc<dyn Store> {
    let store = FileStore::with_clock(dir, Arc::new(clock.clone())).unwrap();
    // Real time: the machine may be busy.
    Arc::new(store.lock_timeout(MINUTE / 2))
}

#[test]
fn eight_processes_share_a_token_on_files_for_hours_while_some_are_killed() {
    let mut dice = Dice::cast_for("soak on the file store");
    let hours = length("OPENPLAT_SOAK_HOURS", 3);
    let dir = Dir::new("shared-tokens");
    let (clock_path, store_path) = (dir.path().join("clock"), dir.path().join("store"));
    // Its least interval is a minute.
    let sandbox = Sandbox::start().unwrap();
    let time = RefCell::new(MovedTime::stop(sandbox.clock(), &clock_path));
    let clock = FileClock::at(&clock_path);
    let store = store(&store_path, &clock);
    let (chao8, base_url) = (sandbox.chao8(), sandbox.base_url());
    let witness = Witness::of(chao8);
    let url = base_url.clone();
    let mut crew = Crew::new(8, move || {
        let mut command = worker::command(ROLE, &url, &witness);
        command.env(DIR, &store_path).env(CLOCK, &clock_path);
        command
    });
    let length = Duration::from_secs(3600 * hours);
    let at_least = AtLeast {
        token_requests: 5 * hours,
        kills: 10 * hours,
        good_calls: 400 * hours,
    };
    let start = Instant::now();
    // Where the machine is slow, time runs on between its steps: it lasts until enough has happened.
    while time.borrow().now() < length || !at_least.is_reached(&crew, chao8) {
        if start.elapsed() > Duration::from_secs(300 * hours) {
            at_least.assert(&crew, chao8);
        }
        // Nobody is at work now.
        let pause = Duration::from_millis(dice.below(75_000));
        time.borrow_mut().advance(pause);
        misbehave(chao8, &mut dice);
        crew.order(2);
        if dice.one_in(5) {
            thread::sleep(Duration::from_micros(dice.below(8000)));
            crew.kill(usize::try_from(dice.below(8)).unwrap());
            store.load(&key(&base_url)).unwrap();
        }
        // Who waits for a process that was killed waits in simulated time.
        crew.finish(|| time.borrow_mut().advance(Duration::from_secs(1)));
    }
    assert_eq!(violations(chao8, MINUTE), Vec::<String>::new());

    // Whoever comes after all of this finds a store that works.
    drop(crew);
    chao8.set_token_lifetime_seconds(3600);
    time.borrow_mut().advance(2 * MINUTE);
    let settings = chao8_api::Settings::new(&base_url).store(store);
    let settings = settings.transport(|transport| transport.clock(Arc::new(clock)));
    call(&Client::new(credentials(), settings).unwrap()).unwrap();
}
