//! A clock for many threads, of which one runs at a time: whose turn comes first is next, and
//! time passes when all of them wait.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use access_token::{Clock, ManualClock, Notify, NotifyVersion};
use time::OffsetDateTime;

/// Enough for a manager in a development build.
const STACK: usize = 256 * 1024;

#[derive(Clone)]
pub(crate) struct Turns(Arc<Shared>);

struct Shared {
    clock: ManualClock,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    /// Who waits until when; of those with the same time the one who came first.
    turns: BTreeMap<(Duration, u64), Sender<()>>,
    came: u64,
}

/// However a thread ends, the next one goes on.
struct PassesOn<'a>(&'a Turns);

impl Drop for PassesOn<'_> {
    fn drop(&mut self) {
        self.0.pass_on();
    }
}

impl Turns {
    pub(crate) fn new(clock: &ManualClock) -> Self {
        Self(Arc::new(Shared {
            clock: clock.clone(),
            waiting: Mutex::default(),
        }))
    }

    /// One thread for each of them, until all have done.
    pub(crate) fn run<T: Sync>(&self, all: &[T], act: impl Fn(&T) + Sync) {
        let act = &act;
        thread::scope(|scope| {
            for one in all {
                let turn = self.wait_until(self.monotonic());
                let thread = thread::Builder::new().stack_size(STACK);
                let acts = move || {
                    turn.recv().unwrap();
                    let _passes_on = PassesOn(self);
                    act(one);
                };
                if let Err(error) = thread.spawn_scoped(scope, acts) {
                    // Those who wait are told, or the scope would wait for them.
                    self.0.waiting.lock().unwrap().turns.clear();
                    panic!("no thread: {error}");
                }
            }
            self.pass_on();
        });
    }

    /// The others go on for so long.
    pub(crate) fn sleep(&self, pause: Duration) {
        let turn = self.wait_until(self.monotonic() + pause);
        self.pass_on();
        turn.recv().unwrap();
    }

    fn wait_until(&self, time: Duration) -> Receiver<()> {
        let (wake, turn) = channel();
        let mut waiting = self.0.waiting.lock().unwrap();
        let came = waiting.came;
        waiting.came += 1;
        waiting.turns.insert((time, came), wake);
        turn
    }

    fn pass_on(&self) {
        let next = self.0.waiting.lock().unwrap().turns.pop_first();
        if let Some(((time, _), wake)) = next {
            self.0.clock.advance(time.saturating_sub(self.monotonic()));
            wake.send(()).unwrap();
        }
    }
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turns").finish_non_exhaustive()
    }
}

impl Clock for Turns {
    fn now(&self) -> OffsetDateTime {
        self.0.clock.now()
    }

    fn monotonic(&self) -> Duration {
        self.0.clock.monotonic()
    }

    /// Each process has one thread: nobody notifies it.
    fn wait(&self, _: &Notify, _: NotifyVersion, longest: Duration) {
        self.sleep(longest);
    }
}
