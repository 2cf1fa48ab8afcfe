//! Clocks of stores and processes that step, are wrong, or stand at the ends of what there is.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/dir.rs"]
mod dir;
#[path = "support/rig.rs"]
mod rig;

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use access_token::{
    Begin, Clock, FileStore, Lifetime, ManualClock, MemoryStore, RefreshWindow, Settings, Stage,
    Store, Terms, TokenManager, TooSoon, Unstated,
};
use dir::Dir;
use rig::{Answer, Provider, Rig, minutes, seconds};
use time::OffsetDateTime;
use time::macros::datetime;

const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

fn file_store(dir: &Dir, clock: &ManualClock) -> Arc<FileStore> {
    Arc::new(FileStore::with_clock(dir.path(), Arc::new(clock.clone())).unwrap())
}

/// Ten minutes back and put right again: to the store the gate is open.
fn step_back_and_forth(dir: &Dir, clock: &ManualClock) {
    let right = clock.now();
    clock.set_wall(right - minutes(10));
    // Another process writes down that the clock stepped back.
    let other = file_store(dir, clock);
    let seen = other.load(&rig::key()).unwrap().map(|record| record.fence);
    let begin = other.begin(&rig::key(), seen, &TERMS).unwrap();
    assert!(matches!(begin, Begin::TooSoon { .. }), "{begin:?}");
    clock.set_wall(right);
    assert!(other.next_request_in(&rig::key()).unwrap().is_zero());
}

#[test]
fn the_gate_that_a_process_has_heard_of_outlasts_the_clock_of_its_store() {
    let dir = Dir::new("step-gate");
    let clock = rig::clock();
    let store = file_store(&dir, &clock);
    let rig = Rig::on(store.clone(), clock.clone(), Provider::default(), |set| set);
    let Begin::Granted(fence) = store.begin(&rig::key(), None, &TERMS).unwrap() else {
        panic!("an empty store grants");
    };
    store.abandon(&rig::key(), fence, &TERMS).unwrap();
    clock.advance(seconds(1));
    assert_eq!(
        rig.manager.token().unwrap_err().retry_in(),
        Some(seconds(60))
    );
    step_back_and_forth(&dir, &clock);
    clock.advance(seconds(9));
    assert_eq!(
        rig.manager.token().unwrap_err().retry_in(),
        Some(seconds(51))
    );
    assert_eq!(rig.provider.count(), 0);
    clock.advance(seconds(51));
    assert_eq!(rig.token(), "token-1");
}

#[test]
fn the_age_that_a_process_has_seen_outlasts_the_clock_of_its_store() {
    let dir = Dir::new("step-age");
    let clock = rig::clock();
    let store = file_store(&dir, &clock);
    let holder = Rig::on(store, clock.clone(), Provider::default(), |set| set);
    holder.token();
    let rig = Rig::on(
        file_store(&dir, &clock),
        clock.clone(),
        Provider::default(),
        |set| set,
    );
    clock.advance(seconds(5));
    assert_eq!(rig.token(), "token-1");
    step_back_and_forth(&dir, &clock);
    // Neither of them asks the provider again within a minute of the last request.
    for manager in [&holder, &rig] {
        let error = manager.manager.replacement(&"token-1".into()).unwrap_err();
        assert_eq!(error.retry_in(), Some(seconds(56)));
    }
    assert_eq!((holder.provider.count(), rig.provider.count()), (1, 0));
}

#[test]
fn a_token_ends_in_time_though_the_clock_of_its_store_stepped_back() {
    let dir = Dir::new("step-life");
    let clock = rig::clock();
    let rig = Rig::on(
        file_store(&dir, &clock),
        clock.clone(),
        Provider::default(),
        |set| set,
    );
    rig.token();
    clock.advance(minutes(30));
    clock.set_wall(clock.now() - minutes(30));
    clock.advance(minutes(30));
    assert_eq!(rig.manager.status().unwrap().stage, Some(Stage::Expired));
    assert_eq!(rig.token(), "token-2");
}

/// A store that was wiped, on a clock that is behind, grants above what the process has seen.
#[test]
fn a_wiped_store_on_a_clock_that_is_behind_lets_no_late_writer_win() {
    let dir = Dir::new("wiped-behind");
    let clock = rig::clock();
    let store = file_store(&dir, &clock);
    let rig = Rig::on(store.clone(), clock.clone(), Provider::default(), |set| set);
    rig.token();
    let old = store.load(&rig::key()).unwrap().unwrap().fence;
    clock.advance(minutes(60));
    // A slow process, granted before the wipe.
    let Begin::Granted(slow) = store.begin(&rig::key(), Some(old), &TERMS).unwrap() else {
        panic!("the gate is open");
    };
    fs::remove_file(store.data_path(&rig::key())).unwrap();
    clock.set_wall(datetime!(2022-01-01 10:00 UTC));
    assert_eq!(rig.token(), "token-2");
    let new = store.load(&rig::key()).unwrap().unwrap().fence;
    assert!(new > old, "{new:?} {old:?}");
    let late = access_token::Issued::new("late", None, seconds(0));
    store.commit(&rig::key(), slow, &late, &TERMS).unwrap();
    let current = store.load(&rig::key()).unwrap().unwrap();
    assert_eq!(current.token.expose(), "token-2");
}

#[test]
fn a_time_of_fetch_is_right_once_the_clock_is() {
    let dir = Dir::new("ahead");
    let clock = rig::clock();
    let right = clock.now();
    clock.set_wall(right + Duration::from_secs(365 * 24 * 3600));
    let store = file_store(&dir, &clock);
    let rig = Rig::on(store.clone(), clock.clone(), Provider::default(), |set| set);
    rig.token();
    clock.set_wall(right);
    clock.advance(seconds(10));
    let neighbour = rig.neighbour().status().unwrap();
    for status in [rig.manager.status().unwrap(), neighbour] {
        assert_eq!(status.fetched_at, Some(right));
        assert_eq!(status.expires_at, Some(right + minutes(60)));
    }
    assert_eq!(store.load(&rig::key()).unwrap().unwrap().fetched_at, right);
}

/// Whoever only looks changes nothing for the others, however wrong his clock is.
#[test]
fn a_status_on_a_wrong_clock_opens_no_gate() {
    let dir = Dir::new("wrong-reader");
    let clock = rig::clock();
    let store = file_store(&dir, &clock);
    let rig = Rig::on(store.clone(), clock.clone(), Provider::default(), |set| set);
    rig.token();
    let before = fs::read(store.data_path(&rig::key())).unwrap();
    for year in [1970, 2022, 2024, 2300] {
        let at = datetime!(2000-01-01 0:00 UTC).replace_year(year).unwrap();
        let wrong = ManualClock::new(at);
        let store = file_store(&dir, &wrong);
        let reader = Rig::on(store, wrong, Provider::default(), |set| set);
        reader.manager.status().unwrap();
        reader.store.load(&rig::key()).unwrap();
        reader.store.next_request_in(&rig::key()).unwrap();
        assert_eq!(
            fs::read(store_path(&dir, &clock)).unwrap(),
            before,
            "{year}"
        );
    }
    let gate = store.next_request_in(&rig::key()).unwrap();
    assert_eq!(gate, seconds(61));
}

fn store_path(dir: &Dir, clock: &ManualClock) -> std::path::PathBuf {
    file_store(dir, clock).data_path(&rig::key())
}

const SPANS: [Duration; 8] = [
    Duration::from_nanos(1),
    Duration::from_micros(1),
    Duration::from_secs(1),
    Duration::from_secs(3600),
    Duration::from_secs(u32::MAX as u64),
    Duration::from_secs(i64::MAX as u64),
    Duration::from_secs(u64::MAX),
    Duration::MAX,
];

/// Over the full range of every span and every clock nothing overflows.
#[test]
fn no_span_and_no_clock_makes_anything_panic() {
    let walls = [
        OffsetDateTime::UNIX_EPOCH,
        datetime!(2023-01-01 10:00 UTC),
        time::PrimitiveDateTime::MIN.assume_utc(),
        time::PrimitiveDateTime::MAX.assume_utc(),
    ];
    let dir = Dir::new("extremes");
    for (place, wall) in walls.into_iter().enumerate() {
        for span in SPANS {
            for other in [Duration::from_secs(1), Duration::MAX] {
                let clock = ManualClock::new(wall);
                let memory = MemoryStore::with_clock(Arc::new(clock.clone()));
                let inner = dir.path().join(format!("{place}-{}", span.as_nanos()));
                let file = FileStore::with_clock(inner, Arc::new(clock.clone())).unwrap();
                let stores: [Arc<dyn Store>; 2] = [Arc::new(memory), Arc::new(file)];
                for store in stores {
                    use_it(store, &clock, span, other);
                }
            }
        }
    }
}

fn use_it(store: Arc<dyn Store>, clock: &ManualClock, span: Duration, other: Duration) {
    let all = |settings: Settings| {
        let settings = settings.clock(Arc::new(clock.clone()));
        settings
            .unstated(Unstated::Assume(span))
            .refresh_window(RefreshWindow::Last(span))
    };
    let settings = [
        all(Settings::default()).min_interval(span).margin(other),
        all(Settings::default()).look_again(span).margin(span),
        all(Settings::default()).longest_wait(span).lease(other),
        all(Settings::default())
            .fetch_timeout(span)
            .lease(span)
            .longest_wait(span),
        all(Settings::default())
            .too_soon(TooSoon::Fail)
            .min_interval(other)
            .margin(other),
    ];
    for settings in settings {
        let provider = Provider::default().then(Answer::Token("token-1", Lifetime::unstated()));
        let Ok(manager) = TokenManager::new(rig::key(), Arc::clone(&store), provider, settings)
        else {
            continue;
        };
        let _ = manager.token();
        let _ = manager.status().unwrap();
        clock.advance(span);
        let _ = manager.status().unwrap();
        clock.suspend(span);
        let _ = manager.reject(&"token-1".into());
        let _ = manager.status().unwrap();
        manager.forget().unwrap();
    }
}

#[test]
fn a_span_of_more_than_ten_years_is_taken_for_ten_years() {
    let clock = rig::clock();
    let store = Arc::new(MemoryStore::with_clock(Arc::new(clock.clone())));
    let provider = Provider::default().then(Answer::Token("token-1", Lifetime::unstated()));
    let rig = Rig::on(store, clock, provider, |set| {
        let set = set
            .unstated(Unstated::Assume(Duration::MAX))
            .margin(Duration::ZERO);
        set.min_interval(Duration::MAX)
    });
    rig.token();
    let status = rig.manager.status().unwrap();
    let ten_years = Duration::from_secs(10 * 365 * 24 * 3600);
    let fetched_at = status.fetched_at.unwrap();
    assert_eq!(status.expires_at, Some(fetched_at + ten_years));
    assert_eq!(status.next_request_at, fetched_at + ten_years);
}
