//! What a process does: calls of chao8, and whether they may fail.

use std::io::{Write, stdin, stdout};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use access_token::{Key, Record, Store};
use chao8_api::{Client, Clock, Error, IgnoredAny, Settings, TokenError};
use workspace_tests::chao8::{credentials, key};

use crate::crew::{Crew, PORT};
use crate::witness::{Question, Witness};

const ROLE: &str = "OPENPLAT_TEST_ROLE";
const BASE_URL: &str = "OPENPLAT_TEST_BASE_URL";

/// The command that starts this test binary as a process in this role.
pub(crate) fn command(role: &str, base_url: &str, witness: &Witness) -> Command {
    let mut command = Crew::command(witness.port);
    command.env(ROLE, role).env(BASE_URL, base_url);
    command
}

/// The role of this process; none if it is no child of a test.
pub(crate) fn role() -> Option<String> {
    std::env::var(ROLE).ok()
}

/// One call that reads and needs a token.
pub(crate) fn call(client: &Client) -> Result<(), Error> {
    client.get("/cncop/demo", &[]).map(|_: IgnoredAny| ())
}

type LastMoment = Box<dyn Fn() -> Duration>;

pub(crate) struct Worker {
    client: Client,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    key: Key,
    question: Question,
    last_moment: LastMoment,
}

impl Worker {
    /// A worker on this store and this clock. A client takes a token that it loads for older by
    /// as long as the store took to answer, so it may give a token up a moment before its end:
    /// `last_moment` says how long, after each call that failed.
    pub(crate) fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        last_moment: impl Fn() -> Duration + 'static,
        change: impl FnOnce(Settings) -> Settings,
    ) -> Self {
        let base_url = std::env::var(BASE_URL).unwrap();
        let settings = Settings::new(&base_url)
            .store(Arc::clone(&store))
            .transport(|transport| transport.clock(Arc::clone(&clock)));
        Self {
            client: Client::new(credentials(), change(settings)).unwrap(),
            store,
            clock,
            key: key(&base_url),
            question: Question::to(std::env::var(PORT).unwrap().parse().unwrap()),
            last_moment: Box::new(last_moment),
        }
    }

    /// For each line `N` it makes N calls and says how many went well.
    pub(crate) fn work(mut self) {
        for line in stdin().lines() {
            let calls: u32 = line.unwrap().parse().unwrap();
            let mut good = 0;
            for _ in 0..calls {
                match self.is_good_call() {
                    Ok(true) => good += 1,
                    Ok(false) => {}
                    Err(bad) => say(&format!("bad {bad}")),
                }
            }
            say(&format!("done {good}"));
        }
    }

    /// Whether a call went well; an error if it failed although it should not have.
    ///
    /// A token that the store holds before the call, and that the sandbox accepts before and
    /// after, was good all the time: nothing but a rejection may take it out of the store.
    fn is_good_call(&mut self) -> Result<bool, String> {
        let asked_at = self.clock.monotonic();
        let held = self.load()?;
        let held = held.filter(|held| self.question.is_accepted(&held.token));
        let Err(error) = call(&self.client) else {
            return Ok(true);
        };
        if let Error::Token(none) = &error
            && matches!(none.reason, TokenError::Store { .. })
        {
            return Err(format!("{error:?}"));
        }
        // The store can still be read.
        self.load()?;
        let passed = self.clock.monotonic() - asked_at + (self.last_moment)();
        let Some(held) = held.filter(|held| self.question.is_accepted(&held.token)) else {
            return Ok(false);
        };
        match held.lifetime {
            Some(life) if held.age + passed < life => Err(format!(
                "{error:?} while the store held a good token of {life:?}, \
                 at first {:?} old, {passed:?} later; now {:?}",
                held.age,
                self.client.token_status(),
            )),
            _ => Ok(false),
        }
    }

    fn load(&self) -> Result<Option<Record>, String> {
        let held = self.store.load(&self.key);
        held.map_err(|error| format!("{error:?}"))
    }
}

fn say(line: &str) {
    // Straight to the pipe: the test harness captures what `println!` prints.
    let mut out = stdout().lock();
    let _ = out.write_all(format!("\n#{line}\n").as_bytes());
    let _ = out.flush();
}
