//! Measures the rows in nanoseconds, both sides in turn, and counts connections; a line of JSON for
//! each row.

use std::hint::black_box;
use std::io;
use std::time::Duration;

use vending_api::Settings;
use workspace_benches::clients::{self, Ours};
use workspace_benches::pair::{least, median};
use workspace_benches::reference::server::load;
use workspace_benches::{answers, lists, report, sandboxes, signatures, tls, tokens};

fn main() -> io::Result<()> {
    signatures()?;
    calls()?;
    list()?;
    token()?;
    sandbox()?;
    connections()
}

/// One signature is too short to be timed: so many are.
fn signatures() -> io::Result<()> {
    const TIMES: usize = 500;
    const ROUNDS: u32 = 1_000;
    for signature in signatures::ALL {
        let (bare, scratch, ours) = (signature.bare, signature.scratch, signature.ours);
        let times = least(ROUNDS, || repeat(TIMES, bare), || repeat(TIMES, ours));
        report_each(&format!("sign_{}", signature.name), times, TIMES)?;
        let times = least(ROUNDS, || repeat(TIMES, scratch), || repeat(TIMES, ours));
        report_each(&format!("scratch_{}", signature.name), times, TIMES)?;
        let times = least(
            ROUNDS / 4,
            || repeat(TIMES, signature.by_hand),
            || repeat(TIMES, ours),
        );
        report_each(&format!("by_hand_{}", signature.name), times, TIMES)?;
    }
    Ok(())
}

fn repeat<T>(times: usize, work: impl Fn() -> T) {
    for _ in 0..times {
        black_box(work());
    }
}

fn calls() -> io::Result<()> {
    for (id, count, rounds) in [("call_10", 10, 3_000), ("call_1000", 1_000, 400)] {
        let (by_hand, ours) = clients::both(count);
        report_times(id, least(rounds, || by_hand.page(1), || ours.page()))?;
    }
    Ok(())
}

fn list() -> io::Result<()> {
    const PRODUCTS: usize = 100_000;
    let (by_hand, ours) = lists::both(PRODUCTS);
    let times = least(
        24,
        || lists::by_hand(&by_hand, PRODUCTS),
        || lists::ours(&ours),
    );
    report_times("list", times)
}

/// One token is too short to be timed: so many are.
fn token() -> io::Result<()> {
    const TIMES: usize = 20_000;
    let (manager, by_hand) = (tokens::manager(), tokens::by_hand());
    let ours = || repeat(TIMES, || manager.token());
    let mutex = least(100, || repeat(TIMES, || by_hand.mutex.token()), ours);
    report_each("token_1_thread", mutex, TIMES)?;
    let swapped = least(100, || repeat(TIMES, || by_hand.arc_swap.token()), ours);
    report_each("token_1_thread_swapped", swapped, TIMES)?;

    const THREADS: usize = 32;
    let ours = || tokens::asked(THREADS, TIMES, || manager.token());
    let locked = || tokens::asked(THREADS, TIMES, || by_hand.rw_lock.token());
    report_each(
        "token_32_threads",
        median(31, locked, ours),
        THREADS * TIMES,
    )?;
    let swapped = || tokens::asked(THREADS, TIMES, || by_hand.arc_swap.token());
    let swapped = median(31, swapped, ours);
    report_each("token_32_threads_swapped", swapped, THREADS * TIMES)
}

fn sandbox() -> io::Result<()> {
    const REQUESTS: usize = 4_000;
    let servers = sandboxes::start();
    let (fixed, sandbox) = (servers.fixed, servers.sandbox.address());
    let times = median(
        31,
        || load(fixed, &servers.request, 8, REQUESTS),
        || {
            servers.sandbox.clear_requests();
            load(sandbox, &servers.request, 8, REQUESTS)
        },
    );
    report_each("sandbox", times, REQUESTS)
}

/// Over TLS: what connections and handshakes cost, and how many there are.
fn connections() -> io::Result<()> {
    const CALLS: u32 = 200;
    let page = answers::page(1, 10, 10);
    let done = r#"{"code":0,"message":"ok","data":{}}"#;

    let (settings, seen) = tls::start(&page);
    let ours = Ours::new(settings, 10);
    for _ in 0..CALLS {
        ours.page();
    }
    report("connections_of_reads", CALLS.into(), seen.counts().0)?;

    let (settings, seen) = tls::start(done);
    let ours = Ours::new(settings, 10);
    for _ in 0..CALLS {
        ours.cancel();
    }
    let (connections, full_handshakes) = seen.counts();
    report("connections_of_writes", CALLS.into(), connections)?;
    report("handshakes_of_writes", connections, full_handshakes)?;

    let (settings, _) = tls::start(&page);
    let first = |settings: &Settings| Ours::new(settings.clone(), 10).page();
    let kept = Ours::new(settings.clone(), 10);
    kept.page();
    report_times(
        "second_read",
        least(100, || first(&settings), || kept.page()),
    )?;

    let (settings, _) = tls::start(done);
    let first = |settings: &Settings| Ours::new(settings.clone(), 10).cancel();
    let resumed = Ours::new(settings.clone(), 10);
    resumed.cancel();
    let times = least(100, || first(&settings), || resumed.cancel());
    report_times("second_write", times)
}

fn report_times(id: &str, (reference, ours): (Duration, Duration)) -> io::Result<()> {
    report_each(id, (reference, ours), 1)
}

/// Of work that was done so many times.
fn report_each(id: &str, (reference, ours): (Duration, Duration), times: usize) -> io::Result<()> {
    let each = |whole: Duration| whole.as_nanos() as f64 / times as f64;
    report(id, each(reference), each(ours))
}
