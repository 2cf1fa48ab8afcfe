//! Checks any [`Store`] against its contract: for the tests of people who write their own.
//!
//! Each check works under a key of its own and answers with a sentence when the store breaks the
//! contract. A store on a clock that a test moves is checked in no time; any other is checked in
//! real time with a scaled minute. Where a check fails and the machine stood still meanwhile, that
//! proves nothing of the store: it is run again with a longer minute.
//!
//! ```
//! use std::sync::Arc;
//! use access_token::conformance::{self, Bench};
//! use access_token::{ManualClock, MemoryStore};
//!
//! let clock = ManualClock::new(time::macros::datetime!(2023-01-01 10:00 UTC));
//! let store = Arc::new(MemoryStore::with_clock(Arc::new(clock.clone())));
//! conformance::run(&Bench::on_clock(store, clock))?;
//! # Ok::<(), conformance::Broken>(())
//! ```

mod fences;
mod forget;
mod gate;
mod owner;
mod records;

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::{
    Begin, Clock, Commit, Fence, Issued, Key, ManualClock, Record, Secret, Store, StoreError, Terms,
};

/// A store on the test bench.
pub struct Bench {
    store: Arc<dyn Store>,
    minute: Duration,
    time: Time,
    wipe: Option<Wipe>,
    clock_error: Duration,
}

type Wipe = Box<dyn Fn(&Key)>;

enum Time {
    Real(Instant),
    Manual(ManualClock),
}

/// A rule of the contract that the store breaks.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Broken {
    /// The name of the check, one of [`CHECKS`].
    pub check: &'static str,
    /// What the store did.
    pub sentence: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.check, self.sentence)
    }
}

impl std::error::Error for Broken {}

/// What a check answers: nothing, or the sentence.
type Verdict = Result<(), String>;

/// A check and its name.
type Check = (&'static str, fn(&Case<'_>) -> Verdict);

const ALL: &[Check] = &[
    ("an_empty_store_loads_none", records::empty),
    ("a_record_comes_back_whole", records::whole),
    ("a_lifetime_may_be_unknown", records::no_lifetime),
    ("any_text_is_a_token", records::any_text),
    ("age_grows_and_an_old_record_is_still_loaded", records::age),
    ("keys_do_not_touch_each_other", records::keys),
    ("reject_removes_the_current_token", records::reject_current),
    (
        "reject_of_another_token_removes_nothing",
        records::reject_other,
    ),
    ("reject_does_not_open_the_gate", records::reject_gate),
    ("begin_looks_a_second_time", records::second_look),
    ("a_leased_fetch_holds_others_back", gate::held),
    ("the_gate_counts_from_before_the_request", gate::from_before),
    ("commit_moves_the_gate", gate::after_commit),
    (
        "abandon_moves_the_gate_and_keeps_the_token",
        gate::after_abandon,
    ),
    ("a_late_fence_moves_no_gate_nearer", gate::late_fence),
    ("one_of_many_is_granted", gate::one_of_many),
    ("fences_rise", fences::rise),
    (
        "a_lower_fence_does_not_displace_a_higher_one",
        fences::superseded,
    ),
    (
        "a_lower_fence_stays_out_after_a_reject",
        fences::after_reject,
    ),
    ("a_lower_fence_may_commit_first", fences::lower_first),
    ("a_commit_may_be_repeated", fences::repeated),
    ("a_wiped_store_starts_above_old_fences", fences::wiped),
    (
        "a_fence_is_higher_than_the_one_that_was_seen",
        fences::above_seen,
    ),
    (
        "a_record_is_displaced_by_the_last_fence_only",
        fences::last_only,
    ),
    (
        "a_fence_that_was_never_granted_ends_no_lease",
        fences::from_elsewhere,
    ),
    (
        "a_rejected_token_does_not_come_back_by_a_repetition",
        fences::rejected_and_repeated,
    ),
    ("readers_change_nothing", records::readers),
    ("a_record_tells_no_gate_too_far", records::gate_told),
    (
        "a_clock_that_steps_back_lengthens_nothing",
        records::stepped_back,
    ),
    ("the_owner_of_a_lease_is_granted_anew", owner::asks_again),
    (
        "the_owner_is_granted_anew_after_his_lease",
        owner::asks_after_his_lease,
    ),
    ("nobody_else_is_the_owner", owner::only_the_owner),
    ("an_owner_may_lose_his_lease", owner::superseded),
    ("a_fetch_that_ended_has_no_owner", owner::ends),
    (
        "an_earlier_fence_of_the_owner_is_late",
        owner::earlier_fence,
    ),
    (
        "any_fence_of_the_owner_ends_his_lease",
        owner::any_of_his_fences,
    ),
    (
        "an_owner_does_not_pass_the_gate_of_another",
        owner::after_another_request,
    ),
    (
        "a_repetition_makes_a_token_no_younger",
        fences::repeated_later,
    ),
    ("forget_opens_the_gate", forget::opens_the_gate),
    ("forget_leaves_a_lease", forget::leaves_a_lease),
    ("a_forgotten_token_stays_forgotten", forget::stays_forgotten),
    ("forget_needs_no_token", forget::nothing),
];

/// The names of the checks in the order in which they run.
pub const CHECKS: &[&str] = &{
    let mut names = [""; ALL.len()];
    let mut place = 0;
    while place < ALL.len() {
        names[place] = ALL[place].0;
        place += 1;
    }
    names
};

/// Runs every check. The one about a wiped store is passed over unless
/// [`wiped_by`](Bench::wiped_by) says how to wipe it.
///
/// # Errors
///
/// The first rule that the store breaks.
pub fn run(bench: &Bench) -> Result<(), Broken> {
    ALL.iter().try_for_each(|check| run_check(bench, check))
}

/// Runs one check by its name.
///
/// # Errors
///
/// The rule that the store breaks, or that there is no check of this name.
pub fn run_one(bench: &Bench, name: &'static str) -> Result<(), Broken> {
    match ALL.iter().find(|check| check.0 == name) {
        Some(check) => run_check(bench, check),
        None => Err(Broken {
            check: name,
            sentence: "there is no check of this name".into(),
        }),
    }
}

/// How often the minute is doubled for a machine that keeps standing still.
const DOUBLED: u32 = 6;

fn run_check(bench: &Bench, &(check, rule): &Check) -> Result<(), Broken> {
    let longest = bench.minute * 2_u32.pow(DOUBLED);
    let mut minute = bench.minute;
    loop {
        let slept = Cell::new(Duration::ZERO);
        let begun = bench.now();
        let verdict = rule(&Case::new(bench, check, minute, &slept));
        // No rule is broken by steps that together are late by less than half a minute.
        let late = (bench.now() - begun).saturating_sub(slept.get());
        match verdict {
            Err(_) if late > minute / 4 && minute < longest => minute *= 2,
            verdict => return verdict.map_err(|sentence| Broken { check, sentence }),
        }
    }
}

impl Bench {
    /// A store on a clock that the checks may move.
    pub fn on_clock(store: Arc<dyn Store>, clock: ManualClock) -> Self {
        Self::new(store, Duration::from_secs(60), Time::Manual(clock))
    }

    /// A store that reads a clock of its own: the checks sleep. They take about 70 of these
    /// minutes; 200 ms is a good minute. A check that fails while its steps took more than a
    /// quarter of it is run again with twice the minute, up to 64 times the first one.
    pub fn in_real_time(store: Arc<dyn Store>, minute: Duration) -> Self {
        Self::new(store, minute, Time::Real(Instant::now()))
    }

    fn new(store: Arc<dyn Store>, minute: Duration, time: Time) -> Self {
        Self {
            store,
            minute,
            time,
            wipe: None,
            clock_error: Duration::from_millis(2),
        }
    }

    /// How everything that the store keeps for a key is removed behind its back.
    #[must_use]
    pub fn wiped_by(mut self, wipe: impl Fn(&Key) + 'static) -> Self {
        self.wipe = Some(Box::new(wipe));
        self
    }

    fn now(&self) -> Duration {
        match &self.time {
            Time::Real(start) => start.elapsed(),
            Time::Manual(clock) => clock.monotonic(),
        }
    }
}

impl fmt::Debug for Bench {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bench")
            .field("store", &self.store)
            .field("minute", &self.minute)
            .finish_non_exhaustive()
    }
}

/// One check at work: a key that nobody used before, and the steps in short.
struct Case<'a> {
    bench: &'a Bench,
    key: Key,
    minute: Duration,
    terms: Terms,
    /// What it has let pass by itself.
    slept: &'a Cell<Duration>,
}

impl<'a> Case<'a> {
    fn new(bench: &'a Bench, check: &str, minute: Duration, slept: &'a Cell<Duration>) -> Self {
        // Another key at each run, so that a store that outlives the run can be checked again.
        let run = bench.now().as_nanos() ^ u128::from(std::process::id());
        let application = format!("{check} {run} {:p}", &raw const *bench);
        Self {
            bench,
            key: Key::new("conformance", "http://127.0.0.1", &application),
            minute,
            terms: Terms::new(minute, minute * 3, minute / 4),
            slept,
        }
    }

    fn pass(&self, time: Duration) {
        // Clocks that count in milliseconds must have passed the moment, too.
        let time = time + self.bench.clock_error;
        self.slept.set(self.slept.get() + time);
        match &self.bench.time {
            Time::Real(_) => std::thread::sleep(time),
            Time::Manual(clock) => clock.advance(time),
        }
    }

    fn now(&self) -> Duration {
        self.bench.now()
    }

    fn load(&self) -> Result<Option<Record>, String> {
        self.bench.store.load(&self.key).map_err(failed)
    }

    fn begin(&self, seen: Option<Fence>) -> Result<Begin, String> {
        self.begin_on(seen, &self.terms)
    }

    fn begin_on(&self, seen: Option<Fence>, terms: &Terms) -> Result<Begin, String> {
        let begin = self.bench.store.begin(&self.key, seen, terms);
        begin.map_err(failed)
    }

    /// A fence, or the sentence that none was granted.
    fn granted(&self, seen: Option<Fence>) -> Result<Fence, String> {
        match self.begin(seen)? {
            Begin::Granted(fence) => Ok(fence),
            other => Err(format!("begin should grant a fence but answered {other:?}")),
        }
    }

    /// The time until the gate opens, or the sentence that begin answered otherwise.
    fn too_soon(&self, seen: Option<Fence>) -> Result<Duration, String> {
        match self.begin(seen)? {
            Begin::TooSoon { retry_in } => Ok(retry_in),
            other => Err(format!(
                "the gate is closed and nobody holds the lease, but begin answered {other:?}"
            )),
        }
    }

    fn commit(&self, fence: Fence, token: &str) -> Result<Commit, String> {
        let issued = Issued::new(token, Some(self.minute * 1000), Duration::ZERO);
        self.commit_issued(fence, &issued)
    }

    fn commit_issued(&self, fence: Fence, issued: &Issued) -> Result<Commit, String> {
        self.commit_on(fence, issued, &self.terms)
    }

    fn commit_on(&self, fence: Fence, issued: &Issued, terms: &Terms) -> Result<Commit, String> {
        let commit = self.bench.store.commit(&self.key, fence, issued, terms);
        commit.map_err(failed)
    }

    fn stored(&self, fence: Fence, token: &str) -> Verdict {
        let commit = self.commit(fence, token)?;
        ensure(commit == Commit::Stored, "a commit was not stored")
    }

    fn abandon(&self, fence: Fence) -> Verdict {
        let abandon = self.bench.store.abandon(&self.key, fence, &self.terms);
        abandon.map_err(failed)
    }

    fn reject(&self, token: &str) -> Verdict {
        let reject = self.bench.store.reject(&self.key, &Secret::from(token));
        reject.map_err(failed)
    }

    fn forget(&self) -> Verdict {
        self.bench.store.forget(&self.key).map_err(failed)
    }

    /// The current token must be this one.
    fn holds(&self, token: Option<&str>) -> Verdict {
        let record = self.load()?;
        let held = record.as_ref().map(|record| record.token.expose());
        ensure(
            held == token,
            match (held, token) {
                (None, _) => "the current token is gone",
                (_, None) => "a token is there that should not be",
                _ => "the current token is another one than it should be",
            },
        )
    }
}

fn ensure(kept: bool, sentence: &str) -> Verdict {
    kept.then_some(()).ok_or_else(|| sentence.to_owned())
}

fn failed(error: StoreError) -> String {
    format!("the store failed: {error}")
}
