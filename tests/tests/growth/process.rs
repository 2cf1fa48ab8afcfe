//! What one process does, step by step.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use access_token::{
    Begin, Clock, Issued, Lifetime, ManualClock, Notify, NotifyVersion, Secret, Store, Terms,
};
use time::OffsetDateTime;

use crate::page;
use crate::world::{LIFE, Limit, Process, WINDOW, World};

const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

fn world() -> World {
    World::new(Lifetime::from(LIFE), Limit::OfRequests)
}

fn token(process: &Process) -> Secret {
    process.token().unwrap()
}

/// A row: what is done, and what that comes to.
fn row(what: &str, world: &World, act: impl FnOnce()) -> Vec<String> {
    let (before, requests) = (world.store.steps(), world.provider.requests());
    act();
    let steps = world.store.steps() - before;
    let counts = [
        steps.load,
        steps.begin,
        steps.commit,
        steps.abandon,
        steps.reject,
        world.provider.requests() - requests,
    ];
    let counts = counts.into_iter().map(page::number);
    [what.to_owned()].into_iter().chain(counts).collect()
}

#[test]
fn the_page_says_what_one_process_does() {
    let mut rows = starts();
    rows.extend(refreshes());
    rows.extend(failed_refreshes());
    rows.extend(rejections());
    rows.push(waits("no token, another process asks for 1 s", 1));
    rows.push(waits("no token, another process asks for 10 s", 10));
    let head = [
        "what one process does",
        "`load`",
        "`begin`",
        "`commit`",
        "`abandon`",
        "`reject`",
        "requests to the provider",
    ];
    page::assert_has("one process", &page::table(&head, &rows));
}

fn starts() -> Vec<Vec<String>> {
    let world = world();
    let (first, second) = (world.process(), world.process());
    vec![
        row("the first call of all", &world, || drop(token(&first))),
        row("its first call, a token is stored", &world, || {
            drop(token(&second));
        }),
        row("a call with a fresh token", &world, || drop(token(&second))),
    ]
}

fn refreshes() -> Vec<Vec<String>> {
    let world = world();
    let (first, second, third) = (world.process(), world.process(), world.process());
    for process in [&first, &second, &third] {
        token(process);
    }
    world.clock.advance(WINDOW);
    let refresh = row("in the refresh window, the first process", &world, || {
        drop(token(&first));
    });
    let others = row("in the refresh window, every other process", &world, || {
        drop(token(&second));
    });
    token(&third);
    world.clock.advance(WINDOW);
    let seen = world.store.load(&World::key()).unwrap();
    let seen = seen.map(|record| record.fence);
    let begin = world.store.begin(&World::key(), seen, &TERMS).unwrap();
    assert!(matches!(begin, Begin::Granted(_)));
    let meanwhile = "in the refresh window while another asks, at most once a second";
    let meanwhile = row(meanwhile, &world, || drop(token(&third)));
    vec![refresh, others, meanwhile]
}

fn failed_refreshes() -> Vec<Vec<String>> {
    let world = world();
    let (first, second) = (world.process(), world.process());
    for process in [&first, &second] {
        token(process);
    }
    world.clock.advance(WINDOW);
    world.provider.refuse(true);
    let failed = row("its request in the window is refused", &world, || {
        drop(token(&first));
    });
    let others = "every other process after that, until the gate opens";
    let others = row(others, &world, || {
        token(&second);
        token(&second);
    });
    vec![failed, others]
}

fn rejections() -> Vec<Vec<String>> {
    let world = world();
    let (first, second) = (world.process(), world.process());
    let rejected = token(&first);
    token(&second);
    world.clock.advance(Duration::from_secs(3600));
    let replaces = row("its token is rejected, it is the first", &world, || {
        drop(first.replacement(&rejected).unwrap());
    });
    let takes = "its token is rejected, another has replaced it";
    let takes = row(takes, &world, || {
        drop(second.replacement(&rejected).unwrap());
    });
    vec![replaces, takes]
}

/// A process without a token, while another one asks the provider for so long.
fn waits(what: &str, seconds: u64) -> Vec<String> {
    let world = world();
    let begin = world.store.begin(&World::key(), None, &TERMS).unwrap();
    let Begin::Granted(fence) = begin else {
        panic!("an empty store grants");
    };
    let store = Arc::clone(&world.store);
    let commit = move || {
        let issued = Issued::new("token-of-another", Some(LIFE), Duration::ZERO);
        store.commit(&World::key(), fence, &issued, &TERMS).unwrap();
    };
    let alone = Alone {
        clock: world.clock.clone(),
        end: Duration::from_secs(seconds),
        at_end: Mutex::new(Some(Box::new(commit))),
    };
    let process = world.process_on(Arc::new(alone));
    let mut row = row(what, &world, || {
        assert_eq!(token(&process).expose(), "token-of-another");
    });
    // That of the other process is no step of this one.
    assert_eq!(row[3], "1");
    row[3] = "0".to_owned();
    row
}

/// A clock for one thread: a wait moves the time, and at one moment something happens.
struct Alone {
    clock: ManualClock,
    end: Duration,
    at_end: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl fmt::Debug for Alone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Alone").finish_non_exhaustive()
    }
}

impl Clock for Alone {
    fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    fn wait(&self, _: &Notify, _: NotifyVersion, longest: Duration) {
        self.clock.advance(longest);
        if self.clock.monotonic() >= self.end
            && let Some(at_end) = self.at_end.lock().unwrap().take()
        {
            at_end();
        }
    }
}
